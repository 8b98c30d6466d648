"""The command line: reads flags, calls the stages, prints. Imports late, so that --help is quick."""

import os
import sys
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimcheck import __version__, output
from claimcheck.errors import InputError
from claimcheck.evidence_cli import evidence_app
from claimcheck.models import Verdict
from claimcheck.render import RENDERERS, Options, Result, render
from claimcheck.shell import Exit, guard, say, say_nothing, write

if TYPE_CHECKING:
    from claimcheck.models import Document
    from claimcheck.report import Report

NOT_ADVICE = (
    "claimcheck compares wording with published studies. It is not medical advice, and no reason to start or "
    "stop a treatment."
)
PASTE_PROMPT = "Paste the text, then press Ctrl-D (Ctrl-C to give up)."
EPILOG = (
    "Exit status: 0 checked; 1 something at or above --fail-on; 2 usage; 3 an input or data file unreadable; "
    "4 internal error; 130 interrupted.\n\n"
    "Other commands: claimcheck evidence, claimcheck explain WHAT, claimcheck schema. A file named like a command is "
    "given as ./name."
)
_COMMANDS = ("check", "evidence", "explain", "schema")
_OF_THE_GROUP = ("--version", "--install-completion", "--show-completion")


class Color(str, Enum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class SchemaOf(str, Enum):
    """What a schema describes."""

    REPORT = "report"
    EVIDENCE = "evidence"
    FINDINGS = "findings"


app = typer.Typer(
    name="claimcheck",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(evidence_app, name="evidence")


def main() -> None:
    """Run the command line; without a command, check."""
    try:
        app(args=_add_command(sys.argv[1:]), prog_name="claimcheck")
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)


def _add_command(args: list[str]) -> list[str]:
    """Put ``check`` before arguments that name no command.

    >>> _add_command(["page.txt", "-q"]), _add_command(["schema"])
    (['check', 'page.txt', '-q'], ['schema'])
    """
    return args if args and args[0] in (*_COMMANDS, *_OF_THE_GROUP) else ["check", *args]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimcheck {__version__}")
        raise typer.Exit


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in RENDERERS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(RENDERERS)}.")
    return name


@app.callback()
def claimcheck(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find the claims in a clinic's text and show the study design behind each."""
    del version


@app.command(epilog=EPILOG)
def check(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT", help="Text files; - or a pipe is stdin; with none, paste the text."),
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
        results = _check_inputs(inputs or [], evidence or [], tell=say_nothing if quiet else say)
        write(render(results, form, options), target, form)
        if not quiet and any(not isinstance(result, InputError) for result in results):
            say(NOT_ADVICE)
        return _exit_status(results, fail_on)

    raise typer.Exit(guard(run, form))


@app.command("explain")
def explain_name(
    what: Annotated[list[str] | None, typer.Argument(metavar="WHAT", help="With none, list what there is.")] = None,
) -> None:
    """Say what a verdict, a rule, a red flag, a study design or a term means."""

    def run() -> int:
        from claimcheck.explain import explain, find_nearest, list_names

        name = " ".join(what or [])
        if text := explain(name) if name else list_names():
            write(text, None, "plain")
            return Exit.CHECKED
        nearest = ", ".join(find_nearest(name)) or "none; claimcheck explain lists them all"
        say(f"claimcheck: nothing is called {name!r}. Nearest: {nearest}.")
        return Exit.USAGE

    raise typer.Exit(guard(run, "plain"))


@app.command()
def schema(
    of: Annotated[SchemaOf, typer.Argument(metavar="report|evidence|findings", help="Of what.")] = SchemaOf.REPORT,
) -> None:
    """Print the JSON Schema of the JSON report, or of a row of evidence or findings."""

    def run() -> int:
        import json

        from claimcheck.row_schema import row_schema
        from claimcheck.schema import report_schema

        document = report_schema() if of is SchemaOf.REPORT else row_schema(of.value)
        write(json.dumps(document, indent=2) + "\n", None, "json")
        return Exit.CHECKED

    raise typer.Exit(guard(run, "json"))


def _check_inputs(names: list[str], evidence: list[Path], *, tell: Callable[[str], None]) -> list[Result]:
    """Read and check every input; one that fails leaves its error in its place."""
    documents = [_read(name, tell) for name in names or [""]]
    if all(isinstance(document, InputError) for document in documents):
        return [document for document in documents if isinstance(document, InputError)]

    from claimcheck.check import check_document
    from claimcheck.evidence import bundled_evidence, load_evidence

    base = load_evidence(*evidence) if evidence else bundled_evidence()
    return [
        document if isinstance(document, InputError) else check_document(document, evidence=base)
        for document in documents
    ]


def _read(name: str, tell: Callable[[str], None]) -> "Document | InputError":
    """Read one input: a file, stdin, or for an empty name stdin or a paste."""
    from claimcheck import readers

    try:
        if name not in ("", "-"):
            document = readers.read_file(name)
        elif name == "" and sys.stdin.isatty():
            document = readers.read_bytes(_ask_for_paste(), "pasted text")
            say(f"Read {len(document.text.split()):,} words.")
        else:
            document = readers.read_stream(sys.stdin.buffer, "standard input")
    except InputError as error:
        say(f"claimcheck: {error}")
        return error
    for note in document.notes:
        tell(f"claimcheck: {document.name}: {note}")
    return document


def _ask_for_paste() -> bytes:
    from claimcheck.paste import read_paste

    try:
        return read_paste(sys.stdin.fileno(), _echo, prompt=PASTE_PROMPT)
    except ImportError:  # no terminal modes on this system: its own way of reading lines has to do
        say(PASTE_PROMPT)
        return sys.stdin.buffer.read()
    finally:
        say("")


def _echo(data: bytes) -> None:
    sys.stderr.buffer.write(data)
    sys.stderr.buffer.flush()


def _exit_status(results: Iterable[Result], fail_on: Verdict | None) -> int:
    reports: list[Report] = []
    for result in results:
        if isinstance(result, InputError):
            return Exit.UNREADABLE
        reports.append(result)
    worst = min((report.worst.severity for report in reports if report.worst), default=len(Verdict))
    return Exit.FOUND if fail_on is not None and worst <= fail_on.severity else Exit.CHECKED
