"""Parquet, read and written a batch of rows at a time. Needs pyarrow, an extra that is imported late."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimcheck.errors import ClaimcheckError, InputError
from claimcheck.models import Verdict

NO_PYARROW = "Parquet needs the library pyarrow: pip install 'claimcheck[parquet]'"

_ROWS = 256  # held at a time
_BYTES = 16 * 1024 * 1024  # of results, the same
_NO_VALUE = (ValueError, ArithmeticError, LookupError)  # what Python cannot hold: nanoseconds, years, time zones

Row = Mapping[str, object] | InputError  # a row, or why it is none


def require_pyarrow() -> None:
    """Make sure, before any work is done, that Parquet can be read and written.

    Raises:
        ClaimcheckError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise ClaimcheckError(NO_PYARROW) from error


def read_parquet(path: str, names: Sequence[str]) -> Iterator[Row]:
    """Yield rows, with those columns that are there; the first one named has to be.

    Raises:
        ClaimcheckError: pyarrow is not installed.
        InputError: the file is not Parquet, or the column is missing, or a column is there twice.
    """
    require_pyarrow()
    from pyarrow import ArrowException, OSFile
    from pyarrow.parquet import ParquetFile

    with OSFile(os.fsencode(path)) as stream:
        try:
            file = ParquetFile(stream)
            there = file.schema_arrow.names
        except (ArrowException, UnicodeDecodeError) as error:
            raise InputError(path, f"is not Parquet ({_first_line(error)})") from error
        wanted = _choose_columns(path, names, there)
        try:
            for batch in file.iter_batches(_ROWS, columns=wanted):
                yield from _read_rows(path, batch)
        except (ArrowException, OSError) as error:  # OSError: what cannot be unpacked
            raise InputError(path, f"is damaged ({_first_line(error)})") from error


def _choose_columns(path: str, names: Sequence[str], there: Sequence[str]) -> list[str]:
    """Return those of the columns that are there.

    Raises:
        InputError: the first is not, or one is there twice.
    """
    if names[0] not in there:
        raise InputError(path, f"has no column {names[0]!r}; it has {', '.join(map(repr, there)) or 'none'}")
    for name in names:
        if there.count(name) > 1:
            raise InputError(path, f"has more than one column {name!r}")
    return [name for name in names if name in there]


def _read_rows(path: str, batch: Any) -> list[Row]:
    """Return the rows of a batch, one by one where not all can be had at once."""
    try:
        rows: list[Row] = batch.to_pylist()
    except _NO_VALUE:
        return [_read_row(path, batch.slice(number, 1)) for number in range(batch.num_rows)]
    return rows


def _read_row(path: str, batch: Any) -> Row:
    """Return the row of a batch that has one; what Python cannot hold is neither a text nor a name."""
    row: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            row[name] = column[0].as_py()
        except UnicodeDecodeError:
            return InputError(path, f"its {name!r} is not UTF-8")
        except _NO_VALUE:
            row[name] = None
    return row


def write_parquet(lines: Iterable[bytes], target: Path) -> None:
    """Write lines of results as a table: one row a document, counts in columns, the report as JSON text.

    Raises:
        OSError: the file cannot be written.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    text = ("document", "site", "sha256", "error", "worst", "report")
    counts = ("claims", "benefit_claims", *(verdict.value.replace("-", "_") for verdict in Verdict))
    schema = pa.schema([*((name, pa.string()) for name in text), *((name, pa.int32()) for name in counts)])
    with ParquetWriter(target, schema, compression="zstd") as writer:
        for some in _batched(lines):
            writer.write_table(pa.Table.from_pylist(list(map(to_row, some)), schema=schema))


def to_row(line: bytes) -> dict[str, Any]:
    """Return the row of a line of results.

    >>> to_row(b'{"document": "a", "site": "s", "error": {"type": "InputError", "message": "gone", "input": "a"}}')
    {'document': 'a', 'site': 's', 'sha256': None, 'error': 'gone'}
    """
    result = json.loads(line)
    row = {"document": result["document"], "site": result["site"], "sha256": result.get("sha256")}
    if "error" in result:
        return {**row, "error": result["error"]["message"]}
    report = result["report"]
    summary = report["summary"]
    counts = {name.replace("-", "_"): count for name, count in summary["by_verdict"].items()}
    return {
        **row,
        **counts,
        "claims": summary["claims"],
        "benefit_claims": summary["benefit_claims"],
        "worst": summary["worst"],
        "report": json.dumps(report, ensure_ascii=False, separators=(",", ":")),
    }


def _batched(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    held = 0
    for line in lines:
        batch.append(line)
        held += len(line)
        if len(batch) == _ROWS or held >= _BYTES:
            yield batch
            batch, held = [], 0
    yield batch


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
