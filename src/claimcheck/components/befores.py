"""What stands right before a number: a cheap look that rules out most leads before they are searched for."""

import re
from typing import TypeAlias

from claimcheck.components.numbers import fold_case

REACH = 36  # characters before the number: more than a word of any lead takes, with what may follow it

Before: TypeAlias = tuple[str, str]  # the last word, in lower case, and the sign behind it: ("tel", ":")

_WORD = re.compile(r"\w+")


def read_before(text: str, start: int, floor: int) -> Before:
    """Return the last word before start in lower case, and the last sign if one stands behind that word.

    >>> [read_before(before, len(before), 0) for before in ("In Phase ", "call (Tel: (", "$ ", "7 ")]
    [('phase', ''), ('tel', '('), ('', '$'), ('7', '')]
    """
    window = text[max(floor, start - REACH) : start]
    last = window.rsplit(None, 1)[-1:]
    if not last:
        return "", ""
    if last[0].isalpha() and last[0].isascii():
        return last[0].lower(), ""
    words = _WORD.findall(window)
    sign = last[0][-1]
    return fold_case(words[-1]) if words else "", "" if sign.isalnum() else sign
