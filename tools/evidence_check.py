"""Check data/evidence.jsonl and data/findings.jsonl: ``python tools/evidence_check.py [--format] [FOLDER]``.

Prints one line a problem and ends with 1 if there is any. ``--format`` first rewrites evidence.jsonl in
its one form: sorted by id, compact, every field in the schema's order.
"""

import argparse
import sys
from pathlib import Path

from claimcheck.errors import DataError
from claimcheck.evidence_check import find_problems
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import Record


def main() -> int:
    """Parse the command line, check, print."""
    parser = argparse.ArgumentParser(description="Check the evidence files.")
    parser.add_argument("folder", nargs="?", type=Path, default=data_dir(), help="folder of the data files")
    parser.add_argument("--format", action="store_true", help="rewrite evidence.jsonl in its one form first")
    options = parser.parse_args()
    if options.format:
        try:
            format_records(options.folder / "evidence.jsonl")
        except DataError as error:
            print(error)
            return 1
    problems = list(find_problems(options.folder))
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems", file=sys.stderr)
    return 1 if problems else 0


def format_records(path: Path) -> None:
    """Rewrite a file of records sorted, compact, with every field.

    Raises:
        DataError: a line breaks the schema; the file is left as it was.
    """
    records = sorted(read_rows(path, Record), key=lambda record: record.id)
    text = "".join(f"{record.model_dump_json()}\n" for record in records)
    path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
