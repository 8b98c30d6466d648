"""ClaimReview of schema.org as JSON-LD, for whoever publishes the check; the publisher puts name and address to it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.models import Assessment, Verdict
from claimcheck.render import Options, Result
from claimcheck.render.arrange import arrange
from claimcheck.render.blocks import leading_links
from claimcheck.render.escape import escape_json, show_line
from claimcheck.render.provenance import web_address
from claimcheck.report import Report, record_of
from claimcheck.rows import Record
from claimcheck.wording import cite_in_full, link_to

# From 1 to 5, as fact-checkers rate. A verdict that says nothing about agreement has a name and no number.
RATINGS: Mapping[Verdict, int] = MappingProxyType(
    {
        Verdict.CONTRADICTED: 1,
        Verdict.MISQUOTED: 2,
        Verdict.OVERSTATED: 2,
        Verdict.EARLY_EVIDENCE: 3,
        Verdict.SUPPORTED: 5,
    }
)


def render(results: Sequence[Result], options: Options) -> str:
    """Render one graph with a ClaimReview for each claim; inputs that failed were told on stderr."""
    reports = [result for result in results if not isinstance(result, InputError)]
    reviews = [review for report in reports for review in _reviews(report, options)]
    text = json.dumps({"@context": "https://schema.org", "@graph": reviews}, ensure_ascii=False, indent=2)
    return escape_json(text) + "\n"


def _reviews(report: Report, options: Options) -> Iterator[dict[str, Any]]:
    for assessment in arrange(report.assessments, options):
        review = {
            "@type": "ClaimReview",
            "claimReviewed": show_line(assessment.claim.text),
            "reviewRating": _rating(assessment.verdict),
            "reviewBody": assessment.rationale,
            "itemReviewed": _claim(report),
            "author": {"@type": "Organization", "name": "claimcheck (automatic; name who read it and publishes it)"},
            "sdPublisher": {"@type": "SoftwareApplication", "name": "claimcheck", "softwareVersion": __version__},
            "isBasedOn": [_evidence_base(report), *_works(assessment, report)],
        }
        yield review | ({"datePublished": options.made_at} if options.made_at else {})


def _rating(verdict: Verdict) -> dict[str, Any]:
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.value.replace("-", " ")}
    if verdict in RATINGS:
        rating |= {"ratingValue": RATINGS[verdict], "bestRating": 5, "worstRating": 1}
    return rating


def _claim(report: Report) -> dict[str, Any]:
    document = report.document
    page = {"@type": "CreativeWork", "name": show_line(document.name), "identifier": f"sha256:{document.sha256}"}
    address = web_address(document.name)
    return {"@type": "Claim", "appearance": page | ({"url": address} if address else {})}


def _evidence_base(report: Report) -> dict[str, Any]:
    version = f"sha256:{report.evidence.sha256}"
    return {"@type": "Dataset", "name": "claimcheck evidence base", "version": version}


def _works(assessment: Assessment, report: Report) -> list[dict[str, Any]]:
    return [_work(record_of(link, report.evidence)) for link in leading_links(assessment)]


def _work(record: Record) -> dict[str, Any]:
    work = {"@type": "CreativeWork", "name": show_line(cite_in_full(record))}
    address = web_address(link_to(record))
    return work | ({"url": address} if address else {})
