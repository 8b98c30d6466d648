"""What the decision table may ask about a case: one small question each, named in ``data/verdicts.jsonl``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from claimcheck.agreement import lineage
from claimcheck.comparing import COUNT_TYPES, SHARE_TYPES, NumberCheck, has_impossible_share, has_share_over_all
from claimcheck.models import Claim, Kind, Match, Stance, Strength
from claimcheck.phrases import find_phrases
from claimcheck.resources import concepts
from claimcheck.rows import Finding, Record

PERMITTED = ("none", "aim", "hedged", "asserted", "certain")
STRENGTHS: Mapping[Strength, int] = MappingProxyType(
    {
        Strength.GUARANTEE: 5,
        Strength.CERTAIN: PERMITTED.index("certain"),
        Strength.ASSERTED: PERMITTED.index("asserted"),
        Strength.HEDGED: PERMITTED.index("hedged"),
        Strength.AIM: PERMITTED.index("aim"),
        Strength.CAVEAT: PERMITTED.index("none"),
    }
)
FLAT = frozenset({Strength.ASSERTED, Strength.CERTAIN, Strength.GUARANTEE})
WEAK_CERTAINTY = frozenset({"low", "very-low", "none"})
MAY_LACK_COMPARISON = frozenset(
    {"single-arm-trial", "case-series", "case-report", "cohort", "registry-study", "systematic-review-of-mixed-designs"}
)
PRECLINICAL = frozenset({"animal-study", "in-vitro-study"})
SMALL = 20  # people: below it one person moves a rate by more than five points
UNREADABLE = frozenset({"unknown", "unchecked"})


@dataclass(frozen=True)
class Case:
    """Everything the decision table may look at."""

    claim: Claim
    match: Match
    finding: Finding | None
    cited: Sequence[Record]  # identified works that the page cites for the claim
    linked: Sequence[Record]  # all records shown
    studies: Sequence[Record]  # the works that the finding is about, if it is about named works
    numbers: NumberCheck
    phrases: frozenset[str]
    subject: str  # people, laboratory, caveat
    permitted: str | None  # strongest wording that the evidence allows for the subject


def is_question(case: Case) -> bool:
    """It asks."""
    return case.claim.stance is Stance.QUESTION


def is_testimonial(case: Case) -> bool:
    """It tells one patient's story."""
    return case.claim.kind is Kind.TESTIMONIAL


def is_caveat(case: Case) -> bool:
    """It denies, warns or lowers expectations."""
    return case.subject == "caveat"


def is_backed(case: Case) -> bool:
    """The finding permits the caveat and rests on a record that was read."""
    return case.permitted not in (None, "none") and any(record.assessed for record in case.linked)


def is_aim(case: Case) -> bool:
    """It says what is hoped for or meant."""
    return case.claim.stance is Stance.AIM or case.claim.strength is Strength.AIM


def is_flat(case: Case) -> bool:
    """It states without a hedge."""
    return case.claim.stance is Stance.ASSERTED and case.claim.strength in FLAT


def is_certain(case: Case) -> bool:
    """It speaks of certainty or gives a guarantee."""
    return is_flat(case) and case.claim.strength in (Strength.CERTAIN, Strength.GUARANTEE)


def is_hedged(case: Case) -> bool:
    """It says may, could, some."""
    return case.claim.stance is Stance.HEDGED or case.claim.strength is Strength.HEDGED


def is_rhetoric(case: Case) -> bool:
    """It speaks of hope, eras and horizons, and of no result."""
    return _answered_by(case, "hope-rhetoric") and not _has_result_number(case)


def is_self_description(case: Case) -> bool:
    """A provider describes itself."""
    is_standing = case.claim.kind in (Kind.STATUS, Kind.SAFETY)
    return is_standing and _answered_by(case, "provider-standing") and not _has_result_number(case)


def is_vague(case: Case) -> bool:
    """It names no outcome, number or study, and nothing in the evidence answers it."""
    return case.finding is None and not case.claim.quantities and not case.claim.concepts.get("outcome")


def is_status(case: Case) -> bool:
    """It is about proof, approval or standing."""
    return case.claim.kind is Kind.STATUS


def is_patient_count(case: Case) -> bool:
    """It counts people treated and gives no result."""
    types = {quantity.type for quantity in case.claim.quantities}
    counted = bool(types & {*COUNT_TYPES, "count", "dose"})
    return case.claim.kind is Kind.QUANTITATIVE and counted and not types & {*SHARE_TYPES, "score", "fold"}


def is_identified(case: Case) -> bool:
    """The page cites a work that was identified and read, or the finding is about such a work."""
    return any(record.assessed for record in (*case.cited, *case.studies))


def is_cited_unidentified(case: Case) -> bool:
    """The page names a source that could not be identified."""
    statuses = {check.status for check in case.match.checks}
    return bool(statuses & UNREADABLE) and not case.cited


def is_cited_unread(case: Case) -> bool:
    """The page cites a work that exists and nobody read, and no other work of that team was read."""
    known = [*case.cited, *case.studies]
    unread = [record for record in case.cited or case.studies if not record.assessed]
    return bool(unread) and not any(record.assessed for record in known if record.outcomes)


def is_cited_other_work(case: Case) -> bool:
    """An identifier beside the claim belongs to a work of other people."""
    return any(check.status == "different-work" for check in case.match.checks)


def is_cited_retracted(case: Case) -> bool:
    """A work that the page cites for the claim was retracted."""
    return any(record.status == "retracted" for record in case.cited)


def is_title_altered(case: Case) -> bool:
    """The page prints the title of the cited work without some of its words."""
    return any(check.status == "title-altered" for check in case.match.checks)


def has_agreeing_number(case: Case) -> bool:
    """A number of the claim is a study's own."""
    return case.numbers.agrees


def has_differing_number(case: Case) -> bool:
    """The cited work gives another figure for the same outcome."""
    return case.numbers.differs


def has_impossible_number(case: Case) -> bool:
    """No whole number of people gives the percentage."""
    return has_impossible_share(case.claim)


def has_too_large_share(case: Case) -> bool:
    """A share of people passes 100 per cent."""
    return has_share_over_all(case.claim)


def has_rate(case: Case) -> bool:
    """It gives a share of people with a result."""
    return any(quantity.type in SHARE_TYPES for quantity in case.claim.quantities)


def has_timing(case: Case) -> bool:
    """It gives a time to a result."""
    types = {quantity.type for quantity in case.claim.quantities}
    return "duration" in types and not types & SHARE_TYPES and _answered_by(case, "timeline")


def is_study_fact(case: Case) -> bool:
    """It describes an identified study, not its results: who took part, what they got, which studies were pooled."""
    types = {quantity.type for quantity in case.claim.quantities}
    sized = case.claim.kind is Kind.QUANTITATIVE and bool(types & {*COUNT_TYPES, "dose"}) and not types & SHARE_TYPES
    told = case.claim.kind is Kind.STATUS and case.claim.strength is Strength.ASSERTED
    return is_identified(case) and _is_plain(case) and (sized or told) and not case.numbers.differs


def is_plain_quote(case: Case) -> bool:
    """It repeats a result of an identified study, or its number, in plain words."""
    if not is_flat(case) or not _is_plain(case) or case.numbers.differs:
        return False
    if case.claim.kind is Kind.SAFETY and case.claim.strength is not Strength.GUARANTEE and is_identified(case):
        return True
    if case.claim.strength is not Strength.ASSERTED:
        return False
    return case.numbers.agrees or (is_identified(case) and _is_within(case))


def is_beyond(case: Case) -> bool:
    """It is put more strongly than the evidence allows."""
    if not is_flat(case) or case.permitted is None or is_plain_quote(case) or is_answered_in_general(case):
        return False
    strength = STRENGTHS[case.claim.strength]
    if case.phrases & {"absolute", "praise"}:
        strength = max(strength, STRENGTHS[Strength.CERTAIN])
    return strength > PERMITTED.index(case.permitted)


def is_within(case: Case) -> bool:
    """It is put no more strongly than the evidence allows."""
    return case.permitted is not None and _is_within(case)


def is_refuted(case: Case) -> bool:
    """A controlled study or synthesis of the same question excluded the benefit."""
    if case.finding is None or not case.finding.refuted_by or case.subject != "people":
        return False
    told = {wide for outcome in case.claim.concepts.get("outcome", ()) for wide in lineage(outcome)}
    return bool(told & set(case.finding.outcomes))


def is_about_harm(case: Case) -> bool:
    """The finding that answers it says how often or how badly people are harmed."""
    known = concepts()
    return case.finding is not None and any("safety" in lineage(o)[1:] for o in case.finding.outcomes[:1] if o in known)


def is_established(case: Case) -> bool:
    """The treatment is standard therapy."""
    return case.finding is not None and case.finding.established


def is_strong(case: Case) -> bool:
    """The answer is of moderate or high certainty."""
    return case.finding is not None and case.finding.certainty not in WEAK_CERTAINTY


def is_uncontrolled(case: Case) -> bool:
    """The work quoted had nobody, or not everywhere somebody, to compare with."""
    return any(r.controlled is not True and r.design in MAY_LACK_COMPARISON for r in _quoted(case))


def is_case_report(case: Case) -> bool:
    """All that is quoted are reports of single patients."""
    quoted = _quoted(case)
    return bool(quoted) and all(record.design == "case-report" for record in quoted)


def is_preclinical(case: Case) -> bool:
    """All that is quoted was done in animals or dishes."""
    quoted = _quoted(case)
    return bool(quoted) and all(record.design in PRECLINICAL or record.type == "preclinical" for record in quoted)


def is_small(case: Case) -> bool:
    """The one study quoted rests on very few people."""
    quoted = _quoted(case)
    return bool(quoted) and all(r.n_kind == "people" and r.n is not None and r.n < SMALL for r in quoted)


def is_safety_study(case: Case) -> bool:
    """The study quoted set out to look at safety and not at efficacy."""
    endpoints = [find_phrases(record.primary_endpoint or "") for record in _quoted(case)]
    return any("safety-endpoint" in found and "proof" not in found for found in endpoints)


def is_phase_one(case: Case) -> bool:
    """The study quoted is a phase 1 trial."""
    return any((record.phase or "").startswith("1") for record in _quoted(case))


def is_about_laboratory(case: Case) -> bool:
    """It speaks of animals or dishes only."""
    return case.subject == "laboratory"


def is_benefit(case: Case) -> bool:
    """It is about something that patients would feel or do."""
    return "benefit" in _groups(case) or case.claim.kind is Kind.EFFICACY


def is_other_population(case: Case) -> bool:
    """It speaks of old or complete injuries where the work cited had others."""
    told = case.phrases
    for record in case.cited:
        had = find_phrases(record.population or "")
        for one, other in (
            ("chronic", "acute"),
            ("acute", "chronic"),
            ("complete", "incomplete"),
            ("incomplete", "complete"),
        ):
            if one in told and other not in told and other in had and one not in had:
                return True
    return False


def is_other_cells(case: Case) -> bool:
    """It speaks of another kind of cell than the work cited used."""
    told = [i for i in case.claim.concepts.get("intervention", ()) if len(lineage(i)) > 1]
    used = [i for record in case.cited for i in record.interventions]
    if not told or not used:
        return False
    return not any(set(lineage(one)) & {other} or one in lineage(other) for one in told for other in used)


def is_unmeasured_mechanism(case: Case) -> bool:
    """It says what cells do in the body, which nobody measured in people."""
    certain_of_nothing = case.finding is not None and case.finding.certainty == "none"
    return certain_of_nothing and ("mechanism" in _groups(case) or case.claim.kind is Kind.MECHANISM)


def has_recovery_without(case: Case) -> bool:
    """People also improve without the treatment, or with a placebo, and by how much was read."""
    return case.finding is not None and bool(case.finding.natural_recovery) and is_benefit(case)


def is_condition_covered(case: Case) -> bool:
    """The evidence base knows the condition."""
    return case.match.condition_covered


def is_answered(case: Case) -> bool:
    """The evidence base answers the question."""
    return case.finding is not None


def is_answered_in_general(case: Case) -> bool:
    """The evidence base knows nothing of the condition, and only the general finding on benefit would answer."""
    if case.match.condition_covered or case.finding is None:
        return False
    return not case.finding.conditions and case.permitted not in ("none", None)


def _is_within(case: Case) -> bool:
    if case.permitted is None:
        return False
    strength = STRENGTHS[case.claim.strength]
    return strength <= PERMITTED.index(case.permitted)


def _is_plain(case: Case) -> bool:
    return not case.phrases & {"causal", "praise", "absolute", "in-house"}


def _quoted(case: Case) -> Sequence[Record]:
    """Return the works whose result the claim repeats."""
    read = [record for record in case.cited if record.assessed]
    if read:
        return read
    if case.numbers.comparison is not None:
        return [record for record in case.linked if record.id == case.numbers.comparison.record]
    return [record for record in case.studies if record.assessed]


def _groups(case: Case) -> set[str | None]:
    known = concepts()
    own = [outcome for outcome in case.claim.concepts.get("outcome", ()) if outcome in known]
    return {known[outcome].group for outcome in own or (case.finding.outcomes[:1] if case.finding else [])}


def _answered_by(case: Case, outcome: str) -> bool:
    return case.finding is not None and outcome in case.finding.outcomes[:1]


def _has_result_number(case: Case) -> bool:
    return any(quantity.type in SHARE_TYPES for quantity in case.claim.quantities)


Predicate = Callable[[Case], bool]
PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        function.__name__.replace("_", "-"): function
        for function in (
            is_question,
            is_testimonial,
            is_caveat,
            is_backed,
            is_aim,
            is_flat,
            is_certain,
            is_hedged,
            is_rhetoric,
            is_self_description,
            is_vague,
            is_status,
            is_patient_count,
            is_identified,
            is_cited_unidentified,
            is_cited_unread,
            is_cited_other_work,
            is_cited_retracted,
            is_title_altered,
            has_agreeing_number,
            has_differing_number,
            has_impossible_number,
            has_too_large_share,
            has_rate,
            has_timing,
            is_study_fact,
            is_plain_quote,
            is_beyond,
            is_within,
            is_refuted,
            is_about_harm,
            is_established,
            is_strong,
            is_uncontrolled,
            is_case_report,
            is_preclinical,
            is_small,
            is_safety_study,
            is_phase_one,
            is_about_laboratory,
            is_benefit,
            is_other_population,
            is_other_cells,
            is_unmeasured_mechanism,
            has_recovery_without,
            is_condition_covered,
            is_answered,
            is_answered_in_general,
        )
    }
)
SAYS = "says:"  # before the id of a row of phrases.jsonl


def holds(name: str, case: Case) -> bool:
    """Tell whether a predicate of the decision table holds; "!" in front negates."""
    if name.startswith("!"):
        return not holds(name[1:], case)
    if name.startswith(SAYS):
        return name.removeprefix(SAYS) in case.phrases
    return PREDICATES[name](case)
