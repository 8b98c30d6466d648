"""Phrases of the lexicon and the cues by their first word, cut into words when a page has that word.

Most pages use a small part of the thousands of phrases. Of the others only the first word is looked at.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from claimcheck.resources import expand_braces


class Term(NamedTuple):
    """Words that name a concept: what is kept of a row of the lexicon, a fifth of its size."""

    pattern: str
    case: bool  # match exactly as written
    label: str
    id: str


class CueTerm(NamedTuple):
    """Words that change how a proposition is put: what is kept of a row of the cues."""

    pattern: str
    case: bool
    category: str
    direction: str


AnyRow: TypeAlias = Term | CueTerm
Splitter: TypeAlias = Callable[[str], list[str]]

_PLAIN_HEAD = re.compile(
    r"""
    (?P<head> [^\W\d_]* (?: \{ [^\W\d_]* (?: , [^\W\d_]* )* \} [^\W\d_]* )* )   # stem, {stem,progenitor}, injur{y,ies}
    (?: [ ] | \Z )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Phrases:
    """The phrases that begin with one word."""

    alone: Sequence[AnyRow]  # of the word by itself
    longer: dict[str, list[tuple[list[str], list[AnyRow]]]]  # second word -> the words after it, rows


class PhraseIndex:
    """Rows by the phrases that they stand for; each way of writing a phrase is a list of words."""

    def __init__(self, rows: Iterable[AnyRow], split: Splitter, special: frozenset[str]) -> None:
        """Sort the rows by first words; ``special`` are words that the splitter cuts in two."""
        self._split = split
        self._special = special
        self._phrases: dict[str, list[AnyRow] | Phrases] = {}
        for row in rows:
            pattern = _pattern_of(row)
            head = pattern.split(" ", 1)[0]
            for word in (head,) if head.isalpha() and head not in special else self._heads_of(pattern):
                waiting = self._phrases.setdefault(word, [])
                if isinstance(waiting, list):
                    waiting.append(row)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, AnyRow]]:
        """Yield first word, last word (exclusive) and row of every phrase among the words."""
        for first, (word, following) in enumerate(zip(words, [*words[1:], ""], strict=False)):
            phrases = self._phrases.get(word)
            if phrases is None:
                continue
            if isinstance(phrases, list):
                phrases = self._phrases[word] = self._cut(word, phrases)  # twice by two threads: the same
            for row in phrases.alone:
                yield first, first + 1, row
            for rest, rows in phrases.longer.get(following, ()):
                last = first + 2 + len(rest)
                if words[first + 2 : last] == rest:
                    for row in rows:
                        yield first, last, row

    def _heads_of(self, pattern: str) -> Iterable[str]:
        """Return the first words of the phrases of a pattern, without cutting these where it can be helped."""
        match = _PLAIN_HEAD.match(pattern)
        heads = expand_braces(match["head"]) if match else [""]
        if "" in heads or not self._special.isdisjoint(heads):
            heads = [self._split(phrase)[0] for phrase in expand_braces(pattern)]
        return dict.fromkeys(heads)

    def _cut(self, head: str, rows: Iterable[AnyRow]) -> Phrases:
        """Return the phrases of some rows that begin with a word."""
        by_words: dict[tuple[str, ...], list[AnyRow]] = {}
        for row in rows:
            for phrase in expand_braces(_pattern_of(row)):
                first, *rest = self._split(phrase)
                if first == head:
                    same = by_words.setdefault(tuple(rest), [])
                    if row not in same:
                        same.append(row)
        phrases = Phrases(by_words.pop((), []), {})
        for (second, *others), same in by_words.items():
            phrases.longer.setdefault(second, []).append((others, same))
        return phrases


def _pattern_of(row: AnyRow) -> str:
    return row.pattern if row.case else row.pattern.lower()
