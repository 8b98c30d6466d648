"""Where the data files are, and how a row of them is read."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from claimcheck.errors import DataError
from claimcheck.rows import ConceptRow, LexiconRow, Row

RowT = TypeVar("RowT", bound=Row)

_BRACES = re.compile(r"\{([^{}]*)\}")


@cache
def data_dir() -> Path:
    """Return the folder of the bundled data: inside the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parent
    bundled = package / "data"
    return bundled if bundled.is_dir() else package.parent.parent / "data"


def read_rows(path: Path, model: type[RowT]) -> list[RowT]:
    """Read a JSON Lines file into rows, or raise for the first faulty line.

    Raises:
        DataError: the file is missing, is not UTF-8, or a line breaks the schema.
    """
    return list(_iter_rows(path, model))


def _iter_rows(path: Path, model: type[RowT]) -> Iterator[RowT]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(path, None, None, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DataError(path, None, None, "is not UTF-8 text") from error
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row = _parse_row(path, number, line, model)
        row_id = getattr(row, "id", None)
        if row_id is not None and model is not LexiconRow:  # many patterns name one concept
            if row_id in seen:
                raise DataError(path, number, "id", f"{row_id!r} stands already in line {seen[row_id]}")
            seen[row_id] = number
        yield row


def _parse_row(path: Path, number: int, line: str, model: type[RowT]) -> RowT:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise DataError(path, number, None, f"not a JSON object ({error})") from error
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise DataError(path, number, field, str(first["msg"])) from error


@cache
def concepts() -> dict[str, ConceptRow]:
    """Return every concept by id."""
    return {row.id: row for row in read_rows(data_dir() / "concepts.jsonl", ConceptRow)}


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile literals with ``{a,b}`` groups into one pattern, blind to case and to the width of blanks."""
    literals = {written for phrase in phrases for written in expand_braces(phrase)}
    ordered = sorted(literals, key=lambda literal: (-len(literal), literal))
    return re.compile("|".join(map(_phrase_regex, ordered)), re.IGNORECASE)


def _phrase_regex(literal: str) -> str:
    before = r"(?<!\w)" if literal[0].isalnum() else ""
    after = r"(?!\w)" if literal[-1].isalnum() else ""
    return before + r"\s+".join(map(re.escape, literal.split())) + after


def expand_braces(pattern: str) -> list[str]:
    """Expand ``{a,b}`` groups, leftmost first.

    >>> expand_braces("regenerat{e,es,ing} nerve{s,}")[:3]
    ['regenerate nerves', 'regenerate nerve', 'regenerates nerves']
    """
    match = _BRACES.search(pattern)
    if match is None:
        return [pattern]
    head, tail = pattern[: match.start()], pattern[match.end() :]
    return [expanded for choice in match[1].split(",") for expanded in expand_braces(head + choice + tail)]
