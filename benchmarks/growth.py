"""Measure how time grows with the text and with the evidence base."""

import random
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from measuring import Limit, Result, Table, render_limit, render_table, time_alternating

from claimcheck.check import check_document
from claimcheck.evidence import EvidenceBase, bundled_evidence, load_evidence
from claimcheck.models import Document
from claimcheck.resources import concepts
from claimcheck.rows import Finding, Record
from pages import make_page, make_pages

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)  # characters
LONG, LONG_ROUNDS = 10_000_000, 1
SPAN = 200_000  # characters that the shorter texts of a round have together
COPIES = (1, 10, 100)  # of the evidence base, itself included
PAGES = 6
PAGE_CHARACTERS = 5000
ROUNDS = 5


def measure_text_growth(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Result:
    """Check longer and longer texts; a ratio is the median of those within each round."""
    check(make_page(0, 2000))
    timed = [
        time_sizes([size for size in sizes if size < LONG or number < LONG_ROUNDS], number) for number in range(rounds)
    ]
    rows = tuple(
        (f"{size:,}", f"{seconds:.3f}", f"{size / seconds / 1000:,.0f}", _growth(size, timed))
        for size in sizes
        for seconds in [statistics.median(taken[size] for taken in timed if size in taken)]
    )
    header = ("characters", "seconds", "thousand characters/s", "x text 100 times shorter")
    limits = [
        Limit(f"{size:,} characters, against {size // 100:,}", _ratio(size, timed), 115)
        for size in sizes
        if size // 100 in sizes and size // 100 >= 10_000  # shorter ones are too quick to compare
    ]
    note = (
        f"Median of {rounds} rounds, of {LONG_ROUNDS} from {LONG:,} characters on. A round reads new texts, from the "
        f"shortest to the longest and back again, so many of the shorter that they have {SPAN:,} characters together."
    )
    return Result(Table("Growth with the text", header, rows, (note,)), tuple(limits))


def time_sizes(sizes: Sequence[int], seed: int) -> Mapping[int, float]:
    """Return the mean seconds of a text of each size, in characters; all but the longest before and after it."""
    seconds: dict[int, list[float]] = {size: [] for size in sizes}
    for turn, size in enumerate([*sizes, *reversed(sizes[:-1])]):
        texts = make_pages(max(1, SPAN // size), size, seed=100 * seed + turn)
        start = time.perf_counter()
        for text in texts:
            check(text)
        seconds[size].append((time.perf_counter() - start) / len(texts))
    return {size: statistics.mean(values) for size, values in seconds.items()}


def _ratio(size: int, timed: Sequence[Mapping[int, float]]) -> float:
    return statistics.median(taken[size] / taken[size // 100] for taken in timed if size in taken)


def _growth(size: int, timed: Sequence[Mapping[int, float]]) -> str:
    return f"{_ratio(size, timed):.1f}" if size // 100 in timed[0] else ""


def check(text: str, evidence: EvidenceBase | None = None) -> object:
    """Check a text, from reading to judging."""
    return check_document(Document(text, "page.txt"), evidence=evidence)


def check_all(texts: Sequence[str], evidence: EvidenceBase) -> None:
    """Check texts against an evidence base."""
    for text in texts:
        check(text, evidence)


def measure_evidence_growth(copies: Sequence[int] = COPIES, rounds: int = ROUNDS) -> Result:
    """Check the same pages against larger and larger evidence bases."""
    pages = make_pages(PAGES, PAGE_CHARACTERS, seed=23)
    bases = {number: multiply(bundled_evidence(), number) for number in copies}
    for base in bases.values():
        check(pages[0], base)  # builds what is built once per base
    seconds = time_alternating(
        {str(number): partial(check_all, pages, base) for number, base in bases.items()},
        rounds,
    )
    first = seconds[str(copies[0])]
    rows = tuple(
        (
            f"{len(base.records):,}",
            f"{len(base.findings):,}",
            f"{1000 * seconds[str(number)] / PAGES:.1f}",
            f"{seconds[str(number)] / first:.2f}",
            f"{time_loading(base, number):.2f}",
            f"{time_first_page(base):.2f}",
        )
        for number, base in bases.items()
    )
    header = (
        "records",
        "findings",
        "ms a page",
        "x smallest base",
        "seconds to load records",
        "seconds, first page",
    )
    notes = (
        f"Median of {rounds} rounds over {PAGES} pages of {PAGE_CHARACTERS:,} characters. Records and findings are "
        "copied under new ids, identifiers, authors and titles; a copy is about a condition drawn by lot.",
    )
    limits = [Limit(f"evidence x{number}, time a page", seconds[str(number)] / first, 2) for number in copies[1:]]
    return Result(Table("Growth with the evidence", header, rows, notes), tuple(limits))


def multiply(base: EvidenceBase, copies: int) -> EvidenceBase:
    """Return an evidence base with its rows and so many copies, less one, of each."""
    rng = random.Random(copies)
    conditions = sorted(concept.id for concept in concepts().values() if concept.label == "CONDITION")
    records, findings = dict(base.records), dict(base.findings)
    for number in range(1, copies):
        for record in base.records.values():
            copy = copy_record(record, number, rng.choice(conditions))
            records[copy.id] = copy
        for finding in base.findings.values():
            about = copy_finding(finding, number, rng.choice(conditions))
            findings[about.id] = about
    return EvidenceBase(records, findings, f"{base.sha256}-{copies}")


def copy_record(record: Record, number: int, condition: str) -> Record:
    """Return a record about another study of another condition."""
    return record.model_copy(
        update={
            "id": f"{record.id}-{number}",
            "aliases": [f"{alias}-{number}" for alias in record.aliases],
            "names": [f"{name}{number}" for name in record.names],
            "authors": f"X{number}{record.authors}" if record.authors else None,
            "title": f"{record.title} ({number})" if record.title else None,
            "doi": f"{record.doi}.{number}" if record.doi else None,
            "pmid": f"{record.pmid}{number}" if record.pmid else None,
            "pmcid": f"{record.pmcid}{number}" if record.pmcid else None,
            "registry": [f"{entry}{number}" for entry in record.registry],
            "conditions": [condition],
        }
    )


def copy_finding(finding: Finding, number: int, condition: str) -> Finding:
    """Return a finding about another condition, on copies of its records."""
    return finding.model_copy(
        update={
            "id": f"{finding.id}-{number}",
            "conditions": [condition],
            **{
                name: [f"{record}-{number}" for record in getattr(finding, name)]
                for name in ("supports", "against", "context", "refuted_by", "studies")
            },
        }
    )


def time_loading(base: EvidenceBase, copies: int) -> float:
    """Return the seconds to load the evidence base with the copies as a user's own file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.jsonl")
        lines = (record.model_dump_json() + "\n" for record in base.records.values())
        path.write_text("".join(lines) if copies > 1 else "", encoding="utf-8")
        start = time.perf_counter()
        load_evidence(path)
        return time.perf_counter() - start


def time_first_page(base: EvidenceBase) -> float:
    """Return the seconds of the first page against a base that nothing was derived from yet."""
    fresh = EvidenceBase(base.records, base.findings, f"{base.sha256}-fresh")
    page = make_page(99, PAGE_CHARACTERS)
    start = time.perf_counter()
    check(page, fresh)
    return time.perf_counter() - start


if __name__ == "__main__":
    for result in (measure_text_growth(), measure_evidence_growth()):
        print(render_table(result.table), *map(render_limit, result.limits), sep="\n")
