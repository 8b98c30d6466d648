"""What a page about a treatment should tell its readers, and what to ask where it does not.

In the spirit of DISCERN (Charnock and colleagues 1999), of the HealthNewsReview criteria and of the questions for
patients by the International Society for Stem Cell Research. The rows are in ``data/checklist.jsonl``.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from claimcheck.literals import CutText, LiteralIndex
from claimcheck.models import ChecklistItem, Extraction
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import ChecklistRow


@cache
def checklist_rows() -> Mapping[str, ChecklistRow]:
    """Return every row of the checklist by id."""
    return {row.id: row for row in read_rows(data_dir() / "checklist.jsonl", ChecklistRow)}


@cache
def _phrases() -> LiteralIndex:
    return LiteralIndex({row.id: row.patterns for row in checklist_rows().values()})


def check_list(extraction: Extraction, cut: CutText | None = None) -> list[ChecklistItem]:
    """Return every row of the checklist with the first place of the page that meets it."""
    first: dict[str, tuple[int, int]] = {}
    for phrase in _phrases().find(cut or CutText(extraction.text)):
        first.setdefault(phrase.id, (phrase.start, phrase.end))
    found = []
    for row in checklist_rows().values():
        places = [*_places(row, extraction), *([first[row.id]] if row.id in first else [])]
        where = min(places, default=None)
        found.append(ChecklistItem(row.id, row.question, where is not None, where, row.ask))
    return found


def _places(row: ChecklistRow, extraction: Extraction) -> Iterator[tuple[int, int]]:
    for citation in extraction.citations:
        if citation.type in row.citation_types:
            yield citation.start, citation.end
    for quantity in extraction.quantities:
        if quantity.type in row.quantity_types or f"{quantity.type}:{quantity.unit}" in row.quantity_types:
            yield quantity.start, quantity.end
