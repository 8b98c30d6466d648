"""Find the words of the lexicon and the cues in a page.

Both are phrases. They are looked up on a reduced copy of the page, its words in order without hyphens, line breaks
and blanks, so that "spinal-cord injury" and a name broken over two lines are found like "spinal cord injury".
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from sys import intern
from typing import NamedTuple, TypeAlias

from spacy.attrs import IDX, LENGTH, ORTH  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from claimcheck.components.abbreviations import find_abbreviations
from claimcheck.components.extensions import text_of
from claimcheck.components.lazy import lazy
from claimcheck.components.phrase_index import CueTerm, PhraseIndex, Term
from claimcheck.resources import data_dir, each_row
from claimcheck.rows import CueRow, LexiconRow

JOINERS = frozenset("- / ‐ ‑ · + &".split()) | {"\xad"}

JOINED = re.compile(r"[ /-]")
PROMISES = frozenset({"certain", "guarantee"})  # categories of cues that make a wording bolder
NAME_LINKS = frozenset("for of the to".split())  # written small before a bold word in a name
SMALL_WORDS = NAME_LINKS | frozenset("a an and in".split())  # written small in headings
NAME_WINDOW = 8  # words on each side of a name that show whether its line is a heading
CHUNKS = 2000  # pieces of phrases whose words are kept: the lexicon writes "don't" and "no-one" many times
ABBREVIATED = frozenset({"CONDITION", "INTERVENTION"})  # labels whose names a page may shorten


Named: TypeAlias = tuple[int, int, str, str]  # first word, minus last word (the longer comes first), label, id


class Mention(NamedTuple):
    """A concept named in the page."""

    label: str
    id: str
    start: int  # character offset
    end: int  # exclusive
    first: int  # index of its first word in the reduced copy
    last: int  # exclusive


class CueMention(NamedTuple):
    """A cue named in the page."""

    row: CueTerm
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Words:
    """The reduced copy of a page: its words, where each stands, and what was found among them."""

    lower: Sequence[str]
    starts: Sequence[int]  # character offset of each word
    ends: Sequence[int]
    mentions: Sequence[Mention]  # in order; longest first where several begin
    cues: Sequence[CueMention]

    @lazy
    def mention_places(self) -> list[int]:
        """The first word of each mention."""
        return [mention.first for mention in self.mentions]

    @lazy
    def cue_places(self) -> list[int]:
        """The first word of each cue."""
        return [cue.first for cue in self.cues]

    def cues_between(self, first: int, last: int) -> Sequence[CueMention]:
        """Return the cues that begin among the words ``first:last``."""
        return self.cues[bisect_left(self.cue_places, first) : bisect_left(self.cue_places, last)]


class PhraseFinder:
    """Look up lexicon rows and cue rows in one pass over a page.

    An index from the first word of a phrase to its other words: spaCy's PhraseMatcher finds the same, but has to make
    a Doc and several lexemes for each of thousands of phrases first, which costs more than reading a page.
    """

    def __init__(self, nlp: Language, lexicon: Iterable[Term], cues: Iterable[CueTerm]) -> None:
        """Index the phrases of all rows, those that are blind to case apart from the exact ones."""
        split, special = phrase_splitter(nlp), frozenset(nlp.tokenizer.rules)  # type: ignore[union-attr]
        rows: tuple[Term | CueTerm, ...] = (*lexicon, *cues)
        self._blind = PhraseIndex([row for row in rows if not row.case], split, special)
        self._exact = PhraseIndex([row for row in rows if row.case], split, special)
        self._seen: dict[int, tuple[str, ...]] = {}  # of words met: as written, in lower case; joiners nothing

    def find(self, doc: Doc) -> Words:
        """Return the words of a page and every phrase among them."""
        text = text_of(doc)
        exact, lower, starts, ends = self._words_of(doc)
        named: list[Named] = []
        cues: list[CueMention] = []
        for index, words in ((self._blind, lower), (self._exact, exact)):
            for first, last, row in index.find(words):
                if isinstance(row, Term):
                    named.append((first, -last, row.label, row.id))
                else:
                    cues.append(CueMention(row, starts[first], ends[last - 1], first, last))
        named += _abbreviated(text, exact, starts, ends, named)
        new = tuple.__new__  # of hundreds on a page; Mention(...) calls it through a function
        mentions = [
            new(Mention, (label, concept, starts[first], ends[-last - 1], first, -last))
            for first, last, label, concept in _longest(named)
        ]
        spoken = [cue for cue in _longest_cues(cues) if not _is_in_name(cue, text, exact, starts, ends)]
        return Words(lower, starts, ends, mentions, spoken)

    def _words_of(self, doc: Doc) -> tuple[list[str], list[str], list[int], list[int]]:
        """Return each word as it stands and in lower case, its start and its end.

        Attributes come as arrays, and each different word is looked at once: a Token object for each would cost more
        than all look-ups.
        """
        seen, strings = self._seen, doc.vocab.strings
        columns = doc.to_array([ORTH, IDX, LENGTH])
        orths = columns[:, 0].tolist()
        pairs = [*map(seen.get, orths)]
        if None in pairs:
            for orth in orths:
                if orth not in seen:
                    text = strings[orth]
                    word = text.replace("’", "'")
                    seen[orth] = () if text in JOINERS or text.isspace() else (word, word.lower())
            pairs = [*map(seen.get, orths)]
        starts = compress(columns[:, 1].tolist(), pairs)
        ends = compress((columns[:, 1] + columns[:, 2]).tolist(), pairs)
        return [pair[0] for pair in pairs if pair], [pair[1] for pair in pairs if pair], [*starts], [*ends]


def _abbreviated(
    text: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], named: Sequence[Named]
) -> list[Named]:
    """Return the places of the short forms that the page defines for a concept it names in full."""
    abbreviations = list(find_abbreviations(text))
    if not abbreviations:
        return []
    by_end: dict[int, list[tuple[int, str, str]]] = {}
    for first, last, label, concept in named:
        if label in ABBREVIATED:
            by_end.setdefault(ends[-last - 1], []).append((starts[first], label, concept))
    meant: dict[str, set[tuple[str, str]]] = {}
    for abbreviation in abbreviations:
        whole = [m[1:] for m in by_end.get(abbreviation.end, ()) if abbreviation.start <= m[0]]
        meant.setdefault(abbreviation.short, set()).update(whole)
    return [
        (index, -index - 1, label, concept)
        for index, word in enumerate(words)
        if word in meant
        for label, concept in sorted(meant[word])
    ]


def phrase_splitter(nlp: Language) -> Callable[[str], list[str]]:
    """Return a function that cuts a phrase into words as the tokenizer cuts a page."""
    special = frozenset(nlp.tokenizer.rules)  # type: ignore[union-attr]  # "cannot" is two words

    def split(phrase: str) -> list[str]:
        words = JOINED.split(phrase)
        if "".join(words).isalpha() and "" not in words and special.isdisjoint(words):
            return words
        return tokenize(phrase)

    @lru_cache(maxsize=CHUNKS)
    def tokenize(phrase: str) -> list[str]:
        tokens = (token.text for token in nlp.make_doc(phrase.replace("’", "'")))
        return [text for text in tokens if text not in JOINERS and not text.isspace()]

    return split


def _longest(named: Iterable[Named]) -> Iterable[Named]:
    """Keep, for each label, the longest of overlapping concepts; order them by place."""
    kept = dict.fromkeys(sorted(named))
    runs: dict[tuple[str, int], list[Named]] = {}  # those of a label that overlap, where there are several
    ends: dict[str, int] = {}  # of the last run of each label
    openings: dict[str, Named] = {}  # its first concept
    for concept in kept:
        first, last, label, _ = concept
        end = ends.get(label, 0)
        if first >= end:
            ends[label] = -last
            openings[label] = concept
            continue
        opening = openings[label]
        runs.setdefault((label, opening[0]), [opening]).append(concept)
        if -last > end:
            ends[label] = -last
    for run in runs.values():
        longest = _longest_of(run)
        for concept in run:
            if concept not in longest:
                del kept[concept]
    return kept


def _longest_of(run: Sequence[Named]) -> Set[Named]:
    """Return the longest of overlapping concepts of one label, and what else stands at the same words."""
    if run[0][1] == min([concept[1] for concept in run]):  # all the others are inside the first
        return {concept for concept in run if concept[:2] == run[0][:2]}
    taken: dict[int, tuple[int, int]] = {}
    kept: set[Named] = set()
    for concept in sorted(run, key=lambda named: (named[0] + named[1], *named)):
        first, last = concept[:2]
        owners = {taken[index] for index in range(first, -last) if index in taken}
        if not owners or owners == {(first, last)}:
            taken.update(dict.fromkeys(range(first, -last), (first, last)))
            kept.add(concept)
    return kept


def _longest_cues(cues: list[CueMention]) -> list[CueMention]:
    """Keep the longest of overlapping cues, so that a pseudo-cue hides the cue inside it."""
    cues.sort(key=lambda c: (c.first - c.last, c.first, c.row.category))
    kept: list[CueMention] = []
    taken: dict[int, tuple[int, int]] = {}
    for cue in cues:
        span = (cue.first, cue.last)
        owners = {taken[index] for index in range(*span) if index in taken}
        if not owners or owners == {span}:
            taken.update(dict.fromkeys(range(*span), span))
            kept.append(cue)
    kept.sort(key=lambda c: (c.first, -c.last, c.row.category))
    return kept


def _is_in_name(cue: CueMention, text: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Tell whether a cue is part of a proper name, "the Example Project to Cure Blindness": it promises nothing.

    Capitals on both sides of a small word make a name; where all words of the line have them it is a heading.
    """
    if cue.row.category not in PROMISES:
        return False
    before = cue.first
    while before > 0 and words[before - 1] in NAME_LINKS:
        before -= 1
    if before in (0, cue.first) or cue.last == len(words):
        return False
    run = range(before - 1, cue.last + 1)
    if not all(words[i].istitle() for i in (before - 1, *range(cue.first, cue.last + 1))):
        return False
    if "\n" in text[starts[run[0]] : ends[run[-1]]]:
        return False
    left, right = max(0, before - NAME_WINDOW), min(len(words), cue.last + NAME_WINDOW)
    return any(
        words[i].islower() and words[i] not in SMALL_WORDS
        for i in range(left, right)
        if "\n" not in text[min(starts[i], starts[cue.first]) : max(ends[i], ends[cue.first])]
    )


@cache
def bundled_terms() -> tuple[tuple[Term, ...], tuple[CueTerm, ...]]:
    """Read the lexicon and the cues that ship with the package."""
    lexicon = each_row(data_dir() / "lexicon.jsonl", LexiconRow)
    cues = each_row(data_dir() / "cues.jsonl", CueRow)
    return (
        tuple([Term(row.pattern, row.case, intern(row.label), intern(row.id)) for row in lexicon]),
        tuple([CueTerm(row.literal, row.case, intern(row.category), intern(row.direction)) for row in cues]),
    )


class Concepts:
    """Store the words and what was found among them in ``doc._.claimcheck_words``."""

    def __init__(self, nlp: Language) -> None:
        """Compile the bundled lexicon and cues for the vocabulary of this pipeline."""
        self._finder = PhraseFinder(nlp, *bundled_terms())

    def __call__(self, doc: Doc) -> Doc:
        """Write the words."""
        doc._.claimcheck_words = self._finder.find(doc)
        return doc
