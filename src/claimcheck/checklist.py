"""What a page about a treatment should tell its readers, and what to ask where it does not.

In the spirit of DISCERN (Charnock and colleagues 1999), of the HealthNewsReview criteria and of the questions for patients
by the International Society for Stem Cell Research. The rows are in ``data/checklist.jsonl``.
"""

import re
from collections.abc import Mapping
from functools import cache

from claimcheck.models import ChecklistItem, Extraction
from claimcheck.resources import data_dir, phrase_pattern, read_rows
from claimcheck.rows import ChecklistRow


@cache
def checklist_rows() -> Mapping[str, ChecklistRow]:
    """Return every row of the checklist by id."""
    return {row.id: row for row in read_rows(data_dir() / "checklist.jsonl", ChecklistRow)}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {row.id: phrase_pattern(row.patterns) for row in checklist_rows().values() if row.patterns}


def check_list(extraction: Extraction) -> list[ChecklistItem]:
    """Return every row of the checklist with the first place of the page that meets it."""
    found = []
    for row in checklist_rows().values():
        where = _first_place(row, extraction)
        found.append(ChecklistItem(row.id, row.question, where is not None, where, row.ask))
    return found


def _first_place(row: ChecklistRow, extraction: Extraction) -> tuple[int, int] | None:
    places = [(c.start, c.end) for c in extraction.citations if c.type in row.citation_types]
    places += [
        (q.start, q.end)
        for q in extraction.quantities
        if q.type in row.quantity_types or f"{q.type}:{q.unit}" in row.quantity_types
    ]
    pattern = _patterns().get(row.id)
    match = pattern.search(extraction.text) if pattern else None
    return min([*places, match.span()] if match else places, default=None)
