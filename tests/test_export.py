"""Where reports go: the format of a file's name, folders, and dates."""

import json
from pathlib import Path

import pytest

from claimcheck import export
from claimcheck.errors import UnknownNameError


@pytest.fixture
def pages(tmp_path):
    """Two pages of one name in two folders."""
    paths = [tmp_path / "a" / "page.txt", tmp_path / "b" / "page.txt"]
    for path in paths:
        path.parent.mkdir()
        path.write_text("Stem cells cure everything.")
    return [str(path) for path in paths]


@pytest.mark.parametrize(
    "flag, target, folder, terminal, expected",
    [
        (None, None, False, True, "table"),
        (None, None, False, False, "plain"),
        (None, "-", False, False, "plain"),
        (None, "x.html", False, False, "html"),
        (None, "x.HTM", False, False, "html"),
        (None, "x.md", False, False, "markdown"),
        (None, "x.csv", False, False, "csv"),
        (None, "x.json", False, False, "json"),
        (None, "x.jsonl", False, False, "jsonl"),
        (None, "x.jsonld", False, False, "claimreview"),
        (None, "x.txt", False, False, "plain"),
        (None, "x", False, False, "plain"),
        (None, "folder", True, False, "html"),
        ("csv", "x.html", False, False, "csv"),
        ("csv", "folder", True, False, "csv"),
    ],
)
def test_choose_format(flag, target, folder, terminal, expected):
    """The flag decides, then the file's name, then whether it is a terminal."""
    path = Path(target) if target else None

    assert export.choose_format(flag, path, folder=folder, terminal=terminal) == expected


@pytest.mark.parametrize(
    "flag, form, environ, to_file, expected",
    [
        ("2026-03-01", "json", {}, False, "2026-03-01"),
        ("2026-03-01T09:00:00Z", "html", {"SOURCE_DATE_EPOCH": "0"}, True, "2026-03-01T09:00:00Z"),
        (None, "json", {"SOURCE_DATE_EPOCH": "0"}, False, ""),
        (None, "jsonl", {"SOURCE_DATE_EPOCH": "0"}, False, ""),
        (None, "json", {"SOURCE_DATE_EPOCH": "0"}, True, "1970-01-01T00:00:00Z"),
        (None, "jsonl", {"SOURCE_DATE_EPOCH": "0"}, True, "1970-01-01T00:00:00Z"),
        (None, "plain", {"SOURCE_DATE_EPOCH": "0"}, False, ""),
        (None, "plain", {"SOURCE_DATE_EPOCH": "0"}, True, "1970-01-01T00:00:00Z"),
        (None, "html", {"SOURCE_DATE_EPOCH": "1772355600"}, False, "2026-03-01T09:00:00Z"),
    ],
)
def test_choose_date(flag, form, environ, to_file, expected):
    """A date given goes before SOURCE_DATE_EPOCH; JSON and text on stdout carry none unasked."""
    assert export.choose_date(flag, form, environ, to_file=to_file) == expected


@pytest.mark.parametrize("flag, epoch", [("yesterday", ""), ("2026-13-01", ""), ("2026-1-1", ""), (None, "soon")])
def test_a_date_that_is_none(flag, epoch):
    """What is no date is refused."""
    with pytest.raises(UnknownNameError, match="is not a"):
        export.choose_date(flag, "html", {"SOURCE_DATE_EPOCH": epoch}, to_file=True)


@pytest.mark.parametrize(
    "name", ["report.html", "report.md", "report.csv", "report.jsonld", "report.json", "report.jsonl"]
)
def test_same_text_gives_the_same_bytes(core, run, pages, tmp_path, monkeypatch, name):
    """With SOURCE_DATE_EPOCH every format is the same each time; several inputs go into one file."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772355600")
    target = tmp_path / name
    written = []
    for _ in range(2):
        assert run("-q", *pages, "-o", str(target)).exit_code == 0
        written.append(target.read_bytes())

    assert written[0] == written[1]
    assert written[0].count(b"0123456789abcdef") >= 2


def test_folder(core, run, pages, tmp_path):
    """Into a folder goes a report for each input, under names that do not clash; one that fails leaves none."""
    target = tmp_path / "out"
    result = run("-q", *pages, "none.txt", "-o", f"{target}/")

    assert result.exit_code == 3
    assert sorted(path.name for path in target.iterdir()) == ["page-2.html", "page.html"]
    assert (target / "page.html").read_text(encoding="utf-8").count('<article class="report"') == 1


def test_folder_that_cannot_be_made(core, run, pages):
    """A folder below a file is an error in a sentence."""
    result = run("-q", pages[0], "-o", f"{pages[1]}/out/")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"claimcheck: {pages[1]}/out: cannot be made (Not a directory)\n"


def test_folder_of_another_format(core, run, pages, tmp_path):
    """--format says what is written into a folder that stands there."""
    assert run("-q", pages[0], "-o", str(tmp_path), "--format", "json").exit_code == 0
    assert json.loads((tmp_path / "page.json").read_text(encoding="utf-8"))["schema_version"] == "1"


@pytest.mark.parametrize(
    "source, expected",
    [
        ("page.txt", "page.html"),
        ("../../etc/passwd", "passwd.html"),
        ("https://clinic.example/a/?b=<c>", "b-c.html"),
        ("...", "report.html"),
        ("standard input", "standard-input.html"),
        ("x" * 300, "x" * 100 + ".html"),
    ],
)
def test_name_file(source, expected):
    """A report's file name holds nothing of the source's that could lead elsewhere."""
    assert export.name_file(source, ".html", set()) == expected


@pytest.mark.parametrize(
    "command, args, document",
    [
        ("check", ["--format", "json"], {}),
        ("check", ["-o", "x.json"], {}),
        ("check", ["--format", "jsonl"], {"type": "error"}),
        ("check", ["-o", "x.ndjson"], {"type": "error"}),
        ("check", ["--format", "html", "-o", "x.json"], None),
        ("check", ["-o", "x.html"], None),
        ("check", [], None),
        ("compare", ["--format", "json"], {}),
        ("compare", ["-o", "x.json"], {}),
        ("compare", [], None),
    ],
    ids=str,
)
def test_failure_in_the_form_that_was_asked_for(core, run, pages, tmp_path, monkeypatch, command, args, document):
    """A run that fails says so on stdout as JSON where a flag or the file's name asks for it; no file is written."""
    monkeypatch.chdir(tmp_path)
    result = run(command, *pages, *args, "--evidence", "none.jsonl")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    message = "none.jsonl: cannot be read (No such file or directory)"
    error = {"type": "DataError", "message": message, "input": None}

    assert result.exit_code == 3
    assert message in result.stderr
    assert told == ([] if document is None else [{**document, "error": error}])
    assert not list(tmp_path.glob("x.*"))


def test_format_that_is_not_written(run, tmp_path):
    """A name that asks for what cannot be written says what to do instead."""
    result = run("-", "-o", str(tmp_path / "report.pdf"), stdin=b"Cells cure.")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "write .html, and print it to PDF from a browser" in result.stderr
