"""Figures on the labelled pages, and the tools that measure them."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
GOLD = Path(__file__).parent / "gold"
SHARED_GOLD = ROOT.parent / "shared" / "gold"

PAGE = {
    "id": "p1",
    "text": "Cells heal nerves. Call us. Does it work? Results vary. Results vary.",
    "claims": [
        {"quote": "Cells heal nerves.", "kind": "mechanism", "stance": "asserted", "verdicts": ["overstated"]},
        {"quote": "Does it work?", "kind": "efficacy", "stance": "question", "verdicts": ["not-checkable"]},
        {
            "quote": "Results vary.",
            "kind": "efficacy",
            "stance": "hedged",
            "verdicts": ["supported", "not-checkable"],
            "study_ids": ["A-1"],
        },
        {"quote": "Results vary.", "kind": "efficacy", "stance": "hedged", "verdicts": ["supported"]},
    ],
    "non_claims": ["Call us."],
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tools/evaluate.py."""
    command = [sys.executable, str(TOOLS / "evaluate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def load(name: str) -> ModuleType:
    """Import a module of tools/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOLS))
        return import_module(name)


@pytest.fixture
def scoring() -> ModuleType:
    return load("scoring")


@pytest.fixture
def floors() -> ModuleType:
    return load("floors")


def test_floors():
    """No figure is below its floor, and no gold file changed without its floors being renewed."""
    result = run("--check-floors")

    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)


@pytest.mark.skipif(not SHARED_GOLD.is_dir(), reason="the annotated pages of ../shared/gold are not here")
def test_pages_it_was_conceived_from():
    """The figures that were asked of the first release hold on the pages it was conceived from."""
    result = run("--json", *map(str, sorted(SHARED_GOLD.glob("*.jsonl"))))
    figures = json.loads(result.stdout)["all"]

    assert figures["recall"]["value"] >= 0.75
    assert figures["precision"]["value"] >= 0.75
    assert figures["end_to_end"]["value"] >= 0.55
    assert figures["accused_innocent"]["value"] <= 0.08
    assert figures["inexact_offsets"] == 0


def test_errors_of_blind_pages_are_refused():
    """Sentences of blind test pages are not shown by mistake."""
    result = run("--errors", "3", str(GOLD / "unseen.jsonl"))

    assert (result.stdout, result.returncode) == ("", 2)
    assert "unseen.jsonl: blind test data, --errors needs --open-unseen" in result.stderr


def write_page(folder: Path, page: dict) -> Path:
    """Write a gold file of one page."""
    path = folder / "gold.jsonl"
    path.write_text(json.dumps(page) + "\n", encoding="utf-8")
    return path


def find(text: str, quote: str, start: int = 0, **fields: object) -> dict:
    """Return a found claim at its place."""
    place = text.index(quote, start)
    return {"text": quote, "start": place, "end": place + len(quote), **fields}


def test_measure(tmp_path, scoring):
    """Every figure of a small page, by hand."""
    [page] = scoring.read_pages(write_page(tmp_path, PAGE))
    text = page.text
    evidence = [{"id": "x", "aliases": ["A-1"]}]
    found = [
        find(text, "Cells heal nerves.", kind="mechanism", stance="asserted", verdict="overstated"),
        find(text, "Call us.", kind="status", stance="asserted", verdict="overstated"),
        find(text, "Does it work?", kind="efficacy", stance="asserted", verdict="overstated"),
        find(
            text,
            "Results vary.",
            kind="status",
            stance="asserted",
            verdict="not-checkable",
            evidence=evidence,
        ),
        find(text, "vary.", 60, kind="efficacy", stance="hedged", verdict="supported"),
    ]
    figures = scoring.measure([scoring.score_page(page, found)])

    share = scoring.Share
    assert figures == {
        "pages": 1,
        "gold": 3,
        "found": 5,
        "recall": share(2, 3),
        "precision": share(2, 4),  # the direct question counts neither way
        "f1": pytest.approx(4 / 7),
        "kind": share(1, 2),
        "stance": share(1, 2),
        "polarity": share(2, 2),
        "verdict": share(2, 2),
        "verdict_by_lookup": share(2, 2),
        "end_to_end": share(2, 3),
        "accused_innocent": share(0, 1),
        "caught_guilty": share(1, 1),
        "accused_non_claims_per_page": 1.0,
        "record_at_3": share(1, 1),
        "non_claims_hit": share(1, 1),
        "claims_on_empty_pages": 0,
        "inexact_offsets": 0,
    }


@pytest.mark.parametrize(
    "gold, found, expected",
    [
        ([(0, 10)], [(0, 5)], {0: 0}),  # exactly half
        ([(0, 11)], [(0, 5)], {}),
        ([(0, 10)], [(10, 20)], {}),
        ([(0, 10), (10, 20)], [(0, 20)], {0: 0}),  # one claim over two is one
        ([(0, 10)], [(0, 9), (0, 10)], {0: 1}),  # the better one
        ([], [(0, 1)], {}),
    ],
)
def test_pair_spans(gold, found, expected, scoring):
    """Spans pair one to one from half of their union on, best first."""
    assert scoring.pair_spans(gold, found) == expected


@pytest.mark.parametrize(
    "hits, total, expected",
    [(7, 10, (0.397, 0.892)), (0, 10, (0.0, 0.278)), (10, 10, (0.722, 1.0)), (0, 0, None)],
)
def test_interval(hits, total, expected, scoring):
    """Intervals are Wilson's."""
    interval = scoring.Share(hits, total).interval

    assert interval == (expected and pytest.approx(expected, abs=0.0005))


@pytest.mark.parametrize(
    "change",
    [{"text": None}, {"claims": [{**PAGE["claims"][0], "start": 1}]}, {"non_claims": ["Not there."]}],
    ids=["no text", "wrong offset", "quote not in text"],
)
def test_faulty_gold_file(tmp_path, change, scoring):
    """A fault in a gold file is named by its line, without the sentence."""
    with pytest.raises(scoring.GoldError, match=r"^gold\.jsonl:1: \w+Error$"):
        scoring.read_pages(write_page(tmp_path, {**PAGE, **change}))


def test_breaches(floors, scoring):
    """What fell below a floor, rose above a ceiling, or was changed, is said."""
    bounds = floors.Floors("old", {"recall": 0.8, "f1": 0.5}, {"inexact_offsets": 0})
    figures = {"recall": scoring.Share(7, 10), "f1": None, "inexact_offsets": 1}

    assert floors.find_breaches("a.jsonl", figures, bounds, "new") == [
        "a.jsonl: the file changed since its floors were set; renew them with --raise-floors",
        "a.jsonl: recall is 0.7, its floor is 0.8",
        "a.jsonl: f1 is not measured, its floor is 0.5",
        "a.jsonl: inexact_offsets is 1, its ceiling is 0",
    ]


@pytest.mark.parametrize("allow_lower, expected", [(False, [0.8, 0.69, 0.05, 1]), (True, [0.785, 0.69, 0.05, 2])])
def test_renew(allow_lower, expected, floors, scoring):
    """Renewed floors rise and, unless it is allowed, never fall."""
    names = (*floors.AT_LEAST, *floors.AT_MOST)
    figures = dict.fromkeys(names) | {
        "recall": scoring.Share(795, 1000),
        "precision": scoring.Share(7, 10),
        "claims_on_empty_pages": 2,
        "non_claims_hit": scoring.Share(1, 20),
    }
    old = floors.Floors("old", {"recall": 0.8}, {"claims_on_empty_pages": 1, "non_claims_hit": 0.05})
    new = floors.renew(figures, old, "new", allow_lower=allow_lower)

    bounds = {**new.at_least, **new.at_most}
    names = ("recall", "precision", "non_claims_hit", "claims_on_empty_pages")

    assert [bounds.pop(name) for name in names] == pytest.approx(expected)
    assert bounds == {}
    assert new.sha256 == "new"
