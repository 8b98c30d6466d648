"""The command line on real terminals, pipes and full disks, each run in a process of its own."""

import os
import re
import select
import signal
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty", reason="this system has no such terminals")

# The command line with a judged page in place of the slow stages between reading and rendering.
STUB = f"""
import sys, types
from dataclasses import replace
sys.path.insert(0, {os.path.dirname(__file__)!r})
from conftest import build_report
from claimcheck.cli import main
stub = types.ModuleType("claimcheck.check")
stub.check_document = lambda document, *, evidence: replace(build_report(), document=document)
sys.modules["claimcheck.check"] = stub
main()
"""
COMMAND = [sys.executable, "-c", STUB]
TEXT = "Stem cells cure paralysis after spinal cord injury. " + "In 82% of patients feeling came back. " * 3
ESCAPE = re.compile(r"\x1b[\[\]][^m\\]*[m\\]")


@pytest.fixture
def environ():
    """The environment without what decides on colour, width, paging or options."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES", "PAGER", "LESS")
    kept = {name: value for name, value in os.environ.items() if name not in dropped and "CLAIMCHECK" not in name}
    return {**kept, "TERM": "xterm-256color"}


@pytest.fixture
def page(tmp_path):
    """A file with a short text."""
    path = tmp_path / "page.txt"
    path.write_text(TEXT)
    return str(path)


def run_on_terminal(*args, env, stdin_too=False, keys=b""):
    """Run on a terminal of 24 lines; return the exit status and what appeared on it."""
    leader, follower = pty.openpty()
    stdin = follower if stdin_too else subprocess.DEVNULL
    process = subprocess.Popen([*COMMAND, *args], stdin=stdin, stdout=follower, stderr=subprocess.PIPE, env=env)
    os.close(follower)
    shown = bytearray()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([leader], [], [], 0.2)[0]:
            try:
                chunk = os.read(leader, 65536)
            except OSError:  # the terminal was closed at the other end
                break
            if not chunk:
                break
            shown += chunk
            if keys:
                os.write(leader, keys)
                keys = b""
    _, stderr = process.communicate(timeout=30)
    os.close(leader)
    return process.returncode, shown.decode().replace("\r\n", "\n"), stderr.decode()


@pytest.mark.parametrize(
    "variables, colored",
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_color_on_a_terminal(environ, page, variables, colored):
    """A terminal gets the table, in colour unless the environment says otherwise, and the words are the same."""
    status, shown, stderr = run_on_terminal("-q", page, env={**environ, **variables})

    assert (status, stderr) == (0, "")
    assert bool(ESCAPE.search(shown)) is colored
    assert "OVERSTATED" in ESCAPE.sub("", shown)


@pytest.mark.parametrize("columns, widest", [("80", 80), ("160", 160), ("300", 160), ("20", 40), ("many", 80)])
def test_columns(environ, page, columns, widest):
    """COLUMNS is kept to, within what can be read."""
    _, shown, _ = run_on_terminal("-q", page, env={**environ, "COLUMNS": columns, "NO_COLOR": "1"})

    assert max(map(len, shown.splitlines())) == widest


def test_pipe_gets_plain_text(environ, page):
    """Into a pipe goes plain text without colour, unless colour is forced on a table."""
    plain = subprocess.run([*COMMAND, "-q", page], env=environ, capture_output=True, check=True).stdout
    forced = {**environ, "FORCE_COLOR": "1"}
    table = subprocess.run([*COMMAND, "-q", "--format", "table", page], env=forced, capture_output=True, check=True)

    assert (plain.count(b"\x1b"), b"\n1. " in plain) == (0, True)
    assert table.stdout.count(b"\x1b") > 0


def test_head(environ, page):
    """When ``head`` has read enough, nothing is said and the status is that of the check."""
    with subprocess.Popen(
        [*COMMAND, "-q", "--format", "html", *[page] * 9],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        first = process.stdout.readline()
        process.stdout.close()
        stderr = process.stderr.read()

    assert (first, process.wait(), stderr) == (b"<!doctype html>\n", 0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["table", "json", "html"])
def test_full_disk(environ, page, form):
    """A full disk is told in one sentence, with the status of what cannot be written."""
    with open("/dev/full", "wb") as full:
        run = subprocess.run([*COMMAND, "-q", "--format", form, page], env=environ, stdout=full, stderr=subprocess.PIPE)

    assert run.returncode == 3
    assert run.stderr == b"claimcheck: standard output: cannot be written (No space left on device)\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_full_disk_for_a_file(environ, page):
    """The same for a file."""
    run = subprocess.run([*COMMAND, "-q", "-o", "/dev/full", page], env=environ, capture_output=True)

    assert (run.returncode, run.stdout) == (3, b"")
    assert run.stderr == b"claimcheck: /dev/full: cannot be written (No space left on device)\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("args", [["--help"], ["--version"], ["--show-config"], ["compare", "-h"], ["schema"]], ids=str)
def test_full_disk_for_what_is_no_report(environ, args):
    """Help, the version and the options end in the same way."""
    with open("/dev/full", "wb") as full:
        run = subprocess.run([*COMMAND, *args], env=environ, stdout=full, stderr=subprocess.PIPE)

    assert run.returncode == 3
    assert run.stderr == b"claimcheck: standard output: cannot be written (No space left on device)\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_messages_that_cannot_be_written(environ, page):
    """Where stderr is full the report and the status are as ever."""
    usual = subprocess.run([*COMMAND, page], env=environ, capture_output=True)
    with open("/dev/full", "wb") as full:
        run = subprocess.run([*COMMAND, page], env=environ, stdout=subprocess.PIPE, stderr=full)

    assert (run.returncode, run.stdout) == (0, usual.stdout)


@pytest.mark.parametrize(
    "closed, args, status, stderr",
    [
        (">&-", ["-q", "PAGE"], 3, "claimcheck: standard output: cannot be written (Bad file descriptor)\n"),
        (">&-", ["-q", "PAGE", "-o", "report.html"], 0, ""),
        (">&-", ["--version"], 3, "claimcheck: standard output: cannot be written (Bad file descriptor)\n"),
        ("<&-", ["-q", "-"], 3, "claimcheck: standard input: holds no text\n"),
        ("2>&-", ["-q", "none.txt"], 3, ""),
    ],
)
def test_closed_stream(environ, page, tmp_path, closed, args, status, stderr):
    """A standard stream that is closed is one that cannot be written, or holds nothing."""
    command = [*COMMAND, *(page if arg == "PAGE" else arg for arg in args)]
    run = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command], cwd=tmp_path, env=environ, capture_output=True, text=True
    )

    assert (run.returncode, run.stderr) == (status, stderr)


def test_head_of_the_help(environ):
    """Help that nobody reads to its end says nothing either."""
    with subprocess.Popen([*COMMAND, "--help"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        stderr = process.stderr.read()

    assert stderr == b""


def test_interrupt(environ, as_heeded):
    """An interrupt ends the run at once, without a word of the inside, with status 130."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        COMMAND,
        env=environ,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **as_heeded,
    )
    os.close(follower)
    with process:
        asked = process.stderr.readline()  # it waits for a paste
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.stdout.read(), process.stderr.read()
    os.close(leader)

    assert b"Paste the text" in asked
    assert (process.returncode, stdout, ESCAPE.sub("", stderr.decode()).strip()) == (130, b"", "\x1b[?2004l")


@pytest.mark.parametrize(
    "args, stdin_too, variables, paged",
    [
        ([], True, {}, True),
        ([], False, {}, False),
        (["--no-pager"], True, {}, False),
        ([], True, {"TERM": "dumb"}, False),
        ([], True, {"LINES": "500"}, False),
        (["--format", "json"], True, {}, False),
    ],
)
def test_pager(environ, page, args, stdin_too, variables, paged):
    """A long report is paged where both ends are terminals, and nowhere else."""
    pager = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()) > 24)\""
    status, shown, _ = run_on_terminal(
        "-q",
        *args,
        page,
        env={**environ, "PAGER": pager, "LINES": "24", "COLUMNS": "80", **variables},
        stdin_too=stdin_too,
    )

    assert status == 0
    assert ("PAGED True\n" in shown) is paged
