"""A file of records, asked about and written as a proposal; the file itself is only read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from claimcheck.evidence import choose_model
from claimcheck.online.patch import write_diff, write_jsonl
from claimcheck.online.recheck import Recheck, recheck
from claimcheck.online.session import OnlineOptions, open_client
from claimcheck.resources import data_dir, read_data, scan_rows
from claimcheck.rows import Record

BUNDLED = "data/evidence.jsonl"  # from the root of a checkout
KEPT_SECONDS = 24 * 3600.0  # so that a run that was stopped goes on where it was


def recheck_file(
    path: Path | None, form: str, options: OnlineOptions, environ: Mapping[str, str], tell: Callable[[str], None]
) -> tuple[str, Recheck]:
    """Return what should change in a file of records, as a diff or as JSON lines, and what it rests on.

    Raises:
        DataError: the file cannot be read, or a row breaks the schema.
        UnknownNameError: an option is not of its form.
    """
    source = path or data_dir() / "evidence.jsonl"
    data = read_data(source)
    rows, faults = scan_rows(source, data, choose_model)
    if faults:
        faults[0].more = tuple(faults[1:])
        raise faults[0]
    records = [row for _, row in rows if isinstance(row, Record)]
    with open_client(replace(options, kept_seconds=KEPT_SECONDS), environ, tell) as client:
        result = recheck(records, client)
    name = BUNDLED if path is None else path.as_posix()
    return (write_jsonl(result) if form == "jsonl" else write_diff(data.decode(), name, result)), result
