"""Phrases that a rule of the decision table may ask for, read from ``data/phrases.jsonl``."""

from collections.abc import Mapping
from functools import cache, lru_cache

from claimcheck.literals import LiteralIndex
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import PhraseRow


@cache
def phrase_rows() -> Mapping[str, PhraseRow]:
    """Return every set of phrases by id."""
    return {row.id: row for row in read_rows(data_dir() / "phrases.jsonl", PhraseRow)}


@cache
def _phrases() -> LiteralIndex:
    return LiteralIndex({row.id: row.phrases for row in phrase_rows().values()})


@lru_cache(maxsize=1024)  # a claim is asked about several times, and grades and endpoints recur
def find_phrases(text: str) -> frozenset[str]:
    """Return the ids of the sets that have a phrase in the text.

    >>> sorted(find_phrases("92% of our patients improved"))
    ['in-house', 'in-people', 'tells-good', 'tells-improvement']
    """
    return _phrases().find_ids(text)
