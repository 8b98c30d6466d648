"""Where output goes: colour or not, a file written whole, a pipe that closes early."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TextIO

_WIDEST = 110  # columns; longer lines are hard to read
_WIDE = 120  # columns from which a table has claims and evidence side by side, see render/styles.py
_WIDEST_TABLE = 160
_NARROWEST = 40


def wants_color(flag: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Decide on colour: the flag, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal.

    >>> wants_color("auto", {"NO_COLOR": "1"}, terminal=True)
    False
    """
    if flag != "auto":
        return flag == "always"
    if environ.get("FORCE_COLOR"):
        return True
    if environ.get("NO_COLOR"):
        return False
    return terminal and environ.get("TERM") != "dumb"


def measure_width() -> int:
    """Return the columns to fill: of COLUMNS or the terminal, within what can be read."""
    columns = shutil.get_terminal_size((80, 24)).columns or 80  # up to Python 3.10 nought where it is not known
    return max(_NARROWEST, min(_WIDEST if columns < _WIDE else _WIDEST_TABLE, columns))


def fill_closed_streams() -> None:
    """Put something in the place of a standard stream that was closed: nothing to read, nowhere to write."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:  # open for reading only, so that what is written to it fails and is told
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def prepare(stream: TextIO, encoding: str | None = None) -> None:
    """Let any character be written to a stream, escaped where its encoding has none."""
    reconfigure = getattr(stream, "reconfigure", None)  # absent where a test put something simpler
    if reconfigure is not None:
        reconfigure(encoding=encoding, errors="backslashreplace")


def write_stdout(text: str) -> None:
    """Write to stdout; when its reader has gone away, stop quietly.

    Raises:
        OSError: it cannot be written for another reason, such as a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError:
        silence_stdout()
        raise


def silence_stdout() -> None:
    """Point stdout nowhere, so that the flush at shutdown does not complain about a closed pipe."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; a device or pipe is written to directly.

    Raises:
        OSError: the file cannot be written; what stood there before still stands.
    """
    data = text.encode("utf-8", "backslashreplace")
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
