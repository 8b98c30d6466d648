"""Numbers that say nothing about a result: years, phones, prices, dates, addresses, identifiers, names, ages."""

import re

from claimcheck.components.numbers import BLANK, DASH, GAP, NUMBER
from claimcheck.models import Quantity

MONTH_NAMES = (
    r"(?: jan(?:uary|[.])? | feb(?:ruary|[.])? | mar(?:ch|[.])? | apr(?:il|[.])? | may | june? | july? | "
    r"aug(?:ust|[.])? | sept?(?:ember|[.])? | oct(?:ober|[.])? | nov(?:ember|[.])? | dec(?:ember|[.])? )"
)
CURRENCY_BEFORE = r"(?: (?:\b[A-Z]{1,3})? [$€£¥₹฿₩₺] | \b(?:usd|eur|gbp|inr|aud|cad|thb|mxn|chf|rs[.]?) )"
CURRENCY_AFTER = (
    r"(?: [$€£¥₹฿₩₺] | (?:usd|eur|gbp|inr|aud|cad|thb|mxn|chf|us{gap}dollars?|dollars?|euros?|pounds?{gap}sterling|"
    r"rupees?|baht|pesos?|lakhs?|crores?)\b )"
).replace("{gap}", GAP)
LOOK_BACK = 40  # characters that a lead may take before its number

_RANGE = rf"{NUMBER} (?: (?: {BLANK}{DASH}{BLANK} | {GAP}(?:to|and){GAP} ) {NUMBER} )?"

# What stands right before a number and says that it is no result; the name of the group is the unit.
_LEAD = re.compile(
    rf"""(?:
      (?P<price>      {CURRENCY_BEFORE} {BLANK} )                                       # $5,000  Rs 2 lakh
    | (?P<discount>   \b(?:sav(?:e|es|ing|ings)|discounts?|(?:costs?|prices?|fees?){GAP}by)
                      (?: {GAP}(?:of|by|up{GAP}to|over|about|around|between|from) ){{0,2}} {GAP} )  # save up to 60%
    | (?P<identifier> \b(?:pmids?|pubmed(?:{GAP}id)?|doi|isbn|issn|isrctn|licen[cs]e|patent|irb|ind|
                      registration|reg[.]?)
                      (?: {GAP}(?:no[.]?|number|nr[.]?) )? [:#]? {BLANK} )                # PMID 26971680
    | (?P<name>       \b(?:phases?|types?|stages?|grades?|classe?s?|tiers?|steps?|figures?|fig[.]|tables?|
                      chapters?|sections?|parts?|questions?|groups?|cohorts?|arms?|modules?|appendix|levels?|
                      top|no[.]|nr[.]|number|omega|factor|interleukin|vitamin)
                      {GAP} | \# )                                                       # Phase 2, type 2
    | (?P<citation>   \b(?:vol|pp?|pages?|issue|volume)[.]? {BLANK} | \[ )               # vol. 12, pp. 5, [12]
    | (?P<version>    \bv[.]? | \b(?:version|release){GAP} )                             # v2.1
    | (?P<age>        \b(?:aged|ages?|age{GAP}(?:of|range)|under{GAP}the{GAP}age{GAP}of|between{GAP}the{GAP}ages{GAP}of)
                      (?:{BLANK}:)? {GAP} (?:between{GAP}|from{GAP}|over{GAP}|under{GAP})? )  # aged 18-60
    | (?P<date>       \b{MONTH_NAMES} {GAP} )                                            # March 2024, May 12
    | (?P<address>    \b(?:suite|ste[.]?|floor|room|unit|building|p[.]?o[.]?{BLANK}box|box|apt[.]?|block|plot|sector) {GAP}
                    | (?:stra(?:ß|ss)e|str[.]) {GAP}
                    | (?P<postcode> (?-i:\b[A-Z]{{2}}) {GAP} ) )                         # Suite 200, TX 75201
    | (?P<opening_hours> \b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}[.:]? {GAP} )        # Mon-Fri 9-17
    | (?P<phone>      \b(?:call(?:{GAP}us)?(?:{GAP}(?:at|on))?|tel|phone|fax|mobile|whatsapp|hotline)[.:]{{0,2}} {BLANK} [+(]{{0,2}} ) # Tel: 212
    | (?P<code>       [^\W\d_]{{1,24}} [-–]? )                                           # CD34, COVID-19
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)

# How such a number itself is written.
_SHAPE = re.compile(
    rf"""
      (?P<identifier>    10[.][0-9]{{4,9}}/\S{{1,200}}                                   # 10.1038/s41467
                       | [0-9]{{1,4}}{GAP}(?:cfr|u[.]?s[.]?c)\b[.]?(?:{GAP}[0-9]{{1,5}})?  # 21 CFR 1271
                       | [0-9]{{13,}} )
    | (?P<date>          [0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}\b                  # 2024-03-12
                       | [0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.](?:[0-9]{{4}}|[0-9]{{2}})\b   # 12/03/2024
                       | [0-9]{{1,2}}/(?:19|20)[0-9]{{2}}\b                              # 03/2024
                       | [0-9]{{1,2}}(?:st|nd|rd|th)?{GAP}(?:of{GAP})?{MONTH_NAMES}(?!\w)(?:,?{GAP}(?:19|20)[0-9]{{2}}\b)? )  # 12 March
    | (?P<phone>         [0-9]{{3,5}}\)?[-. ]{{1,2}}[0-9]{{3,4}}[-. ][0-9]{{3,4}}\b      # 212) 555-0199
                       | 1[-. ][0-9]{{3}}[-. ][0-9]{{3}}[-. ][0-9]{{4}}\b                # 1-800-555-0199
                       | (?<=[+])[0-9][-0-9 ().]{{6,20}}[0-9]                            # +49 30 1234567
                       | 0[0-9]{{1,4}}[-/ ][0-9]{{3,8}}(?:[- ][0-9]{{2,6}})?\b )         # 030 1234567
    | (?P<opening_hours> 24{BLANK}/{BLANK}7(?:{BLANK}/{BLANK}365)?\b                     # 24/7
                       | (?:24|seven|7){GAP}(?:hours|days){GAP}(?:a|per){GAP}(?:day|week)\b )
    | (?P<time_of_day>   [0-9]{{1,2}}(?::[0-9]{{2}})?{BLANK}(?:[ap]m\b|[ap][.]m[.])      # 9:30 am
                       | [0-9]{{1,2}}(?::[0-9]{{2}})?{BLANK}{DASH}{BLANK}[0-9]{{1,2}}(?::[0-9]{{2}})?{BLANK}[ap][.]?m\b
                       | (?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:]|{DASH}[0-9]{{3}}) )   # 14:30
    | (?P<citation>      [0-9]{{4}};[^\S\n]?[0-9]{{1,4}}(?:\([0-9]{{1,3}}\))?:[^\S\n]?[a-z]?[0-9]+(?:{DASH}[0-9]+)?  # 2022;20:274
                       | [0-9]{{1,4}}(?:\([0-9]{{1,3}}\))?:[^\S\n]?[a-z]?[0-9]{{2,9}}(?:{DASH}[0-9]+)?  # 15:2201
                       | [0-9]{{1,4}}\([0-9]{{1,3}}\) )                                  # 12(3)
    | (?P<allocation>    [0-9]{{1,2}}:[0-9]{{1,2}}(?::[0-9]{{1,2}})?\b )                 # 2:1
    | (?P<version>       [0-9]{{1,4}}(?:[.][0-9]{{1,4}}){{2,3}}(?![0-9]) )               # 2.1.3
    | (?P<age>           {_RANGE}[-\s]?(?:years?|yrs?|months?)[-\s]
                         (?: olds?\b | of{GAP}age\b | (?:and|or){GAP}(?:older|over|above|up|younger)\b )  # 65-year-old
                       | [1-9]0s\b )                                                     # over 50s
    | (?P<experience>    {NUMBER}[+]?{GAP}years?['’]?{GAP}(?:of{GAP})?(?:[a-z]+{GAP})?(?:experience|practice|expertise)\b )
    | (?P<discount>      {_RANGE}{BLANK}%{GAP}(?:off|discounts?|cheaper|savings?|interest|financing|deposit|tax|vat|
                         refund|apr|(?:less|lower){GAP}(?:expensive|costs?|prices?)|
                         of{GAP}the{GAP}(?:costs?|price|fees?))\b )                      # 20% off
    | (?P<price>         {_RANGE}(?:{BLANK}k)?{BLANK}{CURRENCY_AFTER} )                  # 5,000 euros
    | (?P<address>       [0-9]{{1,5}}[a-z]?{GAP}(?:(?-i:[A-Z])[\w.]{{0,20}}{GAP}){{1,3}}
                         (?-i:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Parkway|Pkwy|Way|Square|Floor)\b
                       | [0-9]{{5}}-[0-9]{{4}}\b )                                       # 12 Oak Street, 75201-1234
    | (?P<name>          [0-9]{{1,3}}(?:st|nd|rd|th)\b                                   # 2nd
                       | [0-9]{{1,2}}(?-i:D|HT|G)\b )                                    # 3D
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOKEN = re.compile(r"[0-9](?:[\w./:+–-]{0,60}[\w+])?")  # a number with what is glued to it
_RANGED = re.compile(rf"{_RANGE}(?:{BLANK}k\b)?(?:{BLANK}(?:years|yrs)\b)?", re.VERBOSE | re.IGNORECASE)
_PERCENT = re.compile(rf"{_RANGE}{BLANK}(?:%|per\s?cent\b)", re.VERBOSE | re.IGNORECASE)
_WRITTEN_AS = {"price": _RANGED, "age": _RANGED, "phone": re.compile(r"[0-9][-0-9 ().]{4,20}[0-9]")}
_POSTCODE = re.compile(r"[0-9]{5,6}(?![0-9.,]*[0-9%])")
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
    r"(?:\b(?:in|since|until|by|from|of|during|before|after|early|late|mid-?|pre-|post-)\s?|\()\Z", re.I
)
_NUMBERING = re.compile(r"[0-9]{1,2}[.)]\s")
_REGISTERS = ("nct", "pmc", "pmid", "isrctn", "ctri", "actrn", "eudract", "umin", "chictr", "drks", "jrct")
_GLUED_WORDS = frozenset(
    {"mid", "pre", "post", "early", "late", "over", "under", "sub", "non", "to", "of", "by"}
)


def find_exclusion(text: str, start: int, floor: int) -> Quantity | None:
    """Return the number at start, with its lead, if it is no result by its shape or its lead.

    >>> [find_exclusion(t, s, 0).unit for t, s in (("NCT03308565", 3), ("call 212-555-0199", 5))]
    ['identifier', 'phone']
    """
    lead = _LEAD.search(text, max(floor, start - LOOK_BACK), start)
    found = _read_lead(text, start, lead) if lead else None
    return found or _read_shape(text, start) or _read_numbering(text, start)


def find_year(text: str, start: int, *, lead_needed: bool) -> Quantity | None:
    """Return the year or span of years at start; lead_needed asks for "in", "since" or the like before it."""
    year = _YEAR.match(text, start)
    if year is None or (lead_needed and not _YEAR_LEAD.search(text, max(0, start - 12), start)):
        return None
    return _other(text, start, year.end(), "year")


def find_postcode(text: str, start: int) -> Quantity | None:
    """Return the five or six digits at start that stand beside a name of a place."""
    code = _POSTCODE.match(text, start)
    if code and (
        _PLACE_BEFORE.search(text, max(0, start - 20), start) or _PLACE_AFTER.match(text, code.end())
    ):
        return _other(text, start, code.end(), "address")
    return None


def _read_lead(text: str, start: int, lead: re.Match[str]) -> Quantity | None:
    unit = lead.lastgroup or ""
    percent = _PERCENT.match(text, start)
    if unit == "discount":
        return _other(text, lead.start(), percent.end(), "discount") if percent else None
    if percent:
        return None
    if unit == "code":
        return _read_code(text, start, lead)
    token = _WRITTEN_AS.get(unit, _TOKEN).match(text, start)
    if token is None or (lead["postcode"] and not _POSTCODE.fullmatch(token[0])):
        return None
    if (
        unit == "citation"
        and text[lead.start()] == "["
        and text[token.end() : token.end() + 1] not in ("]", ",")
    ):
        return None
    return _other(text, lead.start(), token.end(), unit)


def _read_code(text: str, start: int, lead: re.Match[str]) -> Quantity | None:
    letters = lead[0].rstrip("-–").lower()
    token = _TOKEN.match(text, start)
    if token is None or (letters in _GLUED_WORDS and letters != lead[0].lower()):
        return None
    return _other(text, lead.start(), token.end(), "identifier" if letters.startswith(_REGISTERS) else "name")


def _read_shape(text: str, start: int) -> Quantity | None:
    shape = _SHAPE.match(text, start)
    if shape is None or shape.lastgroup is None:
        return None
    begin = start
    if shape.lastgroup == "phone":
        while begin and text[begin - 1] in "+(":
            begin -= 1
    return _other(text, begin, shape.end(), shape.lastgroup)


def _read_numbering(text: str, start: int) -> Quantity | None:
    line = text.rfind("\n", max(0, start - 8), start) + 1 or max(0, start - 8)
    marker = _NUMBERING.match(text, start)
    if marker and not text[line:start].strip(" \t(") and (line == 0 or text[line - 1] == "\n"):
        return _other(text, start, marker.end() - 2, "numbering")
    return None


def _other(text: str, start: int, end: int, unit: str) -> Quantity:
    unit = {"opening_hours": "opening hours", "time_of_day": "time-of-day"}.get(unit, unit)
    return Quantity(text[start:end], start, end, "other", None, unit=unit)
