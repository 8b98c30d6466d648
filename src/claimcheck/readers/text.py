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
        return _decode_utf16(data, "utf-16")
    if unmarked := _find_utf16(data[:4096]):
        return _decode_utf16(data, unmarked)
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    guessed = len(_ESCAPED.findall(text))
    if not guessed:
        return text, ()
    noun = "byte is" if guessed == 1 else "bytes are"
    return text.translate(_LEGACY), (f"{guessed:,} {noun} not UTF-8 and read as Windows-1252",)


def _find_utf16(head: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark: every other byte of mostly Latin letters is zero."""
    pairs = len(head) // 2
    low, high = head[1::2].count(0), head[0::2].count(0)
    if pairs < 4 or max(low, high) < 0.9 * pairs or min(low, high) > 0.05 * pairs:
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _decode_utf16(data: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(codec, "replace")
    damaged = data[: len(data) // 2 * 2].decode(codec, "ignore") != text
    return text, ("some bytes are not UTF-16 and were replaced",) if damaged else ()
