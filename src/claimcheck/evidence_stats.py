"""What the evidence base holds, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from claimcheck.evidence import EvidenceBase
from claimcheck.rows import Record

UNKNOWN = "not established"


@dataclass(frozen=True)
class Stats:
    """Counts over an evidence base. Each share is of the records that somebody read."""

    records: int
    findings: int
    assessed: int  # records that somebody read
    with_source: int  # of those read
    studies: int  # records read whose design was established
    design_read: int  # of those, stated by a source and not inferred
    schema_faults: int
    retraction_checked: int  # records with a date of the check
    checked_on: str | None  # of the last one
    sha256: str
    by_condition: dict[str, int]  # a record counts for each of its conditions
    by_design: dict[str, int]
    by_read: dict[str, int]
    by_type: dict[str, int]


def count_evidence(base: EvidenceBase, schema_faults: int) -> Stats:
    """Count records and findings."""
    records = list(base.records.values())
    read = [record for record in records if record.assessed]
    designed = [record for record in read if record.design is not None]
    return Stats(
        records=len(records),
        findings=len(base.findings),
        assessed=len(read),
        with_source=sum(bool(record.sources) for record in read),
        studies=len(designed),
        design_read=sum(record.design_basis == "read" for record in designed),
        schema_faults=schema_faults,
        retraction_checked=sum(record.status_checked_on is not None for record in records),
        checked_on=base.checked_on,
        sha256=base.sha256,
        by_condition=_count(condition for record in records for condition in record.conditions),
        by_design=_count(record.design or UNKNOWN for record in records),
        by_read=_count(_depth(record) for record in records),
        by_type=_count(record.type for record in records),
    )


def _depth(record: Record) -> str:
    return record.read or "not read"


def _count(values: Iterable[str]) -> dict[str, int]:
    """Count values, the most frequent first."""
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
