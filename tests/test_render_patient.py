"""The report for patients: plain sentences, and nothing that only a programme needs."""

from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck import __version__
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Verdict
from claimcheck.render import FOR_PATIENTS, Options, render
from claimcheck.render.patient import IMPORTANT, SAID, make_view

PATIENT = Path(__file__).parent / "cases" / "patient.txt"


def test_patient_view_as_text(report):
    """It says what is claimed, known and unknown, and not to start or stop a treatment."""
    expected = PATIENT.read_text(encoding="utf-8").replace("{version}", __version__)

    assert render([report], "plain", Options(reader="patient", made_at="2026-03-01")) == expected


@pytest.mark.parametrize("form", FOR_PATIENTS)
def test_patient_view_has_no_codes(report, form):
    """No rule, identifier, score or symbol of a verdict is shown, in whatever format."""
    shown = render([report], form, Options(reader="patient", explain=True, reply=True))
    words = ("wording-beyond-design", "doi.org", "▲", "OVERSTATED", "bydon-2024", "sci-recovery")

    assert [word for word in words if word in shown] == []
    assert " ".join(shown.split()).count(IMPORTANT) == 1


def test_patient_view_is_wrapped_for_a_terminal(report):
    """On a terminal no line is longer than the width."""
    shown = render([report], "table", Options(width=60, reader="patient"))

    assert max(map(len, shown.splitlines())) <= 64  # a hash is not broken


@pytest.mark.parametrize(
    "verdicts, expected",
    [
        ([], "We found no claim of a benefit on this page."),
        ([Verdict.OVERSTATED], "This page makes one claim of a benefit. It does not rest on "),
        ([Verdict.OVERSTATED] * 2, "This page makes 2 claims of a benefit. None of them rests on "),
    ],
)
def test_summary(report, verdicts, expected):
    """The summary counts claims of benefit and those that a comparison supports."""
    first = report.assessments[0]
    assessments = tuple(replace(first, verdict=verdict) for verdict in verdicts)
    view = make_view(replace(report, assessments=assessments), Options())

    assert view.summary.startswith(expected)


@pytest.mark.parametrize(
    "verdicts, expected",
    [
        ([Verdict.SUPPORTED], "This page makes one claim of a benefit. It rests on "),
        ([Verdict.SUPPORTED, Verdict.OVERSTATED], "This page makes 2 claims of a benefit. 1 of them rests on "),
        ([Verdict.SUPPORTED] * 2, "This page makes 2 claims of a benefit. 2 of them rest on "),
    ],
)
def test_summary_of_claims_with_a_comparison(report, verdicts, expected):
    """What rests on a study with a comparison group is counted."""
    first = report.assessments[0]
    assessments = tuple(replace(first, verdict=verdict) for verdict in verdicts)
    compared = report.evidence.records["bydon-2024"].model_copy(update={"controlled": True, "design": "rct"})
    evidence = EvidenceBase({compared.id: compared}, {}, "0123456789abcdef")
    view = make_view(replace(report, assessments=assessments, evidence=evidence), Options())

    assert view.summary.startswith(expected)


def test_every_verdict_has_a_plain_sentence():
    """A new verdict needs words for patients."""
    assert set(SAID) == set(Verdict)


def test_patient_view_of_a_format_without_one(core, run, page):
    """Formats for programmes have no such view, and say so."""
    result = run("--for", "patient", "--format", "csv", page)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "claimcheck: --for patient is written as table, plain, markdown, html, not as csv.\n"
