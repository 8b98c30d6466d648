"""Answers kept in a file of SQLite under the user's cache, so that nobody is asked the same thing every time.

It is opened only for look-ups, and whatever is wrong with it, look-ups go on without it.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

FILE = "online.sqlite"
VERSION = 1  # of the table; a file of another version is emptied
KEPT_SECONDS = 7 * 24 * 3600.0  # a retraction of last week may be missed, one of last month not
_WAIT = 2.0  # seconds for another process that writes

_TABLE = "CREATE TABLE IF NOT EXISTS answers (address TEXT PRIMARY KEY, asked_at REAL NOT NULL, body BLOB NOT NULL)"


@dataclass(frozen=True)
class Cache:
    """An open file of answers."""

    connection: sqlite3.Connection
    seconds: float = KEPT_SECONDS  # that an answer is good for


def find_cache(environ: Mapping[str, str]) -> Path | None:
    """Return the file of answers by the rules of XDG, or None where there is no home.

    >>> find_cache({"XDG_CACHE_HOME": "/tmp/cache"}).as_posix()
    '/tmp/cache/claimcheck/online.sqlite'
    """
    chosen = environ.get("XDG_CACHE_HOME", "")
    home = Path(chosen) if os.path.isabs(chosen) else Path(os.path.expanduser("~")) / ".cache"
    return home / "claimcheck" / FILE if home.is_absolute() else None


@contextmanager
def open_cache(path: Path, now: float, seconds: float = KEPT_SECONDS) -> Iterator[Cache]:
    """Open a file of answers, made where there is none, and drop what is too old.

    Raises:
        OSError: its folder cannot be made.
        sqlite3.Error: it cannot be used.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=_WAIT, isolation_level=None)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            connection.execute("DROP TABLE IF EXISTS answers")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(_TABLE)
        connection.execute("DELETE FROM answers WHERE asked_at < ?", (now - max(seconds, KEPT_SECONDS),))
        yield Cache(connection, seconds)


def recall(cache: Cache, address: str, now: float) -> tuple[bytes, float] | None:
    """Return the answer kept for an address and when it was given, unless it is too old or from the future."""
    with suppress(sqlite3.Error):
        row = cache.connection.execute(
            "SELECT body, asked_at FROM answers WHERE address = ? AND asked_at BETWEEN ? AND ?",
            (address, now - cache.seconds, now),
        ).fetchone()
        if row is not None and isinstance(row[0], bytes):
            return row[0], float(row[1])
    return None


def keep(cache: Cache, address: str, body: bytes, now: float) -> None:
    """Keep an answer; a full disk or a locked file is no reason to stop."""
    with suppress(sqlite3.Error):
        cache.connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (address, now, body))
