"""Citations of what is known by name: a journal with a year, a work by its author, a study with a name of its own."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from claimcheck.components.author_years import YEAR, line_bounds
from claimcheck.components.numbers import fold_case
from claimcheck.models import Citation

LOOK_BACK = 120  # characters that a journal may take before its year
LONGEST_OWN_WORK = 24  # characters that _OWN_WORK or _AND_OTHERS may take

_WORD = re.compile(r"\w+")
_AUTHOR_BEFORE = re.compile(r"(?P<author>[^\W\d_][\w'’-]{1,30}),[ ]\Z")
_WORK_YEAR = re.compile(r"(?:19|20)(?<=[ (\[]..)[0-9]{2}(?!\w)")  # with what stands between it and the author
_OWN_WORK = r"['’]s[ ](?:own[ ])?(?:team|group|stud(?:y|ies)|trial|series|paper|work|meta-analysis|review|results|data)"
_AND_OTHERS = r"[ ]and[ ](?:co-?authors|others|her|his|their)"
_LED_BY = r"(?:group|team)[ ](?:around|led[ ]by)[ ]"
_BEHIND_AUTHOR = (re.compile(_OWN_WORK), re.compile(_AND_OTHERS))
_BEFORE_LEADER = re.compile(rf"\b{_LED_BY}")
_LEADER_WORDS = ("group around ", "group led by ", "team around ", "team led by ")  # one of them is in _LED_BY


class _Journals(NamedTuple):
    """What finds the known journals."""

    before_year: re.Pattern[str]
    last_words: frozenset[str]  # of the journals, in lower case
    spelling: Mapping[str, str]  # by name in lower case


class _Works(NamedTuple):
    """What finds the known works."""

    dated: re.Pattern[str]  # Bydon (2024)
    led: re.Pattern[str]  # Bydon's team
    leader: re.Pattern[str]  # the group around Bydon
    last_words: frozenset[str]  # of the authors
    longest: int  # characters of the longest author


def find_journal_years(
    text: str, journals: tuple[str, ...], named: Sequence[Citation], works: tuple[str, ...]
) -> Iterator[Citation]:
    """Yield a known journal with a year right behind it, and the author of a known work before it.

    Authors of that line who have the year already are no second citation.
    """
    known = _known_journals(journals)
    if known is None:
        return
    for year in YEAR.finditer(text):
        low = max(0, year.start() - LOOK_BACK)
        if known.last_words.isdisjoint(map(fold_case, _WORD.findall(text, low, year.start())[-2:])):
            continue
        match = known.before_year.search(text, low, year.start())
        if match is None:
            continue
        authors = last_before(named, match.start() + 1)
        if authors and authors.year == int(year[0]) and match.start() - authors.end < 3:
            continue  # Shang et al., BMC Medicine 2022
        journal = known.spelling[fold_case(match["journal"])]
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


def last_before(named: Sequence[Citation], position: int) -> Citation | None:
    """Return the last of the sorted citations that starts before the position."""
    index = bisect_left(named, position, key=lambda citation: citation.start)
    return named[index - 1] if index else None


@lru_cache(maxsize=8)
def _known_journals(journals: tuple[str, ...]) -> _Journals | None:
    names = _either(journals)
    if names is None:
        return None
    before_year = re.compile(
        rf"(?<!\w)(?P<journal>{names})(?:,?\s(?P<open>\()?|(?P<dense>\()|,?\s(?:in|from|of)\s)\Z",
        re.IGNORECASE,
    )
    spelling = {fold_case(journal): journal for journal in journals}
    return _Journals(before_year, _last_words(spelling), spelling)


def find_works(text: str, works: tuple[str, ...], named: Sequence[Citation]) -> Iterator[Citation]:
    """Yield known works named by one author: with the year ("Bydon (2024)"), or as somebody's ("Bydon's team")."""
    known = _known_works(works)
    if known is None:
        return
    taken = {citation.start for citation in named}
    for match in _iter_dated(text, known):
        year, end = int(match["year"]), match.end() + (text[match.end() : match.end() + 1] in (")", "]"))
        if f"{match['author']} {year}" in works and match.start() not in taken:
            end = end if match["open"] else match.end()
            written = (text[match.start() : end], match.start(), end)
            yield Citation(*written, "author-year", f"{match['author']} {year}", year, (match["author"],))
            taken.add(match.start())
    for match in _iter_led(text, known):
        author = match["author"]
        if match.start("author") not in taken:
            yield Citation(author, *match.span("author"), "author-year", author, None, (author,))


def _iter_dated(text: str, known: _Works) -> Iterator[re.Match[str]]:
    """Yield the authors with a year behind them; they are looked for only where one may end before a year."""
    end = 0
    for year in _WORK_YEAR.finditer(text):
        if _may_end_author(text, year.start(), known):
            match = known.dated.search(text, max(end, year.start() - known.longest - 5), year.end())
            if match:
                yield match
                end = match.end()


def _iter_led(text: str, known: _Works) -> Iterator[re.Match[str]]:
    """Yield the authors with their team or work, which are looked for only where such words stand."""
    words = [(found.start(), known.led) for pattern in _BEHIND_AUTHOR for found in pattern.finditer(text)]
    if any(leader_words in text for leader_words in _LEADER_WORDS):
        words += [(found.start(), known.leader) for found in _BEFORE_LEADER.finditer(text)]
    end = 0
    for start, pattern in sorted(words, key=lambda found: found[0]):
        match = None
        if pattern is known.leader:
            match = pattern.match(text, start) if start >= end else None
        elif _may_end_author(text, start, known):
            match = pattern.search(text, max(end, start - known.longest), start + LONGEST_OWN_WORK)
        if match:
            yield match
            end = match.end()


def _may_end_author(text: str, end: int, known: _Works) -> bool:
    """Tell whether the last word before end, or the one before an "s" of its own, is the last one of an author."""
    words = _WORD.findall(text, max(0, end - known.longest - 5), end)
    return not known.last_words.isdisjoint(words[-2:])


@lru_cache(maxsize=8)
def _known_works(works: tuple[str, ...]) -> _Works | None:
    names = sorted({work.rpartition(" ")[0] for work in works})
    authors = _either(tuple(names))
    if authors is None:
        return None
    author = rf"(?<![\w-])(?P<author>{authors})"
    dated = rf"{author}(?:['’]s)?(?:,?[ ](?P<open>[(\[])?)(?P<year>(?:19|20)[0-9]{{2}})(?!\w)"
    led = rf"{author}(?:{_OWN_WORK}|{_AND_OTHERS})"
    leader = rf"\b{_LED_BY}(?P<author>{authors})(?![\w-])"
    patterns = (re.compile(dated), re.compile(led), re.compile(leader))
    return _Works(*patterns, _last_words(names), max(map(len, names)))


def _last_words(names: Iterable[str]) -> frozenset[str]:
    """Return the last word of each name."""
    return frozenset(word for name in names for word in _WORD.findall(name)[-1:])


def find_study_names(text: str, names: tuple[str, ...]) -> Iterator[Citation]:
    """Yield the study names, as written; not in a line of capitals, where any word looks like a name."""
    pattern = _study_name(names)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        line = text[slice(*line_bounds(text, match.start()))]
        if not line.isupper() or line.strip() == match[0]:
            yield Citation(match[0], match.start(), match.end(), "study-name", match[0])


@lru_cache(maxsize=8)
def _study_name(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern of the names that cannot be mistaken for a word: two capitals, or a digit.

    What must not stand before a name is looked at behind its first letter, so that a search passes over other
    letters fast.
    """
    marked = [name for name in names if re.search(r"[A-Z].*[A-Z]|[0-9]", name)]
    if not marked:
        return None
    ordered = [name.strip() for name in sorted(marked, key=len, reverse=True)]
    guarded = "|".join(rf"{re.escape(name[0])}(?<![\w-].){_spell(name)[len(re.escape(name[0])) :]}" for name in ordered)
    return re.compile(rf"(?:{guarded})(?!\w)")


def _either(names: tuple[str, ...]) -> str | None:
    """Return a regex for any of the names, longest first."""
    ordered = sorted(filter(None, names), key=len, reverse=True)
    if not ordered:
        return None
    first = re.escape("".join(sorted({name.strip()[0] for name in ordered})))  # looked at before all names
    either = "|".join(_spell(name) for name in ordered)
    return f"(?=[{first}])(?:{either})"


def _spell(name: str) -> str:
    """Return a regex for the name with any white space between its words."""
    return r"\s".join(map(re.escape, name.split()))
