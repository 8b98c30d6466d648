"""The register's entry beside the page and beside our file."""

import pytest

from claimcheck.components.citations import find_citations
from claimcheck.evidence import EvidenceBase
from claimcheck.lookups import Difference, Unanswered, Work
from claimcheck.models import Extraction
from claimcheck.online.compare import compare, compare_record
from claimcheck.online.references import find_phase, find_reference

TITLE = "Cells for the injured spinal cord: a trial in ten people"
WORK = Work(
    "crossref",
    TITLE,
    "2026-09-21",
    journal="Journal of Example Medicine",
    journal_short="J Example Med",
    year=2019,
    identifiers={"doi": "10.5555/one"},
)
TRIAL = Work("trials", "Cells", "2026-09-21", phase="1/2", enrolment=10, enrolment_kind="actual")
LIST = "We help people walk again.\nReferences\n"


def read(text):
    """Return a page with the last of its identifiers."""
    citations = tuple(find_citations(text))
    return Extraction(text, (), citations, (), (), 1), [c for c in citations if c.type in ("doi", "nct")][-1]


@pytest.mark.parametrize(
    "text, expected",
    [
        (f"{LIST}- {TITLE}\nhttps://doi.org/10.5555/one", TITLE),
        (
            f"{LIST}1. Smith J. {TITLE}. J Example Med. 2019;1:2. doi:10.5555/one",
            f"Smith J. {TITLE}. J Example Med. 2019;1:2",
        ),
        (f"{LIST}[2] https://doi.org/10.5555/one {TITLE}", TITLE),
        (f"{LIST}https://doi.org/10.5555/one", None),
        (f"{LIST}Cells\nhttps://doi.org/10.5555/one", None),
        (f"{LIST}https://doi.org/10.5555/zero\nhttps://doi.org/10.5555/one", None),
        ("Our cells repaired the cord in a large study of many people.\nhttps://doi.org/10.5555/one", None),
        ("Our cells repaired the cord in many people (doi:10.5555/one), as references show.", None),
        (f"{LIST}{'word ' * 200}doi:10.5555/one", None),
        (
            f"{LIST}Anti-inflammatory effects of cells\nhttps://doi.org/10.5555/one",
            "Anti-inflammatory effects of cells",
        ),
        (f"{LIST}{TITLE}. Accessed 3 May 2024. doi:10.5555/one", TITLE),
        (f"{LIST}Cells{' ' * 20_000}for the injured cord\ndoi:10.5555/one", None),
    ],
    ids=lambda value: str(value)[-60:],
)
def test_find_reference(text, expected):
    """The words beside an identifier are a reference in a list of references alone."""
    page, citation = read(text)

    assert find_reference(citation, text, page.citations) == expected


@pytest.mark.parametrize(
    "line, expected",
    [
        ("Our Phase II trial NCT00000001 shows it.", "2"),
        ("Phase I/II (NCT00000001)", "1/2"),
        ("phase 2a–3: NCT00000001", "2/3"),
        ("Phase 1 led to phase 3, NCT00000001", None),
        ("In this phase of life NCT00000001 helps", None),
    ],
)
def test_find_phase(line, expected):
    """The only phase of a trial's line is the one that the page gives it."""
    text = f"Phase 4 is another line.\n{line}\n"
    _, citation = read(text)

    assert find_phase(citation, text) == expected


@pytest.mark.parametrize(
    "entry, status, differences",
    [
        (TITLE, "matches", []),
        ("Cells for the injured spinal cord", "matches", []),
        (f"Smith J. {TITLE}. J Example Med. 2019;1:2.", "matches", []),
        (f"J Example Med – {TITLE}", "matches", []),
        (
            "Cells for the injured brain: a trial in ten thousand people",
            "title-altered",
            [("title", "Cells for the injured brain: a trial in ten thousand people", TITLE)],
        ),
        (
            "Other Journal – Long-term neurological recovery after treatment",
            "different-work",
            [("title", "Long-term neurological recovery after treatment", TITLE)],
        ),
        (f"{TITLE}, 2012", "matches", [("year", "2012", "2019")]),
        (f"{TITLE}, 2020", "matches", []),
        (f"Known Journal – {TITLE}", "matches", [("journal", "Known Journal", "Journal of Example Medicine")]),
        (f"Unknown Site – {TITLE}", "matches", []),
    ],
)
def test_compare_with_the_page(make_record, entry, status, differences):
    """Title, year and journal are told where they differ; what may be the name of a site is no journal."""
    record = make_record(id="other", journal="Known Journal")
    page, citation = read(f"{LIST}- {entry}\nhttps://doi.org/10.5555/one\n")
    found = compare(citation, WORK, page, EvidenceBase({"other": record}, {}, ""))

    assert (found.status, [(d.field, d.said, d.registered) for d in found.differences]) == (status, differences)


def test_running_text_is_not_taken_for_a_title():
    """A sentence that cites a work says what it wants; nothing in it is compared as a title."""
    page, citation = read("Recovery after treatment lasts for many years in our patients (doi:10.5555/one).")
    found = compare(citation, WORK, page, EvidenceBase({}, {}, ""))

    assert (found.status, found.differences) == ("matches", ())


def test_retracted_goes_before_a_title():
    """A retraction is the status, whatever the title reads like."""
    page, citation = read(f"{LIST}- Long-term neurological recovery after treatment\nhttps://doi.org/10.5555/one\n")
    work = Work("crossref", TITLE, "2026-09-21", notice="retracted", notice_on="2021-03-04")

    assert compare(citation, work, page, EvidenceBase({}, {}, "")).status == "retracted"


@pytest.mark.parametrize(
    "line, expected",
    [
        ("A phase 3 trial, NCT00000001, proved it.", (Difference("phase", "3", "1/2"),)),
        ("A phase I/II trial, NCT00000001, proved it.", ()),
    ],
)
def test_compare_phase(line, expected):
    """The phase that a page gives a trial is set beside the one registered."""
    page, citation = read(line)

    assert compare(citation, TRIAL, page, EvidenceBase({}, {}, "")).differences == expected


def test_record_is_found_by_another_identifier(make_record):
    """A work cited by one identifier is on file under another."""
    base = EvidenceBase({"one": make_record(id="one", pmid="10000001")}, {}, "")
    page, citation = read("doi:10.5555/one")
    work = Work("crossref", TITLE, "2026-09-21", identifiers={"pmid": "10000001"})

    assert compare(citation, work, page, base).record == "one"


def test_unanswered_is_unchecked(make_record):
    """Without an answer the status is unchecked, with the reason and nothing else."""
    page, citation = read(f"{LIST}- Something else altogether here\nhttps://doi.org/10.5555/one\n")
    found = compare(citation, Unanswered("crossref", "the server answered 500"), page, EvidenceBase({}, {}, ""))

    assert (found.status, found.reason, found.work, found.differences) == (
        "unchecked",
        "the server answered 500",
        None,
        (),
    )


@pytest.mark.parametrize(
    "fields, work, expected",
    [
        ({"title": TITLE, "year": 2019, "journal": "J Example Med"}, WORK, []),
        ({"title": "Cells for the injured spinal cord"}, WORK, []),
        ({"title": "Nerves of rats under the microscope"}, WORK, ["title"]),
        ({"title": "Nerves of rats under the microscope", "title_exact": False}, WORK, []),
        ({"year": 2015, "journal": "Nature"}, WORK, ["year", "journal"]),
        ({"status": "published"}, Work("crossref", TITLE, "", notice="retracted"), ["status"]),
        ({"status": "retracted"}, Work("crossref", TITLE, "", notice="retracted"), []),
        ({"phase": "1/2a", "registry": ["NCT00000001"], "n_enrolled": 10}, TRIAL, []),
        ({"phase": "3", "registry": ["NCT00000001"], "n_enrolled": 12}, TRIAL, ["phase", "enrolment"]),
        ({"phase": "3", "registry": ["NCT00000001", "NCT00000002"], "n_enrolled": 12}, TRIAL, ["phase"]),
    ],
    ids=str,
)
def test_compare_record(make_record, fields, work, expected):
    """What our file has otherwise is told by field."""
    assert [difference.field for difference in compare_record(make_record(**fields), work)] == expected
