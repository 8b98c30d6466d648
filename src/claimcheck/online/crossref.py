"""Crossref's REST API: the works that DOIs belong to, and the notices about them (Retraction Watch's among them)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from claimcheck.lookups import NOTICES, Work
from claimcheck.online.reading import dig, find_year, read_rows, read_text, split_marked

_NOTICES: Mapping[str, str] = MappingProxyType(  # type of an update -> notice
    {
        "retraction": "retracted",
        "withdrawal": "withdrawn",
        "removal": "withdrawn",
        "partial_retraction": "partly-retracted",
        "expression_of_concern": "expression-of-concern",
        "correction": "corrected",
        "corrigendum": "corrected",
        "erratum": "corrected",
    }
)
_DATES = ("published", "issued", "published-print", "published-online", "posted")


def crossref_path(doi: str) -> str:
    """Return where the work of a DOI is found.

    >>> crossref_path("10.1038/s41467-024-46259-y")
    '/works/10.1038%2Fs41467-024-46259-y'
    """
    return f"/works/{quote(doi, safe='')}"


def read_crossref(body: object, asked_on: str) -> Work | None:
    """Return the work of an answer, or None where it has another shape."""
    message = dig(body, "message")
    printed = read_text(dig(message, "title"))
    if printed is None:
        return None
    doi = read_text(dig(message, "DOI")) or ""
    title, marked = split_marked(printed)
    notices = [*_find_notices(message, doi), *([(marked, None)] if marked else [])]
    notice, notice_on = min(notices, key=lambda pair: NOTICES.index(pair[0]), default=(None, None))
    kinds = (read_text(dig(message, "type")), read_text(dig(message, "subtype")))
    return Work(
        service="crossref",
        title=title,
        asked_on=asked_on,
        journal=read_text(dig(message, "container-title")),
        journal_short=read_text(dig(message, "short-container-title")),
        year=next((year for name in _DATES if (year := _year(dig(message, name)))), None),
        types=tuple(kind for kind in kinds if kind),
        notice=notice,
        notice_on=notice_on,
        is_notice=any(_updated(row) != doi.lower() for row in _notices_in(message, "update-to")),
        identifiers={"doi": doi.lower()} if doi else {},
    )


def _find_notices(message: object, doi: str) -> Iterator[tuple[str, str | None]]:
    """Yield the notices about a work with their dates: a publisher's and Retraction Watch's of one event are usual."""
    for row in _notices_in(message, "updated-by"):
        yield _NOTICES[_type(row)], _date(row)
    for row in _notices_in(message, "update-to"):
        if _updated(row) == doi.lower():  # some publishers print the notice under the DOI of the work
            yield _NOTICES[_type(row)], _date(row)


def _notices_in(message: object, name: str) -> Iterator[dict[str, Any]]:
    return (row for row in read_rows(dig(message, name)) if _type(row) in _NOTICES)


def _type(row: dict[str, Any]) -> str:
    return (read_text(row.get("type")) or "").lower().replace("-", "_").replace(" ", "_")


def _updated(row: dict[str, Any]) -> str:
    return (read_text(row.get("DOI")) or "").lower()


def _date(row: dict[str, Any]) -> str | None:
    """Return the date of a notice, as much as there is of it."""
    parts = _date_parts(row.get("updated"))
    if not parts or find_year(parts[0]) is None:
        return None
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])


def _year(date: object) -> int | None:
    parts = _date_parts(date)
    return find_year(parts[0]) if parts else None


def _date_parts(date: object) -> list[int]:
    parts = dig(date, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = first[:3] if isinstance(first, list) else []
    whole = all(isinstance(part, int) and not isinstance(part, bool) and 0 < part < 10**4 for part in numbers)
    return numbers if whole else []
