"""Find the words of the lexicon and the cues in a page.

Both are phrases. They are looked up on a reduced copy of the page, its words in order without hyphens, line breaks
and blanks, so that "spinal-cord injury" and a name broken over two lines are found like "spinal cord injury".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.attrs import LOWER, ORTH
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimcheck.resources import data_dir, expand_braces, read_rows
from claimcheck.rows import CueRow, LexiconRow

JOINERS = frozenset("- / ‐ ‑ · + &".split()) | {"\xad"}


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
    """Look up lexicon rows and cue rows in one pass over a page."""

    def __init__(self, nlp: Language, lexicon: Iterable[LexiconRow], cues: Iterable[CueRow]) -> None:
        """Compile the rows into two phrase matchers: one blind to case, one exact."""
        self._rows: list[tuple[LexiconRow | CueRow, ...]] = []
        self._matchers = [PhraseMatcher(nlp.vocab, attr=LOWER), PhraseMatcher(nlp.vocab, attr=ORTH)]
        by_phrase: dict[tuple[bool, tuple[str, ...]], list[LexiconRow | CueRow]] = {}
        for row in (*lexicon, *cues):
            pattern = row.pattern if isinstance(row, LexiconRow) else row.literal
            for phrase in expand_braces(pattern):
                words = _words_of(nlp, phrase if row.case else phrase.lower())
                same = by_phrase.setdefault((row.case, words), [])
                if row not in same:
                    same.append(row)
        for (case, words), rows in by_phrase.items():
            self._matchers[case].add(str(len(self._rows)), [Doc(nlp.vocab, words=list(words))])
            self._rows.append(tuple(rows))

    def find(self, doc: Doc) -> Words:
        """Return the words of a page and every phrase among them."""
        kept = [token for token in doc if token.text not in JOINERS and not token.is_space]
        texts = [token.text.replace("’", "'") for token in kept]
        starts = [token.idx for token in kept]
        ends = [token.idx + len(token) for token in kept]
        reduced = Doc(doc.vocab, words=texts) if texts else Doc(doc.vocab)
        found = [match for matcher in self._matchers for match in matcher(reduced)]
        mentions: list[Mention] = []
        cues: list[CueMention] = []
        strings = doc.vocab.strings
        for key, first, last in found:
            for row in self._rows[int(strings[key])]:
                where = (starts[first], ends[last - 1], first, last)
                if isinstance(row, LexiconRow):
                    mentions.append(Mention(row.label, row.id, *where))
                else:
                    cues.append(CueMention(row, *where))
        lower = [token.lower_ for token in kept]
        return Words(lower, starts, ends, _longest(mentions), _longest_cues(cues))


def _words_of(nlp: Language, phrase: str) -> tuple[str, ...]:
    doc = nlp.make_doc(phrase.replace("’", "'"))
    return tuple(token.text for token in doc if token.text not in JOINERS and not token.is_space)


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
    return tuple(read_rows(folder / "lexicon.jsonl", LexiconRow)), tuple(
        read_rows(folder / "cues.jsonl", CueRow)
    )


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
