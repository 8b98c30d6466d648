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

from claimcheck.agreement import lineage
from claimcheck.evidence import EvidenceBase
from claimcheck.resources import data_dir
from claimcheck.rows import Record

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
    kept = vars(evidence)
    if "word_index" not in kept:
        kept["word_index"] = _index(list(evidence.records.values()))
    index: WordIndex = kept["word_index"]
    return index


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
def _postings_on(index: WordIndex, conditions: tuple[str, ...]) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Return, for each stem, the records that bear on the conditions and have it; on none, all records."""
    about = {wide for condition in conditions for wide in lineage(condition)}
    ids = dict.fromkeys(record for wide in about for record in index.by_condition.get(wide, ())) if about else {}
    postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for record in {**ids, **dict.fromkeys(index.of_any)} if about else index.records:
        for stem, weight in index.weights[record].items():
            postings[stem].append((record, weight))
    return postings


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
    index = index_words(evidence)
    postings = _postings_on(index, tuple(conditions))
    scores: dict[str, float] = defaultdict(float)
    for stem in dict.fromkeys(stems(text)):
        for record, weight in postings.get(stem, ()):
            scores[record] += weight
    best = min(scores, key=lambda record: (-scores[record], record), default=None)
    if best is None or scores[best] < LEAST:
        return None
    return index.records[best], round(min(100.0, TO_PERCENT * scores[best]), 1)
