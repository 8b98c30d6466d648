"""Shares whose whole comes first: "Of 203 patients, 161 improved"."""

import re
from typing import TypeAlias

from claimcheck.components.approximators import find_approximator
from claimcheck.components.befores import Before
from claimcheck.components.measures import TAIL, round_value
from claimcheck.components.numbers import GAP, NUMBER, either, fold_case, parse_number
from claimcheck.components.shares import find_share_of
from claimcheck.components.units import NOUNS, PEOPLE
from claimcheck.models import Quantity

LOOK_BACK = 32  # characters that the words before the whole may take
PARTS = frozenset({"participants"})  # types of what is counted
WHOLES = PARTS | {"studies"}
Pair: TypeAlias = tuple[re.Match[str], re.Match[str]]  # a part and its whole

_LEAD = re.compile(
    rf"""
    (?P<opens> \A | [\n.;:,(•*|"“–—-]\s{{0,2}} | \b(?:and|that|but|while)\s )?
    \b (?: (?:out{GAP})?of | among | from )
    (?: {GAP}(?:the|our|all|these|those|every|each|first|last) ){{0,3}} {GAP}\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEAD_ENDS = frozenset("of among from the our all these those every each first last".split())  # its last words
_NUMBER = re.compile(NUMBER, re.VERBOSE | re.IGNORECASE)
_ENDS = re.compile(r"(?![\w%/–-])")
_OUT_REACH = 130  # characters from a number to the end of the "out" that leads to its whole
_WHOLE_TO_PART = re.compile(
    rf"""
    (?: {GAP}[^\s,.;:()|]{{1,24}} ){{1,14}}                      # 203 [patients treated here]
    ,{GAP}
    (?: (?:about|around|some|only|just|almost|nearly|over|at{GAP}least|more{GAP}than|fewer{GAP}than){GAP} ){{0,2}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART_TO_WHOLE = re.compile(
    rf"""
    (?: {GAP}[^\s,.;:()|]{{1,24}} ){{0,2}}? {GAP}(?:{either(PEOPLE)})
    {GAP}out{GAP}of (?: {GAP}(?:the|our|all|every|each) )? {GAP}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_partitive(text: str, start: int, floor: int, before: Before) -> Quantity | None:
    """Return the share whose whole, or whose counted people, begin at start: "Of 203 patients, 161", "8 men out of 10".

    >>> find_partitive("Of 203 patients, 161 improved", 3, 0, ("of", "")).value
    79.31
    """
    pair = _match_pair(text, start, _PART_TO_WHOLE) if "out" in text[start : start + _OUT_REACH].lower() else None
    if pair is None and before[0] in _LEAD_ENDS:
        pair = _match_whole_first(text, start, floor)
    if pair is None:
        return None
    part_written, whole_written = pair
    if not _counts(text, whole_written, WHOLES) or not _counts(text, part_written, PARTS):
        return None
    part, whole = parse_number(part_written[0]), parse_number(whole_written[0])
    if not (part.is_integer() and whole.is_integer() and 1 < whole >= part):
        return None
    begin, end = start, max(part_written.end(), whole_written.end())
    approximator = find_approximator(text, part_written.start(), start)[1]
    if part_written.start() == start:
        begin, approximator = find_approximator(text, start, floor)
    return Quantity(
        text[begin:end],
        begin,
        end,
        "ratio",
        round_value(100 * part / whole),
        unit="percent",
        approximator=approximator,
        numerator=int(part),
        denominator=int(whole),
        of=find_share_of(text, whole_written.end()),
    )


def _match_whole_first(text: str, start: int, floor: int) -> Pair | None:
    """Return a part behind its whole; a whole not counted by a known word must begin the clause: "Of 90 knees, 12"."""
    lead = _LEAD.search(text, max(floor, start - LOOK_BACK), start)
    pair = _match_pair(text, start, _WHOLE_TO_PART) if lead else None
    if lead is None or pair is None:
        return None
    whole, part = pair
    is_opening = lead["opens"] is not None
    return (part, whole) if is_opening or TAIL.match(text, whole.end()) else None


def _match_pair(text: str, start: int, link: re.Pattern[str]) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return the number that begins at start, and the one to which some words behind it lead: "8 men out of 10"."""
    first = _NUMBER.match(text, start)
    joint = link.match(text, first.end()) if first else None
    second = _NUMBER.match(text, joint.end()) if joint else None
    return (first, second) if first and second and _ENDS.match(text, second.end()) else None


def _counts(text: str, number: re.Match[str], types: frozenset[str]) -> bool:
    """Tell whether a number counts what may be shared, and is no year, length of time, dose or percentage."""
    tail = TAIL.match(text, number.end())
    if tail is None:
        return not 1900 <= parse_number(number[0]) < 2040
    return tail.lastgroup == "counted" and NOUNS[fold_case(tail["noun"])][0] in types
