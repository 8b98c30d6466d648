"""Citations by authors and year: "Shang et al. 2022", "Smith and Jones, 2019", entries of reference lists."""

import re
from collections.abc import Iterator
from dataclasses import replace

from claimcheck.models import Citation

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
MAX_LINE = 1000  # characters; no entry of a reference list is longer
LOOK_BACK = 240  # characters that a list of authors may take

_SURNAME = r"(?:(?:(?:van|von|de|del|der|den|di|da|la|le|el|al|ter)[ ]){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})"
_INITIALS = r"(?:,?[ ](?:[A-Z]{1,3}\b[.]?|(?:[A-Z][.][ -]?){1,3}))"
JOURNAL = r"[A-Z][\w&.-]{1,30}(?:(?:[ ](?:of|and|the|in|for|&))?:?[ ][A-Z][\w&.-]{0,30}){0,6}"
_AUTHORS = rf"(?P<first>{_SURNAME}){_INITIALS}?(?P<more>(?:,[ ]{_SURNAME}{_INITIALS}){{0,9}})"

# Words of _ET_AL in lower case.
_ET_AL_WORDS = re.compile(r"et\s?al\b")
_COLLEAGUES = re.compile(r"co(?:lleagues|-?workers)\b")
_ET_AL = re.compile(r"(?<=\w)[.,]{0,2}\s(?:et\s?al|and\s(?:colleagues|co-?workers))\b\.?(?:['’]s)?", re.IGNORECASE)
_BEFORE_ET_AL = re.compile(rf"(?<![\w-]){_AUTHORS}\Z")
_AFTER_ET_AL = re.compile(
    rf"""
    ,?[ ]?
    (?: [(\[] (?:(?P<before>{JOURNAL}),?[ ])?? (?P<year>(?:19|20)[0-9]{{2}}) (?!\w)             # (2016
        (?:[ ]?[–-][ ]?(?P<last_year>(?:19|20)[0-9]{{2}}))?                                  # –2024
        (?:,[ ](?P<inside>{JOURNAL}))? [)\]]                                                # , Cytotherapy)
      | (?:(?P<between>{JOURNAL}),?[ ])?? (?P<plain_year>(?:19|20)[0-9]{{2}})(?!\w) )     # BMC Medicine 2022
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
# The two digits come first, so that other characters are passed over fast.
YEAR = re.compile(r"(?:19|20)(?<![\w/.:–-]..)[0-9]{2}(?!\w|[.][0-9])")
# A surname or initial right before a year, its comma or its bracket.
_NAME_BEFORE_YEAR = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]{0,30}[.]?[ -]?[.,]?[ ][(\[]?\Z")
_NAME_REACH = 48  # characters that a single author takes before the year, with the bracket that opens
_JOURNAL_AFTER = re.compile(rf"[)\]]?[.,][ ](?P<journal>{JOURNAL})(?=,?[ ][0-9]|[ ]*[.]?[ ]*(?:\n|\Z)|;)")
_JOURNAL_VOLUME = re.compile(
    rf"""
    (?P<journal>{JOURNAL}) [.,]?[ ] (?P<year>(?:19|20)[0-9]{{2}})
    (?: [ ][A-Z][a-z]{{2}} (?:[ ][0-9]{{1,2}})? )? ; [ ]?[0-9]                       # Nat Commun. 2024 Mar;15
    """,
    re.VERBOSE,
)
_VOLUME = re.compile(r"(?:19|20)[0-9]{2}(?:[ ][A-Z][a-z]{2}(?:[ ][0-9]{1,2})?)?;[ ]?[0-9]")  # how _JOURNAL_VOLUME ends
_ENTRY_AUTHORS = re.compile(
    rf"""
    [\W_]{{0,4}} (?:[0-9]{{1,3}}[\].)][ ]?)?                                          # 3.
    (?P<all> (?P<first>{_SURNAME}){_INITIALS} (?:,[ ]{_SURNAME}{_INITIALS}){{0,9}} ) [.:] (?=[ ])
    """,
    re.VERBOSE,
)
OPENS_WITH_AUTHOR = re.compile(
    rf"[\W_]{{0,4}}(?:\[?[0-9]{{1,3}}[\].)][ ]?)?{_SURNAME}(?:{_INITIALS}(?![\w])|,?[ ]et[ ]al)"
)


def find_author_years(text: str, lower: str, no_surnames: frozenset[str] = NO_SURNAMES) -> list[Citation]:
    """Return the citations that name authors, in order; one for each year. Lower is lower_in_place of the text.

    >>> text = "Bydon et al. (2020–2024); Smith and Jones, 2019"
    >>> [citation.identifier for citation in find_author_years(text, text.lower())]
    ['Bydon 2020', 'Bydon 2024', 'Smith 2019']
    """
    found = [*_find_et_al(text, lower), *_find_led_years(text, no_surnames), *_find_entries(text)]
    return sorted(found, key=lambda citation: (citation.start, citation.year or 0))


def line_bounds(text: str, position: int) -> tuple[int, int]:
    """Return where the line around the position starts and ends, at most MAX_LINE away."""
    low, high = max(0, position - MAX_LINE), min(len(text), position + MAX_LINE)
    start, end = text.rfind("\n", low, position), text.find("\n", position, high)
    return low if start < 0 else start + 1, high if end < 0 else end


def _find_et_al(text: str, lower: str) -> Iterator[Citation]:
    """Yield the citations with "et al.", one for each year."""
    for et_al in _iter_et_al(text, lower):
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


def _iter_et_al(text: str, lower: str) -> Iterator[re.Match[str]]:
    """Yield the matches of _ET_AL, which is tried only where its words stand."""
    starts = [words.start() - 1 for words in _ET_AL_WORDS.finditer(lower)]
    starts += [words.start() - 5 for words in _COLLEAGUES.finditer(lower)]  # before " and "
    end = 0
    for start in sorted(starts):
        while start > end and text[start - 1] in ".,":
            start -= 1
        if start >= end and (et_al := _ET_AL.match(text, start)):
            yield et_al
            end = et_al.end()


def _journal_of(text: str, after: re.Match[str]) -> str | None:
    """Return the journal inside the brackets of the year, before the year, or behind it."""
    journal: str | None = after["inside"] or after["before"] or after["between"]
    return journal or _journal(_JOURNAL_AFTER.match(text, after.end()))


def _entry_volume(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the "Journal. 2024;15" of the entry whose authors stand from start to end."""
    line_start, line_end = line_bounds(text, start)
    if text[line_start:start].strip(" \t-•*[]().0123456789"):
        return None
    return _JOURNAL_VOLUME.search(text, end, line_end)


def _in_year(citation: Citation, year: int) -> Citation:
    return replace(citation, identifier=f"{citation.authors[0]} {year}", year=year)


def _find_led_years(text: str, no_surnames: frozenset[str]) -> Iterator[Citation]:
    """Yield the citations of one or two authors, whose year stands behind a comma or in brackets."""
    for year in YEAR.finditer(text):
        if not _may_be_led(text, year.start()):
            continue
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


def _may_be_led(text: str, start: int) -> bool:
    """Tell whether a name stands right before the year at start, behind a bracket or before a comma or bracket."""
    low = max(0, start - _NAME_REACH)
    if not _NAME_BEFORE_YEAR.search(text, low, start):
        return False
    is_plain = text[start - 1] == " " and text[start - 2] != ","
    return not is_plain or any(sign in text[low:start] for sign in "([;")


def _find_entries(text: str) -> Iterator[Citation]:
    """Yield the authors of entries that end in "Journal. 2024;15:2201", unless they say "et al."."""
    if not _VOLUME.search(text):
        return
    for journal in _JOURNAL_VOLUME.finditer(text):
        start, end = line_bounds(text, journal.start())
        authors = _ENTRY_AUTHORS.match(text, start, end)
        if authors and authors.end() <= journal.start():
            written = (authors["all"], *authors.span("all"))
            yield _in_year(
                Citation(*written, "author-year", "", None, (authors["first"],), _journal(journal)),
                int(journal["year"]),
            )


def _journal(match: re.Match[str] | None) -> str | None:
    return match["journal"].rstrip(".") if match else None
