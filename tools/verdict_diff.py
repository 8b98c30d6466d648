"""Show which verdicts change between two versions of the data: ``python tools/verdict_diff.py OLD NEW [PAGE]...``.

OLD and NEW are folders of data files or git revisions of ``data/``. Both are read by the code of this checkout. Without
pages: those of examples/.
"""

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 60  # characters shown of a claim

# Runs in a process of its own, since the data are read once a process.
WORKER = """
import json, sys
from pathlib import Path
from claimcheck import resources
resources.data_dir = lambda folder=Path(sys.argv[1]): folder
from claimcheck.check import check_text
found = []
for page in sys.argv[2:]:
    for claim in check_text(Path(page).read_text(encoding="utf-8")).to_dict()["claims"]:
        found.append([Path(page).name, claim["start"], claim["text"], claim["verdict"], claim["rule"]])
json.dump(found, sys.stdout)
"""

Place = tuple[str, int, str]  # page, character offset, text of the claim
Verdicts = Mapping[Place, str]  # "overstated (certain-wording)"


@dataclass(frozen=True)
class Change:
    """A claim whose verdict or rule differs."""

    page: str
    text: str
    old: str  # "-" where it was not found
    new: str


class DiffError(Exception):
    """A version of the data cannot be had or cannot be read."""


def main() -> int:
    """Compare, and print the changes as a table."""
    parser = argparse.ArgumentParser(description="Show which verdicts change between two versions of the data.")
    parser.add_argument("old", help="folder, or git revision")
    parser.add_argument("new", help="folder, or git revision")
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    options = parser.parse_args()
    pages = options.pages or sorted((ROOT / "examples").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        try:
            old, new = (
                judge_pages(find_data(version, Path(folder) / str(place)), pages)
                for place, version in enumerate((options.old, options.new))
            )
        except DiffError as error:
            print(f"verdict_diff: {error}", file=sys.stderr)
            return 2
    print("\n".join(render(find_changes(old, new), len({*old, *new}))))
    return 0


def find_data(version: str, target: Path) -> Path:
    """Return the folder of a version of the data, taken out of git if it is a revision.

    Raises:
        DiffError: there is no such folder or revision.
    """
    if (Path(version) / "verdicts.jsonl").is_file():
        return Path(version).resolve()
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", version, "data"]
    archive = subprocess.run(command, capture_output=True, check=False)
    if archive.returncode:
        raise DiffError(f"{version!r} is neither a folder of data files nor a git revision that has data/")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        for member in tar.getmembers():
            if member.isfile():
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                content = tar.extractfile(member)
                path.write_bytes(content.read() if content else b"")
    return target / "data"


def judge_pages(folder: Path, pages: Sequence[Path]) -> Verdicts:
    """Return the verdict and rule of every claim, by the data of a folder.

    Raises:
        DiffError: the code of this checkout cannot read the data.
    """
    command = [sys.executable, "-c", WORKER, str(folder), *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        reason = done.stderr.strip().split("\n")[-1]
        raise DiffError(f"the data cannot be read by the code of this checkout: {reason}")
    return {(page, start, text): f"{verdict} ({rule})" for page, start, text, verdict, rule in json.loads(done.stdout)}


def find_changes(old: Verdicts, new: Verdicts) -> list[Change]:
    """Return the claims whose verdict or rule differs, in order of page and place."""
    return [
        Change(page, text, old.get((page, start, text), "-"), new.get((page, start, text), "-"))
        for page, start, text in sorted({*old, *new})
        if old.get((page, start, text)) != new.get((page, start, text))
    ]


def render(changes: Sequence[Change], claims: int) -> Iterator[str]:
    """Yield the lines of a table."""
    if not changes:
        yield f"No verdict changes among {claims} claims."
        return
    yield f"{len(changes)} of {claims} claims change:"
    yield ""
    cells = [("page", "claim", "old", "new")]
    cells += [(change.page, shorten(change.text), change.old, change.new) for change in changes]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def shorten(text: str) -> str:
    """Return the beginning of a claim on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


if __name__ == "__main__":
    sys.exit(main())
