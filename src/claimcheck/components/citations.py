"""Citations: identifiers, author-year, journal-year and study names, and the lines that hold nothing else."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from claimcheck.components.identifiers import find_identifiers
from claimcheck.models import Citation

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_SURNAME_WORDS = """
    january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec spring summer autumn fall winter monday tuesday wednesday thursday
    friday saturday sunday phase stage type grade since until in on by from during before after early
    late mid copyright the a an and or of version updated published reviewed founded established data
    study studies trial trials review reviews clinic clinics hospital center centre university institute
    group protocol award awards conference congress meeting report figure table chapter section part page
    step covid our we this these those between about around over under usa uk safety efficacy patients
    results treatment therapy research science medicine health stem cell cells therapies
"""
# Words that may stand capitalised before a year and are no surname.
NO_SURNAMES = frozenset(_NO_SURNAME_WORDS.split())
_REFERENCE_WORDS = """
    reference references source sources citation citations link links see also read more full text
    fulltext full-text pubmed doi pmid pmcid pmc nct journal article abstract paper available at from via
    url http https and & in et al meta-analysis metaanalysis systematic review study trial clinical
    registration registered clinicaltrials.gov identifier published by the
"""
# Words that a line of references may hold beside its citations.
REFERENCE_WORDS = frozenset(_REFERENCE_WORDS.split())
MAX_LINE = 1000  # characters; no entry of a reference list is longer
LOOK_BACK = 240  # characters that a list of authors may take

_SURNAME = r"(?:(?:(?:van|von|de|del|der|den|di|da|la|le|el|al|ter)[ ]){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})"
_INITIALS = r"(?:,?[ ](?:[A-Z]{1,3}\b[.]?|(?:[A-Z][.][ -]?){1,3}))"
_JOURNAL = r"[A-Z][\w&.-]{1,30}(?:(?:[ ](?:of|and|the|in|for|&))?:?[ ][A-Z][\w&.-]{0,30}){0,6}"
_AUTHORS = rf"(?P<first>{_SURNAME}){_INITIALS}?(?P<more>(?:,[ ]{_SURNAME}{_INITIALS}){{0,9}})"

_ET_AL = re.compile(
    r"(?<=\w)[.,]{0,2}\s(?:et\s?al|and\s(?:colleagues|co-?workers))\b\.?(?:['’]s)?", re.IGNORECASE
)
_BEFORE_ET_AL = re.compile(rf"(?<![\w-]){_AUTHORS}\Z")
_AFTER_ET_AL = re.compile(
    rf"""
    ,?[ ]?
    (?: [(\[] (?:(?P<before>{_JOURNAL}),?[ ])?? (?P<year>(?:19|20)[0-9]{{2}}) (?!\w)             # (2016
        (?:[ ]?[–-][ ]?(?P<last_year>(?:19|20)[0-9]{{2}}))?                                  # –2024
        (?:,[ ](?P<inside>{_JOURNAL}))? [)\]]                                                # , Cytotherapy)
      | (?:(?P<between>{_JOURNAL}),?[ ])?? (?P<plain_year>(?:19|20)[0-9]{{2}})(?!\w) )     # BMC Medicine 2022
    """,
    re.VERBOSE,
)
_BEFORE_YEAR = re.compile(
    rf"""(?<![\w-])(?:
      (?P<first>{_SURNAME}){_INITIALS}? (?:,[ ]{_SURNAME}{_INITIALS}){{0,9}},?[ ](?:and|&)[ ]
      (?P<second>{_SURNAME}){_INITIALS}? (?:,[ ]|,?[ ][(\[])                           # Smith and Jones, 2019
    | (?P<with_initials>{_SURNAME})[ ][A-Z]{{1,3}} (?:,[ ]{_SURNAME}{_INITIALS}){{0,9}}
      [.,]?[ ][(\[]                                                                 # Smith JA (2019)
    | (?<=[(\[;])[ ]?(?P<alone>{_SURNAME}),?[ ]                                              # (Smith, 2019
    )\Z""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?<![\w/.:–-])(?:19|20)[0-9]{2}(?!\w|[.][0-9])")
_JOURNAL_AFTER = re.compile(rf"[)\]]?[.,][ ](?P<journal>{_JOURNAL})(?=,?[ ][0-9]|[ ]*[.]?[ ]*(?:\n|\Z)|;)")
_JOURNAL_VOLUME = re.compile(
    rf"""
    (?P<journal>{_JOURNAL}) [.,]?[ ] (?P<year>(?:19|20)[0-9]{{2}})
    (?: [ ][A-Z][a-z]{{2}} (?:[ ][0-9]{{1,2}})? )? ; [ ]?[0-9]                       # Nat Commun. 2024 Mar;15
    """,
    re.VERBOSE,
)
_ENTRY_AUTHORS = re.compile(
    rf"""
    [\W_]{{0,4}} (?:[0-9]{{1,3}}[\].)][ ]?)?                                          # 3.
    (?P<all> (?P<first>{_SURNAME}){_INITIALS} (?:,[ ]{_SURNAME}{_INITIALS}){{0,9}} ) [.:] (?=[ ])
    """,
    re.VERBOSE,
)
_JOURNAL_LINE = re.compile(
    rf"""
    \W{{0,3}} (?: (?<=[(\[]) | (?i:source|reference|journal|published[ ]in) :?[ ] )    # Source:
    {_JOURNAL} ,?[ ] (?:19|20)[0-9]{{2}} \W{{0,4}}                                    # Cytotherapy, 2018
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
_OPENS_WITH_AUTHOR = re.compile(
    rf"[\W_]{{0,4}}(?:\[?[0-9]{{1,3}}[\].)][ ]?)?{_SURNAME}(?:{_INITIALS}(?![\w])|,?[ ]et[ ]al)"
)
_MAY_CITE = re.compile(r"[0-9]{4}|et al|https?:|www[.]|\bdoi\b", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www[.])\S{1,400}")
_WORD = re.compile(r"[^\W\d_][\w&.'’-]*")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|shows?|showed|found|reports?|reported|improves?|"
    r"improved|demonstrates?|demonstrated|proves?|proved|suggests?|suggested|we|our|you|your)\b",
    re.IGNORECASE,
)


def find_citations(
    text: str, study_names: Iterable[str] = (), journals: Iterable[str] = ()
) -> list[Citation]:
    """Return every study that the text names, in order; those of one reference line may overlap.

    >>> [c.identifier for c in find_citations("Shang et al. 2022; NCT03308565")]
    ['Shang 2022', 'NCT03308565']
    """
    known = tuple(journals)
    no_surnames = NO_SURNAMES.union(journal.lower() for journal in known)
    named = sorted(
        [*_find_et_al(text), *_find_author_years(text, no_surnames), *_find_entries(text)],
        key=lambda citation: citation.start,
    )
    cited = [*named, *_find_journal_years(text, known, named), *_find_study_names(text, tuple(study_names))]
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
    is_entry = bool(_VOLUME.search(line)) or any(
        citation.type in ("doi", "pmid", "pmcid") for citation in cited
    )
    if not is_entry or _FINITE.search(rest):
        return False
    return bool(_OPENS_WITH_AUTHOR.match(line)) or _ends_with_identifier(line, cited)


def _other_words(rest: str) -> list[str]:
    """Return the words that do not belong to a reference: labels and names of journals in title case do."""
    words = [word[0] for word in _WORD.finditer(rest) if word[0].lower().rstrip(".") not in REFERENCE_WORDS]
    return [word for word in words if len(word) > 1]


def _ends_with_identifier(line: str, cited: Sequence[Citation]) -> bool:
    end = max(citation.end for citation in cited if citation.type != "author-year")
    return not line[end:].strip(" .,;/")


def _find_et_al(text: str) -> Iterator[Citation]:
    """Yield the citations with "et al.", one for each year."""
    for et_al in _ET_AL.finditer(text):
        authors = _BEFORE_ET_AL.search(text, max(0, et_al.start() - LOOK_BACK), et_al.start())
        if authors is None or authors["first"].lower() in NO_SURNAMES:
            continue
        after = _AFTER_ET_AL.match(text, et_al.end())
        entry = None if after else _entry_volume(text, authors.start(), et_al.end())
        end = after.end() if after else et_al.end()
        base = Citation(
            text[authors.start() : end],
            authors.start(),
            end,
            "author-year",
            authors["first"],
            authors=(authors["first"],),
            journal=_journal_of(text, after) if after else _journal(entry),
        )
        years = [after["year"] or after["plain_year"], after["last_year"]] if after else []
        if entry:
            years.append(entry["year"])
        yield from (_in_year(base, int(year)) for year in years if year)
        if not years:
            yield base


def _journal_of(text: str, after: re.Match[str]) -> str | None:
    """Return the journal inside the brackets of the year, before the year, or behind it."""
    journal: str | None = after["inside"] or after["before"] or after["between"]
    return journal or _journal(_JOURNAL_AFTER.match(text, after.end()))


def _entry_volume(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the "Journal. 2024;15" of the entry whose authors stand from start to end."""
    line_start, line_end = _line_bounds(text, start)
    if text[line_start:start].strip(" \t-•*[]().0123456789"):
        return None
    return _JOURNAL_VOLUME.search(text, end, line_end)


def _in_year(citation: Citation, year: int) -> Citation:
    return replace(citation, identifier=f"{citation.authors[0]} {year}", year=year)


def _find_author_years(text: str, no_surnames: frozenset[str]) -> Iterator[Citation]:
    """Yield the citations of one or two authors, whose year stands behind a comma or in brackets."""
    for year in _YEAR.finditer(text):
        authors = _BEFORE_YEAR.search(text, max(0, year.start() - LOOK_BACK), year.start())
        if authors is None:
            continue
        first = authors["first"] or authors["with_initials"] or authors["alone"]
        surnames = tuple(name for name in (first, authors["second"]) if name)
        if any(name.lower() in no_surnames for name in surnames):
            continue
        behind = _JOURNAL_AFTER.match(text, year.end())
        start = authors.start("alone") if authors["alone"] else authors.start()
        is_bracketed = text[year.start() - 1] in "([" and text[year.end() : year.end() + 1] in (")", "]")
        end = year.end() + is_bracketed
        yield Citation(
            text[start:end],
            start,
            end,
            "author-year",
            f"{first} {year[0]}",
            int(year[0]),
            surnames,
            _journal(behind),
        )


def _find_entries(text: str) -> Iterator[Citation]:
    """Yield the authors of entries that end in "Journal. 2024;15:2201", unless they say "et al."."""
    for journal in _JOURNAL_VOLUME.finditer(text):
        start, end = _line_bounds(text, journal.start())
        authors = _ENTRY_AUTHORS.match(text, start, end)
        if authors and authors.end() <= journal.start():
            written = (authors["all"], *authors.span("all"))
            yield _in_year(
                Citation(*written, "author-year", "", None, (authors["first"],), _journal(journal)),
                int(journal["year"]),
            )


def _journal(match: re.Match[str] | None) -> str | None:
    return match["journal"].rstrip(".") if match else None


def _find_journal_years(
    text: str, journals: tuple[str, ...], named: Sequence[Citation]
) -> Iterator[Citation]:
    """Yield a known journal with a year right behind it, unless authors of that line have the year."""
    pattern = _journal_before_year(journals)
    if pattern is None:
        return
    spelling = {journal.lower(): journal for journal in journals}
    for year in _YEAR.finditer(text):
        match = pattern.search(text, max(0, year.start() - 120), year.start())
        if match is None:
            continue
        authors = _last_before(named, match.start() + 1)
        if authors and authors.year == int(year[0]) and match.start() - authors.end < 3:
            continue  # Shang et al., BMC Medicine 2022
        journal = spelling[re.sub(r"\s+", " ", match["journal"]).lower()]
        end = year.end() + (match["open"] is not None and text[year.end() : year.end() + 1] == ")")
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
    return "|".join(r"\s".join(map(re.escape, name.split())) for name in ordered) or None


def _with_reference(text: str, identifier: Citation, named: Sequence[Citation]) -> Citation:
    """Return the identifier with the authors, journal and year of its reference line."""
    start, end = _line_bounds(text, identifier.start)
    authors = _last_before(named, identifier.start)
    if authors is None or authors.start < start or not _OPENS_WITH_AUTHOR.match(text, start, end):
        return identifier
    return replace(identifier, year=authors.year, authors=authors.authors, journal=authors.journal)


def _line_bounds(text: str, position: int) -> tuple[int, int]:
    """Return where the line around the position starts and ends, at most MAX_LINE away."""
    low, high = max(0, position - MAX_LINE), min(len(text), position + MAX_LINE)
    start, end = text.rfind("\n", low, position), text.find("\n", position, high)
    return low if start < 0 else start + 1, high if end < 0 else end


def _line_at(text: str, position: int) -> str:
    start, end = _line_bounds(text, position)
    return text[start:end]


def register_extensions() -> None:
    """Declare ``doc._.claimcheck_citations``, once a process."""
    from spacy.tokens import Doc

    if not Doc.has_extension("claimcheck_citations"):
        Doc.set_extension("claimcheck_citations", default=())


class Citations:
    """Stores the citations of a text in ``doc._.claimcheck_citations``."""

    def __init__(self, *, study_names: Iterable[str] = (), journals: Iterable[str] = ()) -> None:
        register_extensions()
        self.study_names = tuple(study_names)
        self.journals = tuple(journals)

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the citations of the doc and return it."""
        doc._.claimcheck_citations = tuple(find_citations(doc.text, self.study_names, self.journals))
        return doc
