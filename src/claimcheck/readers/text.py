"""Bytes of plain text to characters, losing none of them."""

import codecs
import re

# What a byte that is not UTF-8 means: Windows-1252, or Latin-1 for the five bytes that it leaves undefined.
# Keyed by the code point under which "surrogateescape" keeps such a byte.
_LEGACY = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(0x80, 0x100)
}
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")  # without blanks, line ends, NUL and escape
_MOST_CONTROLS = 0.05  # of the characters of a text; of noise it is 0.11
_FEWEST_CONTROLS = 4
_LOOKED_AT = 64 * 1024  # bytes
_ESCAPED = re.compile("[\udc80-\udcff]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of some bytes, without a byte order mark, and notes on what had to be guessed.

    >>> decode(b"caf\\xc3\\xa9"), decode(b"caf\\xe9")[0]
    (('café', ()), 'café')
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # before UTF-16: one mark begins with the other
        return _decode_wide(data, "utf-32", 4)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_wide(data, "utf-16", 2)
    if unmarked := _find_utf16(data[:4096]):
        return _decode_wide(data, unmarked, 2)
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    guessed = sum(1 for _ in _ESCAPED.finditer(text))  # no list of them: there may be millions
    if not guessed:
        return text, ()
    noun = "byte is" if guessed == 1 else "bytes are"
    encoding, name = _choose_legacy(data, text)
    text = text.translate(_LEGACY) if encoding == "cp1252" else data.decode(encoding)
    return text, (f"{guessed:,} {noun} not UTF-8 and read as {name}",)


def is_noise(data: bytes) -> bool:
    """Tell whether bytes are no text: one character in twenty at their beginning is a sign that no text has.

    >>> is_noise(b"cells"), is_noise(bytes(range(1, 30)))
    (False, True)
    """
    head = decode(data[:_LOOKED_AT])[0].replace("\0", "")
    controls = len(_CONTROLS.findall(head))
    return controls >= _FEWEST_CONTROLS and controls > _MOST_CONTROLS * len(head)


def _find_utf16(head: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark: every other byte of mostly Latin letters is zero."""
    pairs = len(head) // 2
    low, high = head[1::2].count(0), head[0::2].count(0)
    if pairs < 4 or max(low, high) < 0.7 * pairs or min(low, high) > 0.05 * pairs:
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _choose_legacy(data: bytes, text: str) -> tuple[str, str]:
    """Return an encoding and its name; where a part of the text is UTF-8, the rest can only be guessed byte by byte."""
    from claimcheck.readers.legacy import CANDIDATES, find_encoding

    mixed = any(letter > "\x7f" for letter in _ESCAPED.sub("", text))
    encoding = "cp1252" if mixed else find_encoding(data)
    return encoding, CANDIDATES[encoding]


def _decode_wide(data: bytes, codec: str, width: int) -> tuple[str, tuple[str, ...]]:
    text = data.decode(codec, "replace")
    damaged = data[: len(data) // width * width].decode(codec, "ignore") != text
    return text, (f"some bytes are not {codec[:6].upper()} and were replaced",) if damaged else ()
