"""A recheck as a file to review: a unified diff that can be applied, or a JSON line for each change."""

import difflib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from claimcheck.errors import DataError
from claimcheck.online.recheck import Change, Recheck

_ID = re.compile(r'"id"\s*:\s*"(?P<id>[a-z0-9-]+)"')


def write_jsonl(result: Recheck) -> str:
    """Return a line for each change, remark and record that remains unchecked, which says which of them it is."""
    lines = [{"type": "change", **asdict(change)} for change in result.changes]
    lines += [{"type": "remark", **asdict(remark)} for remark in result.remarks]
    lines += [{"type": "unchecked", **asdict(remark)} for remark in result.unchecked]
    return "".join(f"{json.dumps(line)}\n" for line in lines)  # ASCII: nothing in it can steer a terminal


def write_diff(text: str, name: str, result: Recheck) -> str:
    """Return a diff of a file of records, after comments that say in words what it holds.

    Raises:
        DataError: a row is not laid out so that a field can be replaced in it.
    """
    changes: dict[str, list[Change]] = {}
    for change in result.changes:
        changes.setdefault(change.record, []).append(change)
    old = list(io.StringIO(text, newline="\n"))  # not at the other ends of lines that Unicode knows
    new = [_apply(line, number, name, changes) for number, line in enumerate(old, start=1)]
    diff = difflib.unified_diff(old, new, f"a/{_ascii(name)}", f"b/{_ascii(name)}", n=0)
    return "".join([*_comments(result), *map(_end, diff)])


def _comments(result: Recheck) -> Iterable[str]:
    yield f"# {describe_recheck(result)}\n"
    yield "# Read it, then apply it with: git apply --unidiff-zero FILE\n"
    for change in result.changes:
        if change.field != "status_checked_on":
            yield f"# change {change.record}: {change.field}: {change.old} -> {change.new} ({_ascii(change.source)})\n"
    for remark in result.remarks:
        yield f"# look {remark.record}: {_ascii(remark.text)}\n"
    for remark in result.unchecked:
        yield f"# unchecked {remark.record}: {_ascii(remark.text)}\n"


def describe_recheck(result: Recheck) -> str:
    """Say in a sentence what came of it."""
    graver = sum(change.field == "status" for change in result.changes)
    dated = sum(change.field == "status_checked_on" for change in result.changes)
    unchecked = len({remark.record for remark in result.unchecked})
    return (
        f"recheck: {result.asked} records asked about; {graver} with another status, {dated} with a new date of "
        f"checking, {len(result.remarks)} remarks, {unchecked} unchecked in part or whole"
    )


def _apply(line: str, number: int, name: str, changes: Mapping[str, Sequence[Change]]) -> str:
    match = _ID.search(line)
    wanted = changes.get(match["id"], ()) if match else ()
    for change in wanted:
        line = _replace(line, change)
        if json.loads(line).get(change.field) != change.new:
            raise DataError(name, number, change.field, "cannot be replaced in this row")
    return line


def _replace(line: str, change: Change) -> str:
    """Return a row with one field changed and every other character as it was."""
    pattern = re.compile(rf'(?P<key>"{re.escape(change.field)}"\s*:\s*)(?:null|"[^"\\]*")')
    return pattern.sub(lambda found: found["key"] + json.dumps(change.new), line, count=1)


def _end(line: str) -> str:
    """Return a line of a diff with an end, and git's words where the file has none."""
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _ascii(text: str) -> str:
    """Return text of a register so that it can neither steer a terminal nor begin a line of the diff."""
    return text.encode("unicode_escape").decode("ascii")
