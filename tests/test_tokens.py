"""The words of a page: spaCy's own but in pieces longer than any word, and the text again in every case."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.components import tokens
from claimcheck.components.tokens import LONGEST_PIECE, BoundedTokenizer
from claimcheck.pipeline import load_pipeline

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*(ROOT / "examples").glob("*.txt"), *(ROOT / "docs").glob("*.md")])
PLAIN = spacy.blank("en").tokenizer
BOUNDED = BoundedTokenizer(PLAIN)
PIECES = (
    "a", "%", ")", "'s", "1km", "don't", ":-)", "\U0001f600", "U.S.", "a/b", "https://a.org/", "www.", "\u00e9", "--",
)  # fmt: skip
BLANKS = (" ", "  ", "\n", "\t ", "\u00a0", "")

blank_or_run = st.tuples(st.sampled_from(PIECES), st.integers(1, 130), st.sampled_from(BLANKS))
long_texts = st.lists(blank_or_run.map(lambda row: row[0] * row[1] + row[2]), max_size=6).map("".join)


def read(doc):
    """Return each word with whether a blank follows."""
    return [(token.text, token.whitespace_) for token in doc]


@given(long_texts | st.text())
def test_words_are_the_text(text):
    """Whatever the text, its words put together are the text, each at its place."""
    doc = BOUNDED(text)

    assert doc.text == text
    assert [token.text for token in doc] == [text[token.idx : token.idx + len(token)] for token in doc]


@given(st.text(max_size=60) | st.lists(st.text(max_size=LONGEST_PIECE).map(str.strip), max_size=8).map(" ".join))
def test_ordinary_words_are_those_of_spacy(text):
    """A text without long pieces has the tokens that spaCy gives."""
    assert max((len(piece) for piece in text.split()), default=0) <= LONGEST_PIECE
    assert read(BOUNDED(text)) == read(PLAIN(text))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_words_before_and_behind_a_long_piece(path):
    """What stands around a long piece is cut as without it."""
    text = path.read_text(encoding="utf-8")
    ordinary = " ".join(piece for piece in text.split() if len(piece) <= LONGEST_PIECE)
    found = read(BOUNDED(f"{ordinary} {'%' * 101} {ordinary}"))

    assert found == [*read(PLAIN(f"{ordinary} ")), *[("%", "")] * 100, ("%", " "), *read(PLAIN(ordinary))]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("%" * 101, ["%"] * 101),
        ("%" * 100 + " a", [*["%"] * 100, "a"]),
        ("(" + "x-" * 60 + "y)", ["(", *["x", "-"] * 60, "y", ")"]),
        ("z" * 250, ["z" * 100, "z" * 100, "z" * 50]),
        ("(https://a.org/" + "b's" * 40 + "),", ["(", "https://a.org/" + "b's" * 40, ")", ","]),
        ("=" * 100 + "patient's", [*["="] * 100, "patient", "'s"]),
        ("=" * 100 + "cell's'", [*["="] * 100, "cell", "'s", "'"]),
    ],
    ids=lambda value: f"{value[:8]}",
)
def test_long_piece(text, expected):
    """A piece of up to a hundred characters is spaCy's; of a longer one each word and each symbol is one."""
    assert [token.text for token in BOUNDED(text)] == expected


@pytest.mark.parametrize("room", [0, 2, 1000])
def test_words_are_the_same_each_time(room, monkeypatch):
    """Whether a piece is new, known, or came when there was no more room changes no word."""
    monkeypatch.setattr(tokens, "MOST_PIECES", room)
    bounded = tokens.BoundedTokenizer(spacy.blank("en").tokenizer)
    text = "Don't stop: the U.S.-based (e.g. Lakeside's) clinic\ncan't say 5km.\n\nThe clinic's don't-stop 5km."

    assert [read(bounded(text)) for _ in range(3)] == [read(PLAIN(text))] * 3
    assert len(bounded._known) == min(room, len(set(text.split())))


def test_more_pieces_than_there_is_room_for(monkeypatch):
    """Threads that fill the room together may fill it too far: later texts are cut all the same."""
    monkeypatch.setattr(tokens, "MOST_PIECES", 1)
    bounded = tokens.BoundedTokenizer(spacy.blank("en").tokenizer)
    bounded._known = {"many", "more"}

    assert read(bounded("Cells don't stop.")) == read(PLAIN("Cells don't stop."))


def test_pipeline_is_bounded():
    """The pipeline of every check reads long pieces so."""
    assert [token.text for token in load_pipeline()("%" * 101)] == ["%"] * 101
