"""Which record a citation names, and whether the page prints it as it is. The only place that compares names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimcheck.evidence import EvidenceBase
from claimcheck.models import Citation, CitationCheck, Extraction
from claimcheck.rows import Record
from claimcheck.surnames import first_surname, fold, surname_of

IDENTIFIERS = frozenset({"doi", "pmid", "pmcid", "nct"})
SAME_NAME = 88.0  # token_sort_ratio from which two journals or titles are the same
SAME_TITLE = 93.0
LIKE_TITLE = 72.0  # below it a line is not this record's title at all
LINES_ABOVE = 6  # lines above a reference in which its title may stand
LONGEST_LINE = 5000  # characters; no line with a title is longer
MIN_TITLE_WORDS = 5
NEAR_JOURNAL = 120  # characters from a citation in which a journal is the one it is in
NEAR_YEARS = 1  # online and print dates of one paper differ by so much

_WORD = re.compile(r"[^\W_]+")
_TITLE_END = re.compile(r"(?<=[^\W\d])[:?.](?:\s|$)")


@dataclass(frozen=True)
class Names:
    """Records by what pages call them."""

    by_surname: Mapping[str, Sequence[Record]]  # of the first author
    by_name: Mapping[str, Sequence[Record]]  # acronyms and products
    by_registration: Mapping[str, Sequence[Record]]


def names_of(evidence: EvidenceBase) -> Names:
    """Return the names of an evidence base, built at the first call and kept on the base."""
    return evidence.keep("record_names", lambda: _build_names(evidence.records.values()))


def _build_names(records: Iterable[Record]) -> Names:
    by_surname: dict[str, list[Record]] = {}
    by_name: dict[str, list[Record]] = {}
    by_registration: dict[str, list[Record]] = {}
    for record in records:
        if surname := surname_of(record):
            by_surname.setdefault(surname, []).append(record)
        for name in record.names:
            by_name.setdefault(fold(name), []).append(record)
        for number in record.registry:
            by_registration.setdefault(number.casefold(), []).append(record)
    return Names(by_surname, by_name, by_registration)


def identify(citation: Citation, page: Extraction, evidence: EvidenceBase) -> Record | None:
    """Return the one record that a citation names, or None where none or several fit."""
    if citation.type == "nct":
        return _main_report(citation.identifier, evidence)
    if citation.type in IDENTIFIERS:
        return evidence.by_identifier.get((citation.type, citation.identifier.lower()))
    if citation.type == "author-year":
        return _identify_by_author(citation, page, evidence)
    if citation.type == "study-name":
        return _one_trial(_of_page(names_of(evidence).by_name.get(fold(citation.identifier), ()), page))
    return _identify_by_neighbour(citation, page, evidence)  # a journal and a year never do by themselves


def _identify_by_neighbour(citation: Citation, page: Extraction, evidence: EvidenceBase) -> Record | None:
    """Return the one work of this journal and year that the page identifies elsewhere."""
    if citation.type != "journal-year" or not citation.journal:
        return None
    same_year = _works_of(page, evidence).get(citation.year, ())
    return _only([r for r in same_year if r.journal and same_journal(citation.journal, r.journal)])


def _works_of(page: Extraction, evidence: EvidenceBase) -> Mapping[int | None, Sequence[Record]]:
    """Return what a page cites by more than journal and year, by year of the work; kept on the page."""
    kept = vars(page).get("works")
    if kept is None or kept[0] is not evidence:
        others = [other for other in page.citations if other.type != "journal-year"]
        found = {record.id: record for other in others if (record := identify(other, page, evidence)) is not None}
        by_year: dict[int | None, list[Record]] = {}
        for record in found.values():
            by_year.setdefault(record.year, []).append(record)
        kept = vars(page)["works"] = (evidence, by_year)
    works: Mapping[int | None, Sequence[Record]] = kept[1]
    return works


def _main_report(number: str, evidence: EvidenceBase) -> Record | None:
    """Return the record of a registered trial that rests on most people, as one trial may have several reports."""
    return _largest(names_of(evidence).by_registration.get(number.casefold(), ()))


def _one_trial(records: Sequence[Record]) -> Record | None:
    """Return the only record, or the largest report where all are of one registered trial."""
    shared = set.intersection(*(set(record.registry) for record in records)) if records else set()
    return _largest(records) if shared else _only(records)


def _largest(records: Iterable[Record]) -> Record | None:
    return max(records, key=lambda record: (record.assessed, record.n or 0, record.id), default=None)


def _identify_by_author(citation: Citation, page: Extraction, evidence: EvidenceBase) -> Record | None:
    on_topic = _of_page(_find_by_author(_with_year(citation, page), evidence), page)
    one = _only(on_topic) or _only([record for record in on_topic if record.assessed])
    return one or _only(_in_journal_beside(citation, on_topic, page))


def _in_journal_beside(citation: Citation, records: Iterable[Record], page: Extraction) -> list[Record]:
    """Return the records whose journal is named beside a citation, in its line: "in BMC Medicine (Shang 2022)"."""
    before = page.text[max(0, citation.start - NEAR_JOURNAL) : citation.start].rpartition("\n")[2]
    after = page.text[citation.end : citation.end + NEAR_JOURNAL].partition("\n")[0]
    beside = f"{before} {after}"
    return [r for r in records if r.journal and re.search(rf"(?<!\w){re.escape(r.journal)}(?!\w)", beside)]


def _find_by_author(citation: Citation, evidence: EvidenceBase) -> list[Record]:
    """Return the records of a first author that agree in year and journal, as far as the page gives them."""
    surname = fold(citation.authors[0]) if citation.authors else ""
    found = [record for record in names_of(evidence).by_surname.get(surname, ()) if _year_fits(citation, record)]
    if not citation.journal:
        return found
    agreeing = [record for record in found if not record.journal or same_journal(citation.journal, record.journal)]
    return [record for record in agreeing if record.journal] or agreeing


def _with_year(citation: Citation, page: Extraction) -> Citation:
    """Return the citation, or the page's only dated one of the same author where it has no year."""
    if citation.year is not None or not citation.authors:
        return citation
    dated = _dated_of(page).get(citation.authors[0], {})
    years = {year for year, _ in dated}
    return next(iter(dated.values())) if len(years) == 1 else citation


def _dated_of(page: Extraction) -> Mapping[str, Mapping[tuple[int, str | None], Citation]]:
    """Return the dated citations of each first author, the last of each year and journal, kept on the page."""
    kept = vars(page)
    if "dated" not in kept:
        found: dict[str, dict[tuple[int, str | None], Citation]] = {}
        for citation in page.citations:
            if citation.year is not None and citation.authors:
                found.setdefault(citation.authors[0], {})[citation.year, citation.journal] = citation
        kept["dated"] = found
    dated: Mapping[str, Mapping[tuple[int, str | None], Citation]] = kept["dated"]
    return dated


def _year_fits(citation: Citation, record: Record) -> bool:
    return citation.year is None or record.year == citation.year


def same_journal(one: str, other: str) -> bool:
    """Tell whether two names, one of them perhaps cut short, are of one journal."""
    from rapidfuzz import utils

    score = _likeness(one, other)
    short, long = sorted((utils.default_process(one), utils.default_process(other)), key=len)
    return score >= SAME_NAME or long.removeprefix("the ").startswith(short.removeprefix("the "))


def _of_page(records: Iterable[Record], page: Extraction) -> list[Record]:
    """Return the records about a condition of the page, or all where that leaves none."""
    found = list(records)
    on_topic = [record for record in found if set(record.conditions) & set(page.conditions)]
    return on_topic or found


def _only(records: Sequence[Record]) -> Record | None:
    return records[0] if len(records) == 1 else None


def check_citation(citation: Citation, page: Extraction, evidence: EvidenceBase) -> CitationCheck:
    """Return what a citation of the page turned out to be."""
    record = identify(citation, page, evidence)
    if record is None:
        several = citation.type in ("author-year", "study-name") and _is_ambiguous(citation, evidence)
        return CitationCheck(citation, "unchecked" if several else "unknown", claimed=citation.identifier)
    if other := _other_authors(citation, record):
        return CitationCheck(citation, "different-work", record.id, *other)
    if record.status == "retracted":
        return CitationCheck(citation, "retracted", record.id, None, record.title)
    if not record.assessed:
        return CitationCheck(citation, "known-not-assessed", record.id, citation.identifier, record.title)
    title = find_printed_title(citation, record.title, page) if record.title and record.title_exact else None
    if title and record.title and is_altered(title, record.title):
        return CitationCheck(citation, "title-altered", record.id, title, record.title)
    return CitationCheck(citation, "matches", record.id, title, record.title)


def _is_ambiguous(citation: Citation, evidence: EvidenceBase) -> bool:
    """Tell whether several records fit, so that nothing could be compared."""
    if citation.type == "study-name":
        return len(names_of(evidence).by_name.get(fold(citation.identifier), ())) > 1
    return len(_find_by_author(citation, evidence)) > 1


def _other_authors(citation: Citation, record: Record) -> tuple[str, str] | None:
    """Return what is claimed and what is, where an identifier belongs to a work of other authors or another year."""
    if citation.type not in IDENTIFIERS:
        return None
    if citation.authors and record.authors:
        written, actual = citation.authors[0], record.authors
        known = {fold(word) for word in _WORD.findall(actual)}
        if not {fold(word) for word in _WORD.findall(written)} & known:
            return (
                f"{written} {citation.year or ''}".strip(),
                f"{first_surname(actual)} {record.year or ''}".strip(),
            )
    if citation.year and record.year and abs(citation.year - record.year) > NEAR_YEARS:
        return str(citation.year), str(record.year)
    return None


def find_printed_title(citation: Citation, title: str, page: Extraction) -> str | None:
    """Return the line at or above a citation that reads most like a title."""
    bottom = page.text.find("\n", citation.end, citation.end + LONGEST_LINE)
    top = max(0, citation.start - (LINES_ABOVE + 1) * LONGEST_LINE)
    above = page.text[top : bottom if bottom >= 0 else citation.end + LONGEST_LINE].split("\n")
    lines = [line.strip()[:LONGEST_LINE] for line in above if line.strip()][-(LINES_ABOVE + 1) :]
    scored = [(_title_score(line, title), line) for line in lines if len(line.split()) >= MIN_TITLE_WORDS]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= LIKE_TITLE else None


def _title_score(line: str, title: str) -> float:
    return max(_likeness(line, title), _likeness(_main_part(line), _main_part(title)))


def _likeness(one: str, other: str) -> float:
    """Return how alike two texts are whatever the order of their words, 0-100."""
    from rapidfuzz import fuzz, utils  # late: many pages cite nothing that is known

    return fuzz.token_sort_ratio(one, other, processor=utils.default_process)


def _main_part(title: str) -> str:
    """Return a title without its subtitle."""
    return _TITLE_END.split(title, maxsplit=1)[0]


def is_altered(printed: str, title: str) -> bool:
    """Tell whether words of the title are missing or changed; a subtitle left out is no alteration.

    >>> is_altered("Cells for the cord", "Cells for the cord still premature: a review")
    True
    >>> is_altered("Cells for the cord", "Cells for the cord: a review of trials")
    False
    """
    if _words(title) <= _words(printed):  # the whole title stands in the line, with authors or journal around it
        return False
    if _likeness(printed, title) >= SAME_TITLE:
        return False
    return not _words(_main_part(title)) <= _words(printed)


def _words(text: str) -> set[str]:
    return {fold(word) for word in _WORD.findall(text)}
