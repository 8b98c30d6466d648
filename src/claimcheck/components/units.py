"""Words for what is counted or measured. The type and unit beside them are those of models.Quantity."""

from collections.abc import Mapping
from types import MappingProxyType

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
_DURATION_WORDS = (
    ("minutes", "minutes minute mins min"),
    ("hours", "hours hour hrs hr h"),
    ("days", "days day"),
    ("weeks", "weeks week wks wk"),
    ("months", "months month mos mo"),
    ("years", "years year yrs yr"),
    ("decades", "decades decade"),
)
DURATIONS: Mapping[str, str] = MappingProxyType(
    {written: unit for unit, words in _DURATION_WORDS for written in words.split()}
)

_PEOPLE_WORDS = (
    "patients patient people persons person participants participant subjects individuals volunteers adults "
    "children kids men women boys girls athletes veterans survivors recipients clients victims sufferers "
    "cases responders"
)
_STUDY_WORDS = "studies study trials trial papers articles publications rcts experiments reviews"
_SESSION_WORDS = (
    "sessions session injections injection infusions infusion doses dose treatments applications cycles "
    "rounds vials transplants transplantations procedures operations surgeries times"
)
_FACILITY_WORDS = (
    "countries clinics hospitals centres centers doctors physicians specialists surgeons locations languages "
    "offices awards beds staff employees"
)
PEOPLE = tuple(_PEOPLE_WORDS.split())
STUDIES = tuple(_STUDY_WORDS.split())


def _by_word(*rows: tuple[str, str, str]) -> Mapping[str, tuple[str, str]]:
    """Return type and unit by word, from rows of type, unit and words."""
    return MappingProxyType({word: (type_, unit) for type_, unit, words in rows for word in words.split()})


# Nouns that may stand a few words behind the number; the nearest decides.
NOUNS = _by_word(
    ("participants", "people", _PEOPLE_WORDS),
    ("studies", "studies", _STUDY_WORDS),
    ("score", "points", "points point"),
    ("score", "grades", "grades grade"),
    ("score", "levels", "levels level segments"),
    ("dose", "sessions", _SESSION_WORDS),
    ("dose", "cells", "cells mscs hmscs uc-mscs ad-mscs bm-mscs huc-mscs exosomes"),
    ("count", "conditions", "conditions diseases disorders ailments illnesses"),
    ("count", "animals", "rats rat mice dogs animals rabbits pigs"),
    ("other", "facility", _FACILITY_WORDS),
    ("other", "rating", "stars star"),
)
# Units that stand right behind the number.
UNITS = _by_word(
    ("dose", "mg", "mg milligrams"),
    ("dose", "ml", "ml millilitres milliliters cc"),
    ("dose", "µg", "µg μg mcg"),
    ("dose", "IU", "iu"),
    ("count", "metres", "metres metre meters meter m"),
    ("count", "km", "km kilometres kilometers miles"),
    ("count", "cm", "cm centimetres centimeters"),
    ("count", "mm", "mm millimetres millimeters"),
    ("count", "kg", "kg kilos kilograms"),
    ("count", "mmHg", "mmhg"),
)
# From here on a number of sessions is a tally of the clinic, not one patient's course.
MANY_SESSIONS = 50
