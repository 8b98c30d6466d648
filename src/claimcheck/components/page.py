"""What a whole page is about: its treatments, its conditions, and whether it is about a treatment at all."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimcheck.components.concepts import Words
from claimcheck.components.facts import Facts
from claimcheck.components.groups import CELL_TREATMENTS
from claimcheck.components.lazy import lazy
from claimcheck.components.segments import Unit
from claimcheck.models import Quantity

BRAND = re.compile(r"\b(?:[A-Z]\w*(?:Cell|Stem|Cyte|MSC|Exo)\w*|(?:Cell|Stem|Exo|Regen)[A-Z]\w*)")  # "NeuroCell"

PATIENTS = re.compile(r"\bpatients?\b", re.IGNORECASE)
CHANGES = frozenset({"EFFECT", "OUTCOME", "CHANGE"})  # labels
RATES = frozenset({"percent", "ratio"})
SHORT = 60  # words below which a text is a few sentences
MANY_CELLS = 5  # words for cells from which a page with one treatment and no illness is about it all the same
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
    def _facts(self) -> "dict[int, Facts]":
        return {}

    def facts(self, index: int) -> "Facts":
        """Return the facts of a unit, looked up once."""
        if index not in self._facts:
            self._facts[index] = Facts(self, index)
        return self._facts[index]

    def forget_facts(self) -> None:
        """Let go of what was looked up: facts and page hold each other, which only the garbage collector undoes."""
        self._facts.clear()

    @lazy
    def quantity_starts(self) -> list[int]:
        """Where each quantity starts."""
        return [quantity.start for quantity in self.quantities]

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
        """Tell whether the page speaks of such a treatment at all, more than in passing."""
        count = Counter(
            "treatment" if m.label == "INTERVENTION" and m.id in CELL_TREATMENTS else m.id
            for m in self.words.mentions
            if m.label in ("INTERVENTION", "TREATMENT")
        )
        named, cells = count["treatment"], count["treatment"] + count["cells"]
        is_told = cells >= MANY_CELLS or bool(count.keys() - {"treatment", "cells"})  # injected, a course, a procedure
        people = any(m.label in ("PERSON", "SELF") for m in self.words.mentions)
        medical = sum(m.label == "CONDITION" and m.id not in LIFESTYLE for m in self.words.mentions)
        is_short = len(self.words.lower) < SHORT
        return (
            named >= 2
            or (named == 1 and (medical > 0 or is_short or (people and cells >= 2 and is_told)))
            or (is_short and self._tells_of_patients(medical > 0))
            or (medical > 0 and cells >= 2 and not self._names_other_cells)
            or (medical >= 3 and people and (cells >= 1 or bool(BRAND.search(self.text))))
        )

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
