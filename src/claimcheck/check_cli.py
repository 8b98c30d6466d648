"""The main command: reads its flags, checks each input, prints the report. Imports late, so that --help is quick."""

import os
import sys
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimcheck import export, output
from claimcheck.errors import InputError, UnknownNameError
from claimcheck.flags import Color, Config, ShowConfig, settle
from claimcheck.models import Verdict
from claimcheck.pager import wants_pager
from claimcheck.render import FOR_PATIENTS, RENDERERS, Options, Result, render
from claimcheck.shell import Exit, guard, say, say_nothing, wake_collector

if TYPE_CHECKING:
    from claimcheck.inputs import InputOptions
    from claimcheck.report import Report

NOT_ADVICE = (
    "claimcheck compares wording with published studies. It is not medical advice, and no reason to start or "
    "stop a treatment."
)


class Order(str, Enum):
    """In which order claims are shown."""

    WORST = "worst"
    PAGE = "page"


class Reader(str, Enum):
    """For whom a report is written."""

    JOURNALIST = "journalist"
    PATIENT = "patient"


class Group(str, Enum):
    """Whether claims of one section of the page stand together."""

    SECTION = "section"
    NONE = "none"


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in RENDERERS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(RENDERERS)}.")
    return name


def _list_formats() -> list[str]:
    return list(RENDERERS)


def check(
    context: typer.Context,
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
            autocompletion=_list_formats,
            help="How to print. Default: table on a terminal, else plain.",
        ),
    ] = None,
    written_to: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a file, whole or not at all, in the format of its name; into a folder, a file an input.",
        ),
    ] = None,
    fail_on: Annotated[
        Verdict | None,
        typer.Option(
            metavar="VERDICT",
            help="Exit with 1 if a verdict is this bad or worse.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the report and errors only.")] = False,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Your own records and findings over the bundled ones; may be repeated.",
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Add rule, cue words and scores.")] = False,
    reply: Annotated[
        bool,
        typer.Option("--reply", help="Add a sentence to quote and one to put to the clinic."),
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
    online: Annotated[
        bool,
        typer.Option("--online", help="Look up what the cited DOIs, PMIDs, PMCIDs and NCT numbers are."),
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A mail address that look-ups give, as the servers ask for."),
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=ADDRESS",
            help="Look up elsewhere: crossref, europepmc or trials; may be repeated.",
        ),
    ] = None,
    reader: Annotated[
        Reader,
        typer.Option(
            "--for",
            metavar="journalist|patient",
            help="With citations to follow, or in plain sentences.",
        ),
    ] = Reader.JOURNALIST,
    sort: Annotated[
        Order,
        typer.Option(metavar="worst|page", help="Worst first, or in the page's order."),
    ] = Order.WORST,
    group: Annotated[
        Group | None,
        typer.Option(
            metavar="section|none",
            help="Under the headings of the page. Default: in a table in the page's order.",
        ),
    ] = None,
    only: Annotated[
        list[Verdict] | None,
        typer.Option(
            metavar="VERDICT",
            help="Show these only; may be repeated. JSON stays whole.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The date that reports carry. Default: SOURCE_DATE_EPOCH, else now; on stdout text and JSON none.",
        ),
    ] = None,
    no_pager: Annotated[
        bool,
        typer.Option("--no-pager", help="Never page, however long the report."),
    ] = False,
    color: Annotated[Color, typer.Option(metavar="auto|always|never", help="When to colour.")] = Color.AUTO,
    config: Config = None,
    show_config: ShowConfig = False,
) -> None:
    """Find the claims in a clinic's text and show the study design behind each.

    claimcheck page.txt

    curl -s https://clinic.example | claimcheck --format json -
    """
    del config  # read before the other options, see flags.py
    settle(context, show=show_config, quiet=quiet)
    target = Path(written_to) if written_to else None
    folder = written_to is not None and export.is_folder(written_to)
    to_terminal = target is None and sys.stdout.isatty()
    colored = output.wants_color(color.value, os.environ, terminal=to_terminal)

    def run() -> int:
        from claimcheck.inputs import InputOptions

        if target is not None and not folder:
            export.spare_inputs(target, inputs or [])
        chosen = export.choose_format(form, target, folder=folder, terminal=to_terminal)
        if reader is Reader.PATIENT and chosen not in FOR_PATIENTS:
            raise UnknownNameError(f"--for patient is written as {', '.join(FOR_PATIENTS)}, not as {chosen}.", ())
        options = Options(
            width=output.measure_width(),
            color=colored,
            links=colored and to_terminal,
            explain=explain,
            reply=reply,
            questions=questions,
            made_at=export.choose_date(date, chosen, os.environ, to_file=target is not None),
            sort=sort.value,
            group=group.value if group else "",
            reader=reader.value,
            only=tuple(verdict.value for verdict in only or ()),
        )
        reading = InputOptions(allow_private, save, any_language)
        tell = say_nothing if quiet else say
        results = _check_inputs(inputs or [], evidence or [], reading, tell=tell)
        if online:
            results = _look_up(results, contact, service or [], tell=tell)
        if not no_pager and target is None and wants_pager(os.environ, stdin=sys.stdin.isatty(), stdout=to_terminal):
            export.show(render(results, chosen, options), chosen)
        else:
            export.write_results(results, chosen, options, target, folder=folder)
        if not quiet and any(not isinstance(result, InputError) for result in results):
            say(NOT_ADVICE)
        return _exit_status(results, fail_on)

    raise typer.Exit(guard(run, export.name_format(form, target, folder=folder)))


def _check_inputs(
    names: list[str], evidence: list[Path], reading: "InputOptions", *, tell: Callable[[str], None]
) -> list[Result]:
    """Read and check every input; one that fails leaves its error in its place."""
    from claimcheck.inputs import read_input

    if len(names) > 1:
        wake_collector()
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


def _look_up(
    results: list[Result], contact: str | None, services: list[str], *, tell: Callable[[str], None]
) -> list[Result]:
    """Return the reports with what the identifiers on their pages are; one line says how that went."""
    from claimcheck.online import look_up, tell_outcome
    from claimcheck.online.client import RUN_SECONDS
    from claimcheck.online.session import OnlineOptions, open_client

    with open_client(OnlineOptions(contact, services, run_seconds=RUN_SECONDS), os.environ, tell) as client:
        looked_up = [result if isinstance(result, InputError) else look_up(result, client) for result in results]
    tell(f"claimcheck: {tell_outcome(result for result in looked_up if not isinstance(result, InputError))}")
    return looked_up


def _exit_status(results: Iterable[Result], fail_on: Verdict | None) -> int:
    reports: list[Report] = []
    for result in results:
        if isinstance(result, InputError):
            return Exit.UNREADABLE
        reports.append(result)
    worst = min((report.worst.severity for report in reports if report.worst), default=len(Verdict))
    return Exit.FOUND if fail_on is not None and worst <= fail_on.severity else Exit.CHECKED
