"""Look up many fixed phrases in a text in one pass.

A phrase is indexed under its first word; a text is cut into words and marks once, and only the phrases that begin with
the word at hand are compared. The time grows with the text, not with the number of phrases.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimcheck.resources import expand_braces

WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Found:
    """A phrase in a text."""

    id: str
    start: int  # character offset
    end: int  # exclusive


class LiteralIndex:
    """Phrases with ``{a,b}`` groups, blind to case and to the width of blanks, by the id of the set they belong to."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Index every expansion of every phrase."""
        self._index: dict[str, dict[tuple[str, ...], list[str]]] = {}  # first word -> the others -> ids
        for set_id, patterns in phrases.items():
            for literal in {written for pattern in patterns for written in expand_braces(pattern)}:
                first, *rest = WORD.findall(_fold(literal))
                ids = self._index.setdefault(first, {}).setdefault(tuple(rest), [])
                if set_id not in ids:
                    ids.append(set_id)
        self._lengths = {word: {len(rest) for rest in phrases} for word, phrases in self._index.items()}
        self._seconds = {word: {rest[0] for rest in phrases if rest} for word, phrases in self._index.items()}

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Yield every phrase in order of its first word, the longest of each set at a place."""
        folded = _fold(text[start:end])
        matches = list(WORD.finditer(folded))
        for set_id, first, last in self._find_words([match[0] for match in matches]):
            yield Found(set_id, start + matches[first].start(), start + matches[last].end())

    def find_ids(self, text: str) -> frozenset[str]:
        """Return the ids of the sets that have a phrase in the text."""
        words = WORD.findall(_fold(text))
        index, found = self._index, set[str]()
        for rest, (word, second) in enumerate(zip(words, [*words, ""][1:], strict=True), start=1):
            if word in index:
                found.update(index[word].get((), ()))
                if second in self._seconds[word]:
                    for length in self._lengths[word]:
                        found.update(index[word].get(tuple(words[rest : rest + length]), ()))
        return frozenset(found)

    def _find_words(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield set, first and last word of every phrase, the longest of each set at a place."""
        for first in [place for place, word in enumerate(words) if word in self._index]:
            phrases = self._index[words[first]]
            longest: dict[str, int] = {}
            for length in self._lengths[words[first]]:
                rest = tuple(words[first + 1 : first + 1 + length])
                for set_id in phrases.get(rest, ()) if len(rest) == length else ():
                    longest[set_id] = max(first + length, longest.get(set_id, 0))
            for set_id, last in longest.items():
                yield set_id, first, last


def _fold(text: str) -> str:
    """Return a text of the same length without capitals and curly apostrophes."""
    folded = text.lower().replace("’", "'")
    return folded if len(folded) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
