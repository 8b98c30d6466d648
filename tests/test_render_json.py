"""The JSON is the contract with scripts: whole, valid, and sliced exactly."""

import json
from pathlib import Path

import jsonschema
import pytest

from claimcheck.errors import InputError
from claimcheck.render import Options, render
from claimcheck.schema import report_schema

CASES = Path(__file__).parent / "cases"
FIRST_CLAIM = {
    "id": "c1",
    "text": "7 out of 10 patients improved their AIS grade, a true [bold]breakthrough[/bold] (Bydon 2024).",
    "start": 8,
    "end": 101,
    "section": "Results",
    "kind": "quantitative",
    "stance": "asserted",
    "strength": "certain",
    "stance_by_cues": None,
    "kind_by_rules": None,
    "readings": {"promise": 0.0, "unsourced": 0.0, "early-result": 0.0, "talk": 0.0, "fact": 0.0},
    "quantities": [
        {
            "text": "7 out of 10",
            "start": 8,
            "end": 19,
            "type": "ratio",
            "value": 70.0,
            "low": None,
            "high": None,
            "unit": None,
            "approximator": None,
            "numerator": 7,
            "denominator": 10,
            "of": None,
        }
    ],
    "concepts": {"condition": ["spinal-cord-injury"], "intervention": [], "outcome": ["ais-grade"]},
    "verdict": "overstated",
    "also": ["early-evidence"],
    "rationale": "This wording goes further than the study: without a comparison group it cannot show that "
    "the cells caused the change.",
    "rule": "wording-beyond-design",
    "permitted_strength": "hedged",
    "certainty": "very-low",
    "cues": [{"text": "breakthrough", "start": 68, "end": 80, "category": "certain"}],
    "comparison": {
        "claimed": "7 out of 10",
        "study": "7 of 10 (70%)",
        "numerator": 7,
        "denominator": 10,
        "ci_low": 34.75,
        "ci_high": 93.3,
        "record": "bydon-2024",
    },
    "natural_recovery": [
        {
            "low": 67,
            "high": 85,
            "outcome": "AIS C to D within a year",
            "grade": "AIS C",
            "since_injury": "examined within 30 days",
            "same_outcome": False,
            "record": "kirshblum-2021",
        }
    ],
    "evidence": [
        {
            "id": "bydon-2024",
            "aliases": [],
            "role": "cited",
            "score": 100.0,
            "citation": "Bydon 2024, Nature Communications",
            "citation_in_full": "Bydon M et al. Intrathecal delivery of cells in spinal cord injury: "
            "Phase I trial. Nature Communications. 2024.",
            "design": "single-arm-trial",
            "design_basis": "read",
            "phase": "1",
            "n": 10,
            "n_kind": "people",
            "controlled": False,
            "randomised": False,
            "endpoint": "safety",
            "read": "abstract",
            "url": "https://doi.org/10.1038/s41467-024-46259-y",
            "read_at": "https://example.org/bydon",
            "doi": "10.1038/s41467-024-46259-y",
            "pmid": None,
            "pmcid": None,
            "registry": ["NCT03308565"],
            "status": "published",
            "retraction_checked_on": None,
        }
    ],
    "finding": "sci-recovery",
    "docs_url": "docs/verdicts/overstated.md",
    "origin": {"page": None, "line": 2, "element": None},
}
SUMMARY = {
    "claims": 3,
    "benefit_claims": 2,
    "by_verdict": {
        "contradicted": 0,
        "misquoted": 0,
        "overstated": 1,
        "no-evidence-found": 1,
        "early-evidence": 0,
        "not-checkable": 0,
        "supported": 1,
    },
    "worst": "overstated",
}


def to_json(*results):
    """Render and read back."""
    return json.loads(render(results, "json", Options()))


def test_json_of_one(report):
    """One report is one object with everything in it."""
    document = to_json(report)

    assert document["claims"][0] == FIRST_CLAIM
    assert [claim["id"] for claim in document["claims"]] == ["c1", "c2", "c3"]
    assert {name: value for name, value in document.items() if name != "claims"} == {
        "schema_version": "1",
        "claimcheck_version": "0.1.0",
        "evidence_base": {"records": 2, "findings": 0, "sha256": "0123456789abcdef", "checked_on": None},
        "source": {
            "name": "page.txt",
            "media_type": "text/plain",
            "sha256": "00ff",
            "characters": 164,
            "words": 27,
            "text": report.document.text,
        },
        "citations": [
            {
                "text": "Bydon 2024",
                "start": 89,
                "end": 99,
                "identifier": "Bydon 2024",
                "status": "matches",
                "claimed": None,
                "actual": None,
                "record": "bydon-2024",
            }
        ],
        "red_flags": [],
        "checklist": [],
        "coverage": {
            "sentences": 4,
            "judged": 3,
            "not_claims": 1,
            "numbers_not_understood": [],
            "conditions_not_covered": ["autism"],
        },
        "summary": SUMMARY,
    }


def test_json_of_several(report):
    """Several inputs give a list in their order, an error in the place of what failed, and one summary."""
    document = to_json(report, InputError("x.txt", "no such file"))

    assert list(document) == ["schema_version", "reports", "summary"]
    assert document["reports"] == [
        to_json(report),
        {"error": {"type": "InputError", "message": "no such file", "input": "x.txt"}},
    ]
    assert document["summary"] == {"inputs": 2, "failed": 1, **SUMMARY}


def test_json_of_a_failure():
    """A single input that failed is an error and nothing else."""
    assert to_json(InputError("x.txt", "no such file")) == {
        "error": {"type": "InputError", "message": "no such file", "input": "x.txt"}
    }


def test_json_schema_accepts_reports(report):
    """What is printed fits the schema that is printed."""
    failure = InputError("x", "holds no text")
    documents = [to_json(report), to_json(report, failure), to_json(failure)]
    validator = jsonschema.Draft202012Validator(report_schema())

    assert [list(validator.iter_errors(document)) for document in documents] == [[], [], []]


@pytest.mark.parametrize("path", sorted(CASES.glob("report-schema-*.json")), ids=lambda path: path.name)
def test_json_schema_accepts_what_was_printed_before(path):
    """A report of an earlier version still fits: fields are added as optional ones, never renamed or removed."""
    document = json.loads(path.read_text(encoding="utf-8"))

    assert list(jsonschema.Draft202012Validator(report_schema()).iter_errors(document)) == []


def test_json_schema_knows_the_date(report):
    """A date that was asked for fits the schema too."""
    document = json.loads(render([report], "json", Options(made_at="2026-03-01")))

    assert document["checked_at"] == "2026-03-01"
    assert jsonschema.Draft202012Validator(report_schema()).is_valid(document)


@pytest.mark.parametrize("change", [{"verdict": "false"}, {"start": -1}, {"kind": None}])
def test_json_schema_refuses_what_is_no_report(report, change):
    """A verdict that does not exist, or an impossible offset, does not fit."""
    document = to_json(report)
    document["claims"][0] |= change

    assert not jsonschema.Draft202012Validator(report_schema()).is_valid(document)


def test_json_schema_describes_every_field(report):
    """No field is printed that the schema does not know, and none is missing."""
    definitions = report_schema()["$defs"]
    document = to_json(report)

    assert list(document) == definitions["report"]["required"]
    assert set(document["claims"][0]) == set(definitions["claim"]["properties"])
    assert set(document["claims"][0]["evidence"][0]) == set(definitions["evidence"]["properties"])
    assert set(document["claims"][0]["quantities"][0]) == set(definitions["quantity"]["properties"])
