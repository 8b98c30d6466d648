"""Percentages that cannot come from the number of people that they are said to be of."""

import pytest

from claimcheck.components.quantities import find_quantities
from claimcheck.grim import has_impossible_share, is_possible_share
from claimcheck.models import Claim, Kind, Stance, Strength


def claim_of(text):
    """Return a claim with the numbers that its text holds."""
    parts = (Kind.QUANTITATIVE, Stance.ASSERTED, Strength.ASSERTED, tuple(find_quantities(text)))
    return Claim("c1", text, 0, len(text), None, *parts, {"outcome": ["ais-grade"]})


@pytest.mark.parametrize(
    "percent, people, decimals, expected",
    [
        (70, 10, 0, True),
        (75, 10, 0, False),
        (92, 12, 0, True),
        (91, 12, 0, True),
        (93, 12, 0, False),
        (91.7, 12, 1, True),
        (94.7, 12, 1, False),
        (0, 5, 0, True),
        (100, 5, 0, True),
    ],
)
def test_is_possible_share(percent, people, decimals, expected):
    """Whether a whole number of people gives a percentage, rounded or cut off."""
    assert is_possible_share(percent, people, decimals=decimals) is expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("85% of 12 patients improved", True),
        ("83% of 12 patients improved", False),
        ("About 85% of 12 patients improved", False),
        ("85% improved", False),
        ("120% of 12 patients improved", False),
        ("85% and 60% of 12 patients improved", False),
        ("Of 12 patients, 85% improved", True),
        ("In 12 patients, 85% improved", True),
        ("85% of our 12 patients improved", True),
        ("Improvement in 29 patients (45.3%)", False),  # 29 of 64
        ("We followed 102 patients, and fever was seen in 14.1%", False),  # of what?
        ("Fever was seen in 4% and a thrombosis in three patients", False),
    ],
)
def test_has_impossible_share(text, expected):
    """A plain percentage of a plain number of people, and no other."""
    assert has_impossible_share(claim_of(text)) is expected
