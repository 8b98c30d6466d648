"""The main command: reads its flags, checks each input, prints the report. Imports late, so that --help is quick."""

import os
import sys
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimcheck import output
from claimcheck.errors import InputError
from claimcheck.models import Verdict
from claimcheck.render import RENDERERS, Options, Result, render
from claimcheck.shell import Exit, guard, say, say_nothing, write

if TYPE_CHECKING:
    from claimcheck.inputs import Reading
    from claimcheck.report import Report

NOT_ADVICE = (
    "claimcheck compares wording with published studies. It is not medical advice, and no reason to start or "
    "stop a treatment."
)


class Color(str, Enum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in RENDERERS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(RENDERERS)}.")
    return name


def check(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help="Pages, PDF or Word files, pictures, text, or addresses (https://...); - or a pipe is stdin; with "
            "none, paste the text.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(RENDERERS),
            callback=_known_format,
            help="How to print. Default: table on a terminal, else plain.",
        ),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all."),
    ] = None,
    fail_on: Annotated[
        Verdict | None,
        typer.Option(metavar="VERDICT", help="Exit with 1 if a verdict is this bad or worse."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the report and errors only.")] = False,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own records and findings over the bundled ones; may be repeated."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Add rule, cue words and scores.")] = False,
    reply: Annotated[
        bool, typer.Option("--reply", help="Add a sentence to quote and one to put to the clinic.")
    ] = False,
    questions: Annotated[bool, typer.Option("--questions", help="Add what to ask the clinic.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private and local addresses too.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep what is fetched there, with address, time and SHA-256."),
    ] = None,
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Check a text that does not seem to be in English.")
    ] = False,
    color: Annotated[Color, typer.Option(metavar="auto|always|never", help="When to colour.")] = Color.AUTO,
) -> None:
    """Find the claims in a clinic's text and show the study design behind each.

    claimcheck page.txt

    curl -s https://clinic.example | claimcheck --format json -
    """
    to_terminal = target is None and sys.stdout.isatty()
    form = form or ("table" if to_terminal else "plain")
    colored = output.wants_color(color.value, os.environ, terminal=to_terminal)
    options = Options(output.measure_width(), colored, colored and to_terminal, explain, reply, questions)

    def run() -> int:
        from claimcheck.inputs import Reading

        reading = Reading(allow_private, save, any_language)
        results = _check_inputs(inputs or [], evidence or [], reading, tell=say_nothing if quiet else say)
        write(render(results, form, options), target, form)
        if not quiet and any(not isinstance(result, InputError) for result in results):
            say(NOT_ADVICE)
        return _exit_status(results, fail_on)

    raise typer.Exit(guard(run, form))


def _check_inputs(
    names: list[str], evidence: list[Path], reading: "Reading", *, tell: Callable[[str], None]
) -> list[Result]:
    """Read and check every input; one that fails leaves its error in its place."""
    from claimcheck.inputs import read_input

    documents = [read_input(name, tell, reading) for name in names or [""]]
    if all(isinstance(document, InputError) for document in documents):
        return [document for document in documents if isinstance(document, InputError)]

    from claimcheck.check import check_document
    from claimcheck.evidence import bundled_evidence, load_evidence

    base = load_evidence(*evidence) if evidence else bundled_evidence()
    return [
        document if isinstance(document, InputError) else check_document(document, evidence=base)
        for document in documents
    ]


def _exit_status(results: Iterable[Result], fail_on: Verdict | None) -> int:
    reports: list[Report] = []
    for result in results:
        if isinstance(result, InputError):
            return Exit.UNREADABLE
        reports.append(result)
    worst = min((report.worst.severity for report in reports if report.worst), default=len(Verdict))
    return Exit.FOUND if fail_on is not None and worst <= fail_on.severity else Exit.CHECKED
