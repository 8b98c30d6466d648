"""How sentences put what they say, by table: tests/cases/assertions.jsonl gives each rule of the layer."""

import json
from pathlib import Path

import pytest
import spacy

from claimcheck.components.claims import assert_claim
from claimcheck.pipeline import load_pipeline

CASES = Path(__file__).parent / "cases" / "assertions.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_assert_claim(row):
    """Stance, strength and the cues that decided, of the last unit."""
    page = load_pipeline()(row["text"])._.claimcheck_page
    assertion = assert_claim(page.facts(len(page.units) - 1))
    found = {
        "stance": assertion.stance.value,
        "strength": assertion.strength.value,
        "cues": [page.text[cue.start : cue.end] for cue in assertion.cues],
    }

    assert found == {name: row[name] for name in found}


@pytest.fixture(scope="module")
def nlp():
    """Build the assertion layer alone, for spans that somebody else found."""
    nlp = spacy.blank("en")
    nlp.add_pipe("claimcheck_segments")
    nlp.add_pipe("claimcheck_concepts")
    return nlp


@pytest.mark.parametrize(
    "text, target, expected",
    [
        ("No evidence of tremor was found.", "tremor", ("negated", [(0, 11, "negation")])),
        ("Tremor was found.", "Tremor", ("asserted", [])),
        ("Tremor may follow.", "Tremor", ("hedged", [(7, 10, "hedge")])),
        ("No fever, but tremor was found.", "tremor", ("asserted", [])),
    ],
)
def test_component_on_any_span_group(nlp, text, target, expected):
    """The component asserts the spans of the group it is told to read, whoever found them."""
    alone = spacy.blank("en", vocab=nlp.vocab)
    alone.add_pipe("claimcheck_assertions", config={"span_key": "mine"})
    doc = nlp(text)
    start = text.index(target)
    doc.spans["mine"] = [doc.char_span(start, start + len(target))]
    [span] = alone.get_pipe("claimcheck_assertions")(doc).spans["mine"]

    assert (span._.claimcheck_stance, span._.claimcheck_cues) == expected


def test_component_leaves_other_groups(nlp):
    """Spans of other groups stay untouched."""
    nlp_with = spacy.blank("en")
    for name in ("claimcheck_segments", "claimcheck_concepts", "claimcheck_assertions"):
        nlp_with.add_pipe(name)
    doc = nlp_with("No pain.")
    doc.spans["other"] = [doc[1:2]]

    assert doc.spans["other"][0]._.claimcheck_stance is None
