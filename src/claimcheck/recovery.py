"""What happens without the treatment: the rates that belong beside a claim of improvement, and how they are told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from claimcheck.cases import Case
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Kind, Stance, Strength
from claimcheck.phrases import find_phrases
from claimcheck.predicates import PREDICATES
from claimcheck.rows import Finding, NaturalRecovery
from claimcheck.wording import describe_rate

MOST_RATES = 4
SEVERITIES = frozenset({"complete", "incomplete"})  # rows of phrases.jsonl
WHOLE_FROM = 10.0  # per cent from which a rate is printed without decimals in a sentence


def find_rates(case: Case, evidence: EvidenceBase) -> tuple[Mapping[str, object], ...]:
    """Return the rates without treatment that belong beside a claim of improvement, early and late ones."""
    if not _is_improvement(case):
        return ()
    finding = case.finding
    if finding is None or not (finding.natural_recovery or PREDICATES["has-rate"](case)):
        return ()
    about = case.claim.concepts.get("outcome", ())
    told = case.phrases & SEVERITIES
    ordered = sorted(
        _rates_beside(finding, evidence),
        key=lambda known: (not _fits_severity(known, told), known.rate.outcome_concept not in about),
    )
    late = [known.rate for known in ordered if known.is_late]
    early = [known.rate for known in ordered if not known.is_late]
    late.sort(key=lambda rate: bool(early) and rate.outcome_concept != early[0].outcome_concept)
    chosen = early[: MOST_RATES - 1] + late[:1] if late else early[:MOST_RATES]
    return tuple([_describe_rate(rate, about) for rate in chosen])


def _is_improvement(case: Case) -> bool:
    claim = case.claim
    plain = claim.stance in (Stance.ASSERTED, Stance.HEDGED) and claim.strength is not Strength.CAVEAT
    is_result = claim.kind is Kind.EFFICACY or (claim.kind is Kind.QUANTITATIVE and PREDICATES["has-rate"](case))
    return plain and is_result and PREDICATES["is-benefit"](case) and not PREDICATES["is-about-harm"](case)


class _KnownRate(NamedTuple):
    """A rate without treatment, and whose it is."""

    rate: NaturalRecovery
    severities: frozenset[str]  # of SEVERITIES, those that its grade names
    is_late: bool  # long after the injury


def _rates_beside(finding: Finding, evidence: EvidenceBase) -> Sequence[_KnownRate]:
    """Return the rates of a finding and of those on recovery for its conditions, once each, kept on the base."""
    kept: dict[str, list[_KnownRate]] = evidence.keep("rates_beside_findings", dict)
    if finding.id not in kept:
        rates = [*finding.natural_recovery]
        rates += [rate for other in _recovery_findings(finding, evidence) for rate in other.natural_recovery]
        distinct: dict[tuple[object, ...], NaturalRecovery] = {}
        for rate in rates:
            distinct.setdefault(_key(rate), rate)
        kept[finding.id] = [_know(rate) for rate in distinct.values()]
    return kept[finding.id]


def _know(rate: NaturalRecovery) -> _KnownRate:
    severities = find_phrases(rate.grade or "") & SEVERITIES
    return _KnownRate(rate, severities, "late-rate" in find_phrases(rate.since_injury or ""))


def _recovery_findings(finding: Finding, evidence: EvidenceBase) -> list[Finding]:
    """Return the findings on recovery without treatment for the finding's condition."""
    known = dict(pair for condition in finding.conditions for pair in evidence.on_recovery.get(condition, ()))
    return [known[place] for place in sorted(known)]


def _key(rate: NaturalRecovery) -> tuple[object, ...]:
    return (rate.record, rate.outcome, rate.grade, rate.low, rate.high)


def _fits_severity(known: _KnownRate, told: frozenset[str]) -> bool:
    return not told or not known.severities or not told.isdisjoint(known.severities)


def _describe_rate(rate: NaturalRecovery, about: Sequence[str]) -> Mapping[str, object]:
    return {
        "low": rate.low,
        "high": rate.high,
        "outcome": rate.outcome,
        "grade": rate.grade,
        "since_injury": rate.since_injury,
        "same_outcome": rate.outcome_concept is not None and rate.outcome_concept in about,
        "record": rate.record,
    }


def describe_recovery(rates: Sequence[Mapping[str, object]], case: Case) -> str:
    """Say what happens without the treatment, and where that differs from the page's outcome and people."""
    if not rates:
        return ""
    shown = [rates[0]] if len(rates) == 1 else [rates[0], rates[-1]]
    told = "; ".join(_rate_in_words(rate) for rate in shown)
    is_same = [bool(rate["same_outcome"]) for rate in shown]
    notes = ""
    if "grade-named" not in case.phrases and any(rate["since_injury"] for rate in shown):
        notes = (
            " The page does not give both the grade and the time since injury, so its patients may differ from these."
        )
    if not any(is_same):
        notes += (
            " Nor is this the outcome that the page speaks of." if notes else " This is not the page's own outcome."
        )
    return f"For context, without this treatment: {told}.{notes}"


def _rate_in_words(rate: Mapping[str, object]) -> str:
    low, high = (_round(float(str(rate[end]))) for end in ("low", "high"))
    where = ", ".join(str(rate[name]) for name in ("grade", "since_injury") if rate[name])
    return f"{describe_rate(low, high)} ({rate['outcome']}" + (f"; {where})" if where else ")")


def _round(value: float) -> float:
    return float(round(value)) if value >= WHOLE_FROM else value
