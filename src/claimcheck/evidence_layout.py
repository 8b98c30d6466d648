"""Rows and pages as text: for a terminal, plain, JSON, CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from claimcheck.render import Options
from claimcheck.render.escape import show, show_line

if TYPE_CHECKING:
    from rich.console import Console

Line = tuple[str, str]  # label, text; the same label again continues the line before
Cell = str | int | float | bool | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula


def lay_out_page(title: str, lines: Sequence[Line], options: Options | None) -> str:
    """Return a page of labelled lines: wrapped for a terminal, or plain where there are no options."""
    if options is None:
        return "\n".join([show_line(title), *(f"{label}: {show_line(text)}" for label, text in lines)]) + "\n"
    from rich.table import Table
    from rich.text import Text

    from claimcheck.render.console import make_console

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    previous = ""
    for label, text in lines:
        grid.add_row(Text("" if label == previous else label, "dim"), Text(show_line(text)))
        previous = label
    console = make_console(options)
    console.print(Text(show_line(title), "bold"))
    console.print(grid)
    return _written(console)


def lay_out_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], options: Options | None) -> str:
    """Return rows under headings for a terminal, or tab-separated and without headings where there are no options."""
    cells = [[show_line("" if cell is None else str(cell)) for cell in row] for row in rows]
    if options is None:
        return "".join("\t".join(row) + "\n" for row in cells)
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from claimcheck.render.console import make_console

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == columns[0])
    for row in cells:
        table.add_row(*map(Text, row))
    console = make_console(options)
    console.print(table)
    return _written(console).lstrip("\n")


def to_json(value: object) -> str:
    """Return one JSON document."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def to_csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Return comma-separated values under a line of headings; no cell is a formula, whatever was written in it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_to_cell(row.get(column)) for column in columns])
    return written.getvalue()


def _to_cell(value: object) -> str | int | float:
    """Return what a cell shows; an apostrophe keeps a spreadsheet from reckoning with it.

    >>> _to_cell('=HYPERLINK("x")'), _to_cell(None), _to_cell(["a", "b"]), _to_cell(True)
    ('\\'=HYPERLINK("x")', '', 'a; b', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{show(text)}" if text.startswith(_FORMULA) else show(text)


def _written(console: "Console") -> str:
    lines = console.file.getvalue().split("\n")[:-1]  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in lines)
