"""Which studies a citation of a journal and a year might mean, where it could not be identified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimcheck.citing import SAME_NAME
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Citation
from claimcheck.rows import Record

MOST = 4


@dataclass(frozen=True)
class Studies:
    """The studies of an evidence base, by what leads to them."""

    by_year: Mapping[tuple[str, int | None], Sequence[Record]]  # and condition
    by_journal: Mapping[tuple[str, str], Sequence[Record]]  # and condition
    journals: frozenset[str]


def studies_of(evidence: EvidenceBase) -> Studies:
    """Return the studies of an evidence base, sorted at the first call and kept on the base."""
    return evidence.keep("studies", lambda: _sort_studies(evidence))


def _sort_studies(evidence: EvidenceBase) -> Studies:
    by_year: dict[tuple[str, int | None], list[Record]] = {}
    by_journal: dict[tuple[str, str], list[Record]] = {}
    for record in evidence.records.values():
        for condition in record.conditions if record.type == "study" else ():
            by_year.setdefault((condition, record.year), []).append(record)
            by_journal.setdefault((condition, record.journal or ""), []).append(record)
    return Studies(by_year, by_journal, frozenset(journal for _, journal in by_journal))


def find_candidates(
    citation: Citation, conditions: Sequence[str], interventions: Sequence[str], evidence: EvidenceBase
) -> list[tuple[Record, float]]:
    """Return records that a citation of a journal and a year might mean, with the agreement of the journal, 0-100.

    Those of the journal come first, then studies of the same year and treatment in other journals.
    """
    studies = studies_of(evidence)
    likeness = {journal: _compare(citation.journal or "", journal) for journal in studies.journals}
    near = [journal for journal, score in likeness.items() if score >= SAME_NAME]
    records = {
        record.id: record
        for condition in conditions
        for group in (
            studies.by_year.get((condition, citation.year), ()),
            *(studies.by_journal.get((condition, journal), ()) for journal in near),
        )
        for record in group
    }
    found = []
    for record in records.values():
        same_journal, same_year = (record.journal or "") in near, record.year == citation.year
        shared = len(set(record.interventions) & set(interventions))
        if same_journal or (same_year and shared and record.assessed):
            found.append((same_journal, same_year, shared, likeness[record.journal or ""], record))
    found.sort(key=lambda item: (-item[0], -item[1], -item[2], item[4].id))
    return [(record, round(score, 1)) for _, _, _, score, record in found[:MOST]]


def _compare(one: str, other: str) -> float:
    from rapidfuzz import fuzz, utils  # late: few pages cite by journal and year

    return fuzz.ratio(one, other, processor=utils.default_process)
