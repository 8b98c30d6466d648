"""Plain text: everything, untruncated and uncoloured, one labelled block a claim."""

from collections.abc import Sequence
from itertools import count

from claimcheck.errors import InputError
from claimcheck.render import Options, Result
from claimcheck.render.arrange import arrange_groups, describe_selection
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
    numbers = count(1)
    for section, assessments in arrange_groups(report.assessments, options):
        if section is not None:
            blocks.append([f"Section: {section}"])
        for assessment in assessments:
            verdict = assessment.verdict
            block = [f"{next(numbers)}. {name_verdict(verdict)} {SYMBOLS[verdict]}", f"Claim: {assessment.claim.text}"]
            lines = claim_lines(assessment, report) + extra_lines(assessment, options)
            blocks.append(block + [f"{label}: {text}" for label, text in lines])
    if options.questions and report.checklist:
        blocks.append(["Questions to ask the clinic:", *(f"- {question}" for question in question_lines(report))])
    blocks.append(foot_lines(report) + lookup_lines(report) + made_lines(options))
    return "\n\n".join("\n".join(show_line(line) for line in block) for block in blocks) + "\n"
