"""The verdict table for a terminal. All text from outside is ``Text``, never markup."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimcheck.errors import InputError
from claimcheck.models import Assessment, Verdict
from claimcheck.render import Options, Result
from claimcheck.render.blocks import (
    SYMBOLS,
    Line,
    claim_lines,
    extra_lines,
    foot_lines,
    head_lines,
    is_good_news,
    name_verdict,
    question_lines,
    sort_worst_first,
)
from claimcheck.render.console import make_console
from claimcheck.render.escape import show_line
from claimcheck.report import Report
from claimcheck.wording import shorten

_STYLES: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.CONTRADICTED: "bold red",
        Verdict.MISQUOTED: "bold magenta",
        Verdict.OVERSTATED: "bold yellow",
        Verdict.NO_EVIDENCE_FOUND: "bold blue",
        Verdict.EARLY_EVIDENCE: "bold cyan",
        Verdict.NOT_CHECKABLE: "dim",
        Verdict.SUPPORTED: "bold green",
    }
)
_MOST_STUDIES = 2
_LONGEST_CLAIM = 200  # characters shown of a claim; --explain and --format plain show all
_LABEL_WIDTH = 7
_ADDRESS = re.compile(r"^(?:[^:]+:\ )?(?P<address>[\w.-]+\.[a-z]{2,}/\S+)", re.VERBOSE)
_LINK_ID = re.compile(r"(?<=\x1b\]8;)id=[^;]*")  # random in rich; the same report must give the same text


def render(results: Sequence[Result], options: Options) -> str:
    """Render the reports one under the other; inputs that failed were told on stderr."""
    reports = [result for result in results if not isinstance(result, InputError)]
    return "\n".join(_render_report(report, options) for report in reports)


def _render_report(report: Report, options: Options) -> str:
    console = make_console(options)
    name, *counts = head_lines(report)
    console.print(Text(show_line(name), "bold"))
    for line in counts:
        console.print(Text(show_line(line)))
    console.print(Text("─" * options.width, "dim"))
    for assessment in sort_worst_first(report.assessments):
        console.print(_make_title(assessment, options))
        lines = claim_lines(assessment, report, most=None if options.explain else _MOST_STUDIES)
        console.print(_make_lines(lines + extra_lines(assessment, options), options))
        console.print()
    if options.questions and report.checklist:
        console.print(Text("Questions to ask the clinic", "bold"))
        for question in question_lines(report):
            console.print(Text(f" • {question}"))
        console.print()
    for line in foot_lines(report):
        console.print(Text(show_line(line), "dim"))
    written = _LINK_ID.sub("", console.file.getvalue())  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in written.split("\n")[:-1])


def _make_title(assessment: Assessment, options: Options) -> Padding:
    verdict = assessment.verdict
    colored = verdict is not Verdict.SUPPORTED or is_good_news(assessment)
    text = show_line(assessment.claim.text)
    text = text if options.explain else shorten(text, _LONGEST_CLAIM)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    title = Text(f"{SYMBOLS[verdict]} {name_verdict(verdict)}", _STYLES[verdict] if colored else "")
    grid.add_row(title, Text(f'"{text}"'))
    return Padding(grid, (0, 0, 0, 1))


def _make_lines(lines: Sequence[Line], options: Options) -> Padding:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(min_width=_LABEL_WIDTH, no_wrap=True)
    grid.add_column(overflow="fold")
    previous = ""
    for label, text in lines:
        grid.add_row(Text("" if label == previous else label, "dim"), _make_text(label, text, options))
        previous = label
    return Padding(grid, (0, 0, 0, 3))


def _make_text(label: str, text: str, options: Options) -> Text:
    shown = Text(show_line(text))
    match = _ADDRESS.match(shown.plain) if label == "Source" and options.links else None
    if match:
        shown.stylize(Style(link=f"https://{match['address']}"), *match.span("address"))
    return shown
