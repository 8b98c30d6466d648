"""The way back from the text to the original: page, line and element of an offset."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from claimcheck.models import Document, Origin

_LINE_END = re.compile(r"\r\n|\r|\n")


def make_locator(document: Document) -> Callable[[int], Origin]:
    """Return the function that tells where in the original an offset of the text stood.

    >>> make_locator(Document("one\\ntwo", "page.txt"))(4)
    Origin(start=4, page=None, line=2, element=None)
    """
    origins = document.origins or _number_lines(document.text)
    starts = [origin.start for origin in origins]
    return lambda offset: origins[max(0, bisect_right(starts, offset) - 1)]


def _number_lines(text: str) -> Sequence[Origin]:
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    return [Origin(start, line=number) for number, start in enumerate(starts, start=1)]
