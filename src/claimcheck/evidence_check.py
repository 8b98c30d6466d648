"""Checks of the evidence files that their schema alone cannot make."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from claimcheck.errors import DataError
from claimcheck.evidence import ROLES
from claimcheck.resources import concepts, read_data, scan_rows
from claimcheck.rows import Finding, Outcome, Record

RANDOMISED = frozenset({"rct", "randomised-crossover"})
COMPARATIVE = RANDOMISED | {"non-randomised-controlled-trial"}
SYNTHESES = frozenset({"systematic-review-of-rcts", "systematic-review-of-mixed-designs"})
UNREAD_IS_EMPTY = ("design", "design_basis", "n", "n_enrolled", "n_treated", "n_control", "outcomes", "read")

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "doi": re.compile(r"10\.\d{4,9}/\S+"),
    "pmid": re.compile(r"[1-9]\d{3,7}"),
    "pmcid": re.compile(r"PMC\d{4,8}"),
    "registry": re.compile(
        r"""
        NCT\d{8} | ISRCTN\d{8} | EudraCT\ \d{4}-\d{6}-\d{2}        # United States, ISRCTN, Europe
        | jRCTs?\d+ | KCT\d{7} | ACTRN\d{14} | IRCT\d+N\d+         # Japan, Korea, Australia, Iran
        | CRD\d+                                                   # protocols of reviews
        """,
        re.VERBOSE,
    ),
}
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_MACHINE_PATH = re.compile(
    r"""
    (?<! [\w:/.] ) / (?: home | tmp | work | root | Users | mnt | var ) /   # a folder of somebody's machine
    | (?<! [\w-] ) [\w-]+ \. (?: txt | jsonl | py ) \b                                # a file of a checkout
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Problem:
    """Something wrong in a data file: where, and what was expected there."""

    path: str
    line: int | None  # from 1
    field: str | None
    expected: str

    def __str__(self) -> str:
        """Write it as an editor reads it: path, line, field, sentence."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.expected) if part)


def find_problems(folder: Path) -> Iterator[Problem]:
    """Yield every problem of ``evidence.jsonl``, and of ``findings.jsonl`` where there is one."""
    path = folder / "evidence.jsonl"
    try:
        data = read_data(path)
    except DataError as error:
        yield as_problem(error)
        return
    rows, faults = scan_rows(path, data, lambda line: Record)
    records = [record for _, record in rows]
    yield from map(as_problem, faults)
    if not faults:
        yield from _in_file(path, check_layout(data.decode("utf-8"), records))
    yield from _in_file(path, check_records(records, [line for line, _ in rows]))
    path = folder / "findings.jsonl"
    if not path.exists():
        return
    found, wrong = scan_rows(path, read_data(path), lambda line: Finding)
    yield from map(as_problem, wrong)
    if not faults:  # else records are missing only because their lines are at fault
        findings = [finding for _, finding in found]
        yield from _in_file(path, check_findings(findings, records, [line for line, _ in found]))


def as_problem(error: DataError) -> Problem:
    """Return an error of the data as a problem."""
    return Problem(error.path, error.line, error.field, error.expected)


Fault = tuple[int, str | None, str]  # line, field, what was expected


def _in_file(path: Path, faults: Iterable[Fault]) -> Iterator[Problem]:
    for line, field, expected in faults:
        yield Problem(str(path), line, field, expected)


def check_layout(text: str, records: Sequence[Record]) -> Iterator[Fault]:
    """Yield lines that are not in the file's one form: sorted, compact, all fields in the schema's order."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) != len(records):
        yield 1, None, "one record a line, no blank lines"
        return
    for number, (line, record) in enumerate(zip(lines, records, strict=True), start=1):
        if line != record.model_dump_json():
            yield number, None, "the compact form with every field; run tools/evidence_check.py --format"
    for number, (before, after) in enumerate(pairwise(records), start=2):
        if before.id >= after.id:
            yield number, "id", f"records sorted by id: {after.id!r} comes before {before.id!r}"


def check_records(records: Sequence[Record], lines: Sequence[int] | None = None) -> Iterator[Fault]:
    """Yield what is wrong in single records and between them; without line numbers, records are counted from 1."""
    numbered = list(zip(lines or range(1, len(records) + 1), records, strict=True))
    yield from _repeated_names(numbered)
    for line, record in numbered:
        for checks in (_identifiers, _concepts, _reading, _design, _numbers, _prose):
            for field, expected in checks(record):
                yield line, field, expected
        for position, outcome in enumerate(record.outcomes):
            for field, expected in _outcome(outcome):
                yield line, f"outcomes.{position}.{field}", expected


def check_findings(
    findings: Sequence[Finding], records: Iterable[Record], lines: Sequence[int] | None = None
) -> Iterator[Fault]:
    """Yield references of findings to records that are missing, unread, retracted or too weak."""
    records = list(records)
    known = {record.id: record for record in records}
    canonical = {alias: record.id for record in records for alias in record.aliases}
    for line, finding in zip(lines or range(1, len(findings) + 1), findings, strict=True):
        rates = [rate.record for rate in finding.natural_recovery]
        roles = {role: getattr(finding, role) for role in ROLES}
        for role, ids in {**roles, "natural_recovery": rates}.items():
            for record_id in ids:
                for expected in _reference(role, record_id, known, canonical):
                    yield line, role, expected
        for record_id in finding.refuted_by:
            if record_id not in finding.against:
                yield line, "refuted_by", f"a record of `against`: {record_id!r} is not"


def _reference(role: str, record_id: str, known: Mapping[str, Record], canonical: Mapping[str, str]) -> Iterator[str]:
    record = known.get(record_id)
    if record is None:
        hint = f"; it is an alias of {canonical[record_id]!r}" if record_id in canonical else ""
        yield f"the id of a record: {record_id!r}{hint}"
        return
    if not record.assessed and role not in ("studies", "context"):
        yield f"a record that somebody read: {record_id!r} was not"
    if record.status == "retracted" and role == "supports":
        yield f"no retracted record: {record_id!r} is"
    if role == "refuted_by" and not can_refute(record):
        yield f"a controlled study or a synthesis in people that was read: {record_id!r} is not"


def can_refute(record: Record) -> bool:
    """Tell whether a record may contradict a claim: it is in people, was read, and has a comparison."""
    if not record.assessed or record.read is None or record.type == "preclinical":
        return False
    if record.design in SYNTHESES:
        return True
    return record.controlled is not False and (record.design in COMPARATIVE or record.controlled is True)


def _repeated_names(records: Iterable[tuple[int, Record]]) -> Iterator[Fault]:
    first: dict[tuple[str, str], int] = {}
    for line, record in records:
        named = [("id", name) for name in (record.id, *record.aliases)]
        named += [(kind, getattr(record, kind)) for kind in ("doi", "pmid", "pmcid")]
        for kind, name in named:
            if name is None:
                continue
            seen = first.setdefault((kind, name.lower()), line)
            if seen != line or (kind == "id" and [record.id, *record.aliases].count(name) > 1):
                yield line, kind, f"{name!r} once in the file: it stands in line {seen} too"


def _identifiers(record: Record) -> Iterator[tuple[str, str]]:
    for field in ("doi", "pmid", "pmcid"):
        value = getattr(record, field)
        if value is not None and not _SHAPES[field].fullmatch(value):
            yield field, f"the form of a {field.upper()}: {value!r}"
    for number in record.registry:
        if not _SHAPES["registry"].fullmatch(number):
            yield "registry", f"the form of a registry number: {number!r}"
    for source in record.sources:
        if not _ADDRESS.fullmatch(source.url):
            yield "sources", f"an http or https address: {source.url!r}"
    if record.status_checked_on is not None:
        try:
            date.fromisoformat(record.status_checked_on)
        except ValueError:
            yield "status_checked_on", f"a date as in 2026-11-21: {record.status_checked_on!r}"


def _concepts(record: Record) -> Iterator[tuple[str, str]]:
    if not record.conditions:
        yield "conditions", "at least one condition, any-condition where it is general"
    named = [("conditions", "CONDITION", concept) for concept in record.conditions]
    named += [("interventions", "INTERVENTION", concept) for concept in record.interventions]
    named += [("outcomes", "OUTCOME", outcome.outcome) for outcome in record.outcomes if outcome.outcome]
    for field, label, concept in named:
        row = concepts().get(concept)
        if row is None or row.label != label:
            yield field, f"the id of a concept labelled {label}: {concept!r}"


def _reading(record: Record) -> Iterator[tuple[str, str]]:
    if record.assessed and not record.sources:
        yield "sources", "at least one source for a record that was read"
    if record.assessed and record.read is None:
        yield "read", "how far a record that was read was read"
    if not record.assessed:
        for field in UNREAD_IS_EMPTY:
            if getattr(record, field):
                yield field, "nothing: nobody read this record"
    if record.title is None and record.title_exact:
        yield "title_exact", "false where there is no title"


def _design(record: Record) -> Iterator[tuple[str, str]]:
    if (record.design is None) != (record.design_basis is None):
        yield "design_basis", "both a design and its basis, or neither"
    if record.design in RANDOMISED and record.type == "study" and record.randomised is not True:
        yield "randomised", f"true for the design {record.design}"
    if record.design in ("single-arm-trial", "case-series", "case-report") and record.controlled:
        yield "controlled", f"not true for the design {record.design}"
    if record.design == "non-randomised-controlled-trial" and record.randomised:
        yield "randomised", f"not true for the design {record.design}"


def _numbers(record: Record) -> Iterator[tuple[str, str]]:
    if (record.n is None) != (record.n_kind is None):
        yield "n_kind", "both n and its kind, or neither"
    for field in ("n", "n_enrolled", "n_treated", "n_control", "n_studies", "n_uncontrolled"):
        value = getattr(record, field)
        if value is not None and value < (0 if field == "n_uncontrolled" else 1):
            yield field, f"a count: {value}"
    if record.n_enrolled is not None:
        treated = (record.n_treated or 0) + (record.n_control or 0)
        if treated > record.n_enrolled:
            yield "n_enrolled", f"at least the {treated} of n_treated and n_control: {record.n_enrolled}"
        if record.n is not None and record.n > record.n_enrolled:
            yield "n", f"at most n_enrolled, {record.n_enrolled}: {record.n}"
    if record.n_uncontrolled is not None and record.n_uncontrolled > (record.n_studies or 0):
        yield "n_uncontrolled", f"at most n_studies: {record.n_uncontrolled}"
    if record.n_kind == "studies" and record.n != record.n_studies:
        yield "n", f"n_studies, since it counts studies: {record.n}"


def _prose(record: Record) -> Iterator[tuple[str, str]]:
    for field, value in record.model_dump(exclude={"sources"}).items():
        for text in _texts(value):
            if _MACHINE_PATH.search(text):
                yield field, f"no path of a machine or a checkout: {text!r}"
    for source in record.sources:
        if _MACHINE_PATH.search(source.read):
            yield "sources", f"no path of a machine or a checkout: {source.read!r}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)


def _outcome(outcome: Outcome) -> Iterator[tuple[str, str]]:
    share, whole, percent = outcome.numerator, outcome.denominator, outcome.percent
    if percent is not None and not 0 <= percent <= 100:
        yield "percent", f"0 to 100: {percent}"
    if whole is not None and whole < 1:
        yield "denominator", f"at least 1: {whole}"
    elif share is not None and whole is not None:
        if not 0 <= share <= whole:
            yield "numerator", f"0 to the denominator {whole}: {share}"
        elif percent is not None and not agrees(percent, share, whole):
            yield "percent", f"{share} of {whole}, {100 * share / whole:.2f}: {percent}"
    if (outcome.ci_low is None) != (outcome.ci_high is None):
        yield "ci_low", "both ends of the interval, or neither"
    elif outcome.ci_low is not None and outcome.ci_high is not None and outcome.ci_low > outcome.ci_high:
        yield "ci_low", f"not above ci_high: {outcome.ci_low} > {outcome.ci_high}"


def agrees(percent: float, numerator: int, denominator: int) -> bool:
    """Tell whether a printed percentage is a share, rounded or cut off to the places it was printed with.

    >>> agrees(66.7, 26, 39), agrees(10, 2, 19), agrees(70, 2, 3)
    (True, True, False)
    """
    places = len(f"{percent:g}".partition(".")[2])
    last_place: float = 10.0**-places
    return abs(percent - 100 * numerator / denominator) < last_place
