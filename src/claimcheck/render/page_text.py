"""The page's own text as paragraphs, with the claims and the warnings marked in place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from claimcheck.render.cards import Card
from claimcheck.render.pieces import Piece, cut
from claimcheck.report import Report

_WRAPPED_FROM = 60  # characters: a line this long was broken to fit, not ended
_GAP = re.compile(r"\n[ \t]*\n\s*")
_LINE_END = re.compile(
    r"""
    (?<= [^\n] ) \n        # the end of a line that is not empty
    (?= [^\W\d_] | ["“(] )  # before a letter or a quotation; a bullet or number begins a line of its own
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph, of one claim or of none."""

    pieces: Sequence[Piece]
    card: Card | None = None
    first: bool = False  # the place that a link from the card leads to
    heading: bool = False
    marks: frozenset[str] = field(default=frozenset())


def make_paragraphs(report: Report, cards: Sequence[Card]) -> list[list[Run]]:
    """Return the text in paragraphs of runs; every character of it but the blank lines between them."""
    text = unwrap(report.document.text)
    by_mark = {f"claim {card.id}": card for card in cards}
    places = {f"claim {a.claim.id}": (a.claim.start, a.claim.end) for a in report.assessments}
    marks = [(*places[mark], mark) for mark in by_mark]
    marks += [(flag.start, flag.end, "flag") for flag in report.red_flags]
    marks += _find_headings(text, {a.claim.section for a in report.assessments if a.claim.section})
    marks += [(gap.start(), gap.end(), "gap") for gap in _GAP.finditer(text)]
    seen: set[str] = set()
    paragraphs = []
    for is_gap, pieces in groupby(cut(text, marks), key=lambda piece: "gap" in piece.marks):
        if not is_gap:
            runs = list(_make_runs(pieces, by_mark, seen))
            if any(piece.text.strip() for run in runs for piece in run.pieces):
                paragraphs.append(runs)
    return paragraphs


def unwrap(text: str) -> str:
    """Put a blank for every line end that only fits a column; nothing moves.

    >>> unwrap("a line that was broken because it had become too long for its\\ncolumn\\n- a bullet")
    'a line that was broken because it had become too long for its column\\n- a bullet'
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    characters = list(text)
    for match in _LINE_END.finditer(text):
        if match.start() - text.rfind("\n", 0, match.start()) > _WRAPPED_FROM:
            characters[match.start()] = " "
    return "".join(characters)


def _find_headings(text: str, sections: set[str]) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip() in sections:
            found.append((start, start + len(line), "heading"))
        start += len(line) + 1
    return found


def _make_runs(pieces: Iterator[Piece], by_mark: Mapping[str, Card], seen: set[str]) -> Iterator[Run]:
    for (mark, heading), group in groupby(pieces, key=lambda piece: (_claim_of(piece), "heading" in piece.marks)):
        yield Run(list(group), by_mark.get(mark), bool(mark) and mark not in seen, heading)
        seen.add(mark)


def _claim_of(piece: Piece) -> str:
    return min((mark for mark in piece.marks if mark.startswith("claim ")), default="")
