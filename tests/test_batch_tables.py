"""Rows of tables that are not as they should be: each is judged whole, or is a failed document."""

import os

import pyarrow as pa
import pytest
from pyarrow.parquet import write_table

from claimcheck.batch.items import Columns, Item
from claimcheck.batch.tables import find_rows


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(folder, name, data, **columns):
    """Write a table and return its items."""
    (folder / name).write_bytes(data)
    return list(find_rows(name, "site", Columns(**columns)))


def test_csv_with_more_cells_than_headings(folder):
    """A row that a sign in its text makes longer than the headings has failed; a shorter one lacks what it lacks."""
    data = b"id,text,url\n1,Cells cure, and heal,https://a.example\n2,Two.\n3,Three.,https://a.example\n4,a,b,\n"

    surplus = "has 4 cells, and the table 3 columns; a cell with a comma in it has to be in quotes"
    assert rows(folder, "rows.csv", data) == [
        Item("rows.csv:1", "site", fault=surplus),
        Item("2", "site", text=b"Two."),
        Item("3", "a.example", text=b"Three."),
        Item("rows.csv:4", "site", fault=surplus),
    ]


def test_csv_with_more_cells_between_tabs(folder):
    """The sign that is to be in quotes is that of the table."""
    assert rows(folder, "rows.tsv", b"id\ttext\n1\tOne.\tTwo.\n") == [
        Item(
            "rows.tsv:1",
            "site",
            fault="has 3 cells, and the table 2 columns; a cell with a tab in it has to be in quotes",
        )
    ]


def test_csv_with_a_quote_that_is_not_closed(folder):
    """A quote that takes the rest of the file along is told with the line where its row begins."""
    assert rows(folder, "rows.csv", b'id,text\n1,One.\n2,"Two.\n3,Three.\n4,Four.\n') == [
        Item("1", "site", text=b"One."),
        Item(
            "rows.csv:2",
            "site",
            fault="a quote is not closed; everything from line 3 to the end of the file is in this row",
        ),
    ]


def test_csv_with_a_quote_that_the_next_row_closes(folder):
    """Two rows that a missing quote joins have failed, and those after them are read."""
    assert rows(folder, "rows.csv", b'id,text\n1,"One.\n2,"Two."\n3,"Say ""three"""\n') == [
        Item("rows.csv:1", "site", fault="lines 2 to 3: cannot be read as CSV (',' expected after '\"')"),
        Item("3", "site", text=b'Say "three"'),
    ]


@pytest.mark.parametrize(
    "data, fault",
    [
        (b"id,text,text\n1,One.,Two.\n", "has more than one column 'text'"),
        (b"id,text,id\n1,One.,2\n", "has more than one column 'id'"),
        (
            b'id,"text\n1,One.\n',
            "a quote is not closed; everything from line 1 to the end of the file is in this row",
        ),
    ],
)
def test_csv_with_headings_that_cannot_be_used(folder, data, fault):
    """A table that does not tell which column is meant is one failed document."""
    assert rows(folder, "rows.csv", data) == [Item("rows.csv", "site", fault=fault)]


def test_csv_with_two_columns_of_a_name_that_is_not_used(folder):
    """Columns that nobody asks for may be called alike."""
    assert rows(folder, "rows.csv", b"text,note,note\nOne.,a,b\n") == [Item("rows.csv:1", "site", text=b"One.")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_lines_in_unicode(folder, encoding):
    """JSON Lines are read in any Unicode that says what it is, and end only at line feeds."""
    data = '{"text": "caf\xe9\u2028 \U0001f600"}\r\n\r\n{"text": "Two.", "id": "\u010d"}\n[]\n'.encode(encoding)

    assert rows(folder, "rows.jsonl", data) == [
        Item("rows.jsonl:1", "site", text="caf\xe9\u2028 \U0001f600".encode()),
        Item("\u010d", "site", text=b"Two."),
        Item("rows.jsonl:4", "site", fault="is not a JSON object"),
    ]


@pytest.mark.parametrize("half", [r"\ud83d", r"\udc92", r"\uDC92", r"\udd00"])
def test_json_lines_with_half_a_character(folder, half):
    """Half a character in a text is told whichever it is, and is shown as a sign for it in a name."""
    data = f'{{"id": "{half}1", "text": "Stem{half} cells."}}\n{{"text": "Two.", "title": "{half}"}}\n'

    assert rows(folder, "rows.jsonl", data.encode()) == [
        Item("\ufffd1", "site", fault="character 4 is half a character (a lone surrogate)"),
        Item("rows.jsonl:2", "site", text=b"Two."),
    ]


def test_json_lines_with_what_is_no_half(folder):
    """Two halves that make one character, a backslash before a u, and bytes that are not UTF-8 are kept."""
    data = rb'{"text": "\ud83d\udc92 \\udc92 \\\u0041 ' + b'\x92"}'

    assert rows(folder, "rows.jsonl", data) == [
        Item("rows.jsonl:1", "site", text="\U0001f492 ".encode() + rb"\udc92 \A " + b"\x92")
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-8"])
def test_names_in_the_encoding_of_the_text(folder, encoding):
    """The id and the site of a row are read as its text is, and the text is left in its bytes."""
    text = "Don\u2019t ask\nthe caf\xe9."
    as_csv = f'id,text,url\n\xe91,"{text}",Clinic \xc9mile\n'.encode(encoding)
    as_json = '{"id": "\xe91", "text": "Don\u2019t ask\\nthe caf\xe9.", "url": "Clinic \xc9mile"}'.encode(encoding)
    expected = [Item("\xe91", "Clinic \xc9mile", text=text.encode(encoding))]

    assert rows(folder, "rows.csv", as_csv) == expected
    assert rows(folder, "rows.jsonl", as_json) == expected


def test_name_beside_no_foreign_letter(folder):
    """A name beside a text in ASCII, or beside none, is read by itself."""
    assert rows(folder, "rows.csv", b"id,text\n\xe91,One.\n\xe92\n") == [
        Item("\xe91", "site", text=b"One."),
        Item("\xe92", "site", fault="has no field 'text'"),
    ]


def test_numbers_as_names(folder):
    """A number names a site and a document in every kind of table; one that is missing does not."""
    lines = b'{"id": 1, "text": "One.", "url": 17}\n{"id": 2.5, "text": "Two.", "url": 0}\n{"text": "3.", "url": NaN}\n'
    assert rows(folder, "rows.jsonl", lines) == [
        Item("1", "17", text=b"One."),
        Item("2.5", "0", text=b"Two."),
        Item("rows.jsonl:3", "site", text=b"3."),
    ]
    assert rows(folder, "rows.csv", b"id,text,url\n1,One.,17\n") == [Item("1", "17", text=b"One.")]
    assert parquet_rows("rows.parquet", id=[1, 2], text=["One.", "Two."], url=[17, None]) == [
        Item("1", "17", text=b"One."),
        Item("2", "site", text=b"Two."),
    ]


def test_site_without_a_host(folder):
    """An address whose host is only www names no site."""
    assert rows(folder, "rows.jsonl", b'{"text": "One.", "url": "https://www./a"}') == [
        Item("rows.jsonl:1", "site", text=b"One.")
    ]


def to_strings(*values):
    """Return a column of strings with these bytes, whether they are UTF-8 or not."""
    _, offsets, data = pa.array(values, pa.binary()).buffers()
    return pa.StringArray.from_buffers(len(values), offsets, data)


def parquet_rows(name, **columns):
    """Write a table of Parquet and return its items."""
    with open(name, "wb") as stream:
        write_table(pa.table(columns), stream)
    return list(find_rows(name, "site", Columns()))


def test_parquet_with_bytes_that_are_not_utf_8(folder):
    """A row whose text or name is not UTF-8 has failed, and the others are read."""
    texts, ids = to_strings(b"One.", b"caf\xe9", b"Three.", b"Four."), to_strings(b"1", b"2", b"\xe93", b"4")

    assert parquet_rows("rows.parquet", text=texts, id=ids) == [
        Item("1", "site", text=b"One."),
        Item("rows.parquet:2", "site", fault="its 'text' is not UTF-8"),
        Item("rows.parquet:3", "site", fault="its 'id' is not UTF-8"),
        Item("4", "site", text=b"Four."),
    ]


@pytest.mark.parametrize("kind", [pa.timestamp("ns"), pa.timestamp("us"), pa.timestamp("us", tz="No/Where")], ids=str)
def test_parquet_with_times_as_ids(folder, kind):
    """A time names no document, whether or not Python can hold it."""
    ids = pa.array([1, 2**60], pa.int64()).cast(kind)

    assert parquet_rows("rows.parquet", text=["One.", "Two."], id=ids) == [
        Item("rows.parquet:1", "site", text=b"One."),
        Item("rows.parquet:2", "site", text=b"Two."),
    ]


def test_parquet_with_a_text_that_is_a_time(folder):
    """A text that Python cannot hold is none."""
    assert parquet_rows("rows.parquet", text=pa.array([1], pa.timestamp("ns"))) == [
        Item("rows.parquet:1", "site", fault="its 'text' is no text")
    ]


def test_parquet_with_two_columns_of_a_name(folder):
    """A table that does not tell which column is meant is one failed document."""
    write_table(pa.table([["1"], ["One."], ["2"]], names=["id", "text", "id"]), "rows.parquet")

    assert list(find_rows("rows.parquet", "site", Columns())) == [
        Item("rows.parquet", "site", fault="has more than one column 'id'")
    ]


def test_parquet_with_a_name_that_is_not_utf_8(folder):
    """A table is read whatever name the system allows."""
    assert parquet_rows(os.fsdecode(b"caf\xe9.parquet"), text=["One."]) == [
        Item("caf\\xe9.parquet:1", "site", text=b"One.")
    ]
