"""The command that sets two versions of a page side by side."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from claimcheck import export, output
from claimcheck.errors import InputError
from claimcheck.render import Options
from claimcheck.shell import Exit, guard, say, say_nothing, write

_FORMATS = ("table", "plain", "json")
_CHANGES = ("strengthened", "added", "weakened", "dropped", "reworded")


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in _FORMATS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(_FORMATS)}.")
    return name


def _known_changes(names: list[str] | None) -> list[str]:
    for name in names or []:
        if name not in _CHANGES:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(_CHANGES)}.")
    return names or []


def compare_pages(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The page as it was.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The page as it is; - is stdin.")],
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="|".join(_FORMATS), callback=_known_format, help="How to print."),
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="|".join(_CHANGES),
            callback=_known_changes,
            help="Exit with 1 if a claim changed in this way; may be repeated.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the comparison and errors only.")] = False,
    evidence: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Your own records and findings; may be repeated.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The date that the comparison carries.")] = None,
    color: Annotated[str, typer.Option(metavar="auto|always|never", help="When to colour.")] = "auto",
) -> None:
    """Show which claims a page added, dropped, strengthened or weakened between two versions.

    claimcheck compare last-month.txt today.txt
    """
    to_terminal = target is None and sys.stdout.isatty()

    def run() -> int:
        from claimcheck.inputs import read_input

        chosen = export.choose_format(form, target, folder=False, terminal=to_terminal)
        chosen = chosen if chosen in _FORMATS else "plain"
        colored = output.wants_color(color, os.environ, terminal=to_terminal)
        made_at = export.choose_date(date, chosen, os.environ, to_file=target is not None)
        options = Options(output.measure_width(), colored, colored and to_terminal, made_at=made_at)
        documents = [read_input(name, say_nothing if quiet else say) for name in (old, new)]
        if any(isinstance(document, InputError) for document in documents):
            return Exit.UNREADABLE

        from claimcheck.check import check_document
        from claimcheck.compare import ChangeKind, compare
        from claimcheck.compare_render import render_comparison
        from claimcheck.evidence import bundled_evidence, load_evidence

        base = load_evidence(*evidence) if evidence else bundled_evidence()
        before, after = (
            check_document(document, evidence=base) for document in documents if not isinstance(document, InputError)
        )
        comparison = compare(before, after)
        write(render_comparison(comparison, chosen, options), target, chosen)
        failed = any(comparison.count(ChangeKind(name)) for name in fail_on or [])
        return Exit.FOUND if failed else Exit.CHECKED

    raise typer.Exit(guard(run, form or ""))
