"""ClaimReview of schema.org."""

import json
from dataclasses import replace

from claimcheck import __version__
from claimcheck.models import Verdict
from claimcheck.render import Options, render
from claimcheck.render.claimreview import RATINGS

FIRST_REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "7 out of 10 patients improved their AIS grade, a true [bold]breakthrough[/bold] (Bydon 2024).",
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "overstated",
        "ratingValue": 2,
        "bestRating": 5,
        "worstRating": 1,
    },
    "reviewBody": "This wording goes further than the study: without a comparison group it cannot show that the "
    "cells caused the change.",
    "itemReviewed": {
        "@type": "Claim",
        "appearance": {"@type": "CreativeWork", "name": "page.txt", "identifier": "sha256:00ff"},
    },
    "author": {"@type": "Organization", "name": "claimcheck (automatic; name who read it and publishes it)"},
    "sdPublisher": {"@type": "SoftwareApplication", "name": "claimcheck", "softwareVersion": __version__},
    "isBasedOn": [
        {"@type": "Dataset", "name": "claimcheck evidence base", "version": "sha256:0123456789abcdef"},
        {
            "@type": "CreativeWork",
            "name": "Bydon M et al. Intrathecal delivery of cells in spinal cord injury: Phase I trial. "
            "Nature Communications. 2024.",
            "url": "https://doi.org/10.1038/s41467-024-46259-y",
        },
    ],
    "datePublished": "2026-03-01",
}


def reviews(*results):
    """Render and read back."""
    document = json.loads(render(results, "claimreview", Options(made_at="2026-03-01")))
    assert list(document) == ["@context", "@graph"]
    return document["@graph"]


def test_claimreview_of_one(report):
    """Every claim is a ClaimReview with its rating and the works behind it."""
    found = reviews(report)

    assert found[0] == FIRST_REVIEW
    assert [review["reviewRating"]["alternateName"] for review in found] == [
        "overstated",
        "no evidence found",
        "supported",
    ]


def test_claimreview_gives_no_number_where_nothing_was_compared(report):
    """What no study bears on has a name and no rating: it would read as "false"."""
    assert reviews(report)[1]["reviewRating"] == {"@type": "Rating", "alternateName": "no evidence found"}
    assert set(Verdict) - set(RATINGS) == {Verdict.NO_EVIDENCE_FOUND, Verdict.NOT_CHECKABLE}


def test_claimreview_links_the_page(report):
    """A page that has an address is linked by it."""
    page = replace(report, document=replace(report.document, name="https://clinic.example/a"))

    assert reviews(page)[0]["itemReviewed"]["appearance"]["url"] == "https://clinic.example/a"
