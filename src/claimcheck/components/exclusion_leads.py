"""Words and signs right before a number that make it no result: phase 2, March 2024, $5,000, aged 18."""

import re

from claimcheck.components.befores import REACH, Before
from claimcheck.components.numbers import BLANK, GAP, lower_in_place

LOOK_BACK = 40  # characters that a lead may take before its number

MONTH = r"""(?:
    jan(?:uary|[.])? | feb(?:ruary|[.])? | mar(?:ch|[.])? | apr(?:il|[.])? | may | june? | july?
  | aug(?:ust|[.])? | sept?(?:ember|[.])? | oct(?:ober|[.])? | nov(?:ember|[.])? | dec(?:ember|[.])?
)"""
CURRENCY_SIGN = r"[$€£¥₹฿₩₺]"
CURRENCY_CODE = r"(?:usd|eur|gbp|inr|aud|cad|thb|mxn|chf)"

# What stands right before a number and says that it is no result; the name of the group is the unit.
_LEAD = re.compile(
    rf"""(?:
      (?P<price>         {CURRENCY_SIGN} {BLANK} )                                      # $5,000
    | (?P<rank>          \# {BLANK} )                                                   # #1
    | (?P<citation>      \[ )                                                           # [12]
    | \b (?:
        (?P<currency>      (?: {CURRENCY_CODE} | rs[.]? ) {BLANK} )                     # Rs 2 lakh
      | (?P<discount>      (?: sav(?:e|es|ing|ings) | discounts? | (?:costs?|prices?|fees?){GAP}by )
                           (?: {GAP}(?:of|by|up{GAP}to|over|about|around|between|from) ){{0,2}} {GAP} )
      | (?P<identifier>    (?: pmids? | pubmed(?:{GAP}id)? | doi | isbn | issn | isrctn | licen[cs]e | patent
                             | irb | ind | registration | reg[.]? )
                           (?: {GAP}(?:no[.]?|number|nr[.]?) )? [:#]? {BLANK} )         # PMID 26971680
      | (?P<version>       v[.]? | (?:version|release) {GAP} )                          # v2.1
      | (?P<name>          (?: phases? | types? | stages? | grades? | class(?:es)? | tiers? | steps?
                             | figures? | fig[.] | tables? | chapters? | sections? | parts?
                             | questions? | groups? | cohorts? | arms? | modules? | appendix | levels? | top
                             | no[.] | nr[.] | number | omega | factor | interleukin
                             | vitamin ) {GAP} )                                        # phase 2, type 2
      | (?P<pages>         (?: vol | pp? | pages? | issue | volume )[.]? {BLANK} )      # vol. 12, pp. 5
      | (?P<age>           (?: aged | ages? | age{GAP}(?:of|range) ) (?: {BLANK}: )? {GAP}
                           (?: (?:between|from|over|under){GAP} )? )                    # aged 18-60
      | (?P<over_age>      (?: patients|people|adults|men|women|those ) {GAP}
                           (?: over|under|above|below ) {GAP} )                         # people over 65
      | (?P<date>          {MONTH} {GAP} )                                              # March 2024, May 12
      | (?P<address>       (?: suite | ste[.]? | floor | room | unit | building | p[.]?o[.]?{BLANK}box | box
                             | apt[.]? | block | plot | sector | \w{{0,20}}stra(?:ß|ss)e ) {GAP} ) # Suite 200
      | (?P<postcode>      (?-i:[A-Z]{{2}}) {GAP} )                                     # TX 75201
      | (?P<opening_hours> (?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}[.:]? {GAP} )     # Mon-Fri 9-17
      | (?P<phone>         (?: call(?:{GAP}us)?(?:{GAP}(?:at|on))? | tel | phone | fax | mobile | whatsapp
                             | hotline )
                           [.:]{{0,2}} {BLANK} [+(]{{0,2}} )                            # Tel: (212)
      )
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
# With what a lead ends: one of these words, with an ending or without, or signs stands right before the number.
_LEAD_WORDS = frozenset(
    """
    usd eur gbp inr aud cad thb mxn chf rs
    save saves saving savings discount discounts
    pmid pmids pubmed id doi isbn issn isrctn license licence patent irb ind registration reg no number nr
    v version release
    phase phases type types stage stages grade grades class classes tier tiers step steps figure figures fig
    table tables chapter chapters section sections part parts question questions group groups cohort cohorts
    arm arms module modules appendix level levels top omega factor interleukin vitamin
    vol p pp page pages issue volume
    aged age ages range
    suite ste floor room unit building box obox pobox apt block plot sector
    call tel phone fax mobile whatsapp hotline
    """.split()
)
# A lead that ends with one of these words holds one of these parts of a word too.
_LINKS = frozenset("of by to over about around between from under above below us at on".split())
_BEFORE_LINK = (
    "sav",
    "discount",
    "cost",
    "price",
    "fee",
    "age",
    "patients",
    "people",
    "adults",
    "men",
    "those",
    "call",
)
_CALENDAR = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split()
)  # how months and days of the week begin
_STREETS = ("strasse", "straße")
_LEAD_SIGNS = frozenset("$€£¥₹฿₩₺#[")


def find_lead(text: str, start: int, floor: int, before: Before) -> re.Match[str] | None:
    """Return the lead of the number at start; the name of its group says what the number is.

    >>> find_lead("in phase 2", 9, 0, ("phase", "")).lastgroup
    'name'
    """
    return _LEAD.search(text, max(floor, start - LOOK_BACK), start) if _may_lead(text, start, before) else None


def _may_lead(text: str, start: int, before: Before) -> bool:
    """Tell whether what stands right before the number may end a lead."""
    word, sign = before
    if word in _LEAD_WORDS or sign in _LEAD_SIGNS or word[:3] in _CALENDAR or word.endswith(_STREETS):
        return True
    if word in _LINKS:
        window = lower_in_place(text[max(0, start - LOOK_BACK) : start])
        if any(part in window for part in _BEFORE_LINK):
            return True
    return len(word) == 2 and text[max(0, start - REACH) : start].rstrip()[-2:].isupper()  # TX 75201
