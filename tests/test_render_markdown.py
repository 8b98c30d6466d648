"""Markdown, whole."""

from pathlib import Path

import pytest

from claimcheck import __version__
from claimcheck.render import Options, render
from claimcheck.render.markdown import escape_markdown

MARKDOWN = Path(__file__).parent / "cases" / "report.md"


def test_markdown(report):
    """A report has its headline, its shares, its claims and where it comes from."""
    assert render([report], "markdown", Options(made_at="2026-03-01")) == MARKDOWN.read_text(encoding="utf-8").replace(
        "{version}", __version__
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        ("5 of 10 (50%) improved.", "5 of 10 (50%) improved."),
        ("- not a list", "\\- not a list"),
        ("+1", "\\+1"),
        ("2024. Not a list", "2024\\. Not a list"),
        ("a - b", "a - b"),
        ("two\nlines", "two lines"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        (
            "[d](e) <f> | ~g~ $h$ &amp;",
            "\\[d\\](e) \\<f\\> \\| \\~g\\~ \\$h\\$ \\&amp;",
        ),
        ("HTTPS://x.example a@b.example", "HTTPS\\://x.example a\\@b.example"),
    ],
)
def test_escape_markdown(text, expected):
    """What is markup is escaped, and no more than that."""
    assert escape_markdown(text) == expected
