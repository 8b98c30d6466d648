"""Look up many fixed phrases in a text in one pass.

A phrase is indexed under its first word; a text is cut into words and marks once, and only the phrases that begin with
the word at hand are compared. The time grows with the text, not with the number of phrases.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
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
        self._index: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for set_id, patterns in phrases.items():
            for literal in {written for pattern in patterns for written in expand_braces(pattern)}:
                first, *rest = WORD.findall(_fold(literal))
                ids = self._index.setdefault(first, {}).setdefault(tuple(rest), [])
                if set_id not in ids:
                    ids.append(set_id)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Yield every phrase in order of its first word, the longest of each set at a place."""
        matches = list(WORD.finditer(_fold(text), start, len(text) if end is None else end))
        words = [match[0] for match in matches]
        for first, word in enumerate(words):
            phrases = self._index.get(word)
            if phrases is None:
                continue
            longest: dict[str, int] = {}
            for rest, ids in phrases.items():
                last = first + len(rest)
                if not rest or tuple(words[first + 1 : last + 1]) == rest:
                    for set_id in ids:
                        longest[set_id] = max(last, longest.get(set_id, 0))
            for set_id, last in longest.items():
                yield Found(set_id, matches[first].start(), matches[last].end())


def _fold(text: str) -> str:
    """Return a text of the same length without capitals and curly apostrophes."""
    folded = text.lower().replace("’", "'")
    return folded if len(folded) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
