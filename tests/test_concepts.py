"""Phrases of the lexicon and cues in a page."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.components.concepts import PhraseFinder, bundled_terms
from claimcheck.components.phrase_index import CueTerm, Term
from claimcheck.resources import concepts, expand_braces

NLP = spacy.blank("en")
LEXICON = [
    Term("spinal cord injur{y,ies}", False, "CONDITION", "spinal-cord-injury"),
    Term("ALS", True, "CONDITION", "als"),
    Term("pain", False, "OUTCOME", "pain"),
    Term("pain relief", False, "OUTCOME", "relief"),
]
CUES = [
    CueTerm("not", False, "negation", "forward"),
    CueTerm("not only", False, "pseudo", "pseudo"),
]
FINDER = PhraseFinder(NLP, LEXICON, CUES)


def find(text):
    """Return the phrases found, as written, with what they name."""
    words = FINDER.find(NLP(text))
    mentions = [(text[m.start : m.end], m.id) for m in words.mentions]
    return mentions + [(text[c.start : c.end], c.row.category) for c in words.cues]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("spinal cord injury", [("spinal cord injury", "spinal-cord-injury")]),
        ("Spinal Cord Injuries", [("Spinal Cord Injuries", "spinal-cord-injury")]),
        ("spinal-cord injury", [("spinal-cord injury", "spinal-cord-injury")]),  # hyphens are left out
        ("spinal cord\ninjury", [("spinal cord\ninjury", "spinal-cord-injury")]),  # and line breaks
        ("ALS", [("ALS", "als")]),
        ("also als", []),  # an abbreviation only as written
        ("pain relief", [("pain relief", "relief")]),  # the longer phrase hides the shorter
        ("not only pain", [("pain", "pain"), ("not only", "pseudo")]),
        ("not pain", [("pain", "pain"), ("not", "negation")]),
        ("spinal cord", []),  # half a phrase at the end of a page
        ("", []),
    ],
)
def test_find(text, expected):
    """Each phrase is found as written, the longest first."""
    assert find(text) == expected


@given(st.text(max_size=200))
def test_offsets(text):
    """Every word stands where its offsets say."""
    words = FINDER.find(NLP(text))
    slices = [text[a:b].replace("’", "'").lower() for a, b in zip(words.starts, words.ends, strict=True)]

    assert slices == list(words.lower)


def test_every_concept_of_the_lexicon_is_declared():
    """Conditions, treatments and outcomes of the lexicon are concepts."""
    named = {row.id for row in bundled_terms()[0] if row.label in ("CONDITION", "INTERVENTION", "OUTCOME")}

    assert named - concepts().keys() == set()


def test_every_outcome_has_words():
    """No outcome is declared that no page could name."""
    named = {row.id for row in bundled_terms()[0]}
    silent = {row.id for row in concepts().values() if row.label == "OUTCOME"} - named

    assert silent <= {"patient-story"}  # known by its speaker


def test_no_row_twice():
    """No phrase names the same thing twice by the same row."""
    written = [(row.label, row.id, row.pattern, row.case) for row in bundled_terms()[0]]
    twice = {row for row in written if written.count(row) > 1} if len(set(written)) < len(written) else set()

    assert twice == set()


def test_braces_of_all_rows_expand():
    """Every pattern of the bundled rows expands to text without braces."""
    lexicon, cues = bundled_terms()
    patterns = [row.pattern for row in lexicon] + [row.pattern for row in cues]
    left = [pattern for pattern in patterns if any(set("{}") & set(word) for word in expand_braces(pattern))]

    assert left == []


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("People were treated at the Example Project to Cure Blindness last year.", []),
        ("They gave to the Race for the Cure Fund before.", []),
        ("We use stem cells to Cure Blindness in weeks.", ["Cure"]),  # nothing with a capital before "to"
        ("Our Stem Cell Treatment to Cure Blindness", ["Cure"]),  # a heading
        ("People came early.\nA Treatment to Cure Blindness\nand they stayed.", ["Cure"]),  # a heading among lines
        ("Our Cells Heal and Cure Blindness every day.", ["Cure"]),
        ("It was an Example Project to cure blindness.", ["cure"]),
        ("A Programme to Cure", ["Cure"]),
    ],
)
def test_a_name_promises_nothing(text, promises):
    """A bold word inside a proper name is no cue; in a heading it is."""
    words = PhraseFinder(spacy.blank("en"), *bundled_terms()).find(spacy.blank("en")(text))

    assert [text[c.start : c.end] for c in words.cues if c.row.category in ("certain", "guarantee")] == promises
