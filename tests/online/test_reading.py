"""Answers of the registers in their documented shapes, and in shapes that nobody documented."""

import pytest

from claimcheck.lookups import Unanswered, Work
from claimcheck.online.crossref import read_crossref
from claimcheck.online.europepmc import read_europepmc
from claimcheck.online.reading import LONGEST, read_count, read_text, split_marked
from claimcheck.online.resolve import NO_ENTRY, OTHER_SHAPE, resolve
from claimcheck.online.trials import join_phases, read_trial

DAY = "2026-09-21"
NOISE = [None, [], {}, "", "text", 7, True, [None], {"message": None}, {"message": []}, {"resultList": {"result": {}}}]
RETRACTION = {"DOI": "10.5555/n", "type": "retraction", "label": "Retraction", "source": "retraction-watch"}


def test_read_crossref(shapes):
    """A work of Crossref, with its journal, year and type."""
    body = shapes["crossref"](
        "Cells for the <i>injured</i>\n cord &amp; nerve",
        DOI="10.5555/One",
        **{
            "container-title": ["Journal of Example Medicine"],
            "short-container-title": ["J Example Med"],
            "published": {"date-parts": [[2021, 3]]},
        },
    )

    assert read_crossref(body, DAY) == Work(
        service="crossref",
        title="Cells for the injured cord & nerve",
        asked_on=DAY,
        journal="Journal of Example Medicine",
        journal_short="J Example Med",
        year=2021,
        types=("journal-article",),
        identifiers={"doi": "10.5555/one"},
    )


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({}, (None, None, False)),
        (
            {"updated-by": [{**RETRACTION, "updated": {"date-parts": [[2021, 3, 4]]}}]},
            ("retracted", "2021-03-04", False),
        ),
        (
            {
                "updated-by": [
                    {"type": "correction", "updated": {"date-parts": [[2004]]}},
                    {"type": "retraction", "source": "publisher"},
                    {**RETRACTION, "updated": {"date-parts": [[2010, 2]]}},
                ]
            },
            ("retracted", None, False),
        ),
        ({"updated-by": [{"type": "Expression-of-Concern"}]}, ("expression-of-concern", None, False)),
        ({"updated-by": [{"type": "partial_retraction"}, {"type": "erratum"}]}, ("partly-retracted", None, False)),
        ({"updated-by": [{"type": "withdrawal"}]}, ("withdrawn", None, False)),
        ({"updated-by": [{"type": "new_version"}, {"type": None}, "x", None]}, (None, None, False)),
        ({"update-to": [{**RETRACTION, "DOI": "10.5555/other"}]}, (None, None, True)),
        ({"update-to": [{**RETRACTION, "DOI": "10.5555/ONE"}]}, ("retracted", None, False)),
        ({"title": ["RETRACTED: Cells"]}, ("retracted", None, False)),
        ({"title": ["Retracted article: Cells"]}, ("retracted", None, False)),
        ({"title": ["Retracted lungs in rats"]}, (None, None, False)),
        ({"updated-by": [{**RETRACTION, "updated": {"date-parts": [["2021", 3]]}}]}, ("retracted", None, False)),
        ({"updated-by": [{**RETRACTION, "updated": {"date-parts": [[99999]]}}]}, ("retracted", None, False)),
        ({"updated-by": [{**RETRACTION, "updated": {"date-parts": [[]]}}]}, ("retracted", None, False)),
    ],
    ids=str,
)
def test_notices_of_crossref(shapes, fields, expected):
    """A retraction counts however it is told; a correction is none, and a notice is not what it speaks of."""
    body = shapes["crossref"]("Cells", DOI="10.5555/one")
    body["message"] |= fields
    work = read_crossref(body, DAY)

    assert (work.notice, work.notice_on, work.is_notice) == expected


def test_read_europepmc(shapes):
    """An entry of Europe PMC, without the full stop that ends its titles."""
    assert read_europepmc(shapes["europepmc"](shapes["row"]), DAY, "pmid", "10000001") == Work(
        service="europepmc",
        title="Cells for the injured spinal cord: a trial in ten people",
        asked_on=DAY,
        journal="Journal of Example Medicine",
        journal_short="J Example Med",
        year=2019,
        types=("Clinical Trial, Phase I", "Journal Article"),
        identifiers={"doi": "10.5555/one", "pmid": "10000001", "pmcid": "PMC1000001"},
    )


@pytest.mark.parametrize(
    "links, kinds, expected",
    [
        ([{"type": "Comment in", "reference": "Lancet. 1998;351:611"}], [], (None, None, False)),
        ([{"type": "Retraction in", "reference": "Stem Cells. 2021 Mar;39(3):1"}], [], ("retracted", "2021", False)),
        ({"type": "Retraction in"}, [], ("retracted", None, False)),
        ([], "Retracted Publication", ("retracted", None, False)),
        ([{"type": "Retraction of", "reference": "Lancet. 1998"}], ["Retraction of Publication"], (None, None, True)),
        ([{"type": "Expression of concern in"}, {"type": "Erratum in"}], [], ("expression-of-concern", None, False)),
        ([{"type": "Partial retraction in"}], [], ("partly-retracted", None, False)),
        ([{"type": "Corrected and republished in"}], [], ("corrected", None, False)),
        ([{"type": 7}, "x"], [None, 7], (None, None, False)),
    ],
    ids=str,
)
def test_notices_of_europepmc(shapes, links, kinds, expected):
    """A notice is known by its link or by the type of publication; talk about a work is no notice."""
    row = {
        **shapes["row"],
        "commentCorrectionList": {"commentCorrection": links},
        "pubTypeList": {"pubType": kinds},
    }
    work = read_europepmc(shapes["europepmc"](row), DAY, "pmid", "10000001")

    assert (work.notice, work.notice_on, work.is_notice) == expected


def test_preprint(shapes):
    """A preprint is called one."""
    row = {**shapes["row"], "source": "PPR", "pubTypeList": {"pubType": "Preprint"}}

    assert read_europepmc(shapes["europepmc"](row), DAY, "doi", "10.5555/ONE").types == ("preprint", "Preprint")


def test_entry_of_another_identifier_is_not_taken(shapes):
    """A search may find something near: only the identifier itself counts."""
    assert read_europepmc(shapes["europepmc"](shapes["row"]), DAY, "pmid", "1000000") is None


def test_read_trial(shapes):
    """A registered study, with phase, status and how many took part."""
    body = shapes["trial"]("NCT00000001", "Cells for the Cord")

    assert read_trial(body, DAY) == Work(
        service="trials",
        title="Cells for the Cord",
        asked_on=DAY,
        year=2014,
        types=("interventional",),
        identifiers={"nct": "NCT00000001"},
        phase="1/2",
        trial_status="completed",
        enrolment=10,
        enrolment_kind="actual",
    )


@pytest.mark.parametrize(
    "phases, expected",
    [(("PHASE3",), "3"), (("EARLY_PHASE1",), "early 1"), (("NA",), None), ((), None), (("PHASE9", "PHASE2"), "2")],
)
def test_join_phases(phases, expected):
    """Phases are written as our file writes them."""
    assert join_phases(phases) == expected


@pytest.mark.parametrize("body", NOISE, ids=str)
def test_noise_is_no_work(body):
    """What has another shape is nothing, and never an error."""
    found = [read_crossref(body, DAY), read_trial(body, DAY), read_europepmc(body, DAY, "pmid", "1")]

    assert found == [None, None, None]


@pytest.mark.parametrize("noise", NOISE, ids=str)
def test_noise_inside_is_left_out(shapes, noise):
    """A field of another kind is as if it were not there."""
    work = shapes["crossref"]("Cells")
    work["message"] |= dict.fromkeys(("DOI", "published", "updated-by", "update-to", "subtype"), noise)
    row = {**shapes["row"], **dict.fromkeys(("journalInfo", "pubTypeList", "commentCorrectionList", "pubYear"), noise)}
    study = shapes["trial"]("NCT00000001", "Cells")
    study["protocolSection"] |= {"designModule": noise, "statusModule": noise}

    assert read_crossref(work, DAY).notice is None
    assert read_europepmc(shapes["europepmc"](row), DAY, "pmid", "10000001").year is None
    assert read_trial(study, DAY).phase is None


@pytest.mark.parametrize(
    "value, expected",
    [
        ("x" * 10_000, "x" * LONGEST),
        ("&lt;i&gt;in vivo&lt;/i&gt;", "in vivo"),
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=alert(1)", "<img src=x onerror=alert(1)"),
        ("\n \t", None),
        (["a", "b"], "a"),
        ([["a"]], None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_read_text(value, expected):
    """A text is one line without markup, and not longer than a title is."""
    assert read_text(value) == expected


@pytest.mark.parametrize("value, expected", [(10, 10), (-1, None), (True, None), ("10", None), (10**12, None)])
def test_read_count(value, expected):
    """A number of people is a whole number of a likely size."""
    assert read_count(value) == expected


def test_split_marked():
    """A word that a publisher puts before the title is no part of it."""
    assert split_marked("WITHDRAWN: Cells") == ("Cells", "withdrawn")


def test_resolve_asks_the_register_of_each_kind(client, registers, shapes):
    """DOIs go to Crossref, numbers of PubMed to Europe PMC, NCT numbers to the registry."""
    registers.give("/crossref/works/10.5555/one", shapes["crossref"]("One"))
    registers.give("/europepmc/search?query=EXT_ID:10000001 AND SRC:MED", shapes["europepmc"](shapes["row"]))
    registers.give("/europepmc/search?query=PMCID:PMC1000001", shapes["europepmc"](shapes["row"]))
    registers.give("/trials/studies/NCT00000001", shapes["trial"]("NCT00000001", "Two"))
    asked = [("doi", "10.5555/one"), ("pmid", "10000001"), ("pmcid", "PMC1000001"), ("nct", "NCT00000001")]
    title = "Cells for the injured spinal cord: a trial in ten people"

    assert [resolve(*pair, client).title for pair in asked] == ["One", title, title, "Two"]


def test_resolve_looks_elsewhere_for_a_doi(client, registers, shapes):
    """A DOI that Crossref does not have may be known to Europe PMC."""
    registers.give('/europepmc/search?query=DOI:"10.5555/one"', shapes["europepmc"](shapes["row"]))

    assert resolve("doi", "10.5555/one", client).service == "europepmc"


def test_resolve_nothing(client, registers, shapes):
    """No entry is said of the register, and an answer of another shape is no entry."""
    registers.give("/europepmc/search?query=EXT_ID:10000001 AND SRC:MED", shapes["europepmc"]())
    registers.give("/europepmc/search?query=EXT_ID:10000002 AND SRC:MED", {"errCode": 404})
    registers.give("/crossref/works/10.5555/odd", {"message": "odd"})
    registers.give("/trials/studies/NCT00000002", {"studies": []})
    asked = [
        ("doi", "10.5555/none"),
        ("pmid", "10000001"),
        ("nct", "NCT00000001"),
        ("pmid", "10000002"),
        ("doi", "10.5555/odd"),
        ("nct", "NCT00000002"),
    ]

    assert [resolve(*pair, client) for pair in asked] == [
        Unanswered("crossref", NO_ENTRY),
        Unanswered("europepmc", NO_ENTRY),
        Unanswered("trials", NO_ENTRY),
        Unanswered("europepmc", OTHER_SHAPE),
        Unanswered("crossref", OTHER_SHAPE),
        Unanswered("trials", OTHER_SHAPE),
    ]


def test_identifier_cannot_leave_its_place(client, registers):
    """An identifier off a hostile page stays one part of the path."""
    resolve("doi", "10.5555/../../admin?x=1#y&z", client)

    assert registers.raw[0] == "/crossref/works/10.5555%2F..%2F..%2Fadmin%3Fx%3D1%23y%26z"
