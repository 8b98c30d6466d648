"""The lines of a page: what they carry in front, which were broken off, and which pair up as table rows."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimcheck.components.sentences import CONNECTORS, ENDS_SENTENCE

BULLET = re.compile(
    r"""
    (?: [-–—−•●▪◦*·✓✔→►➤»❖✅☑□■○‣⁃➔➜★☆✦✧⭐✗✘❌]+ \s*     # a glyph, alone or before the text
      | o \s+ (?= \S )                                       # a circle that became a letter
      | [(]? (?: \d{1,2} | [a-hA-H] | [ivx]{1,4} ) [.)] \s+   # 1. 2) a) (b) iv.
      | \d{1,2} [.)] (?= [A-Z] )                              # 1.Text
    )
    """,
    re.VERBOSE,
)

LONGEST_VALUE = 200  # characters; the pattern takes the square of the length
VALUE = re.compile(
    r"""
    (?: up\ to | over | about | around | within | in | after | from | under | less\ than | more\ than | [<>≥≤~±+-] )?
    \s* \d [\d.,]* \s* (?: [-–—] | to )? \s* (?: \d [\d.,]* )?
    \s* (?: % \+? | \+ | x | k | m )?
    (?: \s+ (?: out\ of \s+ \d+ | of \s+ \d+ | \w+ | (?: days? | weeks? | months? | years? ) \s+ \w+ ) )?
    | within \s+ (?: a \s+ few \s+ )? (?: days | weeks | months | hours )
    | ongoing | gradual | immediate | varies | variable | permanent | weeks | months
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Words after which a sentence goes on, whatever the length of the line.
UNFINISHED = CONNECTORS | frozenset(
    "been being has have had not very more most should must would could do does did might shall they he she who when "
    "where if because while until since about between without within against through after before during under over no "
    "every each any some many several up will am were".split()
)
FEWEST_WORDS = 3  # of the first line of a sentence in a narrow column
MOST_BREAKS = 8  # lines that such a sentence may go on for

LONGEST_WORD = 40  # characters at the end of a line that are looked at for a small word


class Line(NamedTuple):
    """A line of a page without its bullet."""

    start: int
    end: int
    bullet: bool
    gap: bool  # a blank line stands before it


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines that carry text, without bullets and outer blanks."""
    position, gap, bullet = 0, True, False
    for raw in text.splitlines(keepends=True):
        start, end = _strip(text, position, position + len(raw))
        position += len(raw)
        if start == end:
            gap = True
            continue
        marker = BULLET.match(text, start, end)
        if marker and marker.end() == end:
            bullet = True  # the glyph stands alone, its text is on the next line
            continue
        if marker and not is_value(text[start:end]):
            start, bullet = marker.end(), True
        yield Line(start, end, bullet, gap)
        gap = bullet = False


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\x00\ufeff\u200b"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\x00\ufeff\u200b"):
        end -= 1
    return start, end


def is_value(line: str) -> bool:
    """Tell whether a line is a value alone: "81%", "2-4 weeks"."""
    return len(line) <= LONGEST_VALUE and bool(VALUE.fullmatch(line))


def join_wrapped(text: str, lines: list[Line]) -> list[Line]:
    """Join a line to the one before it when that one broke off in mid-sentence."""
    joined: list[Line] = []
    for index, line in enumerate(lines):
        if joined and not line.gap and not line.bullet and _broken_off(text, joined[-1], lines, index):
            joined[-1] = joined[-1]._replace(end=line.end)
        else:
            joined.append(line)
    return joined


def _broken_off(text: str, before: Line, lines: Sequence[Line], index: int) -> bool:
    after = lines[index]
    last = text[before.end - 1]
    if ENDS_SENTENCE.search(text, max(before.start, before.end - 4), before.end) or last == ":":
        return False
    words = text[max(before.start, before.end - LONGEST_WORD) : before.end].rsplit(None, 1)
    long, goes_on = before.end - before.start > 40, text[after.start].islower() or text[after.start] == "("
    if last in ",–—" or (len(words) > 1 and words[-1].lower() in UNFINISHED):
        return long or goes_on
    return goes_on and (long or _is_narrow(text, before, lines, index))


def _is_narrow(text: str, before: Line, lines: Sequence[Line], index: int) -> bool:
    """Tell whether a sentence is set in a narrow column: a capital in front, small letters down to a full stop."""
    if not text[before.start].isupper() or len(text[before.start : before.end].split()) < FEWEST_WORDS:
        return False
    for line in lines[index : index + MOST_BREAKS]:
        if (line.gap and line is not lines[index]) or line.bullet or not text[line.start].islower():
            return False
        if ENDS_SENTENCE.search(text, max(line.start, line.end - 4), line.end):
            return True
    return False


def find_row_starts(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines that begin a table row or stat tile of two lines, a label and a value in either order."""
    cells = [_cell(text, line) for line in lines]
    starts: set[int] = set()
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and cells[stop] and (stop == index or cells[stop] != cells[stop - 1]):
            stop += 1
        if stop - index >= 2:
            starts.update(range(index + _heading_above(text, lines[index:stop], cells[index]), stop - 1, 2))
        index = max(stop, index + 1)
    return starts


def _heading_above(text: str, run: Sequence[Line], first: str | None) -> int:
    """Return 1 where the first cell of an odd run is a heading above value-label pairs, else 0."""
    if len(run) % 2 == 0 or first == "value":
        return 0
    top, bottom = (text[line.start : line.end] for line in (run[0], run[-1]))
    return int(top.isupper() or not (bottom.isupper() or run[-1].gap))


def _cell(text: str, line: Line) -> str | None:
    content = text[line.start : line.end]
    if line.bullet:
        return None
    if is_value(content):
        return None if re.fullmatch(r"0?[1-9][.)]?", content) else "value"
    short = len(content.split()) <= 8 and not ENDS_SENTENCE.search(content) and content[-1] not in ":?"
    return "label" if short else None
