"""How sentences put what they say, by table: tests/cases/assertions.jsonl gives each rule of the layer."""

import json
from pathlib import Path

import pytest
import spacy

from claimcheck.components.assertions import Target, assert_targets, assert_unit, find_clauses
from claimcheck.components.claims import assert_claim
from claimcheck.pipeline import load_pipeline
from claimcheck.resources import data_dir, each_row
from claimcheck.rows import CueRow

CASES = Path(__file__).parent / "cases" / "assertions.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
ALWAYS_DECIDE = {("criticism", "sentence"), ("question", "both")}  # unless hidden: "not sell miracles", "no question"
CHANGE_OTHERS = {"pseudo", "terminate", "attribution"}  # categories that never decide themselves


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_assert_claim(row):
    """Stance, strength and the cues that decided, of the last unit."""
    page = load_pipeline()(row["text"])._.claimcheck_page
    assertion = assert_claim(page.facts(len(page.units) - 1))
    found = {
        "stance": assertion.stance.value,
        "strength": assertion.strength.value,
        "cues": [page.text[cue.start : cue.end] for cue in assertion.cues],
    }

    assert found == {name: row[name] for name in found}


@pytest.fixture(scope="module")
def nlp():
    """Build the assertion layer alone, for spans that somebody else found."""
    nlp = spacy.blank("en")
    nlp.add_pipe("claimcheck_segments")
    nlp.add_pipe("claimcheck_concepts")
    return nlp


@pytest.mark.parametrize(
    "text, target, expected",
    [
        ("No evidence of tremor was found.", "tremor", ("negated", [(0, 11, "negation")])),
        ("Tremor was found.", "Tremor", ("asserted", [])),
        ("Tremor may follow.", "Tremor", ("hedged", [(7, 10, "hedge")])),
        ("No fever, but tremor was found.", "tremor", ("asserted", [])),
    ],
)
def test_component_on_any_span_group(nlp, text, target, expected):
    """The component asserts the spans of the group it is told to read, whoever found them."""
    alone = spacy.blank("en", vocab=nlp.vocab)
    alone.add_pipe("claimcheck_assertions", config={"span_key": "mine"})
    doc = nlp(text)
    start = text.index(target)
    doc.spans["mine"] = [doc.char_span(start, start + len(target))]
    [span] = alone.get_pipe("claimcheck_assertions")(doc).spans["mine"]

    assert (span._.claimcheck_stance, span._.claimcheck_cues) == expected


def test_component_leaves_other_groups(nlp):
    """Spans of other groups stay untouched."""
    nlp_with = spacy.blank("en")
    for name in ("claimcheck_segments", "claimcheck_concepts", "claimcheck_assertions"):
        nlp_with.add_pipe(name)
    doc = nlp_with("No pain.")
    doc.spans["other"] = [doc[1:2]]

    assert doc.spans["other"][0]._.claimcheck_stance is None


def words_of(text):
    """Return the words of a text with the cues among them."""
    return load_pipeline()(text)._.claimcheck_words


@pytest.mark.parametrize(
    "text, main, subordinate",
    [
        ("Who walked improves.", ["who walked improves ."], []),
        ("Who could walk again is well.", ["who could walk again is well ."], []),
        ("Patients who could not walk, are walking.", ["patients", ", are walking ."], ["who could not walk"]),
        (
            "Patients who have been unable to stand now walk.",
            ["patients", "now walk ."],
            ["who have been unable to stand"],
        ),
        ("Patients who walk are well.", ["patients"], ["who walk are well ."]),
        ("Patients who can walk are well.", ["patients", "are well ."], ["who can walk"]),
        (
            "Patients who a b c d e f g h i j k l m are well.",
            ["patients"],
            ["who a b c d e f g h i j k l m are well ."],
        ),
        ("Patients who b c d e f g h i j k l m are well.", ["patients", "are well ."], ["who b c d e f g h i j k l m"]),
        ("Patients who lost hope and can walk are happy.", ["patients", "are happy ."], ["who lost hope and can walk"]),
        ("The cells work, although pain may return.", ["the cells work ,"], ["although pain may return ."]),
        ("It helps even though it is not approved.", ["it helps"], ["even though it is not approved ."]),
        ("Pain falls; it may return (in some).", ["pain falls", "; it may return", "( in some", ") ."], []),
        ("While not a cure, it helps.", [", it helps ."], ["while not a cure"]),
        (
            "When treated early, nerves regrow, and pain falls.",
            [", nerves regrow , and pain falls ."],
            ["when treated early"],
        ),
        ("Unlike drugs the cells heal.", ["unlike drugs the cells heal ."], []),
        ("Pain | none", ["pain", "| none"], []),
    ],
)
def test_find_clauses(text, main, subordinate):
    """Marks, connecting words and relative clauses on people cut a sentence."""
    words = words_of(text)
    cues = [cue for cue in words.cues if cue.row.direction != "pseudo"]
    clauses = find_clauses(words, 0, len(words.lower), cues)
    said = [(" ".join(words.lower[clause.first : clause.last]), clause.subordinate) for clause in clauses]

    assert [text for text, below in said if not below] == main
    assert [text for text, below in said if below] == subordinate


def test_find_clauses_of_a_later_sentence():
    """A sentence is cut by its own beginning, wherever it stands on the page; no words make no clause."""
    words = words_of("Pain fell. While not a cure, it helps.")
    first, last = words.lower.index("while"), len(words.lower)
    cues = words.cues_between(first, last)
    said = [
        (" ".join(words.lower[clause.first : clause.last]), clause.subordinate)
        for clause in find_clauses(words, first, last, cues)
    ]

    assert said == [("while not a cure", True), (", it helps .", False)]
    assert find_clauses(words, first, first, cues) == []


@pytest.mark.parametrize(
    "text, marks, stance, strength, each",
    [
        ("Walking is not what we expect.", ["walking"], "negated", "caveat", ["negated"]),
        ("Infections did not occur.", ["infections!"], "asserted", "asserted", ["asserted"]),
        ("Pain not.", ["pain"], "asserted", "asserted", ["asserted"]),
        ("Not.", ["not"], "negated", "caveat", ["negated"]),
        ("Walking, not pain, returned.", ["walking*", "pain"], "asserted", "asserted", ["asserted", "negated"]),
        ("Not walking but pain may return.", ["walking", "pain"], "negated", "caveat", ["negated", "hedged"]),
        (
            "It improves walking, not infections.",
            ["improves*", "infections!"],
            "asserted",
            "asserted",
            ["asserted"] * 2,
        ),
        ("The cells never caused infections.", ["infections!"], "asserted", "asserted", ["asserted"]),
        (
            "Although pain may return, it improves.",
            ["pain", "improves*"],
            "asserted",
            "asserted",
            ["hedged", "asserted"],
        ),
        ("Pain may return although it improves.", ["pain", "improves*"], "hedged", "hedged", ["hedged", "asserted"]),
        ("Which may heal, because pain may return.", ["heal", "pain"], "hedged", "hedged", ["hedged", "hedged"]),
        ("Although it may heal, because it is not pain.", ["heal", "pain"], "hedged", "hedged", ["hedged", "negated"]),
        ("Pain is not proven to fall.", ["fall"], "negated", "caveat", ["negated"]),
        (
            "It heals, guaranteed; pain does not fall.",
            ["heals*", "fall*"],
            "asserted",
            "guarantee",
            ["asserted", "negated"],
        ),
        ("No: none.", ["no"], "negated", "caveat", ["negated"]),
        ("Scars: none!", ["scars!"], "asserted", "asserted", ["asserted"]),
        ("Scars: none!", ["scars"], "negated", "caveat", ["asserted"]),
        ("None", ["none"], "negated", "caveat", ["negated"]),
        ("Yes, it may heal.", ["heal"], "hedged", "hedged", ["hedged"]),
        ("No, it heals.", ["heals*"], "asserted", "asserted", ["asserted"]),
        ("Not so, it heals.", ["heals*"], "asserted", "asserted", ["asserted"]),
        ("Not so, heals", ["heals*"], "asserted", "asserted", ["asserted"]),
        ("Not even rest, we found, heals it.", ["heals*"], "negated", "caveat", ["negated"]),  # no answer
        (
            "Yes, because it heals, but pain may return.",
            ["heals*", "pain"],
            "asserted",
            "asserted",
            ["asserted", "hedged"],
        ),
        ("— ✗", ["✗"], "asserted", "asserted", ["asserted"]),  # a value without a label
        ("Guaranteed not to hurt; it heals.", ["hurt", "heals*"], "asserted", "asserted", ["negated", "asserted"]),
        (
            "Patients who had lost all hope might walk.",
            ["hope", "walk"],
            "hedged",
            "hedged",
            ["asserted", "hedged"],
        ),
        ("It does not heal infections.", ["heal*", "infections!"], "negated", "caveat", ["negated", "asserted"]),
        ("It is not likely to cause infections.", ["infections!"], "asserted", "asserted", ["asserted"]),
        ("It may not cause infections.", ["infections!"], "hedged", "hedged", ["hedged"]),
        ("It likely never causes infections.", ["infections!"], "hedged", "hedged", ["hedged"]),
        (
            "Those who could never sleep are guaranteed relief.",
            ["sleep", "relief*"],
            "asserted",
            "guarantee",
            ["negated", "asserted"],
        ),
        ("Pain may return, but walking follows.", ["pain", "walking"], "hedged", "hedged", ["hedged", "asserted"]),
    ],
)
def test_assert_targets(text, marks, stance, strength, each):
    """How a sentence puts its effects (*), harms (!) and other targets, as a whole and each."""
    words = words_of(text)
    targets = []
    for mark in marks:
        first = words.lower.index(mark.rstrip("*!"))
        targets.append(Target(first, first + 1, effect="*" in mark, harm="!" in mark))
    whole = assert_unit(words, 0, len(words.lower), targets)
    found = assert_targets(words, 0, len(words.lower), targets)

    assert (whole.stance.value, whole.strength.value) == (stance, strength)
    assert [found[target].stance.value for target in targets] == each


def test_assert_targets_leaves_others_out():
    """What lies outside the words is not put at all, at neither end."""
    words = words_of("Pain fell and walking may return.")
    ends = [Target(place, place + 1) for place in (0, 1, 3, 4)]

    assert list(assert_targets(words, 1, 4, ends)) == ends[1:3]


def test_other_care_is_denied_first():
    """Of other care than the page's own, what it cannot do weighs more than what it can."""
    words = words_of("It eases pain; it does not heal.")
    targets = [Target(1, 2, effect=True), Target(words.lower.index("heal"), words.lower.index("heal") + 1, effect=True)]
    stances = [
        assert_unit(words, 0, len(words.lower), targets, other_care=other).stance.value for other in (False, True)
    ]

    assert stances == ["asserted", "negated"]


def test_every_sort_of_cue_has_cases():
    """Each category in each direction decides in one case, and stands in another that it does not decide."""
    deciding, standing = set(), set()
    for row in ROWS:
        page = load_pipeline()(row["text"])._.claimcheck_page
        facts = page.facts(len(page.units) - 1)
        told = {(cue.row.category, cue.row.direction) for cue in assert_claim(facts).cues}
        here = {(cue.row.category, cue.row.direction) for cue in page.words.cues_between(facts.first, facts.last)}
        deciding |= told
        standing |= here - told
    sorts = {(row.category, row.direction) for row in each_row(data_dir() / "cues.jsonl", CueRow)}

    assert {sort for sort in sorts - deciding if sort[0] not in CHANGE_OTHERS} == set()
    assert sorts - ALWAYS_DECIDE - standing == set()
