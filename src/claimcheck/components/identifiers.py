"""Identifiers of studies: DOI, PMID, PMCID and NCT numbers, bare or inside a web address."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from claimcheck.models import Citation

_IDENTIFIER = re.compile(
    r"""
      (?P<doi>    \b 10[.][0-9]{4,9} (?:/|%2F) [^\s"<>“”‘’,;|]{1,200} )           # 10.1016/j.jcyt.2016.01.004
    | (?P<nature> \b nature[.]com/articles/ (?P<article> [a-z0-9][a-z0-9-]{3,40} ) )  # a DOI in part
    | (?P<pmcid>  \b PMC[ ]?ID s? [ ]?:? [ ]? (?:PMC)? (?P<labelled> [0-9]{5,9} ) \b    # PMCID: PMC10101377
                | \b PMC [ ]? (?P<pmc> [0-9]{5,9} ) \b )                                # PMC10101377
    | (?P<pmid>  (?: \b PMID s? [ ]?[:#]? [ ]? | \b pubmed[ ](?:id)? [ ]?[:#]? [ ]?     # PMID: 26971680
                   | pubmed[.]ncbi[.]nlm[.]nih[.]gov/ | ncbi[.]nlm[.]nih[.]gov/pubmed/
                   | europepmc[.]org/article/med/ )
                 (?P<number> [0-9]{5,9} ) \b )
    | (?P<nct>   \b NCT [ ]? (?P<registry> [0-9]{8} ) \b )                              # NCT03308565
    """,
    re.VERBOSE | re.IGNORECASE,
)
# With what an identifier begins, in lower case.
_SIGNS = (
    "10.",
    "nature.com/articles/",
    "pmc",
    "pmid",
    "pubmed",
    "ncbi.nlm.nih.gov/pubmed/",
    "europepmc.org/article/med/",
    "nct",
)
_URL_START = re.compile(r"(?:https?://|www[.])[^\s\"<>“”()]{0,300}\Z", re.IGNORECASE)
_URL_REST = re.compile(r"[^\s\"<>“”]{0,300}")
_BARE_HOST = re.compile(r"\b(?:dx[.])?doi[.]org/\Z|\b[a-z0-9-]{2,40}(?:[.][a-z]{2,10}){1,3}/\S{0,80}\Z", re.IGNORECASE)
_AFTER_DOI = re.compile(r"[?#&].*|(?:/(?:full|abstract|pdf|epdf|html|meta|fulltext)){1,4}/?\Z|[.]pdf\Z", re.DOTALL)
_CLOSING = {")": "(", "]": "[", "}": "{"}


def find_identifiers(text: str, lower: str) -> Iterator[Citation]:
    """Yield the identifiers in order; an address counts as one citation and is its text.

    >>> address = "https://www.nature.com/articles/s41582-023-00796-5."
    >>> [citation.identifier for citation in find_identifiers(address, address)]
    ['10.1038/s41582-023-00796-5']
    """
    position = 0
    for candidate in _find_starts(lower):
        match = _IDENTIFIER.match(text, candidate) if candidate >= position else None
        if match is None:
            continue
        start, end = _span(text, match, position)
        kind, identifier = _normalise(match)
        yield Citation(text[start:end], start, end, kind, identifier)
        position = max(end, match.end("doi") if match["doi"] and end > match.end("doi") else end)


def _find_starts(lower: str) -> list[int]:
    """Return where something begins as identifiers do, in order."""
    starts = []
    for sign in _SIGNS:
        start = lower.find(sign)
        while start >= 0:
            starts.append(start)
            start = lower.find(sign, start + 1)
    return sorted(starts)


def _span(text: str, match: re.Match[str], floor: int) -> tuple[int, int]:
    """Return the address around the identifier, or the identifier."""
    start = match.start()
    window = max(floor, start - 320)
    address = _URL_START.search(text, window, start) or _BARE_HOST.search(text, max(floor, start - 120), start)
    if address is None and not match["nature"]:
        return start, start + len(_without_punctuation(match[0]))
    begin = address.start() if address else start
    rest = _URL_REST.match(text, match.start())
    written = text[begin : rest.end() if rest else match.end()]
    return begin, max(begin + len(_without_punctuation(written)), start + 1)


def _normalise(match: re.Match[str]) -> tuple[str, str]:
    """Return the type of the identifier and its usual form."""
    if match["doi"]:
        return "doi", _normalise_doi(match["doi"])
    if match["nature"]:
        return "doi", "10.1038/" + match["article"].lower().rstrip("-")
    if match["pmcid"]:
        return "pmcid", "PMC" + (match["labelled"] or match["pmc"])
    if match["pmid"]:
        return "pmid", match["number"]
    return "nct", "NCT" + match["registry"]


def _normalise_doi(written: str) -> str:
    doi = _AFTER_DOI.sub("", unquote(written).rstrip("/"))
    return _without_punctuation(doi).lower()


def _without_punctuation(written: str) -> str:
    """Return the address or DOI without the punctuation of the sentence around it."""
    while written and (written[-1] in ".,;:!?'\"’”*" or _is_unbalanced(written)):
        written = written[:-1]
    return written


def _is_unbalanced(written: str) -> bool:
    opening = _CLOSING.get(written[-1])
    return opening is not None and written.count(written[-1]) > written.count(opening)
