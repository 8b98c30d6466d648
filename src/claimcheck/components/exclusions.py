"""Numbers that say nothing about a result: years, phones, prices, dates, identifiers, names, ages."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from claimcheck.components.befores import Before
from claimcheck.components.exclusion_leads import CURRENCY_CODE, CURRENCY_SIGN, LOOK_BACK, MONTH, find_lead
from claimcheck.components.numbers import BLANK, DASH, GAP, NUMBER
from claimcheck.models import Quantity

_MONEY = rf"""(?:
    {CURRENCY_SIGN}
  | (?: {CURRENCY_CODE} | us{GAP}dollars? | dollars? | euros? | pounds?{GAP}sterling | rupees?
      | baht | pesos? | lakhs? | crores? )\b
)"""
_RANGE = rf"{NUMBER} (?: (?: {BLANK}{DASH}{BLANK} | {GAP}(?:to|and){GAP} ) {NUMBER} )?"

_GLUED = re.compile(r"(?P<letters>[^\W\d_]{1,24})[-–]?\Z")  # CD34, COVID-19, NCT03308565

# How such a number itself is written.
_SHAPE = re.compile(
    rf"""
      (?P<identifier>    10[.][0-9]{{4,9}}/\S{{1,200}}                                   # 10.1038/s41467
                       | [0-9]{{1,4}}{GAP}(?:cfr|u[.]?s[.]?c)\b[.]?(?:{GAP}[0-9]{{1,5}})?  # 21 CFR 1271
                       | [0-9]{{13,}} )
    | (?P<date>          [0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}\b                  # 2024-03-12
                       | [0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.](?:[0-9]{{4}}|[0-9]{{2}})\b   # 12/03/2024
                       | [0-9]{{1,2}}/(?:19|20)[0-9]{{2}}\b                              # 03/2024
                       | [0-9]{{1,2}}(?:st|nd|rd|th)?{GAP}(?:of{GAP})?{MONTH}(?!\w)
                         (?:,?{GAP}(?:19|20)[0-9]{{2}}\b)? )                             # 12 March 2024
    | (?P<phone>         [0-9]{{3,5}}\)?[-. ]{{1,2}}[0-9]{{3,4}}[-. ][0-9]{{3,4}}\b      # (212) 555-0199
                       | 1[-. ][0-9]{{3}}[-. ][0-9]{{3}}[-. ][0-9]{{4}}\b                # 1-800-555-0199
                       | (?<=[+])[0-9][-0-9 ().]{{6,20}}[0-9]                            # +49 30 1234567
                       | 0[0-9]{{1,4}}[-/ ][0-9]{{3,8}}(?:[- ][0-9]{{2,6}})?\b )         # 030 1234567
    | (?P<opening_hours> 24{BLANK}/{BLANK}7\b                                            # 24/7
                       | (?:24|seven|7){GAP}(?:hours|days){GAP}(?:a|per){GAP}(?:day|week)\b )
    | (?P<time_of_day>   [0-9]{{1,2}}(?::[0-9]{{2}})?(?:{BLANK}{DASH}{BLANK}[0-9]{{1,2}}(?::[0-9]{{2}})?)?
                         {BLANK}(?:[ap]m\b|[ap][.]m[.])                                  # 9 am, 9-11:30 am
                       | (?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:]|{DASH}[0-9]{{3}}) )   # 14:30
    | (?P<citation>      [0-9]{{4}};[ ]?[0-9]{{1,4}}(?:\([0-9]{{1,3}}\))?:[ ]?[a-z]?[0-9]{{1,9}}
                         (?:{DASH}[0-9]{{1,9}})?                                         # 2022;20(1):274
                       | [0-9]{{1,4}}(?:\([0-9]{{1,3}}\))?:[ ]?[a-z]?[0-9]{{2,9}}
                         (?:{DASH}[0-9]{{1,9}})?                                         # 15:2201
                       | [0-9]{{1,4}}\([0-9]{{1,3}}\) )                                  # 12(3)
    | (?P<allocation>    [0-9]{{1,2}}:[0-9]{{1,2}}(?::[0-9]{{1,2}})?\b )                 # 2:1
    | (?P<version>       [0-9]{{1,4}}(?:[.][0-9]{{1,2}}){{2,3}}(?![0-9]) )               # 2.1.3
    | (?P<decade>        [1-9]0s\b )                                                   # over 50s
    | (?P<address>       [0-9]{{1,5}}[a-z]?{GAP}(?:(?-i:[A-Z])[\w.]{{0,20}}{GAP}){{1,3}}
                         (?-i: Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Parkway|Pkwy|Way
                             | Square | Floor )\b                                              # 12 Oak Street
                       | [0-9]{{5}}-[0-9]{{4}}\b )                                       # 75201-1234
    | (?P<name>          [0-9]{{1,3}}(?:st|nd|rd|th)\b                                   # 2nd
                       | [0-9]{{1,2}}(?-i:D|HT|G)\b )                                    # 3D
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERS = re.compile(_RANGE, re.VERBOSE | re.IGNORECASE)
# What stands right behind a number or a range.
_BEHIND = re.compile(
    rf"""
      (?P<experience>  [+]?(?:{GAP}|-)years?['’]?{GAP}(?:of{GAP})?(?:[a-z]{{1,20}}{GAP})?
                       (?:experience|practice|expertise)\b )                          # 20 years of experience
    | (?P<age>         [-\s]?(?:years?|yrs?|months?)[-\s]
                       (?: olds?\b | of{GAP}age\b | (?:and|or){GAP}(?:older|over|above|up|younger)\b ) ) # 65-year-old
    | (?P<discount>    {BLANK}%{GAP}
                       (?: off | discounts? | cheaper | savings? | interest | financing | deposit | tax
                         | vat | refund | apr | (?:less|lower){GAP}(?:expensive|costs?|prices?)
                         | of{GAP}the{GAP}(?:costs?|price|fees?) )\b )                 # 20% off
    | (?P<price>       (?:{BLANK}k)?{BLANK}{_MONEY} )                                  # 5,000 euros
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOKEN = re.compile(r"[0-9](?:[\w./:+–-]{0,60}[\w+])?")  # a number with what is glued to it
_UNIT = re.compile(rf"(?:{BLANK}k\b)?(?:{BLANK}(?:years|yrs)\b)?", re.IGNORECASE)
_PERCENT = re.compile(rf"{BLANK}(?:%|per\s?cent\b)", re.IGNORECASE)
_POSTCODE = re.compile(r"[0-9]{5,6}(?![0-9]|[.,%][0-9]|%)")
_OVER_AGE = re.compile(
    r"[1-9][0-9](?![0-9]|[.,][0-9])(?:\s(?:years|yrs)(?=\s(?:of\sage|old)))?(?!\s?%|[-\s](?:min|hour|day|week|month|year))"
)
_PHONE = re.compile(r"[0-9][-0-9 ().]{4,20}[0-9]")
_BRACKETED = re.compile(r"[0-9]{1,3}(?:[ ]?[,–-][ ]?[0-9]{1,3}){0,20}\]")
# How the number after a lead is written, where it is no plain token; what stands behind it, where it may be a range.
_AFTER_LEAD: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "over_age": _OVER_AGE,
        "phone": _PHONE,
        "citation": _BRACKETED,
        "postcode": _POSTCODE,
    }
)
_BEHIND_LED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"price": _UNIT, "currency": _UNIT, "age": _UNIT, "discount": _PERCENT}
)
# Unit of a group, where the group is not named like it.
_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "currency": "price",
        "pages": "citation",
        "postcode": "address",
        "over_age": "age",
        "decade": "age",
        "rank": "name",
        "opening_hours": "opening hours",
        "time_of_day": "time-of-day",
    }
)
_PLACE_BEFORE = re.compile(r"[A-Z][a-z]{2,}[,\s-]{1,2}\Z")
_PLACE_AFTER = re.compile(r",?\s[A-Z][a-z]{2,}")
_YEAR = re.compile(
    rf"""
    (?:19[0-9]{{2}}|20[0-3][0-9])                                         # 1900-2039
    (?: s\b | {BLANK}{DASH}{BLANK}(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}}) )?   # 1990s, 2020-2024, 2020-24
    (?! [\w%] | [.,][0-9] )
    """,
    re.VERBOSE,
)
_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|since|until|by|from|of|during|before|after|early|late|mid-?|pre-|post-)\s?|\()\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[+(]{1,2}\Z")
_NUMBERING = re.compile(r"[0-9]{1,2}[.)](?=\s)")
_REGISTERS = ("nct", "pmc", "pmid", "isrctn", "ctri", "actrn", "eudract", "umin", "chictr", "drks", "jrct")
_GLUED_WORDS = frozenset({"mid", "pre", "post", "early", "late", "over", "under", "sub", "non", "to", "of", "by"})


def find_exclusion(text: str, start: int, floor: int, before: Before) -> Quantity | None:
    """Return the number at start, with its lead, if it is no result by its lead or its shape.

    >>> [find_exclusion(t, len(b), 0, (b, "")).unit for t, b in (("NCT03308565", "nct"), ("of 212-555-0199", "of "))]
    ['identifier', 'phone']
    """
    return (
        _read_lead(text, start, floor, before)
        or _read_glued(text, start, floor)
        or _read_shape(text, start, floor)
        or _read_numbering(text, start)
    )


def find_year(text: str, start: int) -> Quantity | None:
    """Return the year or span of years at start."""
    year = _YEAR.match(text, start)
    return _other(text, start, year.end(), "year") if year else None


def find_led_year(text: str, start: int, floor: int) -> Quantity | None:
    """Return the year at start if "in", "since" or the like stands before it."""
    year = find_year(text, start)
    return year if year and _YEAR_LEAD.search(text, max(floor, start - 12), start) else None


def find_postcode(text: str, start: int, floor: int) -> Quantity | None:
    """Return the five or six digits at start that stand beside the name of a place."""
    code = _POSTCODE.match(text, start)
    if code is None:
        return None
    place = _PLACE_BEFORE.search(text, max(floor, start - 20), start) or _PLACE_AFTER.match(text, code.end())
    return _other(text, start, code.end(), "address") if place else None


def _read_lead(text: str, start: int, floor: int, before: Before) -> Quantity | None:
    lead = find_lead(text, start, floor, before)
    if lead is None or lead.lastgroup is None:
        return None
    if lead.lastgroup != "discount" and _match_behind(_PERCENT, text, start):
        return None  # group 60%
    if lead.lastgroup in _BEHIND_LED:
        number = _match_behind(_BEHIND_LED[lead.lastgroup], text, start)
    else:
        number = _AFTER_LEAD.get(lead.lastgroup, _TOKEN).match(text, start)
    return _other(text, lead.start(), number.end(), lead.lastgroup) if number else None


def _match_behind(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    """Return what stands right behind the number or the range at start, if it fits a pattern."""
    numbers = _NUMBERS.match(text, start)
    return pattern.match(text, numbers.end()) if numbers else None


def _read_glued(text: str, start: int, floor: int) -> Quantity | None:
    """Return the name or identifier of which the number is a part."""
    if not start or not (text[start - 1].isalpha() or text[start - 1] in "-–"):
        return None
    glued = _GLUED.search(text, max(floor, start - LOOK_BACK), start)
    token = _TOKEN.match(text, start)
    if glued is None or token is None or _match_behind(_PERCENT, text, start):
        return None
    letters = glued["letters"].lower()
    if letters in _GLUED_WORDS and glued.end() > glued.end("letters"):
        return None  # mid-2024
    return _other(text, glued.start(), token.end(), "identifier" if letters.startswith(_REGISTERS) else "name")


def _read_shape(text: str, start: int, floor: int) -> Quantity | None:
    shape = _SHAPE.match(text, start) or _match_behind(_BEHIND, text, start)
    if shape is None or shape.lastgroup is None:
        return None
    opening = _OPENING.search(text, max(floor, start - 2), start) if shape.lastgroup == "phone" else None
    return _other(text, opening.start() if opening else start, shape.end(), shape.lastgroup)


def _read_numbering(text: str, start: int) -> Quantity | None:
    """Return the number of a list item: it opens its line, and a dot or bracket follows."""
    marker = _NUMBERING.match(text, start)
    if marker is None:
        return None
    before = text[max(0, start - 8) : start].rstrip(" \t(")
    if before and not before.endswith("\n"):
        return None
    return _other(text, start, marker.end() - 1, "numbering")


def _other(text: str, start: int, end: int, unit: str) -> Quantity:
    return Quantity(text[start:end], start, end, "other", None, unit=_UNITS.get(unit, unit))
