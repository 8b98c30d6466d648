"""Inputs to items: files, folders, globs, and the rows of tables; always in the same order, a file only once.

A folder is read by name, level by level; what is hidden, and folders behind symbolic links, are left out.
"""

import glob
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from claimcheck.batch.items import Columns, Item
from claimcheck.batch.tables import TABLES, find_rows, name_site

# Files of a crawled site that are no pages. Left out of folders and globs, with a count; read where they are named.
NO_PAGES = frozenset(
    ".avif .bmp .css .eot .gif .gz .ico .jpeg .jpg .js .json .map .mjs .mp3 .mp4 .otf .png .svg .tif .tiff .ttf "
    ".wav .webm .webp .woff .woff2 .xml .zip".split()
)
_SIGNS = re.escape(os.sep + (os.altsep or ""))
_REPEATED = re.compile(rf"(?<= [^{_SIGNS}] [{_SIGNS}] ) [{_SIGNS}]+", re.VERBOSE)  # "a//b" is "a/b"
_ANY_DEPTH = re.compile(
    rf"""
    (?: ^ | (?<= [{_SIGNS}] ) )       # a part of a path by itself
    \*\* (?: [{_SIGNS}] \*\* )*       # one after the other says no more than one
    (?: [{_SIGNS}] | $ )
    """,
    re.VERBOSE,
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
                yield from find_rows(place.path, show_path(place.site), columns)
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
        yield from _walk(name)
    elif not os.path.lexists(name) and glob.has_magic(name):
        found = _find_matches(name)
        if not found:
            yield Place(name, _site_of_file(name), "matches no file", named=True)
        for path in found:
            asked_for = os.path.splitext(path)[1] == os.path.splitext(name)[1]  # as by '*.png'
            yield replace(_look(path, _site_of_file(path)), named=asked_for)
    elif "://" in name and not os.path.lexists(name):
        yield Place(name, name_site(name), "is an address; a batch reads files", named=True)
    else:
        yield Place(name, _site_of_file(name), named=True)


def _walk(root: str) -> Iterator[Place]:
    """Yield the files of a folder; their site is the folder of the root that they are in, or the root itself."""
    waiting = [(root, True, os.path.basename(os.path.abspath(root)))]  # no recursion: folders may be nested deeply
    while waiting:
        path, is_folder, site = waiting.pop()
        if not is_folder:
            yield _look(path, site)
            continue
        try:
            entries = _list_folder(path)
        except OSError as error:
            yield Place(path, site, f"cannot be read ({error.strerror})")
            continue
        for name, below in reversed(entries):
            waiting.append((os.path.join(path, name), below, name if below and path == root else site))


def _find_matches(pattern: str) -> list[str]:
    """Return the files that match a pattern, in order; '**' are folders at any depth, none hidden or behind a link."""
    if os.path.basename(pattern) == "**":
        pattern = os.path.join(pattern, "*")
    first, *others = _ANY_DEPTH.split(_REPEATED.sub("", pattern))
    found = set(glob.iglob(first)) if first else {""}
    for below in others:
        folders = {folder for top in found for folder in _find_folders(top)}
        found = {os.path.join(folder, path) for folder in folders for path in glob.iglob(below, root_dir=folder)}
    return sorted(path for path in found if not os.path.isdir(path))


def _find_folders(top: str) -> Iterator[str]:
    """Yield a folder and those below it; one that cannot be read matches nothing."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        yield folder
        with suppress(OSError):
            waiting += [os.path.join(folder, name) for name, below in _list_folder(folder or os.curdir) if below]


def _list_folder(folder: str) -> list[tuple[str, bool]]:
    """Return what is in a folder, by name, and whether it is one; without what is hidden, and links to folders.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as found:
        entries = [entry for entry in found if not entry.name.startswith(".")]
    return sorted(
        (entry.name, own)
        for entry in entries
        if (own := _is_folder(entry, follow_symlinks=False)) or not _is_folder(entry, follow_symlinks=True)
    )


def _is_folder(entry: os.DirEntry[str], *, follow_symlinks: bool) -> bool:
    """Tell whether an entry is a folder; what the system cannot tell, as of a link to itself, is left to the reader."""
    try:
        return entry.is_dir(follow_symlinks=follow_symlinks)
    except OSError:
        return False


def _look(path: str, site: str) -> Place:
    """Return a file that was found; one that could keep its reader waiting for ever is not to be opened."""
    strange = os.path.exists(path) and not os.path.isfile(path)
    return Place(path, site, "is not a regular file" if strange else None)


def _site_of_file(path: str) -> str:
    return os.path.basename(os.path.dirname(os.path.abspath(path)))
