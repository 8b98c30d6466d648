"""Numbers of claims beside numbers of studies."""

import json
from pathlib import Path

import pytest

from claimcheck.comparing import binomial_interval, compare_numbers, fits_share, has_share_over_all
from claimcheck.components.quantities import find_quantities
from claimcheck.evidence import bundled_evidence
from claimcheck.models import Claim, Kind, Stance, Strength

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "comparisons.jsonl").read_text(encoding="utf-8").splitlines()
]
EVIDENCE = bundled_evidence()


def read_claim(text, outcome="ais-grade"):
    """Return a claim with the numbers that its text holds."""
    quantities = tuple(find_quantities(text))
    parts = (Kind.QUANTITATIVE, Stance.ASSERTED, Strength.ASSERTED, quantities, {"outcome": [outcome]})
    return Claim("c1", text, 0, len(text), None, *parts)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"])
def test_compare_numbers_with_the_cited_work(row):
    """Approximators, ranges, shares and counts against what the work prints, both sides of each margin."""
    check = compare_numbers(read_claim(row["text"], row["outcome"]), [EVIDENCE.records[row["record"]]])

    assert [check.agrees, check.differs] == [row["agrees"], row["differs"]]


def test_other_records_never_differ():
    """Only a cited work can be misquoted."""
    check = compare_numbers(read_claim("90% improved"), [], [EVIDENCE.records["shang-2022-bmc-medicine"]])

    assert not check.agrees and not check.differs


@pytest.mark.parametrize(
    "numerator, denominator, expected",
    [
        (7, 10, (34.8, 93.3)),
        (0, 10, (0.0, 30.8)),
        (10, 10, (69.2, 100.0)),
        (1, 1, (2.5, 100.0)),
        (26, 37, (53.0, 84.1)),
    ],
)
def test_binomial_interval_is_exact(numerator, denominator, expected):
    """Clopper-Pearson intervals as printed tables have them."""
    assert binomial_interval(numerator, denominator) == expected


@pytest.mark.parametrize(
    "claimed, study, approximator, decimals, expected",
    [
        (70, 70.4, None, 0, True),
        (70, 70.6, None, 0, False),
        (48.9, 48.94, None, 1, True),
        (48.9, 49.0, None, 1, False),
        (50, 44.0, "nearly", 0, True),
        (50, 43.9, "nearly", 0, False),
        (50, 50.5, "nearly", 0, True),
        (50, 50.6, "nearly", 0, False),
        (60, 60.0, "over", 0, False),
        (60, 60.1, "over", 0, True),
        (60, 80.1, "over", 0, False),
        (60, 60.0, "at-least", 0, True),
        (60, 60.0, "under", 0, False),
        (60, 59.9, "under", 0, True),
        (60, 60.0, "at-most", 0, True),
        (60, 56.0, "about", 0, True),
        (60, 55.9, "about", 0, False),
        (60, 12.0, "up-to", 0, True),
        (60, 61.0, "up-to", 0, False),
    ],
)
def test_fits_share(claimed, study, approximator, decimals, expected):
    """Both sides of the margin of every approximator."""
    assert fits_share(claimed, study, approximator, decimals=decimals) is expected


@pytest.mark.parametrize(
    "text, expected",
    [("120% of patients improved", True), ("100% of patients improved", False), ("Strength rose by 120%", False)],
)
def test_has_share_over_all(text, expected):
    """More than all of the people."""
    assert has_share_over_all(read_claim(text)) is expected
