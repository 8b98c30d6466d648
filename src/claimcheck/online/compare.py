"""The register's entry beside what the page prints, and beside our file. It tells differences, and judges none."""

from collections.abc import Iterator, Sequence

from claimcheck.citing import NEAR_YEARS, find_printed_title, is_altered, same_journal
from claimcheck.evidence import EvidenceBase
from claimcheck.lookups import Difference, Lookup, Unanswered, Work
from claimcheck.models import Citation, Extraction
from claimcheck.online.references import find_phase, find_reference, find_year, share_words, split_label
from claimcheck.rows import Record

SAME_WORK = 0.8  # share of a title's words from which the same work is meant
LIKE_WORK = 0.5
BARE = 1.3  # times the words of a title, up to which a line holds little else


def compare(citation: Citation, found: Work | Unanswered, page: Extraction, evidence: EvidenceBase) -> Lookup:
    """Return what an identifier of the page turned out to be."""
    record = _find_record(citation, found, evidence)
    name = record.id if record else None
    if isinstance(found, Unanswered):
        return Lookup(citation.type, citation.identifier, "unchecked", found.service, reason=found.reason, record=name)
    differences = tuple(_compare_page(citation, found, page, evidence))
    return Lookup(
        citation.type,
        citation.identifier,
        _choose_status(found, differences),
        found.service,
        found,
        differences=differences,
        record=name,
        record_differences=tuple(compare_record(record, found)) if record else (),
    )


def _choose_status(work: Work, differences: Sequence[Difference]) -> str:
    if work.notice == "retracted":
        return "retracted"
    titles = [difference for difference in differences if difference.field == "title"]
    if titles:
        return "title-altered" if share_words(work.title, titles[0].said) >= LIKE_WORK else "different-work"
    return "matches"


def _find_record(citation: Citation, found: Work | Unanswered, evidence: EvidenceBase) -> Record | None:
    """Return the record of our file with the identifier, or with another one of the same work."""
    known = [(citation.type, citation.identifier)]
    known += list(found.identifiers.items()) if isinstance(found, Work) else []
    return next((r for kind, value in known if (r := evidence.by_identifier.get((kind, value.lower())))), None)


def _compare_page(citation: Citation, work: Work, page: Extraction, evidence: EvidenceBase) -> Iterator[Difference]:
    reference = find_reference(citation, page.text, page.citations)
    label, title = split_label(reference) if reference else (None, None)
    printed = title or find_printed_title(citation, work.title, page)
    if printed and work.service != "trials" and _is_other_title(printed, work.title):
        yield Difference("title", printed, work.title)
    year = citation.year or (find_year(reference) if reference else None)
    of_title = str(year) in work.title
    if year and work.year and not of_title and work.service != "trials" and abs(year - work.year) > NEAR_YEARS:
        yield Difference("year", str(year), str(work.year))
    journal = citation.journal or (label if label and _is_journal(label, evidence) else None)
    if journal and work.journal and not _is_same_journal(journal, work):
        yield Difference("journal", journal, work.journal)
    phase = find_phase(citation, page.text) if work.service == "trials" else None
    if phase and phase != (work.phase or "").removeprefix("early "):
        yield Difference("phase", phase, work.phase or "none given")


def _is_other_title(printed: str, title: str) -> bool:
    """Tell whether what is printed is not the title: in a whole entry, spelling and small words are let pass."""
    is_bare = len(printed.split()) <= BARE * len(title.split())
    return is_altered(printed, title) and (is_bare or share_words(title, printed) < SAME_WORK)


def _is_journal(label: str, evidence: EvidenceBase) -> bool:
    """Tell whether words are the name of a journal that our file knows, and not of a site."""
    return any(record.journal and record.journal.lower() == label.lower() for record in evidence.records.values())


def _is_same_journal(name: str, work: Work) -> bool:
    return any(same_journal(name, other) for other in (work.journal, work.journal_short) if other)


def compare_record(record: Record, work: Work) -> Iterator[Difference]:
    """Yield what our file has otherwise than the register."""
    if work.service == "trials":
        yield from _compare_trial(record, work)
        return
    if record.title and record.title_exact and is_another_title(record.title, work.title):
        yield Difference("title", record.title, work.title)
    if record.year and work.year and abs(record.year - work.year) > NEAR_YEARS:
        yield Difference("year", str(record.year), str(work.year))
    if record.journal and work.journal and not _is_same_journal(record.journal, work):
        yield Difference("journal", record.journal, work.journal)
    if work.notice and work.notice != record.status:
        yield Difference("status", record.status or "not stated", work.notice)


def is_another_title(title: str, registered: str) -> bool:
    """Tell whether two titles share too few words for one work.

    >>> is_another_title("Cells for the injured cord", "Cells for the injured cord: a trial in ten people")
    False
    """
    return max(share_words(registered, title), share_words(title, registered)) < SAME_WORK


def _compare_trial(record: Record, work: Work) -> Iterator[Difference]:
    """Yield where a record and its registration differ: the phase, and how many were enrolled in the end."""
    phase = (record.phase or "").replace("a", "").replace("b", "")
    if phase and work.phase and phase != work.phase.removeprefix("early "):
        yield Difference("phase", record.phase or "", work.phase)
    is_alone = len(record.registry) == 1 and work.enrolment_kind == "actual"
    if is_alone and record.n_enrolled is not None and work.enrolment not in (None, record.n_enrolled):
        yield Difference("enrolment", str(record.n_enrolled), str(work.enrolment))
