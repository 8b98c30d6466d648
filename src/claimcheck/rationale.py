"""The sentences under a verdict."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from claimcheck.cases import Case
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Kind
from claimcheck.predicates import PREDICATES
from claimcheck.recovery import describe_recovery
from claimcheck.resources import concepts
from claimcheck.rows import Record
from claimcheck.wording import cite, describe_design

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
    return _tell(record, case.evidence) if record else ""


def _tell(record: Record, evidence: EvidenceBase) -> str:
    """Return a record with its design, put into words once and kept on the base."""
    kept: dict[str, str] = evidence.keep("records_in_words", dict)
    if record.id not in kept:
        kept[record.id] = f"{cite(record)}: {describe_design(record)}"
    return kept[record.id]


def _title(case: Case) -> str:
    record = _main_record(case)
    return (record.title or "") if record else ""


def _limits(case: Case) -> str:
    record = _main_record(case)
    return _first_sentence(record.bottom_line) if record else ""


def _described(case: Case) -> str:
    return _tell(case.described, case.evidence) if case.described else ""


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
    first = None
    for link in case.match.links:
        if link.role == "candidate" or (first is not None and link.role != "against"):
            continue
        record = by_alias[link.id]
        if record.assessed:
            first = record if first is None else first
            if link.role == "against":
                return record if PREDICATES["is-beyond"](case) else first
    return first


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
