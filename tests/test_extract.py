"""The border of spaCy: an annotated page becomes plain records."""

import pickle
from importlib.metadata import entry_points

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.extract import extract
from claimcheck.pipeline import COMPONENTS, build_pipeline, load_pipeline

PIECES = st.sampled_from(
    ["Stem cells cure arthritis.", "They may reduce pain.", "82% of patients improved", "Benefits:", "• Less pain",
     "Is it safe?", "No.", "\n", "\n\n", " ", "\t", "İ", "\u200b", "“I walk again.”", "(Ito 2019)", "É", "⁶", "🙂"]
)  # fmt: skip
FACTORIES = sorted(point.name for point in entry_points(group="spacy_factories") if point.name.startswith("claimcheck"))


def test_extract():
    """One page, field by field."""
    text = "Stem Cell Injections for Knees\nPossible improvements include:\n- Less pain in 80% of knees"
    [claim] = extract(load_pipeline()(text)).claims
    found = {
        "id": claim.id,
        "text": claim.text,
        "slice": text[claim.start : claim.end],
        "section": claim.section,
        "kind": claim.kind.value,
        "stance": claim.stance.value,
        "strength": claim.strength.value,
        "numbers": [quantity.text for quantity in claim.quantities],
        "condition": claim.concepts["condition"],
        "cues": [(cue.text, text[cue.start : cue.end], cue.category) for cue in claim.cues],
    }

    assert found == {
        "id": "c1",
        "text": "Less pain in 80% of knees",
        "slice": "Less pain in 80% of knees",
        "section": "Stem Cell Injections for Knees",
        "kind": "quantitative",
        "stance": "hedged",
        "strength": "hedged",
        "numbers": ["80%"],
        "condition": ["knee-osteoarthritis"],
        "cues": [("Possible improvements", "Possible improvements", "hedge")],
    }


def test_empty_page():
    """Nothing in, nothing out."""
    extraction = extract(load_pipeline()(""))

    assert (extraction.text, extraction.claims, extraction.sentences) == ("", (), 0)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_offsets_slice_back(text):
    """Whatever the text, every claim, cue and quantity is the slice at its offsets."""
    extraction = extract(load_pipeline()(text))
    records = [
        record for claim in extraction.claims for record in (claim, *claim.cues, *claim.quantities, *claim.citations)
    ]
    wrong = [record for record in records if text[record.start : record.end] != record.text]

    assert wrong == []


def test_extraction_is_free_of_spacy():
    """Records can be stored and sent without the page they came from."""
    extraction = extract(load_pipeline()("Stem cells cure arthritis. They may reduce pain."))

    assert pickle.loads(pickle.dumps(extraction)) == extraction


@pytest.mark.parametrize("name", FACTORIES)
def test_components_load_by_entry_point(name):
    """Each component of the package can be added to any blank pipeline by its name."""
    nlp = spacy.blank("en")
    nlp.add_pipe(name)

    assert nlp.pipe_names == [name]


def test_entry_points():
    """The entry points are the components of the pipeline, and the assertion layer by itself."""
    assert sorted({*COMPONENTS, "claimcheck_assertions"}) == FACTORIES


def test_pipelines_do_not_share_state():
    """Two pipelines of one process read the same page alike."""
    text = "Stem cells cure arthritis."

    assert extract(build_pipeline()(text)) == extract(load_pipeline()(text))
