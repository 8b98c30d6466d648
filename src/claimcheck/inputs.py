"""Where a document comes from: a file, a pipe, or a paste at the terminal."""

import sys
from collections.abc import Callable

from claimcheck import readers
from claimcheck.errors import InputError
from claimcheck.models import Document
from claimcheck.shell import say

PASTE_PROMPT = "Paste the text, then press Ctrl-D (Ctrl-C to give up)."


def read_input(name: str, tell: Callable[[str], None]) -> Document | InputError:
    """Read one input: a file, stdin, or for an empty name stdin or a paste; return what went wrong."""
    try:
        if name not in ("", "-"):
            document = readers.read_file(name)
        elif name == "" and sys.stdin.isatty():
            document = readers.read_bytes(_ask_for_paste(), "pasted text")
            say(f"Read {len(document.text.split()):,} words.")
        else:
            document = readers.read_stream(sys.stdin.buffer, "standard input")
    except InputError as error:
        say(f"claimcheck: {error}")
        return error
    for note in document.notes:
        tell(f"claimcheck: {document.name}: {note}")
    return document


def _ask_for_paste() -> bytes:
    from claimcheck.paste import read_paste

    try:
        return read_paste(sys.stdin.fileno(), _echo, prompt=PASTE_PROMPT)
    except ImportError:  # no terminal modes on this system: its own way of reading lines has to do
        say(PASTE_PROMPT)
        return sys.stdin.buffer.read()
    finally:
        say("")


def _echo(data: bytes) -> None:
    sys.stderr.buffer.write(data)
    sys.stderr.buffer.flush()
