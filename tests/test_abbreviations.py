"""Abbreviations that a page defines are read like the names they stand for."""

import pytest

from claimcheck.components.abbreviations import find_abbreviations
from claimcheck.extract import extract
from claimcheck.pipeline import load_pipeline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spinal cord injury (SCI)", [("SCI", "spinal cord injury")]),
        ("autologous bone-marrow mononuclear cells (BMNC)", [("BMNC", "bone-marrow mononuclear cells")]),
        ("Platelet rich fibrin (PRF), not plasma (PRP)", [("PRF", "Platelet rich fibrin")]),
        ("the trial (NCT01234567)", []),
        ("costs (see below)", []),
        ("knee\nosteoarthritis of the hip (KO)", []),  # not over a line break
        ("(SCI)", []),
        ("", []),
    ],
)
def test_find_abbreviations(text, expected):
    """The long form is the shortest run of words that holds the letters in order."""
    assert [(found.short, text[found.start : found.end]) for found in find_abbreviations(text)] == expected


def test_abbreviation_stands_for_its_concept():
    """A claim that uses only the short form is about the condition and the treatment."""
    text = (
        "We treat spinal cord injury (SPI) with bone marrow cells (BOMC).\n\nAfter BOMC, people with SPI walk again.\n"
    )
    claim = extract(load_pipeline()(text)).claims[-1]

    assert claim.concepts["condition"] == ["spinal-cord-injury"]
    assert claim.concepts["intervention"] == ["bone-marrow-cells"]
