"""Which record speaks most of what a sentence speaks of, by the words they share.

Ranks by Okapi BM25 (Robertson and Zaragoza, Foundations and Trends in Information Retrieval 3, 2009). It chooses what
is shown as context. A verdict changes only where a figure of the sentence stands in that record too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING, TypeAlias

from claimcheck.agreement import lineage
from claimcheck.evidence import EvidenceBase
from claimcheck.resources import data_dir
from claimcheck.rows import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K1, B = 1.2, 0.6  # saturation of repeated words, weight of a record's length
SYNTHESIS = 1.3  # by how much a review, a guideline or a study of recovery without cells counts more than one trial
TO_PERCENT = 5.0  # BM25 to the 0-100 of other scores
OF_ANY_CONDITION = frozenset({"marketing-study", "regulation", "guideline", "harm-report"})

_SYNTHESES = frozenset({"review", "guideline", "natural-history"})
_WORD = re.compile(r"[a-z]{3,}|[0-9][0-9,.]*[0-9]|[0-9]")
_ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ed", "es", "s", "al", "ly")
_SHORTEST = 4  # letters that stay of a word whose ending is cut


_Earned: TypeAlias = "tuple[NDArray[np.intp], NDArray[np.float64]]"  # places of records, in order, and weights


@dataclass(frozen=True, eq=False)  # as itself a key of what is kept
class WordIndex:
    """Which records have which stems, and how often; the records by what they are about."""

    records: Sequence[Record]  # in the order of their ids
    lengths: "NDArray[np.float64]"  # what the length of each record adds below the line of BM25
    ranks: "NDArray[np.float64]"  # by how much each counts more than one trial
    having: Mapping[str, Sequence[int]]  # stem -> places of the records with it, each as often as it has it
    worth: dict[str, "_Earned"]  # stem -> what sharing it earns, worked out when it is first asked for
    by_condition: Mapping[str, Sequence[int]]  # places of the records on a condition or a narrower one
    of_any: Sequence[int]  # places of the records that bear on every condition


@dataclass(frozen=True)
class Choice:
    """Some of the records, and what sharing a stem with them earns, worked out when a stem is first asked for."""

    records: Sequence[str]  # ids
    places: "NDArray[np.intp]"  # of each record of the index among these; -1 where it is left out
    earned: dict[str, _Earned]  # by stem; the places are those among these


def index_words(evidence: EvidenceBase) -> WordIndex:
    """Return the words of an evidence base, indexed at the first call and kept on the base."""
    return evidence.keep("word_index", lambda: _index(list(evidence.records.values())))


def _index(records: list[Record]) -> WordIndex:
    import numpy as np  # late: it is slow to import, and spaCy brings it anyway

    records.sort(key=lambda record: record.id)
    totals: list[int] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    by_condition: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        words = _WORD.findall(_text_of(record).lower())
        totals.append(len(words))
        for word in words:
            by_word[word].append(place)
        for wide in {wide for condition in record.conditions for wide in lineage(condition)}:
            by_condition[wide].append(place)
    for word in by_word.keys() & _common_words():
        for place in by_word.pop(word):
            totals[place] -= 1
    having: dict[str, list[int]] = {}
    for word, places in by_word.items():  # each word is cut to its stem once
        having.setdefault(_stem(word), []).extend(places)
    mean = sum(totals) / max(1, len(records))
    lengths = np.array([K1 * (1 - B + B * total / mean) for total in totals])
    ranks = np.array([_rank(record) for record in records])
    of_any = [place for place, record in enumerate(records) if record.type in OF_ANY_CONDITION]
    return WordIndex(records, lengths, ranks, having, {}, by_condition, of_any)


@lru_cache(maxsize=32)
def _choose(index: WordIndex, conditions: tuple[str, ...]) -> Choice:
    """Return the records on the conditions, or all."""
    import numpy as np

    about = {wide for condition in conditions for wide in lineage(condition)}
    chosen = {place for wide in about for place in index.by_condition.get(wide, ())} | set(index.of_any)
    kept = sorted(chosen) if about else range(len(index.records))
    places = np.full(len(index.records), -1, dtype=np.intp)
    places[list(kept)] = np.arange(len(kept))
    return Choice([index.records[place].id for place in kept], places, {})


def _earn(index: WordIndex, choice: Choice, stem: str) -> _Earned:
    """Return which of the chosen records have a stem, and what sharing it earns."""
    if stem not in index.worth:
        index.worth[stem] = _weigh(index, stem)
    where, weights = index.worth[stem]
    places = choice.places[where]
    is_chosen = places >= 0
    return places[is_chosen], weights[is_chosen]


def _weigh(index: WordIndex, stem: str) -> _Earned:
    """Return which records have a stem, and what sharing it earns."""
    import numpy as np

    where, times = np.unique(np.array(index.having[stem], dtype=np.intp), return_counts=True)
    rarity = log(1 + (len(index.records) - len(where) + 0.5) / (len(where) + 0.5))
    return where, rarity * (times * (K1 + 1) / (times + index.lengths[where])) * index.ranks[where]


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
    return [stem for word in _WORD.findall(text.lower()) if (stem := _stem_of_rare(word))]


@lru_cache(maxsize=10_000)
def _stem_of_rare(word: str) -> str:
    """Return the stem of a word; of a common word, nothing."""
    return "" if word in _common_words() else _stem(word)


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
    return word.removesuffix(ending)


@cache
def _common_words() -> frozenset[str]:
    return frozenset((data_dir() / "common_words.txt").read_text(encoding="utf-8").split())


def find_nearest(
    wanted: Iterable[str], conditions: Sequence[str], evidence: EvidenceBase, most: int = 1
) -> list[tuple[Record, float]]:
    """Return the records on a condition that share most with some stems, with their scores, 0-100, best first."""
    return [(evidence.records[record], score) for record, score in name_nearest(wanted, conditions, evidence, most)]


def name_nearest(
    wanted: Iterable[str], conditions: Sequence[str], evidence: EvidenceBase, most: int
) -> list[tuple[str, float]]:
    """Return the ids of the records that ``find_nearest`` returns, with their scores."""
    import numpy as np

    index = index_words(evidence)
    choice = _choose(index, tuple(conditions))
    places, weights = [], []
    for stem in wanted:
        earned = choice.earned.get(stem)
        if earned is None:
            if stem not in index.having:
                continue
            earned = choice.earned[stem] = _earn(index, choice, stem)
        places.append(earned[0])
        weights.append(earned[1])
    if not places or not choice.records:
        return []
    scores = TO_PERCENT * np.bincount(np.concatenate(places), np.concatenate(weights), len(choice.records))
    near = (-scores).argsort(kind="stable")[:most]  # equals stay in the order of their ids
    records = choice.records
    return [
        (records[place], score if score < 100.0 else 100.0)
        for place, score in zip(near.tolist(), scores[near].round(1).tolist(), strict=True)
        if score > 0
    ]
