"""The sentences under a verdict, and the rates without treatment that belong beside it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from claimcheck.cases import Case
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Kind, Stance, Strength
from claimcheck.phrases import find_phrases
from claimcheck.predicates import PREDICATES
from claimcheck.resources import concepts
from claimcheck.rows import Finding, NaturalRecovery, Record
from claimcheck.wording import cite, describe_design, describe_rate

MOST_RATES = 4
SEVERITIES = frozenset({"complete", "incomplete"})  # rows of phrases.jsonl
WHOLE_FROM = 10.0  # per cent from which a rate is printed without decimals in a sentence
BARE_ANSWER = 3  # words up to which an answer says nothing without its question
SHORT_ANSWER = 45  # characters up to which an answer takes a further sentence

STRENGTH_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "none": "no such statement",
        "aim": "at most a hope or an aim",
        "hedged": "at most a careful wording such as “may”",
        "asserted": "at most a plain statement",
        "certain": "a firm statement",
    }
)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)][.!?])\s+(?=[A-Z])")


def write_rationale(template: str, case: Case, rates: Sequence[Mapping[str, object]]) -> str:
    """Fill the fields of a rationale; sentences without a value for their field fall away."""
    fields: dict[str, str] = {}
    kept = []
    for part, names in _parts_of(template):
        for name in names:
            if name not in fields:
                fields[name] = _fill(name, case, rates)
            if not fields[name]:
                break
        else:
            kept.append(part.format_map(fields) if names else part)
    return " ".join(kept)


def _fill(name: str, case: Case, rates: Sequence[Mapping[str, object]]) -> str:
    if name == "recovery":
        return describe_recovery(rates, case)
    return FIELDS[name](case) if name in FIELDS else ""


@cache
def _parts_of(template: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sentences of a template, each with the fields that it names."""
    parts = re.split(r"\s*\|\s*", template)
    return tuple((part, tuple(re.findall(r"\{(\w+)\}", part))) for part in parts)


def _study(case: Case) -> str:
    record = _main_record(case)
    return f"{cite(record)}: {describe_design(record)}" if record else ""


def _title(case: Case) -> str:
    record = _main_record(case)
    return (record.title or "") if record else ""


def _limits(case: Case) -> str:
    record = _main_record(case)
    return _first_sentence(record.bottom_line) if record else ""


def _described(case: Case) -> str:
    return f"{cite(case.described)}: {describe_design(case.described)}" if case.described else ""


def _described_limits(case: Case) -> str:
    return _first_sentence(case.described.bottom_line) if case.described else ""


def _claimed(case: Case) -> str:
    return case.numbers.comparison.claimed if case.numbers.comparison else ""


def _actual(case: Case) -> str:
    return case.numbers.comparison.study if case.numbers.comparison else ""


def _permitted(case: Case) -> str:
    return STRENGTH_WORDS[case.permitted] if case.permitted else ""


def _condition(case: Case) -> str:
    known = concepts()
    return " and ".join(known[concept].name for concept in case.claim.concepts.get("condition", ()) if concept in known)


def _source(case: Case) -> str:
    return next((check.citation.text for check in case.match.checks), "")


def _answer(case: Case) -> str:
    """Return the answer of the finding in a sentence or two; a bare "No." takes its question along."""
    finding = case.finding
    if finding is None:
        return ""
    answer = _first_sentence(finding.answer)
    is_bare = len(finding.answer.split(". ", 1)[0].split()) <= BARE_ANSWER
    return f"{finding.question} {answer}" if is_bare else answer


def _quotes_no_study(case: Case) -> bool:
    """Tell whether the claim is about standing or proof and quotes no study, so that no design explains it."""
    return case.claim.kind is Kind.STATUS and not case.cited and not case.studies


def _main_record(case: Case) -> Record | None:
    """Return the record whose design the sentence names: the one quoted, else the first that was read."""
    if _quotes_no_study(case):
        return None
    comparison = case.numbers.comparison
    if comparison is not None:
        return next((record for record in (*case.cited, *case.linked) if record.id == comparison.record), None)
    quoted = next((record for record in (*case.cited, *case.studies) if record.assessed), None)
    return quoted or _first_shown(case)


def _first_shown(case: Case) -> Record | None:
    """Return the first record shown that was read; of a claim that goes too far, the first against it."""
    by_alias = case.evidence.by_alias
    shown = ((link, by_alias[link.id]) for link in case.match.links if link.role != "candidate")
    read = [(link.role, record) for link, record in shown if record.assessed]
    if not read:
        return None
    against = next((record for role, record in read if role == "against"), None)
    return against if against is not None and PREDICATES["is-beyond"](case) else read[0][1]


def _unread(case: Case) -> str:
    """Say which cited work nobody read, where another record of its authors is shown."""
    names = "; ".join(cite(record) for record in case.cited if not record.assessed)
    return f"The work cited, {names}, was not read; this is what the same team reports elsewhere." if names else ""


def _candidates(case: Case) -> str:
    ids = {link.id for link in case.match.links if link.role == "candidate"}
    return "; ".join(cite(record) for record in [r for r in case.linked if r.id in ids][:3])


def _interval(case: Case) -> str:
    comparison = case.numbers.comparison
    if comparison is None or comparison.ci_low is None or comparison.ci_high is None:
        return ""
    return f"{comparison.ci_low:g}–{comparison.ci_high:g}%"


@lru_cache(maxsize=1024)
def _first_sentence(text: str) -> str:
    """Return the first sentence, with those after it while they are mere words such as "No."."""
    told = ""
    for sentence in _SENTENCE_END.split(text.strip()):
        told = f"{told} {sentence}".strip()
        if len(told) >= SHORT_ANSWER:
            break
    return told if told.endswith((".", "!", "?")) else f"{told}."


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


# What a rationale may name, and "recovery".
FIELDS: Mapping[str, Callable[[Case], str]] = MappingProxyType(
    {
        "answer": _answer,
        "study": _study,
        "described": _described,
        "described_limits": _described_limits,
        "unread": _unread,
        "title": _title,
        "limits": _limits,
        "claimed": _claimed,
        "actual": _actual,
        "interval": _interval,
        "permitted": _permitted,
        "condition": _condition,
        "source": _source,
        "candidates": _candidates,
    }
)
