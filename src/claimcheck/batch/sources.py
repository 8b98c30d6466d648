"""Inputs to items: files, folders, globs, and the rows of tables; always in the same order, a file only once.

A folder is read by name, level by level; what is hidden, and folders behind symbolic links, are left out.
"""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from claimcheck.batch.items import Columns, Item
from claimcheck.batch.tables import TABLES, find_rows

# Files of a crawled site that are no pages. Left out of folders and globs, with a count; read where they are named.
NO_PAGES = frozenset(
    ".avif .bmp .css .eot .gif .gz .ico .jpeg .jpg .js .json .map .mjs .mp3 .mp4 .otf .png .svg .tif .tiff .ttf "
    ".wav .webm .webp .woff .woff2 .xml .zip".split()
)


@dataclass(frozen=True)
class Place:
    """A file, where it was found, or why nothing can be read there."""

    path: str
    site: str
    fault: str | None = None
    named: bool = False  # by the user, as opposed to found in a folder


def find_items(
    inputs: Sequence[str], columns: Columns, *, leave_out: Path | None = None, tell: Callable[[str], None]
) -> Iterator[Item]:
    """Yield the documents of all inputs, in the order of the inputs; the file of results is none of them."""
    seen = set() if leave_out is None else {_key(str(leave_out))}
    skipped = 0
    for name in inputs:
        for place in _find_places(name):
            suffix = os.path.splitext(place.path)[1].lower()
            if suffix in NO_PAGES and not place.named:
                skipped += 1
                continue
            key = _key(place.path)
            if key in seen:
                continue
            seen.add(key)
            if place.fault is None and suffix in TABLES:
                yield from find_rows(place.path, place.site, columns)
            else:
                yield Item(show_path(place.path), show_path(place.site), place.path, fault=place.fault)
    if skipped:
        tell(f"left out {skipped:,} files that are no pages (styles, scripts, pictures and the like)")


def show_path(path: str) -> str:
    r"""Return a path as Unicode; a byte of it that is none is written out.

    >>> show_path("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _key(path: str) -> bytes:
    """Return what two spellings of one file have in common, in few bytes: there may be millions."""
    return blake2b(os.fsencode(os.path.realpath(path)), digest_size=16).digest()


def _find_places(name: str) -> Iterator[Place]:
    if os.path.isdir(name):
        yield from _walk(name, name, None)
    elif not os.path.lexists(name) and glob.has_magic(name):
        found = sorted(path for path in glob.iglob(name, recursive=True) if not os.path.isdir(path))
        if not found:
            yield Place(name, _site_of_file(name), "matches no file", named=True)
        for path in found:
            asked_for = os.path.splitext(path)[1] == os.path.splitext(name)[1]  # as by '*.png'
            yield replace(_look(path, _site_of_file(path)), named=asked_for)
    else:
        yield Place(name, _site_of_file(name), named=True)


def _walk(folder: str, root: str, site: str | None) -> Iterator[Place]:
    """Yield the files of a folder; their site is the folder of the root that they are in, or the root itself."""
    own = site or os.path.basename(os.path.abspath(root))
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_dir()) for entry in found)
    except OSError as error:
        yield Place(folder, own, f"cannot be read ({error.strerror})")
        return
    for name, is_folder, leads_to_folder in entries:
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if is_folder:
            yield from _walk(path, root, site or name)
        elif not leads_to_folder:
            yield _look(path, own)


def _look(path: str, site: str) -> Place:
    """Return a file that was found; one that could keep its reader waiting for ever is not to be opened."""
    strange = os.path.exists(path) and not os.path.isfile(path)
    return Place(path, site, "is not a regular file" if strange else None)


def _site_of_file(path: str) -> str:
    return os.path.basename(os.path.dirname(os.path.abspath(path)))
