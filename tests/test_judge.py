"""The decision table, row by row, on claims without a page."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.agreement import Topic
from claimcheck.components.quantities import find_quantities
from claimcheck.errors import DataError
from claimcheck.evidence import bundled_evidence
from claimcheck.judge import build_case, compile_table, decision_table, find_rows, judge, subject_of
from claimcheck.linking import link_records
from claimcheck.models import (
    READINGS,
    Citation,
    CitationCheck,
    Claim,
    EvidenceLink,
    Kind,
    Match,
    Stance,
    Strength,
    Verdict,
)
from claimcheck.phrases import find_phrases, phrase_rows
from claimcheck.predicates import NEEDED, PREDICATES, READS, holds, is_known_at_sight, names_at_sight
from claimcheck.ranking import Query, is_caveat
from claimcheck.rows import VerdictRow

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
]
EVIDENCE = bundled_evidence()


def ask(claim, finding):
    """Return the query of a claim that one finding answers."""
    told = {label: tuple(claim.concepts.get(label, ())) for label in ("condition", "intervention", "outcome")}
    topic = Topic(told["condition"], told["intervention"], dict.fromkeys(told["outcome"], 1.0))
    return Query(claim, topic, [(finding, 90.0)] if finding else [], is_caveat(claim))


def read_case(row):
    """Return the claim and the match that a row describes."""
    claim = Claim(
        id="c1",
        text=row["text"],
        start=0,
        end=len(row["text"]),
        section=None,
        kind=Kind(row["kind"]),
        stance=Stance(row["stance"]),
        strength=Strength(row["strength"]),
        quantities=tuple(find_quantities(row["text"])),
        concepts=row["concepts"],
        features=frozenset(row.get("signals", ())),
        confidence=row.get("confidence", 1.0),
        readings=row.get("readings", {}),
    )
    checks = tuple(
        CitationCheck(Citation(identifier, 0, 1, kind, identifier), status, record)
        for kind, identifier, status, record in row["checks"]
    )
    finding = EVIDENCE.findings.get(row["finding"])
    cited = [EVIDENCE.records[record] for record in row["cited"]]
    candidates = [(EVIDENCE.records[record], 50.0) for record in row["candidates"]]
    links = link_records(ask(claim, finding), cited, candidates, EVIDENCE)
    named, described = row.get("treatment_named", True), row.get("described")
    return claim, Match(row["finding"], 90.0, None, 0.0, links, checks, row["covered"], named, described)


def decide(row, table):
    """Return the id of the row of a decision table that decides a case."""
    claim, match = read_case(row)
    return next((found.id for found in find_rows(build_case(claim, match, EVIDENCE), compile_table(table))), None)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:50])
def test_judge_gives_the_expected_verdict(row):
    """Verdict, rule and first record of every case."""
    claim, match = read_case(row)
    found = judge(claim, match, EVIDENCE)
    first = match.links[0].id if match.links else None

    assert [found.verdict.value, found.rule, first] == [row["verdict"], row["rule"], row["record"]]


def test_every_row_of_the_table_decides_a_case():
    """No row is without a case."""
    assert {row["rule"] for row in CASES} == {row.id for row in decision_table()}


@pytest.mark.parametrize("removed", [row.id for row in decision_table()])
def test_removing_a_row_changes_a_case(removed):
    """Every row is needed."""
    shorter = [row for row in decision_table() if row.id != removed]
    changed = [row for row in CASES if decide(row, shorter) != row["rule"]]

    assert changed != []


def test_every_predicate_is_used():
    """The code holds no question that the table does not ask."""
    asked = {name.removeprefix("!") for row in decision_table() for name in row.when}

    assert set(PREDICATES) - asked == set()
    assert {f"{READS}{name}" for name in READINGS} - asked == set()


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:50])
def test_rationales_are_sentences(row):
    """A rationale is filled in, ends as a sentence, and accuses nobody of lying."""
    claim, match = read_case(row)
    text = judge(claim, match, EVIDENCE).rationale

    assert text[-1] in ".!?"
    assert [mark for mark in ("{", "}", "|", "  ", "..") if mark in text] == []
    assert not set("false fake lie lies liar dishonest".split()) & set(text.lower().split())


def test_unread_citation_says_what_our_file_lacks():
    """A source that nobody could identify is never said not to exist."""
    row = next(row for row in CASES if row["rule"] == "source-not-identified")
    claim, match = read_case(row)
    found = judge(claim, match, EVIDENCE)

    assert found.verdict is Verdict.NO_EVIDENCE_FOUND
    assert "does not mean that it does not exist" in found.rationale
    assert "67–85%" in found.rationale and "5.6%" in found.rationale
    assert [link.role for link in match.links[:2]] == ["candidate", "candidate"]


def test_number_right_but_uncontrolled_shows_share_and_interval():
    """Seven of ten come with their exact interval and the design."""
    row = next(row for row in CASES if row["text"].startswith("7 out of 10") and "true" in row["text"])
    found = judge(*read_case(row), EVIDENCE)

    assert found.comparison is not None
    assert (found.comparison.numerator, found.comparison.denominator) == (7, 10)
    assert (found.comparison.ci_low, found.comparison.ci_high) == (34.8, 93.3)
    assert "phase 1, single arm, 10 people, no comparison group" in found.rationale


def test_caveats_carry_no_other_verdict():
    """A caution is not also called early evidence."""
    row = next(row for row in CASES if row["rule"] == "caveat-backed")

    assert judge(*read_case(row), EVIDENCE).also == ()


def test_every_question_is_asked_once(monkeypatch):
    """Whatever rows ask for it, no predicate is worked out twice for a claim."""
    asked = []
    monkeypatch.setattr("claimcheck.judge.holds", lambda name, case: asked.append(name) or holds(name, case))
    rows = list(find_rows(build_case(*read_case(CASES[0]), EVIDENCE), compile_table(decision_table())))

    assert rows[0].id == CASES[0]["rule"]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:50])
def test_what_need_not_be_asked(row):
    """What is known at sight is what would be answered, and nothing holds of a case that lacks what it needs."""
    case = build_case(*read_case(row), EVIDENCE)
    asked = {name.removeprefix("!") for row in decision_table() for name in row.when}
    at_sight = {name for name in asked if is_known_at_sight(name)}

    assert at_sight & set(names_at_sight(case)) == {name for name in at_sight if holds(name, case)}
    assert [name for is_there, names in NEEDED if not is_there(case) for name in names if holds(name, case)] == []


@pytest.mark.parametrize("role, found", [("context", True), ("supports", True), ("candidate", False)])
def test_where_a_figure_is_looked_for(role, found):
    """A figure of a page that cites nothing is looked for in the works shown, not in those that are only guessed."""
    text = "7 out of 10 patients improved their AIS grade."
    claim = replace(
        read_case(CASES[0])[0],
        text=text,
        kind=Kind.QUANTITATIVE,
        quantities=tuple(find_quantities(text)),
        concepts={"outcome": ["ais-grade"]},
    )
    match = Match(None, 0.0, None, 0.0, (EvidenceLink("bydon-2024-celltop", role, 50.0),))

    assert build_case(claim, match, EVIDENCE).numbers.agrees is found


@pytest.mark.parametrize(
    "strength, verdicts, expected",
    [
        ("asserted", ["early-evidence", "overstated", "misquoted"], ["misquoted", "overstated"]),  # worst first
        ("asserted", ["overstated", "overstated", "early-evidence"], ["early-evidence"]),  # none twice
        ("asserted", ["overstated", "not-checkable", "supported"], []),  # which excuse nothing
        ("asserted", ["supported", "overstated"], []),
        ("asserted", ["not-checkable", "overstated"], []),
        ("caveat", ["overstated", "early-evidence"], []),
    ],
)
def test_other_verdicts(monkeypatch, strength, verdicts, expected):
    """The verdicts of later rows that hold are told too, but for the gate, a caution and the last resort."""
    rows = [
        VerdictRow(id=f"row-{place}", when=["kind:efficacy"], verdict=verdict, rationale="So it is.")
        for place, verdict in enumerate(verdicts)
    ]
    rows.append(VerdictRow(id="last", when=[], verdict="no-evidence-found", rationale="Nothing."))
    monkeypatch.setattr("claimcheck.judge._compiled_table", lambda: compile_table(rows))
    claim = Claim("c1", "It heals.", 0, 9, None, Kind.EFFICACY, Stance.ASSERTED, Strength(strength))
    found = judge(claim, Match(None, 0.0, None, 0.0, ()), EVIDENCE)

    assert (found.rule, [verdict.value for verdict in found.also]) == ("row-0", expected)


@pytest.mark.parametrize(
    "told, phrases, expected",
    [
        ({}, [], "people"),
        ({"stance": Stance.NEGATED}, [], "caveat"),
        ({"stance": Stance.CRITICISM}, [], "caveat"),
        ({"strength": Strength.CAVEAT}, [], "caveat"),
        ({}, ["lowers-expectations"], "caveat"),
        ({"strength": Strength.GUARANTEE}, ["lowers-expectations"], "people"),  # which takes it back
        ({}, ["lowers-expectations", "absolute"], "people"),
        ({"concepts": {"outcome": ["preclinical-translation"]}}, [], "laboratory"),
        ({"concepts": {"outcome": ["preclinical-translation"]}}, ["in-people"], "people"),
        ({"concepts": {"outcome": ["walking"]}}, [], "people"),
        ({"readings": {"fact": 0.4, "promise": 0.39}}, [], "caveat"),  # informs
        ({"readings": {"fact": 0.4}}, [], "caveat"),
        ({"readings": {"fact": 0.39, "promise": 0.0}}, [], "people"),
        ({"readings": {"fact": 0.4, "promise": 0.4}}, [], "people"),  # promises as well
        ({"readings": {"promise": 0.9}}, [], "people"),
        ({"readings": {"fact": 0.9}, "stance": Stance.AIM}, [], "people"),
        ({"readings": {"fact": 0.9}, "strength": Strength.CERTAIN}, [], "people"),
        ({"readings": {"fact": 0.9}, "strength": Strength.HEDGED}, [], "caveat"),
        ({"readings": {"fact": 0.9}, "kind": Kind.QUANTITATIVE}, [], "people"),  # has what can be checked
        ({"readings": {"fact": 0.9}, "kind": Kind.MECHANISM}, [], "people"),
        ({"readings": {"fact": 0.9}}, ["tells-good"], "people"),
        ({"readings": {"fact": 0.9}}, ["in-house"], "people"),
        ({"readings": {"fact": 0.9}}, ["animals"], "caveat"),
    ],
)
def test_subject(told, phrases, expected):
    """What wording is permitted depends on whether a sentence cautions or informs, tells of animals, or of people."""
    put = {"kind": Kind.EFFICACY, "stance": Stance.ASSERTED, "strength": Strength.ASSERTED, **told}

    assert subject_of(Claim("c1", "It heals.", 0, 9, None, **put), frozenset(phrases)) == expected


@pytest.mark.parametrize("row", phrase_rows().values(), ids=lambda row: row.id)
def test_phrases_fire_on_their_examples(row):
    """Each set of phrases finds the sentences given for it and not the others."""
    assert [text for text in row.fires if row.id not in find_phrases(text)] == []
    assert [text for text in row.silent if row.id in find_phrases(text)] == []


@pytest.mark.parametrize(
    "name",
    ["is-flatt", "says:nothing", "reads:verse", "kind:poem", "likely:promise", "likely:verse>=0.5", "likely:fact>=5"],
)
def test_table_with_an_unknown_predicate_is_refused(monkeypatch, tmp_path, name):
    """A misspelt name is reported with its line, also where it is denied."""
    good = '{"id": "x", "when": ["is-flat"], "verdict": "supported", "rationale": "x"}'
    bad = f'{{"id": "y", "when": ["!{name}"], "verdict": "supported", "rationale": "x"}}'
    (tmp_path / "verdicts.jsonl").write_text(f"{good}\n{bad}\n", encoding="utf-8")
    monkeypatch.setattr("claimcheck.judge.data_dir", lambda: tmp_path)

    with pytest.raises(DataError, match=rf":2: when: .* name '{re.escape(name)}'$"):
        decision_table.__wrapped__()


@pytest.mark.parametrize("rows", [0, 2])
def test_table_without_a_last_resort_is_refused(monkeypatch, tmp_path, rows):
    """Some row must decide whatever the claim: a table that may end without a verdict is reported at its end."""
    row = '{"id": "%s", "when": ["is-flat"], "verdict": "supported", "rationale": "x"}\n'
    (tmp_path / "verdicts.jsonl").write_text("".join(row % name for name in "xy"[:rows]), encoding="utf-8")
    monkeypatch.setattr("claimcheck.judge.data_dir", lambda: tmp_path)

    with pytest.raises(DataError, match=f":{rows}: when: the last row must have no condition$"):
        decision_table.__wrapped__()
