"""CSV: one row a claim, for a spreadsheet. No cell can start a formula."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.models import Assessment
from claimcheck.render import Options, Result
from claimcheck.render.arrange import arrange
from claimcheck.render.blocks import describe_comparison, describe_recovery, leading_links
from claimcheck.render.escape import show_line
from claimcheck.report import Report, is_benefit, record_of
from claimcheck.wording import cite_in_full, describe_design, link_to

COLUMNS = (
    "checked_at",
    "claimcheck_version",
    "evidence_sha256",
    "source",
    "source_sha256",
    "claim_id",
    "start",
    "end",
    "section",
    "verdict",
    "also",
    "of_benefit",
    "claim",
    "why",
    "number",
    "without_treatment",
    "studies",
    "designs",
    "links",
    "rule",
    "error",
)
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20|%]")  # also the wide forms that spreadsheets fold


def render(results: Sequence[Result], options: Options) -> str:
    """Render a head line and a row for each claim; an input that failed has a row with its error."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerows({name: _make_inert(cell) for name, cell in row.items()} for row in _rows(result, options))
    return buffer.getvalue()


def _rows(result: Result, options: Options) -> Iterator[dict[str, object]]:
    head: dict[str, object] = {"checked_at": options.made_at, "claimcheck_version": __version__}
    if isinstance(result, InputError):
        yield {**head, "source": result.name, "error": result.message}
        return
    head |= {"evidence_sha256": result.evidence.sha256, "source": result.document.name}
    head |= {"source_sha256": result.document.sha256}
    for assessment in arrange(result.assessments, options):
        yield head | _cells(assessment, result)


def _cells(assessment: Assessment, report: Report) -> dict[str, object]:
    claim = assessment.claim
    records = [record_of(link, report.evidence) for link in leading_links(assessment)]
    return {
        "claim_id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "section": claim.section or "",
        "verdict": assessment.verdict.value,
        "also": "; ".join(verdict.value for verdict in assessment.also),
        "of_benefit": "yes" if is_benefit(assessment) else "no",
        "claim": claim.text,
        "why": assessment.rationale,
        "number": describe_comparison(assessment.comparison) if assessment.comparison else "",
        "without_treatment": "; ".join(describe_recovery(rate, report) for rate in assessment.natural_recovery),
        "studies": " | ".join(map(cite_in_full, records)),
        "designs": " | ".join(map(describe_design, records)),
        "links": " ".join(link for link in map(link_to, records) if link),
        "rule": assessment.rule,
    }


def _make_inert(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what might be one.

    >>> _make_inert("=1+1"), _make_inert("-5% pain"), _make_inert(7)
    ("'=1+1", "'-5% pain", 7)
    """
    if not isinstance(cell, str):
        return cell
    text = show_line(cell)
    return f"'{text}" if _FORMULA.match(text) else text
