"""Markdown to lines, without its marks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimcheck.errors import InputError
from claimcheck.models import Origin
from claimcheck.readers.lines import BLANK, Extracted, Line, tidy
from claimcheck.readers.text import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_CHARACTERS = 3_000_000

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the text of a Markdown file.

    Raises:
        InputError: it is longer than a book.
    """
    from markdown_it import MarkdownIt  # comes with rich

    del charset
    text, notes = decode(data)
    if len(text) > MOST_CHARACTERS:
        raise InputError(name, f"holds more than {MOST_CHARACTERS:,} characters; split it")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return Extracted(tuple(_lines(tokens)), "text/markdown", notes)


def _lines(tokens: Sequence["Token"]) -> Iterator[Line]:
    bullet, cells, in_cell = "", list[str](), False
    number: int | None = None
    for token in tokens:
        number = token.map[0] + 1 if token.map else number
        if token.type == "list_item_open":
            bullet = "- "
        elif token.type == "tr_close":
            yield Line(" | ".join(filter(None, cells)), Origin(line=number, element="table row"))
            cells = []
        elif token.type in ("td_open", "td_close", "th_open", "th_close"):
            in_cell = token.nesting == 1
        elif token.type == "inline" and in_cell:
            cells.append(tidy(_plain(token)))
        elif token.type in ("inline", "html_block", "fence", "code_block"):
            for offset, line in enumerate(_plain(token).split("\n")):
                place = None if number is None else number + (offset if token.type != "inline" else 0)
                yield Line(bullet + tidy(line) if tidy(line) else "", Origin(line=place))
                bullet = ""
        elif token.type in ("heading_close", "table_close", "bullet_list_close", "ordered_list_close") or (
            token.type == "paragraph_close" and not token.hidden
        ):
            yield BLANK


def _plain(token: "Token") -> str:
    """Return the text of a block; a picture gives its description."""
    if token.children is None:
        return token.content
    return "".join(_BREAKS.get(child.type) or child.content for child in token.children)
