"""A page that is plainly not in English is told so; one with little text is not misjudged."""

import json
from pathlib import Path

import pytest

from claimcheck import inputs
from claimcheck.inputs import InputOptions, read_input
from claimcheck.readers.language import find_other_language, find_second_language

GOLD = Path(__file__).parent / "gold"
TEXTS = [
    json.loads(line)["text"] for path in sorted(GOLD.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
]
CASES = Path(__file__).parent / "cases" / "languages.jsonl"
SAMPLES = {row["language"]: row["text"] for row in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())}


@pytest.mark.parametrize("language", SAMPLES)
def test_other_languages(language):
    """Two sentences are enough to tell a language."""
    assert find_other_language(SAMPLES[language]) == language


def test_english_is_never_called_otherwise():
    """No labelled page, and no line of one, is taken for another language."""
    pieces = TEXTS + [line for text in TEXTS for line in text.splitlines()]

    assert len(pieces) > 2_000
    assert [piece for piece in pieces if find_other_language(piece)] == []


@pytest.mark.parametrize(
    "text",
    ["", "82%", "Clínica de la Esperanza, Calle de la Luna 5, Madrid", "Müller, Schmidt und Partner", "die or live"],
)
def test_little_text(text):
    """Names and figures are no language, and so they are judged."""
    assert find_other_language(text) is None


def test_mixed_page():
    """A page that is partly in another language is judged, and says so."""
    text = "We treat the patients of the clinic with cells. " * 3 + SAMPLES["Portuguese"] * 3

    assert (find_other_language(text), find_second_language(text)) == (None, "Portuguese")


def test_read_input_judges_english_only(tmp_path, monkeypatch):
    """Another language is an error in the place of a report, unless it was asked for."""
    said = []
    monkeypatch.setattr(inputs, "say", said.append)
    path = tmp_path / "seite.txt"
    path.write_text(SAMPLES["German"], encoding="utf-8")
    error = read_input(str(path), said.append)

    assert error.message == (
        "seems to be in German, and only English is judged; that says nothing about the page "
        "(--any-language checks it all the same)"
    )
    assert said == [f"claimcheck: {error}"]
    assert read_input(str(path), said.append, InputOptions(any_language=True)).text == SAMPLES["German"]
