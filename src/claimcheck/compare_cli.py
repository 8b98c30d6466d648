"""The command that sets two versions of a page side by side."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from claimcheck import export, output
from claimcheck.errors import InputError, UnknownNameError
from claimcheck.flags import Color, Config, ShowConfig, settle
from claimcheck.models import Document
from claimcheck.pager import wants_pager
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


def _list_formats() -> list[str]:
    return list(_FORMATS)


def _list_changes() -> list[str]:
    return list(_CHANGES)


def compare_pages(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The page as it was.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The page as it is; - is stdin.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(_FORMATS),
            callback=_known_format,
            autocompletion=_list_formats,
            help="How to print. Default: table on a terminal, else plain.",
        ),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a file, whole or not at all, in the format of its name."
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="|".join(_CHANGES),
            callback=_known_changes,
            autocompletion=_list_changes,
            help="Exit with 1 if a claim changed in this way; may be repeated.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the comparison and errors only.")] = False,
    evidence: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Your own records and findings; may be repeated.")
    ] = None,
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Check a text that does not seem to be in English.")
    ] = False,
    date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The date that the comparison carries. Default in a file: now."),
    ] = None,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page, however long the comparison.")] = False,
    color: Annotated[Color, typer.Option(metavar="auto|always|never", help="When to colour.")] = Color.AUTO,
    config: Config = None,
    show_config: ShowConfig = False,
) -> None:
    """Show which claims a page added, dropped, strengthened or weakened between two versions.

    claimcheck compare last-month.txt today.txt
    """
    del config  # read before the other options, see flags.py
    settle(context, show=show_config, quiet=quiet)
    to_terminal = target is None and sys.stdout.isatty()
    paged = not no_pager and target is None and wants_pager(os.environ, stdin=sys.stdin.isatty(), stdout=to_terminal)

    def run() -> int:
        from claimcheck.inputs import InputOptions, read_input

        chosen = _choose_format(form, target, terminal=to_terminal)
        if target is not None:
            export.spare_inputs(target, (old, new))
        colored = output.wants_color(color.value, os.environ, terminal=to_terminal)
        made_at = export.choose_date(date, chosen, os.environ, to_file=target is not None)
        options = Options(output.measure_width(), colored, colored and to_terminal, made_at=made_at)
        reading = InputOptions(any_language=any_language)
        read = [read_input(name, say_nothing if quiet else say, reading) for name in (old, new)]
        if failed := [document for document in read if isinstance(document, InputError)]:
            if chosen == "json":
                export.write_results(failed[:1], chosen, options, target, folder=False)
            return Exit.UNREADABLE

        text, status = _compare([d for d in read if isinstance(d, Document)], evidence or [], chosen, options, fail_on)
        if paged:
            export.show(text, chosen)
        else:
            write(text, target, chosen)
        return status

    raise typer.Exit(guard(run, export.name_format(form, target, folder=False)))


def _choose_format(flag: str | None, target: Path | None, *, terminal: bool) -> str:
    """Return the format of a comparison.

    Raises:
        UnknownNameError: the file's name asks for one that comparisons are not written in.
    """
    chosen = export.choose_format(flag, target, folder=False, terminal=terminal)
    if chosen not in _FORMATS:
        raise UnknownNameError(f"{target}: a comparison is written as {', '.join(_FORMATS)}, not as {chosen}.", ())
    return chosen


def _compare(
    documents: list[Document], evidence: list[Path], form: str, options: Options, fail_on: list[str] | None
) -> tuple[str, Exit]:
    from claimcheck.check import check_document
    from claimcheck.compare import ChangeKind, compare
    from claimcheck.compare_render import render_comparison
    from claimcheck.evidence import bundled_evidence, load_evidence

    base = load_evidence(*evidence) if evidence else bundled_evidence()
    before, after = (check_document(document, evidence=base) for document in documents)
    comparison = compare(before, after)
    failed = any(comparison.count(ChangeKind(name)) for name in fail_on or [])
    return render_comparison(comparison, form, options), Exit.FOUND if failed else Exit.CHECKED
