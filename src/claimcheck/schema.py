"""The JSON Schema (2020-12) of what ``--format json`` prints."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, get_args

from claimcheck.lookups import NOTICES, SERVICES
from claimcheck.models import READINGS, Kind, Stance, Strength, Verdict
from claimcheck.report import SCHEMA_VERSION
from claimcheck.rows import Design, Phase
from claimcheck.wording import CITATION_WORDS, ROLE_WORDS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL: Schema = {"type": ["integer", "null"]}
_NUMBER: Schema = {"type": "number"}
_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
_FLAG_OR_NULL: Schema = {"type": ["boolean", "null"]}
_DATE_OR_NULL: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def report_schema() -> Schema:
    """Return the schema of one JSON document: a report, several, or an error."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:claimcheck:report:{SCHEMA_VERSION}",
        "title": "claimcheck report",
        "description": "Offsets are Unicode code points into source.text, 0-based, end exclusive. "
        "Within a schema version fields are added, never renamed or removed.",
        "oneOf": [{"$ref": "#/$defs/report"}, {"$ref": "#/$defs/reports"}, {"$ref": "#/$defs/failure"}],
        "$defs": {
            "report": _report(),
            "reports": _reports(),
            "failure": _object({"error": _object({"type": _TEXT, "message": _TEXT, "input": _TEXT_OR_NULL})}),
            "claim": _claim(),
            "quantity": _quantity(),
            "evidence": _evidence(),
            "comparison": _comparison(),
            "natural_recovery": _natural_recovery(),
            "summary": _object(_summary()),
            "lookup": _lookup(),
            "difference": _object({"field": _TEXT, "said": _TEXT, "registered": _TEXT}),
        },
    }


def _report() -> Schema:
    report = _object(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "claimcheck_version": _TEXT,
            "evidence_base": _object(
                {"records": _COUNT, "findings": _COUNT, "sha256": _TEXT, "checked_on": _DATE_OR_NULL}
            ),
            "source": _object(
                {
                    "name": _TEXT,
                    "media_type": _TEXT,
                    "sha256": _TEXT,
                    "characters": _COUNT,
                    "words": _COUNT,
                    "text": _TEXT,
                }
            ),
            "claims": _list({"$ref": "#/$defs/claim"}),
            "citations": _list(
                _slice(
                    {
                        "identifier": _TEXT,
                        "status": {"enum": list(CITATION_WORDS)},
                        "claimed": _TEXT_OR_NULL,
                        "actual": _TEXT_OR_NULL,
                        "record": _TEXT_OR_NULL,
                    }
                )
            ),
            "red_flags": _list(_slice({"id": _TEXT, "message": _TEXT})),
            "checklist": _list(
                _object(
                    {
                        "id": _TEXT,
                        "question": _TEXT,
                        "met": {"type": "boolean"},
                        "where": {"type": ["array", "null"], "items": _COUNT, "minItems": 2, "maxItems": 2},
                    }
                )
            ),
            "coverage": _object(
                {
                    "sentences": _COUNT,
                    "judged": _COUNT,
                    "not_claims": _COUNT,
                    "numbers_not_understood": _list(_slice({})),
                    "conditions_not_covered": _TEXTS,
                }
            ),
            "summary": {"$ref": "#/$defs/summary"},
        }
    )
    report["properties"]["checked_at"] = _TEXT  # in a file, or with --date
    report["properties"]["lookups"] = _list({"$ref": "#/$defs/lookup"})  # only with --online
    return report


def _reports() -> Schema:
    return _object(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "reports": _list({"anyOf": [{"$ref": "#/$defs/report"}, {"$ref": "#/$defs/failure"}]}),
            "summary": _object({"inputs": _COUNT, "failed": _COUNT, **_summary()}),
        }
    )


def _claim() -> Schema:
    claim = _slice(
        {
            "id": _TEXT,
            "section": _TEXT_OR_NULL,
            "kind": _one_of(Kind),
            "stance": _one_of(Stance),
            "strength": _one_of(Strength),
            "quantities": _list({"$ref": "#/$defs/quantity"}),
            "concepts": _object({"condition": _TEXTS, "intervention": _TEXTS, "outcome": _TEXTS}),
            "verdict": _one_of(Verdict),
            "also": _list(_one_of(Verdict)),
            "rationale": _TEXT,
            "rule": _TEXT,
            "permitted_strength": _TEXT_OR_NULL,
            "certainty": _TEXT_OR_NULL,
            "cues": _list(_slice({"category": _TEXT})),
            "comparison": {"oneOf": [{"$ref": "#/$defs/comparison"}, {"type": "null"}]},
            "natural_recovery": _list({"$ref": "#/$defs/natural_recovery"}),
            "evidence": _list({"$ref": "#/$defs/evidence"}),
            "finding": _TEXT_OR_NULL,
            "docs_url": _TEXT,
        }
    )
    claim["properties"] |= {  # not in the earliest reports
        "origin": _object({"page": _COUNT_OR_NULL, "line": _COUNT_OR_NULL, "element": _TEXT_OR_NULL}),
        "stance_by_cues": {"enum": [*(stance.value for stance in Stance), None]},
        "kind_by_rules": {"enum": [*(kind.value for kind in Kind), None]},
        "readings": _object({key: {"type": "number", "minimum": 0, "maximum": 1} for key in READINGS}),
    }
    return claim


def _quantity() -> Schema:
    return _slice(
        {
            "type": _TEXT,
            "value": _NUMBER_OR_NULL,
            "low": _NUMBER_OR_NULL,
            "high": _NUMBER_OR_NULL,
            "unit": _TEXT_OR_NULL,
            "approximator": _TEXT_OR_NULL,
            "numerator": _COUNT_OR_NULL,
            "denominator": _COUNT_OR_NULL,
            "of": _TEXT_OR_NULL,
        }
    )


def _comparison() -> Schema:
    return _object(
        {
            "claimed": _TEXT,
            "study": _TEXT,
            "numerator": _COUNT_OR_NULL,
            "denominator": _COUNT_OR_NULL,
            "ci_low": _NUMBER_OR_NULL,
            "ci_high": _NUMBER_OR_NULL,
            "record": _TEXT,
        }
    )


def _natural_recovery() -> Schema:
    return _object(
        {
            "low": _NUMBER,
            "high": _NUMBER,
            "outcome": _TEXT,
            "grade": _TEXT_OR_NULL,
            "since_injury": _TEXT_OR_NULL,
            "same_outcome": _FLAG_OR_NULL,
            "record": _TEXT,
        }
    )


def _evidence() -> Schema:
    return _object(
        {
            "id": _TEXT,
            "aliases": _TEXTS,
            "role": {"enum": list(ROLE_WORDS)},
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "citation": _TEXT,
            "citation_in_full": _TEXT,
            "design": {"enum": [*get_args(Design), None]},
            "design_basis": {"enum": ["read", "inferred", None]},
            "phase": {"enum": [*get_args(Phase), None]},
            "n": _COUNT_OR_NULL,
            "n_kind": _TEXT_OR_NULL,
            "controlled": _FLAG_OR_NULL,
            "randomised": _FLAG_OR_NULL,
            "endpoint": _TEXT_OR_NULL,
            "read": {"enum": ["full-text", "abstract", "secondary", None]},
            "url": _TEXT_OR_NULL,
            "read_at": _TEXT_OR_NULL,
            "doi": _TEXT_OR_NULL,
            "pmid": _TEXT_OR_NULL,
            "pmcid": _TEXT_OR_NULL,
            "registry": _TEXTS,
            "status": _TEXT_OR_NULL,
            "retraction_checked_on": _DATE_OR_NULL,
        }
    )


def _lookup() -> Schema:
    work = _object(
        {
            "service": {"enum": list(SERVICES)},
            "title": _TEXT,
            "asked_on": _DATE_OR_NULL,
            "journal": _TEXT_OR_NULL,
            "journal_short": _TEXT_OR_NULL,
            "year": _COUNT_OR_NULL,
            "types": _TEXTS,
            "notice": {"enum": [*NOTICES, None]},
            "notice_on": _TEXT_OR_NULL,
            "is_notice": {"type": "boolean"},
            "identifiers": {"type": "object", "additionalProperties": _TEXT},
            "phase": _TEXT_OR_NULL,
            "trial_status": _TEXT_OR_NULL,
            "enrolment": _COUNT_OR_NULL,
            "enrolment_kind": _TEXT_OR_NULL,
        }
    )
    return _object(
        {
            "kind": {"enum": ["doi", "pmid", "pmcid", "nct"]},
            "identifier": _TEXT,
            "status": {"enum": list(CITATION_WORDS)},
            "service": {"enum": list(SERVICES)},
            "work": {"oneOf": [work, {"type": "null"}]},
            "reason": _TEXT_OR_NULL,
            "differences": _list({"$ref": "#/$defs/difference"}),
            "record": _TEXT_OR_NULL,
            "record_differences": _list({"$ref": "#/$defs/difference"}),
        }
    )


def _summary() -> Schema:
    return {
        "claims": _COUNT,
        "benefit_claims": _COUNT,
        "by_verdict": _object({verdict.value: _COUNT for verdict in Verdict}),
        "worst": {"enum": [*(verdict.value for verdict in Verdict), None]},
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _slice(properties: Schema) -> Schema:
    """Return the schema of a piece of source.text with properties of its own."""
    return _object({"text": _TEXT, "start": _COUNT, "end": _COUNT, **properties})


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(values: Iterable[Enum]) -> Schema:
    return {"enum": [value.value for value in values]}
