"""What every benchmark needs: tables, alternating runs, one run of a command with its peak memory."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Results to print, with what they mean."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limit:
    """A ratio that must stay on one side of a bound."""

    name: str
    value: float
    bound: float
    at_most: bool = True

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bound."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound


@dataclass(frozen=True)
class Result:
    """A table, and the ratios of it that must hold."""

    table: Table
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    seconds: float
    peak_mib: float


def run_command(command: Sequence[str]) -> Run:
    """Run a command to its end and return its time and peak memory.

    Raises:
        RuntimeError: it ended with an error; a failed run is no measurement.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command[1:])} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def time_alternating(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Run tasks in turn, round after round, and return the median seconds of each."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def render_table(table: Table) -> str:
    """Return a table as Markdown, padded so that it reads well as plain text too."""
    rows = [table.header, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
    lines = [_render_row(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    notes = [f"\n{note}" for note in table.notes]
    return "\n".join([f"## {table.title}\n", lines[0], rule, *lines[1:], *notes]) + "\n"


def _render_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def render_limit(limit: Limit) -> str:
    """Return one line on whether a ratio holds."""
    sign = "at most" if limit.at_most else "at least"
    state = "ok" if limit.holds else "MISSED"
    return f"{state:6} {limit.name}: {limit.value:.3g}x, {sign} {limit.bound:g}x"
