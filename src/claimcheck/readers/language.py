"""The language of a text, told by its commonest words; only a text that is plainly not English is called so.

Function words are a fifth to a half of any prose, and hardly any is shared by two languages. A list of names, a menu or
a line of figures has few, and stays undecided: undecided text is judged.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import LanguageRow

ENGLISH = "English"
MOST_WORDS = 20_000  # enough of any text

_FEWEST_HITS = 5  # function words of the language, counted with repetitions
_FEWEST_KINDS = 4  # different ones: "de la" in a list of names is not a text
_SMALLEST_SHARE = 0.15  # of all words
_TIMES_ENGLISH = 2.5
_LEAST_LETTERS = 40  # of another script

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS: Mapping[str, str] = {
    "CYRILLIC": "a language in Cyrillic letters",
    "GREEK": "Greek",
    "ARABIC": "a language in Arabic letters",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "a language in Devanagari letters",
    "THAI": "Thai",
    "HANGUL": "Korean",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "CJK": "Chinese or Japanese",
}


def find_other_language(text: str) -> str | None:
    """Return the name of the language of a text that is plainly not English, else None.

    >>> find_other_language("Die Behandlung ist nicht für alle Patienten und wird von der Klinik mit uns geplant.")
    'German'
    >>> find_other_language("Clínica de la Esperanza, Calle de la Luna 5, Madrid") is None
    True
    """
    words = [match[0].lower() for _, match in zip(range(MOST_WORDS), _WORD.finditer(text), strict=False)]
    return _name_script(words) or _name_by_words(words)


def find_second_language(text: str) -> str | None:
    """Return the name of a language that takes up a good part of a text beside English, else None."""
    words = [match[0].lower() for _, match in zip(range(MOST_WORDS), _WORD.finditer(text), strict=False)]
    hits = _count_hits(words)
    other = _likeliest(hits)
    enough = len(hits[other]) >= 1.5 * _FEWEST_KINDS and hits[other].total() >= 3 * _FEWEST_HITS
    return other if enough and 2 * hits[other].total() >= hits[ENGLISH].total() else None


def _name_by_words(words: Sequence[str]) -> str | None:
    hits = _count_hits(words)
    other = _likeliest(hits)
    found = hits[other].total()
    plain = (
        found >= _FEWEST_HITS
        and len(hits[other]) >= _FEWEST_KINDS
        and found >= _SMALLEST_SHARE * len(words)
        and found >= _TIMES_ENGLISH * hits[ENGLISH].total()
    )
    return other if plain else None


def _count_hits(words: Sequence[str]) -> dict[str, Counter[str]]:
    counts = Counter(words)
    return {
        name: Counter({word: counts[word] for word in listed.intersection(counts)})
        for name, listed in _function_words().items()
    }


def _likeliest(hits: Mapping[str, Counter[str]]) -> str:
    return max((name for name in hits if name != ENGLISH), key=lambda name: hits[name].total())


def _name_script(words: Sequence[str]) -> str | None:
    """Return what is written in another script, where most letters are of that script."""
    foreign = [letter for word in words if word[0] > "\u036f" for letter in word]
    total = sum(map(len, words))
    if len(foreign) < _LEAST_LETTERS or len(foreign) < 0.6 * total:
        return None
    found = Counter(unicodedata.name(letter, "?").split()[0] for letter in foreign[:5_000])
    if found["HIRAGANA"] + found["KATAKANA"] > 0.1 * found.total():
        return "Japanese"
    return _SCRIPTS.get(found.most_common(1)[0][0])


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    """Return the commonest words of each language, without those that English has too or that two lists share."""
    rows = read_rows(data_dir() / "languages.jsonl", LanguageRow)
    return {row.name: frozenset(row.words) for row in rows}
