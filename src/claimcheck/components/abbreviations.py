"""Find abbreviations that a page defines itself: "mesenchymal stromal cells (MSC)".

The method is that of Schwartz and Hearst (Pacific Symposium on Biocomputing 2003): a short form in brackets, and before
it the shortest run of words in which its letters occur in order, the first of them at the start of a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORT = re.compile(r"\(\s?(?P<short>[A-Za-z][\w-]{1,9})\s?[),;]")
REACH = 200  # characters before the bracket in which the long form is looked for


@dataclass(frozen=True)
class Abbreviation:
    """A short form and the place of its long form."""

    short: str
    start: int  # character offset of the long form
    end: int  # exclusive


def find_abbreviations(text: str) -> Iterator[Abbreviation]:
    """Yield the abbreviations of a text in order of definition.

    >>> [(a.short, "spinal cord injury (SCI)"[a.start : a.end]) for a in find_abbreviations("spinal cord injury (SCI)")]
    [('SCI', 'spinal cord injury')]
    """
    for match in SHORT.finditer(text):
        short = match["short"]
        if not any(letter.isupper() for letter in short[:2]):
            continue
        start = _long_form_start(short, text, max(0, match.start() - REACH), match.start())
        if start is not None:
            yield Abbreviation(short, start, start + len(text[start : match.start()].rstrip()))


def _long_form_start(short: str, text: str, floor: int, end: int) -> int | None:
    """Return where the long form before ``end`` begins, reading both from the right."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    most = min(len(letters) + 5, 2 * len(letters))
    place, line = end, text[floor:end]
    floor += max(line.rfind("\n"), line.rfind(")")) + 1
    for index in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= floor and not _fits(letters[index], text, place, first=index == 0):
            place -= 1
        if place < floor:
            return None
    words = text[place:end].split()
    return place if len(words) <= most and len(text[place:end].strip()) > len(short) else None


def _fits(letter: str, text: str, place: int, *, first: bool) -> bool:
    if text[place].lower() != letter:
        return False
    return not first or place == 0 or not text[place - 1].isalnum()
