"""Records for other programmes: JSON, JSON Lines, CSV, BibTeX, CSL-JSON."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from claimcheck.errors import ClaimcheckError
from claimcheck.evidence import EvidenceBase
from claimcheck.evidence_layout import to_csv, to_json
from claimcheck.evidence_search import findings_of
from claimcheck.rows import Finding, Record
from claimcheck.wording import describe_status, link_to

NO_BIBTEX = "BibTeX needs the library bibtexparser: pip install 'claimcheck[bibtex]'"

_PERSON = re.compile(
    r"""
    (?P<family> [^\W\d_] [\w'’.\- ]* )    # "van Middendorp"
    \s (?P<initials> [A-Z] (?: -? [A-Z] ){0,3} )
    """,
    re.VERBOSE,
)
_OTHERS = re.compile(r"(?:,|(?<!\s))\s+et\s+al\.?(?P<after>\s*\(.{0,200}\))?$")
_BETWEEN = re.compile(r",\s+(?:and\s+)?|(?<!\s)\s+and\s+")
_PAGES = re.compile(
    r"""
    (?P<volume> \d+ )
    (?: \( (?P<issue> [^)]+ ) \) )?
    : (?P<pages> \S+ )                    # "185-191", "e123", an article number
    """,
    re.VERBOSE,
)
_CSL_TYPES: Mapping[str, str] = MappingProxyType({"regulation": "regulation", "guideline": "report"})
_NOTABLE = frozenset({"retracted", "expression-of-concern", "corrected", "terminated"})
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_NOT_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


@dataclass(frozen=True)
class Author:
    """One author: a person, or with ``family`` alone a body or what was printed."""

    family: str
    initials: str = ""  # "RN"
    person: bool = True


def split_authors(authors: str) -> tuple[list[Author], bool]:
    """Return the authors, and whether there are more than are named.

    >>> split_authors("Zhang D and He X")[0][1], split_authors("Bydon M et al.")[1]
    (Author(family='He', initials='X', person=True), True)
    """
    others = _OTHERS.search(authors)
    named = authors[: others.start()] if others else authors
    matches = [_PERSON.fullmatch(part) for part in _BETWEEN.split(named)]
    people = [Author(match["family"], match["initials"]) for match in matches if match]
    if len(people) < len(matches):
        return [Author(named, person=others is not None and " " not in named)], others is not None
    return people, others is not None


def to_csl(record: Record) -> dict[str, Any]:
    """Return a record as an item of CSL-JSON; what is not known is left out."""
    pages = _PAGES.fullmatch(record.volume_pages or "")
    notes = [record.volume_pages] if record.volume_pages and not pages else []
    notes += [describe_status(record)] if record.status in _NOTABLE else []
    item = {
        "id": record.id,
        "type": "article-journal" if record.journal else _CSL_TYPES.get(record.type, "document"),
        "title": _title(record),
        "author": _csl_authors(record.authors),
        "issued": {"date-parts": [[record.year]]} if record.year else None,
        "container-title": record.journal,
        "volume": pages["volume"] if pages else None,
        "issue": pages["issue"] if pages else None,
        "page": pages["pages"] if pages else None,
        "DOI": record.doi,
        "PMID": record.pmid,
        "PMCID": record.pmcid,
        "number": "; ".join(record.registry),
        "URL": link_to(record),
        "note": "; ".join(notes),
    }
    return {name: value for name, value in item.items() if value}


def _csl_authors(authors: str | None) -> list[dict[str, str]]:
    named, others = split_authors(authors) if authors else ([], False)
    items = [
        {"family": author.family, "given": _dotted(author.initials)}
        if author.initials
        else {"family" if author.person else "literal": author.family}
        for author in named
    ]
    return [*items, {"literal": "others"}] if others else items


def _to_bibtex(records: Sequence[Record], base: EvidenceBase) -> str:
    del base
    try:
        from bibtexparser.entrypoint import write_string
        from bibtexparser.library import Library
        from bibtexparser.middlewares import AddEnclosingMiddleware
        from bibtexparser.model import Entry, Field
    except ImportError as error:
        raise ClaimcheckError(NO_BIBTEX) from error
    library = Library()
    for record in records:
        fields = [Field(name, value) for name, value in _bibtex_fields(record).items()]
        library.add(Entry("article" if record.journal else "misc", record.id, fields))
    enclosing = AddEnclosingMiddleware(
        reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{", allow_inplace_modification=True
    )
    return write_string(library, unparse_stack=[enclosing])


def _bibtex_fields(record: Record) -> dict[str, str]:
    item = to_csl(record)
    named, others = split_authors(record.authors) if record.authors else ([], False)
    people = [_bibtex_author(author) for author in named] + (["others"] if others else [])
    fields = {
        "author": " and ".join(people),
        "title": f"{{{_latex(item['title'])}}}" if "title" in item else "",
        "journal": _latex(record.journal),
        "year": str(record.year or ""),
        "volume": _latex(item.get("volume")),
        "number": _latex(item.get("issue")),
        "pages": _latex(item.get("page")).replace("-", "--"),
        "doi": (record.doi or "").translate(_NOT_IN_ADDRESS),
        "pmid": record.pmid or "",
        "pmcid": record.pmcid or "",
        "url": item.get("URL", "").translate(_NOT_IN_ADDRESS),
        "note": _latex("; ".join(part for part in (item.get("note"), item.get("number")) if part)),
    }
    return {name: value for name, value in fields.items() if value}


def _bibtex_author(author: Author) -> str:
    if author.initials:
        return f"{_latex(author.family)}, {_dotted(author.initials)}"
    return _latex(author.family) if author.person else f"{{{_latex(author.family)}}}"


def _dotted(initials: str) -> str:
    """Return initials with points.

    >>> _dotted("RN"), _dotted("J-M")
    ('R. N.', 'J.-M.')
    """
    return re.sub(r"(?<=\.)(?=[A-Z])", " ", re.sub(r"([A-Z])", r"\1.", initials))


def _latex(text: str | None) -> str:
    return (text or "").translate(_LATEX)


def _title(record: Record) -> str | None:
    """Return the title; one that was not seen as printed in brackets."""
    return record.title if record.title_exact or not record.title else f"[{record.title}]"


def _resting_on(records: Sequence[Record], base: EvidenceBase) -> list[Finding]:
    """Return the findings that rest on any of the records."""
    found = {finding.id for record in records for finding, _ in findings_of(record, base)}
    return [finding for finding in base.findings.values() if finding.id in found]


def _to_json(records: Sequence[Record], base: EvidenceBase) -> str:
    return to_json(
        {
            "evidence_base": {"sha256": base.sha256, "checked_on": base.checked_on},
            "records": [record.model_dump(mode="json") for record in records],
            "findings": [finding.model_dump(mode="json") for finding in _resting_on(records, base)],
        }
    )


def _to_jsonl(records: Sequence[Record], base: EvidenceBase) -> str:
    rows = [*(record.model_dump_json() for record in records)]
    rows += [finding.model_dump_json() for finding in _resting_on(records, base)]
    return "".join(f"{row}\n" for row in rows)


def _to_csv(records: Sequence[Record], base: EvidenceBase) -> str:
    del base
    return to_csv(list(Record.model_fields), [record.model_dump(mode="json") for record in records])


def _to_csl_json(records: Sequence[Record], base: EvidenceBase) -> str:
    del base
    return json.dumps([to_csl(record) for record in records], ensure_ascii=False, indent=2) + "\n"


EXPORTS: Mapping[str, Callable[[Sequence[Record], EvidenceBase], str]] = MappingProxyType(
    {"json": _to_json, "jsonl": _to_jsonl, "csv": _to_csv, "bibtex": _to_bibtex, "csl-json": _to_csl_json}
)
