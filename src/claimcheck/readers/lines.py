"""Lines of text with the place of each in the original, and how they become one text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from claimcheck.models import Origin

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u2060\ufeff\0"))  # soft hyphen, zero-width, NUL
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)  # U+FB00 to U+FB06


@dataclass(frozen=True)
class Line:
    """A line of a page, or a blank one."""

    text: str
    origin: Origin = field(default_factory=Origin)  # start is set when the lines are joined


@dataclass(frozen=True)
class Extracted:
    """What a reader got out of some bytes."""

    lines: tuple[Line, ...]
    media_type: str
    notes: tuple[str, ...] = ()


BLANK = Line("")


def tidy(text: str) -> str:
    """Return a line as it is read aloud: single blanks, no soft hyphens, letters for ligatures.

    >>> tidy(" bene\\u00adﬁt\\n of  cells ")
    'benefit of cells'
    """
    return _BLANKS.sub(" ", text.translate(_INVISIBLE).translate(_LIGATURES)).strip()


def join_lines(lines: Iterable[Line]) -> tuple[str, tuple[Origin, ...]]:
    """Return the lines as one text, never two blank ones in a row, and where each came from."""
    parts: list[str] = []
    origins: list[Origin] = []
    offset = 0
    for line in lines:
        if not line.text and (not parts or not parts[-1].strip()):
            continue
        if line.text:
            origins.append(replace(line.origin, start=offset))
        parts.append(line.text + "\n")
        offset += len(line.text) + 1
    while parts and parts[-1] == "\n":
        parts.pop()
    return "".join(parts), tuple(origins)
