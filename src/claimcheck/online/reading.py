"""Values out of somebody else's JSON: whatever is not of the kind expected is not there."""

import html
import re
from collections.abc import Iterator
from typing import Any

LONGEST = 600  # characters of a text that are kept
MOST = 20  # entries of a list that are read

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")  # registers keep italics and the like as markup
_BLANKS = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MARKED = re.compile(r"(?P<word>RETRACTED|WITHDRAWN)(?:[ ]ARTICLE)?[ ]?[:.–-]\s*", re.IGNORECASE)


def dig(value: object, *keys: str) -> Any:
    """Return what lies under keys one in the other, or None.

    >>> dig({"a": {"b": 1}}, "a", "b"), dig({"a": []}, "a", "b")
    (1, None)
    """
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def read_text(value: object) -> str | None:
    """Return a text on one line without markup, or the first of a list.

    >>> read_text(["Cells  in <i>vivo</i> &amp; beyond "]), read_text(7)
    ('Cells in vivo & beyond', None)
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    plain = _TAG.sub("", html.unescape(value[: 4 * LONGEST]))
    return _BLANKS.sub(" ", plain).strip()[:LONGEST] or None


def read_texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list, or of one text."""
    values = value[:MOST] if isinstance(value, list) else [value]
    return tuple(text for text in map(read_text, values) if text)


def read_rows(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list, or one object."""
    for row in value[:MOST] if isinstance(value, list) else [value]:
        if isinstance(row, dict):
            yield row


def read_count(value: object) -> int | None:
    """Return a whole number that can be a number of people."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < 10**9 else None  # type: ignore[operator, return-value]


def find_year(value: object) -> int | None:
    """Return the first year in a text or number.

    >>> find_year("Lancet. 2010;375(9713):445"), find_year(2021), find_year("n.d.")
    (2010, 2021, None)
    """
    match = _YEAR.search(str(value)[:LONGEST]) if isinstance(value, str | int) else None
    return int(match[0]) if match else None


def split_marked(title: str) -> tuple[str, str | None]:
    """Return a title without the word that a publisher puts before it, and the notice that the word is.

    >>> split_marked("RETRACTED ARTICLE: Cells for the cord")
    ('Cells for the cord', 'retracted')
    """
    match = _MARKED.match(title)
    return (title[match.end() :], match["word"].lower()) if match else (title, None)
