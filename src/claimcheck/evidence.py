"""The evidence base: records and findings, looked up by id, identifier and concept."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from sys import intern
from typing import TypeAlias, TypeVar

from claimcheck.errors import DataError
from claimcheck.resources import concepts, data_dir, read_data, scan_rows
from claimcheck.rows import Finding, Record

RECOVERY = "natural-recovery"  # outcome of findings on what happens without treatment
ROLES = ("supports", "against", "refuted_by", "context", "studies")  # in which findings name records

KeptT = TypeVar("KeptT")
ModelChoice: TypeAlias = Callable[[bytes], type[Record] | type[Finding]]

_QUESTION = re.compile(rb'"question"\s*:')
_ID = re.compile(rb'"id"\s*:\s*"(?P<id>[a-z0-9-]+)"')


@dataclass(frozen=True, eq=False)  # as itself a key of what is kept
class EvidenceBase:
    """Records and findings that belong together."""

    records: Mapping[str, Record]
    findings: Mapping[str, Finding]
    sha256: str  # of the files, in the order they were read

    @cached_property
    def by_identifier(self) -> Mapping[tuple[str, str], Record]:
        """Records by (type, identifier): doi, pmid, pmcid and nct, in lower case."""
        found: dict[tuple[str, str], Record] = {}
        for record in self.records.values():
            pairs = [("doi", record.doi), ("pmid", record.pmid), ("pmcid", record.pmcid)]
            pairs += [("nct", number) for number in record.registry]
            for kind, value in pairs:
                if value:
                    found.setdefault((kind, value.lower()), record)
        return found

    @cached_property
    def by_alias(self) -> Mapping[str, Record]:
        """Records by their own id and by every alias."""
        found = {alias: record for record in self.records.values() for alias in record.aliases}
        return {**found, **self.records}

    @cached_property
    def conditions(self) -> frozenset[str]:
        """Concept ids of the conditions that some finding or record is about."""
        lists = [finding.conditions for finding in self.findings.values()]
        lists += [record.conditions for record in self.records.values()]
        return frozenset(concept for conditions in lists for concept in conditions if concept != "any-condition")

    def keep(self, name: str, build: Callable[[], KeptT]) -> KeptT:
        """Return what was built of this base under a name, building it at the first call."""
        kept = vars(self)
        if name not in kept:
            kept[name] = build()
        value: KeptT = kept[name]
        return value

    @cached_property
    def on_recovery(self) -> Mapping[str, Sequence[tuple[int, Finding]]]:
        """Findings on recovery without treatment by condition, with their places in the file."""
        found: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
        for place, finding in enumerate(self.findings.values()):
            for condition in finding.conditions if RECOVERY in finding.outcomes else ():
                found[condition].append((place, finding))
        return found

    @cached_property
    def checked_on(self) -> str | None:
        """Latest date on which the publication status of a record was checked."""
        return max((r.status_checked_on for r in self.records.values() if r.status_checked_on), default=None)


@cache
def bundled_evidence() -> EvidenceBase:
    """Load the evidence that ships with the package, once per process."""
    return load_evidence()


def load_evidence(*extra: Path) -> EvidenceBase:
    """Load the bundled evidence, and merge files of a user's own records and findings over it by id.

    A later file wins over an earlier one. Nothing is loaded unless everything is sound.

    Raises:
        DataError: a file breaks its schema, or a finding names a missing record; its ``more`` holds the other faults.
    """
    files: list[tuple[Path, ModelChoice]] = [
        (data_dir() / "evidence.jsonl", lambda line: Record),
        (data_dir() / "findings.jsonl", lambda line: Finding),
        *((path, choose_model) for path in extra),
    ]
    records: dict[str, Record] = {}
    findings: dict[str, tuple[Path, int, Finding]] = {}
    faults: list[DataError] = []
    faulty: set[str] = set()  # ids that may stand in the lines at fault
    digest = hashlib.sha256()
    for path, choose in files:
        data = read_data(path)
        digest.update(data)
        rows, wrong = scan_rows(path, data, choose)
        for line, row in rows:
            if isinstance(row, Record):
                records[intern(row.id)] = row
            else:
                findings[row.id] = (path, line, row)
        faults += wrong
        faulty |= ids_in_lines(data, wrong)
    for path, line, finding in findings.values():
        faults += [DataError(path, line, *fault) for fault in find_missing(finding, records.keys() | faulty)]
    if faults:
        faults[0].more = tuple(faults[1:])
        raise faults[0]
    return EvidenceBase(records, {name: row for name, (_, _, row) in findings.items()}, digest.hexdigest())


def choose_model(line: bytes) -> type[Record] | type[Finding]:
    """Tell which kind of row a line is: a finding has a question."""
    return Finding if _QUESTION.search(line) else Record


def ids_in_lines(data: bytes, faults: Iterable[DataError]) -> set[str]:
    """Return the ids that can be made out in faulty lines, so that what names them is not reported as well."""
    lines = data.split(b"\n")
    found = (_ID.search(lines[fault.line - 1]) for fault in faults if fault.line)
    return {match["id"].decode() for match in found if match}


def find_missing(finding: Finding, records: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield every field of a finding that names a record or a concept that does not exist, with what is wrong."""
    rates = [rate.record for rate in finding.natural_recovery]
    for name, ids in [*((name, getattr(finding, name)) for name in ROLES), ("natural_recovery", rates)]:
        for record in ids:
            if record not in records:
                yield name, f"no record has the id {record!r}"
    known = concepts()
    for name in ("conditions", "interventions", "outcomes"):
        for concept in getattr(finding, name):
            if concept not in known:
                yield name, f"no concept has the id {concept!r}"
