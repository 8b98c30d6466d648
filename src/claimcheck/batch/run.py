"""A run from inputs to results: what was done before is kept, the rest is checked and written in order."""

import hashlib
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from claimcheck import __version__
from claimcheck.batch.checking import load_base
from claimcheck.batch.items import Columns, Entry, Item, Outcome, Settings
from claimcheck.batch.journal import Journal, Paths, RunInTheWayError
from claimcheck.batch.parquet import require_pyarrow, write_parquet
from claimcheck.batch.sources import find_items
from claimcheck.batch.summary import Summary
from claimcheck.errors import InputError

Engine: TypeAlias = Callable[[Iterator[Item], Settings], Generator[Outcome]]
Watch: TypeAlias = Callable[[Generator[Outcome], int], Generator[Outcome]]


@dataclass(frozen=True)
class Plan:
    """What to check, and where results go."""

    inputs: Sequence[str]
    target: Path
    form: str  # jsonl, parquet
    columns: Columns
    settings: Settings
    restart: bool = False

    @property
    def header(self) -> dict[str, object]:
        """What has to be the same for a run to be gone on with."""
        return {
            "claimcheck": __version__,
            "evidence": load_base(self.settings).sha256,
            "any_language": self.settings.any_language,
            "fields": [self.columns.text, self.columns.id, self.columns.site],
        }

    def find_items(self, tell: Callable[[str], None]) -> Iterator[Item]:
        """Yield the documents of the inputs."""
        return find_items(self.inputs, self.columns, leave_out=self.target, tell=tell)


def run_batch(plan: Plan, engine: Engine, watch: Watch, tell: Callable[[str], None]) -> Summary:
    """Check the documents of a plan, and write their results whole, or leave what is needed to go on.

    Raises:
        InputError: results cannot be written, or the inputs hold no document.
        RunInTheWayError: an unfinished run cannot be gone on with.
        ClaimcheckError: what an engine or a format needs is missing.
    """
    if plan.form == "parquet" or any(name.lower().endswith(".parquet") for name in plan.inputs):
        require_pyarrow()
    try:
        if is_stdout(plan.target) or (plan.target.exists() and not plan.target.is_file()):
            return _run_into_stream(plan, engine, watch, tell)
        return _run_into_file(plan, engine, watch, tell)
    except OSError as error:
        raise InputError(str(plan.target), f"cannot be written ({error.strerror or error})") from error


def _run_into_file(plan: Plan, engine: Engine, watch: Watch, tell: Callable[[str], None]) -> Summary:
    paths = Paths(plan.target)
    journal = Journal(paths, plan.header, restart=plan.restart)
    summary = Summary()
    try:
        items = plan.find_items(tell)
        for entry in match_done(items, journal.read()):
            summary.add(entry)
        if done := summary.total.documents:
            tell(f"going on after {done:,} documents of an unfinished run")
        with closing(watch(engine(items, plan.settings), done)) as outcomes:
            for outcome in outcomes:
                journal.append(outcome)
                summary.add(outcome.entry)
        journal.flush()
        if not summary.total.documents:
            paths.discard()
            raise _lacks_documents(plan)
        _finish(paths, plan.form)
    except KeyboardInterrupt:
        journal.flush()
        tell(f"stopped after {summary.total.documents:,} documents; the same command goes on from there")
        raise
    finally:
        journal.close()
    return summary


def match_done(items: Iterator[Item], entries: Iterable[Entry]) -> Iterator[Entry]:
    """Take the documents that are done off the items, and yield their entries.

    Raises:
        RunInTheWayError: they are not the same documents any more.
    """
    for number, entry in enumerate(entries, start=1):
        item = next(items, None)
        if item is None or item.document != entry.document:
            now = "is gone" if item is None else f"is {item.document!r} now"
            change = f"document {number:,} was {entry.document!r} and {now}"
        elif entry.sha256 is not None and entry.sha256 != _hash(item):
            change = f"{entry.document!r} has changed"
        else:
            yield entry
            continue
        raise RunInTheWayError(f"the inputs are not those of the unfinished run: {change}; --restart begins anew")


def _hash(item: Item) -> str | None:
    """Return the hash of what an item holds; none where it cannot be read."""
    if item.path is None:
        return hashlib.sha256(item.text or b"").hexdigest()
    digest = hashlib.sha256()
    try:
        with open(item.path, "rb") as stream:
            while chunk := stream.read(1024 * 1024):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def _finish(paths: Paths, form: str) -> None:
    """Put the results in their place, in one step, as readable as what stood there, and remove the rest."""
    result = paths.part
    if form == "parquet":
        result = paths.table
        with paths.part.open("rb") as lines:
            write_parquet(lines, result)
    if paths.place.exists():
        os.chmod(result, paths.place.stat().st_mode & 0o777)
    os.replace(result, paths.place)
    paths.discard()


def _run_into_stream(plan: Plan, engine: Engine, watch: Watch, tell: Callable[[str], None]) -> Summary:
    """Write to a pipe or a device as results come in; such a run cannot be gone on with."""
    if plan.target.is_dir() or plan.form == "parquet":
        raise InputError(str(plan.target), "is not a file")
    summary = Summary()
    found = watch(engine(plan.find_items(tell), plan.settings), 0)
    leaves_early = suppress(BrokenPipeError) if is_stdout(plan.target) else nullcontext()  # as head does
    with leaves_early, _open_stream(plan.target) as stream, closing(found) as outcomes:
        for outcome in outcomes:
            summary.add(outcome.entry)
            _write(stream, outcome.line)
    if not summary.total.documents:
        raise _lacks_documents(plan)
    return summary


def is_stdout(target: Path) -> bool:
    """Tell whether a target is standard output: "-", or a name that leads to it."""
    if str(target) == "-":
        return True
    with suppress(OSError, ValueError, AttributeError):  # no such file; no stdout
        return os.path.samestat(target.stat(), os.fstat(sys.stdout.fileno()))
    return False


def _open_stream(target: Path) -> BinaryIO:
    """Open a pipe or a device without a buffer; standard output stays open after it."""
    if is_stdout(target):
        return open(sys.stdout.fileno(), "wb", buffering=0, closefd=False)
    return open(target, "wb", buffering=0)


def _lacks_documents(plan: Plan) -> InputError:
    return InputError(", ".join(plan.inputs), "no document is there")


def _write(stream: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]
