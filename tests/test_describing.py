"""Studies that a sentence describes without naming them."""

import pytest

from claimcheck.check import check_text
from claimcheck.components.quantities import find_quantities
from claimcheck.describing import find_described, prints_shares_of
from claimcheck.evidence import bundled_evidence
from claimcheck.models import Claim, Kind, Stance, Strength

EVIDENCE = bundled_evidence()
SPINE, CELLS = ("spinal-cord-injury",), ("stem-cells",)


def build_claim(text, **more):
    """Return a flat claim about results with the quantities of its text."""
    quantities = tuple(find_quantities(text))
    put = (Kind.QUANTITATIVE, Stance.ASSERTED, Strength.ASSERTED)
    return Claim("c1", text, 0, len(text), None, *put, quantities, **more)


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("A study of 297 patients was published.", "kumar-2009", id="a size that few studies share"),
        pytest.param("A study had 26 people given cells and 17 controls.", "lammertse-2012-macrophage-rct", id="arms"),
        pytest.param("In one trial 2 of 16 people improved.", "oh-2016-phase3", id="a count of people"),
        pytest.param(
            "A study of Schwann cells had 33 participants.", "saberi-2011-schwann", id="the treatment decides"
        ),
        pytest.param("A trial of 16 people was done.", None, id="a small size alone says nothing"),
        pytest.param("297 of our patients improved in this study.", None, id="the clinic's own patients are no study"),
        pytest.param("Over 297 patients took part in trials.", None, id="a figure that is not exact"),
        pytest.param("The centre is 297 metres from the sea.", None, id="a number of something else"),
    ],
)
def test_find_described(text, expected):
    """Only exact figures count, and only where one study fits."""
    claim = build_claim(text, concepts={"intervention": ["schwann-cells"]} if "Schwann" in text else {})
    found = find_described(claim, SPINE, ("schwann-cells",) if "Schwann" in text else CELLS, EVIDENCE)

    assert (found.id if found else None) == expected


def test_another_condition_is_never_described():
    """A knee trial of as many people is not a study of the spinal cord."""
    assert (
        find_described(build_claim("A series of 297 patients was published."), ("knee-osteoarthritis",), (), EVIDENCE)
        is None
    )


def test_shares_that_the_record_does_not_print():
    """A study of the same size does not bear out every percentage."""
    record = EVIDENCE.records["kumar-2009"]

    assert prints_shares_of(record, build_claim("Of 297 patients 32.6% improved."))
    assert not prints_shares_of(record, build_claim("Of 297 patients 80% improved."))


def test_a_described_study_is_a_candidate_and_never_an_accusation():
    """The page did not name the study, so its other figures are not held against the page."""
    page = "Stem cells for spinal cord injury\n\nA study gave stem cells to 297 patients, and 70% of them improved."
    claim = check_text(page).to_dict()["claims"][-1]
    first = claim["evidence"][0]

    assert (first["id"], first["role"]) == ("kumar-2009", "candidate")
    assert claim["verdict"] not in ("misquoted", "contradicted", "overstated")
