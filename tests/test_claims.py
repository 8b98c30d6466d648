"""Which units are claims, and of which kind, by table."""

import json
from pathlib import Path

import pytest

from claimcheck.components.claims import assert_claim
from claimcheck.components.kinds import RULES, kind_by_rules, kind_features, weigh_kind
from claimcheck.components.readings import add_up, signal_features
from claimcheck.components.signals import BESIDE, NAMES, signals_of, weights
from claimcheck.extract import extract
from claimcheck.models import Kind
from claimcheck.pipeline import load_pipeline
from claimcheck.rows import ReadingRow

TESTS = Path(__file__).parent
CLAIMS = [json.loads(line) for line in (TESTS / "cases" / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
KINDS = [json.loads(line) for line in (TESTS / "cases" / "kinds.jsonl").read_text(encoding="utf-8").splitlines()]
SIGNALS = [json.loads(line) for line in (TESTS / "cases" / "signals.jsonl").read_text(encoding="utf-8").splitlines()]
TOPICS = [json.loads(line) for line in (TESTS / "cases" / "page_topics.jsonl").read_text(encoding="utf-8").splitlines()]
UNRELATED = [
    page["text"]
    for path in sorted((TESTS / "gold").glob("*.jsonl"))
    for page in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    if not page["claims"]
]


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: row["why"])
def test_find_claims(row):
    """The claims of a page, and nothing else of it."""
    assert [claim.text for claim in extract(load_pipeline()(row["text"])).claims] == row["expected"]


@pytest.mark.parametrize("row", KINDS, ids=lambda row: f"{row['why']}: {row['text']}")
def test_kind_by_rules(row):
    """Each rule of kind fires where it should, and leaves to another what is not its own."""
    page = load_pipeline()(row["text"])._.claimcheck_page
    facts = page.facts(len(page.units) - 1)
    kind, rule = kind_by_rules(facts, assert_claim(facts).stance)

    assert (kind.value, rule) == (row["kind"], row["by"])


def test_every_rule_of_kind_has_cases():
    """Every rule has one case that fires and one that must not."""
    rules = {rule.__name__.replace("_", "-") for _, rule in RULES}

    assert {row["rule"] for row in KINDS if row["rule"] == row["by"]} == rules
    assert {row["rule"] for row in KINDS if row["rule"] != row["by"]} == rules


@pytest.mark.parametrize("row", SIGNALS, ids=lambda row: row["signal"])
def test_signals(row):
    """Each signal holds for the last unit of one text (or the one before it) and not for that of another."""
    held = []
    for text in (row["holds"], row["not"]):
        page = load_pipeline()(text)._.claimcheck_page
        held.append(row["signal"] in signals_of(page.facts(len(page.units) + row.get("unit", -1))))

    assert held == [True, False]


def test_every_signal_has_cases():
    """None was added without; that of a long page needs too many lines for a table."""
    assert {row["signal"] for row in SIGNALS} == {*NAMES} - {"long-page"}


def test_weights_and_signals_agree():
    """Every signal has a weight, and every weight is of a signal."""
    assert weights().keys() == {"bias", *NAMES}
    assert BESIDE.keys() <= set(NAMES)


def test_unrelated_pages():
    """Gardens, spreadsheets, football and drug leaflets yield nothing."""
    found = [claim.text for text in UNRELATED for claim in extract(load_pipeline()(text)).claims]

    assert len(UNRELATED) > 200
    assert found == []


@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row["why"])
def test_what_a_page_is_about(row):
    """All its words tell, not only how often it names a treatment; others' pages yield nothing."""
    page = load_pipeline()(row["text"])._.claimcheck_page

    assert page.about_treatment is row["about"]


def test_a_page_must_name_cells(monkeypatch):
    """However much its words speak for it, a page without cells or another treatment of the kind is about none."""
    monkeypatch.setattr("claimcheck.components.page.page_log_odds", lambda sums, number: 9.0)
    pages = [" ".join([word] * 80) for word in ("walking", "cells")]

    assert [load_pipeline()(page)._.claimcheck_page.about_treatment for page in pages] == [False, True]


def test_long_page_from_so_many_words_on():
    """The last unit of a page of 650 words counts as one of a long page, of however few lines; of 649, not."""
    pages = [" ".join(["open"] * count) + " from nine to five." for count in (644, 645)]

    assert ["long-page" in signals_of(last_facts(page)) for page in pages] == [False, True]


def last_facts(text):
    """Return the facts of the last unit of a page."""
    page = load_pipeline()(text)._.claimcheck_page
    return page.facts(len(page.units) - 1)


def weigh_with(weigh_by, facts, told):
    """Return the kind of a unit by some weights, each feature with those of the kinds that it names."""
    weigh_by([ReadingRow(id=name, kinds=own) for name, own in told.items()])
    sums = add_up((*signal_features(signals_of(facts)), *facts.wording))
    assertion = assert_claim(facts)
    return weigh_kind(facts, sums, kind_by_rules(facts, assertion.stance), assertion)


@pytest.mark.parametrize(
    "of_wording, expected",
    [(2.1, Kind.EFFICACY), (2.0, Kind.STATUS), (1.9, Kind.STATUS)],
)
def test_wording_overrules_the_rules(weigh_by, of_wording, expected):
    """A kind that the words speak for more than the rules do is taken; with equal sums the rules stand."""
    facts = last_facts("Stem cells for arthritis\n\nThe most advanced treatment on the market.")
    told = {"by-rules:status": {"status": 2.0}, "word:advanced": {"efficacy": of_wording}}

    assert kind_by_rules(facts, assert_claim(facts).stance)[0] is Kind.STATUS
    assert weigh_with(weigh_by, facts, told) is expected


def test_what_a_patient_tells_stays_a_story(weigh_by):
    """No weight turns the words of a patient into a statement that can be held against the evidence."""
    facts = last_facts("Stem cells for arthritis\n\nI can hold a cup again.")

    assert weigh_with(weigh_by, facts, {"word:cup": {"efficacy": 9.0}}) is Kind.TESTIMONIAL


def test_kind_features():
    """What the rules say, how the claim is put, its form."""
    facts = last_facts("Stem cells for arthritis\n\nThe injection helps.")
    found = list(kind_features(facts, (Kind.EFFICACY, "general-benefit"), assert_claim(facts)))

    assert found == [
        "by-rules:efficacy",
        "rule:general-benefit",
        "stance:asserted",
        "strength:asserted",
        "form:sentence",
    ]
