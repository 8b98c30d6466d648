"""Phrases of the lexicon and the cues by their first words, cut into words when a page has the first two.

Most pages use a small part of the thousands of phrases. Of the others only the first word or two are looked at.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
Tails: TypeAlias = tuple[tuple[list[str], list[AnyRow]], ...]  # the words of phrases after the second, and their rows

_CHUNK = re.compile(r"[^ {}]*(?:\{[^{}]*\}[^ {}]*)*")  # up to a blank outside braces


class Phrases(NamedTuple):
    """The phrases that begin with one word."""

    alone: Sequence[AnyRow]  # of the word by itself
    longer: dict[str, list[AnyRow] | Tails]  # by the second word: rows in their own order, cut once a page has had it


class PhraseIndex:
    """Rows by the phrases that they stand for; each way of writing a phrase is a list of words."""

    def __init__(self, rows: Iterable[AnyRow], split: Splitter, special: frozenset[str]) -> None:
        """Sort the rows by first words; ``special`` are words that the splitter cuts in two."""
        self._split = split
        self._special = special
        by_head: dict[str, list[AnyRow]] = {}
        for row in rows:
            pattern = _pattern_of(row)
            head = pattern.split(" ", 1)[0]
            for word in (head,) if head.isalpha() and head not in special else self._heads_of(pattern):
                by_head.setdefault(word, []).append(row)
        self._phrases: dict[str, list[AnyRow] | Phrases] = {**by_head}

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, AnyRow]]:
        """Yield first word, last word (exclusive) and row of every phrase among the words."""
        padded = [*words, ""]
        for first, phrases in enumerate(map(self._phrases.get, words)):
            if phrases is None:
                continue
            if isinstance(phrases, list):  # twice by two threads: the same
                phrases = self._phrases[words[first]] = self._sort_by_second(words[first], phrases)
            alone, longer = phrases
            for row in alone:
                yield first, first + 1, row
            following = padded[first + 1]
            tails = longer.get(following)
            if tails is None:
                continue
            if isinstance(tails, list):
                tails = longer[following] = self._cut(words[first], following, tails)
            for rest, rows in tails:
                last = first + 2 + len(rest)
                if words[first + 2 : last] == rest:
                    for row in rows:
                        yield first, last, row

    def _heads_of(self, pattern: str) -> Iterable[str]:
        """Return the first words of the phrases of a pattern, without cutting these where it can be helped."""
        openings, _ = self._cut_chunk(pattern, 0)
        if [] in openings:
            openings = [self._split(phrase) for phrase in expand_braces(pattern)]
        return dict.fromkeys([words[0] for words in openings])

    def _seconds_of(self, pattern: str, head: str) -> Iterable[str]:
        """Return the second words of those phrases of a pattern that begin with a word; "" of one that is that word."""
        first, _, rest = pattern.partition(" ")
        second = rest.partition(" ")[0]
        if first == head and second.isalpha() and head not in self._special and second not in self._special:
            return (second,)
        openings, end = self._cut_chunk(pattern, 0)
        following = self._cut_chunk(pattern, end)[0] if end < len(pattern) else [[""]]
        if [] in openings or [] in following:
            openings = [self._split(phrase) for phrase in expand_braces(pattern)]
            following = [[""]]
        longer = [words[1] for words in openings if words[0] == head and len(words) > 1]
        return dict.fromkeys(longer + [words[0] for words in following if [head] in openings])

    def _cut_chunk(self, pattern: str, start: int) -> tuple[list[list[str]], int]:
        """Return the ways of writing what stands before the next blank outside braces, and where the rest begins."""
        chunk, blank, _ = pattern[start:].partition(" ")
        if chunk.isalpha() and chunk not in self._special:
            return [[chunk]], start + len(chunk) + len(blank)
        match = _CHUNK.match(pattern, start)
        chunk = match[0] if match else ""
        return [self._split(written) for written in expand_braces(chunk)], start + len(chunk) + 1

    def _sort_by_second(self, head: str, rows: Iterable[AnyRow]) -> Phrases:
        """Return the rows with phrases that begin with a word, sorted by second words."""
        waiting: dict[str, list[AnyRow]] = {}
        for row in rows:
            for second in self._seconds_of(_pattern_of(row), head):
                waiting.setdefault(second, []).append(row)
        return Phrases(list(dict.fromkeys(waiting.pop("", ()))), {**waiting})

    def _cut(self, head: str, second: str, rows: Iterable[AnyRow]) -> Tails:
        """Return the phrases of some rows that begin with two words."""
        by_rest: dict[tuple[str, ...], dict[AnyRow, None]] = {}
        for row in rows:
            for phrase in expand_braces(_pattern_of(row)):
                words = self._split(phrase)
                if words[:2] == [head, second]:
                    by_rest.setdefault(tuple(words[2:]), {})[row] = None
        return tuple([([*rest], [*same]) for rest, same in by_rest.items()])


def _pattern_of(row: AnyRow) -> str:
    return row.pattern if row.case else row.pattern.lower()
