"""How a careful reader would take a sentence: five readings, each a probability, from its signals and its words.

A reading never looks at the evidence. It says what kind of statement the sentence is, so that the decision table knows
whether there is a promise to hold against the evidence at all. The weights in ``data/reading_weights.jsonl`` were
fitted by logistic regression on labelled pages (tools/fit_readings.py) and rounded, so that a person can read and
question each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, sqrt
from typing import TYPE_CHECKING

from claimcheck.components.lanes import pack, unpack, unpack_first
from claimcheck.models import READINGS, Kind, Stance, Strength
from claimcheck.resources import UnreadRows, data_dir, read_data
from claimcheck.rows import ReadingRow

if TYPE_CHECKING:
    from claimcheck.components.concepts import Mention

WORD, PAIR = "word:", "pair:"  # how the names of these features begin
NUMBER = "0"  # stands for every number among the words
STEPS = 20  # to one: weights are kept as whole numbers, whose sum is the same in any order
PAGE_SCALE = 5.0  # what a page's features weigh together, before it is divided by the root of their number
STANCES = tuple(stance.value for stance in Stance)  # in the order of the columns
KINDS = tuple(kind.value for kind in Kind)
COLUMNS = ("claim", "page", *READINGS, *STANCES, *KINDS)
OF_READINGS = slice(2, 2 + len(READINGS))
OF_STANCES = slice(OF_READINGS.stop, OF_READINGS.stop + len(STANCES))
OF_KINDS = slice(OF_STANCES.stop, OF_STANCES.stop + len(KINDS))
_DIGITS = re.compile(r"\d")


def wording_of(lower: Iterable[str], concepts: Iterable[str]) -> Iterator[str]:
    """Yield the features of what a unit says: its words, its pairs of neighbouring words, the concepts it names.

    Every number is the same word.

    >>> list(wording_of(["in", "8", "patients"], ["study-size"]))[-3:]
    ['pair:in 0', 'pair:0 patients', 'concept:study-size']
    """
    plain = _plain(lower)
    yield from dict.fromkeys([f"{WORD}{word}" for word in plain])
    yield from dict.fromkeys([f"{PAIR}{first} {second}" for first, second in pairwise(plain)])
    yield from (f"concept:{concept}" for concept in concepts)


def _plain(lower: Iterable[str]) -> list[str]:
    return [w if w.isalpha() or not _DIGITS.search(w) else NUMBER for w in lower if not w.isspace()]


class Weights(dict[str, int]):
    """The weights of each feature in STEPS, a lane for each column; a row is read when a page first has its feature."""

    def __init__(self, rows: UnreadRows) -> None:
        """Keep the rows, one for each feature."""
        self.places = rows.places
        self._rows = rows
        self._words: _Rows = {}
        self._pairs: dict[str, _Rows] = {}  # by the first word, then by the second
        for name in rows.places:
            if name.startswith(PAIR):
                first, _, second = name[len(PAIR) :].partition(" ")
                self._pairs.setdefault(first, {})[second] = name
            elif name.startswith(WORD):
                self._words[name[len(WORD) :]] = name

    def add_up(self, features: Iterable[str]) -> int:
        """Return what features say of each column, added up lane by lane; one that stands twice counts twice.

        Raises:
            DataError: the row of a feature breaks the schema.
        """
        places = self.places
        return sum([self[name] for name in features if name in places])

    def add_up_wording(self, lower: Iterable[str], concepts: Iterable[str]) -> int:
        """Return what the features of ``wording_of`` say of each column, without writing out their names.

        Raises:
            DataError: the row of a feature breaks the schema.
        """
        plain = _plain(lower)
        total = self.add_up([f"concept:{concept}" for concept in concepts])
        for word in {*plain}:
            if word in self._words:
                total += self._read(self._words, word)
        for first, second in {*pairwise(plain)}:
            if first in self._pairs and second in (seconds := self._pairs[first]):
                total += self._read(seconds, second)
        return total

    def _read(self, rows: "_Rows", word: str) -> int:
        row = rows[word]
        if isinstance(row, str):
            row = rows[word] = self[row]
        return row

    def __missing__(self, name: str) -> int:
        row = self._rows.read(self.places[name], ReadingRow)
        told = {"claim": row.claim, "page": row.page, **row.readings, **row.stances, **row.kinds}
        self[name] = pack([round(told.get(column, 0.0) * STEPS) for column in COLUMNS])  # no two have the same name
        return self[name]


_Rows = dict[str, int | str]  # a row by a word, or the name of its feature until it is read


@cache
def weights() -> Weights:
    """Return the weights that ship with the package.

    Raises:
        DataError: the file cannot be read.
    """
    path = data_dir() / "reading_weights.jsonl"
    return Weights(UnreadRows(path, read_data(path)))


def add_up(features: Iterable[str]) -> int:
    """Return what features say of each column, added up lane by lane; one that stands twice counts twice."""
    return weights().add_up(features)


def add_up_wording(lower: Iterable[str], concepts: Iterable[str]) -> int:
    """Return what the words, their pairs and the concepts of a unit say of each column, added up lane by lane."""
    return weights().add_up_wording(lower, concepts)


def columns_of(sums: int) -> list[int]:
    """Return the sum of each column, in STEPS."""
    return unpack(sums, len(COLUMNS))


def claim_log_odds(sums: int) -> float:
    """Return what the sums add to the log-odds of being a claim."""
    return unpack_first(sums) / STEPS


def page_features(words: Iterable[str], mentions: Iterable["Mention"]) -> frozenset[str]:
    """Return the features of what a whole page is about: its words, the concepts and the labels that it names."""
    named = {(mention.id, mention.label) for mention in mentions}
    return frozenset(
        [f"{WORD}{word}" for word in {*words} if word.isalpha()]
        + [f"concept:{concept}" for concept, _ in named]
        + [f"label:{label}" for label in {label for _, label in named}]
    )


def page_log_odds(features: frozenset[str]) -> float:
    """Return the log-odds that a page is about a treatment with cells, the threshold taken off.

    What the features say is divided by the root of their number: a long page is not surer than a short one.
    """
    bias, told = (columns_of(add_up(part))[1] for part in (["bias"], features))
    return (bias + PAGE_SCALE * told / max(1.0, sqrt(len(features)))) / STEPS


def choose(sums: int, columns: slice, first: int) -> int:
    """Return the place of the largest sum among some columns; ``first``, which stands, unless another is larger."""
    told = columns_of(sums)[columns]
    most = max(told)
    return first if told[first] == most else told.index(most)


def signal_features(signals: Iterable[str]) -> Iterator[str]:
    """Yield the names of the signals of a unit as features, and of what every unit has."""
    yield "bias"
    yield from (f"signal:{name}" for name in signals)


def put_features(rule: str, kind: Kind, stance: Stance, strength: Strength) -> Iterator[str]:
    """Yield the names of how a claim is put, which its readings rest on beside its signals and its wording."""
    yield f"rule:{rule}"
    yield "kind:" + kind
    yield "stance:" + stance
    yield "strength:" + strength
    yield "put:" + kind + "-" + stance


def read_as(sums: int) -> Mapping[str, float]:
    """Return the probability of each reading, 0-1; they need not add up to one, as a sentence may bear two."""
    told = columns_of(sums)[OF_READINGS]
    return {name: _probability(total) for name, total in zip(READINGS, told, strict=True)}


@lru_cache(maxsize=1024)  # there are only so many sums
def _probability(total: int) -> float:
    return round(1 / (1 + exp(-total / STEPS)), 3)
