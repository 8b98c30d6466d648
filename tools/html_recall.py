"""Sentences of the test pages that reach the text, beside trafilatura, which is to be installed for this by hand."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from claimcheck.readers import html
from claimcheck.readers.lines import join_lines

PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"


def main() -> None:
    """Print the share kept of what is to be kept, and of what is to be dropped, for each way of reading."""
    for name, extract in ways().items():
        kept = wanted = left = unwanted = 0
        for row in map(json.loads, (PAGES / "sentences.jsonl").read_text(encoding="utf-8").splitlines()):
            text = flatten(extract((PAGES / row["page"]).read_text(encoding="utf-8")))
            kept += sum(flatten(sentence) in text for sentence in row["kept"])
            wanted += len(row["kept"])
            left += sum(flatten(words) in text for words in row["dropped"])
            unwanted += len(row["dropped"])
        print(f"{name}: kept {kept} of {wanted} sentences, and {left} of {unwanted} pieces of boilerplate")


def ways() -> dict[str, Callable[[str], str]]:
    """Return the ways of reading a page."""
    found: dict[str, Callable[[str], str]] = {"claimcheck": lambda page: join_lines(html.read_markup(page, ""))[0]}
    try:
        import trafilatura
    except ImportError:
        print("trafilatura is not installed: measured without it", file=sys.stderr)
        return found
    found["trafilatura"] = lambda page: trafilatura.extract(page) or ""
    found["trafilatura, favour recall"] = lambda page: (
        trafilatura.extract(page, favor_recall=True, include_tables=True, include_images=True) or ""
    )
    found["trafilatura, all text"] = trafilatura.html2txt
    return found


def flatten(text: str) -> str:
    """Return text without blanks and marks between cells, so that only its words count."""
    return "".join(text.replace("|", "").split())


if __name__ == "__main__":
    main()
