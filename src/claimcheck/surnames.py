"""Surnames of first authors: how records spell them, and how pages may."""

import re
import unicodedata

from claimcheck.rows import Record

_TRAILING_INITIALS = re.compile(
    r"""
    (?<! \s ) \s+ (?: [A-Z]{1,4} | (?:[A-Z][.]-?)+ ) $   # "Bydon M", "Bydon M."
    """,
    re.VERBOSE,
)
_NAMED_ID = re.compile(r"(?P<surname>[a-z]+)-(?:19|20)[0-9]{2}\b")  # "awidi-2024"
_ET_AL = re.compile(r"(?:[,;]|(?<!\s))\s+et\s+al\.?.*", re.IGNORECASE)


def surname_of(record: Record) -> str:
    """Return the folded surname of the first author; where none was read, the one that the id begins with."""
    if record.authors:
        return fold(first_surname(record.authors))
    named = _NAMED_ID.match(record.id)
    return named["surname"] if named else ""


def first_surname(authors: str) -> str:
    """Return the surname of the first author.

    >>> first_surname("van Middendorp JJ, Hosman AJ"), first_surname("Shang Z et al.")
    ('van Middendorp', 'Shang')
    """
    first = re.split(r"[,;]|\sand\s|\s&\s", _ET_AL.sub("", authors))[0].strip()
    return _TRAILING_INITIALS.sub("", first)


def fold(name: str) -> str:
    """Return a name without its accents and capitals, for comparing."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().strip()


def works_of(record: Record) -> set[str]:
    """Return what a page may call a work by its first author and year, with and without accents.

    The surname is the one printed, else the one that the record's id begins with.
    """
    surname = first_surname(record.authors) if record.authors else surname_of(record).title()
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", surname) if not unicodedata.combining(letter))
    return {f"{name} {record.year}" for name in (surname, plain) if name and record.year}
