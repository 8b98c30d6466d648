"""Bullets that are drawn and not written, as browsers print them: a dot in front of a line becomes one of its words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from claimcheck.readers.pdf_layout import Word

MOST_OBJECTS = 20_000  # of a page that are looked at; a map has more, and no lists
_SIDE = (0.1, 0.5)  # times the height of the line
_REACH = 2.0  # times the height of the line, from the dot to its first word

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


def find_dots(page: Any, raw: Any) -> list[Box]:
    """Return the small drawings on a page that are as high as they are wide."""
    objects = islice(page.get_objects(max_depth=3), MOST_OBJECTS)
    boxes = [tuple(found.get_bounds()) for found in objects if found.type == raw.FPDF_PAGEOBJ_PATH]
    return [box for box in boxes if 0 < box[2] - box[0] < 12 and 0.8 < (box[3] - box[1]) / (box[2] - box[0]) < 1.25]


def mark_bullets(words: Sequence[Word], dots: Sequence[Box]) -> Iterator[Word]:
    """Yield the words, and a bullet in front of each that stands right of a dot and first on its line."""
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        first = before is None or before.x1 > word.x0 or before.y0 > word.y1 or before.y1 < word.y0
        if first and any(_is_bullet(dot, word) for dot in dots):
            blank = 0.3 * word.height
            yield replace(word, text="•", x0=word.x0 - 2 * blank, x1=word.x0 - blank)
        yield word


def _is_bullet(dot: Box, word: Word) -> bool:
    left, bottom, right, top = dot
    level = word.y0 < bottom and top < word.y1
    sized = _SIDE[0] * word.height < right - left < _SIDE[1] * word.height
    return level and sized and 0 < word.x0 - right < _REACH * word.height
