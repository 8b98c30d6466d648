"""``claimcheck evidence``, from outside."""

import builtins
import csv
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from bibtexparser import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from claimcheck import cli
from claimcheck.evidence import EvidenceBase, bundled_evidence
from claimcheck.evidence_export import EXPORTS, split_authors, to_csl
from claimcheck.evidence_pages import describe_outcome, page_lines
from claimcheck.evidence_search import find_records, search_records
from claimcheck.resources import data_dir
from claimcheck.rows import Outcome

DOCS = Path(__file__).parent.parent / "docs"
BASE = bundled_evidence()
CELLTOP = BASE.records["bydon-2024-celltop"]


@pytest.fixture
def run(monkeypatch):
    """Run the command line in this process, on a stdout that is no terminal."""
    for name in ("FORCE_COLOR", "NO_COLOR", "CLAIMCHECK_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*args, stdin=""):
        return CliRunner().invoke(cli.app, list(args), input=stdin, prog_name="claimcheck")

    return invoke


@pytest.fixture
def own(tmp_path):
    """A file with one sound record of one's own."""
    path = tmp_path / "own.jsonl"
    record = CELLTOP.model_copy(update={"id": "own-2026", "aliases": [], "doi": None, "names": ["OWNTRIAL"]})
    path.write_text(record.model_dump_json() + "\n", encoding="utf-8")
    return path


def read_csv(text):
    return list(csv.reader(io.StringIO(text)))


def test_stats(run):
    """The counts are those of the files; as JSON they are one document."""
    result = run("evidence", "stats", "--format", "json")
    stats = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (0, "")
    assert (stats["records"], stats["findings"]) == (len(BASE.records), len(BASE.findings))
    assert (stats["schema_faults"], stats["with_source"], stats["sha256"]) == (0, stats["assessed"], BASE.sha256)
    assert sum(stats["by_design"].values()) == sum(stats["by_read"].values()) == sum(stats["by_type"].values())
    assert stats["by_condition"]["spinal-cord-injury"] > 100


def test_stats_meet_what_was_promised():
    """At least 300 records and 105 findings, all with a source, three designs in four read and not inferred."""
    read = [record for record in BASE.records.values() if record.assessed]
    designed = [record for record in read if record.design]

    assert len(BASE.records) >= 300
    assert len(BASE.findings) >= 105
    assert [record.id for record in read if not record.sources] == []
    assert sum(record.design_basis == "read" for record in designed) >= 0.75 * len(designed)


def test_stats_plain_and_table(run, monkeypatch):
    """Plain lines have a tab between what and how many; the table has headings."""
    plain, table = run("evidence", "stats"), run("evidence", "stats", "--format", "table")

    assert plain.stdout.startswith(f"Evidence base\nRecords: {len(BASE.records)}, of which ")
    assert "\nCondition\tspinal cord injury\t" in plain.stdout
    assert "Schema faults 0\n" in table.stdout
    assert "\t" not in table.stdout


def test_list(run):
    """Every record is one line: id, citation, what it is."""
    lines = run("evidence", "list").stdout.splitlines()

    assert [line.split("\t")[0] for line in lines] == list(BASE.records)
    assert {len(line.split("\t")) for line in lines} == {3}


@pytest.mark.parametrize(
    "args, test",
    [
        (["--condition", "stroke"], lambda r: "stroke" in r.conditions),
        (["--condition", "Multiple Sclerosis"], lambda r: "multiple-sclerosis" in r.conditions),
        (["--condition", "osteoarthritis"], lambda r: any(c.endswith("osteoarthritis") for c in r.conditions)),
        (["--design", "rct"], lambda r: r.design == "rct"),
        (["--year", "2019"], lambda r: r.year == 2019),
        (["--intervention", "prp"], lambda r: "prp" in r.interventions),
        (
            ["--condition", "stroke", "--design", "rct", "--year", "2022"],
            lambda r: "stroke" in r.conditions and r.design == "rct" and r.year == 2022,
        ),
    ],
)
def test_list_filters(run, args, test):
    """A filter keeps the records that it names; a condition includes the narrower ones."""
    result = run("evidence", "list", "--format", "json", *args)

    assert [row["id"] for row in json.loads(result.stdout)] == [r.id for r in BASE.records.values() if test(r)]


@pytest.mark.parametrize(
    "args, message",
    [
        (["--condition", "strok"], "claimcheck: no condition is called 'strok'. Nearest: stroke.\n"),
        (["--intervention", "snake oil"], "claimcheck: no intervention is called 'snake oil'.\n"),
        (["--design", "rcts"], "claimcheck: no design is called 'rcts'. Nearest: rct.\n"),
    ],
)
def test_list_of_what_is_not_known(run, args, message):
    """A name that is not known is a usage error, with the nearest names."""
    result = run("evidence", "list", *args)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.mark.parametrize(
    "args", [["list", "--format", "yaml"], ["show"], ["search"], ["validate"], ["export", "--format", "xml"]], ids=str
)
def test_usage(run, args):
    """What the command does not know is a usage error."""
    result = run("evidence", *args)

    assert (result.exit_code, result.stdout) == (2, "")


def test_list_csv(run):
    """CSV has a heading and one line a record."""
    table = read_csv(run("evidence", "list", "--format", "csv", "--condition", "stroke").stdout)

    assert table[0][:3] == ["id", "citation", "year"]
    assert {len(row) for row in table} == {len(table[0])}
    assert len(table) - 1 == sum("stroke" in record.conditions for record in BASE.records.values())


def test_show(run):
    """The page says what the study is, what it found, what it cannot show, its status, and where it is."""
    result = run("evidence", "show", "bydon-2024-celltop")

    assert result.exit_code == 0
    assert result.stdout.startswith("Bydon 2024, Nature Communications [bydon-2024-celltop]\nCitation: Bydon M et al. ")
    lines = result.stdout.splitlines()
    assert "Comparison: no comparison group" in lines
    assert "Follow-up: 24 months" in lines
    assert "Link: https://doi.org/10.1038/s41467-024-46259-y" in lines
    assert "Link: https://clinicaltrials.gov/study/NCT03308565" in lines
    assert [line for line in lines if "7 of 10; 70%; 95% interval 35–93%, worked out here from the counts" in line]
    assert [line for line in lines if line.startswith("Bottom line: ")]
    assert [line for line in lines if line.startswith("Status: ")]
    assert [line for line in lines if line.startswith("Used by: ") and line.endswith("is about this work]")]


@pytest.mark.parametrize(
    "name",
    [
        "bydon-2024-celltop",
        "shang-2022-bmc-medicine",
        "srivastava-2019-rct",
        "uccelli-2021-mesems-ms",
        "mautner-2023-miles-knee-oa",
        "kuriyan-2017-amd-blindness",
    ],
)
def test_pages_that_journalists_ask_for(name):
    """These have a citation, a design, a bottom line and a link to cite them by."""
    lines = page_lines(BASE.records[name], BASE)
    labels = [label for label, _ in lines]

    assert {"Citation", "What it is", "Found", "Harms", "Bottom line", "Status", "Read", "Link"} <= set(labels)
    assert [
        text for label, text in lines if label == "Link" and text.startswith(("https://doi.org/", "https://pubmed."))
    ]


@pytest.mark.parametrize(
    "name, ids",
    [
        ("bydon-2024", ["bydon-2024-celltop"]),
        ("Srivastava 2019", ["srivastava-2019-rct"]),
        ("10.1038/S41467-024-46259-y", ["bydon-2024-celltop"]),
        ("https://doi.org/10.1038/s41467-024-46259-y", ["bydon-2024-celltop"]),
        ("doi: 10.1038/s41467-024-46259-y", ["bydon-2024-celltop"]),
        ("31896919", ["srivastava-2019-rct"]),
        ("PMID 31896919", ["srivastava-2019-rct"]),
        ("https://pubmed.ncbi.nlm.nih.gov/31896919/", ["srivastava-2019-rct"]),
        ("PMC6910030", ["srivastava-2019-rct"]),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC6910030/", ["srivastava-2019-rct"]),
        ("Kuriyan 2017", ["kuriyan-2017-amd-blindness"]),
        ("mesems", ["uccelli-2021-mesems-ms"]),
        ("CELLTOP", ["bydon-2024-celltop", "bydon-2020-celltop-case"]),
        ("NCT03308565", ["bydon-2024-celltop", "bydon-2020-celltop-case"]),
    ],
)
def test_find_records(name, ids):
    """A record is known by many names; an acronym or trial number gives all of that trial, the newest first."""
    assert [record.id for record in find_records(name, BASE)][: len(ids)] == ids


def test_show_what_is_not_known(run):
    """An unknown name is told with the nearest; a beginning of several ids with those."""
    unknown, several = run("evidence", "show", "bydn-2024"), run("evidence", "show", "Shang 2022")

    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith("claimcheck: no record is called 'bydn-2024'. Nearest: bydon-2024, ")
    assert (several.exit_code, several.stdout) == (2, "")
    assert several.stderr.endswith("give the id of one: shang-2022-animal-nma, shang-2022-bmc-medicine\n")


def test_show_json(run):
    """A script gets the record with the words and links of its page; of several records a list."""
    one = json.loads(run("evidence", "show", "mesems", "--format", "json").stdout)
    two = json.loads(run("evidence", "show", "mesems", "bydon-2024", "--format", "json").stdout)
    unknown = run("evidence", "show", "xyzzy", "--format", "json")

    assert one["record"] == BASE.records["uccelli-2021-mesems-ms"].model_dump(mode="json")
    assert [page["record"]["id"] for page in two] == ["uccelli-2021-mesems-ms", "bydon-2024-celltop"]
    assert json.loads(unknown.stdout)["error"]["type"] == "UnknownNameError"


def test_show_a_work_that_nobody_read():
    """Of a known citation only the citation is given."""
    record = next(record for record in BASE.records.values() if not record.assessed)
    labels = {label for label, _ in page_lines(record, BASE)}

    assert {"Found", "What it is", "Harms", "Bottom line"} & labels == set()
    assert "Note" in labels


@pytest.mark.parametrize(
    "fields, design, text",
    [
        ({"result": "better"}, "rct", "pain: better"),
        ({}, "rct", "pain: not described in the part we read"),
        (
            {"numerator": 7, "denominator": 10, "result": "7 of 10", "percent": 70.0},
            "case-series",
            "pain: 7 of 10; 70%",
        ),
        (
            {"numerator": 7, "denominator": 10},
            "cohort",
            "pain: 7 of 10; 95% interval 35–93%, worked out here from the counts",
        ),
        (
            {"percent": 48.9, "ci_low": 40.8, "ci_high": 56.9, "p_value": "<0.001", "group": "all"},
            "systematic-review-of-mixed-designs",
            "pain (all): 48.9%; 95% interval 40.8 to 56.9%; p <0.001",
        ),
        (
            {"result": "0.4", "ci_low": 0.1, "ci_high": 0.7, "unit": "mean difference", "p_value": "0.01"},
            "rct",
            "pain: 0.4; 95% interval 0.1 to 0.7 (mean difference); p = 0.01",
        ),
    ],
)
def test_describe_outcome(fields, design, text):
    """A result is put with its counts; an interval of our own is said to be that, and is not made for picked cases."""
    record = CELLTOP.model_copy(update={"design": design})

    assert describe_outcome(Outcome(measure="pain", **fields), record) == text


@pytest.mark.parametrize(
    "words, ids",
    [
        ("miles knee", ["mautner-2023-miles-knee-oa"]),
        ("KNEE miles", ["mautner-2023-miles-knee-oa"]),
        ("10.1056/NEJMoa1609583", ["kuriyan-2017-amd-blindness"]),
        ("pmid:28296617", ["kuriyan-2017-amd-blindness"]),
        ("Srivastava", ["srivastava-2019-rct"]),
        ("srivastva", ["srivastava-2019-rct"]),
        ("knee xyzzyplugh", []),
        ("", []),
    ],
)
def test_search(words, ids):
    """Every word has to be there, in any order and case; identifiers are found exactly, misspelt words nearly."""
    assert [record.id for record in search_records(words, BASE).records] == ids


def test_search_does_not_take_short_words_for_beginnings():
    """ALS is not "also"."""
    found = search_records("ALS", BASE).records

    assert [record.id for record in found if "als" not in record.conditions and "ALS" not in record.bottom_line] == []
    assert len(found) > 0


def test_search_says_what_it_did(run):
    """Replaced words, an empty result and hidden hits are told on stderr; the status is 0."""
    near, none, many = (
        run("evidence", "search", "srivastva"),
        run("evidence", "search", "xyzzyplugh"),
        run("evidence", "search", "spinal", "--limit", "2"),
    )

    assert near.stderr == "claimcheck: no record has 'srivastva'; searched 'srivastava' instead\n"
    assert none.stderr == "claimcheck: no record has 'xyzzyplugh', nor a word like it\nclaimcheck: nothing found\n"
    assert (none.exit_code, none.stdout, len(many.stdout.splitlines())) == (0, "", 2)
    assert many.stderr.startswith("claimcheck: 2 of ")


def test_own_evidence_in_every_command(run, own):
    """--evidence merges one's own records wherever records are read."""
    stats = json.loads(run("evidence", "stats", "--format", "json", "--evidence", str(own)).stdout)
    shown = run("evidence", "show", "owntrial", "--evidence", str(own))
    found = run("evidence", "search", "owntrial", "--evidence", str(own))
    listed = run("evidence", "list", "--evidence", str(own))
    exported = run("evidence", "export", "--evidence", str(own))

    assert stats["records"] == len(BASE.records) + 1
    assert "[own-2026]" in shown.stdout
    assert found.stdout.startswith("own-2026\t")
    assert "\nown-2026\t" in listed.stdout
    assert '{"id":"own-2026",' in exported.stdout


def test_validate_sound_files(run, own, tmp_path):
    """Sound files are counted; findings may name records of another file."""
    finding = next(iter(BASE.findings.values())).model_copy(update={"id": "own-question", "context": ["own-2026"]})
    path = tmp_path / "findings.jsonl"
    path.write_text(finding.model_dump_json() + "\n", encoding="utf-8")
    result = run("evidence", "validate", str(own), str(path))

    assert (result.exit_code, result.stdout, result.stderr) == (0, "1 record, 1 finding: no faults\n", "")
    assert run("evidence", "validate", str(path)).exit_code == 3


def test_validate_tells_every_fault(run, tmp_path):
    """Bad JSON, wrong type, unknown field, an id twice, a missing record named, and what only looks sound."""
    record = CELLTOP.model_copy(update={"id": "own-2026", "aliases": [], "doi": None})
    row = record.model_dump(mode="json")
    finding = next(iter(BASE.findings.values())).model_dump(mode="json") | {"id": "own-question"}
    share = row["outcomes"][0] | {"percent": 75.0}
    rows = [
        row,
        row | {"id": "own-2027", "n": "10"},
        row | {"id": "own-2028", "colour": "red"},
        row,
        finding | {"context": ["nobody-1999", "own-2027"]},
        row | {"id": "own-2029", "conditions": ["baldness"], "doi": CELLTOP.doi, "outcomes": [share]},
    ]
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": "x",\n\n' + "".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    result = run("evidence", "validate", str(path))
    faults = json.loads(run("evidence", "validate", str(path), "--format", "json").stdout)

    assert (result.exit_code, result.stderr) == (3, "")
    assert [line.removeprefix(f"{path}:") for line in result.stdout.splitlines()] == [
        "1: not a JSON object (EOF while parsing a value, column 11)",
        "4: n: should be a valid integer, not '10'",
        "5: colour: is not a field of this kind of row",
        "6: id: 'own-2026' stands already in line 3",
        "7: context: no record has the id 'nobody-1999'",
        "8: conditions: the id of a concept labelled CONDITION: 'baldness'",
        "8: outcomes.0.percent: 7 of 10, 70.00: 75.0",
        "8: doi: '10.1038/s41467-024-46259-y' belongs to the bundled record 'bydon-2024-celltop'; "
        "to replace that, use its id",
    ]
    assert [(fault["line"], fault["field"]) for fault in faults["problems"]] == [
        (1, None),
        (4, "n"),
        (5, "colour"),
        (6, "id"),
        (7, "context"),
        (8, "conditions"),
        (8, "outcomes.0.percent"),
        (8, "doi"),
    ]


def test_validate_a_file_that_is_not_there(run, tmp_path):
    """A file that cannot be read is a fault."""
    result = run("evidence", "validate", str(tmp_path / "none.jsonl"))

    assert result.exit_code == 3
    assert result.stdout.endswith("none.jsonl: cannot be read (No such file or directory)\n")


@pytest.mark.parametrize("command", [["stats"], ["list"], ["show", "mesems"], ["search", "knee"], ["export"]], ids=str)
def test_faulty_own_evidence_stops_every_command(run, tmp_path, command):
    """Each fault is one line on stderr, the status 3, and nothing is printed from half a file."""
    path = tmp_path / "own.jsonl"
    path.write_text(f'{{\n{CELLTOP.model_dump_json()}\n{{"id": 3}}\n', encoding="utf-8")
    result = run("evidence", *command, "--evidence", str(path))

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"claimcheck: {path}:1: not a JSON object")
    assert f"\nclaimcheck: {path}:3: id: should be a valid string, not 3\n" in result.stderr
    assert {line.split(":")[0] for line in result.stderr.splitlines()} == {"claimcheck"}


def test_check_with_faulty_own_evidence(run, tmp_path):
    """``check`` tells every fault, in JSON too, and reports nothing."""
    page, path = tmp_path / "page.txt", tmp_path / "own.jsonl"
    page.write_text("Stem cells cure.")
    path.write_text("{\n[]\n")
    plain = run("check", str(page), "--evidence", str(path))
    document = json.loads(run("check", str(page), "--evidence", str(path), "--format", "json").stdout)

    assert (plain.exit_code, plain.stdout, len(plain.stderr.splitlines())) == (3, "", 2)
    assert document["error"]["type"] == "DataError"
    assert len(document["error"]["message"].splitlines()) == 2


def test_check_with_two_files(run, own, tmp_path):
    """--evidence may be given again; records and findings of all files are used."""
    finding = next(iter(BASE.findings.values())).model_copy(update={"id": "own-question", "context": ["own-2026"]})
    page, path = tmp_path / "page.txt", tmp_path / "findings.jsonl"
    page.write_text("Stem cells cure.")
    path.write_text(finding.model_dump_json() + "\n", encoding="utf-8")
    args = ["check", "-q", str(page), "--format", "json", "--evidence", str(own), "--evidence", str(path)]
    used = json.loads(run(*args).stdout)["evidence_base"]

    assert (used["records"], used["findings"]) == (len(BASE.records) + 1, len(BASE.findings) + 1)
    assert used["sha256"] != BASE.sha256


def test_export_jsonl_is_own_evidence(run, tmp_path):
    """What is exported as JSON Lines can be read again: it passes validate, and replaces what it came from."""
    path = tmp_path / "all.jsonl"
    result = run("evidence", "export", "-o", str(path), "--condition", "stroke")

    assert (result.exit_code, result.stdout) == (0, "")
    assert run("evidence", "validate", str(path)).exit_code == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    shipped = (data_dir() / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    records = [line for line in lines if '"question":' not in line]
    assert set(records) <= set(shipped)
    assert len(records) == sum("stroke" in record.conditions for record in BASE.records.values())


def test_export_json(run):
    """JSON is one document with the records and the findings that rest on them."""
    document = json.loads(run("evidence", "export", "--format", "json", "--year", "2024").stdout)

    assert [row["id"] for row in document["records"]] == [r.id for r in BASE.records.values() if r.year == 2024]
    assert "study-celltop-bydon" in [row["id"] for row in document["findings"]]
    assert document["evidence_base"]["sha256"] == BASE.sha256


def test_export_csv_holds_no_formula(make_record):
    """Nothing that somebody wrote into a record is reckoned with by a spreadsheet."""
    nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a"b,c', "plain"]
    records = [make_record(id=f"r-{number}", title=title, n=-3, n_kind="people") for number, title in enumerate(nasty)]
    table = read_csv(EXPORTS["csv"](records, EvidenceBase({}, {}, "")))
    title, size = table[0].index("title"), table[0].index("n")

    assert [row[title] for row in table[1:]] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'\t=1",
        "'\\r=1",
        'a"b,c',
        "plain",
    ]
    assert {row[size] for row in table[1:]} == {"-3"}


def test_export_bibtex_can_be_read_again():
    """Every record is an entry under its id, and comes back with its title, authors, year and DOI."""
    library = parse_string(
        EXPORTS["bibtex"](list(BASE.records.values()), BASE), append_middleware=[LatexDecodingMiddleware()]
    )
    titles = {record.id: to_csl(record).get("title") for record in BASE.records.values()}

    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == list(BASE.records)
    read = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    assert {key: fields.get("doi") for key, fields in read.items()} == {r.id: r.doi for r in BASE.records.values()}
    assert {key: fields.get("title") for key, fields in read.items()} == titles


def test_export_bibtex_entry(make_record):
    """An entry, to the letter."""
    record = make_record(
        id="doe-2024",
        title="Cells & hope: 50% of {all} $10_000",
        authors="Doe RN, van Middendorp J-M, et al.",
        year=2024,
        journal="The Journal",
        volume_pages="15(2):185-191",
        doi="10.1/a_b",
        status="retracted",
    )

    assert EXPORTS["bibtex"]([record], BASE) == (
        "@article{doe-2024,\n"
        "\tauthor = {Doe, R. N. and van Middendorp, J.-M. and others},\n"
        "\ttitle = {{Cells \\& hope: 50\\% of \\{all\\} \\$10\\_000}},\n"
        "\tjournal = {The Journal},\n"
        "\tyear = {2024},\n"
        "\tvolume = {15},\n"
        "\tnumber = {2},\n"
        "\tpages = {185--191},\n"
        "\tdoi = {10.1/a_b},\n"
        "\turl = {https://doi.org/10.1/a_b},\n"
        "\tnote = {retracted}\n"
        "}\n"
    )


def test_export_bibtex_without_its_library(run, monkeypatch):
    """Without the extra, one sentence says what to install."""
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("bibtexparser"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    for name in [name for name in sys.modules if name.startswith("bibtexparser")]:
        monkeypatch.delitem(sys.modules, name)
    result = run("evidence", "export", "--format", "bibtex")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == ("claimcheck: BibTeX needs the library bibtexparser: pip install 'claimcheck[bibtex]'\n")


@pytest.mark.parametrize(
    "authors, named, others",
    [
        ("Bydon M et al.", [("Bydon", "M", True)], True),
        ("Zhang D and He X", [("Zhang", "D", True), ("He", "X", True)], False),
        ("Abdul Wahid SF, Law ZK", [("Abdul Wahid", "SF", True), ("Law", "ZK", True)], False),
        ("Chhabra et al.", [("Chhabra", "", True)], True),
        ("Whittle S et al. (Cochrane)", [("Whittle", "S", True)], True),
        ("US Food and Drug Administration", [("US Food and Drug Administration", "", False)], False),
        ("Nature; reply by Miyamoto S", [("Nature; reply by Miyamoto S", "", False)], False),
    ],
)
def test_split_authors(authors, named, others):
    """People are told from bodies; what is not understood stays as printed."""
    found, more = split_authors(authors)

    assert [(author.family, author.initials, author.person) for author in found] == named
    assert more is others


def test_export_csl(run):
    """CSL-JSON is a list of items with what is known of each."""
    items = {item["id"]: item for item in json.loads(run("evidence", "export", "--format", "csl-json").stdout)}

    assert items["srivastava-2019-rct"] == {
        "id": "srivastava-2019-rct",
        "type": "article-journal",
        "title": BASE.records["srivastava-2019-rct"].title,
        "author": [
            {"family": "Srivastava", "given": "R. N."},
            {"family": "Agrahari", "given": "A. K."},
            {"family": "Singh", "given": "A."},
            {"family": "Chandra", "given": "T."},
            {"family": "Raj", "given": "S."},
        ],
        "issued": {"date-parts": [[2019]]},
        "container-title": "Asian Journal of Transfusion Science",
        "volume": "13",
        "issue": "2",
        "page": "120-128",
        "DOI": "10.4103/ajts.AJTS_44_18",
        "PMID": "31896919",
        "PMCID": "PMC6910030",
        "URL": "https://doi.org/10.4103/ajts.AJTS_44_18",
    }
    assert list(items) == list(BASE.records)


def test_export_that_cannot_be_written(run, tmp_path):
    """A file that cannot be written is an error, and nothing is printed."""
    result = run("evidence", "export", "-o", str(tmp_path / "no" / "all.jsonl"))

    assert (result.exit_code, result.stdout) == (3, "")


@pytest.mark.parametrize("name", ["evidence", "findings"])
def test_schema_of_rows(run, name):
    """The schema is sound, and every bundled row fits it while a changed one does not."""
    schema = json.loads(run("schema", name).stdout)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = (data_dir() / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]

    assert [row["id"] for row in rows if not validator.is_valid(row)] == []
    assert not validator.is_valid(rows[0] | {"colour": "red"})
    assert not validator.is_valid({key: value for key, value in rows[0].items() if key != "id"})


def test_schema_of_something_else(run):
    """Only reports, evidence and findings have a schema."""
    assert run("schema", "clinics").exit_code == 2


def test_text_from_a_record_cannot_move_the_cursor(run, own):
    """Control characters in own evidence are written out."""
    text = own.read_text(encoding="utf-8").replace("OWNTRIAL", "OWN\\u001b[2JTRIAL\\u202e")
    own.write_text(text, encoding="utf-8")
    shown = [
        run("evidence", "show", "own-2026", "--evidence", str(own), "--format", form) for form in ("table", "plain")
    ]

    assert ["\\x1b[2J" in result.stdout and "\\u202e" in result.stdout for result in shown] == [True, True]
    assert ["\x1b" in result.stdout or "\u202e" in result.stdout for result in shown] == [False, False]


def read_console_blocks():
    """Return each command of docs/own-evidence.md with the lines that it is said to print."""
    text = (DOCS / "own-evidence.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", text)
    return [(command, [line for line in shown.splitlines() if line != "[...]"]) for command, shown in blocks]


@pytest.mark.parametrize("command, shown", read_console_blocks())
def test_docs_show_what_is_printed(monkeypatch, run, command, shown):
    """The page on own evidence prints what the commands do."""
    monkeypatch.chdir(DOCS.parent)
    text, _, rest = command.removeprefix("echo ").rpartition(" | ")
    result = run(*cli._add_command(shlex.split(rest)[1:]), stdin=f"{text[1:-1]}\n")

    assert [line for line in shown if line not in result.stdout.splitlines()] == []


@pytest.mark.parametrize("args", [[], ["--help"], ["show", "--help"]], ids=str)
def test_help_is_light(args):
    """Help loads nothing heavy."""
    code = (
        "import sys; from claimcheck.cli import main; sys.argv = ['claimcheck', 'evidence', *sys.argv[1:]]\n"
        "try: main()\n"
        "finally: print('LOADED', sorted({'numpy', 'rapidfuzz', 'rich', 'spacy'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)

    assert shown.stdout.endswith("LOADED []\n")
