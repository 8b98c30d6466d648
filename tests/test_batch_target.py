"""Where the results of a batch go: what stood there, what is an input, standard output, links and rights."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from claimcheck.batch import local, parquet
from claimcheck.batch.items import Item, Settings
from claimcheck.batch.local import check_locally
from claimcheck.batch.parquet import write_parquet
from claimcheck.errors import ClaimcheckError

PAGE = "Stem cells helped 7 of 10 patients walk again."
COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'claimcheck'; from claimcheck.cli import main; main()"]


def run(*args):
    """Run a batch quietly; return its status, stdout and stderr."""
    done = subprocess.run([*COMMAND, "batch", "-q", *args], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with a page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_input_is_spared(folder):
    """Results are not written over a file that is to be checked."""
    assert run("page.txt", "-o", "./page.txt") == (
        2,
        "",
        "claimcheck: page.txt is one of the pages to check; give the report another name.\n",
    )
    assert (folder / "page.txt").read_text(encoding="utf-8") == PAGE


def test_old_results_outlive_a_run_without_documents(folder):
    """Where there is nothing to check, what stood at the output stays."""
    (folder / "empty").mkdir()
    (folder / "old.jsonl").write_text("old\n", encoding="utf-8")

    assert run("empty", "-o", "old.jsonl") == (3, "", "claimcheck: empty: no document is there\n")
    assert (folder / "old.jsonl").read_text(encoding="utf-8") == "old\n"
    assert sorted(os.listdir(folder)) == ["empty", "old.jsonl", "page.txt"]


def test_link_and_rights_stay(folder):
    """A link is followed, and results may be read by whom the old ones could be read by."""
    (folder / "real.jsonl").write_text("old\n", encoding="utf-8")
    (folder / "real.jsonl").chmod(0o600)
    (folder / "link.jsonl").symlink_to("real.jsonl")

    assert run("page.txt", "-o", "link.jsonl")[0] == 0
    assert os.readlink(folder / "link.jsonl") == "real.jsonl"
    assert (folder / "real.jsonl").stat().st_mode & 0o777 == 0o600
    assert json.loads((folder / "real.jsonl").read_bytes())["document"] == "page.txt"


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output(folder, name):
    """Results on standard output have it for themselves; the summary goes to stderr."""
    status, out, err = run("page.txt", "-o", name)

    assert (status, json.loads(out)["document"]) == (0, "page.txt")
    assert err.splitlines()[-1].startswith("all sites\t1\t0\t1\t")


def test_standard_output_is_a_file(folder):
    """A file that standard output goes to is not replaced."""
    with (folder / "out.jsonl").open("wb") as stream:
        subprocess.run([*COMMAND, "batch", "-q", "page.txt", "-o", "/dev/stdout"], stdout=stream, check=True)

    assert [json.loads(line)["document"] for line in (folder / "out.jsonl").read_bytes().splitlines()] == ["page.txt"]


def test_reader_that_leaves_early(folder):
    """A reader of standard output that has enough ends the run quietly."""
    for number in range(50):
        (folder / "pages" / f"{number}.txt").parent.mkdir(exist_ok=True)
        (folder / "pages" / f"{number}.txt").write_text(PAGE, encoding="utf-8")
    near, far = os.pipe()
    with open(near, "rb", buffering=0) as reader:
        process = subprocess.Popen(
            [*COMMAND, "batch", "-q", "pages", "-o", "-"], stdout=far, stderr=subprocess.PIPE, text=True
        )
        os.close(far)
        reader.read(100)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 0
    assert [line.split("\t")[0] for line in err.splitlines()] == ["site", "pages", "all sites"]


def test_restart_beside_a_run(folder):
    """A run that is begun anew does not take away what another process is writing."""
    (folder / "pages").mkdir()
    for number in range(40):
        (folder / "pages" / f"{number:02}.txt").write_text(" ".join([PAGE] * 60), encoding="utf-8")
    first = subprocess.Popen(
        [*COMMAND, "batch", "-q", "pages", "-o", "out.jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 60
    while not (folder / ".out.jsonl.journal").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    second = run("pages", "-o", "out.jsonl", "--restart")
    out, err = first.communicate(timeout=120)

    assert second == (3, "", "claimcheck: out.jsonl: another process is writing it\n")
    assert (first.returncode, err, out.splitlines()[-1].split(b"\t")[1]) == (0, b"", b"40")
    assert (folder / "out.jsonl").read_bytes().count(b"\n") == 40


def test_interrupt_while_a_process_starts():
    """Ctrl-C waits until the process is there, and then interrupts."""
    reached = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), local._uninterrupted():
            signal.raise_signal(signal.SIGINT)
            reached.append("end of the block")
    finally:
        signal.signal(signal.SIGINT, before)

    assert reached == ["end of the block"]


def test_too_many_processes(monkeypatch):
    """Processes that cannot be started are told as that."""

    def refuse(context, settings):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(local, "_hire", refuse)

    with pytest.raises(ClaimcheckError, match=r"^50 processes cannot be started \(Too many open files\); give fewer"):
        list(check_locally(iter([Item("a", "s", text=b"x")]), Settings(), 50))


def test_long_results_in_parquet(tmp_path, monkeypatch):
    """A table is written some megabytes at a time, whatever the number of rows."""
    pyarrow = pytest.importorskip("pyarrow.parquet")
    line = b'{"document": "a", "site": "s", "error": {"type": "E", "message": "gone", "input": "a"}}\n'
    monkeypatch.setattr(parquet, "_BYTES", 2 * len(line))
    write_parquet([line] * 5, tmp_path / "out.parquet")
    table = pyarrow.ParquetFile(tmp_path / "out.parquet")

    assert [table.metadata.row_group(place).num_rows for place in range(table.num_row_groups)] == [2, 2, 1]


def test_address_as_input(folder):
    """An address is told as what it is, not as a file that is not there."""
    assert run("https://www.clinic.example/page", "-o", "out.jsonl")[2] == (
        "claimcheck: https://www.clinic.example/page: is an address; a batch reads files\n"
    )
