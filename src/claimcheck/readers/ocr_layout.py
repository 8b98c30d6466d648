"""Put the cells of a table together where text recognition went down its columns."""

from collections.abc import Sequence
from statistics import median

from claimcheck.readers.pdf_layout import Segment, Word, find_segments, is_below, untangle

_FEWEST_CELLS = 3  # two beside each other may be headings of columns of prose
_MOST_WORDS = 6
_WIDEST_BLANK = 1.2  # times the height of a line; between paragraphs of columns blanks hardly ever meet


def order_words(words: Sequence[Word]) -> list[Segment]:
    """Return the words that were recognised as segments in the order of reading."""
    pieces = [segment for segment in find_segments(words) if any(map(str.isalnum, segment.text)) or segment.text == "•"]
    return [piece for band in find_bands(pieces) for piece in untangle(gather_rows(band))]


def find_bands(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return the segments parted where a blank goes across the whole page: what is below comes after what is above."""
    if not segments:
        return []
    least = _WIDEST_BLANK * median(segment.height for segment in segments)
    bands: list[list[int]] = []
    bottom = 0.0
    for index in sorted(range(len(segments)), key=lambda index: -segments[index].y1):
        if not bands or bottom - segments[index].y1 > least:
            bands.append([])
            bottom = segments[index].y0
        bands[-1].append(index)
        bottom = min(bottom, segments[index].y0)
    return [[segments[index] for index in sorted(band)] for band in bands]


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
