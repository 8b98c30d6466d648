"""Plain text: everything, untruncated and uncoloured, one labelled block a claim."""

from collections.abc import Sequence

from claimcheck.errors import InputError
from claimcheck.render import Options, Result
from claimcheck.render.arrange import arrange, describe_selection
from claimcheck.render.blocks import (
    SYMBOLS,
    claim_lines,
    extra_lines,
    foot_lines,
    head_lines,
    name_verdict,
    question_lines,
)
from claimcheck.render.escape import show_line
from claimcheck.render.lookups import lookup_lines
from claimcheck.render.provenance import made_lines
from claimcheck.report import Report


def render(results: Sequence[Result], options: Options) -> str:
    """Render the reports one after the other; inputs that failed were told on stderr."""
    reports = [result for result in results if not isinstance(result, InputError)]
    return "\n\n".join(_render_report(report, options) for report in reports)


def _render_report(report: Report, options: Options) -> str:
    selection = describe_selection(report, options)
    blocks = [head_lines(report) + ([selection] if selection else [])]
    for number, assessment in enumerate(arrange(report.assessments, options), start=1):
        verdict = assessment.verdict
        block = [f"{number}. {name_verdict(verdict)} {SYMBOLS[verdict]}", f"Claim: {assessment.claim.text}"]
        lines = claim_lines(assessment, report) + extra_lines(assessment, options)
        blocks.append(block + [f"{label}: {text}" for label, text in lines])
    if options.questions and report.checklist:
        blocks.append(["Questions to ask the clinic:", *(f"- {question}" for question in question_lines(report))])
    blocks.append(foot_lines(report) + lookup_lines(report) + made_lines(options))
    return "\n\n".join("\n".join(show_line(line) for line in block) for block in blocks) + "\n"
