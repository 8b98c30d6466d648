"""Where reports go: which format a file name asks for, one file or a folder of them, and the date they carry."""

import datetime
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType

from claimcheck.errors import InputError, UnknownNameError
from claimcheck.pager import is_long, page
from claimcheck.render import Options, Result, render
from claimcheck.shell import write

FORMAT_OF: Mapping[str, str] = MappingProxyType(
    {
        ".html": "html",
        ".htm": "html",
        ".md": "markdown",
        ".markdown": "markdown",
        ".csv": "csv",
        ".json": "json",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".jsonld": "claimreview",
        ".txt": "plain",
    }
)
SUFFIX_OF: Mapping[str, str] = MappingProxyType(
    {"html": ".html", "markdown": ".md", "csv": ".csv", "json": ".json", "jsonl": ".jsonl", "claimreview": ".jsonld"}
)
UNDATED = frozenset({"table", "plain", "json", "jsonl"})  # on stdout: the same text gives the same bytes
_UNWRITTEN = MappingProxyType(
    {
        ".pdf": "write .html, and print it to PDF from a browser",
        ".docx": "write .md or .html, which a word processor opens",
        ".xlsx": "write .csv, which a spreadsheet opens",
    }
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2} (?: T\d{2}:\d{2}:\d{2}Z )?", re.VERBOSE)
_UNSAFE = re.compile(r"[^\w.-]+|^[.-]+")
_LONGEST_STEM = 100  # characters of a file's name


def is_folder(target: str) -> bool:
    """Tell whether reports go to a folder: one that stands there, or a name that ends in a slash."""
    return target.endswith(("/", os.sep)) or Path(target).is_dir()


def choose_format(flag: str | None, target: Path | None, *, folder: bool, terminal: bool) -> str:
    """Return the format: of the flag, else of the file's name, else a table on a terminal and plain elsewhere.

    Raises:
        UnknownNameError: the name asks for a format that is not written.
    """
    if flag or target is None or str(target) == "-":
        return flag or ("table" if terminal else "plain")
    if folder:
        return "html"
    suffix = target.suffix.lower()
    if suffix in _UNWRITTEN:
        raise UnknownNameError(f"{target}: {suffix} is not written; {_UNWRITTEN[suffix]}.", ())
    return FORMAT_OF.get(suffix, "plain")


def name_format(flag: str | None, target: Path | None, *, folder: bool) -> str:
    """Return the format that was asked for by a flag or a file's name, so that a failure is told in it too; or none."""
    if flag or target is None or folder:
        return flag or ""
    return FORMAT_OF.get(target.suffix.lower(), "")


def choose_date(flag: str | None, form: str, environ: Mapping[str, str], *, to_file: bool) -> str:
    """Return the date that reports carry: the one given, else SOURCE_DATE_EPOCH's, else now; or none.

    Text and JSON on stdout carry one only if it is given, so that the same input gives the same bytes.

    Raises:
        UnknownNameError: the date is none.
    """
    if flag is not None:
        return _check_date(flag)
    if form in UNDATED and not to_file:
        return ""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isascii() and epoch.isdigit() and len(epoch) <= 11):
        raise UnknownNameError(f"SOURCE_DATE_EPOCH: {epoch!r} is not a number of seconds.", ())
    now = datetime.datetime.now(datetime.timezone.utc)
    when = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc) if epoch else now
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def spare_inputs(target: Path, inputs: Sequence[str]) -> None:
    """Refuse to write a report over the page that it is about.

    Raises:
        UnknownNameError: the file is one of the inputs.
    """
    if any("://" not in name and name not in ("", "-") and Path(name).resolve() == target.resolve() for name in inputs):
        raise UnknownNameError(f"{target} is one of the pages to check; give the report another name.", ())


def show(text: str, form: str) -> None:
    """Show a text in a pager if it is longer than the terminal, else write it to stdout."""
    if form not in ("table", "plain") or not is_long(text) or not page(text, os.environ):
        write(text, None, form)


def write_results(results: Sequence[Result], form: str, options: Options, target: Path | None, *, folder: bool) -> None:
    """Write all results as one text, or each into a file of its own in a folder.

    Raises:
        InputError: a file cannot be written.
    """
    if target is None or not folder:
        write(render(results, form, options), target, form)
        return
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(target), f"cannot be made ({error.strerror})") from error
    taken: set[str] = set()
    for result in results:
        if not isinstance(result, InputError):
            name = name_file(result.document.name, SUFFIX_OF.get(form, ".txt"), taken)
            write(render([result], form, options), target / name, form)


def name_file(source: str, suffix: str, taken: set[str]) -> str:
    """Return a file name for the report on a source, safe whatever the source is called, and remember it.

    >>> taken = set()
    >>> name_file("pages/a b.txt", ".html", taken), name_file("other/a b.txt", ".html", taken)
    ('a-b.html', 'a-b-2.html')
    """
    stem = _UNSAFE.sub("-", PurePath(source).stem).strip("-")[:_LONGEST_STEM] or "report"
    name, number = f"{stem}{suffix}", 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    taken.add(name.lower())
    return name


def _check_date(text: str) -> str:
    try:
        if _ISO.fullmatch(text):
            datetime.datetime.fromisoformat(text.removesuffix("Z"))
            return text
    except ValueError:
        pass
    raise UnknownNameError(f"{text!r} is not a date such as 2026-03-01 or 2026-03-01T09:00:00Z.", ())
