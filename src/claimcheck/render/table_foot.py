"""What stands under the claims of a table: warnings, what the page cites, what it leaves out, what was read."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimcheck.render import Options
from claimcheck.render.blocks import (
    base_lines,
    question_lines,
    quote_words,
    reading_lines,
    report_citations,
    warning_lines,
)
from claimcheck.render.escape import show_line
from claimcheck.render.lookups import TITLE, count_lookups, lookup_rows
from claimcheck.render.provenance import made_lines
from claimcheck.render.styles import WIDE
from claimcheck.report import Report


def make_foot(report: Report, options: Options) -> Iterator[RenderableType]:
    """Yield the parts in their order, each after a heading and before a blank line."""
    if warnings := warning_lines(report):
        yield Text("Warnings from the wording", "bold")
        yield _make_rows([("!", show_line(quote_words(words)), show_line(message)) for words, message in warnings])
        yield ""
    if citations := report_citations(report):
        yield Text("What the page cites", "bold")
        yield _make_rows([("·", f"{show_line(text)}:", show_line(said)) for text, said in citations])
        yield ""
    if report.lookups is not None:
        yield Text(TITLE, "bold")
        yield _make_rows([("·", f"{show_line(name)}:", show_line(said)) for name, said in lookup_rows(report)])
        yield Text(count_lookups(report), "dim")
        yield ""
    if report.checklist:
        told = sum(item.met for item in report.checklist)
        yield Text.assemble(
            (f"What the page tells: {told} of {len(report.checklist)}", "bold"),
            ("" if options.questions else " (--questions lists what to ask about the others)", "dim"),
        )
        yield _make_checklist(report, options)
        yield ""
    if options.questions and report.checklist:
        yield Text("Questions to ask the clinic", "bold")
        yield _make_rows([("•", "", show_line(question)) for question in question_lines(report)])
        yield ""
    for line in [*reading_lines(report), *base_lines(report), *made_lines(options)]:
        yield Text(show_line(line), "dim")


def _make_rows(rows: Sequence[tuple[str, str, str]]) -> Padding:
    """Return a list: a sign, and words in bold before a sentence."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for sign, head, text in rows:
        grid.add_row(Text(sign), Text.assemble((head, "bold"), " " if head else "", text))
    return Padding(grid, (0, 0, 0, 1))


def _make_checklist(report: Report, options: Options) -> Padding:
    """Return what the page tells and what it leaves out, in two columns where there is room."""
    columns = 2 if options.width >= WIDE else 1
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns):
        grid.add_column(ratio=1, overflow="fold")
    items = [
        Text(f"{'✓' if item.met else '○'} {item.question}", "dim" if item.met else "") for item in report.checklist
    ]
    height = -(-len(items) // columns)
    for row in range(height):
        grid.add_row(
            *(items[row + column * height] if row + column * height < len(items) else "" for column in range(columns))
        )
    return Padding(grid, (0, 0, 0, 1))
