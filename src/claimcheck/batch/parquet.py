"""Parquet, read and written a batch of rows at a time. Needs pyarrow, an extra that is imported late."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimcheck.errors import ClaimcheckError, InputError
from claimcheck.models import Verdict

NO_PYARROW = "Parquet needs the library pyarrow: pip install 'claimcheck[parquet]'"

_ROWS = 256  # held at a time
_BYTES = 16 * 1024 * 1024  # of results, the same


def require_pyarrow() -> None:
    """Make sure, before any work is done, that Parquet can be read and written.

    Raises:
        ClaimcheckError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise ClaimcheckError(NO_PYARROW) from error


def read_parquet(path: str, names: Sequence[str]) -> Iterator[Mapping[str, object]]:
    """Yield rows, with those columns that are there; the first one named has to be.

    Raises:
        ClaimcheckError: pyarrow is not installed.
        InputError: the file is not Parquet, or the column is missing.
    """
    require_pyarrow()
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
    except ArrowException as error:
        raise InputError(path, f"is not Parquet ({_first_line(error)})") from error
    with file:
        there = file.schema_arrow.names
        if names[0] not in there:
            raise InputError(path, f"has no column {names[0]!r}; it has {', '.join(map(repr, there)) or 'none'}")
        try:
            for batch in file.iter_batches(_ROWS, columns=[name for name in names if name in there]):
                yield from batch.to_pylist()
        except (ArrowException, OSError) as error:  # OSError: what cannot be unpacked
            raise InputError(path, f"is damaged ({_first_line(error)})") from error


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
