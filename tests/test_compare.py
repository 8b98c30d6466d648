"""Two versions of a page: which claim became which, and whether it says more."""

import json
from dataclasses import replace

import pytest

from claimcheck import __version__
from claimcheck.compare import ChangeKind, classify, compare, pair_claims
from claimcheck.compare_render import render_comparison
from claimcheck.models import Citation, Kind, Quantity, Stance, Strength
from claimcheck.render import Options


@pytest.fixture
def judge(report):
    """Build a judged claim with a text, a strength and shares."""

    def build(text, strength=Strength.ASSERTED, *shares, cites=(), start=0):
        quantities = tuple(Quantity(f"{share}%", 0, 0, "percent", float(share)) for share in shares)
        citations = tuple(Citation(name, 0, 0, "author-year", name) for name in cites)
        claim = replace(
            report.assessments[0].claim,
            id=f"c-{text[:8]}",
            text=text,
            start=start,
            end=start + len(text),
            kind=Kind.EFFICACY,
            stance=Stance.ASSERTED,
            strength=strength,
            quantities=quantities,
            citations=citations,
            cues=(),
        )
        return replace(report.assessments[0], claim=claim)

    return build


OLD = "Stem cells may improve movement in 60% of patients with paralysis"
NEW = "Stem cells improve movement in 60% of patients with paralysis"


@pytest.mark.parametrize(
    "old, new, kind, reasons",
    [
        ((OLD, Strength.HEDGED, 60), (OLD, Strength.HEDGED, 60), None, ()),
        ((OLD, Strength.HEDGED, 60), (OLD + "\n", Strength.HEDGED, 60), None, ()),
        ((OLD, Strength.HEDGED, 60), (NEW, Strength.ASSERTED, 60), "strengthened", ("wording: hedged → asserted",)),
        ((NEW, Strength.ASSERTED, 60), (OLD, Strength.HEDGED, 60), "weakened", ("wording: asserted → hedged",)),
        ((OLD, Strength.HEDGED, 60), (NEW, Strength.HEDGED, 82), "strengthened", ("number: 60% → 82%",)),
        ((OLD, Strength.HEDGED, 82), (NEW, Strength.HEDGED, 60), "weakened", ("number: 82% → 60%",)),
        ((OLD, Strength.HEDGED), (NEW, Strength.HEDGED, 60), "strengthened", ("number: none → 60%",)),
        ((OLD, Strength.HEDGED, 60), (NEW, Strength.HEDGED), "weakened", ("number: 60% → none",)),
        ((OLD, Strength.HEDGED, 60, 70), (NEW, Strength.HEDGED, 80, 90), "reworded", ("number: 60%, 70% → 80%, 90%",)),
        (
            (OLD, Strength.HEDGED, 82),
            (NEW, Strength.ASSERTED, 60),
            "reworded",
            ("wording: hedged → asserted", "number: 82% → 60%"),
        ),
        ((OLD, Strength.HEDGED), (NEW, Strength.HEDGED), "reworded", ()),
    ],
)
def test_classify(judge, old, new, kind, reasons):
    """A claim says more when its strength or its share rises, less when they fall, and neither when they differ."""
    change = classify(judge(*old), judge(*new), 90.0)

    assert (change and change.kind.value, change.reasons if change else ()) == (kind, reasons)


def test_citations_that_come_and_go(judge):
    """A study that is no longer named, or newly named, is told."""
    change = classify(judge(OLD, cites=["Bydon 2024"]), judge(NEW, cites=["Shang 2022"]), 90.0)

    assert change.reasons == ("no longer cites Bydon 2024", "now cites Shang 2022")


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ([OLD, "Cells are safe."], ["Cells are safe.", NEW], [(0, 1), (1, 0)]),
        ([OLD], ["Our clinic has treated patients from forty countries"], []),
        (["Yes."], ["No."], []),
        (["Yes."], ["yes"], [(0, 0)]),
        ([OLD, OLD], [OLD], [(0, 0)]),
        ([], [NEW], []),
    ],
)
def test_pair_claims(judge, old, new, expected):
    """The likest are paired, each once, wherever they stand; short sentences only with themselves."""
    pairs = pair_claims([judge(text) for text in old], [judge(text) for text in new])

    assert [(i, j) for i, j, _ in pairs] == expected


@pytest.fixture
def comparison(judge, report):
    """A page on which one claim grew, one came, one went and one stayed."""
    stays = judge("Cells are not rejected by the body", start=0)
    old = [stays, judge(OLD, Strength.HEDGED, 60, start=50), judge("Results vary from person to person", start=200)]
    new = [
        stays,
        judge(NEW, Strength.ASSERTED, 60, start=50),
        judge("[b]Pain[/b] goes for good within days", start=150),
    ]
    before = replace(report, document=replace(report.document, name="old.txt"), assessments=tuple(old))
    after = replace(report, document=replace(report.document, name="new\x1b[2J.txt"), assessments=tuple(new))
    return compare(before, after)


def test_compare(comparison):
    """Every claim is counted once, and what matters most stands first."""
    assert [change.kind for change in comparison.changes] == [
        ChangeKind.STRENGTHENED,
        ChangeKind.ADDED,
        ChangeKind.DROPPED,
    ]
    assert comparison.unchanged == 1


PLAIN = """\
old.txt (3 claims) → new\\x1b[2J.txt (3 claims)
1 strengthened, 1 added, 1 dropped; 1 as before

STRENGTHENED ↑
Before: "Stem cells may improve movement in 60% of patients with paralysis"
Now: "Stem cells improve movement in 60% of patients with paralysis"
Change: wording: hedged → asserted
Verdict: ▲ overstated
Why: This wording goes further than the study: without a comparison group it cannot show that the cells caused \
the change.

ADDED +
Claim: "[b]Pain[/b] goes for good within days"
Verdict: ▲ overstated
Why: This wording goes further than the study: without a comparison group it cannot show that the cells caused \
the change.

DROPPED −
Before: "Results vary from person to person"
Verdict: ▲ overstated

A claim that became stronger is not thereby untrue; a claim that was dropped was not thereby withdrawn.
Evidence base: 2 records, 0 findings, no retraction check, sha256 0123456789ab.
"""


def test_plain_comparison(comparison):
    """The change, both wordings, the reason and the verdict are told, hostile names made safe."""
    assert render_comparison(comparison, "plain", Options()) == PLAIN


def test_table_of_a_comparison(comparison):
    """The table says the same, within its width, brackets of the page included."""
    shown = render_comparison(comparison, "table", Options(width=60))

    assert max(map(len, shown.splitlines())) <= 60
    assert shown.split()[:3] == PLAIN.split()[:3]
    assert 'Claim   "[b]Pain[/b] goes for good within days"' in shown


def test_json_of_a_comparison(comparison):
    """The JSON has each changed claim as the report has it."""
    document = json.loads(render_comparison(comparison, "json", Options(made_at="2026-03-01")))
    first, second, third = document["changes"]
    claims = {claim["id"]: claim for claim in comparison.new.to_dict()["claims"]}

    assert document["summary"] == {
        "strengthened": 1,
        "added": 1,
        "weakened": 0,
        "dropped": 1,
        "reworded": 0,
        "unchanged": 1,
    }
    assert (first["change"], first["reasons"]) == ("strengthened", ["wording: hedged → asserted"])
    assert first["new"] == claims[first["new"]["id"]]
    assert (second["old"], third["new"]) == (None, None)
    assert (document["checked_at"], document["claimcheck_version"]) == ("2026-03-01", __version__)


def test_compare_command(core, run, page, tmp_path):
    """The command prints the comparison; --fail-on makes a change the exit status; a missing file is told."""
    same = run("compare", page, page, "-q")

    assert (same.exit_code, same.stderr) == (0, "")
    assert "no claim changed; 3 as before\n" in same.stdout
    assert run("compare", page, page, "--fail-on", "added").exit_code == 0
    assert run("compare", page, str(tmp_path / "none.txt")).exit_code == 3
    assert run("compare", page, page, "--format", "csv").exit_code == 2
    assert run("compare", page, page, "--fail-on", "gone").exit_code == 2


def test_compare_writes_where_it_may(core, run, page, tmp_path):
    """A name of another format, or of a page, is refused; an input that fails is an error document in JSON."""
    missing = str(tmp_path / "none.txt")
    failed = run("compare", page, missing, "-q", "--format", "json")

    assert run("compare", page, page, "-o", str(tmp_path / "x.html")).stderr.endswith(
        "x.html: a comparison is written as table, plain, json, not as html.\n"
    )
    assert run("compare", page, page, "-o", page).exit_code == 2
    assert (failed.exit_code, json.loads(failed.stdout)["error"]["input"]) == (3, missing)
    assert run("compare", page, page, "-o", str(tmp_path / "x.json")).exit_code == 0
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["summary"]["unchanged"] == 3
