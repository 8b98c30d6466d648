"""Every warning fires on its own examples, keeps silent on the others, and names an open source."""

import pytest

from claimcheck import check_text
from claimcheck.models import Extraction
from claimcheck.red_flags import find_page_flags, find_red_flags, red_flag_rows

ROWS = list(red_flag_rows().values())


@pytest.mark.parametrize(
    ("row", "text"), [(row, text) for row in ROWS for text in row.fires], ids=lambda value: getattr(value, "id", None)
)
def test_red_flag_fires_on_its_examples(row, text):
    """The words that raised it are quoted with their exact offsets."""
    flags = [flag for flag in find_red_flags(text) if flag.id == row.id]

    assert flags
    assert [text[flag.start : flag.end] for flag in flags] == [flag.text for flag in flags]


@pytest.mark.parametrize(
    ("row", "text"), [(row, text) for row in ROWS for text in row.silent], ids=lambda value: getattr(value, "id", None)
)
def test_red_flag_keeps_silent(row, text):
    """A sentence that takes the words back raises nothing."""
    assert row.id not in {flag.id for flag in find_red_flags(text)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_red_flag_has_examples_both_ways_and_a_source(row):
    """A rule without an example is no rule; the one that counts conditions has none to give."""
    assert row.source.startswith(("http://", "https://"))
    assert (bool(row.fires) and bool(row.silent)) or row.conditions_at_least is not None


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (("stroke", "autism", "copd", "als", "knee-osteoarthritis", "hip-osteoarthritis"), []),
        (("stroke", "autism", "copd", "als", "lupus", "knee-osteoarthritis"), ["many-conditions"]),
    ],
)
def test_many_conditions_counts_unrelated_ones(conditions, expected):
    """Two joints are one kind of condition."""
    extraction = Extraction("", (), (), conditions, (), 0)

    assert [flag.id for flag in find_page_flags(extraction)] == expected


def test_page_without_claims_raises_nothing():
    """Sales talk for sofas is none of our business."""
    report = check_text("Hurry: 20% discount on all sofas, book now!")

    assert report.to_dict()["red_flags"] == []
