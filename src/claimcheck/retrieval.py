"""Which record speaks most of what a sentence speaks of, by the words they share.

Ranks by Okapi BM25 (Robertson and Zaragoza, Foundations and Trends in Information Retrieval 3, 2009). It chooses what
is shown as context. A verdict changes only where a figure of the sentence stands in that record too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING

from claimcheck.agreement import lineage
from claimcheck.evidence import EvidenceBase
from claimcheck.resources import data_dir
from claimcheck.rows import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K1, B = 1.2, 0.6  # saturation of repeated words, weight of a record's length
SYNTHESIS = 1.3  # by how much a review, a guideline or a study of recovery without cells counts more than one trial
LEAST = 6.0  # score from which shared words say something
TO_PERCENT = 5.0  # BM25 to the 0-100 of other scores
OF_ANY_CONDITION = frozenset({"marketing-study", "regulation", "guideline", "harm-report"})

_SYNTHESES = frozenset({"review", "guideline", "natural-history"})
_WORD = re.compile(r"[a-z]{3,}|[0-9][0-9,.]*[0-9]|[0-9]")
_ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ed", "es", "s", "al", "ly")
_SHORTEST = 4  # letters that stay of a word whose ending is cut


@dataclass(frozen=True, eq=False)  # as itself a key of what is kept
class WordIndex:
    """The stems of every record's words, and the records by what they are about."""

    records: Mapping[str, Record]
    weights: Mapping[str, Mapping[str, float]]  # record id -> stem -> what sharing it earns
    by_condition: Mapping[str, Sequence[str]]  # ids of the records on a condition or a narrower one
    of_any: Sequence[str]  # ids of the records that bear on every condition


def index_words(evidence: EvidenceBase) -> WordIndex:
    """Return the words of an evidence base, indexed at the first call and kept on the base."""
    return evidence.keep("word_index", lambda: _index(list(evidence.records.values())))


def _index(records: Sequence[Record]) -> WordIndex:
    counts = [(record, Counter(stems(_text_of(record)))) for record in records]
    mean = sum(count.total() for _, count in counts) / max(1, len(counts))
    having = Counter(stem for _, count in counts for stem in count)
    rarity = {stem: log(1 + (len(records) - number + 0.5) / (number + 0.5)) for stem, number in having.items()}
    weights = {}
    by_condition: dict[str, list[str]] = defaultdict(list)
    for record, count in counts:
        length = K1 * (1 - B + B * count.total() / mean)
        weights[record.id] = {
            stem: rarity[stem] * (times * (K1 + 1) / (times + length)) * _rank(record) for stem, times in count.items()
        }
        for wide in {wide for condition in record.conditions for wide in lineage(condition)}:
            by_condition[wide].append(record.id)
    of_any = [record.id for record in records if record.type in OF_ANY_CONDITION]
    return WordIndex({record.id: record for record in records}, weights, by_condition, of_any)


@lru_cache(maxsize=32)
def _postings_on(
    index: WordIndex, conditions: tuple[str, ...]
) -> "tuple[Sequence[str], Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]]]":
    """Return the records on the conditions, or all; and for each stem which of them have it, and what it earns."""
    import numpy as np

    about = {wide for condition in conditions for wide in lineage(condition)}
    ids = {record for wide in about for record in index.by_condition.get(wide, ())}
    records = sorted({*ids, *index.of_any} if about else index.records)
    places: dict[str, list[int]] = defaultdict(list)
    weights: dict[str, list[float]] = defaultdict(list)
    for place, record in enumerate(records):
        for stem, weight in index.weights[record].items():
            places[stem].append(place)
            weights[stem].append(weight)
    return records, {stem: (np.array(places[stem], dtype=np.intp), np.array(weights[stem])) for stem in places}


def _rank(record: Record) -> float:
    return SYNTHESIS if record.type in _SYNTHESES else 1.0


def _text_of(record: Record) -> str:
    parts: Iterable[object] = (
        record.id.replace("-", " "),
        record.title,
        record.authors,
        record.year,
        record.journal,
        record.condition_text,
        record.population,
        record.n,
        record.cell_type,
        record.cell_source,
        record.route,
        record.safety,
        record.bottom_line,
        *record.names,
        *record.limits,
        *(f"{outcome.measure} {outcome.result or ''}" for outcome in record.outcomes),
    )
    return " ".join(str(part) for part in parts if part)


def stems(text: str) -> list[str]:
    """Return the words of a text without common ones, each cut to its stem.

    >>> stems("The tumours were growing after 8 years")
    ['tumour', 'grow', '8', 'year']
    """
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _common_words()]


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
    return word.removesuffix(ending)


@cache
def _common_words() -> frozenset[str]:
    return frozenset((data_dir() / "common_words.txt").read_text(encoding="utf-8").split())


def find_nearest(text: str, conditions: Sequence[str], evidence: EvidenceBase) -> tuple[Record, float] | None:
    """Return the record on a condition that shares most with a text, with the score, 0-100; None if it is little."""
    import numpy as np  # late: it is slow to import, and spaCy brings it anyway

    index = index_words(evidence)
    records, postings = _postings_on(index, tuple(conditions))
    scores = np.zeros(len(records) + 1)  # one more, so that there is a best where there are no records
    for stem in dict.fromkeys(stems(text)):
        if stem in postings:
            places, weights = postings[stem]
            scores[places] += weights
    best = int(scores.argmax())  # the first of equals: the records are in the order of their ids
    score = float(scores[best])
    return (index.records[records[best]], round(min(100.0, TO_PERCENT * score), 1)) if score >= LEAST else None
