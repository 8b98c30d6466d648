"""Text cut at its marks, and a page's text in paragraphs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.render.cards import make_cards
from claimcheck.render.page_text import make_paragraphs, unwrap
from claimcheck.render.pieces import cut, cut_claim

MARKS = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30), st.sampled_from("abc")), max_size=6)


@given(st.text(max_size=24), MARKS)
def test_pieces_joined_are_the_text(text, marks):
    """Whatever the marks, no character is lost or moved, and each has just the marks over it."""
    pieces = cut(text, marks)
    over = [frozenset(name for start, end, name in marks if start <= place < end) for place in range(len(text))]

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.marks for piece in pieces for _ in piece.text] == over


def test_cut_claim(report):
    """A claim is cut at its numbers and cues, and shortened at a word."""
    claim = report.assessments[0].claim

    assert [(piece.text, sorted(piece.marks)) for piece in cut_claim(claim)] == [
        ("7 out of 10", ["number"]),
        (" patients improved their AIS grade, a true [bold]", []),
        ("breakthrough", ["cue"]),
        ("[/bold] (Bydon 2024).", []),
    ]
    assert [piece.text for piece in cut_claim(claim, 20)] == ["7 out of 10", " …"]


@given(st.text("ab \r\n-“", max_size=300))
def test_unwrap_moves_nothing(text):
    """Only line ends change, so that offsets hold."""
    assert len(unwrap(text)) == len(text)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("short\nlines", "short\nlines"),
        ("w" * 70 + "\nordinary", "w" * 70 + " ordinary"),
        ("w" * 70 + "\n- bullet", "w" * 70 + "\n- bullet"),
        ("w" * 70 + "\n\nparagraph", "w" * 70 + "\n\nparagraph"),
        ("a\r\nb\rc", "a \nb\nc"),
    ],
)
def test_unwrap(text, expected):
    """A line that was broken to fit is joined; bullets, short lines and paragraphs stay."""
    assert unwrap(text) == expected


def test_paragraphs_hold_the_whole_page(report):
    """Every word of the page stands in its order, claims as runs of their own, each with one place to link to."""
    cards = make_cards(report, report.assessments)
    runs = [run for paragraph in make_paragraphs(report, cards) for run in paragraph]
    text = "".join(piece.text for run in runs for piece in run.pieces)

    assert text == report.document.text
    assert [(run.card.id, run.first) for run in runs if run.card] == [("c1", True), ("c2", True), ("c3", True)]
    assert ["".join(piece.text for piece in run.pieces) for run in runs if run.heading] == ["Results"]


def test_paragraph_of_a_claim_that_is_not_shown(report):
    """Without its card a claim is text like any other."""
    (paragraph,) = make_paragraphs(replace(report, extraction=report.extraction), [])

    assert [run.card for run in paragraph] == [None, None]
