"""Where the data files are, and how a row of them is read."""

import gc
import json
import re
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from claimcheck.errors import DataError
from claimcheck.rows import ConceptRow, LexiconRow, Row

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

RowT = TypeVar("RowT", bound=Row)

_ROW = re.compile(rb'\{"id": "(?P<id>[^"\\]*(?:\\.[^"\\]*)*)".*')
_BRACES = re.compile(r"\{([^{}]*)\}")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_AT_ONCE = 500  # lines that are read together
_LONGEST_QUOTE = 40  # characters of a faulty value that are shown
_PLACE = re.compile(r" at line \d+ column (\d+)$")  # of a line by itself, so always line 1


@cache
def data_dir() -> Path:
    """Return the folder of the bundled data: inside the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parent
    bundled = package / "data"
    return bundled if bundled.is_dir() else package.parent.parent / "data"


def read_rows(path: Path, model: type[RowT]) -> list[RowT]:
    """Read a JSON Lines file into rows, or raise for the first faulty line.

    Raises:
        DataError: the file is missing, or a line is not UTF-8 or breaks the schema.
    """
    return list(each_row(path, model))


def each_row(path: Path, model: type[RowT]) -> Iterator[RowT]:
    """Yield the rows of a JSON Lines file, so that whoever keeps something smaller never holds them all.

    Raises:
        DataError: the file is missing, or a line is not UTF-8 or breaks the schema.
    """
    lines = [line for line in read_data(path).split(b"\n") if line and not line.isspace()]
    seen: set[str] = set()
    for first in range(0, len(lines), _AT_ONCE):
        rows = _read_at_once(lines[first : first + _AT_ONCE], model, seen)
        if rows is None:
            raise scan_rows(path, read_data(path), lambda line: model)[1][0]
        yield from rows


def _read_at_once(lines: list[bytes], model: type[RowT], seen: set[str]) -> list[RowT] | None:
    """Return the rows of some lines where nothing is wrong with any, in a third of the time that line by line takes."""
    try:
        with no_garbage():
            rows = _rows_of(model).validate_json(b"[" + b",".join(lines) + b"]", strict=True)
    except ValidationError:
        return None
    if len(rows) != len(lines):
        return None
    ids = [row_id for row in rows if (row_id := getattr(row, "id", None)) is not None]
    if model is not LexiconRow:  # many patterns name one concept
        before = len(seen)
        seen.update(ids)
        if len(seen) != before + len(ids):
            return None
    return rows


@cache
def _rows_of(model: type[RowT]) -> TypeAdapter[list[RowT]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


class UnreadRows:
    """The rows of a file by id, each read when it is asked for: of a large file a page needs little.

    A line begins with its id, as the tools write it.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        """Find the lines; ``path`` is named where one of them has a fault.

        Raises:
            DataError: a line does not begin with an id, or two begin with the same.
        """
        self._path, self._data = path, data
        self._starts = array("l")
        names: list[str] = []
        for line in _ROW.finditer(data):
            self._starts.append(line.start())
            names.append(line["id"].decode())
        self.places = {json.loads(f'"{name}"') if "\\" in name else name: place for place, name in enumerate(names)}
        if len(self.places) != data.rstrip(b"\n").count(b"\n") + 1:
            raise DataError(path, None, "id", "should be the first field of every line, and stand in one line only")

    def read(self, place: int, model: type[RowT]) -> RowT:
        """Return the row at a place.

        Raises:
            DataError: the line breaks the schema.
        """
        start = self._starts[place]
        end = self._data.find(b"\n", start)
        try:
            return model.model_validate_json(self._data[start : end if end >= 0 else None], strict=True)
        except ValidationError as error:
            number = self._data.count(b"\n", 0, start) + 1
            raise _describe_faults(self._path, number, error)[0] from error


def read_data(path: Path) -> bytes:
    """Return the bytes of a data file.

    Raises:
        DataError: the file cannot be read.
    """
    try:
        return path.read_bytes().removeprefix(_BYTE_ORDER_MARK)
    except OSError as error:
        raise DataError(path, None, None, f"cannot be read ({error.strerror})") from error


def scan_rows(
    path: Path, data: bytes, choose: Callable[[bytes], type[RowT]]
) -> tuple[list[tuple[int, RowT]], list[DataError]]:
    """Return the rows of a file with their line numbers, and everything wrong with its other lines."""
    rows: list[tuple[int, RowT]] = []
    faults: list[DataError] = []
    seen: dict[tuple[type[RowT], str], int] = {}
    with no_garbage():
        for number, line in enumerate(data.split(b"\n"), start=1):
            if not line or line.isspace():
                continue
            model = choose(line)
            try:
                row = model.model_validate_json(line, strict=True)
            except ValidationError as error:
                faults += _describe_faults(path, number, error)
                continue
            if model is not LexiconRow:  # many patterns name one concept
                row_id = getattr(row, "id", None)
                first = number if row_id is None else seen.setdefault((model, row_id), number)
                if first != number:
                    faults.append(DataError(path, number, "id", f"{row_id!r} stands already in line {first}"))
                    continue
            rows.append((number, row))
    return rows, faults


@contextmanager
def no_garbage() -> Iterator[None]:
    """Keep the collector from going through all objects again and again while they are made: none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _describe_faults(path: Path, number: int, error: ValidationError) -> list[DataError]:
    faults = []
    for fault in error.errors(include_url=False):
        field = ".".join(str(part) for part in fault["loc"]) or None
        faults.append(DataError(path, number, field, _expected(fault)))
    return faults


def _expected(fault: "ErrorDetails") -> str:
    """Say what was expected, in words for somebody who has the line in front of them."""
    kind, message = fault["type"], fault["msg"]
    if kind == "json_invalid":
        return "not a JSON object (" + _PLACE.sub(r", column \1", message.removeprefix("Invalid JSON: ")) + ")"
    if kind == "model_type":
        return "not a JSON object" if not fault["loc"] else "should be an object"
    if kind == "extra_forbidden":
        return "is not a field of this kind of row"
    if kind == "missing":
        return "is missing; write null where it is not known"
    if kind == "string_pattern_mismatch":
        return f"should be lower-case letters, digits and hyphens, not {_quote(fault['input'])}"
    return f"{message.removeprefix('Input ')}, not {_quote(fault['input'])}"


def _quote(value: object) -> str:
    written = repr(value)
    return written if len(written) <= _LONGEST_QUOTE else f"{written[:_LONGEST_QUOTE]}…"


@cache
def concepts() -> dict[str, ConceptRow]:
    """Return every concept by id."""
    return {row.id: row for row in read_rows(data_dir() / "concepts.jsonl", ConceptRow)}


def expand_braces(pattern: str) -> list[str]:
    """Expand ``{a,b}`` groups, leftmost first.

    >>> expand_braces("regenerat{e,es,ing} nerve{s,}")[:3]
    ['regenerate nerves', 'regenerate nerve', 'regenerates nerves']
    """
    match = _BRACES.search(pattern) if "{" in pattern else None
    if match is None:
        return [pattern]
    head, tail = pattern[: match.start()], pattern[match.end() :]
    return [expanded for choice in match[1].split(",") for expanded in expand_braces(head + choice + tail)]
