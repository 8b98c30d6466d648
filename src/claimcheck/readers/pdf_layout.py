"""Words with boxes to lines of text: paragraphs joined again, table rows on a line, columns one after the other.

The order of a page's content is kept, as programs write it in the order of reading; only columns that were written line
by line across the page are taken apart. Lengths are points, measured from the bottom left of the page.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from claimcheck.models import Origin
from claimcheck.readers.lines import BLANK, Line, tidy


@dataclass(frozen=True)
class Word:
    """A word where it stands."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """Height of its letters, never zero."""
        return max(1.0, self.y1 - self.y0)


@dataclass(frozen=True)
class Segment:
    """Words of one line without a wide gap between them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def y0(self) -> float:
        """Bottom."""
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        """Top."""
        return max(word.y1 for word in self.words)

    @property
    def height(self) -> float:
        """Height of its letters."""
        return median(word.height for word in self.words)


Block = tuple[Segment, ...]  # lines of one size, one below the other
Row = tuple[Block, ...]  # cells of a table row, or a block alone

_ENDS = re.compile(r"""[.!?:;] ["'”’)\]]* $""", re.VERBOSE)
_BULLET = re.compile(r"(?: [-–—•●▪◦*·✓✔►➤»❖■□‣⁃] | [(]? \d{1,2} [.)] ) (?: \s | $ )", re.VERBOSE)
_KEPT_HYPHEN = re.compile(
    r"\b (?: self | non | anti | well | long | short | double | single | follow | blood | placebo | high | low "
    r"| evidence | first | second | third | multi | pre | post | co | cutting | life | side | stem ) $",
    re.VERBOSE | re.IGNORECASE,
)
_MOST_CELL_LINES = 4
_MOST_CELL_WORDS = 30


def find_segments(words: Sequence[Word]) -> list[Segment]:
    """Return the words as segments, in the order of the content."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _on_line(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [segment for line in lines for segment in _split_at_gaps(line)]


def untangle(segments: Sequence[Segment]) -> list[Segment]:
    """Put the lines of each column of prose together, where text recognition went across the page."""
    chains: list[list[int]] = []
    for index, segment in enumerate(segments):
        above = [chain for chain in chains if is_below(segments[chain[-1]], segment)]
        if above:
            min(above, key=lambda chain: segments[chain[-1]].y0 - segment.y0).append(index)
        else:
            chains.append([index])
    prose = [chain for chain in chains if len(chain) > 1 and _is_prose([segments[index] for index in chain])]
    first = {index: chain[0] for chain in prose for index in chain}
    return [
        segments[index] for index in sorted(range(len(segments)), key=lambda index: (first.get(index, index), index))
    ]


def lay_out(segments: Sequence[Segment], *, page: int | None) -> list[Line]:
    """Return the lines of a page."""
    lines: list[Line] = []
    rows = _join_tiles(_pair_tiles(_take_columns_apart(_find_rows(_find_blocks(segments)))))
    number = 0
    for row in rows:
        if len(row) == 1 and lines and lines[-1].text:
            lines.append(BLANK)
        texts = (
            list(_read_block(row[0])) if len(row) == 1 else [" | ".join(" ".join(_read_block(cell)) for cell in row)]
        )
        for text in filter(None, texts):
            number += 1
            lines.append(Line(text, Origin(page=page, line=number, element="table row" if len(row) > 1 else None)))
        if len(row) == 1:
            lines.append(BLANK)
    return lines


def goes_on(before: str, after: str) -> bool:
    """Tell whether a line was broken off, and another goes on with it."""
    return not _ENDS.search(before) and after[:1].islower() and len(before) > 20


def join_broken(before: str, after: str) -> str:
    """Join a line and the next one; a hyphen that only parted a word goes.

    >>> join_broken("a signifi-", "cant rise"), join_broken("a follow-", "up")
    ('a significant rise', 'a follow-up')
    """
    if before.endswith("\u00ad") or (before.endswith("-") and len(before) > 1 and before[-2].isalpha()):
        stem = before[:-1]
        if after[:1].islower():
            return f"{stem}-{after}" if _KEPT_HYPHEN.search(stem) else stem + after
        return f"{stem}-{after}"
    return f"{before} {after}"


def _on_line(before: Word, after: Word) -> bool:
    overlap = min(before.y1, after.y1) - max(before.y0, after.y0)
    return overlap > 0.5 * min(before.height, after.height) and after.x0 > before.x0


def _split_at_gaps(line: list[Word]) -> Iterator[Segment]:
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(line)]
    usual = median(gaps) if gaps else 0.0
    start = 0
    for index, gap in enumerate(gaps, start=1):
        height = min(line[index - 1].height, line[index].height)
        if gap > 1.8 * height or (gap > 0.8 * height and usual < 0.5 * height):
            yield Segment(tuple(line[start:index]))
            start = index
    yield Segment(tuple(line[start:]))


def _find_blocks(segments: Sequence[Segment]) -> list[Block]:
    blocks: list[list[Segment]] = []
    for segment in segments:
        if blocks and is_below(blocks[-1][-1], segment):
            blocks[-1].append(segment)
        else:
            blocks.append([segment])
    return [tuple(block) for block in blocks]


def is_below(above: Segment, below: Segment) -> bool:
    """Tell whether a line goes on right below another one of its size."""
    drop = above.y0 - below.y0
    same_size = 0.8 < above.height / below.height < 1.25
    return same_size and 0.4 * above.height < drop < 1.65 * above.height and below.x0 < above.x1 and above.x0 < below.x1


def _find_rows(blocks: Sequence[Block]) -> list[Row]:
    """Return the blocks, those that are cells of one table row together."""
    rows: list[Row] = []
    for block in blocks:
        if rows and _is_cell(block) and all(map(_is_cell, rows[-1])) and _is_beside(rows[-1][-1], block):
            rows[-1] = (*rows[-1], block)
        else:
            rows.append((block,))
    return rows


def _is_cell(block: Block) -> bool:
    words = sum(len(line.words) for line in block)
    sentence = words >= 8 and _ENDS.search(block[-1].text)
    return len(block) <= _MOST_CELL_LINES and words <= _MOST_CELL_WORDS and not sentence


def _is_beside(left: Block, right: Block) -> bool:
    if min(line.x0 for line in right) < max(line.x1 for line in left):
        return False
    top, bottom = min(left[0].y1, right[0].y1), max(left[-1].y0, right[-1].y0)
    smaller = min(left[0].y1 - left[-1].y0, right[0].y1 - right[-1].y0)
    return top - bottom > 0.5 * smaller and 0.8 < left[0].height / right[0].height < 1.25


def _take_columns_apart(rows: list[Row]) -> list[Row]:
    """Undo rows that are two columns of prose, written line by line across the page."""
    result: list[Row] = []
    index = 0
    while index < len(rows):
        stop = index
        while stop < len(rows) and len(rows[stop]) == 2 and all(len(cell) == 1 for cell in rows[stop]):
            stop += 1
        if stop - index >= 3 and _is_prose([row[0][0] for row in rows[index:stop]]):
            for column in (0, 1):
                result += [(block,) for block in _find_blocks([row[column][0] for row in rows[index:stop]])]
            index = stop
        else:
            result.append(rows[index])
            index += 1
    return result


def _pair_tiles(rows: list[Row]) -> list[Row]:
    """Put each number of a row of tiles above its own label: "82%" and "1,700+" over what they count."""
    result: list[Row] = []
    for row in rows:
        above = result[-1] if result else ()
        if len(row) > 1 and len(row) == len(above) and all(map(_is_number, above)) and not any(map(_is_number, row)):
            result.pop()
            result += [(part,) for number, label in zip(above, row, strict=True) for part in (number, label)]
        else:
            result.append(row)
    return result


def _join_tiles(rows: list[Row]) -> list[Row]:
    """Make one block of a number and what goes on right below it: "82%" above "of our patients"."""
    result: list[Row] = []
    for row in rows:
        above = result[-1][0] if result and len(result[-1]) == 1 else ()
        if (
            above
            and len(row) == 1
            and _is_number(above)
            and row[0][0].text[:1].islower()
            and _touches(above[0], row[0][0])
        ):
            result[-1] = ((*above, *row[0]),)
        else:
            result.append(row)
    return result


def _touches(above: Segment, below: Segment) -> bool:
    return 0 < above.y0 - below.y0 < 2.5 * above.height and below.x0 < above.x1 and above.x0 < below.x1


def _is_number(block: Block) -> bool:
    words = block[0].words
    return len(block) == 1 and len(words) <= 4 and any(letter.isdigit() for word in words for letter in word.text)


def _is_prose(lines: Sequence[Segment]) -> bool:
    """Tell whether lines below each other are one text: many begin in the middle of a sentence."""
    broken = sum(line.text[:1].islower() for line in lines[1:])
    return broken >= 0.4 * (len(lines) - 1)


def _read_block(block: Block) -> Iterator[str]:
    """Yield the paragraphs and list items of a block, each as one line."""
    right = max(line.x1 for line in block)
    listed = len(block) > 1 and not any(line.text[:1].islower() for line in block) and not _ENDS.search(block[-1].text)
    text = ""
    for before, line in zip((None, *block), block, strict=False):
        if before is None:
            text = line.text
        elif listed or _BULLET.match(line.text) or _fits(line, before, right):
            yield tidy(text)
            text = line.text
        else:
            text = join_broken(text, line.text)
    yield tidy(text)


def _fits(line: Segment, before: Segment, right: float) -> bool:
    """Tell whether the first word of a line had room on the line before: the break was meant."""
    room = right - before.x1
    first = line.words[0]
    return room > first.x1 - first.x0 + 0.6 * line.height and not line.text[:1].islower()
