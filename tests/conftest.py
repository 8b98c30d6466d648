"""Small stand-ins for the evidence base and for a judged page."""

import json
import os
import signal
import sys
import types
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimcheck import cli
from claimcheck.components.readings import Weights
from claimcheck.evidence import EvidenceBase
from claimcheck.models import (
    Assessment,
    Citation,
    CitationCheck,
    Claim,
    Comparison,
    Cue,
    Document,
    EvidenceLink,
    Extraction,
    Kind,
    Match,
    Quantity,
    Stance,
    Strength,
    Verdict,
)
from claimcheck.report import Report
from claimcheck.resources import UnreadRows
from claimcheck.rows import Record

PAGE = """Results
7 out of 10 patients improved their AIS grade, a true [bold]breakthrough[/bold] (Bydon 2024).
95% of our patients are satisfied.
Stem cells are not a cure.
"""

BYDON = {
    "id": "bydon-2024",
    "assessed": True,
    "type": "study",
    "title": "Intrathecal delivery of cells in spinal cord injury: Phase I trial",
    "title_exact": True,
    "authors": "Bydon M et al.",
    "year": 2024,
    "journal": "Nature Communications",
    "doi": "10.1038/s41467-024-46259-y",
    "registry": ["NCT03308565"],
    "conditions": ["spinal-cord-injury"],
    "interventions": [],
    "design": "single-arm-trial",
    "design_basis": "read",
    "phase": "1",
    "randomised": False,
    "controlled": False,
    "n": 10,
    "n_kind": "people",
    "primary_endpoint": "safety",
    "bottom_line": "Ten people, nobody to compare with.",
    "status": "published",
    "read": "abstract",
    "sources": [{"url": "https://example.org/bydon", "read": "abstract"}],
}
KIRSHBLUM = {
    "id": "kirshblum-2021",
    "assessed": True,
    "type": "natural-history",
    "authors": "Kirshblum S et al.",
    "year": 2021,
    "journal": "Journal of Neurotrauma",
    "conditions": ["spinal-cord-injury"],
    "design": "cohort",
    "read": "abstract",
}


def build_record(**fields: object) -> Record:
    """Return a record with nulls for whatever is not given."""
    empty: dict[str, Any] = {name: None for name, field in Record.model_fields.items() if field.is_required()}
    lists = {"conditions": [], "interventions": [], "sources": []}
    minimum = {"id": "x", "assessed": True, "type": "study", "title_exact": True, "bottom_line": "None."}
    return Record.model_validate({**empty, **lists, **minimum, **fields})


def build_claim(text: str, **fields: Any) -> Claim:
    """Return a claim at its place in the page."""
    start = PAGE.index(text)
    defaults = {"kind": Kind.EFFICACY, "stance": Stance.ASSERTED, "strength": Strength.ASSERTED}
    return Claim(text=text, start=start, end=start + len(text), **{**defaults, "section": "Results", **fields})


def build_report() -> Report:
    """Return a judged page: one claim overstated, one without evidence, one accurate caveat."""
    evidence = EvidenceBase(
        {"bydon-2024": build_record(**BYDON), "kirshblum-2021": build_record(**KIRSHBLUM)},
        {},
        "0123456789abcdef",
    )
    cited = Citation("Bydon 2024", 89, 99, "author-year", "Bydon 2024", 2024, ("Bydon",))
    first = build_claim(
        "7 out of 10 patients improved their AIS grade, a true [bold]breakthrough[/bold] (Bydon 2024).",
        id="c1",
        kind=Kind.QUANTITATIVE,
        strength=Strength.CERTAIN,
        quantities=(Quantity("7 out of 10", 8, 19, "ratio", 70.0, numerator=7, denominator=10),),
        concepts={"condition": ["spinal-cord-injury"], "outcome": ["ais-grade"]},
        cues=(Cue("breakthrough", 68, 80, "certain"),),
        citations=(cited,),
        features=frozenset({"ratio"}),
    )
    second = build_claim("95% of our patients are satisfied.", id="c2", kind=Kind.QUANTITATIVE)
    third = build_claim(
        "Stem cells are not a cure.",
        id="c3",
        kind=Kind.STATUS,
        stance=Stance.NEGATED,
        strength=Strength.CAVEAT,
    )
    check = CitationCheck(cited, "matches", "bydon-2024")
    assessments = (
        Assessment(
            first,
            Match(
                "sci-recovery",
                91.0,
                "sci-motor",
                74.4,
                (EvidenceLink("bydon-2024", "cited", 100.0),),
                (check,),
            ),
            Verdict.OVERSTATED,
            (Verdict.EARLY_EVIDENCE,),
            "wording-beyond-design",
            "This wording goes further than the study: without a comparison group it cannot show that the "
            "cells caused the change.",
            "hedged",
            "very-low",
            Comparison("7 out of 10", "7 of 10 (70%)", 7, 10, 34.75, 93.3, "bydon-2024"),
            (
                {
                    "low": 67,
                    "high": 85,
                    "outcome": "AIS C to D within a year",
                    "grade": "AIS C",
                    "since_injury": "examined within 30 days",
                    "same_outcome": False,
                    "record": "kirshblum-2021",
                },
            ),
        ),
        Assessment(
            second,
            Match(None, 0.0, None, 0.0, ()),
            Verdict.NO_EVIDENCE_FOUND,
            (),
            "nothing-found",
            "Nothing in our file bears on this rate.",
        ),
        Assessment(
            third,
            Match("sci-cure", 95.0, None, 0.0, ()),
            Verdict.SUPPORTED,
            (),
            "accurate-caveat",
            "The evidence says so too.",
            "none",
            "moderate",
        ),
    )
    extraction = Extraction(
        PAGE,
        tuple(assessment.claim for assessment in assessments),
        (cited,),
        ("spinal-cord-injury", "autism"),
        (),
        4,
    )
    document = Document(PAGE, "page.txt", sha256="00ff")
    return Report(document, extraction, assessments, (check,), evidence)


@pytest.fixture
def make_record() -> Callable[..., Record]:
    """Build a record from the fields that matter to a test."""
    return build_record


@pytest.fixture
def report() -> Report:
    """A judged page of three claims."""
    return build_report()


@pytest.fixture
def core(monkeypatch, report):
    """Stand in for the stages between reading and rendering; return the documents that reached them."""
    seen = []

    def check_document(document: Document, *, evidence):
        seen.append(document)
        return replace(report, document=document)

    stub = types.ModuleType("claimcheck.check")
    stub.check_document = check_document
    monkeypatch.setitem(sys.modules, "claimcheck.check", stub)
    return seen


@pytest.fixture
def run(monkeypatch):
    """Run the command line in this process, on a stdin that is no terminal."""
    for name in ("FORCE_COLOR", "NO_COLOR", *(name for name in os.environ if name.startswith("CLAIMCHECK_"))):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args, stdin=b""):
        return CliRunner().invoke(cli.app, cli._add_command(list(args)), input=stdin, prog_name="claimcheck")

    return invoke


@pytest.fixture
def page(tmp_path):
    """A file with some text."""
    path = tmp_path / "page.txt"
    path.write_text("Stem cells cure everything.")
    return str(path)


@pytest.fixture
def unmeasured(monkeypatch):
    """Keep coverage out of the processes that a test starts: in them it loads modules and writes files of its own."""
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)


def heed_interrupts():
    """Let a command be interrupted although whoever runs the tests may ignore it, as a shell's background jobs do."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def as_heeded():
    """What a process is started with so that it can be interrupted."""
    return {"preexec_fn": heed_interrupts}


@pytest.fixture
def weigh_by(monkeypatch):
    """Return a function that lets the wording of a sentence be weighed by some rows and not by the bundled ones."""

    def weigh(rows):
        lines = "".join(json.dumps(row.model_dump()) + "\n" for row in rows)
        weights = Weights(UnreadRows(Path("reading_weights.jsonl"), lines.encode()))
        monkeypatch.setattr("claimcheck.components.readings.weights", lambda: weights)

    return weigh
