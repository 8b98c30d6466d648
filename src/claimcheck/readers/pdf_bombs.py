"""PDF files that are small and unpack to a lot: found before PDFium reads them, which takes a dozen times as much."""

import re
import zlib

MOST_UNPACKED = 24 * 1024 * 1024  # of the streams that are no pictures, together
MOST_OF_A_PICTURE = 160 * 1024 * 1024
_STREAM = re.compile(rb"stream \r? \n (?= [\x08\x18\x28\x38\x48\x58\x68\x78] )", re.VERBOSE)  # of zlib
_BEFORE = 600  # bytes in front of a stream that describe it
_CHUNK = 1024 * 1024


def unpacks_to_too_much(data: bytes) -> bool:
    """Tell whether the packed streams of a PDF file are larger than those of any brochure."""
    total = 0
    for match in _STREAM.finditer(data):
        described = data[max(0, match.start() - _BEFORE) : match.start()].rpartition(b"obj")[2]
        picture = b"/Image" in described
        size = _measure(data, match.end(), MOST_OF_A_PICTURE if picture else MOST_UNPACKED)
        total += 0 if picture else size
        if total > MOST_UNPACKED or size > MOST_OF_A_PICTURE:
            return True
    return False


def _measure(data: bytes, start: int, most: int) -> int:
    """Return the unpacked size of a stream, or a little more than the most that is allowed."""
    unpack, size = zlib.decompressobj(), 0
    position = start
    waiting = b""
    while size <= most and not unpack.eof:
        if not waiting:
            waiting, position = data[position : position + _CHUNK], position + _CHUNK
        if not waiting:
            break
        try:
            size += len(unpack.decompress(waiting, _CHUNK))
        except zlib.error:
            break
        waiting = unpack.unconsumed_tail
    return size
