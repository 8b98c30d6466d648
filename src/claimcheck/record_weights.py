"""The rows of ``data/record_weights.jsonl``, each read when a claim first has its feature."""

from collections.abc import Mapping
from functools import cache, lru_cache
from sys import intern
from types import MappingProxyType

from claimcheck.resources import UnreadRows, data_dir, read_data
from claimcheck.rows import RecordWeightRow

MOST_WORDS = 10_000  # stems whose weights are at hand
NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


@cache
def _rows() -> UnreadRows:
    path = data_dir() / "record_weights.jsonl"
    return UnreadRows(path, read_data(path))


def weights_of(feature: str) -> Mapping[str, float]:
    """Return the weight of a feature for each record that it speaks for; of "any-record", of the general features."""
    place = _rows().places.get(feature)
    return NO_WEIGHTS if place is None else _read_weights(place)


@cache
def _read_weights(place: int) -> Mapping[str, float]:
    weights = _rows().read(place, RecordWeightRow).weights
    # Names are the same objects as the ids of the evidence, equal weights one object: less memory to go through.
    return {intern(name): one_of(weight) for name, weight in weights.items()}


@cache
def one_of(weight: float) -> float:
    """Return the same object for equal weights: there are few different ones."""
    return weight


@lru_cache(maxsize=MOST_WORDS)
def weights_of_stem(stem: str) -> Mapping[str, float]:
    """Return the weight of a word for each record that it speaks for."""
    return weights_of(f"word:{stem}")


@cache
def weights_of_outcome(outcome: str) -> Mapping[str, float]:
    """Return the weight of an outcome for each record that it speaks for."""
    return weights_of(f"outcome:{outcome}")
