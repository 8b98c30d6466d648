"""What a unit mentions, sorted by what most signals ask for, in one go: every unit of every page comes through here."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from claimcheck.components.concepts import Mention
from claimcheck.components.groups import CELL_TREATMENTS, GENERIC, GROUPS

NO_EFFECT = frozenset({"show", "ability"})  # verbs that need another to say what happens


class Mentioned(NamedTuple):
    """The mentions of a unit, sorted."""

    labels: Set[str]
    ids: Set[str]
    outcomes: Sequence[Mention]
    groups: Mapping[str, int]  # how many outcomes of each, generic words left out
    generic: bool  # whether outcome words occur that are common everywhere
    effects: Set[str]  # verbs and nouns of effect, and comparisons
    treatment: bool  # whether one with cells or blood is named


def sort_mentions(mentions: Iterable[Mention]) -> Mentioned:
    """Sort mentions by label and group."""
    labels: set[str] = set()
    ids: set[str] = set()
    effects: set[str] = set()
    outcomes: list[Mention] = []
    groups = {"benefit": 0, "mechanism": 0, "safety": 0, "status": 0}
    generic = treatment = False
    for mention in mentions:
        concept, label = mention.id, mention.label
        labels.add(label)
        ids.add(concept)
        if label == "OUTCOME":
            outcomes.append(mention)
            if concept in GENERIC:
                generic = True
            else:
                groups[GROUPS[concept]] += 1
        elif label == "EFFECT":
            effects.add(concept)
        elif label == "INTERVENTION" and concept in CELL_TREATMENTS:
            treatment = True
    if effects:
        effects -= NO_EFFECT
    return Mentioned(labels, ids, outcomes, groups, generic, effects, treatment)
