"""Which findings answer a claim and which records are shown, over a small evidence base made for the purpose."""

from dataclasses import replace

import pytest

from claimcheck.agreement import Topic
from claimcheck.components.citations import find_citations
from claimcheck.components.quantities import find_quantities
from claimcheck.evidence import EvidenceBase, bundled_evidence
from claimcheck.linking import link_records
from claimcheck.match import match_claim, query_of
from claimcheck.models import Citation, Claim, Extraction, Kind, Stance, Strength
from claimcheck.ranking import Query
from claimcheck.rows import Finding

SPINE, KNEE, JOINTS = "spinal-cord-injury", "knee-osteoarthritis", "osteoarthritis"
CELLS, PLASMA = "stem-cells", "prp"


def build_finding(name, outcomes, permits="asserted", **fields):
    """Return a finding that permits some wording."""
    minimum = {
        "id": name,
        "question": "Does it?",
        "answer": "It may.",
        "conditions": [JOINTS],
        "interventions": [CELLS],
        "certainty": "low",
        "certainty_basis": "our-rating",
        "permits": {"people": permits, "laboratory": "none", "caveat": "none"},
        "supports": [],
        "against": [],
    }
    return Finding.model_validate({**minimum, "outcomes": outcomes, **fields})


def build_claim(text="It helps.", kind="efficacy", stance="asserted", strength="asserted", citations=(), **concepts):
    """Return a claim about cells in joints, if nothing else is said."""
    about = {"condition": [JOINTS], "intervention": [CELLS], **concepts}
    put = (Kind(kind), Stance(stance), Strength(strength), (), about, ())
    return Claim("c1", text, 0, len(text), None, *put, tuple(citations))


def build_evidence(*rows):
    """Return an evidence base of findings and records."""
    findings = {row.id: row for row in rows if isinstance(row, Finding)}
    return EvidenceBase({row.id: row for row in rows if row.id not in findings}, findings, "")


def read_page(claim, citations=None):
    """Return the page that a claim makes up."""
    return Extraction(claim.text, (claim,), claim.citations if citations is None else citations, (), (), 1)


BENEFITS = ["pain", "walking", "cure"]
BEST = build_finding("best", ["pain"])


@pytest.mark.parametrize(
    "other, put, expected",
    [
        (build_finding("other", ["walking"], "none"), {}, ["other", "best"]),
        (build_finding("other", ["benefit", "function", "walking"], "none"), {}, ["other", "best"]),
        (build_finding("other", ["walking"], "asserted"), {}, ["best", "other"]),  # permits as much
        (build_finding("other", ["walking"], "certain"), {}, ["best", "other"]),
        # only of several effects, stated flatly
        (build_finding("other", ["walking"], "none"), {"outcome": BENEFITS[:2]}, ["best", "other"]),
        (build_finding("other", ["walking"], "none"), {"stance": "hedged", "strength": "hedged"}, ["best", "other"]),
        (
            build_finding("other", ["walking"], "none"),
            {"outcome": ["pain", "walking", "approval"]},
            ["best", "other"],
        ),
        # and only what is about one of them, in the same treatment, and agrees nearly as well
        (
            build_finding("other", ["durability", "responders", "approval", "walking"], "none"),
            {},
            ["best", "other"],
        ),
        (build_finding("other", ["walking"], "none", interventions=[]), {}, ["best", "other"]),
        (build_finding("other", ["walking"], "none", conditions=[KNEE]), {}, ["best", "other"]),
    ],
)
def test_boldest_part_decides(other, put, expected):
    """Of several effects stated at once the one that the evidence permits least is answered first."""
    claim = build_claim(**{"outcome": BENEFITS, **put})
    query = query_of(claim, read_page(claim), [], build_evidence(BEST, other))

    assert [finding.id for finding, _ in query.findings] == expected


def test_boldest_part_of_what_is_answered_in_general():
    """A finding on function in general stays first, although none is about a part of the sentence itself."""
    general = build_finding("general", ["function"])
    other = build_finding("other", ["durability", "responders", "approval", "walking"], "none")
    claim = build_claim(outcome=["motor", "sensation", "walking"])
    query = query_of(claim, read_page(claim), [], build_evidence(general, other))

    assert [finding.id for finding, _ in query.findings] == ["general", "other"]


def test_boldest_of_three():
    """Of two that permit as little the one that agrees better comes first, and the rest keep their order."""
    rows = (BEST, build_finding("second", ["walking"], "none"), build_finding("third", ["cure"], "none"))
    claim = build_claim(outcome=BENEFITS)
    query = query_of(claim, read_page(claim), [], build_evidence(*rows))

    assert [finding.id for finding, _ in query.findings] == ["second", "best", "third"]


def test_nothing_answers():
    """Where no finding agrees there is none, and no score."""
    claim = build_claim(outcome=BENEFITS)
    match = match_claim(claim, read_page(claim), build_evidence(build_finding("other", ["approval"])))

    assert (match.finding, match.score, match.runner_up, match.runner_up_score) == (None, 0.0, None, 0.0)


def test_scores_of_both_findings():
    """The best finding and the next one come with their scores, to a tenth."""
    rows = (
        build_finding("wider", ["approval", "pain"], interventions=[]),  # 100 x 0.96 x 0.95 x 0.9
        build_finding("general", ["approval", "pain"], conditions=[]),  # 100 x 0.96 x 0.62
    )
    claim = build_claim(condition=[KNEE], outcome=["pain"])
    match = match_claim(claim, read_page(claim), build_evidence(*rows))

    assert (match.finding, match.score, match.runner_up, match.runner_up_score) == ("wider", 82.1, "general", 59.5)


def test_finding_about_the_cited_work_is_told_once(make_record):
    """A finding on a treatment that is about the cited work as well leads the others, with the full score."""
    record = make_record(id="work", outcomes=[{"measure": "scale", "outcome": "pain"}])
    about = build_finding("about", ["approval", "pain"], studies=["work"])
    claim = build_claim(outcome=["pain"])
    query = query_of(claim, read_page(claim), [record], build_evidence(record, about, BEST))

    assert [(finding.id, score) for finding, score in query.findings] == [("about", 100.0), ("best", 100.0)]


@pytest.mark.parametrize(
    "put, reported, finding, answers",
    [
        ({"outcome": ["pain"]}, ["pain"], {}, True),
        ({"outcome": ["pain"]}, [None, "pain"], {}, True),
        ({"outcome": ["pain"]}, ["walking"], {}, False),
        ({"outcome": ["pain"]}, ["walking"], {"outcomes": ["pain"]}, True),
        ({"outcome": ["function"]}, ["walking"], {}, True),  # too general to tell
        ({"outcome": ["walking"]}, ["function"], {"outcomes": ["approval"]}, False),  # reported in general only
        ({"outcome": ["walking", "pain"]}, ["pain"], {}, True),
        ({"outcome": ["cure"]}, ["walking"], {}, True),  # nothing else answers for it
        ({"outcome": ["pain"], "stance": "negated", "strength": "caveat"}, ["walking"], {}, True),
        ({"outcome": ["pain"]}, ["pain"], {"interventions": [PLASMA]}, False),  # of another treatment
        # a mechanism that was not measured, where the sentence is about it or sure of it
        ({"outcome": ["paracrine"], "kind": "mechanism"}, ["pain"], {}, False),
        ({"outcome": ["paracrine"], "strength": "certain"}, ["pain"], {}, False),
        ({"outcome": ["paracrine"]}, ["pain"], {}, True),
        ({"outcome": ["paracrine"], "kind": "mechanism"}, ["paracrine"], {}, True),
    ],
)
def test_cited_work_answers(make_record, put, reported, finding, answers):
    """A cited work answers for what it is known to report, first and with the full score."""
    measured = [{"measure": "scale", "outcome": outcome} for outcome in reported]
    record = make_record(id="work", outcomes=measured)
    about = build_finding("study-work", **{"outcomes": ["durability"], "studies": ["work"], **finding})
    other = build_finding("other", ["pain", "walking", "paracrine"])
    claim = build_claim(**put)
    query = query_of(claim, read_page(claim), [record], build_evidence(record, about, other))
    first, score = query.findings[0] if query.findings else (other, 0.0)

    assert (first.id, score == 100.0) == (("study-work", True) if answers else ("other", score == 100.0))


def test_identifier_of_another_work_cites_nothing():
    """A work whose identifier the page prints for another one is not shown as cited."""
    text = "Müller T et al. Cells heal. Nature. 2022;1:1. doi:10.1186/s12916-022-02482-2"
    claim = build_claim(text, citations=find_citations(text), outcome=["ais-grade"], condition=[SPINE])
    match = match_claim(claim, read_page(claim), bundled_evidence())

    assert ("different-work", "shang-2022-bmc-medicine") in {(check.status, check.record) for check in match.checks}
    assert "cited" not in {link.role for link in match.links}


@pytest.mark.parametrize(
    "cited, guessed",
    [
        ("in Stem Cells International (2021)", True),
        ("by Nobody et al. (2021)", False),
        ("in BMC Medicine (2022)", False),  # which the page names in full elsewhere
    ],
)
def test_only_a_journal_and_a_year_are_guessed(cited, guessed):
    """A journal and a year that nothing on the page explains may mean several works; a name that fits none, none."""
    text = f"Half of them improved, it was said {cited}.\nShang Z et al. (2022), BMC Medicine."
    citations = find_citations(text, (), ("Stem Cells International", "BMC Medicine"))
    claim = build_claim(text, citations=citations[:1], condition=[SPINE], outcome=["motor"])
    match = match_claim(claim, read_page(claim, citations), bundled_evidence())

    assert ("candidate" in {link.role for link in match.links}) is guessed


def test_citation_that_the_page_does_not_list(make_record):
    """A citation that only the claim has is looked up all the same."""
    record = make_record(id="work", doi="10.1234/work")
    claim = build_claim(citations=[Citation("10.1234/work", 0, 1, "doi", "10.1234/work")])
    match = match_claim(claim, read_page(claim, citations=()), build_evidence(record))

    assert [(link.id, link.role) for link in match.links] == [("work", "cited")]


@pytest.mark.parametrize("printed, expected", [("", "kumar-2009"), (" (NCT03308565)", None)])
def test_described_study(printed, expected):
    """A study that a sentence describes without naming it stands first, once, unless the sentence names another."""
    text = f"A study of 297 patients was published{printed}."
    claim = build_claim(text, citations=find_citations(text), condition=[SPINE], outcome=["motor"])
    claim = replace(claim, quantities=tuple(find_quantities(text)))
    match = match_claim(claim, read_page(claim), bundled_evidence())
    first = ("kumar-2009", "candidate", 100.0) if expected else ("bydon-2024-celltop", "cited", 100.0)

    assert match.described == expected
    assert (match.links[0].id, match.links[0].role, match.links[0].score) == first


def test_described_study_before_those_of_the_journal():
    """A study that the figures tell comes before the others that a journal and a year might mean."""
    text = "A study of 297 patients was published in Stem Cells International (2021)."
    citations = find_citations(text, (), ("Stem Cells International",))
    claim = build_claim(text, citations=citations, condition=[SPINE], outcome=["motor"])
    claim = replace(claim, quantities=tuple(find_quantities(text)))
    match = match_claim(claim, read_page(claim), bundled_evidence())
    first, *others = [link for link in match.links if link.role == "candidate"]
    journals = {bundled_evidence().records[link.id].journal for link in others[:2]}

    assert (first.id, first.score) == ("kumar-2009", 100.0)
    assert journals == {"Stem Cells International"}


STATEMENT, CAUTION = False, True


@pytest.mark.parametrize(
    "is_caveat, supports, against, context, studies, expected",
    [
        # for and against in turn, then context; eight in all
        (STATEMENT, "abc", "de", "", "", "adbec"),
        (STATEMENT, "ab", "cdef", "", "", "acbdef"),
        (STATEMENT, "abcdef", "ghi", "", "", "agbhcide"),
        (STATEMENT, "a", "c", "fgh", "", "acfgh"),
        # what the finding is about comes before all, unless it is among these
        (STATEMENT, "ab", "c", "", "xy", "xyacb"),
        (STATEMENT, "ab", "c", "", "bcx", "xacb"),
        (STATEMENT, "abc", "de", "fg", "", "adfbecg"),
        (CAUTION, "", "defg", "", "", "defg"),
        (CAUTION, "abc", "defg", "hi", "", "dehafbgc"),
        (CAUTION, "abc", "", "", "", "abc"),
    ],
)
def test_records_of_a_finding(make_record, is_caveat, supports, against, context, studies, expected):
    """The records of a finding stand in an order that lets those come first that tell most."""
    named = {"supports": list(supports), "against": list(against), "context": list(context), "studies": list(studies)}
    finding = build_finding("finding", ["pain"], conditions=[], **named)
    names = dict.fromkeys(supports + against + context + studies)
    query = Query(build_claim(), Topic((JOINTS,), (), {}), [(finding, 89.94)], is_caveat)
    links = link_records(query, [], [], build_evidence(finding, *(make_record(id=name) for name in names)))
    roles = {**dict.fromkeys(studies + context, "context"), **dict.fromkeys(against, "against")}
    roles |= dict.fromkeys(supports, "supports")

    assert "".join(link.id for link in links) == expected
    assert [(link.role, link.score) for link in links] == [(roles[name], 89.9) for name in expected]


def test_cited_and_guessed_records_come_first(make_record):
    """A record is shown once: as cited before as guessed, as guessed before as part of the finding."""
    finding = build_finding("finding", ["pain"], conditions=[], supports=["a", "b", "c", "d"])
    records = {name: make_record(id=name) for name in "abcdx"}
    query = Query(build_claim(), Topic((JOINTS,), (), {}), [(finding, 120.0)], STATEMENT)
    evidence = build_evidence(finding, *records.values())
    links = link_records(query, [records["c"]], [(records["x"], 70.0), (records["b"], 60.0)], evidence)

    assert [(link.id, link.role, link.score) for link in links] == [
        ("c", "cited", 100.0),
        ("x", "candidate", 70.0),
        ("b", "candidate", 60.0),
        ("a", "supports", 100.0),
        ("d", "supports", 100.0),
    ]


def test_record_of_another_finding_is_context(make_record):
    """A record that tells much and belongs to another finding is shown, but does not answer."""
    finding = build_finding("finding", ["pain"], supports=["a"])
    other = build_finding("other", ["pain"], supports=["b"])
    records = [make_record(id=name, conditions=[JOINTS]) for name in "ab"]
    query = Query(build_claim(), Topic((JOINTS,), (), {}), [(finding, 80.0), (other, 60.0)], STATEMENT)
    links = link_records(query, [], [], build_evidence(finding, other, *records))

    assert {link.id: (link.role, link.score) for link in links} == {"a": ("supports", 80.0), "b": ("context", 0.0)}


@pytest.mark.parametrize(("text", "expected"), [("Nasal mucosa grew in her spine.", ["near"]), ("Nasal drops.", [])])
def test_nearest_record_where_nothing_answers(make_record, text, expected):
    """Where no finding answers, a record is shown only if it says much the same."""
    near = make_record(id="near", bottom_line="Nasal mucosa grew in a spine.", conditions=[JOINTS])
    far = [
        make_record(id=f"far-{n}", bottom_line="Dogs were given nasal drops.", conditions=[JOINTS]) for n in range(9)
    ]
    query = Query(build_claim(text), Topic((JOINTS,), (), {}), [], STATEMENT)

    assert [link.id for link in link_records(query, [], [], build_evidence(near, *far))] == expected
