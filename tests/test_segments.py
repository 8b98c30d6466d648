"""Units of a page, by table: tests/cases/segments.jsonl says what each rule of cutting does."""

import json
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.components.extensions import register_extensions
from claimcheck.components.segments import Form, Segments, find_units

CASES = Path(__file__).parent / "cases" / "segments.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
FRAGMENTS = st.sampled_from(
    ["Cells heal.", "\n", "\n\n", "• ", "1. ", "Benefits:", "81%", "Less pain", "\t", " | ", "Is it safe?", "No.", "  ",
     "e.g. ", "“", "”", "Dr. Ito", "İ", "\u200b", "2019;44(3):201-209.", "HOW IT WORKS", "o ", "and", ","]
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_find_units(row):
    """Every unit is found in order, with its form and its exact text."""
    found = [[unit.form.value, row["text"][unit.start : unit.end]] for unit in find_units(row["text"])]

    assert found == row["expected"]


def test_links():
    """A unit knows the heading above it and the line that introduces it."""
    text = "Results\nPatients gain:\n- Less pain\n- More strength\nPrices\nIt costs a lot."
    units = find_units(text)
    found = [(unit.form, unit.section, unit.lead_in) for unit in units]

    assert found == [
        (Form.HEADING, None, None),
        (Form.LEAD_IN, 0, None),
        (Form.ITEM, 0, 1),
        (Form.ITEM, 0, 1),
        (Form.HEADING, None, None),
        (Form.SENTENCE, 4, None),
    ]


@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_units_are_in_order_and_apart(text):
    """Units of any text are stretches of it, one behind the other, and neither begin nor end in a blank."""
    units = find_units(text)
    bounds = [bound for unit in units for bound in (unit.start, unit.end)]
    blank = [text[unit.start : unit.end] for unit in units if text[unit.start : unit.end].strip(" \n\t") == ""]

    assert bounds == sorted(bounds)
    assert blank == []


def test_units_start_sentences():
    """The component marks the first token of each unit as the start of a sentence."""
    register_extensions()
    doc = Segments()(spacy.blank("en")("Benefits\n- Less pain\n- More strength. More sleep."))

    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Benefits\n-",
        "Less pain\n-",
        "More strength. More sleep.",
    ]
