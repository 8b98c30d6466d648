"""Judge a claim by the ordered decision table in ``data/verdicts.jsonl``: the first row that holds decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from claimcheck.cases import Case
from claimcheck.comparing import NOT_COMPARED, NumberCheck, compare_numbers
from claimcheck.errors import DataError
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Assessment, Claim, Kind, Match, Stance, Strength, Verdict
from claimcheck.phrases import find_phrases
from claimcheck.predicates import NEEDED, Predicate, holds, is_known, is_known_at_sight, names_at_sight
from claimcheck.rationale import write_rationale
from claimcheck.recovery import find_rates
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import Finding, Record, VerdictRow

BOLD = frozenset({"absolute", "causal", "praise", "in-house"})
PLAIN = (Strength.ASSERTED, Strength.HEDGED)
NO_CAUTION = BOLD | {"tells-good", "denies-harm"}  # rows of phrases.jsonl: whatever it reads like, it does not warn
INFORMS = 0.4  # probability of being read as a fact from which a flat sentence informs
EXCUSING = frozenset({"not-checkable", "supported"})  # verdicts beside which, and as which, no other is told
MOST_KEPT = 1000  # sets of predicates known before any is asked
LABORATORY = "preclinical-translation"  # outcome of sentences about animals and dishes


@cache
def decision_table() -> tuple[VerdictRow, ...]:
    """Return the rows of the decision table, each checked for the predicates it names."""
    path = data_dir() / "verdicts.jsonl"
    rows = read_rows(path, VerdictRow)
    for number, row in enumerate(rows, start=1):
        for name in row.when:
            bare = name.removeprefix("!")
            if not is_known(bare):
                raise DataError(path, number, "when", f"nothing that can be asked has the name {bare!r}")
    if not rows or rows[-1].when:
        raise DataError(path, len(rows), "when", "the last row must have no condition")
    return tuple(rows)


@cache
def rules_for_facts() -> frozenset[str]:
    """Return the ids of the rows that hold only for what reads as a fact and promises nothing."""
    return frozenset(row.id for row in decision_table() if "reads:fact" in row.when)


def judge(claim: Claim, match: Match, evidence: EvidenceBase) -> Assessment:
    """Return the verdict on a claim with the rule that gave it and the sentence that explains it."""
    case = build_case(claim, match, evidence)
    settled: set[str] = set()
    rows = find_rows(case, _compiled_table(), settled)
    row = next(rows)
    rates = find_rates(case, evidence)
    return Assessment(
        claim=claim,
        match=match,
        verdict=_verdicts()[row.verdict],
        also=_also(row, rows, case, settled),
        rule=row.id,
        rationale=write_rationale(row.rationale, case, rates),
        permitted_strength=case.permitted,
        certainty=case.finding.certainty if case.finding else None,
        comparison=case.numbers.comparison,
        natural_recovery=rates,
    )


class CompiledRow(NamedTuple):
    """A row of the table, with its predicates as bits of whole numbers."""

    wanted: int  # predicates that have to hold
    barred: int  # predicates that must not hold
    asked: tuple[tuple[int, str], ...]  # both but for those known at sight, in the order of the row: bit, name
    verdict: str
    row: VerdictRow


@dataclass(frozen=True, eq=False)  # as itself a key of what is kept
class CompiledTable:
    """The rows of the table, and the bits of the predicates that need not be asked one by one."""

    rows: tuple[CompiledRow, ...]
    at_sight: Mapping[str, int]  # of those known at sight, by name
    all_at_sight: int
    needed: tuple[tuple[Predicate, int], ...]  # what a case may lack, and those that hold of no such case


def compile_table(table: Iterable[VerdictRow]) -> CompiledTable:
    """Give every predicate of a table a bit."""
    bits: dict[str, int] = {}
    compiled = []
    for row in table:
        wanted = barred = 0
        asked = []
        for name in row.when:
            bare = name.removeprefix("!")
            bit = bits.setdefault(bare, 1 << len(bits))
            wanted |= bit if bare == name else 0
            barred |= bit if bare != name else 0
            if not is_known_at_sight(bare):
                asked.append((bit, bare))
        compiled.append(CompiledRow(wanted, barred, tuple(asked), row.verdict, row))
    at_sight = {name: bit for name, bit in bits.items() if is_known_at_sight(name)}
    needed = tuple((is_there, sum(bits.get(name, 0) for name in names)) for is_there, names in NEEDED)
    return CompiledTable(tuple(compiled), at_sight, sum(at_sight.values()), needed)


@cache
def _compiled_table() -> CompiledTable:
    return compile_table(decision_table())


def find_rows(case: Case, table: CompiledTable, settled: Set[str] = frozenset()) -> Iterator[VerdictRow]:
    """Yield every row whose predicates all hold, in order; each predicate is asked once, when it is needed.

    Rows of a verdict that is settled are passed over; the caller may settle further ones between two rows.
    """
    held = 0  # bits of the predicates that are known to hold
    for name in names_at_sight(case):
        held |= table.at_sight.get(name, 0)
    failed = table.all_at_sight & ~held
    for is_there, bits in table.needed:
        if not is_there(case):
            failed |= bits
    for wanted, barred, asked, verdict, row in _open_rows(table, held, failed):
        if wanted & failed or barred & held or verdict in settled:
            continue
        for bit, name in asked:
            if not (held | failed) & bit:
                if holds(name, case):
                    held |= bit
                else:
                    failed |= bit
                if wanted & failed or barred & held:
                    break
        else:
            yield row


@lru_cache(maxsize=MOST_KEPT)
def _open_rows(table: CompiledTable, held: int, failed: int) -> tuple[CompiledRow, ...]:
    """Return the rows that are not ruled out by what is known before anything is asked: of most claims, a few."""
    return tuple(row for row in table.rows if not (row.wanted & failed or row.barred & held))


def build_case(claim: Claim, match: Match, evidence: EvidenceBase) -> Case:
    """Return what the decision table may look at."""
    finding = evidence.findings.get(match.finding) if match.finding else None
    cited = [evidence.by_alias[link.id] for link in match.links if link.role == "cited"]
    phrases = find_phrases(claim.text)
    subject = subject_of(claim, phrases)
    return Case(
        claim=claim,
        match=match,
        evidence=evidence,
        finding=finding,
        cited=cited,
        studies=[evidence.by_alias[study] for study in finding.studies] if finding and finding.studies else [],
        described=evidence.by_alias[match.described] if match.described else None,
        numbers=_compare_numbers(claim, match, cited, evidence),
        phrases=phrases,
        subject=subject,
        permitted=_permitted(finding, subject),
    )


def _compare_numbers(claim: Claim, match: Match, cited: Sequence[Record], evidence: EvidenceBase) -> NumberCheck:
    """Compare the numbers of a claim with those of the works cited and meant."""
    if not claim.quantities:
        return NOT_COMPARED
    meant = (evidence.by_alias[link.id] for link in match.links if link.role != "candidate")
    return compare_numbers(claim, cited, meant)


def subject_of(claim: Claim, phrases: frozenset[str]) -> str:
    """Return what the permitted wording depends on: a caveat, work in the laboratory, or people."""
    if claim.stance in (Stance.NEGATED, Stance.CRITICISM) or claim.strength is Strength.CAVEAT:
        return "caveat"
    if "lowers-expectations" in phrases and phrases.isdisjoint(NO_CAUTION) and claim.strength in PLAIN:
        return "caveat"
    if _is_told_as_fact(claim, phrases):
        return "caveat"
    if LABORATORY in claim.concepts.get("outcome", ()) and "in-people" not in phrases:
        return "laboratory"
    return "people"


def _is_told_as_fact(claim: Claim, phrases: frozenset[str]) -> bool:
    """Tell whether a flat sentence informs and promises nothing; figures and mechanisms are never mere information."""
    fact = claim.readings.get("fact", 0.0)
    if claim.stance is not Stance.ASSERTED or fact < INFORMS or fact <= claim.readings.get("promise", 0.0):
        return False
    checkable = claim.kind in (Kind.QUANTITATIVE, Kind.MECHANISM) or claim.strength not in PLAIN
    return not checkable and phrases.isdisjoint(NO_CAUTION)


def _permitted(finding: Finding | None, subject: str) -> str | None:
    return getattr(finding.permits, subject) if finding else None


def _also(row: VerdictRow, others: Iterator[VerdictRow], case: Case, settled: set[str]) -> tuple[Verdict, ...]:
    """Return the other verdicts that hold; none beside a verdict of the gate, nor from the last resort.

    Settles each verdict as it is found, so that no further row is asked for it.
    """
    if row.verdict in EXCUSING or case.subject == "caveat":
        return ()
    settled |= {row.verdict, *EXCUSING}
    found = []
    for other in others:
        if other.when:
            settled.add(other.verdict)
            found.append(_verdicts()[other.verdict])
    return tuple(sorted(found, key=lambda verdict: verdict.severity) if len(found) > 1 else found)


@cache
def _verdicts() -> Mapping[str, Verdict]:
    """Return the verdicts by name: an enum takes long to find its members."""
    return {verdict.value: verdict for verdict in Verdict}
