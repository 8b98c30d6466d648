"""Where a document comes from: a file, an address, a pipe, or a paste at the terminal."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from claimcheck import readers
from claimcheck.errors import InputError
from claimcheck.models import Document
from claimcheck.shell import say

PASTE_PROMPT = "Paste the text, then press Ctrl-D (Ctrl-C to give up)."


@dataclass(frozen=True)
class InputOptions:
    """How inputs are read."""

    allow_private: bool = False  # fetch from addresses of a private network too
    save: Path | None = None  # where to keep what is fetched
    any_language: bool = False  # judge text that does not seem to be English


def read_input(name: str, tell: Callable[[str], None], reading: InputOptions | None = None) -> Document | InputError:
    """Read one input: a file, an address, stdin, or for an empty name stdin or a paste; return what went wrong."""
    reading = reading or InputOptions()
    try:
        document = _read(name, reading, tell)
        if not reading.any_language:
            document = require_english(document)
    except InputError as error:
        say(f"claimcheck: {error}")
        return error
    for note in document.notes:
        tell(f"claimcheck: {document.name}: {note}")
    return document


def _read(name: str, reading: InputOptions, tell: Callable[[str], None]) -> Document:
    if name not in ("", "-"):
        return _read_url(name, reading, tell) if "://" in name else readers.read_file(name)
    if name == "" and sys.stdin.isatty():
        document = readers.read_bytes(_ask_for_paste(), "pasted text")
        say(f"Read {len(document.text.split()):,} words.")
        return document
    return readers.read_stream(sys.stdin.buffer, "standard input")


def _read_url(name: str, reading: InputOptions, tell: Callable[[str], None]) -> Document:
    from claimcheck.readers.fetch import Limits, fetch, is_url

    if not is_url(name):
        return readers.read_file(name)
    fetched = fetch(name, Limits(allow_private=reading.allow_private))
    if reading.save is not None:
        from claimcheck.readers.provenance import save

        tell(f"claimcheck: {name}: kept, with a record of it in {save(fetched, reading.save)}")
    return readers.read_bytes(fetched.data, name, declared=fetched.media_type, charset=fetched.charset)


def require_english(document: Document) -> Document:
    """Return a document in English, with a note where part of it is not.

    Raises:
        InputError: it is plainly in another language.
    """
    from claimcheck.readers.language import find_other_language, find_second_language

    if language := find_other_language(document.text):
        raise InputError(
            document.name,
            f"seems to be in {language}, and only English is judged; that says nothing about the page "
            "(--any-language checks it all the same)",
        )
    if language := find_second_language(document.text):
        note = f"part of it seems to be in {language}; only what is in English is judged"
        return replace(document, notes=(*document.notes, note))
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
