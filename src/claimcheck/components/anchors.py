"""Where a number may begin: a digit, a word for a number, or a web address, whose digits are no numbers."""

import re

from claimcheck.components.number_phrases import BEGINNINGS
from claimcheck.components.numbers import either, lower_in_place

_DIGIT = re.compile(r"[0-9.](?:(?<=[0-9])|(?<![\w.][.])(?=[0-9]))")  # 5, .05
_WORD = re.compile(rf"[^\w-](?=(?:{either(BEGINNINGS)})\b)")  # with what stands before it
_ADDRESS = re.compile(r"https?://(?=\S)|\bwww[.](?=\S)")


def find_words(text: str) -> list[int]:
    """Return where the words and addresses of the text begin, in order, and the end of the text.

    >>> find_words("One of 7 went to www.x.org twice")
    [0, 17, 27, 32]
    """
    lower = lower_in_place(text)
    starts = [word.start() for word in _WORD.finditer(f" {lower}")]  # the space makes it start one earlier
    if "http" in lower or "www." in lower:
        starts += [address.start() for address in _ADDRESS.finditer(lower)]
        starts.sort()
    return [*starts, len(text)]


def find_digit(text: str, floor: int) -> int:
    """Return where the next number written in digits begins, or the end of the text."""
    digit = _DIGIT.search(text, floor)
    return digit.start() if digit else len(text)
