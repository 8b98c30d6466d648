"""The one sentence above a report, and the shares of its verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from claimcheck.models import Assessment, Verdict
from claimcheck.render.blocks import SYMBOLS, find_backed
from claimcheck.render.cards import name_in_sentence_case
from claimcheck.report import Report, is_benefit

_SAID: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.CONTRADICTED: ("is contradicted by a controlled study", "are contradicted by controlled studies"),
        Verdict.MISQUOTED: ("differs from the work it cites", "differ from the works they cite"),
        Verdict.OVERSTATED: ("goes further than the evidence", "go further than the evidence"),
        Verdict.NO_EVIDENCE_FOUND: (
            "has nothing in our file that bears on it",
            "have nothing in our file that bears on them",
        ),
        Verdict.EARLY_EVIDENCE: ("rests on early studies", "rest on early studies"),
        Verdict.SUPPORTED: ("is supported by other evidence", "are supported by other evidence"),
        Verdict.NOT_CHECKABLE: ("is of a kind that no study could check", "are of a kind that no study could check"),
    }
)


@dataclass(frozen=True)
class Share:
    """How many claims of a group have a verdict."""

    verdict: str
    name: str
    symbol: str
    number: int
    colored: bool


def write_headline(report: Report) -> str:
    """Say in one sentence how many claims of benefit rest on controlled studies."""
    total, backed = len(report.benefits), len(find_backed(report))
    if total == 0:
        return "No claims of benefit found"
    if total == 1:
        if not backed and report.benefits[0].verdict is Verdict.SUPPORTED:
            return "The one claim of benefit is supported, but not by controlled studies in people"
        return f"The one claim of benefit is {'' if backed else 'not '}backed by controlled studies in people"
    head = "None" if backed == 0 else f"{backed:,}"
    return (
        f"{head} of {total:,} claims of benefit {'are' if backed > 1 else 'is'} backed by controlled studies in people"
    )


def write_deck(report: Report) -> str:
    """Say what holds for the other claims of benefit: "Of these claims, 6 go further than the evidence." """
    backed = find_backed(report)
    verdicts = [assessment.verdict for assessment in report.benefits if assessment not in backed]
    counted = [(verdicts.count(verdict), *words) for verdict, words in _SAID.items()]
    parts = [f"{number:,} {one if number == 1 else many}" for number, one, many in counted if number]
    return f"Of the claims of benefit, {_join(parts)}." if parts else ""


def _join(parts: Sequence[str]) -> str:
    """Join as a sentence does.

    >>> _join(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def count_shares(report: Report) -> list[tuple[str, list[Share]]]:
    """Return how often each verdict was given, claims of benefit apart from the others."""
    others = [assessment for assessment in report.assessments if not is_benefit(assessment)]
    groups = [("Claims of benefit", list(report.benefits)), ("Other claims", others)]
    return [(name, _shares(group, colored=name != "Other claims")) for name, group in groups if group]


def _shares(assessments: Sequence[Assessment], *, colored: bool) -> list[Share]:
    verdicts = [assessment.verdict for assessment in assessments]
    return [
        Share(
            verdict.value,
            name_in_sentence_case(verdict),
            SYMBOLS[verdict],
            verdicts.count(verdict),
            colored or verdict is not Verdict.SUPPORTED,
        )
        for verdict in Verdict
        if verdict in verdicts
    ]
