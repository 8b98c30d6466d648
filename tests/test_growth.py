"""Work that must not grow with what a page or an evidence base has of other things."""

import pytest

from claimcheck.agreement import index_of
from claimcheck.components import concepts, segments
from claimcheck.components.concepts import Words
from claimcheck.components.sentences import STOP
from claimcheck.evidence import bundled_evidence


def test_findings_are_reached_by_their_conditions():
    """Looking up one condition gives the findings on it, on wider and on narrower ones, and no others."""
    answers = index_of(bundled_evidence()).by_outcome["function"]
    found = {condition for finding, _ in answers.on(["spinal-cord-injury"]) for condition in finding.conditions}

    assert "spinal-cord-injury" in found
    assert "knee-osteoarthritis" not in found


@pytest.mark.parametrize("text", ["." * 200_000 + "x", "…!?" * 70_000 + "x"])
def test_run_of_stops_is_tried_once(text):
    """A run of two hundred thousand stops is no sentence end and takes no square of its length."""
    assert [match.span() for match in STOP.finditer(text)] == []


@pytest.mark.parametrize("head", ["Our list:\n", "Title\n", "Our list:\n- one\n"])
@pytest.mark.parametrize("line", ["Word\n", "Some Words More\n", "a small thing here\n", "Word\n\n"])
def test_line_of_a_list_is_looked_at_a_few_times(head, line, monkeypatch):
    """However long a list without bullets is, a line of it is not looked at again for each that follows."""
    looked = []
    sound = segments._looks_like_heading
    monkeypatch.setattr(segments, "_looks_like_heading", lambda text: looked.append(text) or sound(text))
    segments.find_units(head + line * 300)

    assert len(looked) <= 3 * 302


def test_overlapping_concepts_are_a_set():
    """Which of the overlapping concepts are kept is asked of each of them, and so has to be quick to tell."""
    run = [(0, -3, "OUTCOME", "a"), (1, -2, "OUTCOME", "b"), (2, -4, "OUTCOME", "c")]

    assert concepts._longest_of(run) == {(0, -3, "OUTCOME", "a")}


def test_cues_between_are_those_that_begin_there():
    """The end is exclusive."""
    cues = [("a", 0), ("b", 2), ("c", 4)]

    class Cue:
        def __init__(self, name, first):
            self.name, self.first = name, first

    words = Words((), (), (), (), [Cue(*cue) for cue in cues])

    assert [cue.name for cue in words.cues_between(0, 4)] == ["a", "b"]
