"""Citations: identifiers, author-year, journal-year and study names, and the lines that hold nothing else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimcheck.components.author_years import (
    JOURNAL,
    MAX_LINE,
    NO_SURNAMES,
    OPENS_WITH_AUTHOR,
    find_author_years,
    line_bounds,
)
from claimcheck.components.extensions import text_of
from claimcheck.components.identifiers import find_identifiers
from claimcheck.components.known_studies import find_journal_years, find_study_names, find_works, last_before
from claimcheck.components.numbers import lower_in_place
from claimcheck.models import Citation

if TYPE_CHECKING:
    from spacy.tokens import Doc

_REFERENCE_WORDS = """
    reference references source sources citation citations link links see also read more full text
    fulltext full-text pubmed doi pmid pmcid pmc nct journal article abstract paper available at from via
    url http https and & in et al meta-analysis metaanalysis systematic review study trial clinical
    registration registered clinicaltrials.gov identifier published by the
"""
# Words that a line of references may hold beside its citations.
REFERENCE_WORDS = frozenset(_REFERENCE_WORDS.split())
_JOURNAL_LINE = re.compile(
    rf"""
    \W{{0,3}} (?: (?<=[(\[]) | (?i:source|reference|journal|published[ ]in) :?[ ] )    # Source:
    {JOURNAL} ,?[ ] (?:19|20)[0-9]{{2}} \W{{0,4}}                                    # Cytotherapy, 2018
    """,
    re.VERBOSE,
)
_VOLUME = re.compile(
    r"""
      \b(?:19|20)[0-9]{2}[^\n;]{0,12};[ ]?[0-9]{1,4}                       # 2024;15   2024 Mar;15
    | \b[0-9]{1,4} (?: [ ]?[(][0-9]{1,4}(?:[-–][0-9]{1,3})?[)] )? [ ]?:[ ]?
      [a-z]?[0-9]{2,8} (?: [-–][a-z]?[0-9]{1,8} )? \b                       # 18(4):518–522
    | \bvol[.]?[ ][0-9]+ | \bpp?[.][ ]?[0-9]+                             # vol. 3, pp. 12
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"[0-9][0-9]{3}")  # a single digit in front is looked for faster
_MAY_CITE = ("et al", "http:", "https:", "www.")  # in lower case
_DOI = re.compile(r"doi(?<!\w...)\b")
_URL = re.compile(r"(?:https?://|www[.])\S{1,400}")
_WORD = re.compile(r"[^\W\d_][\w&.'’-]*")
_LONG_WORD = re.compile(r"(?<= )[a-z]{5,}(?= )")  # longer than what links surnames, or the words of a journal
_CITED_WORDS = REFERENCE_WORDS | {"colleagues", "coworkers"}
_OF_VOLUME = re.compile(r";[ ]?[0-9]")
_OF_IDENTIFIER = re.compile(r"/ | %2F | [0-9]{5}", re.VERBOSE | re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|shows?|showed|found|reports?|reported|improves?|"
    r"improved|demonstrates?|demonstrated|proves?|proved|suggests?|suggested|we|our|you|your)\b",
    re.IGNORECASE,
)

_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")


def find_citations(
    text: str, study_names: Iterable[str] = (), journals: Iterable[str] = (), works: Iterable[str] = ()
) -> list[Citation]:
    """Return every study that the text names, in order; those of one reference line may overlap.

    >>> [c.identifier for c in find_citations("Shang et al. 2022; NCT03308565")]
    ['Shang 2022', 'NCT03308565']
    >>> [c.type for c in find_citations("Bydon 2024 found it", works=["Bydon 2024"])]
    ['author-year']
    """
    known = tuple(journals)
    no_surnames = NO_SURNAMES.union(journal.lower() for journal in known)
    lower = lower_in_place(text)
    named = find_author_years(text, lower, no_surnames)
    known_works = tuple(works)
    cited = [*named, *find_journal_years(text, known, named, known_works)]
    cited += [*find_study_names(text, tuple(study_names)), *find_works(text, known_works, named)]
    cited += [_with_reference(text, citation, named) for citation in find_identifiers(text, lower)]
    return sorted(cited, key=lambda citation: (citation.start, citation.end, citation.identifier))


def is_bibliographic_line(line: str) -> bool:
    """Return whether the line is an entry of a reference list, or only says where a study is found.

    >>> is_bibliographic_line("Satti HS et al. (2016), Cytotherapy, 18:518–522.")
    True
    """
    if len(line) > MAX_LINE or not _may_cite(line) or _is_prose(line):
        return False
    cited = find_citations(line)
    if _JOURNAL_LINE.fullmatch(line.strip()):
        return True
    if not cited:
        return bool(_URL.search(line)) and not _other_words(_URL.sub(" ", line))
    rest = line
    for citation in cited:
        rest = rest.replace(citation.text, " ").replace(citation.journal or citation.text, " ")
    words = _other_words(_VOLUME.sub(" ", _URL.sub(" ", rest)))
    if not words:
        return True
    is_entry = bool(_VOLUME.search(line)) or any(citation.type in ("doi", "pmid", "pmcid") for citation in cited)
    if not is_entry or _FINITE.search(rest):
        return False
    return bool(OPENS_WITH_AUTHOR.match(line)) or _ends_with_identifier(line, cited)


def _may_cite(line: str) -> bool:
    """Tell whether the line has four digits, "et al", an address or "doi"."""
    if _FOUR_DIGITS.search(line):
        return True
    lower = lower_in_place(line)
    return any(words in lower for words in _MAY_CITE) or bool(_DOI.search(lower))


def _is_prose(line: str) -> bool:
    """Tell whether a line is plainly no reference: it neither begins nor ends as one, and has a word of no citation."""
    if OPENS_WITH_AUTHOR.match(line) or _OF_IDENTIFIER.search(line.rstrip(" .,;/").rpartition(" ")[2]):
        return False
    if ";" in line and _OF_VOLUME.search(line):
        return False
    return any(word not in _CITED_WORDS for word in _LONG_WORD.findall(line))


def _other_words(rest: str) -> list[str]:
    """Return the words that do not belong to a reference: labels and names of journals in title case do."""
    words = [word[0] for word in _WORD.finditer(rest) if word[0].lower().rstrip(".") not in REFERENCE_WORDS]
    return [word for word in words if len(word) > 1]


def _ends_with_identifier(line: str, cited: Sequence[Citation]) -> bool:
    ends = [citation.end for citation in cited if citation.type != "author-year"]
    return bool(ends) and not line[max(ends) :].strip(" .,;/")


def _with_reference(text: str, identifier: Citation, named: Sequence[Citation]) -> Citation:
    """Return the identifier with the authors, journal and year of its reference line."""
    start, end = line_bounds(text, identifier.start)
    authors = last_before(named, identifier.start)
    if authors is None or authors.start < start or not OPENS_WITH_AUTHOR.match(text, start, end):
        return identifier
    return replace(identifier, year=authors.year, authors=authors.authors, journal=authors.journal)


def register_extensions() -> None:
    """Declare ``doc._.claimcheck_citations``, once a process."""
    from spacy.tokens import Doc

    if not Doc.has_extension("claimcheck_citations"):
        Doc.set_extension("claimcheck_citations", default=())


class Citations:
    """Stores the citations of a text in ``doc._.claimcheck_citations``."""

    def __init__(
        self, *, study_names: Iterable[str] = (), journals: Iterable[str] = (), works: Iterable[str] = ()
    ) -> None:
        register_extensions()
        self.study_names = tuple(study_names)
        self.journals = tuple(journals)
        self.works = tuple(works)

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the citations of the doc and return it; blanks that keep words together are blanks like others."""
        text = text_of(doc)
        plain = _NO_BREAK.sub(" ", text)
        found = find_citations(plain, self.study_names, self.journals, self.works)
        if plain != text:
            found = [replace(citation, text=text[citation.start : citation.end]) for citation in found]
        doc._.claimcheck_citations = tuple(found)
        return doc
