"""Phrases that a rule of the decision table may ask for, read from ``data/phrases.jsonl``."""

import re
from collections.abc import Mapping
from functools import cache

from claimcheck.resources import data_dir, expand_braces, read_rows
from claimcheck.rows import Id, Row


class PhraseRow(Row):
    """A set of wordings with sentences that must hold one and that must not."""

    id: Id
    note: str
    phrases: list[str]  # literals with {a,b} expansion
    fires: list[str]
    silent: list[str]


@cache
def phrase_rows() -> Mapping[str, PhraseRow]:
    """Return every set of phrases by id."""
    return {row.id: row for row in read_rows(data_dir() / "phrases.jsonl", PhraseRow)}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {row.id: _compile(row) for row in phrase_rows().values()}


def _compile(row: PhraseRow) -> re.Pattern[str]:
    literals = {written for phrase in row.phrases for written in expand_braces(phrase)}
    ordered = sorted(literals, key=len, reverse=True)
    words = "|".join(r"\s+".join(re.escape(word) for word in literal.split()) for literal in ordered)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def find_phrases(text: str) -> frozenset[str]:
    """Return the ids of the sets that have a phrase in the text.

    >>> sorted(find_phrases("92% of our patients improved"))
    ['in-house', 'in-people']
    """
    return frozenset(row_id for row_id, pattern in _patterns().items() if pattern.search(text))
