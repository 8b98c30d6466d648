"""Warnings from the wording alone, read from ``data/red_flags.jsonl``. They judge a phrase, never the clinic."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from claimcheck.models import Extraction, RedFlag
from claimcheck.resources import concepts, data_dir, phrase_pattern, read_rows
from claimcheck.rows import RedFlagRow

SENTENCE_END = re.compile(r"[.!?]\s|\n")


@cache
def red_flag_rows() -> Mapping[str, RedFlagRow]:
    """Return every red flag by id."""
    return {row.id: row for row in read_rows(data_dir() / "red_flags.jsonl", RedFlagRow)}


@cache
def _patterns() -> Sequence[tuple[RedFlagRow, re.Pattern[str], re.Pattern[str] | None]]:
    return tuple(
        (row, phrase_pattern(row.patterns), phrase_pattern(row.unless) if row.unless else None)
        for row in red_flag_rows().values()
        if row.patterns
    )


def find_red_flags(text: str) -> list[RedFlag]:
    """Return the warnings that the words of a text give, in order of appearance."""
    return sorted(_iter_red_flags(text), key=lambda flag: (flag.start, flag.id))


def _iter_red_flags(text: str) -> Iterator[RedFlag]:
    for row, pattern, unless in _patterns():
        for match in pattern.finditer(text):
            if unless is None or not _taken_back(unless, text, match):
                yield RedFlag(row.id, match[0], *match.span(), row.message)


def _taken_back(unless: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    """Tell whether other words of the sentence take the warning back."""
    start, end = _sentence_around(text, *found.span())
    return any(
        match.start() < found.start() or match.end() > found.end() for match in unless.finditer(text, start, end)
    )


def _sentence_around(text: str, start: int, end: int, reach: int = 300) -> tuple[int, int]:
    """Return the bounds of the sentence around a span, at most ``reach`` characters away."""
    before = [match.end() for match in SENTENCE_END.finditer(text, max(0, start - reach), start)]
    after = SENTENCE_END.search(text, end, end + reach)
    first = before[-1] if before else max(0, start - reach)
    return first, after.start() + 1 if after else min(len(text), end + reach)


def find_page_flags(extraction: Extraction) -> list[RedFlag]:
    """Return the warnings that a page gives as a whole: many unrelated conditions treated alike."""
    known = concepts()
    families = {known[concept].parent or concept for concept in extraction.conditions if concept in known}
    return [
        RedFlag(row.id, "", 0, 0, row.message)
        for row in red_flag_rows().values()
        if row.conditions_at_least is not None and len(families) >= row.conditions_at_least
    ]
