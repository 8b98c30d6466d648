"""Which finding and which records bear on a claim, and what citations turn out to be."""

import json
from pathlib import Path

import pytest

from claimcheck.agreement import index_of, lineage
from claimcheck.candidates import find_candidates
from claimcheck.citing import first_surname, identify, is_altered
from claimcheck.components.citations import find_citations
from claimcheck.components.quantities import find_quantities
from claimcheck.evidence import EvidenceBase, bundled_evidence
from claimcheck.match import check_citations, match_claim
from claimcheck.models import Claim, Extraction, Kind, Stance, Strength

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "citation_status.jsonl").read_text(encoding="utf-8").splitlines()
]
EVIDENCE = bundled_evidence()
JOURNALS = tuple({record.journal for record in EVIDENCE.records.values() if record.journal})
STUDY_NAMES = tuple({name for record in EVIDENCE.records.values() for name in record.names})
SPINE, CELLS = ("spinal-cord-injury",), ("stem-cells",)


def read_page(text, claims=(), conditions=SPINE, interventions=CELLS):
    """Return a page that says so much, with its citations."""
    citations = tuple(find_citations(text, STUDY_NAMES, JOURNALS))
    return Extraction(text, tuple(claims), citations, conditions, interventions, 1)


def build_claim(text="It helps.", kind="efficacy", stance="asserted", strength="asserted", citations=(), **concepts):
    """Return a claim about some concepts."""
    return Claim(
        "c1",
        text,
        0,
        len(text),
        None,
        Kind(kind),
        Stance(stance),
        Strength(strength),
        tuple(find_quantities(text)),
        concepts,
        (),
        tuple(citations),
    )


def match_one(claim, **page):
    """Return the match of a single claim."""
    return match_claim(claim, read_page(claim.text, [claim], **page), EVIDENCE)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:60])
def test_citation_status(row):
    """Status and record of a citation, over the closed list."""
    found = check_citations(read_page(row["text"]), EVIDENCE)
    check = next(check for check in found if check.citation.identifier == row["identifier"])

    assert [check.status, check.record] == [row["status"], row["record"]]


def test_retracted_work_is_said_to_be_retracted(make_record):
    """The status of the record wins over the rest."""
    record = make_record(id="gone", doi="10.1234/gone", status="retracted", title="Gone")
    evidence = EvidenceBase({"gone": record}, {}, "")
    check = check_citations(read_page("See doi:10.1234/gone for more."), evidence)[0]

    assert (check.status, check.record) == ("retracted", "gone")


def test_altered_title_shows_both_titles():
    """What the page prints and what the work is called."""
    check = check_citations(read_page(CASES[0]["text"]), EVIDENCE)[0]

    assert check.claimed == "Clinical translation of STEM Cell Therapy for spinal cord injury: a meta-analysis"
    assert check.actual is not None and "still premature" in check.actual


@pytest.mark.parametrize(
    "concepts, kind, stance, expected",
    [
        ({"outcome": ["bladder-bowel"]}, "efficacy", "asserted", "sci-bladder-bowel"),
        ({"outcome": ["benefit", "motor"]}, "efficacy", "asserted", "sci-motor-improvement"),
        ({"outcome": ["regeneration"]}, "mechanism", "asserted", "sci-cord-regeneration-humans"),
        ({"outcome": ["safety"]}, "safety", "asserted", "sci-short-term-safety"),
        ({"outcome": ["evidence-quality"]}, "status", "asserted", "sci-evidence-quality"),
        ({"outcome": ["marketing", "evidence-quality"]}, "status", "criticism", "clinic-marketing-exaggeration"),
        ({"outcome": ["treatment-aim"]}, "efficacy", "aim", "sci-treatment-aim"),
        ({"outcome": ["walking"]}, "testimonial", "asserted", "clinic-testimonial"),
        ({"outcome": ["motor", "sensation", "walking"]}, "efficacy", "asserted", "sci-functional-recovery"),
        ({"outcome": []}, "efficacy", "asserted", "sci-functional-recovery"),
        ({"outcome": []}, "status", "asserted", None),
        ({"outcome": ["motor"], "intervention": ["rehabilitation"]}, "efficacy", "asserted", "rehab-alone-benefit"),
        ({"outcome": ["function"], "intervention": ["olfactory-cells"]}, "efficacy", "asserted", "sci-olfactory-cells"),
        ({"outcome": ["function"], "intervention": ["exosomes"]}, "efficacy", "asserted", "sci-exosomes"),
        ({"outcome": ["pain"], "condition": ["knee-osteoarthritis"]}, "efficacy", "asserted", "knee-cells-pain"),
        (
            {"outcome": ["pain"], "condition": ["knee-osteoarthritis"], "intervention": ["prp"]},
            "efficacy",
            "asserted",
            "knee-prp",
        ),
        ({"outcome": ["cure"], "condition": ["lupus"]}, "efficacy", "asserted", "any-cure"),
    ],
)
def test_finding_agrees_in_condition_intervention_and_outcome(concepts, kind, stance, expected):
    """The finding that answers a claim, with what the page fills in."""
    strength = {"criticism": "caveat", "aim": "aim"}.get(stance, "asserted")

    assert match_one(build_claim(kind=kind, stance=stance, strength=strength, **concepts)).finding == expected


def test_knee_is_never_answered_by_the_spinal_cord():
    """Whatever the outcome, no finding of another condition comes first or second."""
    outcomes = {outcome for finding in EVIDENCE.findings.values() for outcome in finding.outcomes}
    matches = [match_one(build_claim(outcome=[o], condition=["knee-osteoarthritis"])) for o in sorted(outcomes)]
    found = {finding for match in matches for finding in (match.finding, match.runner_up) if finding}
    conditions = {condition for finding in found for condition in EVIDENCE.findings[finding].conditions}

    assert conditions <= {"knee-osteoarthritis", "osteoarthritis"}


def test_treatments_of_another_kind_never_answer():
    """A claim about plasma is not answered by cells, nor by blood transplants."""
    outcomes = {outcome for finding in EVIDENCE.findings.values() for outcome in finding.outcomes}
    matches = [
        match_one(build_claim(outcome=[o], intervention=["prp"]), interventions=("prp",)) for o in sorted(outcomes)
    ]
    found = {finding for match in matches for finding in (match.finding, match.runner_up) if finding}
    treatments = [set(EVIDENCE.findings[finding].interventions) for finding in found]

    assert [kinds for kinds in treatments if kinds and "prp" not in kinds] == []


def test_boldest_part_of_a_flat_sentence_decides():
    """Of several effects stated at once, the one with the least evidence is answered."""
    outcomes = ["inflammation", "axon-reconnection", "paracrine"]
    flat = match_one(build_claim(kind="mechanism", outcome=outcomes))
    hedged = match_one(build_claim(kind="mechanism", stance="hedged", strength="hedged", outcome=outcomes))

    assert EVIDENCE.findings[flat.finding].permits.people == "hedged"
    assert hedged.finding == "sci-anti-inflammatory-mechanism"


def test_cited_work_comes_first_with_its_finding():
    """A claim that cites a work is answered by the finding about it."""
    text = "Half of the patients improved (Shang et al., BMC Medicine 2022)."
    match = match_one(build_claim(text, outcome=["ais-grade"], citations=read_page(text).citations))

    assert match.finding == "study-shang-2022-meta"
    assert (match.links[0].id, match.links[0].role, match.links[0].score) == ("shang-2022-bmc-medicine", "cited", 100.0)


def test_cited_work_does_not_answer_what_it_never_measured():
    """A mechanism is answered by what is known about it, with the cited work beside it."""
    text = "The cord is regenerated (Bydon et al. 2024)."
    match = match_one(
        build_claim(text, kind="mechanism", outcome=["regeneration"], citations=read_page(text).citations)
    )

    assert (match.finding, match.links[0].id) == ("sci-cord-regeneration-humans", "bydon-2024-celltop")


def test_journal_and_year_give_candidates_only():
    """They never identify a work by themselves."""
    text = "A trial in Stem Cells International (2021) found it."
    claim = build_claim(text, outcome=["function"], citations=read_page(text).citations)
    match = match_one(claim, interventions=("mesenchymal-stem-cells",))

    assert [check.status for check in match.checks] == ["unknown"]
    assert {link.role for link in match.links[:3]} == {"candidate"}
    assert "cited" not in {link.role for link in match.links}


def test_journal_and_year_mean_the_work_that_the_page_names_elsewhere():
    """The page's own reference list settles it."""
    page = read_page("In Nature Communications, 2024, seven improved.\nBydon M et al. (2024), Nature Communications.")
    citation = next(citation for citation in page.citations if citation.type == "journal-year")
    record = identify(citation, page, EVIDENCE)

    assert record is not None and record.id == "bydon-2024-celltop"


def test_candidates_begin_with_the_journal():
    """Same journal first, then the same year and treatment."""
    citation = read_page("A trial in Stem Cells International (2021).").citations[0]
    found = find_candidates(citation, SPINE, ("mesenchymal-stem-cells",), EVIDENCE)

    assert [record.journal for record, _ in found[:2]] == ["Stem Cells International"] * 2
    assert {record.year for record, _ in found[2:]} <= {2021}


def test_uncovered_condition_is_said():
    """A condition without any record or finding."""
    assert not match_one(build_claim(outcome=["benefit"], condition=["asthma"])).condition_covered
    assert match_one(build_claim(outcome=["benefit"], condition=["lupus"])).condition_covered


def test_index_is_built_once():
    """The second call returns what the first one built."""
    assert index_of(EVIDENCE) is index_of(EVIDENCE)


def test_lineage_goes_up_to_the_root():
    """A concept and what is wider."""
    assert lineage("knee-osteoarthritis") == ("knee-osteoarthritis", "osteoarthritis")


@pytest.mark.parametrize(
    "authors, expected",
    [("Bydon M et al.", "Bydon"), ("van Middendorp JJ, Hosman AJ", "van Middendorp"), ("Oh SK", "Oh")],
)
def test_first_surname(authors, expected):
    """The name that pages use."""
    assert first_surname(authors) == expected


@pytest.mark.parametrize(
    "printed, title, expected",
    [
        ("Cells for the cord", "Cells for the cord still premature", True),
        ("Cells for the cord", "Cells for the cord: a review of the trials", False),
        ("Smith J. Cells for the cord. Nature 2022", "Cells for the cord", False),
    ],
)
def test_is_altered(printed, title, expected):
    """Words left out of a title, but not its subtitle."""
    assert is_altered(printed, title) is expected


@pytest.mark.parametrize(
    ("outcomes", "stance", "finding"),
    [
        (["ais-grade"], "asserted", "study-celltop-bydon"),  # measured there
        (["ais-grade", "walking"], "asserted", "study-celltop-bydon"),  # one of them was
        (["walking"], "asserted", "sci-walking-again"),  # not known to be reported there
        (["benefit"], "asserted", "study-celltop-bydon"),  # too general to tell
        (["organ-function"], "asserted", "study-celltop-bydon"),  # nothing else on this injury answers for it
        (["walking"], "negated", "study-celltop-bydon"),  # denies
    ],
)
def test_cited_study_answers_for_what_it_reports(outcomes, stance, finding):
    """A cited study does not lend its answer to a benefit that it is not known to report."""
    text = "In CELLTOP people changed."
    claim = build_claim(
        text, stance=stance, citations=find_citations(text, STUDY_NAMES), outcome=outcomes, condition=list(SPINE)
    )

    match = match_claim(claim, read_page(text, [claim]), EVIDENCE)

    assert match.finding == finding
