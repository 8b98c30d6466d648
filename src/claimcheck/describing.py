"""Which study a sentence describes without naming it: the one whose figures, year and journal it repeats.

Only exact figures count, and only one study may fit. The page never said that it means this study, so what is found here
may explain a sentence in its favour and is never held against it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimcheck.agreement import lineage
from claimcheck.citing import same_journal
from claimcheck.comparing import counts_of, decimals_of, percent_of
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Citation, Claim, Quantity
from claimcheck.phrases import find_phrases
from claimcheck.rows import Record

LARGE = 30  # people or studies from which a size is rarely shared by two studies
LEAST = 10  # people or studies below which a size says nothing
TELLING = 8  # people from which "2 of 16" is rarely shared
ENOUGH = 2  # points from which a study is recognised
YEAR_OR_JOURNAL = 1  # point
SIZES = frozenset({"participants", "studies"})


@dataclass(frozen=True)
class Figures:
    """Records by the figures that they print."""

    by_size: Mapping[int, Sequence[Record]]
    by_ratio: Mapping[tuple[int, int], Sequence[Record]]
    by_percent: Mapping[float, Sequence[Record]]


def figures_of(evidence: EvidenceBase) -> Figures:
    """Return the figures of an evidence base, sorted at the first call and kept on the base."""
    kept = vars(evidence)
    if "record_figures" not in kept:
        kept["record_figures"] = _sort_figures(evidence.records.values())
    figures: Figures = kept["record_figures"]
    return figures


def _sort_figures(records: Iterable[Record]) -> Figures:
    by_size: dict[int, list[Record]] = defaultdict(list)
    by_ratio: dict[tuple[int, int], list[Record]] = defaultdict(list)
    by_percent: dict[float, list[Record]] = defaultdict(list)
    for record in records:
        if not record.assessed:
            continue
        for size in counts_of(record):
            by_size[size].append(record)
        for ratio in {(o.numerator, o.denominator) for o in record.outcomes if o.numerator and o.denominator}:
            by_ratio[ratio].append(record)
        for percent in {percent_of(outcome) for outcome in record.outcomes}:
            if percent is not None:
                by_percent[round(percent, 1)].append(record)
    return Figures(by_size, by_ratio, by_percent)


def find_described(
    claim: Claim, conditions: Sequence[str], interventions: Sequence[str], evidence: EvidenceBase
) -> Record | None:
    """Return the one record of the claim's condition and treatment that it repeats the figures of, or None."""
    phrases = find_phrases(claim.text)
    journals = [citation for citation in claim.citations if citation.type == "journal-year"]
    if "in-house" in phrases or not (journals or phrases & {"of-study", "of-research"}):
        return None
    points: Counter[str] = Counter()
    records: dict[str, Record] = {}
    for quantity in claim.quantities:
        of_quantity: dict[str, int] = {}
        for record, worth in _repeated(quantity, figures_of(evidence)):
            records[record.id] = record
            of_quantity[record.id] = max(worth, of_quantity.get(record.id, 0))
        points.update(of_quantity)
    scored = [
        (points[record.id] + _told_beside(claim, journals, record), record)
        for record in records.values()
        if _is_on_topic(record, conditions, interventions)
    ]
    best = max((score for score, _ in scored), default=0)
    leading = [record for score, record in scored if score == best]
    return leading[0] if best >= ENOUGH and len(leading) == 1 else None


def _repeated(quantity: Quantity, figures: Figures) -> Iterator[tuple[Record, int]]:
    """Yield the records that print a figure, with what the agreement is worth."""
    if quantity.approximator is not None or quantity.value is None:
        return
    if quantity.type in SIZES and quantity.value >= LEAST:
        yield from ((r, 2 if quantity.value >= LARGE else 1) for r in figures.by_size.get(int(quantity.value), ()))
    elif quantity.numerator and quantity.denominator:
        worth = 2 if quantity.denominator >= TELLING else 1
        yield from ((r, worth) for r in figures.by_ratio.get((quantity.numerator, quantity.denominator), ()))
        if quantity.denominator >= LARGE:
            yield from ((r, 1) for r in figures.by_size.get(quantity.denominator, ()))
    elif quantity.type == "percent":
        worth = 2 if decimals_of(quantity) else 1
        yield from ((r, worth) for r in figures.by_percent.get(round(quantity.value, 1), ()))


def _told_beside(claim: Claim, journals: Sequence[Citation], record: Record) -> int:
    told = bool(record.year) and str(record.year) in claim.text
    printed = any(same_journal(c.journal or "", record.journal or "") for c in journals if record.journal)
    return YEAR_OR_JOURNAL * (told + printed)


def _is_on_topic(record: Record, conditions: Sequence[str], interventions: Sequence[str]) -> bool:
    about = {wide for condition in conditions for wide in lineage(condition)}
    given = {wide for intervention in interventions for wide in lineage(intervention)}
    same_condition = not about or any(about & set(lineage(condition)) for condition in record.conditions)
    same_treatment = not given or not record.interventions
    return same_condition and (
        same_treatment or any(given & set(lineage(intervention)) for intervention in record.interventions)
    )
