"""``claimcheck evidence recheck --online``: what should change is proposed, and never made."""

import json
import shutil
import subprocess

import pytest

from claimcheck.errors import DataError
from claimcheck.online.patch import write_diff
from claimcheck.online.recheck import Change, Recheck, find_identifiers, recheck
from claimcheck.resources import data_dir

DAY = "2026-09-21"
NOTICE = {"updated-by": [{"type": "retraction", "updated": {"date-parts": [[2021, 3, 4]]}}]}


def write_rows(path, records):
    """Write records as the bundled file has them."""
    rows = [json.dumps(r.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")) for r in records]
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def records(make_record):
    """Records of each kind that a recheck meets."""
    title = "Cells for the injured spinal cord"
    fields = {"title": title, "status": "published"}
    return [
        make_record(id="sound", **fields, doi="10.5555/sound", bottom_line="“Größer” \u2028 than before."),
        make_record(id="retracted-since", **fields, doi="10.5555/gone", pmid="10000009"),
        make_record(id="another-work", **fields, doi="10.5555/other"),
        make_record(id="no-answer", **fields, pmid="10000008"),
        make_record(id="stopped", status="registered", registry=["NCT00000001", "jRCT1"]),
        make_record(id="nothing-to-ask", status="in-force"),
        make_record(id="known", title=title, status="retracted", doi="10.5555/known"),
    ]


@pytest.fixture
def filled(registers, shapes, fake_time, tmp_path, monkeypatch):
    """Registers that know most of the records."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("claimcheck.online.session.choose_clock", lambda environ: fake_time.clock)
    title = "Cells for the injured spinal cord"
    registers.give("/crossref/works/10.5555/sound", shapes["crossref"](title))
    registers.give("/crossref/works/10.5555/gone", shapes["crossref"](title, **NOTICE))
    registers.give("/crossref/works/10.5555/other", shapes["crossref"]("Nerves of \x1b[2J\nrats in the dark", **NOTICE))
    registers.give("/crossref/works/10.5555/known", shapes["crossref"](title))
    study = shapes["trial"]("NCT00000001", "Cells", status={"overallStatus": "TERMINATED"})
    registers.give("/trials/studies/NCT00000001", study)
    return registers


def test_find_identifiers(make_record):
    """Of an article one identifier is asked about, and a registration where nothing else was read."""
    article = make_record(doi="10.5555/a", pmid="10000001", registry=["NCT00000001"], status="published")
    stopped = make_record(pmcid="PMC1000001", registry=["NCT00000001", "ISRCTN1"], status="terminated")
    registered = make_record(registry=["NCT00000001"], status="published")

    assert [list(find_identifiers(record)) for record in (article, stopped, registered)] == [
        [("doi", "10.5555/a")],
        [("pmcid", "PMC1000001"), ("nct", "NCT00000001")],
        [("nct", "NCT00000001")],
    ]


def test_recheck(client, filled, records):
    """A retraction and a new date are proposed; of another title, a stopped trial or silence one is told."""
    result = recheck(records, client)
    changes = [(change.record, change.field, change.old, change.new) for change in result.changes]

    assert (result.asked, changes) == (
        6,
        [
            ("sound", "status_checked_on", None, DAY),
            ("retracted-since", "status", "published", "retracted"),
            ("retracted-since", "status_checked_on", None, DAY),
            ("stopped", "status", "registered", "terminated"),
            ("known", "status_checked_on", None, DAY),
        ],
    )
    assert result.changes[1].source == f"Crossref, doi 10.5555/gone, asked on {DAY}, retracted 2021-03-04"
    assert [(remark.record, remark.text.partition(": ")[2]) for remark in result.remarks] == [
        (
            "another-work",
            "title: our file has 'Cells for the injured spinal cord', it has 'Nerves of \\x1b[2J rats in the dark'",
        ),
        ("stopped", "terminated"),
        ("known", "gives no retraction, our file does"),
    ]
    assert [(remark.record, remark.text.partition(": ")[0]) for remark in result.unchecked] == [
        ("no-answer", "Europe PMC, pmid 10000008")
    ]


@pytest.mark.parametrize(
    "status, kind, expected",
    [
        ("published", "retraction", "retracted"),
        ("corrected", "retraction", "retracted"),
        (None, "expression_of_concern", "expression-of-concern"),
        ("published", "correction", "corrected"),
        ("published", "partial_retraction", "corrected"),
        ("retracted", "correction", None),
        ("expression-of-concern", "correction", None),
        ("published", "withdrawal", None),
        ("in-force", "retraction", None),
        ("retracted", "retraction", None),
    ],
)
def test_status_only_becomes_graver(client, registers, shapes, make_record, status, kind, expected):
    """A notice makes a status graver, and never less grave by itself."""
    registers.give("/crossref/works/10.5555/one", shapes["crossref"]("Cells", **{"updated-by": [{"type": kind}]}))
    result = recheck([make_record(doi="10.5555/one", status=status)], client)

    assert [c.new for c in result.changes if c.field == "status"] == ([expected] if expected else [])


def test_diff_applies(run, filled, records, tmp_path):
    """The diff changes the proposed fields and nothing else; the file itself stays as it is until it is applied."""
    file = tmp_path / "own.jsonl"
    write_rows(file, records)
    before = file.read_bytes()
    services = [argument for pair in filled.services for argument in ("--service", pair)]
    done = run("evidence", "recheck", str(file), "--online", *services, "--out", str(tmp_path / "changes.diff"))
    diff = (tmp_path / "changes.diff").read_text(encoding="utf-8")

    assert (done.exit_code, file.read_bytes()) == (0, before)
    assert done.stderr.splitlines() == [
        "claimcheck: recheck: 6 records asked about; 2 with another status, 3 with a new date of checking, 3 remarks, "
        "1 unchecked in part or whole"
    ]
    assert [line for line in diff.splitlines() if line.startswith("# ch")] == [
        f"# change retracted-since: status: published -> retracted (Crossref, doi 10.5555/gone, asked on {DAY}, "
        "retracted 2021-03-04)",
        f"# change stopped: status: registered -> terminated (ClinicalTrials.gov, nct NCT00000001, asked on {DAY})",
    ]
    assert "\x1b" not in diff
    if shutil.which("git"):
        flat = diff.replace(file.as_posix(), "own.jsonl")
        (tmp_path / "changes.diff").write_text(flat, encoding="utf-8")
        subprocess.run(
            ["git", "apply", "--unidiff-zero", "changes.diff"], cwd=tmp_path, check=True, capture_output=True
        )
        expected = [json.loads(line) for line in before.decode().split("\n")[:-1]]
        for number in (0, 1, 6):
            expected[number]["status_checked_on"] = DAY
        expected[1]["status"], expected[4]["status"] = "retracted", "terminated"
        assert [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")[:-1]] == expected


def test_jsonl(run, filled, records, tmp_path):
    """The name of the output asks for JSON lines, which hold the same."""
    file = tmp_path / "own.jsonl"
    write_rows(file, records)
    services = [argument for pair in filled.services for argument in ("--service", pair)]
    run("evidence", "recheck", str(file), "--online", *services, "-o", str(tmp_path / "changes.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text().splitlines()]

    assert [(line["type"], line["record"]) for line in lines] == [
        ("change", "sound"),
        ("change", "retracted-since"),
        ("change", "retracted-since"),
        ("change", "stopped"),
        ("change", "known"),
        ("remark", "another-work"),
        ("remark", "stopped"),
        ("remark", "known"),
        ("unchecked", "no-answer"),
    ]


def test_bundled_rows_can_be_changed():
    """Every row of the bundled file is laid out so that its status can be replaced."""
    text = (data_dir() / "evidence.jsonl").read_text(encoding="utf-8")
    ids = [json.loads(line)["id"] for line in text.splitlines()]
    changes = [Change(name, "status_checked_on", None, DAY, "") for name in ids]
    changes += [Change(name, "status", None, "retracted", "") for name in ids]
    diff = write_diff(text, "data/evidence.jsonl", Recheck(len(ids), tuple(changes), (), ()))
    new = [json.loads(line[1:]) for line in diff.splitlines() if line.startswith("+{")]

    assert new == [{**json.loads(line), "status": "retracted", "status_checked_on": DAY} for line in text.splitlines()]


def test_row_that_cannot_be_changed():
    """A row without the field is an error that says where, not a diff that lacks it."""
    result = Recheck(1, (Change("x", "status", None, "retracted", ""),), (), ())
    with pytest.raises(DataError, match=r"own\.jsonl:1: status: cannot be replaced in this row"):
        write_diff('{"id":"x"}\n', "own.jsonl", result)


def test_file_without_a_last_line_end():
    """A diff of a file whose last line does not end says so, as git wants it."""
    result = Recheck(1, (Change("x", "status", None, "retracted", ""),), (), ())
    diff = write_diff('{"id":"x","status":null}', "own.jsonl", result)

    assert diff.splitlines()[3:] == [
        "--- a/own.jsonl",
        "+++ b/own.jsonl",
        "@@ -1 +1 @@",
        '-{"id":"x","status":null}',
        "\\ No newline at end of file",
        '+{"id":"x","status":"retracted"}',
        "\\ No newline at end of file",
    ]


def test_without_online(run):
    """Nothing is asked unless --online is given."""
    done = run("evidence", "recheck")

    assert (done.exit_code, "is needed, since records are looked up in public registers" in done.stderr) == (2, True)


def test_broken_file(run, tmp_path):
    """A file with a fault is refused before anybody is asked."""
    (tmp_path / "own.jsonl").write_text('{"id": "x"}\n')
    done = run("evidence", "recheck", str(tmp_path / "own.jsonl"), "--online")

    assert (done.exit_code, "own.jsonl:1" in done.stderr) == (3, True)
