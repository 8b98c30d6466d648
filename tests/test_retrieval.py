"""The record nearest in words."""

import pytest

from claimcheck.evidence import bundled_evidence
from claimcheck.retrieval import find_nearest, stems

EVIDENCE = bundled_evidence()
SPINE = ("spinal-cord-injury",)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Years after nasal cells a mass of mucosa grew in her spine.", "cobb-2021-cervical-mass"),
        ("Of 43 people 26 were given macrophages, and the 17 controls did better.", "lammertse-2012-macrophage-rct"),
        ("", None),
    ],
)
def test_find_nearest(text, expected):
    """The record that shares the rarest words comes first; nothing in common finds nothing."""
    found = find_nearest(stems(text), SPINE, EVIDENCE)

    assert (found[0][0].id if found else None) == expected


def test_nearest_keeps_to_the_condition():
    """Words about the knee find no record on the knee for a claim about the spinal cord."""
    text = EVIDENCE.records["mautner-2023-miles-knee-oa"].bottom_line
    of_knee, of_spine = (
        find_nearest(stems(text), (condition,), EVIDENCE) for condition in ("knee-osteoarthritis", *SPINE)
    )

    assert "knee-osteoarthritis" in of_knee[0][0].conditions
    assert all("knee-osteoarthritis" not in record.conditions for record, _ in of_spine)


def test_scores_are_percentages():
    """However much is shared, the score stays within 0 and 100."""
    record = EVIDENCE.records["lammertse-2012-macrophage-rct"]
    found = find_nearest(stems(" ".join([record.title, record.bottom_line, *record.limits])), SPINE, EVIDENCE)

    assert (found[0][0].id, 0 < found[0][1] <= 100) == (record.id, True)


def test_stems_leave_short_words_whole():
    """An ending is cut only where four letters stay."""
    assert stems("used cells healed his legs") == ["used", "cell", "heal", "legs"]
