"""Find the claims of a page: which units they are, of which kind, and how they are put.

Whether a unit is a claim is decided in ``signals``; its kind in ``kinds``, its stance by the
assertion layer. docs/extraction.md explains each rule with examples.
"""

from collections.abc import Mapping
from typing import NamedTuple

from spacy.tokens import Doc

from claimcheck.components.assertions import FLAT, Assertion, Target, assert_unit, value_denies
from claimcheck.components.extensions import text_of
from claimcheck.components.facts import Facts
from claimcheck.components.groups import GROUPS
from claimcheck.components.kinds import kind_by_rules, weigh_kind
from claimcheck.components.mentioned import NO_EFFECT
from claimcheck.components.page import Page
from claimcheck.components.quantities import not_understood
from claimcheck.components.readings import add_up_put, add_up_signals, read_as
from claimcheck.components.segments import Form
from claimcheck.components.signals import claim_signals
from claimcheck.components.stances import inherited_by, weigh_stance
from claimcheck.models import Kind, Stance


class FoundClaim(NamedTuple):
    """A unit that is a claim."""

    facts: Facts
    kind: Kind
    assertion: Assertion
    by_rules: Kind  # what the rules alone say
    rule: str  # name of the rule that said so
    features: frozenset[str]  # names of the signals that made it a claim
    log_odds: float  # of being a claim
    readings: Mapping[str, float]


def find_claims(page: Page) -> list[FoundClaim]:
    """Return the claims of a page in order."""
    if not page.about_treatment:
        return []
    found = []
    for facts in page.all_facts:
        decided = claim_signals(facts)
        if decided is not None:
            signals, log_odds = decided
            told = facts.wording_sums + add_up_signals(signals)
            assertion = weigh_stance(facts, told, assert_claim(facts))
            by_rules = kind_by_rules(facts, assertion.stance)
            kind = weigh_kind(facts, told, by_rules, assertion)
            readings = read_as(told + add_up_put(by_rules[1], kind, assertion.stance, assertion.strength))
            found.append(FoundClaim(facts, kind, assertion, *by_rules, signals, log_odds, readings))
    return found


def assert_claim(facts: Facts) -> Assertion:
    """Return stance and strength of a claim; an item that is flat itself inherits them from the lines above."""
    words, first, last = facts.page.words, facts.first, facts.last
    own = FLAT
    if facts.cues or value_denies(words, first, last):
        own = assert_unit(words, first, last, targets_of(facts), other_care=facts.of_other_care)
    if facts.lead_in is None or own.stance is not Stance.ASSERTED or not facts.is_form(Form.ITEM, Form.ROW):
        return own
    return inherited_by(facts) or own


def targets_of(facts: Facts) -> list[Target]:
    """Return the words of a unit that cues act on."""
    targets = []
    for mention in facts.mentions:
        if mention.label == "EFFECT" and mention.id not in NO_EFFECT:
            worse = mention.id == "worsen"
            targets.append(
                Target(mention.first, mention.last, effect=mention.id != "comparative" and not worse, harm=worse)
            )
        elif mention.label == "OUTCOME":
            targets.append(Target(mention.first, mention.last, harm=_is_harm(mention.id)))
    return targets


def _is_harm(concept: str) -> bool:
    """Tell whether denying a concept is good news."""
    return GROUPS.get(concept) == "safety" and concept not in ("safety", "invasiveness")


class Claims:
    """Store the page and its claims in ``doc._.claimcheck_page`` and ``doc._.claimcheck_claims``."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the claims."""
        quantities = doc._.claimcheck_quantities
        text = text_of(doc)
        unknown = not_understood(text, quantities)
        page = Page(doc._.claimcheck_words, doc._.claimcheck_units, text, quantities, unknown)
        doc._.claimcheck_page = page
        doc._.claimcheck_claims = find_claims(page)
        return doc
