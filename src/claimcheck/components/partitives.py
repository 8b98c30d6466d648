"""Shares whose whole comes first: "Of 203 patients, 161 improved"."""

import re

from claimcheck.components.approximators import find_approximator
from claimcheck.components.measures import TAIL, round_value
from claimcheck.components.numbers import GAP, NUMBER, either, fold_case, parse_number
from claimcheck.components.shares import find_share_of
from claimcheck.components.units import NOUNS, PEOPLE
from claimcheck.models import Quantity

LOOK_BACK = 32  # characters that the words before the whole may take
PARTS = frozenset({"participants"})  # types of what is counted
WHOLES = PARTS | {"studies"}

_LEAD = re.compile(
    rf"""
    (?P<opens> \A | [\n.;:,(•*|"“–—-]\s{{0,2}} | \b(?:and|that|but|while)\s )?
    \b (?: (?:out{GAP})?of | among | from )
    (?: {GAP}(?:the|our|all|these|those|every|each|first|last) ){{0,3}} {GAP}\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARTITIVE = re.compile(
    rf"""
    (?P<whole> {NUMBER} )
    (?: {GAP}[^\s,.;:()|]{{1,24}} ){{1,14}}                      # 203 [patients treated here]
    ,{GAP}
    (?: (?:about|around|some|only|just|almost|nearly|over|at{GAP}least|more{GAP}than|fewer{GAP}than){GAP} ){{0,2}}
    (?P<part> {NUMBER} ) (?![\w%/–-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PEOPLE_OUT_OF = re.compile(
    rf"""
    (?P<part> {NUMBER} )
    (?: {GAP}[^\s,.;:()|]{{1,24}} ){{0,2}}? {GAP}(?:{either(PEOPLE)})
    {GAP}out{GAP}of (?: {GAP}(?:the|our|all|every|each) )? {GAP}
    (?P<whole> {NUMBER} ) (?![\w%/–-])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_partitive(text: str, start: int, floor: int) -> Quantity | None:
    """Return the share whose whole, or whose counted people, begin at start: "Of 203 patients, 161", "8 men out of 10".

    >>> find_partitive("Of 203 patients, 161 improved", 3, 0).value
    79.31
    """
    match = _PEOPLE_OUT_OF.match(text, start) or _match_whole_first(text, start, floor)
    if match is None or not _counts(text, match, "whole", WHOLES) or not _counts(text, match, "part", PARTS):
        return None
    part, whole = parse_number(match["part"]), parse_number(match["whole"])
    if not (part.is_integer() and whole.is_integer() and 1 < whole >= part):
        return None
    begin = match.start()
    approximator = find_approximator(text, match.start("part"), match.start())[1]
    if match.start("part") == match.start():
        begin, approximator = find_approximator(text, match.start(), floor)
    return Quantity(
        text[begin : match.end()],
        begin,
        match.end(),
        "ratio",
        round_value(100 * part / whole),
        unit="percent",
        approximator=approximator,
        numerator=int(part),
        denominator=int(whole),
        of=find_share_of(text, match.end("whole")),
    )


def _match_whole_first(text: str, start: int, floor: int) -> re.Match[str] | None:
    """Return the whole with its part; what is not counted by a known word must begin the clause: "Of 90 knees, 12"."""
    lead = _LEAD.search(text, max(floor, start - LOOK_BACK), start)
    match = _PARTITIVE.match(text, start) if lead else None
    if lead is None or match is None:
        return None
    is_opening = lead["opens"] is not None
    return match if is_opening or TAIL.match(text, match.end("whole")) else None


def _counts(text: str, match: re.Match[str], name: str, types: frozenset[str]) -> bool:
    """Tell whether a number counts what may be shared, and is no year, length of time, dose or percentage."""
    tail = TAIL.match(text, match.end(name))
    if tail is None:
        return not 1900 <= parse_number(match[name]) < 2040
    return tail.lastgroup == "counted" and NOUNS[fold_case(tail["noun"])][0] in types
