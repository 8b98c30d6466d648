"""Which records tell most about a claim."""

from dataclasses import replace

import pytest

from claimcheck.agreement import Topic
from claimcheck.evidence import bundled_evidence
from claimcheck.linking import link_records
from claimcheck.models import Claim, Kind, Stance, Strength
from claimcheck.ranking import OF_ALL, Query, general_features, own_features, rank_records
from claimcheck.resources import data_dir, each_row
from claimcheck.rows import RecordWeightRow

EVIDENCE = bundled_evidence()
SPINE = Topic(("spinal-cord-injury",), ("stem-cells",), {"walking": 1.0})


def ask(text, finding, topic=SPINE, *, is_caveat=False):
    """Return the query of a sentence that one finding answers."""
    claim = Claim("c1", text, 0, len(text), None, Kind.EFFICACY, Stance.ASSERTED, Strength.ASSERTED)
    return Query(claim, topic, [(EVIDENCE.findings[finding], 80.0)] if finding else [], is_caveat)


def test_own_features():
    """Kind, outcome, stems and findings of a claim, each with its value."""
    features = dict(own_features(ask("Patients walk again.", "sci-walking-again")))

    assert features == {
        "bias": 1.0,
        "kind:efficacy": 1.0,
        "statement": 1.0,
        "outcome:walking": 1.0,
        "word:patient": 0.5,
        "word:walk": 0.5,
        "finding:sci-walking-again": 1.0,
    }


def test_general_features_tell_the_role():
    """A record knows its place in the finding, and whether treatment and condition agree."""
    query = ask("Patients walk again.", "sci-walking-again")
    first = EVIDENCE.by_alias[EVIDENCE.findings["sci-walking-again"].supports[0]]
    features = general_features(query, EVIDENCE)[first.id]

    assert {"supports:statement": 1.0, "supports:statement:0": 1.0, "condition": 1.0}.items() <= features.items()


@pytest.mark.parametrize(
    "text, findings, topic, is_caveat",
    [
        ("Patients walk again.", ("sci-walking-again", "any-benefit", "any-cure"), SPINE, False),
        ("No trial has shown that anybody walks again.", ("sci-walking-again", "any-evidence-quality"), SPINE, True),
        ("In 43 people macrophages did not help.", ("any-benefit",), SPINE, True),
        ("Knees hurt less.", ("any-benefit",), Topic(("knee-osteoarthritis",), (), {"pain": 1.2}), False),
        ("Xqzw.", ("any-benefit",), Topic((), (), {}), False),
        ("Macrophages did not help.", (), SPINE, False),
    ],
)
def test_order_is_that_of_the_weights(text, findings, topic, is_caveat):
    """The order is what the weights give, added up feature by feature for each record."""
    weights = {row.id: row.weights for row in each_row(data_dir() / "record_weights.jsonl", RecordWeightRow)}
    asked = ask(text, None, topic, is_caveat=is_caveat)
    query = replace(asked, findings=[(EVIDENCE.findings[f], 80.0 - 7 * n) for n, f in enumerate(findings)])
    scores = {
        record: sum(weights[OF_ALL].get(name, 0.0) * value for name, value in features.items())
        + sum(weights.get(name, {}).get(record, 0.0) * value for name, value in own_features(query))
        for record, features in general_features(query, EVIDENCE).items()
    }

    assert rank_records(query, EVIDENCE) == sorted(scores, key=lambda record: (-round(scores[record], 4), record))


def test_natural_recovery_comes_early_for_what_happens_without_cells():
    """A sentence about recovery without treatment is set beside a study of that."""
    first = rank_records(
        ask("Many people recover some function in the first year anyway.", "sci-walking-again"), EVIDENCE
    )

    assert "natural-history" in {EVIDENCE.records[record].type for record in first[:3]}


def test_ranking_is_the_same_twice_and_names_each_once():
    """The order rests on nothing but the query."""
    query = ask("Patients walk again.", "sci-walking-again")
    once, again = rank_records(query, EVIDENCE), rank_records(query, EVIDENCE)

    assert once == again
    assert len(once) == len(set(once))


def test_condition_that_is_not_covered_gets_the_order_of_the_finding():
    """No study of another condition is put first for an illness that the file does not know."""
    asthma = Topic(("asthma",), ("stem-cells",), {"benefit": 1.0})
    finding = EVIDENCE.findings["any-benefit"]
    links = link_records(ask("It cures asthma.", "any-benefit", asthma), [], [], EVIDENCE)
    own = {EVIDENCE.by_alias[alias].id for alias in (*finding.supports, *finding.against, *finding.context)}

    assert {link.id for link in links} <= own


def test_what_the_finding_does_not_name_is_context():
    """A record from elsewhere has the role of context and no likeness to the finding."""
    finding = EVIDENCE.findings["sci-walking-again"]
    own = {EVIDENCE.by_alias[a].id for a in (*finding.supports, *finding.against, *finding.context, *finding.studies)}
    links = link_records(ask("Patients walk again.", "sci-walking-again"), [], [], EVIDENCE)
    others = [(link.role, link.score) for link in links if link.id not in own]

    assert others
    assert set(others) == {("context", 0.0)}
