"""What may follow a number and make it a quantity: percent, n of m, durations, counted nouns, doses, scores."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from claimcheck.components.numbers import BLANK, DASH, GAP, NUMBER, either
from claimcheck.components.shares import PEOPLE, STUDIES

# Months in one of each; the word is the unit that a duration keeps.
MONTHS: Mapping[str, float] = MappingProxyType(
    {
        "minutes": 12 / (365.25 * 24 * 60),
        "hours": 12 / (365.25 * 24),
        "days": 12 / 365.25,
        "weeks": 12 * 7 / 365.25,
        "months": 1,
        "years": 12,
        "decades": 120,
    }
)
DURATIONS: Mapping[str, str] = MappingProxyType(
    {
        written: unit
        for unit, words in {
            "minutes": "minutes minute mins min",
            "hours": "hours hour hrs hr h",
            "days": "days day",
            "weeks": "weeks week wks wk",
            "months": "months month mos mo",
            "years": "years year yrs yr",
            "decades": "decades decade",
        }.items()
        for written in words.split()
    }
)
# Units that stand right behind the number: (type, unit).
UNITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        written: (type_, unit)
        for (type_, unit), words in {
            ("dose", "mg"): "mg milligrams",
            ("dose", "ml"): "ml millilitres milliliters cc",
            ("dose", "µg"): "µg μg mcg",
            ("dose", "IU"): "iu",
            ("count", "metres"): "metres metre meters meter m",
            ("count", "km"): "km kilometres kilometers miles",
            ("count", "cm"): "cm centimetres centimeters",
            ("count", "mm"): "mm millimetres millimeters",
            ("count", "kg"): "kg kilos kilograms",
            ("count", "mmHg"): "mmhg",
            ("fold", "fold"): "fold",
        }.items()
        for written in words.split()
    }
)
# Nouns that may stand a few words behind the number: (type, unit). The nearest decides.
NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        written.lower(): (type_, unit)
        for (type_, unit), words in {
            ("participants", "people"): " ".join(PEOPLE),
            ("studies", "studies"): " ".join(STUDIES),
            ("score", "points"): "points point",
            ("score", "grades"): "grades grade",
            ("score", "levels"): "levels level segments",
            (
                "dose",
                "sessions",
            ): "sessions session injections injection infusions infusion doses dose treatments "
            "applications cycles rounds vials transplants transplantations procedures operations surgeries times",
            ("dose", "cells"): "cells MSCs hMSCs UC-MSCs AD-MSCs BM-MSCs hUC-MSCs exosomes",
            ("count", "animals"): "rats rat mice dogs animals rabbits pigs",
            (
                "other",
                "facility",
            ): "countries clinics hospitals centres centers doctors physicians specialists "
            "surgeons locations languages offices awards beds staff employees",
            ("other", "rating"): "stars star reviewers",
        }.items()
        for written in words.split()
    }
)
MANY_SESSIONS = 50  # from here on a number of treatments is a tally of the clinic, not one patient's course

# No noun is counted across these words.
_STOP = (
    "of|the|a|an|in|on|at|to|for|from|by|with|without|and|or|but|than|as|after|before|within|over|under|during|per|"
    "is|are|was|were|be|been|has|have|had|who|that|which|while|when|if|not|no|all|their|his|her|its|our|your|"
    "show|shows|showed|shown|see|saw|report|reports|reported|receive|receives|received|improve|improves|improved|"
    "gain|gained|regained|recovered|experienced|felt|lost|died|can|may|will|could|would|should"
)
_POWER = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
_DURATION_WORD = rf"(?:{either(DURATIONS)})\b"

_SPREAD = rf"(?: {BLANK} (?:±|[+]/[-−]) {BLANK} {NUMBER} )?"  # 9.5 ± 2.1
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
                    (?:(?:the|these|those|all|our|every|an?{GAP}total{GAP}of){GAP}){{0,2}}
                    (?P<of_n> {NUMBER} )(?![\w%])                                        # 7 out of 10
                  | {BLANK}/{BLANK}(?P<slash_n> [0-9]{{1,6}} )(?![0-9/]|[.,][0-9])       # 7/10
                  | {GAP}in{GAP}(?:every{GAP})?(?P<in_n> {NUMBER} )
                    (?! [\w%] | (?:{GAP}|-)(?:{_DURATION_WORD}|million|per) ) )            # nine in ten
    | (?P<power>    (?: {BLANK}[x×*·]{BLANK}10{BLANK}(?:\^|e|\*\*)?{BLANK}(?P<exponent>{_POWER}|[0-9]{{1,2}})  # x 10^6
                      | (?<=10)(?:{BLANK}\^{BLANK})?(?P<own_exponent>{_POWER}|(?<=\^)[0-9]{{1,2}}) )           # 10⁶
                    (?: {GAP}(?:[^\W\d][\w'’-]{{0,24}}{GAP}){{0,4}}?(?:cells|MSCs|exosomes)\b )?
                    (?P<per_kg> {BLANK}/{BLANK}kg\b | {GAP}per{GAP}(?:kg|kilogram)\b )? )
    | (?P<fold>     [-\s]?fold\b | {BLANK}[x×](?![\w]|{BLANK}[0-9])                      # 3-fold, 3x
                  | {GAP}times{GAP}(?=(?:more|greater|higher|better|faster|stronger|longer|as|the|less|lower)\b) )
    | (?P<duration> [-\s]?(?P<joined>(?:consecutive|full|whole|business|calendar|working|short|more){GAP})?
                    (?P<time_unit>{either(DURATIONS)})\b(?![-–]old) )                     # 6 weeks
    | (?P<unit>     (?:{BLANK}|-)(?P<unit_word>{either(UNITS)})(?:/kg)?\b )              # 50 ml
    | (?P<counted>  (?:{GAP}|-)
                    (?: (?!(?:{_STOP})\b)[^\W\d][\w'’/-]{{0,24}} {GAP} ){{0,4}}?
                    (?P<noun>{either(NOUNS)})\b )                                        # 62 controlled studies
    """,
    re.VERBOSE | re.IGNORECASE,
)
