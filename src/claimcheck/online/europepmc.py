"""Europe PMC's REST service: what PubMed and PubMed Central hold, with retractions as PubMed links them."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from claimcheck.lookups import NOTICES, Work
from claimcheck.online.reading import dig, find_year, read_rows, read_text, read_texts, split_marked

_QUERIES = {"pmid": "EXT_ID:{} AND SRC:MED", "pmcid": "PMCID:{}", "doi": 'DOI:"{}"'}
_NOTICES = (  # what stands in the type of a link -> notice
    (re.compile(r"partial retraction in", re.IGNORECASE), "partly-retracted"),
    (re.compile(r"retraction in", re.IGNORECASE), "retracted"),
    (re.compile(r"expression of concern in", re.IGNORECASE), "expression-of-concern"),
    (re.compile(r"(?:erratum|correction) in|corrected and republished in", re.IGNORECASE), "corrected"),
)
_OF_ANOTHER = re.compile(r"retraction of|expression of concern(?: for)?$", re.IGNORECASE)


def europepmc_path(kind: str, identifier: str) -> str:
    """Return the search for one entry.

    >>> europepmc_path("pmid", "26971680")
    '/search?query=EXT_ID%3A26971680%20AND%20SRC%3AMED&resultType=core&format=json&pageSize=1'
    """
    query = _QUERIES[kind].format(identifier.replace('"', "").replace("\\", ""))
    return f"/search?query={quote(query, safe='')}&resultType=core&format=json&pageSize=1"


def has_shape(body: object) -> bool:
    """Tell whether an answer is one of a search, with or without results."""
    return isinstance(dig(body, "resultList", "result"), list)


def read_europepmc(body: object, asked_on: str, kind: str, identifier: str) -> Work | None:
    """Return the entry that has the identifier, or None where there is none."""
    for row in read_rows(dig(body, "resultList", "result")):
        title = read_text(row.get("title"))
        identifiers = _identifiers(row)
        if title is not None and identifiers.get(kind, "").lower() == identifier.lower():
            return _read_entry(row, title, identifiers, asked_on)
    return None


def _read_entry(row: dict[str, Any], printed: str, identifiers: dict[str, str], asked_on: str) -> Work:
    kinds = read_texts(dig(row, "pubTypeList", "pubType"))
    title, marked = split_marked(printed.removesuffix("."))
    notices = [*_find_notices(row), *([(marked, None)] if marked else [])]
    if any(kind.lower() == "retracted publication" for kind in kinds):
        notices.append(("retracted", None))
    notice, notice_on = min(notices, key=lambda pair: NOTICES.index(pair[0]), default=(None, None))
    journal = dig(row, "journalInfo", "journal")
    return Work(
        service="europepmc",
        title=title,
        asked_on=asked_on,
        journal=read_text(dig(journal, "title")),
        journal_short=read_text(dig(journal, "isoabbreviation")) or read_text(dig(journal, "medlineAbbreviation")),
        year=find_year(row.get("pubYear")) or find_year(dig(row, "journalInfo", "yearOfPublication")),
        types=(*(("preprint",) if row.get("source") == "PPR" else ()), *kinds),
        notice=notice,
        notice_on=notice_on,
        is_notice=any(_OF_ANOTHER.match(kind) for kind in kinds),
        identifiers=identifiers,
    )


def _identifiers(row: dict[str, Any]) -> dict[str, str]:
    found = {kind: read_text(row.get(kind)) for kind in ("doi", "pmid", "pmcid")}
    return {kind: value for kind, value in found.items() if value}


def _find_notices(row: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the notices about an entry with their years; "Comment in" is talk among colleagues."""
    for link in read_rows(dig(row, "commentCorrectionList", "commentCorrection")):
        said = read_text(link.get("type")) or ""
        for pattern, notice in _NOTICES:
            if pattern.match(said):
                year = find_year(read_text(link.get("reference")))
                yield notice, str(year) if year else None
                break
