"""Text cut where marks begin and end, so that a format can lay them over it without searching again."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from claimcheck.models import Claim

_NOT_FIGURES = frozenset({"other"})  # years, and numbers in names
Mark = tuple[int, int, str]  # start, end (exclusive), name


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks."""

    text: str
    marks: frozenset[str] = frozenset()


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text at the borders of its marks; the pieces joined are the text.

    >>> [(piece.text, sorted(piece.marks)) for piece in cut("over 60%", [(0, 4, "cue"), (0, 8, "number")])]
    [('over', ['cue', 'number']), (' 60%', ['number'])]
    """
    within = [(max(0, start), min(len(text), end), name) for start, end, name in marks]
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for start, end, name in within:
        if start < end:
            opening.setdefault(start, []).append(name)
            closing.setdefault(end, []).append(name)
    borders = sorted({0, len(text), *opening, *closing})
    pieces, open_marks = [], list[str]()
    for start, end in pairwise(borders):
        for name in closing.get(start, ()):
            open_marks.remove(name)
        open_marks += opening.get(start, ())
        pieces.append(Piece(text[start:end], frozenset(open_marks)))
    return pieces


def cut_claim(claim: Claim, most: int | None = None) -> list[Piece]:
    """Cut a claim at its numbers and at the words that decided, up to ``most`` characters of it."""
    text = claim.text if most is None else _head(claim.text, most)
    numbers = [
        (q.start - claim.start, q.end - claim.start, "number") for q in claim.quantities if q.type not in _NOT_FIGURES
    ]
    cues = [(c.start - claim.start, c.end - claim.start, "cue") for c in claim.cues]
    pieces = cut(text, numbers + cues)
    return pieces if text == claim.text else [*pieces, Piece(" …")]


def _head(text: str, most: int) -> str:
    """Return the beginning of a text that is too long, whole words of it."""
    return text if len(text) <= most else text[:most].rsplit(None, 1)[0]
