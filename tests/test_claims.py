"""Which units are claims, and of which kind, by table."""

import json
from pathlib import Path

import pytest

from claimcheck.components.claims import assert_claim
from claimcheck.components.kinds import RULES, kind_of
from claimcheck.components.signals import BESIDE, NAMES, weights
from claimcheck.extract import extract
from claimcheck.pipeline import load_pipeline

TESTS = Path(__file__).parent
CLAIMS = [json.loads(line) for line in (TESTS / "cases" / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
KINDS = [json.loads(line) for line in (TESTS / "cases" / "kinds.jsonl").read_text(encoding="utf-8").splitlines()]
UNRELATED = [
    page["text"]
    for name in ("dev.jsonl", "dev2.jsonl")
    for page in map(json.loads, (TESTS / "gold" / name).read_text(encoding="utf-8").splitlines())
    if not page["claims"]
]


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: row["why"])
def test_find_claims(row):
    """The claims of a page, and nothing else of it."""
    assert [claim.text for claim in extract(load_pipeline()(row["text"])).claims] == row["expected"]


@pytest.mark.parametrize("row", KINDS, ids=lambda row: f"{row['why']}: {row['text']}")
def test_kind_of(row):
    """Each rule of kind fires where it should, and leaves to another what is not its own."""
    page = load_pipeline()(row["text"])._.claimcheck_page
    facts = page.facts(len(page.units) - 1)
    kind, rule = kind_of(facts, assert_claim(facts).stance)

    assert (kind.value, rule) == (row["kind"], row["by"])


def test_every_rule_of_kind_has_cases():
    """Every rule has one case that fires and one that must not."""
    rules = {rule.__name__.replace("_", "-") for _, rule in RULES}

    assert {row["rule"] for row in KINDS if row["rule"] == row["by"]} == rules
    assert {row["rule"] for row in KINDS if row["rule"] != row["by"]} == rules


def test_weights_and_signals_agree():
    """Every signal has a weight, and every weight is of a signal."""
    assert weights().keys() == {"bias", *NAMES}
    assert BESIDE.keys() <= set(NAMES)


def test_unrelated_pages():
    """Gardens, spreadsheets and football yield nothing."""
    found = [claim.text for text in UNRELATED for claim in extract(load_pipeline()(text)).claims]

    assert UNRELATED
    assert found == []
