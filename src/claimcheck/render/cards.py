"""What the HTML and the Markdown report say about a claim, before either lays it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from claimcheck.models import Assessment, EvidenceLink, Quantity, Verdict
from claimcheck.render import Options
from claimcheck.render.arrange import arrange_groups
from claimcheck.render.blocks import (
    SYMBOLS,
    Line,
    describe_citation,
    describe_comparison,
    describe_recovery,
    explain_lines,
    is_good_news,
    leading_links,
)
from claimcheck.render.lookups import is_answered
from claimcheck.render.pieces import Piece, cut_claim
from claimcheck.render.provenance import web_address
from claimcheck.reply import ask_for_reply, quotable
from claimcheck.report import Report, is_benefit, record_of
from claimcheck.wording import (
    ROLE_WORDS,
    cite,
    cite_in_full,
    describe_design,
    describe_rate,
    describe_reading,
    describe_status,
    link_to,
)


@dataclass(frozen=True)
class Study:
    """A study beside a claim, as it is shown."""

    citation: str
    citation_in_full: str
    design: str
    role: str  # empty for one in favour
    reading: str
    status: str
    link: str | None  # an address that may be a link
    link_text: str


@dataclass(frozen=True)
class Bar:
    """A share beside others, on a line from 0 to 100 percent."""

    kind: str  # page, study, natural
    label: str
    share: str  # in words
    point: float | None  # percent
    low: float | None
    high: float | None
    note: str = ""


@dataclass(frozen=True)
class Card:
    """A claim with its verdict and everything that bears on it."""

    number: int
    id: str
    verdict: str  # "no-evidence-found"
    name: str  # "No evidence found"
    symbol: str
    colored: bool  # false for an accurate caveat
    benefit: bool
    section: str | None
    pieces: Sequence[Piece]
    also: Sequence[str]
    why: str
    number_line: str
    bars: Sequence[Bar]
    context: Sequence[str]
    cited: Sequence[str]
    studies: Sequence[Study]
    nothing: str  # said where there is no study
    quote: str
    ask: str
    details: Sequence[Line]


def make_groups(report: Report, options: Options) -> list[tuple[str | None, list[Card]]]:
    """Return a card for each claim that was asked for, numbered in their order, under sections if asked for."""
    groups = arrange_groups(report.assessments, options)
    cards = iter(make_cards(report, [assessment for _, assessments in groups for assessment in assessments]))
    return [(section, list(islice(cards, len(assessments)))) for section, assessments in groups]


def make_cards(report: Report, assessments: Sequence[Assessment]) -> list[Card]:
    """Return a card for each claim, numbered in the order given."""
    return [_make_card(number, assessment, report) for number, assessment in enumerate(assessments, start=1)]


def name_in_sentence_case(verdict: Verdict) -> str:
    """Return the verdict as a heading has it: "No evidence found"."""
    return verdict.value.replace("-", " ").capitalize()


def _make_card(number: int, assessment: Assessment, report: Report) -> Card:
    claim, verdict = assessment.claim, assessment.verdict
    links = leading_links(assessment)
    return Card(
        number=number,
        id=claim.id,
        verdict=verdict.value,
        name=name_in_sentence_case(verdict),
        symbol=SYMBOLS[verdict],
        colored=verdict is not Verdict.SUPPORTED or is_good_news(assessment),
        benefit=is_benefit(assessment),
        section=claim.section,
        pieces=cut_claim(claim),
        also=[name_in_sentence_case(also) for also in assessment.also],
        why=assessment.rationale,
        number_line=describe_comparison(assessment.comparison) if assessment.comparison else "",
        bars=_make_bars(assessment, report),
        context=[describe_recovery(rate, report) for rate in assessment.natural_recovery],
        cited=[describe_citation(check) for check in assessment.match.checks if not is_answered(check, report)],
        studies=[_make_study(link, report) for link in links],
        nothing="" if links else _say_nothing(assessment),
        quote=quotable(assessment),
        ask=ask_for_reply(assessment) or "",
        details=explain_lines(assessment),
    )


def _say_nothing(assessment: Assessment) -> str:
    if assessment.verdict is Verdict.NO_EVIDENCE_FOUND and not assessment.match.condition_covered:
        return "Our file does not cover this condition."
    if assessment.verdict is Verdict.NO_EVIDENCE_FOUND:
        return "Nothing in our file bears on this claim. That does not make it untrue."
    return ""


def _make_study(link: EvidenceLink, report: Report) -> Study:
    record = record_of(link, report.evidence)
    address = link_to(record)
    linked = web_address(address)
    numbered = bool(record.doi or record.pmid or record.pmcid or record.registry)
    text = (address or "no address").removeprefix("https://").removeprefix("http://")
    return Study(
        citation=cite(record),
        citation_in_full=cite_in_full(record),
        design=describe_design(record),
        role="" if link.role == "supports" else ROLE_WORDS[link.role],
        reading=describe_reading(record),
        status=describe_status(record),
        link=linked,
        link_text=text if numbered or not address else f"no identifier on file, read at {text.split('/')[0]}",
    )


def _make_bars(assessment: Assessment, report: Report) -> list[Bar]:
    """Return the claimed share, the study's and those without treatment; none where there is nothing to compare."""
    comparison = assessment.comparison
    if not comparison and not assessment.natural_recovery:
        return []
    bars = [_claimed_bar(q) for q in assessment.claim.quantities if q.type in ("percent", "ratio") and _share(q)]
    if comparison and comparison.numerator is not None and comparison.denominator:
        record = report.evidence.by_alias.get(comparison.record)
        name = cite(record).split(",")[0] if record else "the study"
        point = 100 * comparison.numerator / comparison.denominator
        interval = "no interval"
        if comparison.ci_low is not None and comparison.ci_high is not None:
            interval = f"95% interval {describe_rate(round(comparison.ci_low), round(comparison.ci_high))}"
        label = f"Reported by {name}"
        bars.append(Bar("study", label, comparison.study, point, comparison.ci_low, comparison.ci_high, interval))
    return bars + [bar for rate in assessment.natural_recovery if (bar := _natural_bar(rate)) is not None]


def _share(quantity: Quantity) -> bool:
    values = [value for value in (quantity.value, quantity.low, quantity.high) if value is not None]
    return bool(values) and all(0 <= value <= 100 for value in values)


def _claimed_bar(quantity: Quantity) -> Bar:
    return Bar("page", "The page says", quantity.text, quantity.value, quantity.low, quantity.high)


def _natural_bar(rate: Mapping[str, object]) -> Bar | None:
    get = rate.get
    low, high = get("low"), get("high")
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return None
    details = "; ".join(str(get(name)) for name in ("grade", "since_injury") if get(name))
    note = details if get("same_outcome") else f"{details}{'; ' if details else ''}not the page's outcome or group"
    point = float(low) if low == high else None
    share = describe_rate(float(low), float(high))
    outcome = str(get("outcome"))
    label = outcome[:1].upper() + outcome[1:]
    return Bar("natural", label, share, point, float(low), float(high), note)
