"""Inputs to documents.

A format has one module here, with ``read(data, name, charset) -> Extracted``, and one line in ``_READERS``.
"""

import hashlib
import os
import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

from claimcheck.errors import InputError
from claimcheck.models import Document
from claimcheck.readers import sniff
from claimcheck.readers.lines import Extracted, join_lines
from claimcheck.readers.text import decode, is_noise

MAX_BYTES = 64 * 1024 * 1024
MAX_LINES = 100_000  # of what was laid out; a book has 15,000
MAX_CHARACTERS = 3_000_000

_READERS: Mapping[str, str] = MappingProxyType(  # loaded when needed: plain text must not wait for them
    {
        sniff.HTML: "claimcheck.readers.html",
        sniff.MHTML: "claimcheck.readers.mhtml",
        sniff.MARKDOWN: "claimcheck.readers.markdown",
        sniff.PDF: "claimcheck.readers.pdf",
        sniff.DOCX: "claimcheck.readers.docx",
        **dict.fromkeys((*sniff.IMAGES.values(), "image/webp"), "claimcheck.readers.ocr"),
    }
)
_EXTRAS: Mapping[str, tuple[str, str, str]] = MappingProxyType(  # module, extra, what the input is
    {
        sniff.HTML: ("lxml.etree", "web", "a web page"),
        sniff.MHTML: ("lxml.etree", "web", "a saved web page"),
    }
)


def read_file(name: str) -> Document:
    """Read a document from a file.

    Raises:
        InputError: the file is missing, is a directory, cannot be read, is too large, or holds no text.
    """
    path = Path(name)
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno())
            if stat.S_ISREG(size.st_mode) and size.st_size > MAX_BYTES:
                raise _too_large(name)
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(name, "no such file") from error
    except IsADirectoryError as error:
        raise InputError(name, "is a directory; give the files in it") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        if _is_directory(path):  # some systems say "permission denied"
            raise InputError(name, "is a directory; give the files in it") from error
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(name, f"cannot be read ({reason})") from error
    return read_bytes(data, name)


def read_stream(stream: BinaryIO, name: str) -> Document:
    """Read a document from an open stream, to its end."""
    try:
        data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror or error})") from error
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str, *, declared: str | None = None, charset: str | None = None) -> Document:
    """Read a document from bytes; a server may have declared their media type and character set.

    Raises:
        InputError: the bytes are too many, are of no kind that can be read here, or hold no text.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    media_type = sniff.find_media_type(data, name, declared)
    if media_type == sniff.TEXT:
        if is_noise(data):
            raise InputError(name, "is no text, and of no format that is read here; give its text")
        text, notes = decode(data)
        document = Document(text, name, notes=notes, sha256=hashlib.sha256(data).hexdigest())
    else:
        found = _extract(data, name, media_type, charset)
        if len(found.lines) > MAX_LINES or sum(len(line.text) for line in found.lines) > MAX_CHARACTERS:
            raise InputError(name, f"holds more than {MAX_CHARACTERS:,} characters or {MAX_LINES:,} lines; split it")
        text, origins = join_lines(found.lines)
        document = Document(text, name, media_type, hashlib.sha256(data).hexdigest(), found.notes, origins)
    if not text.replace("\0", "").strip():
        raise InputError(name, "holds no text")
    return document


def _extract(data: bytes, name: str, media_type: str, charset: str | None) -> Extracted:
    if media_type in _EXTRAS:
        from claimcheck.readers.extras import require

        module, extra, kind = _EXTRAS[media_type]
        require(module, extra, name, kind)
    reader = import_module(_READERS[media_type])
    return cast(Extracted, reader.read(data, name, charset))


def _too_large(name: str) -> InputError:
    return InputError(name, f"is larger than {MAX_BYTES // 1024**2} MB; split it, or give the text alone")


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
