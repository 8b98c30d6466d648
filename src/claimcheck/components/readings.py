"""How a careful reader would take a sentence: five readings, each a probability, from its signals and its words.

A reading never looks at the evidence. It says what kind of statement the sentence is, so that the decision table knows
whether there is a promise to hold against the evidence at all. The weights in ``data/reading_weights.jsonl`` were
fitted by logistic regression on labelled pages (tools/fit_readings.py) and rounded, so that a person can read and
question each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import exp, fsum  # fsum: the same whatever the order of a set

from claimcheck.models import READINGS, Kind, Stance, Strength
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import ReadingRow

NUMBER = "0"  # stands for every number among the words
_DIGITS = re.compile(r"\d")


def words_of(lower: Iterable[str]) -> frozenset[str]:
    """Return the different words of a unit, every number as one.

    >>> sorted(words_of(["over", "60", "%", "of", "2,439", "patients"]))
    ['%', '0', 'of', 'over', 'patients']
    """
    return frozenset([word if word.isalpha() or not _DIGITS.search(word) else NUMBER for word in lower])


@cache
def _weights() -> tuple[Mapping[str, Sequence[float]], Mapping[str, float]]:
    """Return the weights of each feature for the readings, and of each word for being a claim."""
    rows = read_rows(data_dir() / "reading_weights.jsonl", ReadingRow)
    readings = {row.id: tuple(row.readings.get(name, 0.0) for name in READINGS) for row in rows if row.readings}
    claims = {row.id.removeprefix("word:"): row.claim for row in rows if row.claim}
    return readings, claims


def weigh_words(words: Iterable[str]) -> float:
    """Return the log-odds that the words of a unit add to its being a claim."""
    claims = _weights()[1]
    return fsum([claims[word] for word in words if word in claims])


def features_of(
    signals: Iterable[str], words: Iterable[str], kind: Kind, stance: Stance, strength: Strength
) -> Iterator[str]:
    """Yield the names of everything that the readings rest on."""
    yield "bias"
    yield f"kind:{kind.value}"
    yield f"stance:{stance.value}"
    yield f"strength:{strength.value}"
    yield f"put:{kind.value}-{stance.value}"
    yield from (f"signal:{name}" for name in signals)
    yield from (f"word:{word}" for word in words)


def read_as(features: Iterable[str]) -> Mapping[str, float]:
    """Return the probability of each reading, 0-1; they need not add up to one, as a sentence may bear two."""
    weights = _weights()[0]
    sums = map(fsum, zip(*[weights[feature] for feature in features if feature in weights], strict=True))
    return {name: round(1 / (1 + exp(-total)), 3) for name, total in zip(READINGS, sums, strict=True)}
