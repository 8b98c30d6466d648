"""Words and signs around a number that say how it is meant: over, up to, nearly, or more."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from claimcheck.components.befores import read_before
from claimcheck.components.numbers import BLANK, GAP, either, fold_case

LOOK_BACK = 36  # characters before the number

# Words before a number that say how it is meant: the values of Quantity.approximator.
APPROXIMATORS: Mapping[str, str] = MappingProxyType(
    {
        written: code
        for code, words in {
            "over": "over|more than|greater than|higher than|above|exceeding|in excess of|better than|>",
            "up-to": "up to|upto|as many as|as much as|as high as|a maximum of|maximum of|max",
            "at-least": "at least|no fewer than|no less than|not less than|a minimum of|minimum of|min|"
            "as little as|as few as|as early as|as soon as|≥|>=",
            "at-most": "at most|no more than|not more than|no later than|within|≤|<=",
            "nearly": "nearly|almost|close to|approaching|just under|virtually|not quite",
            "about": "about|approximately|approx|approx.|around|roughly|circa|ca.|some|an estimated|"
            "estimated|on average|an average of|average of|~|≈|∼",
            "under": "under|less than|fewer than|lower than|below|<",
        }.items()
        for written in words.split("|")
    }
)
_APPROXIMATOR = re.compile(
    rf"""
    (?: (?<!\w) (?P<words> {either(key for key in APPROXIMATORS if key[0].isalpha())} ) {GAP}
        (?: (?:the{GAP})? (?:past|last|first|next) {GAP} | an? {GAP} (?=[0-9]) )?    # within the past 5 years
      | (?P<sign> {either(key for key in APPROXIMATORS if not key[0].isalpha())} ) {BLANK}
    )\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
# With what it ends: one of these words or signs stands right before the number.
_ENDS = frozenset((*(key.rstrip(".").split()[-1] for key in APPROXIMATORS), *"past last first next a an".split()))
_END_SIGNS = frozenset(key[-1] for key in APPROXIMATORS if not key[0].isalpha())
_OR_MORE = re.compile(
    rf"{GAP}or{GAP}(?:(?P<more>more|higher|greater|above|better)|less|fewer|lower)\b", re.VERBOSE | re.I
)
_DURATION_OVER = re.compile(r"\b(?:for|just|well|after|lasting|lasts?|takes?|took|of|with|has|have|spanning)\s\Z", re.I)


def find_approximator(text: str, start: int, floor: int, *, over_is_during: bool = False) -> tuple[int, str | None]:
    """Return where the quantity begins with its approximator, and the approximator.

    Before a length of time "over" means "during" unless a word such as "for" or "just" stands before it.

    >>> find_approximator("in up to about 60", 15, 0)
    (3, 'up-to')
    """
    code = None
    while _may_approximate(text, start, floor):
        match = _APPROXIMATOR.search(text, max(floor, start - LOOK_BACK), start)
        if match is None:
            break
        written = fold_case(match["words"] or match["sign"])
        if (
            over_is_during
            and written == "over"
            and not _DURATION_OVER.search(text, max(0, match.start() - 12), match.start())
        ):
            break
        start, code = match.start(), APPROXIMATORS[written]
    return start, code


def _may_approximate(text: str, start: int, floor: int) -> bool:
    """Tell whether what stands right before start may end an approximator."""
    word, sign = read_before(text, start, floor)
    return word in _ENDS or sign in _END_SIGNS


def find_or_more(text: str, end: int) -> tuple[int, str | None]:
    """Return where the quantity ends with a following "or more" or "or less", and the approximator."""
    match = _OR_MORE.match(text, end)
    if match is None:
        return end, None
    return match.end(), "at-least" if match["more"] else "at-most"
