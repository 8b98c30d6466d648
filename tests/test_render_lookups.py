"""What an identifier turned out to be, in a sentence."""

import pytest

from claimcheck.lookups import Difference, Lookup, Work
from claimcheck.render.lookups import describe_lookup

TRIAL = {"service": "trials", "title": "Cells", "asked_on": "2026-11-20"}
PAPER = {"service": "crossref", "title": "Cells", "asked_on": "2026-11-20"}
BY_TRIALS = "by ClinicalTrials.gov, asked on 2026-11-20"
BY_CROSSREF = "Crossref, asked on 2026-11-20"


@pytest.mark.parametrize(
    "work, said",
    [
        (TRIAL, f"is registered as “Cells”, no phase given; {BY_TRIALS}"),
        (
            TRIAL | {"phase": "1/2", "trial_status": "completed", "enrolment": 1, "enrolment_kind": "actual"},
            f"is registered as “Cells”, phase 1/2, completed, 1 person enrolled; {BY_TRIALS}",
        ),
        (
            TRIAL | {"types": ("observational", "interventional"), "enrolment": 40, "enrolment_kind": "estimated"},
            f"is registered as “Cells”, observational, no phase given, 40 people planned; {BY_TRIALS}",
        ),
        (TRIAL | {"year": 2019}, f"is registered as “Cells”, no phase given, begun 2019; {BY_TRIALS}"),
        (PAPER, f"is “Cells”; no notice of retraction at {BY_CROSSREF}"),
        (
            PAPER | {"journal": "Spine", "year": 2020, "types": ("journal-article", "peer-review")},
            f"is “Cells”, Spine, 2020 (peer review); no notice of retraction at {BY_CROSSREF}",
        ),
        (PAPER | {"notice": "retracted"}, f"is “Cells”; retracted, by {BY_CROSSREF}"),
        (
            PAPER | {"notice": "expression-of-concern", "notice_on": "2021-02-03"},
            f"is “Cells”; under an expression of concern 2021-02-03, by {BY_CROSSREF}",
        ),
        (PAPER | {"is_notice": True}, f"is “Cells”; itself a notice about another work, by {BY_CROSSREF}"),
    ],
)
def test_describe_work(work, said):
    """A register's entry is told with what it says, and nothing is said of what it leaves out."""
    lookup = Lookup("doi", "10.5555/one", "not-in-file", work["service"], Work(**work))

    assert describe_lookup(lookup) == f"{said}; not in our file"


@pytest.mark.parametrize(
    "difference, on_the_page, in_our_file",
    [
        (("title", "Hope", "Cells"), "the page prints “Hope” beside it", "our file has “Hope” as its title"),
        (
            ("year", "2019", "2020"),
            "the page prints the year 2019, the register 2020",
            "our file has the year 2019, the register 2020",
        ),
        (
            ("status", "partly-retracted", "retracted"),
            "the page prints the status partly retracted",
            "our file has the status partly retracted",
        ),
    ],
)
def test_describe_differences(difference, on_the_page, in_our_file):
    """What the page prints and what our file has are told apart."""
    found = Difference(*difference)
    both = {"differences": (found,), "record": "one", "record_differences": (found,)}
    lookup = Lookup("doi", "10.5555/one", "matches", "crossref", Work(**PAPER), **both)

    assert describe_lookup(lookup) == (
        f"is “Cells”; no notice of retraction at {BY_CROSSREF}; {on_the_page}; {in_our_file}; in our file as one"
    )
