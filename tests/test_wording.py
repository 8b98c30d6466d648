"""What is said about a record claims no more than was read."""

import pytest

from claimcheck.wording import (
    cite,
    cite_in_full,
    describe_design,
    describe_reading,
    describe_status,
    link_to,
)

SINGLE_ARM = {"design": "single-arm-trial", "n": 10, "n_kind": "people", "phase": "1", "read": "abstract"}


@pytest.mark.parametrize(
    "fields, expected",
    [
        (
            {**SINGLE_ARM, "controlled": False, "primary_endpoint": "safety"},
            "phase 1, single arm, 10 people, no comparison group, in the abstract; primary endpoint: safety",
        ),
        (
            SINGLE_ARM,
            "phase 1, single arm, 10 people, in the abstract; the part we read describes no comparison group",
        ),
        (
            {**SINGLE_ARM, "read": "full-text", "design_basis": "inferred", "n": None},
            "phase 1, single arm (inferred); the part we read describes no comparison group",
        ),
        (
            {"n": 1, "n_kind": "people"},
            "design not read, 1 person; the part we read describes no comparison group",
        ),
        (
            {"n": 47, "n_kind": "people", "controlled": True},
            "design not read, 47 people, with a comparison group",
        ),
        (
            {
                "design": "rct",
                "controlled": True,
                "blinding": "double-blind, sham",
                "n": 16,
                "n_kind": "people",
                "n_treated": 12,
                "n_control": 4,
            },
            "randomised controlled trial, double-blind, 16 people (12 treated, 4 for comparison)",
        ),
        (
            {
                "design": "rct",
                "controlled": True,
                "n": 16,
                "n_kind": "people",
                "n_treated": 8,
                "n_control": 12,
            },
            "randomised controlled trial, 16 people",
        ),
        (
            {
                "type": "review",
                "design": "systematic-review-of-mixed-designs",
                "n": 62,
                "n_kind": "studies",
                "n_uncontrolled": 40,
            },
            "systematic review of studies of mixed designs, 62 studies (40 of the studies without a comparison group)",
        ),
        (
            {
                "type": "review",
                "design": "systematic-review-of-rcts",
                "n": 507,
                "n_kind": "people",
                "n_studies": 13,
            },
            "systematic review of randomised trials, 507 people in 13 studies",
        ),
        ({"design": "case-report", "n": 1, "n_kind": "cases"}, "case report, 1 case"),
        ({"type": "natural-history", "design": "cohort"}, "cohort study"),
        (
            {"type": "regulation", "design": "regulatory-notice", "read": "abstract"},
            "notice of a regulator, in the part we read",
        ),
        ({"design": "animal-study", "read": "secondary"}, "animal study, as others report it"),
        ({"design": "rct", "assessed": False}, "the work itself was not read"),
    ],
)
def test_describe_design(make_record, fields, expected):
    """A design is told with its size and comparison group, and nulls are told as unread."""
    assert describe_design(make_record(**fields)) == expected


@pytest.mark.parametrize(
    "fields, expected",
    [
        (
            {"authors": "Bydon M et al.", "year": 2024, "journal": "Nature Communications"},
            "Bydon 2024, Nature Communications",
        ),
        ({"authors": "van Middendorp JJ, Hosman AJ", "year": 2009}, "van Middendorp 2009"),
        ({"authors": "Turner L and Knoepfler P", "year": 2016}, "Turner 2016"),
        ({"authors": "Zhang et al.", "year": 2017}, "Zhang 2017"),
        ({"authors": "US Food and Drug Administration"}, "US Food and Drug Administration"),
        ({"names": ["CELLTOP"], "year": 2020, "title": "T"}, "CELLTOP (2020)"),
        (
            {
                "title": "A very long title that would fill the line of a terminal all by itself",
                "journal": "Brain",
            },
            '"A very long title that would fill the line of a terminal …", Brain',
        ),
        ({"registry": ["NCT00000001"]}, "NCT00000001"),
        ({}, "x"),
    ],
)
def test_cite(make_record, fields, expected):
    """The short citation has the first author and the year, or what else names the work."""
    assert cite(make_record(**fields)) == expected


def test_cite_in_full(make_record):
    """A title that was not seen letter by letter stands in brackets."""
    record = make_record(
        authors="Bydon M et al.",
        title="Cells",
        title_exact=False,
        journal="Brain",
        year=2024,
        volume_pages="1:2-3",
    )

    assert cite_in_full(record) == "Bydon M et al. [Cells]. Brain. 2024; 1:2-3."


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"status": "published"}, "retraction not checked"),
        ({"status": None}, "retraction not checked"),
        ({"status": "published", "status_checked_on": "2026-11-20"}, "no retraction found on 2026-11-20"),
        ({"status": "retracted", "status_checked_on": "2026-11-20"}, "retracted"),
        ({"status": "terminated"}, "stopped early, retraction not checked"),
        ({"status": "in-force", "type": "regulation"}, "in force"),
        ({"status": None, "type": "regulation"}, "status not checked"),
    ],
)
def test_describe_status(make_record, fields, expected):
    """What nobody checked is said to be unchecked."""
    assert describe_status(make_record(**fields)) == expected


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"read": "full-text"}, "read: full text"),
        ({"read": "abstract"}, "read: abstract"),
        ({"read": "abstract", "type": "guideline"}, "read: in part"),
        ({"read": "secondary"}, "read: only what others report"),
        ({"read": "abstract", "assessed": False}, "not read"),
        ({}, "not read"),
    ],
)
def test_describe_reading(make_record, fields, expected):
    """The depth of reading is shown beside every source."""
    assert describe_reading(make_record(**fields)) == expected


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"doi": "10.1/x", "pmid": "1"}, "https://doi.org/10.1/x"),
        ({"pmid": "1", "pmcid": "PMC2"}, "https://pubmed.ncbi.nlm.nih.gov/1/"),
        ({"pmcid": "PMC2"}, "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/"),
        ({"registry": ["EudraCT 1", "NCT00000001"]}, "https://clinicaltrials.gov/study/NCT00000001"),
        ({"sources": [{"url": "https://example.org", "read": "all"}]}, "https://example.org"),
        ({}, None),
    ],
)
def test_link_to(make_record, fields, expected):
    """The address of the work itself comes before that of a place where it was read."""
    assert link_to(make_record(**fields)) == expected
