"""How a careful reader would take a sentence: five readings, each a probability, from its signals and its words.

A reading never looks at the evidence. It says what kind of statement the sentence is, so that the decision table knows
whether there is a promise to hold against the evidence at all. The weights in ``data/reading_weights.jsonl`` were
fitted by logistic regression on labelled pages (tools/fit_readings.py) and rounded, so that a person can read and
question each.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from typing import TYPE_CHECKING

from claimcheck.models import READINGS, Kind, Stance, Strength
from claimcheck.resources import UnreadRows, data_dir, read_data
from claimcheck.rows import ReadingRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from claimcheck.components.concepts import Mention

    Sums = NDArray[np.int64]  # what features say of each column, in STEPS

NUMBER = "0"  # stands for every number among the words
STEPS = 20  # to one: weights are kept as whole numbers, whose sum is the same in any order
PAGE_SCALE = 5.0  # what a page's features weigh together, before it is divided by the root of their number
STANCES = tuple(stance.value for stance in Stance)  # in the order of the columns
KINDS = tuple(kind.value for kind in Kind)
COLUMNS = ("claim", "page", *READINGS, *STANCES, *KINDS)
OF_READINGS = slice(2, 2 + len(READINGS))
OF_STANCES = slice(OF_READINGS.stop, OF_READINGS.stop + len(STANCES))
OF_KINDS = slice(OF_STANCES.stop, OF_STANCES.stop + len(KINDS))
_COLUMN_OF = {name: place for place, name in enumerate(COLUMNS)}  # no two columns have the same name
_EMPTY = array("f", [0.0] * len(COLUMNS))
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


class Weights:
    """The weights of each feature; the row of one is read when a page first has it, as a page has few of them."""

    def __init__(self, rows: UnreadRows) -> None:
        """Keep the rows, one for each feature."""
        import numpy as np  # late: it is slow to import, and spaCy brings it anyway

        self.places = rows.places
        self._rows = rows
        self._read: set[int] = set()
        self._cells = np.zeros((len(rows.places), len(COLUMNS)), dtype=np.int16)  # in STEPS

    def add_up(self, places: Sequence[int]) -> "Sums":
        """Return what the rows at some places say of each column, added up; one that stands twice counts twice.

        Raises:
            DataError: one of the rows breaks the schema.
        """
        import numpy as np

        if not self._read.issuperset(places):
            self._read_rows(list({*places} - self._read))  # twice by two threads: the same
        known = np.array(places, dtype=np.intp)
        sums: Sums = self._cells.take(known, axis=0).sum(axis=0, dtype=np.int64)
        return sums

    def _read_rows(self, places: Sequence[int]) -> None:
        import numpy as np

        cells = array("f")
        for place in places:
            row = self._rows.read(place, ReadingRow)
            first = len(cells)
            cells.extend(_EMPTY)
            cells[first] = row.claim
            cells[first + 1] = row.page
            for told in (row.readings, row.stances, row.kinds):
                for name, weight in told.items():
                    cells[first + _COLUMN_OF[name]] = weight
        table = np.array(cells, dtype=np.float32).reshape(-1, len(COLUMNS))
        self._cells[places] = np.rint(table * STEPS)
        self._read.update(places)


@cache
def weights() -> Weights:
    """Return the weights that ship with the package.

    Raises:
        DataError: the file cannot be read.
    """
    path = data_dir() / "reading_weights.jsonl"
    return Weights(UnreadRows(path, read_data(path)))


def add_up(features: Iterable[str]) -> "Sums":
    """Return what features say of each column, added up; one that stands twice counts twice."""
    table = weights()
    return table.add_up([table.places[name] for name in features if name in table.places])


def claim_log_odds(sums: "Sums") -> float:
    """Return what the sums add to the log-odds of being a claim."""
    return int(sums[0]) / STEPS


def page_features(words: Iterable[str], mentions: Iterable["Mention"]) -> frozenset[str]:
    """Return the features of what a whole page is about: its words, the concepts and the labels that it names."""
    named = [(mention.id, mention.label) for mention in mentions]
    return frozenset(
        [f"word:{word}" for word in {*words} if word.isalpha()]
        + [f"concept:{concept}" for concept, _ in named]
        + [f"label:{label}" for _, label in named]
    )


def page_log_odds(features: frozenset[str]) -> float:
    """Return the log-odds that a page is about a treatment with cells, the threshold taken off.

    What the features say is divided by the root of their number: a long page is not surer than a short one.
    """
    bias, told = add_up(["bias"])[1], add_up(features)[1]
    return float(bias + PAGE_SCALE * told / max(1.0, sqrt(len(features)))) / STEPS


def choose(sums: "Sums", first: int) -> int:
    """Return the place of the largest sum; ``first``, the place of the answer that stands, unless another is larger."""
    told: list[int] = sums.tolist()
    most = max(told)
    return first if told[first] == most else told.index(most)


def signal_features(signals: Iterable[str]) -> Iterator[str]:
    """Yield the names of the signals of a unit as features, and of what every unit has."""
    yield "bias"
    yield from (f"signal:{name}" for name in signals)


def put_features(rule: str, kind: Kind, stance: Stance, strength: Strength) -> Iterator[str]:
    """Yield the names of how a claim is put, which its readings rest on beside its signals and its wording."""
    yield f"rule:{rule}"
    yield f"kind:{kind.value}"
    yield f"stance:{stance.value}"
    yield f"strength:{strength.value}"
    yield f"put:{kind.value}-{stance.value}"


def read_as(sums: "Sums") -> Mapping[str, float]:
    """Return the probability of each reading, 0-1; they need not add up to one, as a sentence may bear two."""
    told = sums[OF_READINGS].tolist()
    return {name: round(1 / (1 + exp(-total / STEPS)), 3) for name, total in zip(READINGS, told, strict=True)}
