"""Measure start-up: ``--help`` beside a three-line typer app, one page beside spaCy's blank pipeline.

The package is compiled to bytecode first, as an installer does: a checkout may not have been.
"""

import compileall
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measuring import Limit, Result, Run, Table, render_limit, render_table, run_command

from pages import make_page

PACKAGE = Path(__file__).resolve().parent.parent / "src"
ROUNDS = 7
PAGE_CHARACTERS = 5000
TYPER_APP = """import typer
def main(name: str = "you"): print(name)
typer.run(main)
"""
LIBRARY = "import sys, claimcheck; claimcheck.check_text(open(sys.argv[1], encoding='utf-8').read())"


def measure_startup(rounds: int = ROUNDS) -> Result:
    """Time the commands in turn and compare each with its baseline."""
    command = str(Path(sys.executable).parent / "claimcheck")
    compileall.compile_dir(PACKAGE, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        app, page = Path(folder, "app.py"), Path(folder, "page.txt")
        app.write_text(TYPER_APP, encoding="utf-8")
        page.write_text(make_page(7, PAGE_CHARACTERS), encoding="utf-8")
        commands = {
            "three-line typer app --help": [sys.executable, str(app), "--help"],
            "claimcheck --help": [command, "--help"],
            "the page as a string, to the library": [sys.executable, "-c", LIBRARY, str(page)],
            "import spacy; spacy.blank('en')": [sys.executable, "-c", "import spacy; spacy.blank('en')"],
            f"claimcheck on one page ({PAGE_CHARACTERS:,} characters)": [command, "-q", str(page)],
        }
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, line in commands.items():
                runs[name].append(run_command(line))
    return _summarise(runs, rounds)


def _summarise(runs: dict[str, list[Run]], rounds: int) -> Result:
    typer, own_help, library, blank, page = (_median(one) for one in runs.values())
    bases = [typer, typer, page, blank, blank]
    rows = tuple(
        (
            name,
            f"{run.seconds:.3f}",
            f"{run.seconds / base.seconds:.2f}",
            f"{run.peak_mib:.0f}",
            f"{run.peak_mib / base.peak_mib:.2f}",
        )
        for name, run, base in zip(runs, (typer, own_help, library, blank, page), bases, strict=True)
    )
    return Result(
        Table(
            "Start-up",
            ("command", "seconds", "x baseline", "peak MiB", "x baseline"),
            rows,
            (
                f"Median of {rounds} runs, the five commands in turn.",
                "Baselines: the typer app; spacy.blank; for the library, the command on the same page, which also",
                "finds out what kind of file it is and prints the table.",
            ),
        ),
        (
            Limit("--help, against a three-line typer app", own_help.seconds / typer.seconds, 1.5),
            Limit("one page, against spacy.blank", page.seconds / blank.seconds, 1.35),
            Limit("peak memory of one page, against spacy.blank", page.peak_mib / blank.peak_mib, 1.3),
        ),
    )


def _median(runs: Sequence[Run]) -> Run:
    return Run(statistics.median(run.seconds for run in runs), statistics.median(run.peak_mib for run in runs))


if __name__ == "__main__":
    result = measure_startup()
    print(render_table(result.table), *map(render_limit, result.limits), sep="\n")
