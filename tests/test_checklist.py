"""What a page should tell is looked for, and the place is given."""

import pytest

from claimcheck import check_text
from claimcheck.checklist import checklist_rows

PAGE = """Stem cell therapy for knee arthritis

We inject 50 million stem cells from umbilical cord tissue into the knee.
Of 40 patients, 25 reported less pain on the WOMAC score. There was no control group.
Side effects such as swelling may occur. The treatment costs 4,000 EUR.
"""


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("cell-type-and-source", "umbilical cord"),
        ("route", "into the knee"),
        ("outcome-measure", "WOMAC"),
        ("comparison-group", "control group"),
        ("harms", "Side effects"),
        ("trial-registered", None),
        ("sources", None),
        ("follow-up", None),
    ],
)
def test_checklist_finds_the_place(item, words):
    """A row is met at the first words that answer it, or not met."""
    found = {row.id: row for row in check_text(PAGE).checklist}[item]

    assert found.met is (words is not None)
    assert (PAGE[slice(*found.where)] if found.where else None) == words


def test_every_row_asks_something():
    """What a page leaves out becomes a question to the clinic."""
    assert all(row.ask.endswith("?") and row.question.endswith("?") for row in checklist_rows().values())
