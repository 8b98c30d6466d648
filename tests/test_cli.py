"""The command line, from outside."""

import json
import os
import stat
import subprocess
import sys

import pytest

from claimcheck import __version__, check_cli, output
from claimcheck.errors import DataError

HEAVY = ["numpy", "rapidfuzz", "rich", "spacy", "thinc"]


def test_check_prints_the_report(core, run, page):
    """The report goes to stdout, and what it is not to stderr."""
    result = run(page)

    assert result.exit_code == 0
    assert result.stdout.startswith(f"{page} · 4 words · 3 claims\n2 claims of benefit: ")
    assert result.stderr == f"{check_cli.NOT_ADVICE}\n"
    assert run("check", page).stdout == result.stdout


def test_quiet_keeps_report_and_status(core, run, page):
    """-q silences remarks; the report and the exit status stay."""
    result = run("-q", page, "--fail-on", "overstated")

    assert (result.exit_code, result.stderr) == (1, "")
    assert "OVERSTATED" in result.stdout


@pytest.mark.parametrize(
    "verdict, status", [("contradicted", 0), ("misquoted", 0), ("overstated", 1), ("supported", 1)]
)
def test_fail_on(core, run, page, verdict, status):
    """The status is 1 when some verdict is this bad or worse."""
    assert run(page, "--fail-on", verdict).exit_code == status


@pytest.mark.parametrize(
    "args", [["--nonsense"], ["--fail-on", "false"], ["--format", "yaml"], ["--color", "red"]], ids=str
)
def test_usage(run, args):
    """What the command does not know is a usage error, told on stderr."""
    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


@pytest.mark.parametrize("args", [[], ["-"]], ids=str)
@pytest.mark.parametrize(
    "data, text",
    [
        (b"Cells cure.", "Cells cure."),
        (b"one\r\ntwo\0three \xff", "one\r\ntwo\0three ÿ"),
        ("é".encode("utf-16"), "é"),
    ],
)
def test_stdin(core, run, args, data, text):
    """A pipe is read as it is, in whatever encoding."""
    result = run(*args, "--format", "json", "-q", stdin=data)

    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes)["source"]["text"] == text
    assert [document.name for document in core] == ["standard input"]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty_input(run, data):
    """An empty input is an error, and looks unlike a page without claims."""
    result = run(stdin=data)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "claimcheck: standard input: holds no text\n"


def test_several_inputs(core, run, page, tmp_path):
    """An input that fails does not stop the others; its status wins over --fail-on."""
    result = run(page, str(tmp_path / "none.txt"), page, "--format", "json", "--fail-on", "supported")
    document = json.loads(result.stdout)

    assert result.exit_code == 3
    assert [next(iter(one)) for one in document["reports"]] == ["schema_version", "error", "schema_version"]
    assert document["summary"]["inputs"] == 3
    assert "none.txt: no such file\n" in result.stderr


def test_json_is_one_document_whatever_fails(run, tmp_path):
    """Even when nothing could be read, stdout is one JSON document."""
    result = run(str(tmp_path), "--format", "json")

    assert result.exit_code == 3
    assert json.loads(result.stdout) == {
        "error": {
            "type": "InputError",
            "message": "is a directory; give the files in it",
            "input": str(tmp_path),
        }
    }


def test_faulty_evidence(core, run, page, tmp_path):
    """A fault in a data file is told with its place."""
    path = tmp_path / "mine.jsonl"
    path.write_text("{}\n")
    result = run(page, "--evidence", str(path))

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"claimcheck: {path}:1: ")


@pytest.mark.parametrize(
    "raised, status, message",
    [
        (KeyboardInterrupt(), 130, ""),
        (DataError("x.jsonl", 3, "n", "a number"), 3, "claimcheck: x.jsonl:3: n: a number\n"),
        (
            RuntimeError("boom"),
            4,
            "claimcheck: internal error: RuntimeError: boom (CLAIMCHECK_DEBUG=1 shows where)\n",
        ),
    ],
    ids=str,
)
def test_failures(monkeypatch, core, run, page, raised, status, message):
    """Whatever happens is one sentence and a status."""
    monkeypatch.setattr(sys.modules["claimcheck.check"], "check_document", fail_with(raised))
    result = run(page)

    assert (result.exit_code, result.stdout, result.stderr) == (status, "", message)


def test_internal_error_in_json(monkeypatch, core, run, page):
    """A script gets a JSON document also when the tool itself fails, and a traceback when it asks."""
    monkeypatch.setattr(sys.modules["claimcheck.check"], "check_document", fail_with(RuntimeError("boom")))
    monkeypatch.setenv("CLAIMCHECK_DEBUG", "1")
    result = run(page, "--format", "json")

    assert json.loads(result.stdout)["error"]["type"] == "RuntimeError"
    assert "Traceback" in result.stderr


def fail_with(raised):
    """Return a stage that raises."""

    def check_document(document, *, evidence):
        raise raised

    return check_document


def test_output_file(core, run, page, tmp_path):
    """-o writes what stdout would show, plain, uncoloured and dated, and nothing to stdout."""
    target = tmp_path / "report.txt"
    result = run(page, "-o", str(target), "--date", "2026-03-01")
    dated = f"Checked on 1 March 2026 with claimcheck {__version__}.\n"

    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == run(page).stdout + dated
    assert sorted(os.listdir(tmp_path)) == ["page.txt", "report.txt"]


def test_output_file_that_cannot_be_written(core, run, page, tmp_path):
    """A report that cannot be written is an error."""
    result = run(page, "-o", str(tmp_path / "no" / "report.txt"))

    assert result.exit_code == 3
    assert result.stderr.endswith("report.txt: cannot be written (No such file or directory)\n")


def test_write_file_is_all_or_nothing(monkeypatch, tmp_path):
    """When writing fails, what stood there before still stands, and no scrap is left."""
    target = tmp_path / "report.txt"
    target.write_text("before")
    target.chmod(0o640)

    def fail(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        with pytest.raises(OSError):
            output.write_file(target, "after")

    assert (target.read_text(), os.listdir(tmp_path)) == ("before", ["report.txt"])

    output.write_file(target, "after \ud800")

    assert target.read_text() == "after \\ud800"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "flag, environ, terminal, expected",
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
    ],
)
def test_wants_color(flag, environ, terminal, expected):
    """The flag decides, then FORCE_COLOR, then NO_COLOR, then the terminal."""
    assert output.wants_color(flag, environ, terminal=terminal) is expected


def test_format_and_color(core, run, page):
    """Without a terminal the report is plain; a table can be asked for, and its colours."""
    assert run(page).stdout == run(page, "--color", "always").stdout
    assert "\x1b[" not in run(page, "--format", "table").stdout
    assert "\x1b[" in run(page, "--format", "table", "--color", "always").stdout
    assert "Rule: wording-beyond-design\n" in run(page, "--explain").stdout


def test_schema(run):
    """The schema is printed as one JSON document."""
    result = run("schema")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_file_named_like_a_command(core, run, tmp_path, monkeypatch):
    """A file called schema is given as ./schema."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema").write_text("Cells cure.")

    assert run("./schema", "-q").exit_code == 0
    assert [document.name for document in core] == ["./schema"]


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["--version"], ["schema", "--help"]], ids=str)
def test_help_is_light(args):
    """Help and version load nothing heavy."""
    code = (
        "import sys; from claimcheck.cli import main; sys.argv = ['claimcheck', *sys.argv[1:]]\n"
        "try: main()\n"
        f"finally: print('LOADED', sorted(set({HEAVY}) & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)

    assert shown.stdout.endswith("LOADED []\n")


def start(*args, **options):
    """Start the command line in a process of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "claimcheck", *args], **{**pipes, **options})


def test_closed_pipe_is_quiet():
    """When the reader of stdout has gone away, nothing is said."""
    reader, writer = os.pipe()
    os.close(reader)
    with start("schema", stdout=writer) as process:
        os.close(writer)
        _, stderr = process.communicate()

    assert (process.returncode, stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_character_prints(encoding, tmp_path):
    """Output never fails on a character that the locale lacks; the sentence on stderr neither."""
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    with start("нет.txt", env=environ, cwd=tmp_path) as process:
        stdout, stderr = process.communicate()

    assert (process.returncode, stdout) == (3, b"")
    assert stderr.decode(encoding) in (
        "claimcheck: нет.txt: no such file\n",
        "claimcheck: \\u043d\\u0435\\u0442.txt: no such file\n",
    )
