"""Citations: identifiers, author-year, journal-year and study names, and the lines that hold nothing else."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from claimcheck.components.author_years import (
    JOURNAL,
    MAX_LINE,
    NO_SURNAMES,
    OPENS_WITH_AUTHOR,
    YEAR,
    find_author_years,
    line_bounds,
)
from claimcheck.components.extensions import text_of
from claimcheck.components.identifiers import find_identifiers
from claimcheck.components.numbers import fold_case
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
_MAY_CITE = re.compile(r"[0-9]{4}|et al|https?:|www[.]|\bdoi\b", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www[.])\S{1,400}")
_WORD = re.compile(r"[^\W\d_][\w&.'’-]*")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|shows?|showed|found|reports?|reported|improves?|"
    r"improved|demonstrates?|demonstrated|proves?|proved|suggests?|suggested|we|our|you|your)\b",
    re.IGNORECASE,
)

_AUTHOR_BEFORE = re.compile(r"(?P<author>[^\W\d_][\w'’-]{1,30}),[ ]\Z")
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
    named = find_author_years(text, no_surnames)
    known_works = tuple(works)
    cited = [*named, *_find_journal_years(text, known, named, known_works)]
    cited += [*_find_study_names(text, tuple(study_names)), *_find_works(text, known_works, named)]
    cited += [_with_reference(text, citation, named) for citation in find_identifiers(text)]
    return sorted(cited, key=lambda citation: (citation.start, citation.end, citation.identifier))


def is_bibliographic_line(line: str) -> bool:
    """Return whether the line is an entry of a reference list, or only says where a study is found.

    >>> is_bibliographic_line("Satti HS et al. (2016), Cytotherapy, 18:518–522.")
    True
    """
    if len(line) > MAX_LINE or not _MAY_CITE.search(line):
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


def _other_words(rest: str) -> list[str]:
    """Return the words that do not belong to a reference: labels and names of journals in title case do."""
    words = [word[0] for word in _WORD.finditer(rest) if word[0].lower().rstrip(".") not in REFERENCE_WORDS]
    return [word for word in words if len(word) > 1]


def _ends_with_identifier(line: str, cited: Sequence[Citation]) -> bool:
    ends = [citation.end for citation in cited if citation.type != "author-year"]
    return bool(ends) and not line[max(ends) :].strip(" .,;/")


def _find_journal_years(
    text: str, journals: tuple[str, ...], named: Sequence[Citation], works: tuple[str, ...]
) -> Iterator[Citation]:
    """Yield a known journal with a year right behind it, and the author of a known work before it.

    Authors of that line who have the year already are no second citation.
    """
    pattern = _journal_before_year(journals)
    if pattern is None:
        return
    spelling = {fold_case(journal): journal for journal in journals}
    for year in YEAR.finditer(text):
        match = pattern.search(text, max(0, year.start() - 120), year.start())
        if match is None:
            continue
        authors = _last_before(named, match.start() + 1)
        if authors and authors.year == int(year[0]) and match.start() - authors.end < 3:
            continue  # Shang et al., BMC Medicine 2022
        journal = spelling[fold_case(match["journal"])]
        end = year.end() + (match["open"] is not None and text[year.end() : year.end() + 1] == ")")
        author = _AUTHOR_BEFORE.search(text, max(0, match.start() - 40), match.start())
        if author and (work := f"{author['author']} {year[0]}") in works:  # Bydon, Nature Communications 2024
            written = (text[author.start() : end], author.start(), end)
            yield Citation(*written, "author-year", work, int(year[0]), (author["author"],), journal)
            continue
        yield Citation(
            text[match.start() : end],
            match.start(),
            end,
            "journal-year",
            f"{journal} {year[0]}",
            int(year[0]),
            journal=journal,
        )


def _last_before(named: Sequence[Citation], position: int) -> Citation | None:
    """Return the last of the sorted citations that starts before the position."""
    index = bisect_left(named, position, key=lambda citation: citation.start)
    return named[index - 1] if index else None


@lru_cache(maxsize=8)
def _journal_before_year(journals: tuple[str, ...]) -> re.Pattern[str] | None:
    names = _either(journals)
    if names is None:
        return None
    return re.compile(
        rf"(?<!\w)(?P<journal>{names})(?:,?\s(?P<open>\()?|(?P<dense>\()|,?\s(?:in|from|of)\s)\Z",
        re.IGNORECASE,
    )


def _find_works(text: str, works: tuple[str, ...], named: Sequence[Citation]) -> Iterator[Citation]:
    """Yield known works named by one author: with the year ("Bydon (2024)"), or as somebody's ("Bydon's team")."""
    patterns = _works_by_author(works)
    if patterns is None:
        return
    taken = {citation.start for citation in named}
    dated, led = patterns
    for match in dated.finditer(text):
        year, end = int(match["year"]), match.end() + (text[match.end() : match.end() + 1] in (")", "]"))
        if f"{match['author']} {year}" in works and match.start() not in taken:
            end = end if match["open"] else match.end()
            written = (text[match.start() : end], match.start(), end)
            yield Citation(*written, "author-year", f"{match['author']} {year}", year, (match["author"],))
            taken.add(match.start())
    for match in led.finditer(text):
        group = "author" if match["author"] else "leader"
        if match.start(group) not in taken:
            written = (match[group], *match.span(group))
            yield Citation(*written, "author-year", match[group], None, (match[group],))


@lru_cache(maxsize=8)
def _works_by_author(works: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    authors = _either(tuple({work.rpartition(" ")[0] for work in works}))
    if authors is None:
        return None
    dated = rf"(?<![\w-])(?P<author>{authors})(?:['’]s)?(?:,?[ ](?P<open>[(\[])?)(?P<year>(?:19|20)[0-9]{{2}})(?!\w)"
    led = rf"""
        (?<![\w-]) (?P<author>{authors})
        (?: ['’]s[ ](?:own[ ])?(?:team|group|stud(?:y|ies)|trial|series|paper|work|meta-analysis|review|results|data)
          | [ ]and[ ](?:co-?authors|others|her|his|their) )                                  # Kumar's team
      | \b(?:group|team)[ ](?:around|led[ ]by)[ ] (?P<leader>{authors}) (?![\w-])            # the group around Vaquero
    """
    return re.compile(dated), re.compile(led, re.VERBOSE)


def _find_study_names(text: str, names: tuple[str, ...]) -> Iterator[Citation]:
    """Yield the study names, as written; not in a line of capitals, where any word looks like a name."""
    pattern = _study_name(names)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        if not _line_at(text, match.start()).isupper() or _line_at(text, match.start()).strip() == match[0]:
            yield Citation(match[0], match.start(), match.end(), "study-name", match[0])


@lru_cache(maxsize=8)
def _study_name(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern of the names that cannot be mistaken for a word: two capitals, or a digit."""
    marked = tuple(name for name in names if re.search(r"[A-Z].*[A-Z]|[0-9]", name))
    return re.compile(rf"(?<![\w-])(?:{_either(marked)})(?!\w)") if marked else None


def _either(names: tuple[str, ...]) -> str | None:
    """Return a regex for any of the names, longest first."""
    ordered = sorted(filter(None, names), key=len, reverse=True)
    if not ordered:
        return None
    first = re.escape("".join(sorted({name.strip()[0] for name in ordered})))  # looked at before all names
    either = "|".join(r"\s".join(map(re.escape, name.split())) for name in ordered)
    return f"(?=[{first}])(?:{either})"


def _with_reference(text: str, identifier: Citation, named: Sequence[Citation]) -> Citation:
    """Return the identifier with the authors, journal and year of its reference line."""
    start, end = line_bounds(text, identifier.start)
    authors = _last_before(named, identifier.start)
    if authors is None or authors.start < start or not OPENS_WITH_AUTHOR.match(text, start, end):
        return identifier
    return replace(identifier, year=authors.year, authors=authors.authors, journal=authors.journal)


def _line_at(text: str, position: int) -> str:
    start, end = line_bounds(text, position)
    return text[start:end]


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
