"""Judge a claim by the ordered decision table in ``data/verdicts.jsonl``: the first row that holds decides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from claimcheck.cases import Case
from claimcheck.comparing import compare_numbers
from claimcheck.errors import DataError
from claimcheck.evidence import ROLES, EvidenceBase
from claimcheck.models import Assessment, Claim, Kind, Match, Stance, Strength, Verdict
from claimcheck.phrases import find_phrases
from claimcheck.predicates import holds, is_known
from claimcheck.rationale import find_rates, write_rationale
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import Finding, VerdictRow

BOLD = frozenset({"absolute", "causal", "praise", "in-house"})
PLAIN = frozenset({Strength.ASSERTED, Strength.HEDGED})
NO_CAUTION = frozenset({"tells-good", "denies-harm"})  # rows of phrases.jsonl: whatever it reads like, it does not warn
INFORMS = 0.4  # probability of being read as a fact from which a flat sentence informs
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
    rows = find_rows(case, _compiled_table())
    row = next(rows)
    rates = find_rates(case, evidence)
    return Assessment(
        claim=claim,
        match=match,
        verdict=Verdict(row.verdict),
        also=_also(row, rows, case),
        rule=row.id,
        rationale=write_rationale(row.rationale, case, rates),
        permitted_strength=case.permitted,
        certainty=case.finding.certainty if case.finding else None,
        comparison=case.numbers.comparison,
        natural_recovery=rates,
    )


@dataclass(frozen=True)
class CompiledRow:
    """A row of the table, with its predicates as bits of whole numbers."""

    row: VerdictRow
    wanted: int  # predicates that have to hold
    barred: int  # predicates that must not hold
    asked: tuple[tuple[int, str], ...]  # both, in the order of the row: bit, name


def compile_table(table: Iterable[VerdictRow]) -> tuple[CompiledRow, ...]:
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
            asked.append((bit, bare))
        compiled.append(CompiledRow(row, wanted, barred, tuple(asked)))
    return tuple(compiled)


@cache
def _compiled_table() -> tuple[CompiledRow, ...]:
    return compile_table(decision_table())


def find_rows(case: Case, table: Iterable[CompiledRow]) -> Iterator[VerdictRow]:
    """Yield every row whose predicates all hold, in order; each predicate is asked once, when it is needed."""
    held = failed = 0  # bits of the predicates asked so far
    for row in table:
        if row.wanted & failed or row.barred & held:
            continue
        for bit, name in row.asked:
            if not (held | failed) & bit:
                if holds(name, case):
                    held |= bit
                else:
                    failed |= bit
                if row.wanted & failed or row.barred & held:
                    break
        else:
            yield row.row


def build_case(claim: Claim, match: Match, evidence: EvidenceBase) -> Case:
    """Return what the decision table may look at."""
    finding = evidence.findings.get(match.finding) if match.finding else None
    linked = [evidence.by_alias[link.id] for link in match.links]
    cited = [evidence.by_alias[link.id] for link in match.links if link.role == "cited"]
    meant = [evidence.by_alias[link.id] for link in match.links if link.role != "candidate"]
    own = [evidence.by_alias[alias] for role in ROLES for alias in getattr(finding, role)] if finding else []
    phrases = find_phrases(claim.text)
    subject = subject_of(claim, phrases)
    return Case(
        claim=claim,
        match=match,
        finding=finding,
        cited=cited,
        linked=linked,
        own=own,
        studies=[evidence.by_alias[study] for study in finding.studies] if finding else [],
        described=evidence.by_alias[match.described] if match.described else None,
        numbers=compare_numbers(claim, cited, meant),
        phrases=phrases,
        subject=subject,
        permitted=_permitted(finding, subject),
    )


def subject_of(claim: Claim, phrases: frozenset[str]) -> str:
    """Return what the permitted wording depends on: a caveat, work in the laboratory, or people."""
    if claim.stance in (Stance.NEGATED, Stance.CRITICISM) or claim.strength is Strength.CAVEAT:
        return "caveat"
    if "lowers-expectations" in phrases and not phrases & BOLD and claim.strength in PLAIN:
        return "caveat"
    if _is_told_as_fact(claim, phrases):
        return "caveat"
    if LABORATORY in claim.concepts.get("outcome", ()) and "in-people" not in phrases:
        return "laboratory"
    return "people"


def _is_told_as_fact(claim: Claim, phrases: frozenset[str]) -> bool:
    """Tell whether a flat sentence informs and promises nothing; figures and mechanisms are never mere information."""
    fact = claim.readings.get("fact", 0.0)
    told = claim.stance is Stance.ASSERTED and fact >= INFORMS and fact > claim.readings.get("promise", 0.0)
    checkable = claim.kind in (Kind.QUANTITATIVE, Kind.MECHANISM) or claim.strength not in PLAIN
    return told and not checkable and not phrases & (BOLD | NO_CAUTION)


def _permitted(finding: Finding | None, subject: str) -> str | None:
    return getattr(finding.permits, subject) if finding else None


def _also(row: VerdictRow, others: Iterable[VerdictRow], case: Case) -> tuple[Verdict, ...]:
    """Return the other verdicts that hold; none beside a verdict of the gate, nor from the last resort."""
    if row.verdict in ("not-checkable", "supported") or case.subject == "caveat":
        return ()
    verdicts = {Verdict(other.verdict) for other in others if other.when and other.verdict != row.verdict}
    return tuple(sorted(verdicts - {Verdict.NOT_CHECKABLE, Verdict.SUPPORTED}, key=lambda verdict: verdict.severity))
