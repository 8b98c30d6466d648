"""Put the cells of a table together where text recognition went down its columns."""

from collections.abc import Sequence

from claimcheck.readers.pdf_layout import Segment, Word, find_segments, is_below, untangle

_FEWEST_CELLS = 3  # two beside each other may be headings of columns of prose
_MOST_WORDS = 6


def order_words(words: Sequence[Word]) -> list[Segment]:
    """Return the words that were recognised as segments in the order of reading."""
    pieces = [segment for segment in find_segments(words) if any(map(str.isalnum, segment.text)) or segment.text == "•"]
    return untangle(gather_rows(pieces))


def gather_rows(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments with those of one table row after each other, where its first one stood."""
    place = {index: (index, 0.0) for index in range(len(segments))}
    for index, segment in enumerate(segments):
        row = [other for other, one in enumerate(segments) if _is_level(segment, one)]
        named = any(not any(map(str.isdigit, segments[other].text)) for other in row)  # else the numbers of tiles
        if named and len(row) >= _FEWEST_CELLS and all(_is_cell(segments[other], segments) for other in row):
            place[index] = (min(row), segment.x0)
    return [segments[index] for index in sorted(place, key=lambda index: (*place[index], index))]


def _is_cell(cell: Segment, segments: Sequence[Segment]) -> bool:
    """Tell whether a segment is short, and no line of a paragraph."""
    alone = not any(is_below(cell, other) or is_below(other, cell) for other in segments)
    return alone and len(cell.words) <= _MOST_WORDS


def _is_level(one: Segment, other: Segment) -> bool:
    return abs(one.y0 + one.y1 - other.y0 - other.y1) < 0.5 * min(one.height, other.height)
