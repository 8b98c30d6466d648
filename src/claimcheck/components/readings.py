"""How a careful reader would take a sentence: five readings, each a probability, from its signals and its words.

A reading never looks at the evidence. It says what kind of statement the sentence is, so that the decision table knows
whether there is a promise to hold against the evidence at all. The weights in ``data/reading_weights.jsonl`` were
fitted by logistic regression on labelled pages (tools/fit_readings.py) and rounded, so that a person can read and
question each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import exp, fsum  # fsum: the same whatever the order of a set
from typing import NamedTuple

from claimcheck.models import READINGS, Kind, Stance, Strength
from claimcheck.resources import data_dir, each_row
from claimcheck.rows import ReadingRow

NUMBER = "0"  # stands for every number among the words
STANCES = tuple(stance.value for stance in Stance)  # in the order of the weights
KINDS = tuple(kind.value for kind in Kind)
_DIGITS = re.compile(r"\d")


def wording_of(lower: Iterable[str], concepts: Iterable[str]) -> Iterator[str]:
    """Yield the features of what a unit says: its words, its pairs of neighbouring words, the concepts it names.

    Every number is the same word.

    >>> list(wording_of(["in", "8", "patients"], ["study-size"]))[-3:]
    ['pair:in 0', 'pair:0 patients', 'concept:study-size']
    """
    plain = [w if w.isalpha() or not _DIGITS.search(w) else NUMBER for w in lower if not w.isspace()]
    yield from dict.fromkeys([f"word:{word}" for word in plain])
    yield from dict.fromkeys([f"pair:{first} {second}" for first, second in pairwise(plain)])
    yield from (f"concept:{concept}" for concept in concepts)


class Weights(NamedTuple):
    """The weights of each feature."""

    readings: dict[str, Sequence[float]]  # for each of READINGS
    stances: dict[str, Sequence[float]]  # for each Stance
    kinds: dict[str, Sequence[float]]  # for each Kind
    claims: dict[str, float]  # of the wording, for being a claim


@cache
def weights() -> Weights:
    """Return the weights of each feature."""
    known = Weights({}, {}, {}, {})
    shared: dict[float, float] = {}  # few weights are different, and one object of each will do

    def pack(told: Mapping[str, float], names: Iterable[str]) -> Sequence[float]:
        weights = [told.get(name, 0.0) for name in names]
        return tuple([shared.setdefault(weight, weight) for weight in weights])

    for row in each_row(data_dir() / "reading_weights.jsonl", ReadingRow):
        if row.readings:
            known.readings[row.id] = pack(row.readings, READINGS)
        if row.stances:
            known.stances[row.id] = pack(row.stances, STANCES)
        if row.kinds:
            known.kinds[row.id] = pack(row.kinds, KINDS)
        if row.claim:
            known.claims[row.id] = row.claim
    return known


def choose(features: Iterable[str], known: Mapping[str, Sequence[float]], first: int) -> int:
    """Return the place of the answer that the features speak for most; of equals, and where none is known, the first.

    ``first`` is the place of the answer that stands unless another weighs more.
    """
    rows = [known[name] for name in features if name in known]
    if not rows:
        return first
    sums = [sum(column) for column in zip(*rows, strict=True)]
    most = max(sums)
    return first if sums[first] == most else sums.index(most)


def weigh_wording(wording: Iterable[str]) -> float:
    """Return the log-odds that the wording of a unit adds to its being a claim."""
    claims = weights().claims
    return fsum([claims[name] for name in wording if name in claims])


def features_of(
    signals: Iterable[str], wording: Iterable[str], kind: Kind, stance: Stance, strength: Strength
) -> Iterator[str]:
    """Yield the names of everything that the readings rest on."""
    yield "bias"
    yield f"kind:{kind.value}"
    yield f"stance:{stance.value}"
    yield f"strength:{strength.value}"
    yield f"put:{kind.value}-{stance.value}"
    yield from (f"signal:{name}" for name in signals)
    yield from wording


def read_as(features: Iterable[str]) -> Mapping[str, float]:
    """Return the probability of each reading, 0-1; they need not add up to one, as a sentence may bear two."""
    known = weights().readings
    sums = map(fsum, zip(*[known[feature] for feature in features if feature in known], strict=True))
    return {name: round(1 / (1 + exp(-total)), 3) for name, total in zip(READINGS, sums, strict=True)}
