"""What the table and the plain text say, as labelled lines, before either lays them out."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from claimcheck.models import Assessment, CitationCheck, Comparison, EvidenceLink, Verdict
from claimcheck.render import Options
from claimcheck.render.lookups import NOT_ON_FILE, is_answered
from claimcheck.reply import ask_for_reply, quotable
from claimcheck.report import Report, is_benefit, record_of
from claimcheck.resources import concepts
from claimcheck.rows import Record
from claimcheck.wording import (
    CITATION_WORDS,
    ROLE_WORDS,
    cite,
    count,
    describe_design,
    describe_rate,
    describe_reading,
    describe_status,
    link_to,
)

Line = tuple[str, str]  # label, text

SYMBOLS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.CONTRADICTED: "✗",
        Verdict.MISQUOTED: "≠",
        Verdict.OVERSTATED: "▲",
        Verdict.NO_EVIDENCE_FOUND: "?",
        Verdict.EARLY_EVIDENCE: "◐",
        Verdict.NOT_CHECKABLE: "·",
        Verdict.SUPPORTED: "✓",
    }
)
NOT_ADVICE = (
    "This compares wording with published studies. It is not medical advice, and no reason to start or stop a "
    "treatment."
)
SILENCE = "Silence is not a clean bill: a sentence without a verdict was not found to be true."

_LEADING = ("cited", "supports", "against")
_COUNTED = (
    (Verdict.SUPPORTED, "that the evidence supports", "that the evidence supports"),
    (Verdict.EARLY_EVIDENCE, "resting on early studies", "resting on early studies"),
    (Verdict.OVERSTATED, "goes further than the evidence", "go further than the evidence"),
    (Verdict.MISQUOTED, "differs from the work it cites", "differ from the work they cite"),
    (Verdict.CONTRADICTED, "contradicted by a controlled study", "contradicted by controlled studies"),
    (Verdict.NO_EVIDENCE_FOUND, "with nothing found in our file", "with nothing found in our file"),
    (Verdict.NOT_CHECKABLE, "that no study could check", "that no study could check"),
)


def name_verdict(verdict: Verdict) -> str:
    """Return the verdict in capitals: "NO EVIDENCE FOUND"."""
    return verdict.value.replace("-", " ").upper()


def sort_worst_first(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Order by severity, then by place in the text."""
    return sorted(assessments, key=lambda a: (a.verdict.severity, a.claim.start))


def head_lines(report: Report) -> list[str]:
    """Return what stands above the claims: the counts, claims of benefit first."""
    source = [report.document.name, count(report.words, "word"), count(len(report.assessments), "claim")]
    others = [assessment for assessment in report.assessments if not is_benefit(assessment)]
    lines = [" · ".join(source), _count_benefits(report)]
    if others:
        lines.append(f"{count(len(others), 'other claim')}: {', '.join(count_verdicts(others))}")
    return lines


def claim_lines(assessment: Assessment, report: Report, *, most: int | None = None) -> list[Line]:
    """Return the lines under a claim, at most ``most`` studies of those that bear on it."""
    links = leading_links(assessment)
    hidden = 0 if most is None else max(0, len(links) - most)
    shown = [(link, record_of(link, report.evidence)) for link in links[:most]]
    lines = [("Study", _study(link, record)) for link, record in shown]
    if not lines and assessment.verdict is Verdict.NO_EVIDENCE_FOUND:
        lines.append(("Study", _nothing_found(assessment)))
    if hidden:
        lines.append(("", f"and {hidden} more; --format plain lists them"))
    if assessment.comparison:
        lines.append(("Number", describe_comparison(assessment.comparison)))
    lines.append(("Why", assessment.rationale))
    if assessment.also:
        lines.append(("Also", ", ".join(name_verdict(verdict).lower() for verdict in assessment.also)))
    unclear = [check for check in _unclear(assessment.match.checks) if not is_answered(check, report)]
    lines += [("Cited", describe_citation(check)) for check in unclear]
    lines += [("Context", describe_recovery(rate, report)) for rate in assessment.natural_recovery]
    lines += [("Source", _source(record, named=len(shown) > 1)) for _, record in shown]
    return lines


def extra_lines(assessment: Assessment, options: Options) -> list[Line]:
    """Return the lines that were asked for beside the usual ones."""
    reply = reply_lines(assessment) if options.reply else []
    return reply + (explain_lines(assessment) if options.explain else [])


def explain_lines(assessment: Assessment) -> list[Line]:
    """Return why this verdict was reached: rule, cues, scores and the runner-up."""
    claim, match = assessment.claim, assessment.match
    put = f" (by its wording; by its cues alone {claim.stance_by_cues.value})" if claim.stance_by_cues else ""
    ruled = f" (by its wording; by the rules alone {claim.kind_by_rules.value})" if claim.kind_by_rules else ""
    place = f'characters {claim.start}-{claim.end}, section "{claim.section}"'
    lines = [
        ("Place", place if claim.section else f"characters {claim.start}-{claim.end}"),
        ("Read as", f"{claim.kind.value}{ruled}, {claim.stance.value}{put}, strength {claim.strength.value}"),
        ("Rule", assessment.rule),
        ("Permits", f"{assessment.permitted_strength or 'not stated'}"),
        ("Certainty", f"{assessment.certainty or 'not stated'}"),
        ("Finding", f"{match.finding or 'none'} (score {match.score:.0f})"),
        ("Next", f"{match.runner_up} (score {match.runner_up_score:.0f})" if match.runner_up else "none"),
    ]
    if claim.readings:
        ranked = sorted(claim.readings.items(), key=lambda pair: -pair[1])
        lines.append(("Reads", ", ".join(f"{name} {chance:.2f}" for name, chance in ranked)))
    if claim.cues:
        lines.append(("Cues", "; ".join(f'"{cue.text}" ({cue.category})' for cue in claim.cues)))
    if claim.features:
        lines.append(("Fired", ", ".join(sorted(claim.features))))
    lines += [("Record", f"{link.id}: {link.role}, score {link.score:.0f}") for link in match.links]
    return lines


def reply_lines(assessment: Assessment) -> list[Line]:
    """Return a sentence to quote, and one that gives the clinic its say."""
    lines = [("Quote", quotable(assessment))]
    question = ask_for_reply(assessment)
    return [*lines, ("Ask", question)] if question else lines


def question_lines(report: Report) -> list[str]:
    """Return what to ask the clinic, made from what the page leaves out."""
    return [item.ask for item in report.checklist if not item.met]


def foot_lines(report: Report) -> list[str]:
    """Return what was read and what was not, so that silence is not taken for approval."""
    told = {check.citation for assessment in report.assessments for check in assessment.match.checks}
    unclear = [check for check in _unclear(report.citations) if not is_answered(check, report)]
    elsewhere = [check for check in unclear if check.citation not in told]
    lines = reading_lines(report)
    lines += [f"Citation: {describe_citation(check)}." for check in elsewhere]
    lines += [f"Warning: {quote_words(words)}{message}" for words, message in warning_lines(report)]
    if report.checklist:
        lines.append(f"{count_told(report)} --questions lists what to ask about the others.")
    return lines + base_lines(report)


def reading_lines(report: Report) -> list[str]:
    """Return how much was read, and what of it was not understood or is not covered."""
    extraction = report.extraction
    judged = count(len(report.assessments), "claim")
    lines = [f"Read {count(extraction.sentences, 'sentence')} and judged {judged}."]
    if numbers := extraction.numbers_not_understood:
        lines.append(f"{count(len(numbers), 'number')} not understood: {_list([n.text for n in numbers])}.")
    if conditions := report.conditions_not_covered:
        names = [concepts()[concept].name if concept in concepts() else concept for concept in conditions]
        lines.append(f"Not covered by the evidence base: {_list(names)}.")
    return lines


def count_told(report: Report) -> str:
    """Say how much of what a reader needs to know the page tells."""
    met = sum(item.met for item in report.checklist)
    return f"Of {len(report.checklist)} things that a reader needs to know the page tells {met};"


def base_lines(report: Report) -> list[str]:
    """Return what silence means, and against what the page was checked."""
    evidence = report.evidence
    base = f"{count(len(evidence.records), 'record')}, {count(len(evidence.findings), 'finding')}"
    checked = f"retractions last checked {evidence.checked_on}" if evidence.checked_on else "no retraction check"
    return [SILENCE, f"Evidence base: {base}, {checked}, sha256 {evidence.sha256[:12]}."]


def describe_comparison(comparison: Comparison) -> str:
    """Set the claimed number beside the study's own, with its interval."""
    text = f"the page says {comparison.claimed}; the study reports {comparison.study}"
    if comparison.ci_low is not None and comparison.ci_high is not None:
        text += f"; 95% interval {describe_rate(round(comparison.ci_low), round(comparison.ci_high))}"
    return text


def describe_citation(check: CitationCheck) -> str:
    """Say what a citation of the page turned out to be."""
    text = f'"{check.citation.text}" {CITATION_WORDS[check.status]}'
    if check.claimed and check.actual:
        return f'{text}: the page says "{check.claimed}", the work says "{check.actual}"'
    return f"{text}: {check.actual}" if check.actual else text


def describe_recovery(rate: Mapping[str, object], report: Report) -> str:
    """Say how many improve without the treatment, and where that differs from what the page speaks of."""
    low, high = rate.get("low"), rate.get("high")
    share = describe_rate(*(float(v) for v in (low, high) if isinstance(v, int | float)))
    details = "; ".join(str(rate[name]) for name in ("grade", "since_injury") if rate.get(name))
    record = report.evidence.by_alias.get(str(rate.get("record")))
    text = f"without the treatment, {share}: {rate.get('outcome')}"
    text += f" ({details})" if details else ""
    text += f" [{cite(record)}]" if record else ""
    return text if rate.get("same_outcome") else f"{text}; not the outcome or group that the page speaks of"


def _count_benefits(report: Report) -> str:
    benefits = report.benefits
    if not benefits:
        return "No claims of benefit found."
    backed = find_backed(report)
    parts = [f"{len(backed)} backed by controlled studies in people"]
    parts += count_verdicts([a for a in benefits if a not in backed])
    return f"{count(len(benefits), 'claim')} of benefit: {', '.join(parts)}"


def count_verdicts(assessments: Sequence[Assessment]) -> list[str]:
    """Return how many claims have each verdict, in words: "6 go further than the evidence"."""
    counted = [(sum(a.verdict is verdict for a in assessments), one, many) for verdict, one, many in _COUNTED]
    return [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]


def find_backed(report: Report) -> list[Assessment]:
    """Return the claims of benefit that a controlled study in people supports."""
    return [a for a in report.benefits if a.verdict is Verdict.SUPPORTED and _is_backed(a, report)]


def _is_backed(assessment: Assessment, report: Report) -> bool:
    records = [record_of(link, report.evidence) for link in assessment.match.links if link.role in _LEADING[:2]]
    return any(
        (record.controlled or record.design == "systematic-review-of-rcts")
        and record.design not in ("animal-study", "in-vitro-study")
        for record in records
    )


def is_good_news(assessment: Assessment) -> bool:
    """Tell whether a supported claim is one of benefit: an accurate caveat is not, and stays uncoloured."""
    return assessment.verdict is Verdict.SUPPORTED and is_benefit(assessment)


def leading_links(assessment: Assessment) -> list[EvidenceLink]:
    """Return the studies that bear on a claim, in favour before against; candidates where there is nothing better."""
    links = assessment.match.links
    leading = [link for role in _LEADING for link in links if link.role == role]
    return leading or [link for link in links if link.role == "candidate"]


def warning_lines(report: Report) -> list[tuple[list[str], str]]:
    """Return each warning once, after the words that raised it."""
    words: dict[str, list[str]] = {}
    for flag in report.red_flags:
        found = words.setdefault(flag.message, [])
        if flag.text and flag.text.lower() not in (word.lower() for word in found):
            found.append(flag.text)
    return [(found, message) for message, found in words.items()]


def report_citations(report: Report) -> list[tuple[str, str]]:
    """Return every citation of the page once, with what it turned out to be."""
    found = {c.citation.text: NOT_ON_FILE if is_answered(c, report) else describe_citation(c) for c in report.citations}
    return [(text, line.removeprefix(f'"{text}" ')) for text, line in found.items()]


def quote_words(words: Sequence[str]) -> str:
    """Return the words that raised a warning, before it."""
    return f"{_list([f'“{word}”' for word in words], 3)}: " if words else ""


def _unclear(checks: Sequence[CitationCheck]) -> list[CitationCheck]:
    return [check for check in checks if check.status != "matches"]


def _study(link: EvidenceLink, record: Record) -> str:
    text = f"{cite(record)}: {describe_design(record)}"
    return text if link.role == "supports" else f"{text} [{ROLE_WORDS[link.role]}]"


def _source(record: Record, *, named: bool) -> str:
    address = (link_to(record) or "no address").removeprefix("https://")
    head = f"{cite(record).split(',')[0]}: " if named else ""
    if record.sources and not (record.doi or record.pmid or record.pmcid or record.registry):
        head += "no identifier on file, read at "
    return " · ".join([head + address, describe_reading(record), describe_status(record)])


def _nothing_found(assessment: Assessment) -> str:
    if not assessment.match.condition_covered:
        return "the evidence base does not cover this condition"
    return "nothing in the evidence base bears on this claim"


def _list(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
