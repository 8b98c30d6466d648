"""The evidence base: records and findings, looked up by id, identifier and concept."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from claimcheck.errors import DataError
from claimcheck.resources import concepts, data_dir, read_rows
from claimcheck.rows import Finding, Record


@dataclass(frozen=True)
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
    def by_year(self) -> Mapping[int, Sequence[Record]]:
        """Records by year of publication."""
        found: dict[int, list[Record]] = defaultdict(list)
        for record in self.records.values():
            if record.year is not None:
                found[record.year].append(record)
        return found

    @cached_property
    def conditions(self) -> frozenset[str]:
        """Concept ids of the conditions that some finding or record is about."""
        return frozenset(
            concept
            for row in (*self.findings.values(), *self.records.values())
            for concept in row.conditions
            if concept != "any-condition"
        )

    @cached_property
    def checked_on(self) -> str | None:
        """Latest date on which the publication status of a record was checked."""
        return max((r.status_checked_on for r in self.records.values() if r.status_checked_on), default=None)


@cache
def bundled_evidence() -> EvidenceBase:
    """Load the evidence that ships with the package, once per process."""
    return load_evidence()


def load_evidence(extra: Path | None = None) -> EvidenceBase:
    """Load the bundled evidence, and a user's own records merged over it by id.

    Raises:
        DataError: a file breaks its schema, or a finding names a missing record.
    """
    paths = [data_dir() / "evidence.jsonl"] + ([extra] if extra else [])
    records: dict[str, Record] = {}
    for path in paths:
        records.update((row.id, row) for row in read_rows(path, Record))
    findings_path = data_dir() / "findings.jsonl"
    findings = {row.id: row for row in read_rows(findings_path, Finding)}
    _check_references(findings_path, findings.values(), records)
    digest = hashlib.sha256()
    for path in [*paths, findings_path]:
        digest.update(path.read_bytes())
    return EvidenceBase(records, findings, digest.hexdigest())


def _check_references(path: Path, findings: Iterable[Finding], records: Mapping[str, Record]) -> None:
    known = concepts()
    for number, finding in enumerate(findings, start=1):
        rates = [rate.record for rate in finding.natural_recovery]
        for name in ("supports", "against", "context", "refuted_by", "studies"):
            for record in [*getattr(finding, name), *rates]:
                if record not in records:
                    raise DataError(path, number, name, f"no record has the id {record!r}")
        for concept in (*finding.conditions, *finding.interventions, *finding.outcomes):
            if concept not in known:
                raise DataError(path, number, "conditions", f"no concept has the id {concept!r}")
