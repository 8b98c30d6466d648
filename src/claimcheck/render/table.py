"""The verdict table for a terminal. All text from outside is ``Text``, never markup."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimcheck.errors import InputError
from claimcheck.models import Assessment, Verdict
from claimcheck.render import Options, Result
from claimcheck.render.arrange import arrange_groups, describe_selection
from claimcheck.render.blocks import (
    SYMBOLS,
    Line,
    claim_lines,
    extra_lines,
    head_lines,
    is_good_news,
    name_verdict,
)
from claimcheck.render.console import make_console
from claimcheck.render.escape import show_line, show_run
from claimcheck.render.pieces import cut_claim
from claimcheck.render.styles import STYLES, WIDE
from claimcheck.render.table_bars import make_bars
from claimcheck.render.table_foot import make_foot
from claimcheck.report import Report

_MARKS: Mapping[str, str] = MappingProxyType({"number": "bold underline", "cue": "bold"})
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
    for bar in make_bars(report, options.width):
        console.print(bar, no_wrap=True, overflow="crop")
    if selection := describe_selection(report, options):
        console.print(Text(selection, "bold"))
    console.print(Text("─" * options.width, "dim"))
    usual = "section" if options.sort == "page" else "none"
    for section, assessments in arrange_groups(report.assessments, options, usual=usual):
        if section is not None:
            console.print(Text(show_line(section), "bold underline"))
            console.print()
        for assessment in assessments:
            console.print(_make_claim(assessment, report, options))
            console.print()
    for part in make_foot(report, options):
        console.print(part)
    written = _LINK_ID.sub("", console.file.getvalue())  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in written.split("\n")[:-1])


def _make_claim(assessment: Assessment, report: Report, options: Options) -> RenderableType:
    """Return a claim above its evidence, or beside it where there is room."""
    lines = claim_lines(assessment, report, most=None if options.explain else _MOST_STUDIES)
    details = _make_lines(lines + extra_lines(assessment, options), options)
    if options.width < WIDE:
        return Group(_make_title(assessment, options), details)
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(ratio=5, overflow="fold")
    grid.add_column(ratio=9, overflow="fold")
    grid.add_row(
        Padding(Group(_name(assessment), Padding(_quote(assessment, options), (0, 0, 0, 2))), (0, 0, 0, 1)), details
    )
    return grid


def _make_title(assessment: Assessment, options: Options) -> Padding:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(_name(assessment), _quote(assessment, options))
    return Padding(grid, (0, 0, 0, 1))


def _name(assessment: Assessment) -> Text:
    verdict = assessment.verdict
    colored = verdict is not Verdict.SUPPORTED or is_good_news(assessment)
    return Text(f"{SYMBOLS[verdict]} {name_verdict(verdict)}", STYLES[verdict] if colored else "bold")


def _quote(assessment: Assessment, options: Options) -> Text:
    """Return the claim with its numbers and the words that decided made to stand out."""
    pieces = cut_claim(assessment.claim, None if options.explain else _LONGEST_CLAIM)
    marked = [(show_run(piece.text), _MARKS.get(min(piece.marks, default=""), "")) for piece in pieces]
    return Text.assemble('"', *marked, '"')


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
    """Return a line; of a source the address stands out, and leads there where a terminal has links."""
    shown = Text(show_line(text))
    if label != "Source":
        return shown
    shown.stylize("dim")
    if match := _ADDRESS.match(shown.plain):
        link = f"https://{match['address']}" if options.links else None
        shown.stylize(Style(dim=False, link=link), *match.span("address"))
    return shown
