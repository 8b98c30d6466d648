"""The counts by site that a batch ends with: for another program, for a terminal, and when there are very many."""

import pytest

from claimcheck.batch import summary
from claimcheck.batch.items import Entry
from claimcheck.batch.summary import Summary, render_failures, render_summary
from claimcheck.render import Options


def count(*entries):
    """Return the counts of some documents."""
    counts = Summary()
    for entry in entries:
        counts.add(entry)
    return counts


def checked(site, **verdicts):
    """Return the entry of a document with some claims, all of benefit."""
    found = {name.replace("_", "-"): number for name, number in verdicts.items()}
    return Entry("page", site, "00ff", sum(found.values()), sum(found.values()), found)


def failed(document, site="clinic-b", error="is gone"):
    """Return the entry of a document that could not be checked."""
    return Entry(document, site, None, error=error)


THREE = count(checked("clinic-a", overstated=2, supported=1), checked("clinic-a", overstated=1), failed("page"))


def test_summary_for_a_program():
    """Tabs between the counts, headings in words, every site and all of them."""
    assert render_summary(THREE, None) == (
        "site\tdocuments\tfailed\tclaims\tof benefit\tcontradicted\tmisquoted\toverstated\tno evidence found\t"
        "early evidence\tnot checkable\tsupported\n"
        "clinic-a\t2\t0\t4\t4\t0\t0\t3\t0\t0\t0\t1\n"
        "clinic-b\t1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\n"
        "all sites\t3\t1\t4\t4\t0\t0\t3\t0\t0\t0\t1\n"
    )


TERMINAL = """ site       documents  failed  claims  of benefit  ✗  ≠  ▲  ?  ◐  ·  ✓
 ─────────────────────────────────────────────────────────────────────
 clinic-a           2       0       4           4  0  0  3  0  0  0  1
 clinic-b           1       1       0           0  0  0  0  0  0  0  0
 all sites          3       1       4           4  0  0  3  0  0  0  1

✗ contradicted   ≠ misquoted   ▲ overstated   ? no evidence found   ◐ early evidence   · not checkable   ✓ supported
"""


def test_summary_for_a_terminal():
    """Counts stand below a symbol for each verdict, and the symbols are explained below."""
    assert render_summary(THREE, Options(width=120)) == TERMINAL


NARROW = """clinic-a
  2,400 documents, 0 failed, 24,680 claims, 24,680 of benefit
  ✗ 0  ≠ 0  ▲ 14,680  ? 0  ◐ 0  · 0  ✓ 10,000

all sites
  2,400 documents, 0 failed, 24,680 claims, 24,680 of benefit
  ✗ 0  ≠ 0  ▲ 14,680  ? 0  ◐ 0  · 0  ✓ 10,000

✗ contradicted   ≠ misquoted   ▲ overstated   ? no evidence found   ◐ early
evidence   · not checkable   ✓ supported
"""


def test_summary_for_a_narrow_terminal():
    """No count is cut off: where the columns do not fit, each site has lines of its own."""
    counts = count(checked("clinic-a", overstated=14_680, supported=10_000), *[checked("clinic-a")] * 2_399)

    assert render_summary(counts, Options(width=76)) == NARROW


@pytest.mark.parametrize("options", [None, Options(width=120)], ids=["program", "terminal"])
def test_name_of_a_site_is_shown_as_text(options):
    """A site's name comes from outside: its escapes are written out, and its markup is no markup."""
    shown = render_summary(count(checked("[bold]a\x1b[2J", supported=1)), options)

    assert "\x1b" not in shown
    assert "[bold]a\\x1b[2J" in shown


def test_summary_of_many_sites(monkeypatch):
    """Sites with most documents come first, those of as many by name; the rest is one row."""
    monkeypatch.setattr(summary, "MOST_SITES", 2)
    counts = count(
        *(checked(site, overstated=1) for site in ("d", "c", "b", "c", "a")), failed("x", "d"), failed("y", "e")
    )

    assert [(name, row[:4]) for name, row in counts.rows()] == [
        ("c", (2, 0, 2, 2)),
        ("d", (2, 1, 1, 1)),
        ("3 more sites", (3, 1, 2, 2)),
        ("all sites", (7, 2, 5, 5)),
    ]


def test_failures_are_told_up_to_a_number(monkeypatch):
    """The first failures are told one a line, without what would move a cursor; of the others their number is."""
    monkeypatch.setattr(summary, "MOST_FAILURES", 2)
    counts = count(failed("a\x1b[2J.txt"), checked("s"), failed("b", error="two\nlines"), failed("c"), failed("d"))

    assert list(render_failures(counts)) == [
        "a\\x1b[2J.txt: is gone",
        "b: two lines",
        "2 more documents failed; the lines of results with an error say why",
    ]
