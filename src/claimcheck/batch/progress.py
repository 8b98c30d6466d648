"""A bar on stderr: how much is done, how fast, how long it will take."""

import time
from contextlib import closing
from typing import TYPE_CHECKING

from claimcheck.batch.items import Outcome

if TYPE_CHECKING:
    from collections.abc import Generator

    from rich.console import Console

_EVERY = 0.1  # seconds between two drawings


def show_progress(outcomes: "Generator[Outcome]", done: int, total: int, console: "Console") -> "Generator[Outcome]":
    """Yield outcomes, and draw how far they are; without a thread, which would not go with forking."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("left, {task.fields[failed]} failed", markup=False),
    )
    failed, start, drawn = 0, time.monotonic(), 0.0
    with closing(outcomes), Progress(*columns, console=console, auto_refresh=False, transient=True) as progress:
        task = progress.add_task("", total=total, completed=done, rate="starting", failed=0)
        progress.refresh()
        for number, outcome in enumerate(outcomes, start=1):
            failed += outcome.entry.error is not None
            now = time.monotonic()
            rate = number / max(now - start, 1e-9)
            progress.update(task, advance=1, rate=f"{rate:,.1f}/s", failed=failed)
            if now - drawn >= _EVERY:
                progress.refresh()
                drawn = now
            yield outcome
