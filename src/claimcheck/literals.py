"""Look up many fixed phrases in a text in one pass.

A phrase is indexed under its first word; a text is cut into words and marks once, and only the phrases that begin with
the word at hand are compared. The time grows with the text, not with the number of phrases.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimcheck.resources import expand_braces

WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Found:
    """A phrase in a text."""

    id: str
    start: int  # character offset
    end: int  # exclusive


class CutText:
    """A text cut into words and marks, once for all indexes that are asked about it."""

    def __init__(self, text: str) -> None:
        """Remember the text; it is cut when an index asks."""
        self._text = text

    @cached_property
    def words(self) -> Sequence[str]:
        """The words and marks without capitals."""
        return _cut(_fold(self._text))

    @cached_property
    def starts(self) -> Sequence[int]:
        """The character offset of each word: between two words there are only blanks."""
        starts, place, find = [], 0, _fold(self._text).index
        for word in self.words:
            place = find(word, place)
            starts.append(place)
            place += len(word)
        return starts


class LiteralIndex:
    """Phrases with ``{a,b}`` groups, blind to case and to the width of blanks, by the id of the set they belong to."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Index every expansion of every phrase."""
        by_words: dict[tuple[str, ...], list[str]] = {}
        for set_id, patterns in phrases.items():
            for literal in {written for pattern in patterns for written in expand_braces(pattern)}:
                ids = by_words.setdefault(tuple(WORD.findall(_fold(literal))), [])
                if set_id not in ids:
                    ids.append(set_id)
        self._index: dict[str, dict[str, list[tuple[list[str], list[str]]]]] = {}  # first, second -> the others, ids
        for words in sorted(by_words, key=len):
            first, second, *rest = (*words, "") if len(words) == 1 else words
            self._index.setdefault(first, {}).setdefault(second, []).append((rest, by_words[words]))

    def find(self, text: "CutText") -> Iterator[Found]:
        """Yield every phrase in order of its first word, the longest of each set at a place."""
        longest = {(first, set_id): last for first, last, ids in self._find_words(text.words) for set_id in ids}
        for (first, set_id), last in longest.items():
            yield Found(set_id, text.starts[first], text.starts[last] + len(text.words[last]))

    def find_ids(self, text: str) -> frozenset[str]:
        """Return the ids of the sets that have a phrase in the text."""
        found: set[str] = set()
        for _, _, ids in self._find_words(_cut(_fold(text))):
            found.update(ids)
        return frozenset(found)

    def _find_words(self, words: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
        """Yield first word, last word and sets of every phrase, the shorter first at a place."""
        index, padded = self._index, [*words, ""]
        for first in [place for place, word in enumerate(words) if word in index]:
            by_second = index[words[first]]
            if "" in by_second:
                yield first, first, by_second[""][0][1]
            following = padded[first + 1]
            if following and following in by_second:
                for rest, ids in by_second[following]:
                    if words[first + 2 : first + 2 + len(rest)] == rest:
                        yield first, first + 1 + len(rest), ids


def _cut(folded: str) -> list[str]:
    """Return the words and marks of a text; most of what stands between blanks is one word."""
    words: list[str] = []
    for piece in folded.split():
        if piece.isalnum():
            words.append(piece)
        else:
            words += WORD.findall(piece)
    return words


def _fold(text: str) -> str:
    """Return a text of the same length without capitals and curly apostrophes."""
    folded = text.lower().replace("’", "'")
    return folded if len(folded) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
