"""What a claim is about once the page has filled in what it leaves out, and what each outcome weighs."""

import pytest

from claimcheck.components.quantities import find_quantities
from claimcheck.match import topic_of
from claimcheck.models import Claim, Extraction, Kind, Stance, Strength

SPINE, KNEE, MARROW = "spinal-cord-injury", "knee-osteoarthritis", "mesenchymal-stem-cells"
OTHER_CARE = ["rehabilitation", "conventional-care", "electrical-stimulation", "gene-therapy", "scaffold"]
BY_DEFAULT = {"benefit": 0.45, "function": 0.45, "disease-progression": 0.3}  # of a claim of efficacy


def read_topic(text="It helps.", kind="efficacy", stance="asserted", strength="asserted", *, page=(), **concepts):
    """Return what a claim is about on a page of two conditions and some treatments."""
    put = (Kind(kind), Stance(stance), Strength(strength), tuple(find_quantities(text)), concepts)
    claim = Claim("c1", text, 0, len(text), None, *put)
    return topic_of(claim, Extraction(text, (claim,), (), (SPINE, KNEE), page, 1))


@pytest.mark.parametrize(
    "named, page, strength, interventions, is_sure, names_cells",
    [
        # the page fills in the commonest treatment of each kind
        ([], (MARROW, "stem-cells", "exosomes"), "asserted", [MARROW, "exosomes"], False, True),
        ([], (MARROW, "stem-cells"), "asserted", [MARROW], True, True),
        ([], (), "asserted", [], True, True),
        # the sentence names its own
        (["prp"], ("stem-cells", "exosomes"), "asserted", ["prp"], True, True),
        (["rehabilitation"], ("stem-cells",), "asserted", ["rehabilitation"], True, False),
        (OTHER_CARE, ("stem-cells",), "asserted", OTHER_CARE, True, False),
        # a comparator, or other care in a caution, stands beside the page's first treatment
        (
            ["conventional-care"],
            ("stem-cells", "exosomes"),
            "asserted",
            ["conventional-care", "stem-cells"],
            True,
            True,
        ),
        (["rehabilitation"], ("stem-cells", "exosomes"), "caveat", ["rehabilitation", "stem-cells"], True, True),
        (OTHER_CARE, ("stem-cells",), "caveat", [*OTHER_CARE, "stem-cells"], True, True),
        (["rehabilitation", "prp"], ("stem-cells",), "caveat", ["rehabilitation", "prp"], True, True),
    ],
)
def test_treatments(named, page, strength, interventions, is_sure, names_cells):
    """Which treatments a claim is about, whether that is sure, and whether cells are among them."""
    topic = read_topic(strength=strength, page=page, intervention=named)
    found = (list(topic.interventions), topic.is_treatment_sure, topic.names_cells)

    assert found == (interventions, is_sure, names_cells)


@pytest.mark.parametrize(("named", "expected"), [([], (SPINE,)), ([KNEE], (KNEE,)), ([KNEE, SPINE], (KNEE, SPINE))])
def test_conditions(named, expected):
    """A claim that names no condition is about the one that the page names most."""
    assert read_topic(condition=named).conditions == expected


@pytest.mark.parametrize(
    "put, outcomes, expected",
    [
        # earlier words weigh more, what is wider weighs half; the usual outcomes stand in behind them
        ({}, ["pain"], {"pain": 1.0, **BY_DEFAULT}),
        ({}, ["pain", "walking"], {**BY_DEFAULT, "pain": 1.0, "walking": 0.97, "function": 0.485}),
        ({}, ["walking", "walking"], {**BY_DEFAULT, "walking": 1.0, "function": 0.5}),
        ({}, ["benefit", "function", "walking"], {**BY_DEFAULT, "benefit": 0.75, "function": 0.7275, "walking": 0.94}),
        (
            {},
            ["pain", "cure", "inflammation", "paracrine", "approval", "benefit", "pain", "axon-reconnection"],
            {
                **BY_DEFAULT,
                "pain": 1.0,
                "cure": 0.97,
                "inflammation": 0.85 * 0.94,
                "paracrine": 0.85 * 0.91,
                "approval": 0.85 * 0.88 * 0.75,
                "benefit": 0.85 * 0.75,
                "axon-reconnection": 0.85 * 0.82,  # no place weighs less
            },
        ),
        ({}, ["no-such-outcome"], {"no-such-outcome": 1.0, **BY_DEFAULT}),
        ({"kind": "mechanism"}, ["inflammation"], {"inflammation": 1.0, **BY_DEFAULT}),
        ({"kind": "safety"}, [], {"safety": 0.45}),
        # words on standing are what claims of standing are about, and stand in many others
        ({"kind": "status"}, ["approval"], {"approval": 1.0}),
        ({"kind": "status"}, ["timeline"], {"timeline": 0.7}),
        ({"kind": "status"}, ["pain"], {"pain": 0.7}),
        ({}, ["timeline"], {"timeline": 0.85 * 0.9, **BY_DEFAULT}),
        # a proven treatment is about proof and benefit
        (
            {"kind": "status", "strength": "certain"},
            [],
            {"evidence-quality": 0.45, "benefit": 0.45, "function": 0.3, "disease-progression": 0.3},
        ),
        ({"strength": "certain"}, [], BY_DEFAULT),
        # several benefits are about function in general
        (
            {},
            ["motor", "sensation", "walking"],
            {**BY_DEFAULT, "motor": 1.0, "sensation": 0.97, "walking": 0.94, "function": 1.2},
        ),
        (
            {},
            ["motor", "sensation", "function"],
            {**BY_DEFAULT, "motor": 1.0, "sensation": 0.97, "function": 0.705},
        ),
        (
            {"kind": "mechanism"},
            ["motor", "sensation", "walking"],
            {**BY_DEFAULT, "motor": 0.75, "sensation": 0.7275, "walking": 0.705, "function": 0.375},
        ),
        # what a stance or a kind is about
        ({"stance": "negated", "strength": "caveat"}, ["cure"], {"cure": 1.1, "responders": 0.7}),
        ({"stance": "negated", "strength": "hedged"}, ["pain"], {"pain": 1.0, "responders": 0.45}),
        (
            {"kind": "status", "stance": "criticism", "strength": "caveat"},
            ["marketing"],
            {"marketing": 0.95 * 1.5, "evidence-quality": 0.7, "natural-recovery": 0.55 * 1.4},
        ),
        (
            {"stance": "aim", "strength": "aim"},
            ["pain"],
            {"pain": 1.0, **BY_DEFAULT, "treatment-aim": 0.55 * 1.15, "future-combinations": 0.55 * 1.3},
        ),
        (
            {"kind": "testimonial"},
            ["walking"],
            {"walking": 0.6, "function": 0.3, "patient-story": 1.5},
        ),
        # a time without a share or a group is a timetable
        (
            {"kind": "quantitative", "text": "It works in 3 months."},
            ["timeline"],
            {"timeline": 1.3, "benefit": 0.45, "function": 0.45},
        ),
        ({"kind": "quantitative", "text": "In 3 months 60% walk."}, [], {"benefit": 0.45, "function": 0.45}),
        ({"kind": "quantitative", "text": "In 3 months 9 patients walk."}, [], {"benefit": 0.45, "function": 0.45}),
        ({"kind": "quantitative", "text": "It costs $5."}, [], {"benefit": 0.45, "function": 0.45}),
        ({"text": "It works in 3 months."}, [], BY_DEFAULT),
    ],
)
def test_outcomes(put, outcomes, expected):
    """Every outcome that may answer a claim, with its weight."""
    assert read_topic(**put, outcome=outcomes).outcomes == pytest.approx(expected)
