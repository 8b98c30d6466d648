"""The schemas of what is printed as JSON: what is printed now fits, and so does what was printed before."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from claimcheck.batch.checking import check_item
from claimcheck.batch.items import Item
from claimcheck.compare import compare
from claimcheck.compare_render import render_comparison
from claimcheck.errors import InputError
from claimcheck.evidence import bundled_evidence
from claimcheck.render import Options, render
from claimcheck.render.failure import render_failure
from claimcheck.schemas import SCHEMAS, comparison_schema, line_schema

CASES = Path(__file__).parent / "cases"
FAILURE = InputError("x.txt", "no such file")


def faults(name, document):
    """Return what of a document does not fit a schema."""
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMAS[name]()).iter_errors(document)]


def read_lines(text):
    """Return the documents of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def comparison(report):
    """Two versions of a page: a claim came, one went, one was reworded."""
    first, second, third = report.assessments
    reworded = replace(second, claim=replace(second.claim, text="95% of all our patients are satisfied."))
    old = replace(report, assessments=(first, second))
    return compare(old, replace(report, assessments=(reworded, third)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_one(name):
    """Each is a valid schema, with a name and a version of its own."""
    schema = SCHEMAS[name]()
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["$id"] == f"urn:claimcheck:{name}:1"


def test_lines_fit(report):
    """Every line fits the schema of a line, dated or not, and the line of an error."""
    lines = read_lines(render([report, FAILURE], "jsonl", Options()))
    lines += read_lines(render([report], "jsonl", Options(made_at="2026-03-01")))
    lines += read_lines(render_failure("DataError", "mine.jsonl: line 1", "jsonl"))

    assert [fault for line in lines for fault in faults("line", line)] == []
    assert {line["type"] for line in lines} == {"report", "claim", "error"}


def test_comparisons_fit(comparison):
    """A comparison fits its schema, dated or not, and so does an error in its place."""
    documents = [
        json.loads(render_comparison(comparison, "json", Options(made_at=date))) for date in ("", "2026-03-01")
    ]
    documents.append(json.loads(render([FAILURE], "json", Options())))

    assert [fault for document in documents for fault in faults("comparison", document)] == []
    assert {change["change"] for change in documents[0]["changes"]} == {"added", "dropped", "reworded"}


def test_batch_lines_fit():
    """What batch writes of a document, and of one that cannot be read, fits the schema of its lines."""
    items = [
        Item("a", "site", text=b"Stem cells may improve sensation after spinal cord injury."),
        Item("b", "site", fault="is no text"),
    ]
    lines = [json.loads(check_item(item, bundled_evidence()).line) for item in items]

    assert [fault for line in lines for fault in faults("batch", line)] == []
    assert ["report" in line for line in lines] == [True, False]


@pytest.mark.parametrize(
    "name, path",
    [(path.name.split("-")[0], path) for path in sorted(CASES.glob("*-schema-*.json*"))],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_was_printed_before_fits(name, path):
    """What an earlier version printed still fits: fields are added as optional ones, never renamed or removed."""
    text = path.read_text(encoding="utf-8")
    documents = read_lines(text) if path.suffix == ".jsonl" else [json.loads(text)]

    assert [fault for document in documents for fault in faults(name, document)] == []
    assert documents


def test_every_schema_has_something_printed_before():
    """A new kind of document leaves a copy of what it printed."""
    assert {path.name.split("-")[0] for path in CASES.glob("*-schema-*.json*")} == set(SCHEMAS)


@pytest.mark.parametrize(
    "name, change",
    [
        ("line", {"type": "claims"}),
        ("line", {"start": -1}),
        ("line", {"verdict": "false"}),
        ("line", {"source": None}),
        ("comparison", {"summary": {}}),
        ("comparison", {"changes": [{"change": "better"}]}),
        ("batch", {"report": {}}),
        ("batch", {"document": None}),
    ],
)
def test_what_is_something_else_does_not_fit(report, comparison, name, change):
    """A wrong type, an impossible offset, a change or a verdict that does not exist."""
    documents = {
        "line": read_lines(render([report], "jsonl", Options()))[1],
        "comparison": json.loads(render_comparison(comparison, "json", Options())),
        "batch": {"document": "a", "site": "b", "sha256": "c", "report": report.to_dict()},
    }

    assert faults(name, documents[name]) == []
    assert faults(name, documents[name] | change) != []


def test_schemas_describe_every_field(report, comparison):
    """No field is printed that the schema does not know."""
    looked_up = replace(report, lookups=())  # "lookups" is there only with --online
    head, claim, *_ = read_lines(render([looked_up], "jsonl", Options(made_at="2026-03-01")))
    document = json.loads(render_comparison(comparison, "json", Options(made_at="2026-03-01")))

    assert set(head) == set(line_schema()["$defs"]["report"]["properties"])
    assert set(claim) == set(line_schema()["$defs"]["line_claim"]["properties"])
    assert set(document) == set(comparison_schema()["$defs"]["versions"]["properties"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_printed(run, name):
    """``claimcheck schema NAME`` prints it."""
    assert json.loads(run("schema", name).stdout) == SCHEMAS[name]()
