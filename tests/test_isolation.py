"""What a run touches: no network, no file but its output, and the same report in poor surroundings."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
# Runs the command line with every way to the network shut, and prints what was written to elsewhere than allowed.
WATCHED = """
import os, sys
allowed = os.path.realpath(sys.argv.pop(1))
seen = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        seen.append(f"{event}")
        raise RuntimeError("the network is shut: " + event)
    if event == "open" and isinstance(args[0], (str, bytes)) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        path = os.path.realpath(os.fsdecode(args[0]))
        if path != os.devnull and os.path.commonpath([path, allowed]) != allowed:
            seen.append(f"open {path}")
    if event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"):
        path = os.path.realpath(os.fsdecode(args[0]))
        if os.path.commonpath([path, allowed]) != allowed:
            seen.append(f"{event} {path}")
sys.addaudithook(watch)
from claimcheck.cli import main
try:
    main()
finally:
    sys.stderr.write("".join(f"SEEN {what}\\n" for what in seen))
"""
PLAIN = ("--format", "json", "--quiet", "page.txt")
MAIN_PATHS = {
    "text": ("-q", "page.txt"),
    "json": PLAIN,
    "html-report": ("-q", "-o", "output/report.html", "page.txt"),
    "folder": ("-q", "-o", "output/", "page.txt", "page.html"),
    "web-page": ("-q", "page.html"),
    "pdf": ("-q", "page.pdf"),
    "word": ("-q", "page.docx"),
    "own-evidence": ("-q", "--evidence", "own.jsonl", "page.txt"),
    "compare": ("compare", "page.txt", "page.html"),
    "options-of-look-ups": ("-q", "--contact", "a@b.example", "--service", "crossref=http://192.0.2.1", "page.txt"),
    "explain": ("explain", "overstated"),
    "schema": ("schema",),
    "evidence-stats": ("evidence", "stats"),
    "evidence-search": ("evidence", "search", "spinal"),
    "evidence-export": ("evidence", "export", "--format", "csv"),
    "batch": ("batch", "page.txt", "page.html", "-o", "output/results.jsonl", "--workers", "1"),
}


@pytest.fixture
def folder(tmp_path):
    """A folder with a page in each format, and an empty one for output beside an empty home."""
    shutil.copy(ROOT / "examples" / "clinic-page.txt", tmp_path / "page.txt")
    shutil.copy(ROOT / "examples" / "own-evidence.jsonl", tmp_path / "own.jsonl")
    for kind in ("html", "pdf", "docx"):
        shutil.copy(TESTS / "pages" / f"clinic.{kind}", tmp_path / f"page.{kind}")
    for name in ("output", "home", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def environ(folder):
    """The environment, with a home and a folder for temporary files that are empty."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMCHECK", "XDG_"))}
    own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **own, "COLUMNS": "80"}


def list_files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def run(*args, folder, environ, flags=("-m", "claimcheck")):
    """Run the command line in a folder; return status, stdout and stderr."""
    command = [sys.executable, *flags, *args]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.mark.parametrize("path", MAIN_PATHS)
def test_no_network_and_no_file_but_the_output(folder, environ, path):
    """With the network shut a run does its work, and writes nowhere but where it was told to."""
    before = list_files(folder)
    flags = ("-c", WATCHED, str(folder / "output"))
    status, _, stderr = run(*MAIN_PATHS[path], folder=folder, environ=environ, flags=flags)
    left = [name for name in list_files(folder) if name not in before and not name.startswith("output/")]

    assert (status, [line for line in stderr.splitlines() if "SEEN" in line or "Traceback" in line]) == (0, [])
    assert left == []


def test_the_watch_sees_network_and_files(folder, environ):
    """The watch can fail: it sees an address that is asked for, and a file outside the output."""
    flags = ("-c", WATCHED, str(folder / "output"))
    (folder / "cited.txt").write_text("Cells help (doi:10.5555/one).")
    _, _, asked = run("-q", "http://192.0.2.1/", folder=folder, environ=environ, flags=flags)
    _, _, online = run("-q", "--online", "cited.txt", folder=folder, environ=environ, flags=flags)
    _, _, written = run("-q", "-o", "else.html", "page.txt", folder=folder, environ=environ, flags=flags)

    assert "SEEN socket." in asked
    assert "SEEN socket." in online
    assert "/.cache/claimcheck" in online.partition("SEEN")[2]
    assert "else.html" in written.partition("SEEN")[2]


@pytest.mark.parametrize(
    "flags, variables, dropped",
    [
        (("-I", "-m", "claimcheck"), {}, ()),
        (("-O", "-m", "claimcheck"), {}, ()),
        (("-OO", "-m", "claimcheck"), {}, ()),
        (("-W", "error", "-m", "claimcheck"), {}, ()),
        (("-m", "claimcheck"), {"LC_ALL": "C"}, ()),
        (("-m", "claimcheck"), {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ()),
        (("-m", "claimcheck"), {"LC_ALL": "xx_XX.UTF-8"}, ()),
        (("-m", "claimcheck"), {}, ("HOME", "USER", "LOGNAME", "LANG", "TERM")),
        (("-m", "claimcheck"), {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"}, ()),
        (("-m", "claimcheck"), {"PYTHONHASHSEED": "1"}, ()),
        (("-m", "claimcheck"), {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}, ()),
    ],
    ids=lambda value: " ".join(value) or "-",
)
def test_poor_surroundings_change_no_byte(folder, environ, flags, variables, dropped):
    """Flags of Python, a poor locale, no home: the same report, byte for byte, and nothing on stderr."""
    expected = run(*PLAIN, folder=folder, environ=environ)
    poor = {name: value for name, value in environ.items() if name not in dropped} | variables
    found = run(*PLAIN, folder=folder, environ=poor, flags=flags)

    assert json.loads(expected[1])["summary"]["claims"] > 0
    assert found == expected == (0, expected[1], "")


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_home_that_cannot_be_written(folder, environ):
    """Without the right to write at home or in the folder, a report comes out all the same."""
    expected = run(*PLAIN, folder=folder, environ=environ)
    for place in (folder / "home", folder / "tmp", folder):
        place.chmod(0o555)
    try:
        found = run(*PLAIN, folder=folder, environ=environ)
    finally:
        folder.chmod(0o755)

    assert found == expected == (0, expected[1], "")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_link_at_the_place_of_the_output(folder, environ):
    """A link at the place of the output stays a link, and what it leads to is written whole."""
    (folder / "output" / "real.json").write_text("old")
    (folder / "output" / "link.json").symlink_to("real.json")
    status, _, _ = run("-q", "-o", "output/link.json", "page.txt", folder=folder, environ=environ)
    written = json.loads((folder / "output" / "real.json").read_bytes())

    assert (status, (folder / "output" / "link.json").is_symlink()) == (0, True)
    assert written["summary"]["claims"] > 0
