"""The predicates by the names that ``data/verdicts.jsonl`` uses, one small question about a case each."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from claimcheck import claim_predicates as claims
from claimcheck import source_predicates as sources
from claimcheck.cases import Case, is_flat, reading_of
from claimcheck.models import READINGS, Kind
from claimcheck.phrases import phrase_rows

Predicate = Callable[[Case], bool]
PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        function.__name__.replace("_", "-"): function
        for function in (
            claims.is_question,
            claims.is_caveat,
            claims.is_denied,
            claims.is_backed,
            claims.is_aim,
            claims.is_about_research,
            is_flat,
            claims.is_certain,
            claims.is_hedged,
            claims.is_rhetoric,
            claims.is_self_description,
            claims.is_promise,
            claims.tells_limit,
            claims.tells_effect,
            claims.is_vague,
            claims.is_patient_count,
            sources.is_identified,
            sources.is_cited_unidentified,
            sources.prints_a_source,
            sources.is_cited_unread,
            sources.is_cited_other_work,
            sources.is_cited_retracted,
            sources.is_title_altered,
            sources.has_agreeing_number,
            sources.has_differing_number,
            sources.has_impossible_number,
            sources.has_too_large_share,
            claims.has_rate,
            claims.has_timing,
            sources.is_study_fact,
            sources.is_plain_quote,
            sources.fits_unnamed_study,
            sources.fits_controlled_study,
            sources.is_report_of_study,
            sources.is_null_told_as_gain,
            claims.is_beyond,
            claims.is_within,
            claims.is_refuted,
            claims.is_about_harm,
            claims.is_established,
            claims.is_strong,
            sources.is_uncontrolled,
            sources.is_case_report,
            sources.is_preclinical,
            sources.is_small,
            sources.is_result_not_on_record,
            sources.is_safety_study,
            sources.is_phase_one,
            claims.is_about_laboratory,
            claims.is_benefit,
            sources.is_other_population,
            sources.is_other_cells,
            claims.is_unmeasured_mechanism,
            claims.has_recovery_without,
            claims.is_condition_covered,
            claims.is_treatment_named,
            claims.is_answered,
        )
    }
)
SAYS = "says:"  # before the id of a row of phrases.jsonl
READS = "reads:"  # before the name of the likeliest reading
LIKELY = "likely:"  # before the name of a reading, ">=" and its least probability
KIND = "kind:"  # before a kind of claim
AT_SIGHT: tuple[str, ...] = (  # predicates that take no more than a look and that many rows ask for
    "is-question",
    "is-caveat",
    "is-denied",
    "is-aim",
    "is-flat",
    "is-answered",
    "is-condition-covered",
    "is-treatment-named",
)
_ASKED_AT_SIGHT = tuple((name, PREDICATES[name]) for name in AT_SIGHT)
# Predicates that hold of no case without something: where it is missing, they need not be asked.
NEEDED: tuple[tuple[Predicate, frozenset[str]], ...] = (
    (
        sources.has_works,
        frozenset(
            {
                "is-identified",
                "is-cited-unread",
                "is-cited-retracted",
                "is-study-fact",
                "is-report-of-study",
                "is-null-told-as-gain",
                "is-uncontrolled",
                "is-case-report",
                "is-preclinical",
                "is-small",
                "is-safety-study",
                "is-phase-one",
                "is-result-not-on-record",
                "is-other-population",
                "is-other-cells",
            }
        ),
    ),
    (sources.has_sources, frozenset({"is-cited-unidentified", "is-cited-other-work", "is-title-altered"})),
    (sources.has_described, frozenset({"fits-unnamed-study", "fits-controlled-study"})),
    (
        claims.has_numbers,
        frozenset(
            {
                "has-rate",
                "has-timing",
                "is-patient-count",
                "has-agreeing-number",
                "has-differing-number",
                "has-impossible-number",
                "has-too-large-share",
                "is-report-of-study",
            }
        ),
    ),
    (
        claims.is_answered,
        frozenset(
            {
                "is-backed",
                "is-beyond",
                "is-within",
                "is-refuted",
                "is-about-harm",
                "is-established",
                "is-strong",
                "is-unmeasured-mechanism",
                "has-recovery-without",
            }
        ),
    ),
    (claims.is_answered_by_talk, frozenset({"is-rhetoric", "is-self-description"})),
    (is_flat, frozenset({"is-beyond", "is-certain", "is-plain-quote", "is-report-of-study", "is-null-told-as-gain"})),
)


def split_likely(name: str) -> tuple[str, float]:
    """Return the reading and the least probability that a name of the decision table asks for.

    Raises:
        ValueError: the name has no probability.

    >>> split_likely("likely:promise>=0.7")
    ('promise', 0.7)
    """
    reading, _, least = name.removeprefix(LIKELY).partition(">=")
    return reading, float(least)


def is_known(name: str) -> bool:
    """Tell whether a predicate, without "!", has a meaning."""
    if name.startswith(SAYS):
        return name.removeprefix(SAYS) in phrase_rows()
    if name.startswith(READS):
        return name.removeprefix(READS) in READINGS
    if name.startswith(KIND):
        return name.removeprefix(KIND) in {kind.value for kind in Kind}
    if name.startswith(LIKELY):
        try:
            reading, least = split_likely(name)
        except ValueError:
            return False
        return reading in READINGS and 0 < least <= 1
    return name in PREDICATES


def is_known_at_sight(name: str) -> bool:
    """Tell whether ``names_at_sight`` says of every case whether a predicate holds."""
    return name in AT_SIGHT or name.startswith((SAYS, READS, KIND))


def names_at_sight(case: Case) -> list[str]:
    """Return the names of what is known of a case at sight and holds, in no particular order."""
    names = [name for name, predicate in _ASKED_AT_SIGHT if predicate(case)]
    names += [SAYS + phrases for phrases in case.phrases]
    names.append(KIND + case.claim.kind)
    reading = reading_of(case.claim)
    if reading is not None:
        names.append(READS + reading)
    return names


def holds(name: str, case: Case) -> bool:
    """Tell whether a predicate of the decision table holds; "!" in front negates."""
    return _asker(name)(case)


@cache
def _asker(name: str) -> Predicate:
    """Return the function that answers to a name of the decision table."""
    if name.startswith("!"):
        denied = _asker(name[1:])
        return lambda case: not denied(case)
    if name.startswith(SAYS):
        phrases = name.removeprefix(SAYS)
        return lambda case: phrases in case.phrases
    if name.startswith(READS):
        reading = name.removeprefix(READS)
        return lambda case: reading_of(case.claim) == reading
    if name.startswith(LIKELY):
        likely, least = split_likely(name)
        return lambda case: case.claim.readings.get(likely, 0.0) >= least
    if name.startswith(KIND):
        kind = Kind(name.removeprefix(KIND))
        return lambda case: case.claim.kind is kind
    return PREDICATES[name]
