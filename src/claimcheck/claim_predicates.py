"""What the decision table may ask about the wording of a claim and about the finding that answers it."""

from claimcheck.agreement import OTHER_CARE, lineage
from claimcheck.cases import (
    STRENGTHS,
    Case,
    bearings_of,
    has_share,
    is_answered_by,
    is_flat,
    keeps_within,
    outcome_groups,
    strength_of,
)
from claimcheck.comparing import COUNT_TYPES, SHARE_TYPES
from claimcheck.models import Kind, Stance, Strength
from claimcheck.resources import concepts
from claimcheck.rows import PERMITTED_ORDER
from claimcheck.source_predicates import is_plain_quote

TALLIES = frozenset({"treatments", "sessions", "animals"})  # units of what somebody did
WEAK_CERTAINTY = frozenset({"low", "very-low", "none"})
HARMS = frozenset({"side-effects", "serious-harm", "tumour", "infection"})
ASSURANCES = frozenset({"safety", "invasiveness", "rejection"})
LIKELY = 0.6  # probability of being a claim from which a sentence about a treatment may be judged against the evidence
DOUBTFUL_PROMISE = 0.55  # probability of being read as a promise below which no sentence is held against the evidence
LIKELY_PLAIN, DOUBTFUL_PLAIN = 0.57, 0.15  # the same for a plain one: a treatment and what it does, or certainty
SURE_PROMISE = 0.7  # and from which every one is; between them its signals decide
APPROVAL = "approval"  # outcome
INNOCENT = ("early-result", "talk", "fact")  # readings that a promise must not fall behind
INNOCENT_IF_CERTAIN = ("early-result", "fact")  # the same where it speaks of proof: such talk can be checked
PLAIN_PROMISE = 0.8  # and from which even a sentence about a disease is one about the treatment
SURE = 0.85  # the same for a sentence that names no treatment
LIMITS = frozenset({"lowers-expectations", "null-result", "without-treatment"})  # rows of phrases.jsonl


def is_question(case: Case) -> bool:
    """It asks."""
    return case.claim.stance is Stance.QUESTION


def is_caveat(case: Case) -> bool:
    """It denies, warns or lowers expectations."""
    return case.subject == "caveat"


def is_denied(case: Case) -> bool:
    """It is put as a denial."""
    return case.claim.stance is Stance.NEGATED


def is_backed(case: Case) -> bool:
    """The finding permits the caveat and rests on a record that was read."""
    return case.permitted not in (None, "none") and any(record.assessed for record in case.own)


def is_aim(case: Case) -> bool:
    """It says what is hoped for or meant."""
    return case.claim.stance is Stance.AIM or case.claim.strength is Strength.AIM


def says_what_treatment_does(case: Case) -> bool:
    """It surely tells what a treatment does: it is no instruction, no heading, no description of a disease."""
    if not case.claim.features:  # a claim that was not found on a page: nothing speaks against it
        return True
    bearings = bearings_of(case)
    named = "treatment" in bearings
    if "other-care" in bearings and not named:
        return False
    linked = named or "context" in bearings or is_certain(case) or {"bearer", "effect"} <= bearings
    promise = case.claim.readings.get("promise")
    # it names the treatment and what that does, or says that it is proven or approved
    is_plain = {"treatment", "effect"} <= bearings or is_certain(case) or (named and _speaks_of_approval(case))
    likely, doubtful = (LIKELY_PLAIN, DOUBTFUL_PLAIN) if is_plain else (LIKELY, DOUBTFUL_PROMISE)
    if promise is not None:
        innocent = INNOCENT_IF_CERTAIN if is_certain(case) else INNOCENT
        if promise < doubtful or promise < max(case.claim.readings.get(name, 0.0) for name in innocent):
            return False
        if promise >= SURE_PROMISE and case.claim.confidence >= likely:
            of_disease = "bars-unless-named" in bearings and not named and promise < PLAIN_PROMISE
            return not of_disease and (linked or case.claim.kind is not Kind.QUANTITATIVE)
        if case.cited and promise >= max(case.claim.readings.values()) and case.claim.confidence >= likely:
            return True
    return _tells_by_its_signals(case, bearings, likely, named=named, linked=linked)


def _speaks_of_approval(case: Case) -> bool:
    return APPROVAL in case.claim.concepts.get("outcome", ())


def _tells_by_its_signals(case: Case, bearings: set[str], likely: float, *, named: bool, linked: bool) -> bool:
    """Tell whether the signals of a claim that may or may not be a promise make it one about the treatment."""
    own = set(case.claim.concepts.get("intervention", ()))
    if own and own <= OTHER_CARE and "context" not in bearings:
        return False
    meant = named or {"context", "effect"} <= bearings
    if "bars" in bearings or ("bars-unless-named" in bearings and not named):
        return False
    if "bars-unless-meant" in bearings and not meant:
        return False
    if case.claim.kind is Kind.STATUS:
        return is_certain(case) or named
    if case.claim.kind is Kind.SAFETY:
        return named or "context" in bearings
    if case.claim.kind is Kind.QUANTITATIVE:
        return linked and case.claim.confidence >= likely  # without a link: a number, but of what?
    is_worded = "effect" in bearings or (linked and case.claim.confidence >= SURE)
    return is_worded and case.claim.confidence >= (likely if linked else SURE)


def tells_limit(case: Case) -> bool:
    """It tells of a harm, of no difference, or of what happens without the treatment."""
    return _tells_of_harm(case) or (case.claim.kind is not Kind.SAFETY and bool(case.phrases & LIMITS))


def tells_effect(case: Case) -> bool:
    """It has a verb or noun of effect."""
    return not case.claim.features or "effect" in bearings_of(case)


def is_certain(case: Case) -> bool:
    """It speaks of certainty or gives a guarantee."""
    return is_flat(case) and case.claim.strength in (Strength.CERTAIN, Strength.GUARANTEE)


def is_hedged(case: Case) -> bool:
    """It says may, could, some."""
    return case.claim.stance is Stance.HEDGED or strength_of(case) == STRENGTHS[Strength.HEDGED]


def is_about_research(case: Case) -> bool:
    """It, or the line it stands under, speaks of research."""
    return "research-activity" in case.claim.concepts.get("outcome", ())


def is_rhetoric(case: Case) -> bool:
    """It speaks of hope, eras and horizons, and of no result."""
    return is_answered_by(case, "hope-rhetoric") and not has_share(case)


def is_self_description(case: Case) -> bool:
    """A provider describes itself."""
    return is_answered_by(case, "provider-standing") and not has_share(case)


def is_vague(case: Case) -> bool:
    """It names no outcome, number or study, and nothing in the evidence answers it."""
    return case.finding is None and not case.claim.quantities and not case.claim.concepts.get("outcome")


def is_patient_count(case: Case) -> bool:
    """It counts people, treatments or sessions and gives no result."""
    types = {quantity.type for quantity in case.claim.quantities}
    counted = bool(types & COUNT_TYPES) or any(quantity.unit in TALLIES for quantity in case.claim.quantities)
    return case.claim.kind is Kind.QUANTITATIVE and counted and not types & {*SHARE_TYPES, "score", "fold"}


def has_rate(case: Case) -> bool:
    """It gives a share of people with a result."""
    return any(quantity.type in SHARE_TYPES for quantity in case.claim.quantities)


def has_timing(case: Case) -> bool:
    """It gives a time to a result."""
    types = {quantity.type for quantity in case.claim.quantities}
    return "duration" in types and not types & SHARE_TYPES and is_answered_by(case, "timeline")


def is_beyond(case: Case) -> bool:
    """It is put more strongly than the evidence allows."""
    if not is_flat(case) or case.permitted is None or is_plain_quote(case) or is_answered_in_general(case):
        return False
    if _tells_of_harm(case) or not says_what_treatment_does(case):
        return False
    return strength_of(case) > PERMITTED_ORDER.index(case.permitted)


def _tells_of_harm(case: Case) -> bool:
    told = set(case.claim.concepts.get("outcome", ()))
    plays_down = case.phrases & {"plays-down", "denies-harm"}
    is_harm = case.claim.kind in (Kind.SAFETY, Kind.QUANTITATIVE) and bool(told & HARMS)
    return is_harm and not told & ASSURANCES and not plays_down


def is_within(case: Case) -> bool:
    """It is put no more strongly than the evidence allows."""
    return case.permitted is not None and keeps_within(case)


def is_refuted(case: Case) -> bool:
    """A controlled study or synthesis of the same question excluded the benefit."""
    if case.finding is None or not case.finding.refuted_by or case.subject != "people":
        return False
    if not says_what_treatment_does(case):
        return False
    told = {wide for outcome in case.claim.concepts.get("outcome", ()) for wide in lineage(outcome)}
    known = concepts()
    return any(known[outcome].group == "benefit" for outcome in told & set(case.finding.outcomes))


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


def is_about_laboratory(case: Case) -> bool:
    """It speaks of animals or dishes only."""
    return case.subject == "laboratory"


def is_benefit(case: Case) -> bool:
    """It is about something that patients would feel or do."""
    return "benefit" in outcome_groups(case) or case.claim.kind is Kind.EFFICACY


def is_unmeasured_mechanism(case: Case) -> bool:
    """It says what cells do in the body, which nobody measured in people."""
    certain_of_nothing = case.finding is not None and case.finding.certainty == "none"
    return certain_of_nothing and ("mechanism" in outcome_groups(case) or case.claim.kind is Kind.MECHANISM)


def has_recovery_without(case: Case) -> bool:
    """People also improve without the treatment, or with a placebo, and by how much was read."""
    return case.finding is not None and bool(case.finding.natural_recovery) and is_benefit(case)


def is_treatment_named(case: Case) -> bool:
    """The page says which treatment it speaks of."""
    return case.match.treatment_named


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
