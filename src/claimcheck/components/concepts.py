"""Find the words of the lexicon and the cues in a page.

Both are phrases. They are looked up on a reduced copy of the page, its words in order without hyphens, line breaks
and blanks, so that "spinal-cord injury" and a name broken over two lines are found like "spinal cord injury".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimcheck.resources import data_dir, expand_braces, read_rows
from claimcheck.rows import CueRow, LexiconRow

JOINERS = frozenset("- / ‐ ‑ · + &".split()) | {"\xad"}

JOINED = re.compile(r"[ /-]")


@dataclass(frozen=True)
class Mention:
    """A concept named in the page."""

    label: str
    id: str
    start: int  # character offset
    end: int  # exclusive
    first: int  # index of its first word in the reduced copy
    last: int  # exclusive


@dataclass(frozen=True)
class CueMention:
    """A cue named in the page."""

    row: CueRow
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


class PhraseFinder:
    """Look up lexicon rows and cue rows in one pass over a page.

    An index from the first word of a phrase to its other words: spaCy's PhraseMatcher finds the same, but has to make
    a Doc and several lexemes for each of thousands of phrases first, which costs more than reading a page.
    """

    def __init__(self, nlp: Language, lexicon: Iterable[LexiconRow], cues: Iterable[CueRow]) -> None:
        """Index the phrases of all rows, those that are blind to case apart from the exact ones."""
        self._blind: _Index = {}
        self._exact: _Index = {}
        split = _phrase_splitter(nlp)
        for row in (*lexicon, *cues):
            pattern = row.pattern if isinstance(row, LexiconRow) else row.literal
            index = self._exact if row.case else self._blind
            for phrase in expand_braces(pattern):
                first, *rest = split(phrase if row.case else phrase.lower())
                rows = index.setdefault(first, {}).setdefault(tuple(rest), [])
                if row not in rows:
                    rows.append(row)

    def find(self, doc: Doc) -> Words:
        """Return the words of a page and every phrase among them."""
        kept = [(token.text, token.idx) for token in doc]
        kept = [(text, start) for text, start in kept if text not in JOINERS and not text.isspace()]
        exact = [text.replace("’", "'") for text, _ in kept]
        lower = [text.lower() for text in exact]
        starts = [start for _, start in kept]
        ends = [start + len(text) for text, start in kept]
        mentions: list[Mention] = []
        cues: list[CueMention] = []
        for index, words in ((self._blind, lower), (self._exact, exact)):
            for first, last, row in _lookup(index, words):
                where = (starts[first], ends[last - 1], first, last)
                if isinstance(row, LexiconRow):
                    mentions.append(Mention(row.label, row.id, *where))
                else:
                    cues.append(CueMention(row, *where))
        return Words(lower, starts, ends, _longest(mentions), _longest_cues(cues))


_Index = dict[str, dict[tuple[str, ...], list[LexiconRow | CueRow]]]


def _lookup(index: _Index, words: Sequence[str]) -> Iterator[tuple[int, int, LexiconRow | CueRow]]:
    """Yield first word, last word (exclusive) and row of every phrase."""
    for first, word in enumerate(words):
        phrases = index.get(word)
        if phrases is None:
            continue
        for rest, rows in phrases.items():
            last = first + 1 + len(rest)
            if not rest or tuple(words[first + 1 : last]) == rest:
                for row in rows:
                    yield first, last, row


def _phrase_splitter(nlp: Language) -> Callable[[str], list[str]]:
    """Return a function that cuts a phrase into words as the tokenizer cuts a page."""
    special = frozenset(nlp.tokenizer.rules)  # type: ignore[union-attr]  # "cannot" is two words

    def split(phrase: str) -> list[str]:
        words = JOINED.split(phrase)
        if all(word.isalpha() and word not in special for word in words):
            return words
        tokens = (token.text for token in nlp.make_doc(phrase.replace("’", "'")))
        return [text for text in tokens if text not in JOINERS and not text.isspace()]

    return split


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Keep, for each label, the longest of overlapping mentions; order them by place."""
    mentions.sort(key=lambda m: (m.first - m.last, m.first, m.label, m.id))
    kept: list[Mention] = []
    taken: dict[str, set[int]] = {}
    owners: dict[tuple[str, int, int], set[str]] = {}
    for mention in mentions:
        used = taken.setdefault(mention.label, set())
        span = range(mention.first, mention.last)
        key = (mention.label, mention.first, mention.last)
        if used.isdisjoint(span) or mention.id not in owners.get(key, {mention.id}):
            owners.setdefault(key, set()).add(mention.id)
            used.update(span)
            kept.append(mention)
    kept.sort(key=lambda m: (m.first, -m.last, m.label, m.id))
    return kept


def _longest_cues(cues: list[CueMention]) -> list[CueMention]:
    """Keep the longest of overlapping cues, so that a pseudo-cue hides the cue inside it."""
    cues.sort(key=lambda c: (c.first - c.last, c.first, c.row.id if hasattr(c.row, "id") else c.row.category))
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


@cache
def bundled_rows() -> tuple[tuple[LexiconRow, ...], tuple[CueRow, ...]]:
    """Read the lexicon and the cues that ship with the package."""
    folder = data_dir()
    return tuple(read_rows(folder / "lexicon.jsonl", LexiconRow)), tuple(read_rows(folder / "cues.jsonl", CueRow))


class Concepts:
    """Store the words and what was found among them in ``doc._.claimcheck_words``."""

    def __init__(self, nlp: Language) -> None:
        """Compile the bundled lexicon and cues for the vocabulary of this pipeline."""
        self._finder = PhraseFinder(nlp, *bundled_rows())

    def __call__(self, doc: Doc) -> Doc:
        """Write the words."""
        doc._.claimcheck_words = self._finder.find(doc)
        return doc


def empty_words(vocab: Vocab) -> Words:
    """Return the reduced copy of an empty page."""
    return Words((), (), (), (), ())
