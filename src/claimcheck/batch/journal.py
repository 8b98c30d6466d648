"""Results as they come in, so that a run that was killed goes on where it stopped.

Beside OUT stand two hidden files until the run is finished: the lines of results so far, and a journal with one entry
a line, which says where the line of each document ends. An entry is written only after its line is on the disk. What
follows the last whole entry is cut off on resuming, and is checked again.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from claimcheck.batch.items import Entry, Outcome
from claimcheck.errors import ClaimcheckError

_EVERY = 1.0  # seconds between two writes to the disk, which is what a kill loses at most
_MOST = 8 * 1024 * 1024  # bytes held back until then


class RunInTheWayError(ClaimcheckError):
    """An unfinished run stands in the way of this one."""


@dataclass(frozen=True)
class Paths:
    """Where results stand while a run is unfinished, and after."""

    target: Path

    @property
    def place(self) -> Path:
        """The target, or what it leads to if it is a link, which then stays."""
        return self.target.resolve()

    @property
    def part(self) -> Path:
        """Lines of results so far."""
        return self._beside("part")

    @property
    def journal(self) -> Path:
        """Entries of those lines."""
        return self._beside("journal")

    @property
    def table(self) -> Path:
        """The table that those lines are being turned into."""
        return self._beside("table")

    def discard(self) -> None:
        """Remove what an unfinished run left."""
        for path in (self.journal, self.part, self.table):
            path.unlink(missing_ok=True)

    def _beside(self, what: str) -> Path:
        place = self.place
        return place.with_name(f".{place.name}.{what}")


class Journal:
    """The open files of a run: append outcomes, in order."""

    def __init__(self, paths: Paths, header: dict[str, object], *, restart: bool = False) -> None:
        """Open the files of a run, new or unfinished, for this process alone; an unfinished one may be discarded.

        Raises:
            RunInTheWayError: another process has them open, or the unfinished run had other settings.
            OSError: they cannot be written.
        """
        self.paths = paths
        self._part = _open(paths.part)
        self._journal: BinaryIO | None = None
        try:
            _lock(self._part, paths)
            self._journal = _open(paths.journal)
            if restart:
                self._journal.truncate(0)
            self._size = self._find_end(self._journal, header)
        except BaseException:
            self.close()
            raise
        self._lines: list[bytes] = []
        self._entries: list[bytes] = []
        self._held = 0
        self._written = time.monotonic()

    def read(self) -> Iterator[Entry]:
        """Yield the entries of an unfinished run."""
        with self.paths.journal.open("rb") as stream:
            next(stream, None)  # the header
            for line in stream:
                entry = json.loads(line)
                del entry["end"]
                yield Entry(**entry)

    def append(self, outcome: Outcome) -> None:
        """Add an outcome; it reaches the disk within a second or so, or with ``flush``.

        Raises:
            OSError: the disk is full, or the like; all that stands in the journal stands.
        """
        self._size += len(outcome.line)
        self._held += len(outcome.line)
        self._lines.append(outcome.line)
        self._entries.append(_to_line({**outcome.entry.to_dict(), "end": self._size}))
        if self._held >= _MOST or time.monotonic() - self._written >= _EVERY:
            self.flush()

    def flush(self) -> None:
        """Put lines on the disk, then their entries."""
        if self._journal is not None and self._lines:
            lines, self._lines = self._lines, []
            entries, self._entries = self._entries, []
            _write(self._part, b"".join(lines))
            _write(self._journal, b"".join(entries))
        self._held = 0
        self._written = time.monotonic()

    def close(self) -> None:
        """Close the files, and let others open them."""
        for stream in (self._part, self._journal):
            if stream is not None:
                stream.close()

    def _find_end(self, journal: BinaryIO, header: dict[str, object]) -> int:
        """Cut both files back to the last whole entry, and return where its line ends; a new run gets a header."""
        wanted = _to_line(header)
        size = os.fstat(self._part.fileno()).st_size
        with self.paths.journal.open("rb") as stream:
            found = stream.readline()
            if found.endswith(b"\n") and found != wanted and size:
                raise RunInTheWayError(
                    f"{self.paths.target}: an unfinished run with other evidence, fields, languages or version "
                    "stands in the way; --restart discards it"
                )
            end, place = 0, len(found)
            for line in stream if found == wanted else ():
                entry = _parse(line)
                if entry is None or entry["end"] > size:
                    break
                end, place = entry["end"], place + len(line)
        if end == 0:
            journal.truncate(0)
            _write(journal, wanted)
        else:
            journal.truncate(place)
        self._part.truncate(end)
        return end


def _open(path: Path) -> BinaryIO:
    """Open a file to be appended to without a buffer, which would keep and repeat what a full disk refused."""
    return open(path, "ab", buffering=0)


def _write(stream: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]
    with suppress(OSError):  # a file system that cannot
        os.fsync(stream.fileno())


def _parse(line: bytes) -> dict[str, Any] | None:
    """Return an entry; none for a line that was being written when the run ended."""
    if not line.endswith(b"\n"):
        return None
    with suppress(ValueError):
        entry = json.loads(line)
        return entry if isinstance(entry, dict) else None
    return None


def _to_line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _lock(stream: BinaryIO, paths: Paths) -> None:
    """Keep other processes out; children do not inherit it, and it ends with this process, however that ends."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        return
    try:
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        moved = not paths.part.exists() or not os.path.samestat(os.fstat(stream.fileno()), paths.part.stat())
    except OSError as error:
        raise RunInTheWayError(f"{paths.target}: another process is writing it") from error
    if moved:  # finished by another process between opening and locking
        raise RunInTheWayError(f"{paths.target}: another process has just written it")
