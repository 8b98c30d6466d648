"""The installed command on what cannot be read: a sentence each, status 3, little memory, the rest is checked."""

import base64
import io
import json
import os
import subprocess
import sys
import threading
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from claimcheck import readers
from claimcheck.errors import InputError
from claimcheck.readers import confined

COMMAND = str(Path(sys.executable).with_name("claimcheck"))
PDF = (Path(__file__).parent / "pages" / "clinic.pdf").read_bytes()
MOST_MEMORY = 500 * 1024**2
MEASURE = (  # runs a command, and writes the largest memory of a process of it to a file
    "import resource, subprocess, sys\n"
    "run = subprocess.run(sys.argv[2:], stdin=0)\n"
    "unit = 1 if sys.platform == 'darwin' else 1024\n"
    "memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit\n"
    "open(sys.argv[1], 'w').write(str(memory))\n"
    "sys.exit(run.returncode)"
)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are those of Linux")


def run_measured(folder, *args, stdin=subprocess.DEVNULL):
    """Run the command in a folder; return what it printed and the memory that it took in bytes."""
    command = [sys.executable, "-c", MEASURE, str(folder / "memory"), COMMAND, *args]
    run = subprocess.run(command, capture_output=True, text=True, stdin=stdin, cwd=folder)
    return run, int((folder / "memory").read_text())


@cache
def pack(megabytes, times):
    """Return zeros packed so often."""
    if times > 1:
        return zlib.compress(pack(megabytes, times - 1))
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(1024**2)) for _ in range(megabytes)) + packer.flush()


def build_pdf(content, filters):
    """Return a PDF file of one page with a content that goes through filters."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content),
    ]
    data, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )
    return data + end


CHAINS = {
    "twice": (lambda: pack(600, 2), b"/FlateDecode/FlateDecode"),
    "thrice": (lambda: pack(600, 3), b"/FlateDecode/FlateDecode/FlateDecode"),
    "hex": (lambda: pack(600, 1).hex().encode() + b">", b"/ASCIIHexDecode/FlateDecode"),
    "hex-twice": (lambda: pack(600, 2).hex().encode() + b">", b"/ASCIIHexDecode/FlateDecode/FlateDecode"),
    "base85": (lambda: base64.a85encode(pack(600, 1)) + b"~>", b"/ASCII85Decode/FlateDecode"),
}


@ON_LINUX
def test_bad_inputs_in_one_run(tmp_path):
    """Every input that cannot be read is said so in a sentence, and a page among them is checked."""
    with (tmp_path / "sparse.txt").open("wb") as stream:
        stream.truncate(2 * 1024**3)
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.bin").write_bytes(os.urandom(5_000_000))
    (tmp_path / "truncated.pdf").write_bytes(PDF[: len(PDF) // 2])
    (tmp_path / "page.txt").write_text("Stem cells cure spinal cord injury.")
    for name, (build, filters) in CHAINS.items():
        (tmp_path / f"{name}.pdf").write_bytes(build_pdf(build(), filters))
    chains = [f"{name}.pdf" for name in CHAINS]
    names = ["sparse.txt", "folder", "empty.txt", "page.txt", "noise.bin", "truncated.pdf", "gone.txt", *chains]
    run, memory = run_measured(tmp_path, "--quiet", "--format", "json", *names)
    reports = json.loads(run.stdout)["reports"]

    assert run.stderr.splitlines() == [
        "claimcheck: sparse.txt: is larger than 64 MB; split it, or give the text alone",
        "claimcheck: folder: is a directory; give the files in it",
        "claimcheck: empty.txt: holds no text",
        "claimcheck: noise.bin: is no text, and of no format that is read here; give its text",
        "claimcheck: truncated.pdf: is a damaged or incomplete PDF file; download or save it again",
        "claimcheck: gone.txt: no such file",
        *(f"claimcheck: {name}: {confined.TOO_MUCH}" for name in chains),
    ]
    assert run.returncode == 3
    assert [report["source"]["name"] for report in reports if "source" in report] == ["page.txt"]
    assert memory < MOST_MEMORY


@ON_LINUX
def test_endless_pipe_and_a_file_that_vanishes(tmp_path):
    """A pipe that never ends is read up to the limit; a file that went in the meantime is missing, and no more."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "vanishing.txt").write_text("Cells cure.")
    (tmp_path / "page.txt").write_text("Stem cells cure spinal cord injury.")

    def write():
        with suppress(BrokenPipeError), (tmp_path / "pipe").open("wb") as stream:
            (tmp_path / "vanishing.txt").unlink()  # the command has opened the pipe, and no more
            while True:
                stream.write(b"y\n" * 100_000)

    writer = threading.Thread(target=write)
    writer.start()
    run, memory = run_measured(tmp_path, "--quiet", "pipe", "vanishing.txt", "page.txt")
    writer.join()

    assert run.stderr.splitlines() == [
        "claimcheck: pipe: is larger than 64 MB; split it, or give the text alone",
        "claimcheck: vanishing.txt: no such file",
    ]
    assert (run.returncode, "Stem cells cure spinal cord injury." in run.stdout) == (3, True)
    assert memory < MOST_MEMORY


@ON_LINUX
@pytest.mark.parametrize("ending", [".html", ".md", ".mhtml"])
def test_large_files_of_markup(tmp_path, ending):
    """What is far longer than a page is refused before a tree is made of it."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" if ending == ".mhtml" else b"<p>"
    (tmp_path / f"large{ending}").write_bytes(head + b"--x\n\nStem cells cure.\n" * 900_000)
    run, memory = run_measured(tmp_path, "--quiet", f"large{ending}")

    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (3, "", 1)
    assert memory < MOST_MEMORY


def test_confined_reader_that_dies(monkeypatch):
    """A library that breaks takes its process along, not ours."""
    monkeypatch.setattr(confined, "_START", "import os; {path}, {module!r}, {size}; os.abort()")
    with pytest.raises(InputError) as caught:
        readers.read_bytes(PDF, "x.pdf")

    assert str(caught.value) == f"x.pdf: {confined.TOO_MUCH}"


def test_confined_reader_without_another_python(monkeypatch):
    """Inside an application that is no Python to others, a format is read in its own process."""
    expected = readers.read_bytes(PDF, "x.pdf")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(confined.subprocess, "run", None)

    assert readers.read_bytes(PDF, "x.pdf") == expected


def test_confined_reader_without_memory(monkeypatch, capsys):
    """A reader that gets no more memory says so in its answer."""

    def read_unconfined(data, name):
        raise MemoryError

    monkeypatch.setattr(confined, "limit_process", lambda: None)
    monkeypatch.setattr(confined, "import_module", lambda name: SimpleNamespace(read_unconfined=read_unconfined))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"data")))
    confined.serve("some.reader", 4)

    assert json.loads(capsys.readouterr().out) == {"refused": confined.TOO_MUCH}


def test_confined_reader_takes_nothing_from_where_it_runs(tmp_path, monkeypatch):
    """A module in the folder that the user is in is not taken for one of ours."""
    (tmp_path / "json.py").write_text("raise SystemExit('stranger')")
    monkeypatch.chdir(tmp_path)

    assert readers.read_bytes(PDF, "x.pdf").media_type == "application/pdf"
