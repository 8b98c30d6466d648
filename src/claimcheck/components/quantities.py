"""Quantities: every number in the text with what it means, or why it is no result."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimcheck.components.approximators import APPROXIMATORS, find_approximator, find_or_more
from claimcheck.components.exclusions import find_exclusion, find_postcode, find_year
from claimcheck.components.measures import (
    DURATIONS,
    MANY_SESSIONS,
    MONTHS,
    NOUNS,
    RANGE,
    SINGLE,
    TAIL,
    UNITS,
)
from claimcheck.components.number_phrases import NUMBER_WORDS, find_number_phrase
from claimcheck.components.numbers import BLANK, DASH, GAP, NUMBER, parse_number
from claimcheck.components.shares import find_share_of
from claimcheck.models import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

LOOK_BACK = 48  # characters that a lead may take before its number

# What stands before a number and makes it a quantity of a certain kind.
_LEAD = re.compile(
    rf"""(?:
      (?P<p_value>  \bp{BLANK}(?:-?{BLANK}values?)?{BLANK}(?P<sign>[<>=≤≥]=?|\bof|\bwas|\bis){BLANK} )   # p < 0.05
    | (?P<n>        \bn{BLANK}={BLANK}                                                    # n=24
                  | \b(?:patients|participants|subjects|people)
                    (?:{GAP}(?:treated|enrolled|included|recruited))?{BLANK}[:=]{BLANK} ) # patients: 24
    | (?P<interval> \b(?:CI|confidence{GAP}intervals?){BLANK}(?:[:=,]|of)?{BLANK}[\[(]?{BLANK} )  # CI: 35-93
    | (?P<moment>   \b(?:week|month|day|year){GAP} )                                      # at week 72
    | (?P<between>  \bbetween{GAP} )
    | (?P<from>     \bfrom{GAP} )
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_INTERVAL = re.compile(
    rf"""
    (?:90|95|97[.]5|99){BLANK}%(?:-|{GAP})?(?:CI\b|C[.]I[.]|confidence{GAP}intervals?)   # 95% CI
    (?: {BLANK}[:=,]?{BLANK}(?:(?:of|from){GAP})?(?P<bracket>[\[(])?{BLANK}
        (?P<low> [-−+]?{NUMBER} ){BLANK}%?
        (?: {BLANK}(?:{DASH}|,|;){BLANK} | {GAP}(?:to|and){GAP} )
        (?P<high> [-−+]?{NUMBER} ){BLANK}%? (?(bracket)[\])]?) )?                        # 35-93
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
_SIGN = re.compile(r"(?<![\w)%\n-])(?:(?P<plus>[+])|(?<=\S)[-−]|(?<=[ (])[-−])\Z")
_LINK = re.compile(rf"{BLANK}{DASH}{BLANK} | {GAP}(?P<word>to|and){GAP}", re.VERBOSE | re.IGNORECASE)
_RANGE_LEAD = re.compile(r"\b(?:(?P<between>between)|from)\s\Z", re.IGNORECASE)
_GERMAN_THOUSAND = re.compile(r"[0-9]{1,3}[.][0-9]{3}")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ANCHOR = re.compile(
    rf"""
      (?P<url>   https?://\S+ | \bwww[.]\S+ )
    | (?P<digit> [0-9] | (?<![\w.])[.](?=[0-9]) )
    | (?P<word>  (?<![\w-])(?:{NUMBER_WORDS})\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGIT_RUN = re.compile(r"\d+(?:[.,]\d+)*")
_SKIP = re.compile(r"\d+|\w+")


def find_quantities(text: str) -> list[Quantity]:
    """Return every number of the text that the grammar knows, in order, none overlapping.

    Numbers that are no results (years, prices, phone numbers, names) have type "other", and their unit says why.

    >>> [(q.text, q.type, q.value) for q in find_quantities("over 60% improved; 7 of 10 did in 2 weeks")]
    [('over 60%', 'percent', 60.0), ('7 of 10', 'ratio', 70.0), ('2 weeks', 'duration', 0.46)]
    """
    found: list[Quantity] = []
    for quantity in _iter_quantities(text):
        if found and (joined := _join(text, found[-1], quantity)):
            found[-1] = joined
        else:
            found.append(quantity)
    return found


def not_understood(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the runs of digits that lie in none of the quantities, as type "unknown"."""
    unknown = []
    spans = iter(sorted((quantity.start, quantity.end) for quantity in quantities))
    start, end = next(spans, (len(text), len(text)))
    for run in _DIGIT_RUN.finditer(text):
        while end <= run.start():
            start, end = next(spans, (len(text), len(text) + 1))
        if run.end() <= start:
            unknown.append(Quantity(run[0], run.start(), run.end(), "unknown", None))
    return unknown


def _iter_quantities(text: str) -> Iterator[Quantity]:
    position = floor = 0
    while anchor := _ANCHOR.search(text, position):
        quantity = _read(text, anchor, floor)
        if quantity is None:
            skipped = _SKIP.match(text, anchor.start())
            position = skipped.end() if skipped else anchor.end()
        else:
            position = floor = quantity.end
            yield quantity


def _read(text: str, anchor: re.Match[str], floor: int) -> Quantity | None:
    """Return the quantity at an anchor: the first reading that fits."""
    start = anchor.start()
    if anchor["url"]:
        return Quantity(anchor[0], start, anchor.end(), "other", None, unit="identifier")
    if anchor["word"]:
        return find_number_phrase(text, start, floor) or _read_amount(text, start, floor)
    return (
        _read_interval(text, start)
        or find_exclusion(text, start, floor)
        or find_year(text, start, lead_needed=True)
        or _read_amount(text, start, floor)
        or find_year(text, start, lead_needed=False)
        or find_postcode(text, start)
    )


def _read_interval(text: str, start: int) -> Quantity | None:
    match = _INTERVAL.match(text, start)
    if match is None:
        return None
    bounds = [_signed(match[name]) for name in ("low", "high")] if match["low"] else [None, None]
    unit = "percent" if match["low"] and "%" in match[0][match.start("low") - start :] else None
    return Quantity(match[0], start, match.end(), "interval", None, bounds[0], bounds[1], unit)


def _read_amount(text: str, start: int, floor: int) -> Quantity | None:
    """Return the quantity made by a range of numbers or a number together with its lead or its tail."""
    lead = _LEAD.search(text, max(floor, start - LOOK_BACK), start)
    kind = lead.lastgroup if lead else None
    amount = RANGE.match(text, start)
    if amount and (kind == "between" or amount["joint"].strip().lower() != "and"):
        quantity = _read_lead(text, amount, lead) or _read_tail(text, amount, floor)
        if quantity and lead and kind in ("between", "from"):
            return _widen(text, quantity, lead.start(), quantity.end)
        if quantity:
            return quantity
    amount = SINGLE.match(text, start)
    if amount is None:
        return None
    return (
        _read_lead(text, amount, lead) or _read_tail(text, amount, floor) or _read_moment(text, amount, lead)
    )


def _read_lead(text: str, amount: re.Match[str], lead: re.Match[str] | None) -> Quantity | None:
    """Return the quantity that the words before the number define."""
    if lead is None:
        return None
    kind = lead.lastgroup
    value, low, high = _values(amount)
    span = (text[lead.start() : amount.end()], lead.start(), amount.end())
    if kind == "p_value" and value is not None and value <= 1:
        return Quantity(*span, "p-value", value, approximator=APPROXIMATORS.get(lead["sign"]))
    if kind == "n":
        return Quantity(*span, "participants", value, low, high, "people")
    if kind == "interval" and low is not None:
        return Quantity(*span, "interval", None, low, high)
    return None


def _read_moment(text: str, amount: re.Match[str], lead: re.Match[str] | None) -> Quantity | None:
    """Return the time of "at week 72"."""
    if lead is None or lead.lastgroup != "moment":
        return None
    unit = DURATIONS[lead[0].lower().strip()]
    months = _round(parse_number(amount["low"]) * MONTHS[unit])
    return Quantity(
        text[lead.start() : amount.end()], lead.start(), amount.end(), "duration", months, unit=unit
    )


def _read_tail(text: str, amount: re.Match[str], floor: int) -> Quantity | None:
    """Return the quantity that the words after the number define, with its approximator."""
    tail = TAIL.match(text, amount.end())
    if tail is None or not _same_line(text, amount, tail):
        return None
    kind = tail.lastgroup or ""
    quantity = _READERS[kind](text, amount, tail)
    if quantity is None or quantity.type == "other":
        return quantity
    signed = _with_sign(text, quantity)
    start, approximator = find_approximator(text, signed.start, floor, over_is_during=kind == "duration")
    end, or_more = find_or_more(text, quantity.end)
    plus = "at-least" if amount["plus"] or tail[0].endswith("+") else None
    widened = _widen(text, signed, start, end)
    return replace(widened, approximator=approximator or or_more or plus)


def _read_percent(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity:
    value, low, high = _values(amount)
    if tail["percent"].lower().startswith("o") and value is not None:
        value *= 10  # "6o%": a zero read as a letter
    unit = "percentage points" if "point" in tail[0].lower() else "percent"
    of = find_share_of(text, tail.end())
    return replace(_quantity(text, amount, tail, "percent", unit), value=value, low=low, high=high, of=of)


def _read_ratio(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity | None:
    numerator = parse_number(amount["low"])
    denominator = parse_number(tail["of_n"] or tail["slash_n"] or tail["in_n"])
    of = find_share_of(text, tail.end())
    if amount["low"].lower() == "one" and tail["of_n"] and of is None:
        return None  # one of the two largest clinics
    if (
        tail["slash_n"]
        and of is None
        and _PAIN_SCALE.search(text, max(0, amount.start() - 60), amount.start())
    ):
        return replace(_quantity(text, amount, tail, "score", f"/{denominator:g}"), value=numerator)
    if tail["slash_n"] and (not numerator.is_integer() or numerator > denominator):
        return _quantity(text, amount, tail, "other", "rating" if numerator <= denominator else "name")
    is_share = numerator.is_integer() and denominator.is_integer() and numerator <= denominator > 0
    if not is_share or "high" in amount.groupdict() or (tail["in_n"] and 1900 <= denominator < 2040):
        return None  # 4 in 2019
    share = _quantity(text, amount, tail, "ratio", "percent")
    return replace(
        share,
        value=_round(100 * numerator / denominator),
        numerator=int(numerator),
        denominator=int(denominator),
        of=of,
    )


def _read_power(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity:
    """Return a dose of cells written as a power of ten."""
    exponent = int((tail["exponent"] or tail["own_exponent"]).translate(_SUPERSCRIPTS))
    factor = 10.0 ** (exponent if tail["exponent"] else exponent - 1)  # "10⁶": the 10 is the amount
    value, low, high = (number and number * factor for number in _values(amount))
    unit = "cells/kg" if tail["per_kg"] else "cells"
    return replace(_quantity(text, amount, tail, "dose", unit), value=value, low=low, high=high)


def _read_fold(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity:
    return _quantity(text, amount, tail, "fold", "fold")


def _read_duration(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity | None:
    if amount["low"].lower() == "one" and _ONE_TIME.match(tail[0]):
        return None  # one day you will walk
    unit = DURATIONS[tail["time_unit"].lower()]
    value, low, high = (
        None if number is None else _round(number * MONTHS[unit]) for number in _values(amount)
    )
    duration = replace(_quantity(text, amount, tail, "duration", unit), value=value, low=low, high=high)
    before = _FOLLOW_UP_BEFORE.search(text, max(0, amount.start() - LOOK_BACK - 20), amount.start())
    after = _FOLLOW_UP_AFTER.match(text, tail.end())
    if before or after:
        start, end = before.start() if before else amount.start(), after.end() if after else tail.end()
        return replace(_widen(text, duration, start, end), type="follow-up")
    return duration


def _read_unit(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity:
    return _quantity(text, amount, tail, *UNITS[tail["unit_word"].lower()])


def _read_counted(text: str, amount: re.Match[str], tail: re.Match[str]) -> Quantity | None:
    type_, unit = NOUNS[tail["noun"].lower()]
    if type_ == "score" and _AT_ONE.search(text, max(0, amount.start() - 8), amount.start()):
        return None  # at one point
    counted = _quantity(text, amount, tail, type_, unit)
    largest = counted.value if counted.value is not None else counted.high
    if unit == "sessions" and largest is not None and largest >= MANY_SESSIONS:
        return replace(counted, type="count", unit="treatments")
    if type_ == "participants" and _GERMAN_THOUSAND.fullmatch(amount["low"]) and counted.value is not None:
        return replace(counted, value=_round(1000 * counted.value))
    return counted


_READERS: Mapping[str, Callable[[str, re.Match[str], re.Match[str]], Quantity | None]] = MappingProxyType(
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


def _values(amount: re.Match[str]) -> tuple[float | None, float | None, float | None]:
    """Return value, low and high: a range has no value."""
    first = parse_number(amount["low"])
    if "high" not in amount.groupdict():
        return first, None, None
    second = parse_number(amount["high"])
    return None, min(first, second), max(first, second)


def _quantity(text: str, amount: re.Match[str], tail: re.Match[str], type_: str, unit: str) -> Quantity:
    value, low, high = _values(amount) if type_ != "other" else (None, None, None)
    return Quantity(
        text[amount.start() : tail.end()], amount.start(), tail.end(), type_, value, low, high, unit
    )


def _widen(text: str, quantity: Quantity, start: int, end: int) -> Quantity:
    return replace(quantity, text=text[start:end], start=start, end=end)


def _with_sign(text: str, quantity: Quantity) -> Quantity:
    """Return a score or percentage with the plus or minus that is written right before it."""
    start = quantity.start
    sign = _SIGN.search(text, max(0, start - 2), start) if quantity.type in ("score", "percent") else None
    if sign is None:
        return quantity
    quantity = _widen(text, quantity, start - 1, quantity.end)
    return quantity if sign["plus"] or quantity.value is None else replace(quantity, value=-quantity.value)


def _same_line(text: str, amount: re.Match[str], tail: re.Match[str]) -> bool:
    """Return whether the tail goes on with the sentence: a break before a capital starts another line.

    A number that stands alone on its line is a tile, and the next line is its label.
    """
    line_break = tail[0].find("\n")
    following = tail[0][line_break + 1 :].lstrip()
    if line_break < 0 or not following[:1].isupper():
        return True
    return not text[text.rfind("\n", max(0, amount.start() - 4), amount.start()) + 1 : amount.start()].strip(
        "+>~ "
    )


def _join(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return the range made of two quantities, each with its unit: 60% to 80%, 6 weeks to 3 months."""
    link = _LINK.fullmatch(text, first.end, second.start)
    if link is None or first.type != second.type or first.type not in ("percent", "duration"):
        return None
    if first.value is None or second.value is None or second.approximator or first.of:
        return None
    lead = _RANGE_LEAD.search(text, max(0, first.start - 12), first.start)
    if (link["word"] or "").lower() == "and" and not (lead and lead["between"]):
        return None
    low, high = sorted((first.value, second.value))
    joined = replace(second, value=None, low=low, high=high, approximator=first.approximator)
    return _widen(text, joined, lead.start() if lead else first.start, second.end)


def _signed(written: str) -> float:
    value = parse_number(written.lstrip("+-−"))
    return -value if written[0] in "-−" else value


def _round(value: float) -> float:
    """Return the value with two decimals, enough for months and percentages."""
    return round(value, 2)


def register_extensions() -> None:
    """Declare ``doc._.claimcheck_quantities``, once a process."""
    from spacy.tokens import Doc

    if not Doc.has_extension("claimcheck_quantities"):
        Doc.set_extension("claimcheck_quantities", default=())


class Quantities:
    """Stores the quantities of a text in ``doc._.claimcheck_quantities``."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the quantities of the doc and return it."""
        doc._.claimcheck_quantities = tuple(find_quantities(doc.text))
        return doc
