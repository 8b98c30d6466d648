"""What a page prints beside an identifier: the entry of a list of references, a year, a phase."""

import re
from collections.abc import Iterable

from claimcheck.citing import IDENTIFIERS
from claimcheck.models import Citation
from claimcheck.surnames import fold

LONGEST_LINE = 2000  # characters; no entry is longer
LINES_ABOVE = 120  # that a heading may stand above an entry
MOST_WORDS = 60  # of an entry
FEWEST_WORDS = 4
LONGEST_HEADING = 80  # characters
WORDS_BEFORE, WORDS_AFTER = 3, 2  # that a heading may have around the word that makes it one
SHORTEST_WORD = 4  # letters of a word that tells titles apart

_HEADINGS = ("reference", "source", "bibliography", "citation", "literature", "further reading", "footnotes")
_BULLET = re.compile(r"\A\s*(?:[-–—*•·▪◦]|\[?\d{1,3}[.)\]])\s*")
_LABEL = re.compile(
    r"https?://\S*|\b(?:accessed|retrieved)\b[^.;]{0,40}"
    r"|\b(?:doi|pmid|pmcid|pubmed|available (?:at|from)|link|identifier)\b\s*[:#]?",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?<!\s)\s+[–—|-]\s+")
_YEAR = re.compile(r"(?<![\w/.:–-])(?:19|20)[0-9]{2}(?![\w–-])")
_PHASE = re.compile(
    r"\bphase[ ]?-?(?P<first>IV|I{1,3}|[1-4])[ab]?(?:[ ]?[/–-][ ]?(?P<second>IV|I{1,3}|[1-4])[ab]?)?\b", re.IGNORECASE
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_WORD = re.compile(r"[^\W_]+")


def find_reference(citation: Citation, text: str, citations: Iterable[Citation]) -> str | None:
    """Return the words of the entry that an identifier stands in, in a list of references; None in running text."""
    start, end = _line_at(text, citation.start, citation.end)
    above = text[max(0, start - LINES_ABOVE * 200) : start].split("\n")[-LINES_ABOVE:]
    lines = [line.strip() for line in above if line.strip()]
    if not any(is_heading(line) for line in lines):
        return None
    own = _strip(text, start, end, citations)
    if len(own.split()) >= FEWEST_WORDS:
        return own if len(own.split()) <= MOST_WORDS else None
    before = " ".join(_BULLET.sub("", lines[-1][:LONGEST_LINE]).split()) if lines else ""
    fits = FEWEST_WORDS <= len(before.split()) <= MOST_WORDS and not is_heading(before)
    return before if fits and not _LABEL.search(before.replace("PubMed", "")) else None


def is_heading(line: str) -> bool:
    """Tell whether a line heads a list of references.

    >>> is_heading("Scientific references and notes:"), is_heading("Our sources of stem cells are tested each week")
    (True, False)
    """
    if len(line) > LONGEST_HEADING:
        return False
    words = _WORD.findall(line.lower())
    if len(words) > WORDS_BEFORE + 2 + WORDS_AFTER:
        return False
    for place, word in enumerate(words[: WORDS_BEFORE + 1]):
        pair = " ".join(words[place : place + 2])
        width = 2 if pair in _HEADINGS else 1 if word in _HEADINGS or word.removesuffix("s") in _HEADINGS else 0
        if width and len(words) - place - width <= WORDS_AFTER:
            return True
    return False


def split_label(reference: str) -> tuple[str | None, str]:
    """Return what stands before a dash, which may name a journal or a site, and the rest.

    >>> split_label("PLOS ONE – Recovery after treatment with cells")
    ('PLOS ONE', 'Recovery after treatment with cells')
    """
    parts = _DASH.split(reference, maxsplit=1)
    is_label = len(parts) == 2 and len(parts[0].split()) <= 6 and len(parts[1].split()) >= FEWEST_WORDS
    return (parts[0], parts[1]) if is_label else (None, reference)


def find_year(reference: str) -> int | None:
    """Return the only year that an entry prints."""
    years = {int(year) for year in _YEAR.findall(reference)}
    return years.pop() if len(years) == 1 else None


def find_phase(citation: Citation, text: str) -> str | None:
    """Return the only phase that the line of a registered trial prints: "1/2"."""
    start, end = _line_at(text, citation.start, citation.end)
    found = {_name_phase(match) for match in _PHASE.finditer(text, start, end)}
    return found.pop() if len(found) == 1 else None


def share_words(title: str, printed: str) -> float:
    """Return how many of a title's telling words are printed, 0-1.

    >>> share_words("Cells for the injured spinal cord", "Smith 2020. Injured spinal cord: cells")
    1.0
    """
    wanted, there = _words(title), _words(printed)
    return len(wanted & there) / len(wanted) if wanted else 1.0


def _words(text: str) -> set[str]:
    folded = (fold(word) for word in _WORD.findall(text))
    return {word.removesuffix("s") for word in folded if len(word) >= SHORTEST_WORD}


def _line_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the line around a place, as far as an entry can be long."""
    first = text.rfind("\n", max(0, start - LONGEST_LINE), start) + 1
    last = text.find("\n", end, end + LONGEST_LINE)
    return max(first, start - LONGEST_LINE), last if last >= 0 else min(len(text), end + LONGEST_LINE)


def _strip(text: str, start: int, end: int, citations: Iterable[Citation]) -> str:
    """Return a line without its bullet, its identifiers and their labels."""
    kept, position = [], start
    for other in citations:
        if other.type in IDENTIFIERS and start <= other.start < end and other.start >= position:
            kept.append(text[position : other.start])
            position = other.end
    line = " ".join([*kept, text[position:end]])
    return " ".join(_LABEL.sub(" ", _BULLET.sub("", line)).split()).strip(" .,;:()[]")


def _name_phase(match: re.Match[str]) -> str:
    numbers = [_ROMAN.get(part.upper(), part) for part in (match["first"], match["second"]) if part]
    return "/".join(numbers)
