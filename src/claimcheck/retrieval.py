"""Which record speaks most of what a sentence speaks of, by the words they share.

Ranks by Okapi BM25 (Robertson and Zaragoza, Foundations and Trends in Information Retrieval 3, 2009). It chooses what
is shown as context. A verdict changes only where a figure of the sentence stands in that record too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True)
class WordIndex:
    """Records by the stems of their words."""

    postings: Mapping[str, Sequence[tuple[Record, float]]]  # with the share of a word's weight that the record earns


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
    postings: dict[str, list[tuple[Record, float]]] = defaultdict(list)
    for record, count in counts:
        length = K1 * (1 - B + B * count.total() / mean)
        for stem, times in count.items():
            postings[stem].append((record, times * (K1 + 1) / (times + length)))
    for stem, found in postings.items():
        weight = log(1 + (len(records) - len(found) + 0.5) / (len(found) + 0.5))
        postings[stem] = [(record, weight * share * _rank(record)) for record, share in found]
    return WordIndex(postings)


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


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
    return word.removesuffix(ending)


@cache
def _common_words() -> frozenset[str]:
    return frozenset((data_dir() / "common_words.txt").read_text(encoding="utf-8").split())


def find_nearest(text: str, conditions: Sequence[str], evidence: EvidenceBase) -> tuple[Record, float] | None:
    """Return the record on a condition that shares most with a text, with the score, 0-100; None if it is little."""
    about = {wide for condition in conditions for wide in lineage(condition)}
    scores: dict[str, float] = defaultdict(float)
    found: dict[str, Record] = {}
    postings = index_words(evidence).postings
    for stem in dict.fromkeys(stems(text)):
        for record, weight in postings.get(stem, ()):
            scores[record.id] += weight
            found[record.id] = record
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    for record_id, score in ranked:
        if score < LEAST:
            return None
        record = found[record_id]
        if not about or record.type in OF_ANY_CONDITION or about & {w for c in record.conditions for w in lineage(c)}:
            return record, round(min(100.0, TO_PERCENT * score), 1)
    return None
