"""Phrases that are numbers as a whole: nearly half, two-thirds of, twice as, thousands of patients."""

import re

from claimcheck.components.approximators import find_approximator
from claimcheck.components.numbers import GAP, ONES, PARTS, SCALES, TENS, either, fold_case, parse_number
from claimcheck.components.shares import find_share_of
from claimcheck.components.units import PEOPLE
from claimcheck.models import Quantity

_MULTIPLE_WORDS = "twice thrice double doubled doubles doubling triple tripled triples tripling"
_VAGUE_WORDS = "tens dozens hundreds thousands millions"
# every word that may begin a quantity
BEGINNINGS = (
    *ONES,
    *TENS,
    "half",
    *_MULTIPLE_WORDS.split(),
    *(f"{word}fold" for word in ONES),
    *_VAGUE_WORDS.split(),
    *(f"{article} {word}" for article in ("a", "an") for word in (*SCALES, *PARTS)),
)
_PEOPLE = "|".join(PEOPLE)
_FRACTION = re.compile(
    rf"""
      (?: one[-\s] )? half \b
      (?! [-\s]?(?:life|an?\b|hour|day|year|time|way|century|dozen)\b )              # nearly half
    | (?P<parts> an?|one|two|three|four|nine ) [-\s] (?P<part> {either(PARTS)} ) s? \b
      (?= {GAP}(?:of|to|the|our|all|{_PEOPLE})\b | [ ]?[,.;)] )                      # two-thirds of
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HALF_LEAD = re.compile(r"\b(?:first|second|other|lower|upper|left|right|better|top|bottom|latter)\s\Z", re.I)
_MULTIPLE = re.compile(
    rf"""
      (?P<two>   twice (?= {GAP}(?:as|the|more|what|their|its)\b )                   # twice as
               | double (?= {GAP}(?:the|their|its|that)\b )                          # double the
               | doubl(?:ed|es|ing)\b )
    | (?P<three> thrice (?= {GAP}(?:as|the|more)\b )
               | triple (?= {GAP}(?:the|their|its|that)\b )
               | tripl(?:ed|es|ing)\b )
    | (?P<other> (?:{either(ONES)})fold \b )                                         # fourfold
    """,
    re.VERBOSE | re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"""
    (?: tens{GAP}of{GAP} )? (?: hundreds|thousands|dozens|millions ) {GAP}of{GAP}
    (?: (?!(?:of|the|to|in)\b)[^\W\d][\w'’-]{{0,24}}{GAP} ){{0,3}}? (?:{_PEOPLE})\b    # thousands of patients
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_number_phrase(text: str, start: int, floor: int) -> Quantity | None:
    """Return the phrase at start that is a number by itself.

    >>> find_number_phrase("nearly half of the patients", 7, 0).value
    50.0
    """
    return _read_fraction(text, start, floor) or _read_multiple(text, start, floor) or _read_vague(text, start)


def _read_fraction(text: str, start: int, floor: int) -> Quantity | None:
    match = _FRACTION.match(text, start)
    if match is None or _HALF_LEAD.search(text, max(0, start - 8), start):
        return None
    parts = parse_number(match["parts"]) if match["parts"] else 1
    share = 100 * parts / PARTS[fold_case(match["part"]) if match["part"] else "half"]
    if share > 100:
        return None
    begin, approximator = find_approximator(text, start, floor)
    return Quantity(
        text[begin : match.end()],
        begin,
        match.end(),
        "ratio",
        round(share, 2),
        unit="percent",
        approximator=approximator,
        of=find_share_of(text, match.end()),
    )


def _read_multiple(text: str, start: int, floor: int) -> Quantity | None:
    match = _MULTIPLE.match(text, start)
    if match is None:
        return None
    value = {"two": 2.0, "three": 3.0}.get(match.lastgroup or "") or float(
        ONES[fold_case(match["other"])[: -len("fold")]]
    )
    begin, approximator = find_approximator(text, start, floor)
    return Quantity(
        text[begin : match.end()], begin, match.end(), "fold", value, unit="fold", approximator=approximator
    )


def _read_vague(text: str, start: int) -> Quantity | None:
    match = _VAGUE.match(text, start)
    return match and Quantity(match[0], start, match.end(), "participants", None, unit="people")
