"""Rows to items: JSON Lines, CSV and Parquet, read row by row."""

import csv
import json
import os
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from claimcheck.batch.items import Columns, Item
from claimcheck.batch.parquet import Row, read_parquet
from claimcheck.errors import InputError
from claimcheck.readers import MAX_BYTES
from claimcheck.readers.text import decode

if TYPE_CHECKING:
    from _csv import Reader  # has no other name before Python 3.13

TABLES = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"})

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_HEAD = 1024 * 1024  # characters
_TOO_LARGE = f"is larger than {MAX_BYTES // 1024**2} MB"

_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # but those that stand for bytes that are not UTF-8
# Escapes of JSON: half a character, where its number would be taken for a byte that is not UTF-8.
_ESCAPE = re.compile(
    r"""
    \\ (?: u d[89ab] [0-9a-f]{2} \\ u d[c-f] [0-9a-f]{2}   # both halves, one after the other
         | u (?P<half> dc[89a-f] [0-9a-f] )                # the second without the first
         | . )                                             # anything else, a backslash among it
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def find_rows(path: str, site: str, columns: Columns) -> Iterator[Item]:
    """Yield the rows of a table as items; what cannot be read is an item with its fault."""
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    try:
        for number, row in _read_rows(path, name, columns):
            place = f"{name}:{number}"
            yield (
                Item(place, site, fault=row.message)
                if isinstance(row, InputError)
                else to_item(row, place, site, columns)
            )
    except OSError as error:
        yield Item(name, site, fault=f"cannot be read ({error.strerror or error})")
    except InputError as error:
        yield Item(name, site, fault=error.message)


def to_item(row: Mapping[str, object], place: str, site: str, columns: Columns) -> Item:
    """Return the item of a row.

    >>> to_item({"id": 7, "text": "Cells.", "url": "https://www.clinic.example/a"}, "x:1", "x", Columns())
    Item(document='7', site='clinic.example', path=None, text=b'Cells.', fault=None)
    """
    text = row.get(columns.text)
    beside = text if isinstance(text, str) else ""
    document = _to_name(row.get(columns.id), beside) or place
    site = name_site(_to_name(row.get(columns.site), beside)) or site
    if not isinstance(text, str):
        lack = f"has no field {columns.text!r}" if columns.text not in row else f"its {columns.text!r} is no text"
        return Item(document, site, fault=lack)
    try:
        return Item(document, site, text=text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError as error:
        return Item(document, site, fault=f"character {error.start} is half a character (a lone surrogate)")


def name_site(value: str) -> str:
    """Return the host of an address, or the value itself where it is none.

    >>> name_site("https://www.clinic.example:80/a"), name_site("clinic.example/a"), name_site("Clinic A")
    ('clinic.example', 'clinic.example/a', 'Clinic A')
    """
    try:
        host = urlsplit(value.strip()).hostname
    except ValueError:  # brackets that hold no address
        host = None
    return host.removeprefix("www.") if host else value.strip()


def _to_name(value: object, text: str) -> str:
    """Return the words or the number that name a document or a site, or nothing; bytes are read as in the text."""
    if not isinstance(value, str | int | float) or value != value:  # NaN, that stands for a number that is missing
        return ""
    name = _HALF.sub("\ufffd", str(value))
    if not name.isascii():
        name = _read_like(name, _HALF.sub("\ufffd", text))
    return name if name.strip() else ""


def _read_like(name: str, text: str) -> str:
    r"""Return a name, its bytes that are not UTF-8 in the encoding that fits the text beside it.

    >>> _read_like("\udc8e1", "It\udcd5s \udc8emile."), _read_like("\udc8e1", "It\udc92s."), _read_like("é", "\udc92")
    ('é1', 'Ž1', 'é')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        both = f"{text}\n{name}".encode("utf-8", "surrogateescape")
        return decode(both)[0].split("\n", text.count("\n") + 1)[-1]
    return name


def _read_rows(path: str, name: str, columns: Columns) -> Iterator[tuple[int, Row]]:
    """Yield rows with their numbers: lines of JSON Lines, records after the headings of the others; 1 is the first.

    Raises:
        OSError, InputError: nothing more can be read.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix == ".parquet":
        yield from enumerate(read_parquet(path, (columns.text, columns.id, columns.site)), start=1)
    elif suffix in (".csv", ".tsv"):
        yield from _read_csv(path, name, columns)
    else:
        with _open(path, newline="\n") as stream:
            yield from _read_json_lines(stream, name)


def _open(path: str, *, newline: str) -> TextIO:
    """Open a table of text, in UTF-16 or as bytes that are kept where they are not UTF-8.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as raw:
        wide = raw.read(2) in _UTF_16
    encoding, errors = ("utf-16", "replace") if wide else ("utf-8-sig", "surrogateescape")
    return open(path, encoding=encoding, errors=errors, newline=newline)


def _read_json_lines(stream: TextIO, name: str) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(_read_lines(stream), start=1):
        if line is None:
            yield number, InputError(name, _TOO_LARGE)
        elif line.strip():
            yield number, _parse(line, name)


def _read_lines(stream: TextIO) -> Iterator[str | None]:
    """Yield lines; none for one that is too large to hold."""
    while line := stream.readline(MAX_BYTES + 1):
        if len(line) > MAX_BYTES:
            while line and not line.endswith("\n"):
                line = stream.readline(MAX_BYTES)
            yield None
        else:
            yield line


def _parse(line: str, name: str) -> Row:
    try:
        row = json.loads(_keep_halves(line) if "\\udc" in line.lower() else line)
    except (ValueError, RecursionError) as error:
        return InputError(name, f"is not a JSON object ({error})")
    return row if isinstance(row, dict) else InputError(name, "is not a JSON object")


def _keep_halves(line: str) -> str:
    r"""Return a line of JSON, each half of a character that would be taken for a byte put as one that is not.

    >>> _keep_halves(r'"\udc92 \\udc92 \ud83d\udc92 \ud83d"')
    '"\\udc00 \\\\udc92 \\ud83d\\udc92 \\ud83d"'
    """
    return _ESCAPE.sub(lambda found: r"\udc00" if found["half"] else found[0], line)


def _read_csv(path: str, name: str, columns: Columns) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(MAX_BYTES)
    with _open(path, newline="") as stream:
        delimiter = _find_delimiter(stream.readline(_LONGEST_HEAD), columns.text)
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        headings = _read_headings(reader, name, columns)
        for number in count(1):
            first = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, InputError(name, _describe(error, first, reader.line_num))
                continue
            if len(cells) > len(headings):
                yield number, InputError(name, _describe_surplus(len(cells), len(headings), delimiter))
            elif cells:
                yield number, dict(zip(headings, cells, strict=False))


def _read_headings(reader: "Reader", name: str, columns: Columns) -> list[str]:
    """Return the headings of a table.

    Raises:
        InputError: they cannot be read, the text has none, or one that is used is there twice.
    """
    try:
        headings = next(reader, [])
    except csv.Error as error:
        raise InputError(name, _describe(error, 1, reader.line_num)) from error
    if columns.text not in headings:
        has = ", ".join(map(repr, headings)) or "none"
        raise InputError(name, f"has no column {columns.text!r}; it has {has}")
    for used in (columns.text, columns.id, columns.site):
        if headings.count(used) > 1:
            raise InputError(name, f"has more than one column {used!r}")
    return headings


def _describe(error: csv.Error, first: int, last: int) -> str:
    """Say why the lines of a row are none."""
    if "unexpected end of data" in str(error):
        return f"a quote is not closed; everything from line {first} to the end of the file is in this row"
    lines = f"lines {first} to {last}: " if last > first else ""
    return f"{lines}cannot be read as CSV ({error})"


def _describe_surplus(cells: int, headings: int, delimiter: str) -> str:
    """Say what is wrong with a row that is longer than the headings.

    >>> _describe_surplus(4, 3, ",")
    'has 4 cells, and the table 3 columns; a cell with a comma in it has to be in quotes'
    """
    sign = _DELIMITERS[delimiter]
    return f"has {cells} cells, and the table {headings} columns; a cell with a {sign} in it has to be in quotes"


def _find_delimiter(head: str, column: str) -> str:
    """Return the sign between columns that sets the column of the text apart.

    >>> _find_delimiter("id;text\\n", "text"), _find_delimiter("text\\n", "text")
    (';', ',')
    """
    headings = {sign: next(csv.reader(head.splitlines()[:1], delimiter=sign), []) for sign in _DELIMITERS}
    return next((sign for sign, found in headings.items() if column in [cell.strip() for cell in found]), ",")
