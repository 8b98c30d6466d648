"""Bytes of plain text to characters, losing none of them."""

import codecs
import re

# What a byte that is not UTF-8 means: Windows-1252, or Latin-1 for the five bytes that it leaves undefined.
# Keyed by the code point under which "surrogateescape" keeps such a byte.
_LEGACY = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(0x80, 0x100)
}
_ESCAPED = re.compile("[\udc80-\udcff]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of some bytes, without a byte order mark, and notes on what had to be guessed.

    >>> decode(b"caf\\xc3\\xa9"), decode(b"caf\\xe9")[0]
    (('café', ()), 'café')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data)
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    guessed = len(_ESCAPED.findall(text))
    if not guessed:
        return text, ()
    noun = "byte is" if guessed == 1 else "bytes are"
    return text.translate(_LEGACY), (f"{guessed:,} {noun} not UTF-8 and read as Windows-1252",)


def _decode_utf16(data: bytes) -> tuple[str, tuple[str, ...]]:
    text = data.decode("utf-16", "replace")
    damaged = data[: len(data) // 2 * 2].decode("utf-16", "ignore") != text
    return text, ("some bytes are not UTF-16 and were replaced",) if damaged else ()
