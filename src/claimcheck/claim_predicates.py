"""What the decision table may ask about the wording of a claim and about the finding that answers it."""

from claimcheck.agreement import lineage
from claimcheck.cases import (
    STRENGTHS,
    Case,
    has_effect,
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
from claimcheck.source_predicates import is_plain_quote

TALLIES = frozenset({"treatments", "sessions", "animals"})  # units of what somebody did
WEAK_CERTAINTY = frozenset({"low", "very-low", "none"})
RHETORIC, STANDING = "hope-rhetoric", "provider-standing"  # outcomes
TALK = frozenset({RHETORIC, STANDING})
HARMS = frozenset({"side-effects", "serious-harm", "tumour", "infection"})
ASSURANCES = frozenset({"safety", "invasiveness", "rejection"})
LIKELY = 0.6  # probability of being a claim from which a sentence may be held against the evidence
PROMISE = 0.55  # and of being read as a promise; chosen on labelled pages that the weights were not fitted on
DOUBTFUL_PROMISE = 0.15  # the same for one that names the treatment and what it does: it stands by itself
NAMES_TREATMENT = frozenset({"treatment-is-subject", "treatment-named"})  # signals
OF_OTHER_CARE = "other-care-is-subject"  # signal
INNOCENT = ("early-result", "talk", "fact")  # readings that a promise must not fall behind
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


def is_promise(case: Case) -> bool:
    """A careful reader would sooner take it as a promise than as information, a story or an early result.

    A claim that was not read from a page counts as one.
    """
    readings = case.claim.readings
    if not readings:
        return True
    if OF_OTHER_CARE in case.claim.features and not _names_treatment(case):
        return False  # the evidence is about cells
    innocent = max(readings.get(name, 0.0) for name in INNOCENT)
    least = DOUBTFUL_PROMISE if _is_plain(case) else PROMISE
    return case.claim.confidence >= LIKELY and readings.get("promise", 0.0) >= max(least, innocent)


def _is_plain(case: Case) -> bool:
    """Tell whether a sentence names the treatment and says flatly what it does, or that this is certain."""
    return _names_treatment(case) and is_flat(case) and (has_effect(case) or is_certain(case))


def _names_treatment(case: Case) -> bool:
    return not NAMES_TREATMENT.isdisjoint(case.claim.features)


def tells_limit(case: Case) -> bool:
    """It tells of a harm, of no difference, or of what happens without the treatment."""
    return _tells_of_harm(case) or (case.claim.kind is not Kind.SAFETY and bool(case.phrases & LIMITS))


def tells_effect(case: Case) -> bool:
    """It has a verb or noun of effect."""
    return not case.claim.features or has_effect(case)


def is_certain(case: Case) -> bool:
    """It speaks of certainty or gives a guarantee."""
    return is_flat(case) and case.claim.strength in (Strength.CERTAIN, Strength.GUARANTEE)


def is_hedged(case: Case) -> bool:
    """It says may, could, some."""
    return case.claim.stance is Stance.HEDGED or strength_of(case) == STRENGTHS[Strength.HEDGED]


def is_about_research(case: Case) -> bool:
    """It, or the line it stands under, speaks of research."""
    return "research-activity" in case.claim.concepts.get("outcome", ())


def is_answered_by_talk(case: Case) -> bool:
    """Tell whether the finding that answers it is about hope or about who provides it."""
    return case.finding is not None and not TALK.isdisjoint(case.finding.outcomes[:1])


def is_rhetoric(case: Case) -> bool:
    """It speaks of hope, eras and horizons, and of no result."""
    return is_answered_by(case, RHETORIC) and not has_share(case)


def is_self_description(case: Case) -> bool:
    """A provider describes itself."""
    return is_answered_by(case, STANDING) and not has_share(case)


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
    if not is_flat(case) or case.permitted is None or keeps_within(case):
        return False
    if is_answered_in_general(case) or _tells_of_harm(case):
        return False
    return is_promise(case) and not is_plain_quote(case)


def _tells_of_harm(case: Case) -> bool:
    if case.claim.kind not in (Kind.SAFETY, Kind.QUANTITATIVE):
        return False
    told = case.claim.concepts.get("outcome", ())
    plays_down = "plays-down" in case.phrases or "denies-harm" in case.phrases
    return not HARMS.isdisjoint(told) and ASSURANCES.isdisjoint(told) and not plays_down


def is_within(case: Case) -> bool:
    """It is put no more strongly than the evidence allows."""
    return case.permitted is not None and keeps_within(case)


def is_refuted(case: Case) -> bool:
    """A controlled study or synthesis of the same question excluded the benefit."""
    if case.finding is None or not case.finding.refuted_by or case.subject != "people":
        return False
    if not is_promise(case):
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
    return case.claim.kind is Kind.EFFICACY or "benefit" in outcome_groups(case)


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


def has_numbers(case: Case) -> bool:
    """Tell whether it gives any number."""
    return bool(case.claim.quantities)


def is_answered_in_general(case: Case) -> bool:
    """The evidence base knows nothing of the condition, and only the general finding on benefit would answer."""
    if case.match.condition_covered or case.finding is None:
        return False
    return not case.finding.conditions and case.permitted not in ("none", None)
