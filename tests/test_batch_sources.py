"""Inputs of a batch: files, folders, globs and the rows of tables."""

import csv
import os
import shutil
import sys

import pytest

from claimcheck.batch import tables
from claimcheck.batch.items import Columns, Item
from claimcheck.batch.parquet import read_parquet, write_parquet
from claimcheck.batch.sources import find_items
from claimcheck.errors import ClaimcheckError, InputError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


DEFAULTS = Columns()


def find(*inputs, columns=DEFAULTS, leave_out=None):
    """Return the items of inputs, and what was told."""
    told = []
    return list(find_items(inputs, columns, leave_out=leave_out, tell=told.append)), told


def names(*inputs, **options):
    """Return documents, sites and faults of inputs."""
    return [(item.document, item.site, item.fault) for item in find(*inputs, **options)[0]]


def put(path, data=b"Stem cells."):
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_folder_in_order_by_site(folder):
    """A folder is read by name; the folder below it is the site; hidden files and the results are left out."""
    for name in ("b/deep/2.txt", "b/1.html", "a.txt", ".hidden/3.txt", "b/.x.txt", "out.jsonl"):
        put(folder / name)

    assert names(str(folder), leave_out=folder / "out.jsonl") == [
        (f"{folder}/a.txt", folder.name, None),
        (f"{folder}/b/1.html", "b", None),
        (f"{folder}/b/deep/2.txt", "b", None),
    ]


def test_folder_leaves_out_what_is_no_page(folder):
    """Styles and pictures of a crawled site are left out, told with their number, and read where they are named."""
    for name in ("site/style.css", "site/logo.PNG", "site/page.txt"):
        put(folder / name)
    items, told = find("site")

    assert [item.document for item in items] == ["site/page.txt"]
    assert told == ["left out 2 files that are no pages (styles, scripts, pictures and the like)"]
    assert names("site/style.css") == [("site/style.css", "site", None)]


def test_folder_with_loop_and_broken_link(folder):
    """A link back up is not followed, and a link to nothing is left to the reader to tell."""
    put(folder / "site" / "page.txt")
    os.symlink("..", folder / "site" / "loop")
    os.symlink("nowhere", folder / "site" / "broken.txt")

    assert names("site") == [("site/broken.txt", "site", None), ("site/page.txt", "site", None)]


def test_folder_with_links_that_lead_nowhere(folder):
    """Links that the system cannot follow are left to the reader to tell, and the files beside them are read."""
    put(folder / "site" / "page.txt")
    os.symlink("itself.txt", folder / "site" / "itself.txt")
    os.symlink("x" * 300, folder / "site" / "long.txt")

    assert names("site") == [
        ("site/itself.txt", "site", None),
        ("site/long.txt", "site", None),
        ("site/page.txt", "site", None),
    ]


@pytest.fixture
def deep(folder):
    """A folder below more folders than Python lets a function call itself; its like is not removed by pytest."""
    paths = ["site"]
    for _ in range(1100):
        paths.append(f"{paths[-1]}/d")
    for path in paths:
        os.mkdir(path)
    yield paths[-1]
    for path in reversed(paths):
        shutil.rmtree(path)


def test_folder_that_is_deep(folder, deep):
    """Folders within folders are read to any depth that the system allows."""
    put(folder / deep / "page.txt")
    put(folder / "site" / "e.txt")

    assert names("site") == [(f"{deep}/page.txt", "d", None), ("site/e.txt", "site", None)]


def test_folder_that_cannot_be_read_and_pipe(folder, monkeypatch):
    """A folder that cannot be listed is one failed document, and a pipe is not opened."""
    put(folder / "site" / "page.txt")
    (folder / "site" / "locked").mkdir()
    os.mkfifo(folder / "site" / "pipe")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert names("site") == [
        ("site/locked", "locked", "cannot be read (Permission denied)"),
        ("site/page.txt", "site", None),
        ("site/pipe", "site", "is not a regular file"),
    ]


def test_same_file_twice(folder):
    """A file that several inputs name is one document; two files with the same text are two."""
    put(folder / "site" / "a.txt")
    put(folder / "site" / "b.txt")
    os.symlink("a.txt", folder / "site" / "c.txt")

    assert [name for name, _, _ in names("site/b.txt", "site", "./site/a.txt", "site/*.txt")] == [
        "site/b.txt",
        "site/a.txt",
    ]


def test_glob(folder):
    """A pattern is a sorted list of files; one that matches nothing is told."""
    for name in ("x/1.txt", "x/y/2.txt", "x/3.md"):
        put(folder / name)

    assert names("**/*.txt", "*.gone") == [
        ("x/1.txt", "x", None),
        ("x/y/2.txt", "y", None),
        ("*.gone", folder.name, "matches no file"),
    ]


@pytest.mark.parametrize(
    "pattern, found",
    [
        ("g/**/*.txt", ["g/1.txt", "g/a/2.txt", "g/a/b/3.txt"]),
        ("g/**", ["g/1.txt", "g/a/2.txt", "g/a/b/3.txt", "g/a/b/c", "g/itself"]),
        ("**/b/**", ["g/a/b/3.txt", "g/a/b/c"]),
        ("**/**/b/*.txt", ["g/a/b/3.txt"]),
        ("g/a/**/c", ["g/a/b/c"]),
        ("g//**//b//*.txt", ["g/a/b/3.txt"]),
        ("./g/**/3.*", ["./g/a/b/3.txt"]),
        ("g/*/*.txt", ["g/a/2.txt", "g/link/3.txt"]),
        ("g/link/**/*.txt", ["g/link/3.txt"]),
        ("g/**/", ["g/**/"]),
    ],
)
def test_glob_at_any_depth(folder, pattern, found):
    """Two stars are any number of folders, but none that is hidden or behind a link, so that loops of links end."""
    for name in ("g/1.txt", "g/a/2.txt", "g/a/b/3.txt", "g/a/b/c", "g/.hidden/4.txt"):
        put(folder / name)
    for name, target in (("a/up", ".."), ("a/b/self", "."), ("link", "a/b"), ("itself", "itself")):
        os.symlink(target, folder / "g" / name)

    assert [item.document for item in find(pattern)[0]] == found


def test_glob_that_is_deep(folder, deep):
    """A pattern finds what lies below more folders than Python lets a function call itself."""
    put(folder / deep / "page.txt")

    assert names("**/*.txt") == [(f"{deep}/page.txt", "d", None)]


def test_hostile_names(folder):
    """Any name that the system allows is read, and shown as Unicode."""
    for name in (b"[bold]x", b"-o", b"a\nb", b"caf\xe9", b"*"):
        put(folder / "site" / os.fsdecode(name))
    items, _ = find("site", "site/*")

    assert [(item.document, item.path is not None and os.path.exists(item.path)) for item in items] == [
        ("site/*", True),
        ("site/-o", True),
        ("site/[bold]x", True),
        ("site/a\nb", True),
        ("site/caf\\xe9", True),
    ]


def test_site_of_a_table_in_a_folder_with_a_hostile_name(folder):
    """The site of rows is shown as Unicode, like that of files."""
    put(folder / os.fsdecode(b"caf\xe9") / "rows.jsonl", b'{"text": "One."}')

    assert find(".")[0] == [Item("./caf\\xe9/rows.jsonl:1", "caf\\xe9", text=b"One.")]


def test_json_lines(folder):
    """Each line is a document or its fault, named by its id or its place, and counted under the host of its address."""
    rows = [
        b'\xef\xbb\xbf{"id": "p1", "url": "https://www.clinic.example/a", "text": "One."}',
        b"",
        b'{"text": "Two.", "url": "Clinic B"}',
        b'{"id": 3, "text": 7}',
        b'{"body": "x"}',
        b"[1]",
        b"{broken",
        b'{"text": "\\ud800"}',
        b'{"text": "caf\xe9"}',
    ]
    put(folder / "in" / "rows.jsonl", b"\n".join(rows))

    assert find("in/rows.jsonl")[0] == [
        Item("p1", "clinic.example", text=b"One."),
        Item("in/rows.jsonl:3", "Clinic B", text=b"Two."),
        Item("3", "in", fault="its 'text' is no text"),
        Item("in/rows.jsonl:5", "in", fault="has no field 'text'"),
        Item("in/rows.jsonl:6", "in", fault="is not a JSON object"),
        Item(
            "in/rows.jsonl:7",
            "in",
            fault="is not a JSON object (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
        ),
        Item("in/rows.jsonl:8", "in", fault="character 0 is half a character (a lone surrogate)"),
        Item("in/rows.jsonl:9", "in", text=b"caf\xe9"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b'page,id\n"One,\ntwo.",7\nThree.,\n',
        b'\xef\xbb\xbfid;page\r\n7;"One,\ntwo."\r\n;Three.\r\n',
        'id\tpage\n7\t"One,\ntwo."\n\tThree.\n'.encode("utf-16"),
    ],
    ids=["comma", "semicolon", "utf-16"],
)
def test_csv(folder, data):
    """The column of the text is found with any of the usual signs between columns, and rows may go over lines."""
    put(folder / "rows.csv", data)

    assert find("rows.csv", columns=Columns(text="page"))[0] == [
        Item("7", folder.name, text=b"One,\ntwo."),
        Item("rows.csv:2", folder.name, text=b"Three."),
    ]


@pytest.fixture
def field_limit():
    """Give back the limit that Python has for a cell of CSV, which is one for the whole process."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


def test_rows_that_are_too_large(folder, monkeypatch, field_limit):
    """A line or cell that is too large to hold is one failed document, and the next rows are read."""
    monkeypatch.setattr(tables, "MAX_BYTES", 40)
    put(folder / "rows.jsonl", b'{"text": "' + b"x" * 200 + b'"}\n{"text": "Two."}\n')
    put(folder / "rows.csv", b'text\n"' + b"x" * 200 + b'"\nTwo.\n')

    assert [(item.document, item.text, item.fault) for item in find("rows.jsonl", "rows.csv")[0]] == [
        ("rows.jsonl:1", None, "is larger than 64 MB"),
        ("rows.jsonl:2", b"Two.", None),
        ("rows.csv:1", None, "cannot be read as CSV (field larger than field limit (40))"),
        ("rows.csv:2", b"Two.", None),
    ]


def test_rows_of_csv_that_are_empty_or_short(folder):
    """An empty line is no document, and a row without the cell of its text is a failed one."""
    put(folder / "rows.csv", b"id,text\n\n1,One.\n2\n")

    assert [(item.document, item.text, item.fault) for item in find("rows.csv")[0]] == [
        ("1", b"One.", None),
        ("2", None, "has no field 'text'"),
    ]


def test_site_that_only_looks_like_an_address(folder):
    """An address that cannot be taken apart names the site as it stands."""
    put(folder / "rows.jsonl", b'{"text": "One.", "url": "http://[clinic/a"}')

    assert [item.site for item in find("rows.jsonl")[0]] == ["http://[clinic/a"]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
def test_table_that_cannot_be_opened(folder, monkeypatch, name):
    """A table that the system does not open is one failed document with its reason."""
    put(folder / name)

    def refuse(path, *args, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tables, "open", refuse, raising=False)

    assert names(name) == [(name, folder.name, "cannot be read (Permission denied)")]


def test_table_without_the_column(folder):
    """A table without the text is one failed document that says what it has."""
    put(folder / "rows.csv", b"id,body\n1,x\n")
    put(folder / "rows.parquet", b"no such thing")

    assert [item.fault and item.fault.partition(";")[0] for item in find("rows.csv")[0]] == ["has no column 'text'"]
    assert find("rows.parquet")[0][0].fault.startswith("is not Parquet (")


def test_parquet(folder):
    """What was written as Parquet can be read, column by column."""
    line = b'{"document": "a", "site": "s", "error": {"type": "InputError", "message": "gone", "input": "a"}}\n'
    write_parquet([line] * 300, folder / "out.parquet")

    assert list(read_parquet("out.parquet", ("error", "document", "url"))) == [{"error": "gone", "document": "a"}] * 300
    assert len(find("out.parquet", columns=Columns("error", "document"))[0]) == 300
    with pytest.raises(InputError, match="has no column 'text'"):
        list(read_parquet("out.parquet", ("text",)))


def test_parquet_that_is_damaged(folder):
    """A table whose pages are broken behind a sound footer is a failed document."""
    line = b'{"document": "a", "site": "s", "error": {"type": "InputError", "message": "gone", "input": "a"}}\n'
    write_parquet([line] * 300, folder / "out.parquet")
    data = (folder / "out.parquet").read_bytes()
    put(folder / "out.parquet", data[:4] + b"\xff" * 60 + data[64:])

    assert [
        (item.document, (item.fault or "")[:12]) for item in find("out.parquet", columns=Columns("document"))[0]
    ] == [("out.parquet", "is damaged (")]


def test_parquet_without_its_library(folder, monkeypatch):
    """Without pyarrow a table of Parquet says how to get it."""
    put(folder / "rows.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ClaimcheckError, match=r"pip install 'claimcheck\[parquet\]'"):
        find("rows.parquet")
