"""The evidence that ships with the package, and the checks that guard it."""

import json

import pytest

from claimcheck import rows
from claimcheck.evidence_check import (
    agrees,
    can_refute,
    check_findings,
    check_layout,
    check_records,
    find_problems,
)
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import Finding, Record

RECORDS = {record.id: record for record in read_rows(data_dir() / "evidence.jsonl", Record)}
TRIAL = RECORDS["lammertse-2012-macrophage-rct"]
UNREAD = RECORDS["awidi-2024"]
RETRACTED = RECORDS["retracted-hypoxic-bmsc-rats"]


def test_shipped_evidence_has_no_problems():
    """The bundled records and findings pass every check."""
    problems = [str(problem) for problem in find_problems(data_dir())]

    assert problems == []


@pytest.mark.parametrize(
    "record_id, figures",
    [
        ("bydon-2024-celltop", ("single-arm-trial", "read", "1", False, 10)),
        ("shang-2022-bmc-medicine", ("systematic-review-of-mixed-designs", "read", None, False, 2439)),
        ("vaquero-2018-100-3", ("single-arm-trial", "read", "2", False, 9)),
        ("kirshblum-2021-natural-recovery", ("narrative-review", "read", None, None, None)),
        ("oh-2016-phase3", ("single-arm-trial", "inferred", "3", None, 16)),
        ("lammertse-2012-macrophage-rct", ("rct", "read", "2", True, 43)),
        ("elkheir-2014", (None, None, "1/2", True, 70)),
        ("awidi-2024", (None, None, None, None, None)),
    ],
)
def test_records_that_pages_cite_keep_their_design(record_id, figures):
    """What is printed behind a claim: design, whether it was read, phase, comparison group, size."""
    record = RECORDS[record_id]

    assert (record.design, record.design_basis, record.phase, record.controlled, record.n) == figures


def test_review_counts_its_studies_without_comparison():
    """The review behind the 48.9% says how many of its studies had no comparison group."""
    review = RECORDS["shang-2022-bmc-medicine"]
    rate = review.outcomes[0]

    assert (review.n_studies, review.n_uncontrolled) == (62, 42)
    assert (rate.outcome, rate.percent, rate.ci_low, rate.ci_high) == ("ais-grade", 48.9, 40.8, 56.9)


OUTCOME = {"measure": "improved", "outcome": "motor", "numerator": 7, "denominator": 10, "percent": 70.0}


@pytest.mark.parametrize(
    "changes, found",
    [
        ({}, []),
        ({"doi": "doi:10.1038/sc.2012.39"}, ["doi"]),
        ({"pmid": "PMID 22525310"}, ["pmid"]),
        ({"pmcid": "4172930"}, ["pmcid"]),
        ({"registry": ("NCT73853",)}, ["registry"]),
        ({"sources": ({"url": "pubmed.ncbi.nlm.nih.gov/1", "read": "abstract"},)}, ["sources"]),
        ({"sources": ()}, ["sources"]),
        ({"conditions": ("motor",)}, ["conditions"]),
        ({"conditions": ()}, ["conditions"]),
        ({"interventions": ("snake-oil",)}, ["interventions"]),
        ({"outcomes": (OUTCOME,)}, []),
        ({"outcomes": (OUTCOME | {"outcome": "stem-cells"},)}, ["outcomes"]),
        ({"outcomes": (OUTCOME | {"percent": 75.0},)}, ["outcomes.0.percent"]),
        ({"outcomes": (OUTCOME | {"numerator": 11},)}, ["outcomes.0.numerator"]),
        ({"outcomes": (OUTCOME | {"denominator": 0},)}, ["outcomes.0.denominator"]),
        ({"outcomes": (OUTCOME | {"numerator": None, "percent": 170.0},)}, ["outcomes.0.percent"]),
        ({"outcomes": (OUTCOME | {"ci_low": 35.0},)}, ["outcomes.0.ci_low"]),
        ({"outcomes": (OUTCOME | {"ci_low": 93.0, "ci_high": 35.0},)}, ["outcomes.0.ci_low"]),
        ({"design_basis": None}, ["design_basis"]),
        ({"randomised": False}, ["randomised"]),
        ({"design": "single-arm-trial"}, ["controlled"]),
        ({"design": "non-randomised-controlled-trial"}, ["randomised"]),
        ({"title": None}, ["title_exact"]),
        ({"n_kind": None}, ["n_kind"]),
        ({"n_treated": 0}, ["n_treated"]),
        ({"n_kind": "studies", "n_studies": 3}, ["n"]),
        ({"n_enrolled": 40}, ["n_enrolled", "n"]),
        ({"n_studies": 10, "n_uncontrolled": 11}, ["n_uncontrolled"]),
        ({"read": None}, ["read"]),
        ({"status_checked_on": "November 2026"}, ["status_checked_on"]),
        ({"limits": ("see /home/someone/notes",)}, ["limits"]),
        ({"sources": ({"url": "https://example.org/a", "read": "kept in /root/papers"},)}, ["sources"]),
        ({"limits": ("and/or 7/10 in http://example.org/home/",)}, []),
        ({"assessed": False}, ["design", "design_basis", "n", "n_treated", "n_control", "outcomes", "read"]),
    ],
)
def test_check_records_finds_what_is_wrong_in_a_record(changes, found):
    """One sound record, one change, the fields that it makes wrong."""
    record = Record.model_validate(TRIAL.model_dump() | changes)

    assert [field for _, field, _ in check_records([record])] == found


@pytest.mark.parametrize(
    "changes, found",
    [
        ({"id": "another", "doi": None, "pmid": None}, []),
        ({"id": "another", "pmid": None}, [(2, "doi")]),
        ({"id": "another", "doi": TRIAL.doi.upper(), "pmid": None}, [(2, "doi")]),
        ({"id": "another", "doi": None}, [(2, "pmid")]),
        ({"id": "another", "aliases": (TRIAL.id,), "doi": None, "pmid": None}, [(2, "id")]),
    ],
)
def test_check_records_finds_a_record_that_stands_twice(changes, found):
    """Ids, aliases, DOIs and PubMed numbers name one record each."""
    second = Record.model_validate(TRIAL.model_dump() | changes)

    assert [(line, field) for line, field, _ in check_records([TRIAL, second])] == found


def test_check_layout_wants_sorted_compact_lines():
    """A reordered file, a spaced line and a blank line are found."""
    lines = [TRIAL.model_dump_json(), UNREAD.model_dump_json()]
    spaced = json.dumps(TRIAL.model_dump(), ensure_ascii=False)

    assert [(line, field) for line, field, _ in check_layout("\n".join(lines) + "\n", [TRIAL, UNREAD])] == [(2, "id")]
    assert [(line, field) for line, field, _ in check_layout(f"{spaced}\n", [TRIAL])] == [(1, None)]
    assert [(line, field) for line, field, _ in check_layout(f"{lines[0]}\n\n", [TRIAL])] == [(1, None)]


SOUND = {
    "id": "question",
    "question": "Does it work?",
    "answer": "Nobody has shown it.",
    "conditions": ["spinal-cord-injury"],
    "interventions": ["macrophages"],
    "outcomes": ["ais-grade"],
    "certainty": "low",
    "certainty_basis": "our-rating",
    "permits": {"people": "hedged", "laboratory": "asserted", "caveat": "certain"},
    "supports": [],
    "against": [TRIAL.id],
    "refuted_by": [TRIAL.id],
}
RATE = {"low": 11, "high": 30, "outcome": "AIS A to incomplete", "grade": "A", "since_injury": "1 year"}


@pytest.mark.parametrize(
    "changes, found",
    [
        ({}, []),
        ({"studies": [UNREAD.id], "context": [UNREAD.id]}, []),
        ({"supports": ["no-such-record"]}, ["supports"]),
        ({"supports": ["srivastava-2019"]}, ["supports"]),  # an alias
        ({"supports": [UNREAD.id]}, ["supports"]),
        ({"supports": [RETRACTED.id]}, ["supports"]),
        ({"against": [TRIAL.id, RETRACTED.id]}, []),
        ({"against": []}, ["refuted_by"]),
        ({"against": ["oh-2016-phase3"], "refuted_by": ["oh-2016-phase3"]}, ["refuted_by"]),
        ({"against": ["oliveri-2014-rat-msc"], "refuted_by": ["oliveri-2014-rat-msc"]}, ["refuted_by"]),
        ({"natural_recovery": [RATE | {"record": "kirshblum-2021-natural-recovery"}]}, []),
        ({"natural_recovery": [RATE | {"record": "kirshblum"}]}, ["natural_recovery"]),
    ],
)
def test_check_findings_finds_records_unfit_for_their_role(changes, found):
    """One sound finding, one change, the roles that it makes wrong."""
    finding = Finding.model_validate(SOUND | changes)

    assert [field for _, field, _ in check_findings([finding], list(RECORDS.values()))] == found


@pytest.mark.parametrize(
    "record_id, expected",
    [
        ("lammertse-2012-macrophage-rct", True),
        ("kishk-2010", True),
        ("kvistad-2022-meta", True),
        ("elkheir-2014", True),  # design not established, comparison group described
        ("bydon-2024-celltop", False),
        ("oh-2016-phase3", False),
        ("nct02981576-jordan", False),  # randomised, but everyone got cells
        ("oliveri-2014-rat-msc", False),
        ("awidi-2024", False),
    ],
)
def test_can_refute_needs_a_comparison_in_people(record_id, expected):
    """Only a controlled study or a synthesis in people may contradict a claim."""
    assert can_refute(RECORDS[record_id]) is expected


@pytest.mark.parametrize(
    "percent, numerator, denominator, expected",
    [
        (70.0, 7, 10, True),
        (67.0, 2, 3, True),
        (66.0, 2, 3, True),  # cut off, as some papers do
        (66.7, 26, 39, True),
        (66.5, 26, 39, False),
        (65.0, 2, 3, False),
        (0.0, 0, 6, True),
    ],
)
def test_agrees_allows_rounding_and_no_more(percent, numerator, denominator, expected):
    """A printed percentage may differ from its share by less than one in its last place."""
    assert agrees(percent, numerator, denominator) is expected


MODELS = [model for model in vars(rows).values() if isinstance(model, type) and issubclass(model, rows.Row)]
FIELDS = [(model.__name__, field) for model in MODELS for field in model.model_fields]


@pytest.mark.parametrize("model, field", FIELDS)
def test_schema_page_says_what_every_field_means(model, field):
    """SCHEMA.md names every field of every row."""
    assert f"`{field}`" in (data_dir() / "SCHEMA.md").read_text(encoding="utf-8").replace('"', "`")


RECORD = TRIAL.model_dump_json()
FINDING = (data_dir() / "findings.jsonl").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    "files, found",
    [
        ({}, [("evidence.jsonl", None, "cannot be read (No such file or directory)")]),
        ({"evidence.jsonl": RECORD + "\n"}, []),
        ({"evidence.jsonl": f"{RECORD}\n\n"}, [("evidence.jsonl", 1, "one record a line, no blank lines")]),
        (
            {"evidence.jsonl": RECORD + "\n{}\n", "findings.jsonl": FINDING + "\n"},
            [("evidence.jsonl", 2, None)],
        ),
    ],
    ids=["no-file", "sound", "blank-line", "broken-line"],
)
def test_find_problems(tmp_path, files, found):
    """A folder without evidence has one problem; findings miss no record whose own line is at fault."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    problems = list(find_problems(tmp_path))
    told = {(problem.path.removeprefix(f"{tmp_path}/"), problem.line) for problem in problems}

    assert told == {(name, line) for name, line, _ in found}
    assert [expected for _, _, expected in found if expected and expected not in [p.expected for p in problems]] == []
