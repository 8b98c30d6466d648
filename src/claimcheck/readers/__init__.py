"""Inputs to documents. A format has one module here and one line in ``_SIGNATURES`` or ``_readable``."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from claimcheck.errors import InputError
from claimcheck.models import Document
from claimcheck.readers.text import decode

MAX_BYTES = 64 * 1024 * 1024

_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a Word or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}


def read_file(name: str) -> Document:
    """Read a document from a file.

    Raises:
        InputError: the file is missing, is a directory, cannot be read, is too large, or holds no text.
    """
    path = Path(name)
    if path.is_dir():
        raise InputError(name, "is a directory; give the files in it")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(name, "no such file") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(name, f"cannot be read ({reason})") from error
    return read_bytes(data, name)


def read_stream(stream: BinaryIO, name: str) -> Document:
    """Read a document from an open stream, to its end."""
    return read_bytes(stream.read(MAX_BYTES + 1), name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read a document from bytes.

    Raises:
        InputError: the bytes are too many, are not text, or hold no text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(name, f"is larger than {MAX_BYTES // 1024**2} MB; split it, or give the text alone")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(name, f"is {kind}, not text; copy its text into a file or a pipe")
    text, notes = decode(data)
    if not text.replace("\0", "").strip():
        raise InputError(name, "holds no text")
    return Document(text, name, sha256=hashlib.sha256(data).hexdigest(), notes=notes)
