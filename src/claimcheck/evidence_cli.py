"""``claimcheck evidence``: reads flags, calls one function, prints. Imports late, so that --help is quick."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimcheck import output
from claimcheck.render import Options
from claimcheck.shell import Exit, guard, say, write

if TYPE_CHECKING:
    from claimcheck.evidence import EvidenceBase

LIST_FORMATS = ("table", "plain", "json", "csv")
PAGE_FORMATS = ("table", "plain", "json")
FAULT_FORMATS = ("plain", "json")
RECHECK_FORMATS = ("diff", "jsonl")
EXPORT_FORMATS = ("json", "jsonl", "csv", "bibtex", "csl-json")
MOST_HITS = 50

evidence_app = typer.Typer(
    help="Look into the evidence base, bundled and your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _one_of(formats: tuple[str, ...]) -> Callable[[str | None], str | None]:
    def known(name: str | None) -> str | None:
        if name is not None and name not in formats:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(formats)}.")
        return name

    return known


def _format_option(formats: tuple[str, ...]) -> object:
    return typer.Option("--format", metavar="|".join(formats), callback=_one_of(formats), help="How to print.")


Own = Annotated[
    list[Path] | None,
    typer.Option("--evidence", metavar="FILE", help="Your own rows over the bundled ones; may be repeated."),
]
Condition = Annotated[str | None, typer.Option(metavar="NAME", help="Records about a condition, or a narrower one.")]
Intervention = Annotated[str | None, typer.Option(metavar="NAME", help="Records about a treatment, or a narrower one.")]
Design = Annotated[str | None, typer.Option(metavar="DESIGN", help="Records of a design, such as rct.")]
Year = Annotated[int | None, typer.Option(metavar="YEAR", help="Records published in a year.")]
ListFormat = Annotated[str | None, _format_option(LIST_FORMATS)]
PageFormat = Annotated[str | None, _format_option(PAGE_FORMATS)]
Target = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not.")]


@evidence_app.command("stats")
def stats(form: PageFormat = None, own: Own = None) -> None:
    """Count records and findings, by condition, design, depth of reading and type."""
    form = _choose_form(form)

    def run() -> int:
        from claimcheck.evidence_check import find_problems
        from claimcheck.evidence_render import render_stats
        from claimcheck.evidence_stats import count_evidence
        from claimcheck.resources import data_dir

        base = _load(own)  # own files at fault end it here
        faults = sum(1 for _ in find_problems(data_dir()))
        write(render_stats(count_evidence(base, faults), form, _options()), None, form)
        return Exit.CHECKED

    raise typer.Exit(guard(run, form))


@evidence_app.command("list")
def list_records(
    condition: Condition = None,
    design: Design = None,
    intervention: Intervention = None,
    year: Year = None,
    form: ListFormat = None,
    own: Own = None,
) -> None:
    """List records, all or those of a condition, design, treatment and year."""
    form = _choose_form(form)

    def run() -> int:
        from claimcheck.evidence_render import render_list
        from claimcheck.evidence_search import select_named

        records = select_named(_load(own), condition, intervention, design, year)
        write(render_list(records, form, _options()), None, form)
        return Exit.CHECKED

    raise typer.Exit(guard(run, form))


@evidence_app.command("show")
def show(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Id, earlier id, DOI, PMID, NCT or acronym.")],
    form: PageFormat = None,
    own: Own = None,
) -> None:
    """Print all that is known of a record, ready to be cited.

    claimcheck evidence show bydon-2024-celltop

    claimcheck evidence show 10.1038/s41467-024-46259-y "Kuriyan 2017"
    """
    form = _choose_form(form)

    def run() -> int:
        from claimcheck.evidence_render import render_pages
        from claimcheck.evidence_search import find_records

        base = _load(own)
        records = [record for name in names for record in find_records(name, base)]
        write(render_pages(records, base, form, _options()), None, form)
        return Exit.CHECKED

    raise typer.Exit(guard(run, form))


@evidence_app.command("search")
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="All of them must be there.")],
    limit: Annotated[int, typer.Option(min=0, help="Most records to print; 0 prints all.")] = MOST_HITS,
    form: ListFormat = None,
    own: Own = None,
) -> None:
    """Find records by words of title, authors, journal, names, conditions, treatments and bottom line."""
    form = _choose_form(form)

    def run() -> int:
        from claimcheck.evidence_render import describe_search, render_list
        from claimcheck.evidence_search import search_records

        found = search_records(" ".join(words), _load(own))
        shown = found.records[:limit] if limit else found.records
        for note in describe_search(found, len(shown)):
            say(f"claimcheck: {note}")
        write(render_list(shown, form, _options()), None, form)
        return Exit.CHECKED

    raise typer.Exit(guard(run, form))


@evidence_app.command("validate")
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Your own records and findings.")],
    form: Annotated[str, _format_option(FAULT_FORMATS)] = "plain",
) -> None:
    """Report every fault of your own files, with line and field; end with 3 if there is any."""

    def run() -> int:
        from claimcheck.evidence import bundled_evidence
        from claimcheck.evidence_render import render_inspection
        from claimcheck.own_evidence import inspect_files

        found = inspect_files(files, bundled_evidence())
        write(render_inspection(found, form), None, form)
        return Exit.UNREADABLE if found.problems else Exit.CHECKED

    raise typer.Exit(guard(run, form))


@evidence_app.command("export")
def export(
    form: Annotated[str, _format_option(EXPORT_FORMATS)] = "jsonl",
    target: Target = None,
    condition: Condition = None,
    design: Design = None,
    intervention: Intervention = None,
    year: Year = None,
    own: Own = None,
) -> None:
    """Write records for other programmes; JSON and JSON Lines with the findings that rest on them."""

    def run() -> int:
        from claimcheck.evidence_export import EXPORTS
        from claimcheck.evidence_search import select_named

        base = _load(own)
        write(EXPORTS[form](select_named(base, condition, intervention, design, year), base), target, "json")
        return Exit.CHECKED

    raise typer.Exit(guard(run, "" if form == "jsonl" else form))  # its lines are records, and an error is none


@evidence_app.command("recheck")
def recheck(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Records to ask about. Default: the bundled ones.")
    ] = None,
    online: Annotated[bool, typer.Option("--online", help="Ask public registers; nothing is done without.")] = False,
    target: Annotated[
        Path | None,
        typer.Option("--output", "-o", "--out", metavar="DIFF", help="Write to a file, whole or not."),
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", metavar="diff|jsonl", callback=_one_of(RECHECK_FORMATS), help="How.")
    ] = None,
    contact: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", envvar="CLAIMCHECK_CONTACT", help="A mail address that look-ups give."),
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=ADDRESS",
            envvar="CLAIMCHECK_SERVICE",
            help="Look up elsewhere: crossref, europepmc or trials; may be repeated.",
        ),
    ] = None,
) -> None:
    """Ask registers for retractions of every record, and write what should change for a person to review.

    claimcheck evidence recheck --online --out changes.diff
    """
    if not online:
        raise typer.BadParameter("is needed, since records are looked up in public registers.", param_hint="--online")

    def run() -> int:
        from claimcheck.online.patch import describe_recheck
        from claimcheck.online.recheck_file import recheck_file
        from claimcheck.online.session import OnlineOptions

        chosen = form or ("jsonl" if target is not None and target.suffix.lower() in (".jsonl", ".ndjson") else "diff")
        text, result = recheck_file(file, chosen, OnlineOptions(contact, service or []), os.environ, say)
        if target is None and sys.stdout.isatty():
            from claimcheck.render.escape import show

            text = show(text)
        write(text, target, "json")
        say(f"claimcheck: {describe_recheck(result)}")
        return Exit.CHECKED

    raise typer.Exit(guard(run, "plain"))


def _load(own: list[Path] | None) -> "EvidenceBase":
    from claimcheck.evidence import bundled_evidence, load_evidence

    return load_evidence(*own) if own else bundled_evidence()


def _choose_form(form: str | None) -> str:
    return form or ("table" if sys.stdout.isatty() else "plain")


def _options() -> Options:
    colored = output.wants_color("auto", os.environ, terminal=sys.stdout.isatty())
    return Options(output.measure_width(), colored)
