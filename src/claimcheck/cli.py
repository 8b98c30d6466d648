"""The command line: gathers the commands, and runs check where none is named."""

import os
import sys
from enum import Enum
from typing import Annotated

import typer

from claimcheck import __version__, output
from claimcheck.batch_cli import batch
from claimcheck.check_cli import check
from claimcheck.compare_cli import compare_pages
from claimcheck.completion import COMPLETE_VARIABLE, name_command
from claimcheck.evidence_cli import evidence_app
from claimcheck.flags import ConfiguredCommand
from claimcheck.shell import Exit, guard, rest_collector, say, write

EPILOG = (
    "Exit status: 0 checked; 1 something at or above --fail-on; 2 usage; 3 an input or data file unreadable; "
    "4 internal error; 130 interrupted.\n\n"
    "Options can also stand in a file (claimcheck.toml) or the environment (CLAIMCHECK_FORMAT): --show-config.\n\n"
    "Other commands: claimcheck batch, claimcheck compare OLD NEW, claimcheck evidence, claimcheck explain WHAT, "
    "claimcheck schema. A file named like a command is given as ./name."
)
_COMMANDS = ("batch", "check", "compare", "evidence", "explain", "schema")
_OF_THE_GROUP = ("--version", "--install-completion", "--show-completion")


class SchemaOf(str, Enum):
    """What a schema describes."""

    REPORT = "report"
    LINE = "line"
    COMPARISON = "comparison"
    BATCH = "batch"
    EVIDENCE = "evidence"
    FINDINGS = "findings"


app = typer.Typer(
    name="claimcheck",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=EPILOG, cls=ConfiguredCommand)(check)
app.command("compare", cls=ConfiguredCommand)(compare_pages)
app.command(cls=ConfiguredCommand)(batch)
app.add_typer(evidence_app, name="evidence")


def main() -> None:
    """Run the command line; without a command, check."""
    rest_collector()
    output.fill_closed_streams()
    if COMPLETE_VARIABLE in os.environ:
        os.environ.update(name_command(os.environ, _COMMANDS))
    try:
        app(args=_add_command(sys.argv[1:]), prog_name="claimcheck")
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except OSError as error:  # of what typer prints: help, the version
        output.silence_stdout()
        say(f"claimcheck: standard output: cannot be written ({error.strerror})")
        sys.exit(Exit.UNREADABLE)


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


@app.callback()
def claimcheck(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find the claims in a clinic's text and show the study design behind each."""
    del version


def _find_names(incomplete: str) -> list[str]:
    """Return what can be explained and begins like the word that is being typed."""
    from claimcheck.explain import all_pages

    return [page.name for page in all_pages() if page.name.startswith(incomplete) and " " not in page.name]


@app.command("explain")
def explain_name(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="WHAT", autocompletion=_find_names, help="With none, list what there is."),
    ] = None,
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
    of: Annotated[SchemaOf, typer.Argument(metavar="|".join(SchemaOf), help="Of what.")] = SchemaOf.REPORT,
) -> None:
    """Print the JSON Schema of a JSON report, a line of JSON Lines, a comparison, or a row of evidence or findings."""

    def run() -> int:
        import json

        from claimcheck.row_schema import row_schema
        from claimcheck.schemas import SCHEMAS

        document = SCHEMAS[of.value]() if of.value in SCHEMAS else row_schema(of.value)
        write(json.dumps(document, indent=2) + "\n", None, "json")
        return Exit.CHECKED

    raise typer.Exit(guard(run, "json"))
