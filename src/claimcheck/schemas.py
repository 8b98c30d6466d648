"""The JSON Schemas (2020-12) of everything that is printed as JSON: made of the parts that a report is made of."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from claimcheck.compare import ChangeKind
from claimcheck.report import SCHEMA_VERSION
from claimcheck.schema import Schema, report_schema

_TEXT: Schema = {"type": "string"}
_ADDED = "Within a schema version fields are added, never renamed or removed."


def line_schema() -> Schema:
    """Return the schema of a line of ``--format jsonl``: a report without its claims, a claim, or an error."""
    parts = report_schema()["$defs"]
    report = parts["report"]
    head = {name: schema for name, schema in report["properties"].items() if name != "claims"}
    required = [name for name in report["required"] if name != "claims"]
    claim, failure = parts["claim"], parts["failure"]
    source = _object({"name": _TEXT, "sha256": _TEXT})
    return _document(
        "line",
        "claimcheck --format jsonl: one line",
        "A line says its type. The claims of a report follow it; offsets are into its source.text.",
        {
            "report": _object({"type": {"const": "report"}, **head}, ["type", *required]),
            "line_claim": _object(
                {"type": {"const": "claim"}, "source": source, **claim["properties"]},
                ["type", "source", *claim["required"]],
            ),
            "failure": _object({"type": {"const": "error"}, **failure["properties"]}),
        },
    )


def comparison_schema() -> Schema:
    """Return the schema of ``claimcheck compare --format json``: a comparison or an error."""
    report = report_schema()["$defs"]["report"]["properties"]
    version = _object({"name": _TEXT, "sha256": _TEXT})
    claim = {"oneOf": [{"$ref": "#/$defs/claim"}, {"type": "null"}]}
    kinds = [kind.value for kind in ChangeKind]
    change = {
        "change": {"enum": kinds},
        "score": {"type": ["number", "null"], "minimum": 0, "maximum": 100},
        "reasons": {"type": "array", "items": _TEXT},
        "old": claim,
        "new": claim,
    }
    count = {"type": "integer", "minimum": 0}
    comparison = _object(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "claimcheck_version": _TEXT,
            "evidence_base": report["evidence_base"],
            "old": version,
            "new": version,
            "changes": {"type": "array", "items": _object(change)},
            "summary": _object(dict.fromkeys((*kinds, "unchanged"), count)),
        }
    )
    comparison["properties"]["checked_at"] = _TEXT  # in a file, or with --date
    return _document(
        "comparison",
        "claimcheck compare --format json",
        "A claim that was added has no old one, one that was dropped no new one.",
        {"versions": comparison, "failure": report_schema()["$defs"]["failure"]},
    )


def batch_schema() -> Schema:
    """Return the schema of a line that ``claimcheck batch`` writes: a document with its report, or with an error."""
    parts = report_schema()["$defs"]
    where = {"document": _TEXT, "site": _TEXT}
    return _document(
        "batch",
        "claimcheck batch: one line",
        "A document with its report as --format json has it, or with what went wrong.",
        {
            "checked": _object({**where, "sha256": _TEXT, "report": parts["report"]}),
            "failure": _object({**where, **parts["failure"]["properties"]}),
        },
    )


def _document(name: str, title: str, description: str, kinds: Schema) -> Schema:
    """Return a schema of one of several kinds, with the parts of a report that they refer to."""
    shared = {part: schema for part, schema in report_schema()["$defs"].items() if part not in ("report", "reports")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:claimcheck:{name}:{SCHEMA_VERSION}",
        "title": title,
        "description": f"{description} {_ADDED}",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds],
        "$defs": {**shared, **kinds},
    }


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    return {"type": "object", "properties": properties, "required": required or list(properties)}


SCHEMAS: Mapping[str, Callable[[], Schema]] = MappingProxyType(
    {"report": report_schema, "line": line_schema, "comparison": comparison_schema, "batch": batch_schema}
)
