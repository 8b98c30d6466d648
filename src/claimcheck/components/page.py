"""What a whole page is about: its treatments, its conditions, and whether it is about a treatment at all."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimcheck.components.concepts import Words
from claimcheck.components.facts import Facts
from claimcheck.components.groups import CELL_TREATMENTS
from claimcheck.components.lazy import lazy
from claimcheck.components.numbers import lower_in_place
from claimcheck.components.readings import Wording, add_up_page, page_log_odds, weigh_words
from claimcheck.components.segments import Form, Unit
from claimcheck.models import Quantity

BRAND = re.compile(r"\b(?:[A-Z]\w*(?:Cell|Stem|Cyte|MSC|Exo)\w*|(?:Cell|Stem|Exo|Regen)[A-Z]\w*)")  # "NeuroCell"

PATIENTS = re.compile(r"\bpatients?\b", re.IGNORECASE)
CHANGES = frozenset({"EFFECT", "OUTCOME", "CHANGE"})  # labels
RATES = frozenset({"percent", "ratio"})
SHORT = 60  # words below which a text is a few sentences
SNIPPET = 150  # words below which a text is a part of a page at most, in which a treatment is seldom named in passing
NAMED = 1.0  # what a treatment by name adds there to the log-odds
CELLS = frozenset({"cell", "cells"})
LIFESTYLE = frozenset({"ageing-frailty", "skin-appearance", "hair-loss"})  # words of other trades too


@dataclass(frozen=True)
class Page:
    """What a whole page is about."""

    words: Words
    units: Sequence[Unit]
    text: str
    quantities: Sequence[Quantity]
    numbers_not_understood: Sequence[Quantity] = ()

    @lazy
    def all_facts(self) -> "list[Facts]":
        """The facts of each unit."""
        found: list[Facts] = []
        for index in range(len(self.units)):
            found.append(Facts(self, index, found))
        return found

    def facts(self, index: int) -> "Facts":
        """Return the facts of a unit."""
        return self.all_facts[index]

    def forget_facts(self) -> None:
        """Let go of what was looked up: facts and page hold each other, which only the garbage collector undoes."""
        self.__dict__.pop("all_facts", None)

    @lazy
    def lower(self) -> str:
        """The text in lower case, every letter at its place."""
        return lower_in_place(self.text)

    @lazy
    def wording(self) -> Wording:
        """What each of the words says."""
        return weigh_words(self.words.lower)

    @lazy
    def quantity_starts(self) -> list[int]:
        """Where each quantity starts."""
        return [quantity.start for quantity in self.quantities]

    @lazy
    def first_on_treatment(self) -> int:
        """Index of the first sentence that names a treatment or who gives it; the number of units where none does."""
        sentences = (facts for facts in self.all_facts if facts.on_treatment and facts.unit.form is Form.SENTENCE)
        return next((facts.index for facts in sentences), len(self.units))

    @lazy
    def interventions(self) -> list[str]:
        """Concept ids of cell and blood treatments, commonest first."""
        return _commonest(m.id for m in self.words.mentions if m.label == "INTERVENTION" and m.id in CELL_TREATMENTS)

    @lazy
    def conditions(self) -> list[str]:
        """Concept ids of conditions, commonest first."""
        return _commonest(m.id for m in self.words.mentions if m.label == "CONDITION")

    @lazy
    def names_treatment(self) -> bool:
        """Tell whether the page says anywhere which treatment it speaks of, if only "the cells" or a brand."""
        is_told = any(m.label == "TREATMENT" and m.id == "cells" for m in self.words.mentions)
        return bool(self.interventions) or is_told or bool(BRAND.search(self.text))

    @lazy
    def about_treatment(self) -> bool:
        """Tell whether the page speaks of a treatment with cells, exosomes or blood products, more than in passing.

        A page must name such a treatment, or cells, and be about them by its words; a few sentences only name them.
        """
        mentions = self.words.mentions
        named = len([m for m in mentions if m.label == "INTERVENTION" and m.id in CELL_TREATMENTS])
        cells = named + len([m for m in mentions if m.label == "TREATMENT" and m.id == "cells"])
        if len(self.words.lower) < SHORT:
            ill = any(m.label == "CONDITION" and m.id not in LIFESTYLE for m in mentions)
            told = named >= 1 or self._tells_of_patients(ill)
            return told or (ill and cells > 1 and not self._names_other_cells)
        if not cells and not BRAND.search(self.text):
            return False
        log_odds = page_log_odds(*add_up_page(self.words.lower, mentions))
        return log_odds + (NAMED if named and len(self.words.lower) < SNIPPET else 0.0) > 0

    @property
    def _names_other_cells(self) -> bool:
        """Tell whether the page names cells of another trade: fuel cells, prison cells."""
        return any(
            m.label == "EXTERNAL" and not CELLS.isdisjoint(self.words.lower[m.first : m.last])
            for m in self.words.mentions
        )

    def _tells_of_patients(self, names_illness: bool) -> bool:
        """Tell whether a few sentences speak of a change in patients: somebody took them from a page to check them."""
        labels = {mention.label for mention in self.words.mentions}
        own_rate = {"PROVIDER", "TREATMENT"} <= labels and any(q.type in RATES for q in self.quantities)
        return bool(labels & CHANGES) and (names_illness or own_rate or bool(PATIENTS.search(self.text)))


def _commonest(ids: Iterable[str]) -> list[str]:
    return [concept for concept, _ in Counter(ids).most_common()]
