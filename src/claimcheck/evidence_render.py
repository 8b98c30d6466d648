"""The text of each ``claimcheck evidence`` command, in each of its formats."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from claimcheck.evidence import EvidenceBase
from claimcheck.evidence_layout import lay_out_page, lay_out_table, to_csv, to_json
from claimcheck.evidence_pages import (
    COLUMNS,
    TABLE_COLUMNS,
    count_tables,
    page_lines,
    page_to_dict,
    row_of,
    stats_lines,
    table_row,
    title_of,
)
from claimcheck.evidence_search import Found
from claimcheck.evidence_stats import Stats
from claimcheck.own_evidence import OwnEvidence
from claimcheck.render import Options
from claimcheck.render.escape import show_line
from claimcheck.rows import Record
from claimcheck.wording import count


def render_stats(stats: Stats, form: str, options: Options) -> str:
    """Render the counts of the evidence base."""
    if form == "json":
        return to_json(asdict(stats))
    laid_out = options if form == "table" else None
    parts = [lay_out_page("Evidence base", stats_lines(stats), laid_out)]
    for heading, counts in count_tables(stats):
        rows = [(name, number) if laid_out else (heading, name, number) for name, number in counts.items()]
        parts.append(lay_out_table((heading, "Records"), rows, laid_out))
    return "\n".join(parts)


def render_list(records: Sequence[Record], form: str, options: Options) -> str:
    """Render records one a row."""
    if form == "json":
        return to_json([row_of(record) for record in records])
    if form == "csv":
        return to_csv(COLUMNS, [row_of(record) for record in records])
    if not records:
        return ""
    return lay_out_table(TABLE_COLUMNS, [table_row(record) for record in records], options if form == "table" else None)


def render_pages(records: Sequence[Record], base: EvidenceBase, form: str, options: Options) -> str:
    """Render a page a record; as JSON one object, or a list where several were asked for."""
    if form == "json":
        pages = [page_to_dict(record, base) for record in records]
        return to_json(pages[0] if len(pages) == 1 else pages)
    laid_out = options if form == "table" else None
    return "\n".join(lay_out_page(title_of(record), page_lines(record, base), laid_out) for record in records)


def render_inspection(found: OwnEvidence, form: str) -> str:
    """Render what is wrong with a user's files, or how much there is in them."""
    if form == "json":
        return to_json(asdict(found))
    if found.problems:
        return "".join(f"{show_line(str(problem))}\n" for problem in found.problems)
    return f"{count(found.records, 'record')}, {count(found.findings, 'finding')}: no faults\n"


def describe_search(found: Found, shown: int) -> Iterator[str]:
    """Yield what a reader has to know of a search beside its hits."""
    for word, near in found.replaced:
        instead = " or ".join(repr(other) for other in near)
        yield f"no record has {word!r}" + (f"; searched {instead} instead" if near else ", nor a word like it")
    if not found.records:
        yield "nothing found"
    elif shown < len(found.records):
        yield f"{shown:,} of {count(len(found.records), 'record')} shown; --limit 0 shows all"
