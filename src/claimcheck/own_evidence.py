"""A user's own files of records and findings: everything wrong with them, before they are used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.errors import DataError
from claimcheck.evidence import EvidenceBase, choose_model, find_missing, ids_in_lines
from claimcheck.evidence_check import Problem, as_problem, check_findings, check_records
from claimcheck.resources import read_data, scan_rows
from claimcheck.rows import Finding, Record


@dataclass(frozen=True)
class OwnEvidence:
    """What stands in a user's files."""

    records: int
    findings: int
    problems: tuple[Problem, ...]  # by file and line


@dataclass(frozen=True)
class _File:
    path: Path
    records: Sequence[tuple[int, Record]]  # with the number of the line, from 1
    findings: Sequence[tuple[int, Finding]]
    faults: Sequence[DataError]
    faulty: frozenset[str]  # ids in the lines at fault


def inspect_files(paths: Sequence[Path], bundled: EvidenceBase) -> OwnEvidence:
    """Check files of a user's own rows, alone and as merged over the bundled evidence.

    A finding may name a record of any of the files.
    """
    files = [_read_file(path) for path in paths]
    own = {record.id: record for file in files for _, record in file.records}
    merged = {**bundled.records, **own}
    faulty = frozenset().union(*(file.faulty for file in files))
    kept = {name: record for name, record in bundled.records.items() if name not in own}
    taken = _index_names(kept)
    problems = [problem for file in files for problem in _find_problems(file, merged, faulty, taken)]
    findings = {finding.id for file in files for _, finding in file.findings}
    return OwnEvidence(len(own), len(findings), tuple(problems))


def _read_file(path: Path) -> _File:
    try:
        data = read_data(path)
    except DataError as error:
        return _File(path, (), (), (error,), frozenset())
    rows, faults = scan_rows(path, data, choose_model)
    records = [(line, row) for line, row in rows if isinstance(row, Record)]
    findings = [(line, row) for line, row in rows if isinstance(row, Finding)]
    return _File(path, records, findings, faults, frozenset(ids_in_lines(data, faults)))


def _find_problems(
    file: _File, merged: Mapping[str, Record], faulty: frozenset[str], taken: Mapping[tuple[str, str], str]
) -> list[Problem]:
    path = str(file.path)
    lines = [line for line, _ in file.records]
    records = [record for _, record in file.records]
    faults = list(check_records(records, lines))
    for line, record in file.records:
        faults += [(line, field, expected) for field, expected in _names_taken(record, taken)]
    for line, finding in file.findings:
        faults += [(line, field, expected) for field, expected in find_missing(finding, merged.keys() | faulty)]
    findings = [finding for _, finding in file.findings]
    lines = [line for line, _ in file.findings]
    reported = {(line, field) for line, field, _ in faults}
    weak = check_findings(findings, merged.values(), lines)
    faults += [(line, role, text) for line, role, text in weak if (line, role) not in reported and not faulty]
    problems = [as_problem(error) for error in file.faults]
    problems += [Problem(path, line, field, expected) for line, field, expected in faults]
    return sorted(problems, key=lambda problem: problem.line or 0)


def _index_names(records: Mapping[str, Record]) -> dict[tuple[str, str], str]:
    """Return the id of each record by all its names."""
    return {name: record.id for record in records.values() for name in _names(record)}


def _names_taken(record: Record, taken: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    for kind, name in _names(record):
        if (kind, name) in taken:
            other = taken[kind, name]
            yield kind, f"{name!r} belongs to the bundled record {other!r}; to replace that, use its id"


def _names(record: Record) -> list[tuple[str, str]]:
    identifiers = [(kind, getattr(record, kind)) for kind in ("doi", "pmid", "pmcid")]
    names = [("id", name) for name in (record.id, *record.aliases)]
    return names + [(kind, value.lower()) for kind, value in identifiers if value]
