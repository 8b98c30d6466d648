"""What a number measures: the words behind it, read as percent, n of m, duration, dose, score or count."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from claimcheck.components.approximators import find_approximator, find_or_more
from claimcheck.components.numbers import BLANK, DASH, DIGITS, GAP, NUMBER, either, fold_case, parse_number, parse_range
from claimcheck.components.shares import find_share_of
from claimcheck.components.units import DURATIONS, MANY_SESSIONS, MONTHS, NOUNS, UNITS
from claimcheck.models import Quantity

LOOK_BACK = 68  # characters before the number that may say "followed for a median of"

# No noun is counted across these words.
_STOP = (
    "of|the|a|an|in|on|at|to|for|from|by|with|without|and|or|but|than|as|after|before|within|over|under|during|per|"
    "is|are|was|were|be|been|has|have|had|who|that|which|while|when|if|not|no|all|their|his|her|its|our|your|"
    "show|shows|showed|shown|see|saw|report|reports|reported|receive|receives|received|improve|improves|improved|"
    "gain|gained|regained|recovered|experienced|felt|lost|died|can|may|will|could|would|should"
)
_POWER = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
_DURATION_WORD = rf"(?:{either(DURATIONS)})\b"

_SPREAD = rf"(?: {BLANK} (?:±|[+]/[-−]) {BLANK} {DIGITS} )?"  # 9.5 ± 2.1
SINGLE = re.compile(rf"(?P<low> {NUMBER} ) (?P<plus> [+](?![0-9]) )? {_SPREAD}", re.VERBOSE | re.IGNORECASE)
RANGE = re.compile(
    rf"""
    (?P<low> {NUMBER} ) {_SPREAD}
    (?P<joint> {BLANK}{DASH}{BLANK} | {GAP}(?:to|or|and){GAP} )                # 60-80, 60 to 80, 60 and 80
    (?P<high> {NUMBER} ) (?P<plus> [+](?![0-9]) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
TAIL = re.compile(
    rf"""
      (?P<percent>  {BLANK}(?: %(?!-?ile) (?:-?points\b|{GAP}points\b)? [+]?
                             | [- ]?per\s?cent(?:age{GAP}points?)?\b [+]?
                             | [-]?percentage[- ]points?\b | p\.p\.
                             | [oO]{BLANK}% ) )                                          # 60%, 6o%
    | (?P<ratio>    {GAP}(?:out{GAP})?of{GAP}
                    (?: (?:the|these|those|all|our|every|each|an?{GAP}total{GAP}of){GAP} ){{0,2}}
                    (?P<of_n> {NUMBER} ) (?![\w%])                                     # 7 out of 10
                  | {BLANK}/{BLANK} (?P<slash_n> [0-9]{{1,6}} ) (?![0-9/]|[.,][0-9])   # 7/10
                  | {GAP}(?:in{GAP}(?:(?:every|each){GAP})?|from{GAP}each{GAP}) (?P<in_n> {NUMBER} )
                    (?! [\w%] | (?:{GAP}|-)(?:{_DURATION_WORD}|million|per) ) )        # nine in ten
    | (?P<power>    (?: {BLANK}[x×*·]{BLANK}10{BLANK} (?: \^|e|\*\* )? {BLANK}
                        (?P<exponent> {_POWER} | [0-9]{{1,2}} )                        # x 10^6
                      | (?<=10) (?: {BLANK}\^{BLANK} )?
                        (?P<own_exponent> {_POWER} | (?<=\^)[0-9]{{1,2}} ) )           # 10⁶
                    (?: {GAP} (?: [^\W\d][\w'’-]{{0,24}}{GAP} ){{0,4}}? (?:cells|MSCs|exosomes)\b )?
                    (?P<per_kg> {BLANK}/{BLANK}kg\b | {GAP}per{GAP}(?:kg|kilogram)\b )? )
    | (?P<fold>     [-\s]?fold\b | {BLANK}[x×](?![\w]|{BLANK}[0-9])                      # 3-fold, 3x
                  | {GAP}times
                    (?={GAP}(?:more|greater|higher|better|faster|stronger|longer|as|the|less|lower)\b) )
    | (?P<duration> [-\s]?(?:(?:consecutive|full|whole|business|calendar|working|short|more){GAP})?
                    (?P<time_unit>{either(DURATIONS)})\b(?![-–]old) )                     # 6 weeks
    | (?P<unit>     (?:{BLANK}|-)(?P<unit_word>{either(UNITS)})(?:/kg)?\b )              # 50 ml
    | (?P<counted>  (?:{GAP}|-)
                    (?: (?!(?:{_STOP})\b)[^\W\d][\w'’/-]{{0,24}} {GAP} ){{0,4}}?
                    (?P<noun>{either(NOUNS)})\b )                                      # 62 controlled studies
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOLLOW_UP_BEFORE = re.compile(
    rf"""
    \b(?: followed (?:{GAP}up)? | follow(?:{GAP}|-)?ups? | monitored | observed )        # followed for
    (?: {GAP}(?:period|time|duration|visits?) )?
    (?: {BLANK}[:=] | {GAP}(?:for|of|was|is|at|lasted) )?
    (?: {GAP}(?:up{GAP}to|at{GAP}least|about|over|more{GAP}than|an?{GAP}(?:median|mean|average){GAP}of) )?
    {GAP}\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOLLOW_UP_AFTER = re.compile(r"[-\s](?:of[-\s])?follow[-\s]?ups?\b", re.IGNORECASE)
_PAIN_SCALE = re.compile(r"\b(?:pain|scores?|VAS|NRS|scale|severity)\b[^.\n]{0,36}\Z", re.IGNORECASE)
_AT_ONE = re.compile(r"\b(?:at|some|this|that)\s\Z", re.IGNORECASE)
_ONE_TIME = re.compile(r"\s?day\Z", re.IGNORECASE)
_SIGN = re.compile(r"(?<![\w)%\n-])(?:[+]|(?<=\S)[-−]|(?<=[ (])[-−])\Z")
_GERMAN_THOUSAND = re.compile(r"[0-9]{1,3}[.][0-9]{3}")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Reading(NamedTuple):
    """What a number and its tail say, before the words around them are read: the fields of a quantity."""

    type: str
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    of: str | None = None


def read_measure(text: str, amount: re.Match[str], floor: int) -> Quantity | None:
    """Return the quantity that the words after the number define, with its approximator."""
    tail = TAIL.match(text, amount.end())
    if tail is None or not _same_line(text, amount, tail):
        return None
    kind = tail.lastgroup or ""
    reading = _READERS[kind](text, amount, tail)
    if reading is None:
        return None
    start, end = amount.start(), tail.end()
    if reading.type == "other":
        return _quantity(text, start, end, reading)
    if kind == "duration" and (span := _find_follow_up(text, start, end, floor)):
        return _quantity(text, *span, reading._replace(type="follow-up"))
    sign = _find_sign(text, start, floor) if reading.type in ("score", "percent") else ""
    if sign not in ("", "+") and reading.value is not None:
        reading = reading._replace(value=-reading.value)
    start, approximator = find_approximator(text, start - len(sign), floor, over_is_during=kind == "duration")
    end, or_more = find_or_more(text, end)
    plus = "at-least" if amount["plus"] or tail[0].endswith("+") else None
    return _quantity(text, start, end, reading, approximator or or_more or plus)


def _quantity(text: str, start: int, end: int, reading: Reading, approximator: str | None = None) -> Quantity:
    type_, unit, value, low, high, numerator, denominator, of = reading
    written = text[start:end]
    return Quantity(written, start, end, type_, value, low, high, unit, approximator, numerator, denominator, of)


def _read_percent(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading:
    value, low, high = values(amount)
    if tail["percent"].lower().startswith("o") and value is not None:
        value *= 10  # "6o%": a zero read as a letter
    unit = "percentage points" if "point" in tail[0].lower() else "percent"
    return Reading("percent", unit, value, low, high, of=find_share_of(text, tail.end()))


def _read_ratio(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading | None:
    numerator = parse_number(amount["low"])
    denominator = parse_number(tail["of_n"] or tail["slash_n"] or tail["in_n"])
    of = find_share_of(text, tail.end())
    if amount["low"].lower() == "one" and tail["of_n"] and of is None:
        return None  # one of the two largest clinics
    is_scale = _PAIN_SCALE.search(text, max(0, amount.start() - 60), amount.start())
    if tail["slash_n"] and of is None and is_scale:
        return Reading("score", f"/{denominator:g}", numerator, *values(amount)[1:])
    if tail["slash_n"] and (not numerator.is_integer() or numerator > denominator):
        return Reading("other", "rating" if numerator <= denominator else "name")
    is_share = numerator.is_integer() and denominator.is_integer() and numerator <= denominator > 0
    if not is_share or (tail["in_n"] and 1900 <= denominator < 2040):
        return None  # 4 in 2019
    _, *ends = values(amount)
    if ends[0] is not None and ends[1] is not None:  # 3 to 5 out of 10
        low, high = (round_value(100 * end / denominator) for end in ends if end is not None)
        return Reading("ratio", "percent", None, low, high, None, int(denominator), of) if high <= 100 else None
    value = round_value(100 * numerator / denominator)
    return Reading("ratio", "percent", value, None, None, int(numerator), int(denominator), of)


def _read_power(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading:
    """Return a dose of cells written as a power of ten."""
    exponent = int((tail["exponent"] or tail["own_exponent"]).translate(_SUPERSCRIPTS))
    factor = 10.0 ** (exponent if tail["exponent"] else exponent - 1)  # "10⁶": the 10 is the amount
    value, low, high = (number and number * factor for number in values(amount))
    return Reading("dose", "cells/kg" if tail["per_kg"] else "cells", value, low, high)


def _read_fold(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading:
    return Reading("fold", "fold", *values(amount))


def _read_duration(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading | None:
    if amount["low"].lower() == "one" and _ONE_TIME.match(tail[0]):
        return None  # one day you will walk
    unit = DURATIONS[fold_case(tail["time_unit"])]
    value, low, high = (None if number is None else round_value(number * MONTHS[unit]) for number in values(amount))
    return Reading("duration", unit, value, low, high)


def _find_follow_up(text: str, start: int, end: int, floor: int) -> tuple[int, int] | None:
    """Return the span of a length of follow-up with the words that say so, or None for another length of time."""
    before = _FOLLOW_UP_BEFORE.search(text, max(floor, start - LOOK_BACK), start)
    after = _FOLLOW_UP_AFTER.match(text, end)
    if not before and not after:
        return None
    return before.start() if before else start, after.end() if after else end


def _read_unit(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading:
    return _with_values(amount, *UNITS[fold_case(tail["unit_word"])])


def _read_counted(text: str, amount: re.Match[str], tail: re.Match[str]) -> Reading | None:
    type_, unit = NOUNS[fold_case(tail["noun"])]
    if type_ == "score" and _AT_ONE.search(text, max(0, amount.start() - 8), amount.start()):
        return None  # at one point
    counted = _with_values(amount, type_, unit)
    largest = counted.value if counted.value is not None else counted.high
    if unit == "sessions" and largest is not None and largest >= MANY_SESSIONS:
        return counted._replace(type="count", unit="treatments")
    if type_ == "participants" and _GERMAN_THOUSAND.fullmatch(amount["low"]) and counted.value is not None:
        return counted._replace(value=float(round(1000 * counted.value)))
    return counted


_READERS: Mapping[str, Callable[[str, re.Match[str], re.Match[str]], Reading | None]] = MappingProxyType(
    {
        "percent": _read_percent,
        "ratio": _read_ratio,
        "power": _read_power,
        "fold": _read_fold,
        "duration": _read_duration,
        "unit": _read_unit,
        "counted": _read_counted,
    }
)


def values(amount: re.Match[str]) -> tuple[float | None, float | None, float | None]:
    """Return value, low and high: a range has no value."""
    if amount.re is not RANGE:
        return parse_number(amount["low"]), None, None
    return None, *parse_range(amount["low"], amount["high"])


def _with_values(amount: re.Match[str], type_: str, unit: str) -> Reading:
    return Reading(type_, unit) if type_ == "other" else Reading(type_, unit, *values(amount))


def widen(text: str, quantity: Quantity, start: int, end: int) -> Quantity:
    """Return the quantity with another span."""
    return replace(quantity, text=text[start:end], start=start, end=end)


def _find_sign(text: str, start: int, floor: int) -> str:
    """Return the plus or minus that is written right before a score or percentage, or nothing."""
    if start <= floor or text[start - 1] not in "+-−" or not _SIGN.search(text, max(0, start - 2), start):
        return ""
    return text[start - 1]


def _same_line(text: str, amount: re.Match[str], tail: re.Match[str]) -> bool:
    """Return whether the tail goes on with the sentence: a break before a capital starts another line.

    A number that stands alone on its line is a tile, and the next line is its label.
    """
    _, line_break, following = tail[0].partition("\n")
    if not line_break or not following.lstrip()[:1].isupper():
        return True
    before = text[max(0, amount.start() - 4) : amount.start()].rstrip("+>~ ")
    return not before or before.endswith("\n")


def round_value(value: float) -> float:
    """Return the value with four significant digits, enough for months and percentages."""
    return float(f"{value:.4g}")
