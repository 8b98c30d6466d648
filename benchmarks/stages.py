"""Measure where the time of a check goes: by stage with a clock, by function with cProfile."""

import cProfile
import inspect
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from measuring import Result, Table, render_table

import claimcheck.check
import claimcheck.extract
from claimcheck.pipeline import load_pipeline
from claimcheck.readers import read_bytes
from pages import make_pages

PAGES = 40
PAGE_CHARACTERS = 5000
FUNCTIONS = 15


def measure_stages(pages: int = PAGES) -> Result:
    """Time every stage over the same pages."""
    warm_up, *texts = make_pages(pages + 1, PAGE_CHARACTERS, seed=31)
    check(warm_up)
    seconds: dict[str, float] = defaultdict(float)
    start = time.perf_counter()
    with clocked_stages(seconds):
        for text in texts:
            check(text, clocked_pipeline(seconds))
    total = time.perf_counter() - start
    seconds["everything else"] = total - sum(seconds.values())
    words = sum(len(text.split()) for text in texts)
    rows = [(name, f"{1000 * s / pages:.2f}", f"{100 * s / total:.1f}%") for name, s in seconds.items()]
    rows.append(("all", f"{1000 * total / pages:.2f}", "100%"))
    note = f"{pages} pages of {PAGE_CHARACTERS:,} characters, {words / total:,.0f} words/s."
    return Result(Table("Where the time goes, by stage", ("stage", "ms a page", "share"), tuple(rows), (note,)))


def check(text: str, nlp: Any = None) -> object:
    """Check a page, from its bytes to judged claims."""
    return claimcheck.check.check_document(read_bytes(text.encode("utf-8"), "page.txt"), nlp=nlp)


def clocked_pipeline(seconds: dict[str, float]) -> Callable[[str], Any]:
    """Return the pipeline with a clock on each component."""
    nlp = load_pipeline()
    make_doc = clocked("tokenise", nlp.make_doc, seconds)
    pipes = [clocked(name, pipe, seconds) for name, pipe in nlp.pipeline]

    def read(text: str) -> Any:
        doc = make_doc(text)
        for pipe in pipes:
            doc = pipe(doc)
        return doc

    return read


@contextmanager
def clocked_stages(seconds: dict[str, float]) -> Iterator[None]:
    """Put a clock on every function that a check calls after the pipeline."""
    stages: dict[tuple[ModuleType, str], Callable[..., Any]] = {
        (claimcheck.check, name): function
        for name, function in vars(claimcheck.check).items()
        if inspect.isfunction(function) and function.__module__ not in ("claimcheck.check", "claimcheck.resources")
    }
    stages[claimcheck.extract, "extract"] = claimcheck.extract.extract
    with ExitStack() as stack:
        for (module, name), function in stages.items():
            stack.enter_context(patch.object(module, name, clocked(name, function, seconds)))
        yield


def clocked(name: str, run: Callable[..., Any], seconds: dict[str, float]) -> Callable[..., Any]:
    """Return a function that adds its seconds under a name."""

    def timed(*arguments: Any) -> Any:
        start = time.perf_counter()
        value = run(*arguments)
        seconds[name] += time.perf_counter() - start
        return value

    return timed


def profile_functions(pages: int = PAGES) -> Result:
    """Profile whole checks and return the functions with most time of their own."""
    warm_up, *texts = make_pages(pages + 1, PAGE_CHARACTERS, seed=37)
    check(warm_up)
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        check(text)
    profile.disable()
    stats: Any = pstats.Stats(profile)
    total: float = stats.total_tt
    entries = sorted(stats.stats.items(), key=lambda item: -item[1][2])[:FUNCTIONS]
    rows = tuple(
        (name_function(*place), f"{calls // pages:,}", f"{100 * own / total:.1f}%", f"{100 * whole / total:.1f}%")
        for place, (_, calls, own, whole, _) in entries
    )
    header = ("function", "calls a page", "own time", "with what it calls")
    note = "cProfile slows small functions down more than large ones: read it for order, not for shares."
    return Result(Table("Where the time goes, by function", header, rows, (note,)))


def name_function(file: str, line: int, function: str) -> str:
    """Return the name of a function with its module, without the folders above the package.

    >>> name_function("/x/claimcheck/components/units.py", 3, "cut")
    'components/units.py:cut'
    """
    parts: Sequence[str] = Path(file).parts
    if "claimcheck" in parts:
        last = len(parts) - 1 - parts[::-1].index("claimcheck")
        return f"{'/'.join(parts[last + 1 :])}:{function}"
    return function if file == "~" else f"{Path(file).name}:{function}"


if __name__ == "__main__":
    for result in (measure_stages(), profile_functions()):
        print(render_table(result.table))
