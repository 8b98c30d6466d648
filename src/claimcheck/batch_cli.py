"""``claimcheck batch``: reads flags, runs, prints a summary. Imports late, so that --help is quick."""

import os
import sys
from collections.abc import Callable, Generator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimcheck import output
from claimcheck.check_cli import NOT_ADVICE
from claimcheck.export import spare_inputs
from claimcheck.flags import Color, Config, ShowConfig, settle
from claimcheck.render import Options
from claimcheck.shell import Exit, guard, say, say_nothing, wake_collector, write

if TYPE_CHECKING:
    from claimcheck.batch.items import Outcome
    from claimcheck.batch.run import Engine, Plan


class EngineName(str, Enum):
    """What the work is spread with."""

    LOCAL = "local"
    RAY = "ray"


class ResultFormat(str, Enum):
    """How results are written."""

    JSONL = "jsonl"
    PARQUET = "parquet"


def batch(
    context: typer.Context,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, JSONL, CSV or Parquet tables.")
    ],
    target: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT", help="Where results go, whole or not at all; - is stdout.")
    ],
    form: Annotated[
        ResultFormat | None,
        typer.Option("--format", metavar="jsonl|parquet", help="Default: what OUT ends in, else jsonl."),
    ] = None,
    text_field: Annotated[str, typer.Option(metavar="NAME", help="Field or column with the text.")] = "text",
    id_field: Annotated[str, typer.Option(metavar="NAME", help="Field that names the document, if there.")] = "id",
    site_field: Annotated[
        str, typer.Option(metavar="NAME", help="Field with the address or name of the site, if there.")
    ] = "url",
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes. Default: all cores.")] = None,
    engine: Annotated[
        EngineName, typer.Option(metavar="local|ray", help="This machine, or Ray Data.")
    ] = EngineName.LOCAL,
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of a Ray cluster, or auto. Default: start Ray here.")
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Discard an unfinished run instead of going on.")] = False,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own records and findings over the bundled ones; may be repeated."),
    ] = None,
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Judge text that does not seem to be English, too.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the summary and errors only.")] = False,
    color: Annotated[Color, typer.Option(metavar="auto|always|never", help="When to colour.")] = Color.AUTO,
    config: Config = None,
    show_config: ShowConfig = False,
) -> None:
    """Check many documents on all cores, and write one result a line.

    claimcheck batch pages/ -o results.jsonl

    claimcheck batch crawl.jsonl 'more/**/*.html' -o results.parquet

    A run that was stopped goes on where it was when the same command is given again.
    """
    del config  # read before the other options, see flags.py
    settle(context, show=show_config, quiet=quiet)
    if address is not None and engine is not EngineName.RAY:
        raise typer.BadParameter("needs --engine ray.", param_hint="--address")
    if "-" in inputs:
        raise typer.BadParameter("a run that can be gone on with needs files, not a pipe.", param_hint="INPUT")

    def run() -> int:
        from claimcheck.batch.items import Columns, Settings
        from claimcheck.batch.run import Plan, is_stdout, run_batch
        from claimcheck.batch.summary import render_failures, render_summary

        if not target.is_dir():
            spare_inputs(target, inputs)
        plan = Plan(
            inputs,
            target,
            form.value if form else "parquet" if target.suffix.lower() == ".parquet" else "jsonl",
            Columns(text_field, id_field, site_field),
            Settings(tuple(evidence or ()), any_language),
            restart,
        )
        tell = say_nothing if quiet else _tell
        wake_collector()
        summary = run_batch(plan, _choose_engine(engine, workers, address), _choose_watch(plan, quiet, color), tell)
        for line in render_failures(summary):
            _tell(line)
        if is_stdout(target):  # which holds the results
            say(render_summary(summary, None).rstrip("\n"))
        else:
            write(render_summary(summary, _choose_options(color)), None, "plain")
        tell_advice = say_nothing if quiet else say
        tell_advice(NOT_ADVICE)
        return Exit.UNREADABLE if summary.total.failed else Exit.CHECKED

    raise typer.Exit(guard(run, "plain"))


def _tell(message: str) -> None:
    say(f"claimcheck: {message}")


def _choose_engine(name: EngineName, workers: int | None, address: str | None) -> "Engine":
    if name is EngineName.RAY:
        from claimcheck.batch.ray_engine import check_on_ray, require_ray

        require_ray()
        return lambda items, settings: check_on_ray(items, settings, workers, address)
    from claimcheck.batch.local import check_locally, count_cores

    return lambda items, settings: check_locally(items, settings, workers or count_cores())


def _choose_watch(plan: "Plan", quiet: bool, color: Color) -> "Callable[[Generator[Outcome], int], Generator[Outcome]]":
    """Return what draws a bar on a terminal, and elsewhere nothing."""
    if quiet or not sys.stderr.isatty():
        return lambda outcomes, done: outcomes
    from rich.console import Console

    from claimcheck.batch.progress import show_progress

    total = sum(1 for _ in plan.find_items(say_nothing))
    console = Console(stderr=True, no_color=not output.wants_color(color.value, os.environ, terminal=True))
    return lambda outcomes, done: show_progress(outcomes, done, total, console)


def _choose_options(color: Color) -> Options | None:
    if not sys.stdout.isatty():
        return None
    return Options(output.measure_width(), output.wants_color(color.value, os.environ, terminal=True))
