"""How a claim is put once everything is weighed: its cues, its wording, where it stands."""

import pytest

from claimcheck.check import check_text
from claimcheck.components.assertions import Assertion
from claimcheck.components.claims import assert_claim
from claimcheck.components.readings import add_up, signal_features
from claimcheck.components.signals import signals_of
from claimcheck.components.stances import STRENGTHS, inherited_by, put_as, stance_features, weigh_stance
from claimcheck.models import Stance, Strength
from claimcheck.pipeline import load_pipeline
from claimcheck.resources import data_dir, each_row
from claimcheck.rows import ReadingRow


def last_unit(text):
    """Return the facts of the last unit of a page."""
    page = load_pipeline()(text)._.claimcheck_page
    return page.facts(len(page.units) - 1)


def set_weights(weigh_by, stances):
    """Let some features speak for stances, and leave all else that weights decide as it is."""
    rows = each_row(data_dir() / "reading_weights.jsonl", ReadingRow)
    kept = [row.model_copy(update={"stances": {}}) for row in rows if row.id not in stances]
    weigh_by([*kept, *(ReadingRow(id=name, stances=told) for name, told in stances.items())])


def weigh_with(weigh_by, facts, stances):
    """Return how a unit is put by some weights."""
    set_weights(weigh_by, stances)
    told = add_up((*signal_features(signals_of(facts)), *facts.wording))
    return weigh_stance(facts, told, assert_claim(facts))


def test_wording_overrules_the_cues(weigh_by):
    """A stance that the words speak for more than the cues do is taken, with its strength, and the cues' is kept."""
    facts = last_unit("Your cord is not dead.")
    stances = {"cues:negated": {"negated": 2.0}, "word:dead": {"asserted": 2.1}}
    assertion = weigh_with(weigh_by, facts, stances)

    assert (assertion.stance, assertion.strength, assertion.by_cues) == (
        Stance.ASSERTED,
        Strength.ASSERTED,
        Stance.NEGATED,
    )
    assert [cue.row.pattern for cue in assertion.cues] == ["not"]


@pytest.mark.parametrize("of_wording", [1.9, 2.0])
def test_cues_decide_where_the_wording_is_not_plainer(weigh_by, of_wording):
    """What the cues say stands, to the last detail, also where the sums are the same."""
    facts = last_unit("Your cord is not dead.")
    stances = {"cues:negated": {"negated": 2.0}, "word:dead": {"asserted": of_wording}}

    assert weigh_with(weigh_by, facts, stances) == assert_claim(facts)


def test_a_report_tells_what_the_cues_say(weigh_by):
    """Of a claim that is put otherwise than its cues put it, both stances are told; of the others one."""
    stances = {"cues:negated": {"negated": 2.0}, "word:lost": {"asserted": 2.1}}
    set_weights(weigh_by, stances)
    text = "Stem cells for arthritis\n\nYour knee movement is not lost after stem cells. They never restore cartilage."
    claims = check_text(text).to_dict()["claims"]

    assert [(claim["stance"], claim["stance_by_cues"]) for claim in claims] == [
        ("asserted", "negated"),
        ("negated", None),
    ]


def test_no_weights_change_nothing(weigh_by):
    """Without a weight for anything in it, a claim is put as its cues put it."""
    facts = last_unit("Your cord is not dead.")

    assert weigh_with(weigh_by, facts, {"word:zzyzx": {"aim": 9.0}}) == assert_claim(facts)


def test_features():
    """What the cues say, their places, the line above and the heading."""
    facts = last_unit("How It Works\n\nChanges that may occur:\n- Nobody in pain")
    found = list(stance_features(facts, Stance.HEDGED))

    assert found == [
        "cues:hedged",
        "cue:negation-first",
        "cue:negation-before",
        "lead-in:hedged",
        "heading:asserted",
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Walking after a stroke is not for all.", ["cue:negation-later", "cue:negation-after"]),
        ("Pain may fall and feeling return.", ["cue:hedge-first", "cue:hedge-between"]),
        ("Maybe.", ["cue:hedge-first", "cue:hedge-alone"]),
        ("The cells not only ease pain.", []),
    ],
)
def test_places_of_cues(text, expected):
    """A cue stands first or later, and before, between, after or without what it can act on; pseudo-cues are silent."""
    facts = last_unit(text)

    assert [name for name in stance_features(facts, Stance.ASSERTED) if name.startswith("cue:")] == expected


def test_put_as():
    """Every stance has a strength; the cues' own is kept with the cues' own stance only."""
    certain = Assertion(Stance.ASSERTED, Strength.CERTAIN)

    assert STRENGTHS.keys() == set(Stance)
    assert put_as(certain, Stance.ASSERTED) == certain
    assert put_as(certain, Stance.NEGATED) == Assertion(Stance.NEGATED, Strength.CAVEAT, (), by_cues=Stance.ASSERTED)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Changes that may occur:\n- Less pain", Stance.HEDGED),
        ("These gains are gradual and may go on for a year as nerves adapt:\n- Less pain", None),
        ("What it will not do:\n- Restore movement", Stance.NEGATED),
        ("Pain may fall.", None),
    ],
)
def test_inherited_by(text, expected):
    """A line hands down what it says of its list, and nothing else."""
    inherited = inherited_by(last_unit(text))

    assert (inherited and inherited.stance) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Our stem cells do not rebuild cartilage.", Stance.NEGATED),
        ("Stem cell therapy is no miracle.", Stance.NEGATED),
        ("They will never rebuild cartilage.", Stance.NEGATED),
        ("Your cord is not dead.", Stance.ASSERTED),
        ("Stem cells are what your tired old knee has not had so far.", Stance.ASSERTED),
    ],
)
def test_denial_beside_its_treatment_stands(weigh_by, text, expected):
    """Whatever the words weigh, what a treatment is said not to do is denied; other denials may be overruled."""
    facts = last_unit(f"Stem cells for arthritis\n\n{text}")

    assert assert_claim(facts).stance is Stance.NEGATED
    assert weigh_with(weigh_by, facts, {"bias": {"asserted": 9.0}}).stance is expected


SUBJECTS = (
    "Stem cells",
    "Our stem cells",
    "The infusion of stem cells",
    "PRP",
    "Stem cell therapy",
    "Cord blood cells",
)
DENIALS = (
    "cannot cure multiple sclerosis",
    "will not make you walk again",
    "did not improve motor function",
    "do not turn into neurons",
    "are not a cure for autism",
    "have never been shown to restore movement",
    "can do nothing for the knee",
)


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_plain_denials_are_never_held_against_anyone(subject, denial):
    """A sentence that says what a treatment does not do is no promise, with the weights as they are."""
    claims = check_text(f"{subject} {denial}.").to_dict()["claims"]

    assert {claim["stance"] for claim in claims} <= {"negated"}
    assert not {claim["verdict"] for claim in claims} & {"contradicted", "misquoted", "overstated"}


@pytest.mark.parametrize(
    "text, stance",
    [
        ("Stem cells are a cure for autism.", Stance.ASSERTED),
        ("Our therapy is a cure for autism.", Stance.ASSERTED),
        ("It would be a lie to speak of a cure.", Stance.NEGATED),
        ("Stem cells are a cure without a patient.", Stance.NEGATED),
    ],
)
def test_a_flat_promise_is_no_denial(weigh_by, text, stance):
    """What a treatment is said to do is denied by no wording, unless a word denies or it is not the subject."""
    stances = {"cues:asserted": {"asserted": 1.0}, "word:cure": {"negated": 3.0}}

    assert weigh_with(weigh_by, last_unit(text), stances).stance is stance
