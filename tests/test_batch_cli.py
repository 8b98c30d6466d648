"""Batch from outside: results, resuming after a kill, and what goes wrong."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimcheck.batch_cli import NOT_ADVICE

# The command line, with results put on the disk at once, and documents that may take their process along.
PATCHED = """
import os, signal, sys, time
from claimcheck import check, cli
from claimcheck.batch import journal
journal._EVERY = 0.0
sound = check.check_document
def check_document(document, **options):
    time.sleep(float(os.environ.get("SLOW", "0")))
    if "KILL" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return sound(document, **options)
check.check_document = check_document
sys.argv[0] = "claimcheck"
cli.main()
"""
COUNT = 60


def start(*args, slow=0.0, **options):
    """Start the command line."""
    command = [sys.executable, "-c", PATCHED, "batch", *map(str, args)]
    environment = {**os.environ, "SLOW": str(slow)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def run(*args, **options):
    """Run the command line to its end; return its status, stdout and stderr."""
    process = start(*args, **options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def wait_for(path, lines):
    """Wait until a file has so many lines."""
    until = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < lines:
        assert time.monotonic() < until, f"{path} never had {lines} lines"
        time.sleep(0.01)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with pages of two sites."""
    monkeypatch.chdir(tmp_path)
    for number in range(COUNT):
        page = tmp_path / "pages" / f"clinic-{number % 2}" / f"{number:03}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"Stem cells helped {number} of 100 patients walk again.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def whole(folder):
    """The results of a run that nothing disturbed."""
    assert run("pages", "-o", "whole.jsonl")[0] == 0
    return (folder / "whole.jsonl").read_bytes()


def left(folder):
    """Return the names of hidden files."""
    return sorted(path.name for path in folder.glob(".*"))


def test_results_and_summary(folder):
    """Each document has a line with its report, in order; stdout has a line for each site."""
    status, out, err = run("pages", "-o", "out.jsonl", "--workers", "2")
    results = [json.loads(line) for line in (folder / "out.jsonl").read_bytes().splitlines()]

    assert (status, err, left(folder)) == (0, f"{NOT_ADVICE}\n", [])
    assert [result["document"] for result in results] == sorted(map(str, Path("pages").rglob("*.txt")))
    assert [list(result) for result in results] == [["document", "site", "sha256", "report"]] * COUNT
    assert {result["report"]["source"]["sha256"] == result["sha256"] for result in results} == {True}
    assert [line.split("\t")[:3] for line in out.splitlines()] == [
        ["site", "documents", "failed"],
        ["clinic-0", "30", "0"],
        ["clinic-1", "30", "0"],
        ["all sites", "60", "0"],
    ]


def test_failures(folder):
    """What cannot be checked is listed with its reason, has a line in its place, and ends the run with 3."""
    (folder / "pages" / "a").write_bytes(b"{\\rtf1 Stem cells.}")
    (folder / "pages" / "b[bold]\x1b[2J").write_bytes(b" ")
    (folder / "pages" / "c").write_text("KILL")
    status, out, err = run("pages", "gone.txt", "-o", "out.jsonl", "-q")
    results = [json.loads(line) for line in (folder / "out.jsonl").read_bytes().splitlines()]

    assert (status, out.splitlines()[-1].split("\t")[:3]) == (3, ["all sites", "64", "4"])
    assert err == (
        "claimcheck: pages/a: is an RTF file; save it as .docx or PDF\n"
        "claimcheck: pages/b[bold]\\x1b[2J: holds no text\n"
        "claimcheck: pages/c: ended the process that checked it (SIGKILL)\n"
        "claimcheck: gone.txt: no such file\n"
    )
    assert results[-1] == {
        "document": "gone.txt",
        "site": folder.name,
        "error": {"type": "InputError", "message": "no such file", "input": "gone.txt"},
    }


def test_kill_and_resume(folder, whole):
    """After kill -9, and a last line torn by it, the same command gives the results of a run left alone."""
    process = start("pages", "-o", "out.jsonl", "--workers", "2", slow=0.05)
    wait_for(folder / ".out.jsonl.journal", 12)
    process.kill()
    process.communicate()
    assert not (folder / "out.jsonl").exists()
    with (folder / ".out.jsonl.journal").open("ab") as journal, (folder / ".out.jsonl.part").open("ab") as part:
        journal.write(b'{"document": "pa')
        part.write(b'{"document": "pages/torn')
    status, out, err = run("pages", "-o", "out.jsonl", "--workers", "1")

    assert (status, (folder / "out.jsonl").read_bytes() == whole, left(folder)) == (0, True, [])
    assert err.startswith("claimcheck: going on after 1") and out.splitlines()[-1].startswith(f"all sites\t{COUNT}\t0")


def test_workers_do_not_outlive_a_kill(folder):
    """When the asking process is killed, its workers end by themselves."""
    process = start("pages", "-o", "out.jsonl", "--workers", "2", slow=0.05, start_new_session=True)
    wait_for(folder / ".out.jsonl.journal", 5)
    process.kill()
    process.communicate(timeout=30)  # ends when nobody holds its stdout any more

    assert process.returncode == -signal.SIGKILL


def test_interrupt_and_resume(folder, whole, as_heeded):
    """Ctrl-C ends a run cleanly, and the same command goes on."""
    process = start("pages", "-o", "out.parquet", slow=0.05, start_new_session=True, **as_heeded)
    wait_for(folder / ".out.parquet.journal", 12)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err.startswith("claimcheck: stopped after ") and err.endswith("the same command goes on from there\n")
    assert run("pages", "-o", "out.parquet")[0] == 0
    from pyarrow.parquet import read_table

    rows = read_table(folder / "out.parquet").to_pylist()

    assert left(folder) == []
    assert [(row["document"], json.loads(row["report"])) for row in rows] == [
        (result["document"], result["report"]) for result in map(json.loads, whole.splitlines())
    ]


@pytest.mark.parametrize(
    "change, sentence",
    [
        ("rename", "document 1 was 'pages/clinic-0/000.txt' and is 'pages/clinic-0/002.txt' now"),
        ("edit", "'pages/clinic-0/000.txt' has changed"),
    ],
)
def test_changed_inputs(folder, change, sentence):
    """A run is not gone on with over other documents, unless it is begun anew."""
    process = start("pages", "-o", "out.jsonl", slow=0.05)
    wait_for(folder / ".out.jsonl.journal", 3)
    process.kill()
    process.communicate()
    first = folder / "pages" / "clinic-0" / "000.txt"
    first.rename(folder / "pages" / "zzz.txt") if change == "rename" else first.write_text("Stem cells fail.")
    refused = run("pages", "-o", "out.jsonl")

    assert refused == (
        3,
        "",
        f"claimcheck: the inputs are not those of the unfinished run: {sentence}; --restart begins anew\n",
    )
    assert run("pages", "-o", "out.jsonl", "--restart", "-q")[0] == 0


def test_other_settings_and_two_at_once(folder):
    """An unfinished run is not mixed with other fields, nor written by two processes."""
    process = start("pages", "-o", "out.jsonl", slow=0.5)
    wait_for(folder / ".out.jsonl.journal", 3)
    second = run("pages", "-o", "out.jsonl")
    process.kill()
    process.communicate()
    other = run("pages", "-o", "out.jsonl", "--text-field", "body")

    assert second == (3, "", "claimcheck: out.jsonl: another process is writing it\n")
    assert other == (
        3,
        "",
        "claimcheck: out.jsonl: an unfinished run with other evidence, fields, languages or version stands in the way; "
        "--restart discards it\n",
    )


@pytest.mark.usefixtures("unmeasured")
def test_full_disk(folder, whole):
    """A disk that fills up ends the run with a sentence; with room again, the same command goes on."""
    limit = len(whole) // 2
    status, out, err = run(
        "pages", "-o", "out.jsonl", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    )

    assert (status, out, err) == (3, "", "claimcheck: out.jsonl: cannot be written (File too large)\n")
    assert run("pages", "-o", "out.jsonl")[0] == 0
    assert (folder / "out.jsonl").read_bytes() == whole


@pytest.mark.parametrize(
    "target, reason",
    [
        ("/dev/full", "cannot be written (No space left on device)"),
        ("nowhere/out.jsonl", "cannot be written (No such file or directory)"),
        ("pages", "is not a file"),
    ],
)
def test_target_that_cannot_be_written(folder, target, reason):
    """A place that takes no results is told in one sentence."""
    assert run("pages", "-o", target) == (3, "", f"claimcheck: {target}: {reason}\n")


def test_nothing_found(folder):
    """An input without documents is an error, not a success."""
    (folder / "empty").mkdir()

    assert run("empty", "-o", "out.jsonl") == (3, "", "claimcheck: empty: no document is there\n")


@pytest.mark.parametrize("args", [["-", "-o", "x"], ["pages"], ["pages", "-o", "x", "--address", "auto"]], ids=str)
def test_usage(folder, args):
    """A pipe, no place for results, and an address without Ray are usage errors."""
    status, out, err = run(*args)

    assert (status, out) == (2, "")
    assert "Error: " in err


@pytest.mark.usefixtures("unmeasured")
def test_help_is_light():
    """--help and a single check load nothing that only batch needs."""
    code = (
        "import sys; from claimcheck import cli\n"
        "try: cli.app(['batch', '--help'])\n"
        "except SystemExit: print(sorted({'ray', 'pyarrow', 'multiprocessing', 'rich', 'spacy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_bar_on_a_terminal(folder):
    """On a terminal, stderr has a bar with the number done, the rate and the failures."""
    pty = pytest.importorskip("pty")
    near, far = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PATCHED, "batch", "pages", "-o", "out.jsonl"],
        env={**os.environ, "SLOW": "0.01", "COLUMNS": "100", "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=far,
    )
    os.close(far)
    seen = b""
    try:
        while chunk := os.read(near, 65536):
            seen += chunk
    except OSError:  # the other side is closed
        pass
    process.communicate(timeout=60)

    assert process.returncode == 0
    assert b"/60" in seen and b"/s" in seen and b"left, 0 failed" in seen
