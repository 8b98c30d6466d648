"""The tables of docs/reliability.md: every test that they name is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
NAMED = re.compile(r"`(?P<file>test_\w+[.]py)::(?P<test>test_\w+)`")
ROW = re.compile(r"^\| (?!-|attack |fault |property |inputs ).*$", re.MULTILINE)


def test_every_named_test_is_there():
    """A test that was renamed or dropped is noticed."""
    named = sorted(set(NAMED.findall(PAGE.read_text(encoding="utf-8"))))
    missing = [
        (file, test)
        for file, test in named
        if not re.search(rf"^def {test}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert len(named) >= 40
    assert missing == []


def test_every_row_names_a_test():
    """No attack or fault is listed without what tries it."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8").partition("## Runs")[0])

    assert len(rows) >= 40
    assert [row for row in rows if not NAMED.search(row)] == []
