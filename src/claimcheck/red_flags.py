"""Warnings from the wording alone, read from ``data/red_flags.jsonl``. They judge a phrase, never the clinic."""

import re
from collections.abc import Mapping
from functools import cache

from claimcheck.literals import CutText, Found, LiteralIndex
from claimcheck.models import Extraction, RedFlag
from claimcheck.resources import concepts, data_dir, read_rows
from claimcheck.rows import RedFlagRow

SENTENCE_END = re.compile(r"[.!?]\s|\n")


@cache
def red_flag_rows() -> Mapping[str, RedFlagRow]:
    """Return every red flag by id."""
    return {row.id: row for row in read_rows(data_dir() / "red_flags.jsonl", RedFlagRow)}


@cache
def _indexes() -> tuple[LiteralIndex, LiteralIndex]:
    """Return the phrases that raise flags, and those that take them back."""
    rows = red_flag_rows().values()
    return (
        LiteralIndex({row.id: row.patterns for row in rows}),
        LiteralIndex({row.id: row.unless for row in rows}),
    )


def find_red_flags(text: str, cut: CutText | None = None) -> list[RedFlag]:
    """Return the warnings that the words of a text give, in order of appearance."""
    rows, (raising, silencing) = red_flag_rows(), _indexes()
    flags: list[RedFlag] = []
    reached: dict[str, int] = {}  # end of the last phrase of each flag: a phrase inside it is the same warning
    for found in raising.find(cut or CutText(text)):
        if found.start < reached.get(found.id, 0):
            continue
        reached[found.id] = found.end
        if not _taken_back(silencing, text, found):
            flags.append(
                RedFlag(found.id, text[found.start : found.end], found.start, found.end, rows[found.id].message)
            )
    return sorted(flags, key=lambda flag: (flag.start, flag.id))


def _taken_back(silencing: LiteralIndex, text: str, found: Found) -> bool:
    """Tell whether other words of the sentence take the warning back."""
    start, end = _sentence_around(text, found.start, found.end)
    return any(
        other.id == found.id and (start + other.start < found.start or start + other.end > found.end)
        for other in silencing.find(CutText(text[start:end]))
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
