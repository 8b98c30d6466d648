"""JSON: one document, whatever the number of inputs."""

import json
from collections.abc import Sequence
from typing import Any

from claimcheck.errors import InputError
from claimcheck.render import Options, Result
from claimcheck.render.escape import escape_json
from claimcheck.report import SCHEMA_VERSION, Report, summarise


def render(results: Sequence[Result], options: Options) -> str:
    """Render one report as itself, several as a list with a summary."""
    documents = [_to_dict(result, options) for result in results]
    whole = documents[0] if len(documents) == 1 else _bundle(documents, results)
    return escape_json(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n"


def error_to_dict(kind: str, message: str, name: str | None) -> dict[str, Any]:
    """Return what stands in the place of a report that could not be made."""
    return {"error": {"type": kind, "message": message, "input": name}}


def report_to_dict(report: Report, options: Options) -> dict[str, Any]:
    """Return the whole report, dated only where a date was given: the same text gives the same bytes."""
    dated = {"checked_at": options.made_at} if options.made_at else {}
    return report.to_dict() | dated


def _to_dict(result: Result, options: Options) -> dict[str, Any]:
    if isinstance(result, InputError):
        return error_to_dict("InputError", result.message, result.name)
    return report_to_dict(result, options)


def _bundle(documents: list[dict[str, Any]], results: Sequence[Result]) -> dict[str, Any]:
    reports = [result for result in results if isinstance(result, Report)]
    counts = {"inputs": len(results), "failed": len(results) - len(reports)}
    return {
        "schema_version": SCHEMA_VERSION,
        "reports": documents,
        "summary": counts | summarise([a for report in reports for a in report.assessments]),
    }
