"""What came of a run, by site: counted as results come in, written as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimcheck.batch.items import Entry
from claimcheck.models import Verdict
from claimcheck.render import Options
from claimcheck.render.escape import show_line

MOST_SITES = 50  # that are printed
MOST_FAILURES = 20

_SHORTEST_SITE = 16  # columns that the name of a site has at least, beside its counts
_COUNTS = ("documents", "failed", "claims", "of benefit")


@dataclass
class Tally:
    """Counts of one site."""

    documents: int = 0
    failed: int = 0
    claims: int = 0
    benefit_claims: int = 0
    by_verdict: dict[str, int] = field(default_factory=lambda: {verdict.value: 0 for verdict in Verdict})

    def add(self, entry: Entry) -> None:
        """Count a document."""
        self.documents += 1
        self.failed += entry.error is not None
        self.claims += entry.claims
        self.benefit_claims += entry.benefit_claims
        for verdict, count in entry.by_verdict.items():
            self.by_verdict[verdict] += count

    def to_row(self) -> tuple[int, ...]:
        """Return the counts in the order of the headings."""
        return (self.documents, self.failed, self.claims, self.benefit_claims, *self.by_verdict.values())


@dataclass
class Summary:
    """Counts of a run, and its first failures."""

    total: Tally = field(default_factory=Tally)
    sites: dict[str, Tally] = field(default_factory=dict)
    failures: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Count a document."""
        self.total.add(entry)
        self.sites.setdefault(entry.site, Tally()).add(entry)
        if entry.error is not None and len(self.failures) < MOST_FAILURES:
            self.failures.append(entry)

    def rows(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield sites with their counts, those with most documents first, then by name; all of them last."""
        ordered = sorted(self.sites.items(), key=lambda site: (-site[1].documents, site[0]))
        for name, tally in ordered[:MOST_SITES]:
            yield name, tally.to_row()
        if rest := ordered[MOST_SITES:]:
            counts = [tally.to_row() for _, tally in rest]
            yield f"{len(rest):,} more sites", tuple(map(sum, zip(*counts, strict=True)))
        yield "all sites", self.total.to_row()


def render_summary(summary: Summary, options: Options | None) -> str:
    """Return the counts by site as a table: for a terminal, or tab-separated where there are no options."""
    if options is not None:
        return _render_table(summary, options)
    words = [verdict.value.replace("-", " ") for verdict in Verdict]
    lines = [("site", *_COUNTS, *words), *((show_line(name), *map(str, row)) for name, row in summary.rows())]
    return "".join("\t".join(line) + "\n" for line in lines)


def render_failures(summary: Summary) -> Iterator[str]:
    """Yield one line for each of the first failed documents, and one for the others."""
    for entry in summary.failures:
        yield f"{show_line(entry.document)}: {show_line(entry.error or '')}"
    if more := summary.total.failed - len(summary.failures):
        yield f"{more:,} more documents failed; the lines of results with an error say why"


def _render_table(summary: Summary, options: Options) -> str:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from claimcheck.render.blocks import SYMBOLS
    from claimcheck.render.console import make_console

    rows = [(show_line(name), [f"{count:,}" for count in row]) for name, row in summary.rows()]
    headings = [*_COUNTS, *(SYMBOLS[verdict] for verdict in Verdict)]
    widths = [max(map(len, column)) for column in zip(headings, *(counts for _, counts in rows), strict=True)]
    console = make_console(options)
    if sum(widths) + 2 * (len(widths) + 1) + _SHORTEST_SITE > options.width:
        console.print(Text("\n".join(map(_to_lines, rows))))
    else:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
        table.add_column("site", overflow="fold")
        for heading, width in zip(headings, widths, strict=True):
            table.add_column(heading, justify="right", min_width=width)
        for name, counts in rows:
            table.add_row(Text(name), *counts)
        console.print(table)
    console.print(Text("   ".join(_legend(SYMBOLS)), "dim"))
    lines = console.file.getvalue().split("\n")[:-1]  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in lines).lstrip("\n")


def _to_lines(row: tuple[str, Sequence[str]]) -> str:
    """Return a site with its counts below it, for a terminal that is too narrow for a table of them."""
    from claimcheck.render.blocks import SYMBOLS

    name, counts = row
    told = ", ".join(f"{count} {what}" for count, what in zip(counts, _COUNTS, strict=False))
    verdicts = "  ".join(f"{SYMBOLS[v]} {count}" for v, count in zip(Verdict, counts[len(_COUNTS) :], strict=True))
    return f"{name}\n  {told}\n  {verdicts}\n"


def _legend(symbols: Mapping[Verdict, str]) -> Iterator[str]:
    for verdict in Verdict:
        yield f"{symbols[verdict]} {verdict.value.replace('-', ' ')}"
