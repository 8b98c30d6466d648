"""Bytes become text without losing or changing any of it."""

import hashlib
import random

import pytest

from claimcheck import readers
from claimcheck.errors import InputError
from claimcheck.models import Document

GUESSED = ("1 byte is not UTF-8 and read as Windows-1252",)


@pytest.mark.parametrize(
    "data, text, notes",
    [
        ("café – 80%".encode(), "café – 80%", ()),
        (b"\xef\xbb\xbfcells", "cells", ()),
        (b"one\r\ntwo\rthree\0four\x0c", "one\r\ntwo\rthree\0four\x0c", ()),
        ("caf\u00e9 \U0001f9ec".encode("utf-16"), "café \U0001f9ec", ()),
        (b"\xfe\xff" + "cells".encode("utf-16-be"), "cells", ()),
        (b"\xff\xfec\x00e\x00l", "ce\ufffd", ("some bytes are not UTF-16 and were replaced",)),
        ("caf\u00e9 heals".encode("utf-16-le"), "café heals", ()),
        ("caf\u00e9 heals".encode("utf-16-be"), "café heals", ()),
        (b"caf\xe9", "café", GUESSED),
        ("café \U0001f9ec".encode("utf-32"), "café \U0001f9ec", ()),
        (b"\xff\xfe\0\0c\0\0\0e\0", "c\ufffd", ("some bytes are not UTF-32 and were replaced",)),
        ("patients’ ‘new’ cells".encode("utf-16-le"), "patients’ ‘new’ cells", ()),
        (
            "It’s the “new” way – 82% of Zoë’s patients".encode("mac-roman"),
            "It’s the “new” way – 82% of Zoë’s patients",
            ("6 bytes are not UTF-8 and read as Mac Roman",),
        ),
        ("It costs 900 €.".encode("iso8859-15"), "It costs 900 €.", ("1 byte is not UTF-8 and read as ISO 8859-15",)),
        ("It’s Zoë’s “way”".encode("cp1252"), "It’s Zoë’s “way”", ("5 bytes are not UTF-8 and read as Windows-1252",)),
        (b"a \x93quote\x94", "a “quote”", ("2 bytes are not UTF-8 and read as Windows-1252",)),
        (b"undefined \x81", "undefined \x81", GUESSED),
        ("caf\u00e9 ".encode() + b"\x96 one wrong byte", "café – one wrong byte", GUESSED),
        (b"\xed\xa0\x80", "í\xa0€", ("3 bytes are not UTF-8 and read as Windows-1252",)),
    ],
)
def test_read_bytes(data, text, notes):
    """The encoding is told or guessed byte by byte; line ends and NUL bytes stay."""
    digest = hashlib.sha256(data).hexdigest()

    assert readers.read_bytes(data, "x") == Document(text, "x", "text/plain", digest, notes)


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "holds no text"),
        (b" \r\n\t\xc2\xa0\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"\0\0", "holds no text"),
        (random.Random(1).randbytes(5_000), "is no text, and of no format that is read here; give its text"),
        (bytes(range(256)) * 300, "is no text, and of no format that is read here; give its text"),
    ],
)
def test_read_bytes_refuses_what_is_no_text(data, message):
    """An input without text is an error, not a clean page."""
    with pytest.raises(InputError) as caught:
        readers.read_bytes(data, "brochure")

    assert str(caught.value) == f"brochure: {message}"


def test_read_bytes_refuses_what_is_too_large(monkeypatch):
    """The limit is named."""
    monkeypatch.setattr(readers, "MAX_BYTES", 3 * 1024**2)
    with pytest.raises(InputError) as caught:
        readers.read_bytes(b"x" * (3 * 1024**2 + 1), "big.txt")

    assert str(caught.value) == "big.txt: is larger than 3 MB; split it, or give the text alone"


@pytest.mark.parametrize(
    "name, message",
    [
        ("missing.txt", "no such file"),
        ("folder", "is a directory; give the files in it"),
        ("a\0b", "cannot be read (embedded null byte)"),
        ("page.txt/x", "cannot be read (Not a directory)"),
    ],
)
def test_read_file_says_what_is_wrong(tmp_path, monkeypatch, name, message):
    """A file that cannot be read is an error with one clear sentence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "page.txt").write_text("cells")
    with pytest.raises(InputError) as caught:
        readers.read_file(name)

    assert caught.value.message == message


def test_read_file(tmp_path):
    """A file is read under the name that was given."""
    path = tmp_path / "page.txt"
    path.write_bytes(b"cells\r\n")

    assert readers.read_file(str(path)).text == "cells\r\n"
    assert readers.read_file(str(path)).name == str(path)
