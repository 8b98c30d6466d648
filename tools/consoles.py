"""Console blocks of Markdown pages: what stands after each ``$`` is run, and what it prints stands below.

A comment above a block picks the parts that are shown, by number or by words: ``<!-- blocks: 1 | 82% of our -->``.
Parts end at a blank line or a rule; what is left out is marked by ``[...]``. Commands run in the root of the checkout,
at 80 columns, without colour.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/*.md", "docs/guides/*.md", "data/explain/verdicts/*.md")
LEFT_OUT = "[...]"
PROMPT = "$ "
SECONDS = 120

PART_END = re.compile(r"\n\n|(?<=──)\n")
BLOCK = re.compile(
    r"""
    (?: ^ <!--\ blocks:\ (?P<shown> [^>]+? )\ -->\n )?   # which parts are shown
    ^ ```console\n
    (?P<body> .*? )
    ^ ``` $
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def find_files() -> list[Path]:
    """Return the pages that have console blocks."""
    pages = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    return [path for path in pages if BLOCK.search(path.read_text(encoding="utf-8"))]


def refresh(markdown: str) -> str:
    """Return a page with the output of its commands as it is now."""
    return BLOCK.sub(_refresh_block, markdown)


def _refresh_block(match: re.Match[str]) -> str:
    start, end = match.span("body")
    whole, offset = match[0], match.start()
    body = "".join(_run_and_show(command, match["shown"]) for command in find_commands(match["body"]))
    return whole[: start - offset] + body + whole[end - offset :]


def find_commands(body: str) -> Iterator[str]:
    r"""Yield the commands of a block; one that ends in a backslash goes on in the next line.

    >>> list(find_commands("$ a \\\nb\nprinted\n$ c\n"))
    ['a \\\nb', 'c']
    """
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith(PROMPT):
            command = line.removeprefix(PROMPT)
            while command.endswith("\\"):
                command += f"\n{next(lines)}"
            yield command


def _run_and_show(command: str, shown: str | None) -> str:
    output = run(command)
    return f"{PROMPT}{command}\n{pick(output, shown) if shown else output}"


@cache
def run(command: str) -> str:
    """Return what a command prints, messages included."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    environment = {**kept, "PATH": path, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
    )
    return done.stdout.decode("utf-8")


def pick(output: str, shown: str) -> str:
    """Return some of the parts of an output, with a mark where others stood.

    >>> pick("a\\n\\nb\\n\\nc d\\n", "1 | c d")
    'a\\n\\n[...]\\n\\nc d\\n'

    Raises:
        LookupError: no part has the words asked for.
    """
    parts = PART_END.split(output.rstrip("\n"))
    wanted = {_find_part(parts, item.strip()) for item in shown.split("|")}
    return "\n\n".join(_mark_gaps(parts, wanted)) + "\n"


def _find_part(parts: Sequence[str], item: str) -> int:
    """Return the place of a part, named by its number or by words in it."""
    if item.lstrip("-").isdigit():
        number = int(item)
        return number - 1 if number > 0 else len(parts) + number
    for place, part in enumerate(parts):
        if item in " ".join(part.split()):
            return place
    raise LookupError(f"no part of the output has the words {item!r}; it begins with {parts[0]!r}")


def _mark_gaps(parts: Sequence[str], wanted: set[int]) -> Iterator[str]:
    for place, part in enumerate(parts):
        if place in wanted:
            yield part
        elif place == 0 or place - 1 in wanted:
            yield LEFT_OUT
