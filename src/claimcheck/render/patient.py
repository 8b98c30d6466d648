"""The report for somebody who thinks about a treatment: plain sentences, what is known, what is not, what to ask."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from claimcheck.models import Assessment, Verdict
from claimcheck.render import Options
from claimcheck.render.arrange import arrange
from claimcheck.render.blocks import find_backed, question_lines, warning_lines
from claimcheck.render.lookups import count_lookups, lookup_rows
from claimcheck.render.pieces import Piece, cut_claim
from claimcheck.render.provenance import provenance_lines
from claimcheck.report import Report, is_benefit
from claimcheck.resources import concepts

IMPORTANT = (
    "Do not start or stop a treatment because of this report. It compares words with studies and knows nothing about "
    "you. Take it to a doctor who does not sell the treatment."
)
SAID: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.CONTRADICTED: "A study that compared treated with untreated people speaks against this.",
        Verdict.MISQUOTED: "The study that the page names does not say this.",
        Verdict.OVERSTATED: "This goes further than what studies have shown.",
        Verdict.NO_EVIDENCE_FOUND: "We have no study of this in our collection. That does not make it untrue.",
        Verdict.EARLY_EVIDENCE: "Small or early studies point this way. They cannot show that the treatment was the "
        "reason.",
        Verdict.NOT_CHECKABLE: "This is of a kind that no study could check.",
        Verdict.SUPPORTED: "Studies bear this out.",
    }
)
_CAUTION = "This caution agrees with what is known."
_GRADES = re.compile(r"\b(?:AIS|ASIA)\b")  # codes of doctors
_MOST_ANSWERS = 6
_MOST_RATES = 5


@dataclass(frozen=True)
class Item:
    """A sentence of the page and what is to be said of it, or only a sentence."""

    text: str
    quoted: Sequence[Piece] = ()  # of the page, before the sentence
    verdict: str = ""  # for the colour: "overstated", or "plain"; empty for what has none


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    paragraphs: Sequence[str] = ()
    items: Sequence[Item] = ()


@dataclass(frozen=True)
class PatientView:
    """Everything that the report for a patient says, in order."""

    name: str
    summary: str
    sections: Sequence[Section]


def make_view(report: Report, options: Options) -> PatientView:
    """Return what to tell a patient about a page."""
    shown = arrange(report.assessments, options)
    return PatientView(report.document.name, _summarise(report), [*_sections(report, shown, options)])


def _summarise(report: Report) -> str:
    claims, backed = len(report.benefits), len(find_backed(report))
    if not claims:
        return "We found no claim of a benefit on this page."
    head = "This page makes one claim" if claims == 1 else f"This page makes {claims:,} claims"
    if not backed:
        rest = "It does not rest" if claims == 1 else "None of them rests"
    else:
        rest = "It rests" if claims == 1 else f"{backed:,} of them rest{'s' if backed == 1 else ''}"
    return (
        f"{head} of a benefit. {rest} on a study in people that had a comparison group, as far as our collection goes."
    )


def _sections(report: Report, shown: Sequence[Assessment], options: Options) -> Iterator[Section]:
    benefits = [assessment for assessment in shown if is_benefit(assessment)]
    others = [a for a in shown if not is_benefit(a) and a.verdict is not Verdict.NOT_CHECKABLE]
    if benefits:
        yield Section("What the page says about benefits", items=[_judge_in_words(a) for a in benefits])
    if others:
        yield Section("What else the page says", items=[_judge_in_words(a) for a in others])
    if answers := _answers(report):
        yield Section("What is known", items=answers)
    if rates := _rates(report):
        intro = "Some people get better without this treatment. Of people like those in the studies we read:"
        yield Section("How people do without it", [intro], rates)
    yield Section("What is not known", items=[*_unknown(report)])
    if warnings := warning_lines(report):
        items = [Item(message, [Piece(word) for word in words[:1]]) for words, message in warnings]
        yield Section("Be careful with these words", items=items)
    if report.lookups is not None:
        items = [Item(f"{name} {said}.") for name, said in lookup_rows(report)]
        yield Section("What the page names as its sources, looked up", [count_lookups(report)], items)
    if questions := question_lines(report):
        yield Section("Questions to ask the clinic", items=[Item(question) for question in questions])
    items = [Item(f"{label}: {text}") for label, text in provenance_lines(report, options.made_at)]
    yield Section("Where this comes from", items=items)


def _judge_in_words(assessment: Assessment) -> Item:
    caution = assessment.verdict is Verdict.SUPPORTED and not is_benefit(assessment)
    verdict = assessment.verdict
    said = _CAUTION if caution else SAID[verdict]
    return Item(said, cut_claim(assessment.claim), "plain" if caution else verdict.value)


def _answers(report: Report) -> list[Item]:
    """Return what our findings answer to the questions behind the page's claims, each once."""
    names = dict.fromkeys(a.match.finding for a in arrange(report.assessments, Options()) if a.match.finding)
    found = [report.evidence.findings[name] for name in names if name in report.evidence.findings]
    return [Item(f"{finding.question} {finding.answer}") for finding in found[:_MOST_ANSWERS]]


def _rates(report: Report) -> list[Item]:
    lines = dict.fromkeys(
        f"{_in_a_hundred(rate)}: {rate.get('outcome')}."
        for assessment in report.assessments
        for rate in assessment.natural_recovery
        if not _GRADES.search(str(rate.get("outcome")))
    )
    return [Item(line) for line in list(lines)[:_MOST_RATES]]


def _in_a_hundred(rate: Mapping[str, object]) -> str:
    """Return a share in words.

    >>> _in_a_hundred({"low": 11.3, "high": 30.2}), _in_a_hundred({"low": 70, "high": 70})
    ('about 11 to 30 in 100', 'about 70 in 100')
    """
    low, high = (round(float(str(rate.get(name)))) for name in ("low", "high"))
    return f"about {low} in 100" if low == high else f"about {low} to {high} in 100"


def _unknown(report: Report) -> Iterator[Item]:
    missing = sum(a.verdict is Verdict.NO_EVIDENCE_FOUND for a in report.assessments)
    if missing:
        yield Item(f"For {missing} of the page's sentences we have no study in our collection.")
    for concept in report.conditions_not_covered:
        name = concepts()[concept].name if concept in concepts() else concept
        yield Item(f"Our collection does not cover {name}.")
    yield Item("A sentence that is not listed here was not found to be true. Nobody here knows how you would do.")
