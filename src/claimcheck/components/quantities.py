"""Quantities: every number in the text with what it means, or why it is no result."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimcheck.components.anchors import find_digit, find_words
from claimcheck.components.approximators import APPROXIMATORS
from claimcheck.components.befores import Before, read_before
from claimcheck.components.exclusions import find_exclusion, find_led_year, find_postcode, find_year
from claimcheck.components.extensions import text_of
from claimcheck.components.measures import RANGE, SINGLE, read_measure, round_value, values, widen
from claimcheck.components.number_phrases import find_number_phrase
from claimcheck.components.numbers import BLANK, DASH, DIGITS, GAP, fold_case, parse_number
from claimcheck.components.partitives import find_partitive
from claimcheck.components.units import DURATIONS, MONTHS
from claimcheck.models import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

LOOK_BACK = 48  # characters that a lead may take before its number

# What stands before a number and makes it a quantity of a certain kind.
_LEAD = re.compile(
    rf"""\b(?:
      (?P<p_value>  p {BLANK} (?: -?{BLANK}values? )? {BLANK}
                    (?P<sign> [<>=≤≥]=? | \bof | \bwas | \bis ) {BLANK} )                 # p < 0.05
    | (?P<n>        n {BLANK}={BLANK}                                                     # n=24
                  | (?: patients|participants|subjects|people )
                    (?: {GAP}(?:treated|enrolled|included|recruited) )? {BLANK}[:=]{BLANK} )  # patients: 24
    | (?P<interval> (?: CI|confidence{GAP}intervals? ) {BLANK}(?:[:=,]|of)?{BLANK}[\[(]?{BLANK} )  # CI: 35-93
    | (?P<moment>   (?: week|month|day|year ) {GAP} )                                     # at week 72
    | (?P<between>  between {GAP} )
    | (?P<from>     from {GAP} )
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_INTERVAL = re.compile(
    rf"""
    (?:90|95|97[.]5|99){BLANK}%(?:-|{GAP})?(?:CI\b|C[.]I[.]|confidence{GAP}intervals?)   # 95% CI
    (?: {BLANK}[:=,]?{BLANK}(?:(?:of|from){GAP})?(?P<bracket>[\[(])?{BLANK}
        (?P<low> [-−+]?{DIGITS} ){BLANK}%?
        (?: {BLANK}(?:{DASH}|,|;){BLANK} | {GAP}(?:to|and){GAP} )
        (?P<high> [-−+]?{DIGITS} ){BLANK}%? (?(bracket)[\])]?) )?                        # 35-93
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The words and signs with which a lead ends: one of them stands right before the number.
_LEAD_WORDS = frozenset(
    "of was is ci ciof interval intervals intervalof intervalsof week month day year between from".split()
)
_LEAD_SIGNS = frozenset("<>=≤≥:")
_LINK = re.compile(rf"{BLANK}{DASH}{BLANK} | {GAP}(?P<word>to|and){GAP}", re.VERBOSE | re.IGNORECASE)
_RANGE_LEAD = re.compile(r"\b(?:(?P<between>between)|from)\s\Z", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|www[.])\S+", re.IGNORECASE)
_DIGIT_RUN = re.compile(r"\d+(?:[.,]\d+)*")
_SKIP = re.compile(r"\d+(?:[.,]\d+)*|\w+")


def find_quantities(text: str) -> list[Quantity]:
    """Return every number of the text that the grammar knows, in order, none overlapping.

    Numbers that are no results (years, prices, phone numbers, names) have type "other"; their unit says why.

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
    spans = iter([*sorted((quantity.start, quantity.end) for quantity in quantities), (len(text), len(text))])
    start, end = next(spans)
    for run in _DIGIT_RUN.finditer(text):
        while end <= run.start():
            start, end = next(spans)
        if run.end() <= start:
            unknown.append(Quantity(run[0], run.start(), run.end(), "unknown", None))
    return unknown


def _iter_quantities(text: str) -> Iterator[Quantity]:
    floor = 0  # no lead or approximator reaches back over the number before
    words = iter(find_words(text))
    word, digit = next(words), find_digit(text, 0)
    while (start := min(word, digit)) < len(text):
        quantity = _read_digits(text, start, floor) if start == digit else _read_words(text, start, floor)
        if quantity:
            yield quantity
            floor = quantity.end
        else:
            skipped = _SKIP.match(text, start)
            floor = skipped.end() if skipped else start + 1
        while word < floor:
            word = next(words)
        if digit < floor:
            digit = find_digit(text, floor)


def _read_words(text: str, start: int, floor: int) -> Quantity | None:
    """Return the quantity that begins with a word, or the web address: the first reading that fits."""
    if address := _ADDRESS.match(text, start):
        return Quantity(address[0], start, address.end(), "other", None, unit="identifier")
    before = read_before(text, start, floor)
    return (
        find_number_phrase(text, start, floor)
        or find_partitive(text, start, floor, before)
        or find_exclusion(text, start, floor, before)
        or _read_amount(text, start, floor, before)
    )


def _read_digits(text: str, start: int, floor: int) -> Quantity | None:
    """Return the quantity that begins with a digit: the first reading that fits."""
    before = read_before(text, start, floor)
    return (
        _read_interval(text, start)
        or find_partitive(text, start, floor, before)
        or find_exclusion(text, start, floor, before)
        or find_led_year(text, start, floor)
        or _read_amount(text, start, floor, before)
        or find_year(text, start)
        or find_postcode(text, start, floor)
    )


def _read_interval(text: str, start: int) -> Quantity | None:
    match = _INTERVAL.match(text, start) if text[start] == "9" else None
    if match is None:
        return None
    bounds = [_signed(match[name]) for name in ("low", "high")] if match["low"] else [None, None]
    unit = "percent" if match["low"] and "%" in match[0][match.start("low") - start :] else None
    return Quantity(match[0], start, match.end(), "interval", None, bounds[0], bounds[1], unit)


def _read_amount(text: str, start: int, floor: int, before: Before) -> Quantity | None:
    """Return the quantity made by a range of numbers or a number together with its lead or its tail."""
    may_lead = before[0] in _LEAD_WORDS or before[1] in _LEAD_SIGNS
    lead = _LEAD.search(text, max(floor, start - LOOK_BACK), start) if may_lead else None
    kind = lead.lastgroup if lead else None
    amount = RANGE.match(text, start)
    if amount and (kind == "between" or amount["joint"].strip().lower() != "and"):
        quantity = _read_lead(text, amount, lead) or read_measure(text, amount, floor)
        if quantity and lead and kind in ("between", "from"):
            return widen(text, quantity, lead.start(), quantity.end)
        if quantity:
            return quantity
    amount = SINGLE.match(text, start)
    if amount is None:
        return None
    return _read_lead(text, amount, lead) or read_measure(text, amount, floor) or _read_moment(text, amount, lead)


def _read_lead(text: str, amount: re.Match[str], lead: re.Match[str] | None) -> Quantity | None:
    """Return the quantity that the words before the number define."""
    if lead is None:
        return None
    kind = lead.lastgroup
    value, low, high = values(amount)
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
    unit = DURATIONS[fold_case(lead[0])]
    months = round_value(parse_number(amount["low"]) * MONTHS[unit])
    return Quantity(text[lead.start() : amount.end()], lead.start(), amount.end(), "duration", months, unit=unit)


def _join(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return the range made of two quantities, each with its unit: 60% to 80%, 6 weeks to 3 months."""
    if first.type != second.type or first.type not in ("percent", "duration"):
        return None
    if first.value is None or second.value is None or second.approximator or first.of:
        return None
    link = _LINK.fullmatch(text, first.end, second.start)
    if link is None:
        return None
    lead = _RANGE_LEAD.search(text, max(0, first.start - 12), first.start)
    if (link["word"] or "").lower() == "and" and not (lead and lead["between"]):
        return None
    low, high = sorted((first.value, second.value))
    joined = replace(second, value=None, low=low, high=high, approximator=first.approximator)
    return widen(text, joined, lead.start() if lead else first.start, second.end)


def _signed(written: str) -> float:
    value = parse_number(written.lstrip("+-−"))
    return -value if written[0] in "-−" else value


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
        doc._.claimcheck_quantities = tuple(find_quantities(text_of(doc)))
        return doc
