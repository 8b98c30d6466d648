"""Work that must not grow with what a page or an evidence base has of other things."""

import pytest

from claimcheck.agreement import index_of
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


def test_cues_between_are_those_that_begin_there():
    """The end is exclusive."""
    cues = [("a", 0), ("b", 2), ("c", 4)]

    class Cue:
        def __init__(self, name, first):
            self.name, self.first = name, first

    words = Words((), (), (), (), [Cue(*cue) for cue in cues])

    assert [cue.name for cue in words.cues_between(0, 4)] == ["a", "b"]
