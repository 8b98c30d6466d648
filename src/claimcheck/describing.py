"""Which study a sentence describes without naming it: the one whose figures, year and journal it repeats.

Only exact figures count, and only one study may fit. The page never said that it means this study, so what is found
here may explain a sentence in its favour and is never held against it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from claimcheck.agreement import lineage
from claimcheck.citing import same_journal
from claimcheck.comparing import counts_of, percent_of
from claimcheck.evidence import EvidenceBase
from claimcheck.grim import decimals_of
from claimcheck.models import Claim, Quantity
from claimcheck.phrases import find_phrases
from claimcheck.rows import Record
from claimcheck.surnames import fold, surname_of

LARGE = 30  # people or studies from which a size is rarely shared by two studies
LEAST = 10  # people or studies below which a size says nothing
TELLING = 8  # people from which "2 of 16" is rarely shared
ENOUGH = 2  # points from which a study is recognised in a sentence about one
ENOUGH_ELSEWHERE = 3
YEAR_OR_JOURNAL, AUTHOR, SAME_TREATMENT = 1, 2, 0.5  # points; the treatment only decides between equals
YEARS = range(1900, 2100)
_BARE_NUMBER = re.compile(  # begins with its first digit, so that a search leaps from digit to digit
    r"[0-9](?<![\w.,%-][0-9])(?:[0-9]{0,2}(?:,[0-9]{3})+|[0-9]{0,5})(?![\w%]|[.,][0-9]|-)"
)
OF_ANY_CONDITION = frozenset({"marketing-study", "regulation", "guideline"})
SIZES = frozenset({"participants", "studies"})
RESULTS = frozenset({"percent", "ratio", "fold", "score"})


_Shelf = dict[str, list[Record]]  # records by condition or wider one; further by ANY and ALL
ANY, ALL = "ANY", "ALL"  # of a shelf: the records that bear on every condition, and all records


@dataclass(frozen=True)
class Figures:
    """Records by the figures that they print, then by what they are about."""

    by_size: Mapping[int, _Shelf]
    by_ratio: Mapping[tuple[int, int], _Shelf]
    by_percent: Mapping[float, _Shelf]


def figures_of(evidence: EvidenceBase) -> Figures:
    """Return the figures of an evidence base, sorted at the first call and kept on the base."""
    return evidence.keep("record_figures", lambda: _sort_figures(evidence.records.values()))


def _sort_figures(records: Iterable[Record]) -> Figures:
    by_size: dict[int, _Shelf] = defaultdict(dict)
    by_ratio: dict[tuple[int, int], _Shelf] = defaultdict(dict)
    by_percent: dict[float, _Shelf] = defaultdict(dict)
    for record in records:
        if not record.assessed:
            continue
        about = _conditions_of(record)
        for size in counts_of(record):
            _file(record, about, by_size[size])
        for ratio in {(o.numerator, o.denominator) for o in record.outcomes if o.numerator and o.denominator}:
            _file(record, about, by_ratio[ratio])
        for percent in {percent_of(outcome) for outcome in record.outcomes}:
            if percent is not None:
                _file(record, about, by_percent[round(percent, 1)])
    return Figures(by_size, by_ratio, by_percent)


def _conditions_of(record: Record) -> Collection[str]:
    """Return the keys under which a record stands on a shelf."""
    wide = {wide for condition in record.conditions for wide in lineage(condition)}
    return (*wide, ALL, ANY) if record.type in OF_ANY_CONDITION else (*wide, ALL)


def _file(record: Record, about: Iterable[str], shelf: _Shelf) -> None:
    for condition in about:
        shelf.setdefault(condition, []).append(record)


def find_described(
    claim: Claim, conditions: Sequence[str], interventions: Sequence[str], evidence: EvidenceBase
) -> Record | None:
    """Return the one record of the claim's condition and treatment that it repeats the figures of, or None."""
    if not claim.quantities and not _BARE_NUMBER.search(claim.text):
        return None
    phrases = find_phrases(claim.text)
    if "in-house" in phrases:
        return None
    points: Counter[str] = Counter()
    records: dict[str, Record] = {}
    about = dict.fromkeys(wide for condition in conditions for wide in lineage(condition))
    for repeated in _all_repeated(claim, figures_of(evidence), (*about, ANY) if about else (ALL,)):
        if repeated:
            records |= {record.id: record for record, _ in repeated}
            points.update({record.id: worth for record, worth in sorted(repeated, key=lambda pair: pair[1])})
    if not records:
        return None
    given = {wide for intervention in interventions for wide in lineage(intervention)}
    scored = [
        (points[record.id] + _told_beside(claim, record), record)
        for record in records.values()
        if _has_treatment(record, given)
    ]
    best = max((score for score, _ in scored), default=0)
    leading = [record for score, record in scored if score == best]
    if best < ENOUGH or len(leading) > 1:
        return None
    return leading[0] if best >= ENOUGH_ELSEWHERE or _is_about_a_study(claim, phrases) else None


def prints_shares_of(record: Record, claim: Claim) -> bool:
    """Tell whether a record prints every share and score of a claim; true for a claim that gives none."""
    told = [quantity for quantity in claim.quantities if quantity.type in RESULTS]
    figures = _sort_figures([record])
    return all(any(_repeated(quantity, figures, (ALL,))) for quantity in told)


def _is_about_a_study(claim: Claim, phrases: frozenset[str]) -> bool:
    """Tell whether the sentence says or reads as if it reported a study."""
    promise = claim.readings.get("promise", 0.0)
    reported = max(claim.readings.get("fact", 0.0), claim.readings.get("early-result", 0.0))
    return bool(claim.citations) or bool(phrases & {"of-study", "of-research"}) or reported > promise


def _all_repeated(claim: Claim, figures: Figures, about: Iterable[str]) -> Iterator[list[tuple[Record, int]]]:
    """Yield, for each figure of a claim, the records about something that print it, and what that is worth."""
    told = set()
    for quantity in claim.quantities:
        if quantity.type in SIZES and quantity.value is not None:
            told.add(int(quantity.value))
        told |= {quantity.numerator or 0, quantity.denominator or 0}
        yield list(_repeated(quantity, figures, about))
    for number in {int(found[0].replace(",", "")) for found in _BARE_NUMBER.finditer(claim.text)} - told:
        if number >= LEAST and number not in YEARS:  # "26 people given cells and 17 controls"
            yield [(record, 1) for record in _take(figures.by_size.get(number, {}), about)]


def _repeated(quantity: Quantity, figures: Figures, about: Iterable[str]) -> Iterator[tuple[Record, int]]:
    """Yield the records about something that print a figure, with what the agreement is worth."""
    if quantity.approximator is not None or quantity.value is None:
        return
    if quantity.type in SIZES and quantity.value >= LEAST:
        worth = 2 if quantity.value >= LARGE else 1
        yield from ((r, worth) for r in _take(figures.by_size.get(int(quantity.value), {}), about))
    elif quantity.numerator and quantity.denominator:
        worth = 2 if quantity.denominator >= TELLING else 1
        yield from (
            (r, worth) for r in _take(figures.by_ratio.get((quantity.numerator, quantity.denominator), {}), about)
        )
        if quantity.denominator >= LARGE:
            yield from ((r, 1) for r in _take(figures.by_size.get(quantity.denominator, {}), about))
    elif quantity.type == "percent":
        worth = 2 if decimals_of(quantity) else 1
        yield from ((r, worth) for r in _take(figures.by_percent.get(round(quantity.value, 1), {}), about))


def _take(shelf: _Shelf, about: Iterable[str]) -> Iterator[Record]:
    """Yield the records of a shelf that are about something, perhaps more than once."""
    for condition in about:
        yield from shelf.get(condition, ())


def _told_beside(claim: Claim, record: Record) -> float:
    """Return what the year, the journal, the author and the treatment beside the figures are worth."""
    told = bool(record.year) and str(record.year) in claim.text
    named = not set(record.interventions).isdisjoint(claim.concepts.get("intervention", ()))
    beside = YEAR_OR_JOURNAL * told + SAME_TREATMENT * named
    return beside + _told_in_citations(claim, record) if claim.citations else beside


def _told_in_citations(claim: Claim, record: Record) -> float:
    """Return what the journal and the author in the citations of a claim are worth."""
    journals = [citation.journal for citation in claim.citations if citation.journal]
    printed = any(same_journal(journal, record.journal) for journal in journals if record.journal)
    authors = {fold(author) for citation in claim.citations for author in citation.authors[:1]}
    return YEAR_OR_JOURNAL * printed + AUTHOR * (surname_of(record) in authors)


def _has_treatment(record: Record, given: Set[str]) -> bool:
    """Tell whether a record is on one of the treatments, or on none by name."""
    return (
        not given
        or not record.interventions
        or any(not given.isdisjoint(lineage(intervention)) for intervention in record.interventions)
    )
