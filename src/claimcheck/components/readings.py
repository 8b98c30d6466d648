"""How a careful reader would take a sentence: five readings, each a probability, from its signals and its words.

A reading never looks at the evidence. It says what kind of statement the sentence is, so that the decision table knows
whether there is a promise to hold against the evidence at all. The weights in ``data/reading_weights.jsonl`` were
fitted by logistic regression on labelled pages (tools/fit_readings.py) and rounded, so that a person can read and
question each.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple

from claimcheck.components.lanes import pack, unpack, unpack_first, unpack_some
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
    plain = plain_words([word for word in lower if not word.isspace()])
    yield from dict.fromkeys([f"{WORD}{word}" for word in plain])
    yield from dict.fromkeys([f"{PAIR}{first} {second}" for first, second in pairwise(plain)])
    yield from (f"concept:{concept}" for concept in concepts)


def plain_words(lower: Iterable[str]) -> list[str]:
    """Return words with every number as the same word."""
    return [w if w.isalpha() or not _DIGITS.search(w) else NUMBER for w in lower]


class WeighedWord:
    """What a word says of each column, and with which words behind it it says more."""

    __slots__ = ("seconds", "sums")

    def __init__(self, sums: int, seconds: Mapping[str, str]) -> None:
        """Put both together; ``seconds`` are the names of the pairs by their second words."""
        self.sums = sums
        self.seconds = seconds


class Wording(NamedTuple):
    """The words of a page, weighed, and the pairs of neighbouring words that have a weight."""

    words: Sequence[WeighedWord]
    pairs: Sequence[str]  # the names of these features, in order
    places: Sequence[int]  # how many pairs end at a word or before


_NO_PAIRS: Mapping[str, str] = {}
_SILENT = WeighedWord(0, _NO_PAIRS)  # a word that says nothing


class Weights(dict[str, int]):
    """The weights of each feature in STEPS, a lane for each column; a row is read when a page first has its feature."""

    def __init__(self, rows: UnreadRows) -> None:
        """Keep the rows, one for each feature."""
        self.places = rows.places
        self._rows = rows
        self.words = _Words(self)
        self.concepts = _Named(self, "concept:")
        self.labels = _Named(self, "label:")
        self.signals = _Named(self, "signal:")
        self.put: dict[str, int] = {}  # what several features from closed lists say together
        self._pairs: dict[str, dict[str, str]] = {}  # by the first word, then by the second
        for name in rows.places:
            if name.startswith(PAIR):
                first, _, second = name[len(PAIR) :].partition(" ")
                self._pairs.setdefault(first, {})[second] = name

    def add_up(self, features: Iterable[str]) -> int:
        """Return what features say of each column, added up lane by lane; one that stands twice counts twice.

        Raises:
            DataError: the row of a feature breaks the schema.
        """
        return sum([self[name] for name in features])

    def weigh_word(self, word: str) -> WeighedWord:
        """Return what a word says, by itself and with others.

        Raises:
            DataError: the row of the word breaks the schema.
        """
        sums, seconds = self.read(WORD + word), self._pairs.get(word)
        return WeighedWord(sums, seconds or _NO_PAIRS) if sums or seconds else _SILENT

    def read(self, name: str) -> int:
        """Return what the row of a feature says of each column; nothing where there is no such row.

        Raises:
            DataError: the row breaks the schema.
        """
        place = self.places.get(name)
        if place is None:
            return 0
        row = self._rows.read(place, ReadingRow)
        told = {"claim": row.claim, "page": row.page, **row.readings, **row.stances, **row.kinds}
        return pack([round(told.get(column, 0.0) * STEPS) for column in COLUMNS])  # no two have the same name

    def __missing__(self, name: str) -> int:
        sums = self.read(name)
        if sums:
            self[name] = sums
        return sums


class _Words(dict[str, WeighedWord]):
    """The words with a weight by the word, put in when a page first has them; names and rare words are not kept."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def __missing__(self, word: str) -> WeighedWord:
        weighed = self._weights.weigh_word(word)
        # Another thread may have weighed it meanwhile; a page must not have two of the same word.
        return weighed if weighed is _SILENT else self.setdefault(word, weighed)


class _Named(dict[str, int]):
    """What features of one kind say, by their names without the kind; there are only so many."""

    def __init__(self, weights: Weights, kind: str) -> None:
        self._weights = weights
        self._kind = kind

    def __missing__(self, name: str) -> int:
        sums = self[name] = self._weights.read(self._kind + name)
        return sums


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


def weigh_words(lower: Iterable[str]) -> Wording:
    """Return what the words of a page say, each by itself and with the one before."""
    plain = plain_words(lower)
    words = [*map(weights().words.__getitem__, plain)]
    pairs: list[str] = []
    places: list[int] = []
    seconds = _NO_PAIRS
    for word, weighed in zip(plain, words, strict=True):
        if word in seconds:
            pairs.append(seconds[word])
        places.append(len(pairs))
        seconds = weighed.seconds
    return Wording(words, pairs, places)


def add_up_wording(wording: Wording, first: int, last: int, concepts: Iterable[str]) -> int:
    """Return what the words ``first:last``, their pairs and some concepts say of each column, each counted once."""
    if first == last:
        return sum(map(weights().concepts.__getitem__, concepts))
    weight, places = weights(), wording.places
    told = [word.sums for word in {*wording.words[first:last]}]
    told += map(weight.__getitem__, {*wording.pairs[places[first] : places[last - 1]]})
    told += map(weight.concepts.__getitem__, concepts)
    return sum(told)


def add_up_signals(signals: Iterable[str]) -> int:
    """Return what ``signal_features`` of some signals say of each column, added up lane by lane."""
    weight = weights()
    return sum(map(weight.signals.__getitem__, signals), weight["bias"])


def columns_of(sums: int) -> list[int]:
    """Return the sum of each column, in STEPS."""
    return unpack(sums, len(COLUMNS))


def claim_log_odds(sums: int) -> float:
    """Return what the sums add to the log-odds of being a claim."""
    return unpack_first(sums) / STEPS


def page_features(words: Iterable[str], mentions: Sequence["Mention"]) -> frozenset[str]:
    """Return the features of what a whole page is about: its words, the concepts and the labels that it names."""
    named = {(mention.id, mention.label) for mention in mentions}
    return frozenset(
        [f"{WORD}{word}" for word in {*words} if word.isalpha()]
        + [f"concept:{concept}" for concept, _ in named]
        + [f"label:{label}" for label in {label for _, label in named}]
    )


def add_up_page(words: Iterable[str], mentions: Sequence["Mention"]) -> tuple[int, int]:
    """Return what the ``page_features`` of a page say of each column, added up lane by lane, and how many they are."""
    weight = weights()
    plain = [word for word in {*words} if word.isalpha()]
    concepts, labels = {mention.id for mention in mentions}, {mention.label for mention in mentions}
    told = sum([weight.words[word].sums for word in plain])
    told += sum([weight.concepts[concept] for concept in concepts])
    told += sum([weight.labels[label] for label in labels])
    return told, len(plain) + len(concepts) + len(labels)


def page_log_odds(sums: int, number: int) -> float:
    """Return the log-odds that a page is about a treatment with cells, the threshold taken off.

    What so many features say is divided by the root of their number: a long page is not surer than a short one.
    """
    bias, told = (columns_of(part)[1] for part in (add_up(["bias"]), sums))
    return (bias + PAGE_SCALE * told / max(1.0, sqrt(number))) / STEPS


def choose(sums: int, columns: slice, first: int) -> int:
    """Return the place of the largest sum among some columns; ``first``, which stands, unless another is larger."""
    told = unpack_some(sums, columns.start, columns.stop)
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


def add_up_put(rule: str, kind: Kind, stance: Stance, strength: Strength) -> int:
    """Return what ``put_features`` say of each column, added up once for all claims put so."""
    put = rule + ":" + kind + ":" + stance + ":" + strength
    return add_up_once(put, lambda: put_features(rule, kind, stance, strength))


def add_up_once(put: str, features: Callable[[], Iterable[str]]) -> int:
    """Return what features from closed lists, together named ``put``, say of each column, added up the first time."""
    sums = weights().put
    if put not in sums:
        sums[put] = add_up(features())
    return sums[put]


def read_as(sums: int) -> Mapping[str, float]:
    """Return the probability of each reading, 0-1; they need not add up to one, as a sentence may bear two."""
    told = unpack_some(sums, OF_READINGS.start, OF_READINGS.stop)
    return dict(zip(READINGS, map(_probability, told), strict=True))


@lru_cache(maxsize=1024)  # there are only so many sums
def _probability(total: int) -> float:
    return round(1 / (1 + exp(-total / STEPS)), 3)
