"""Cut a page into words, in time that grows with its length whatever it holds.

spaCy's tokenizer takes symbols off both ends of a piece one by one and looks through the whole piece each time: a line
of four thousand "%" costs seconds, and a longer one the square of that. A piece without a blank that is longer than any
word is therefore cut up beforehand, and only there do the tokens differ from spaCy's own.

Of a page spaCy remembers how the pieces are cut only up to the first special case, and a line break is one: nearly
every piece would be cut anew each time it occurs. A piece that is new is therefore cut by itself first, where it is
remembered.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from spacy.attrs import LENGTH, SPACY  # type: ignore[import-not-found]
from spacy.tokens import Doc

from claimcheck.components.extensions import TEXT

LONGEST_PIECE = 100  # characters without a blank that spaCy cuts as it likes
MOST_PIECES = 10_000  # that are remembered, as many as spaCy has room for
LONG_PIECE = re.compile(rf"(?<! \S ) \S{{{LONGEST_PIECE + 1},}}", re.VERBOSE)
PART = re.compile(
    rf"""
      (?P<address> (?: https?:// | www[.] ) \S* [\w/] )   # one word, whatever is in it
    | \w{{1,{LONGEST_PIECE}}} (?: ['’] [a-z]{{1,2}} \b )?   # "patient's"
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)


class BoundedTokenizer:
    """Call spaCy's tokenizer on a page whose long pieces are cut up, and put the page together again."""

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        """Remember spaCy's tokenizer."""
        self._tokenizer = tokenizer
        self._known: set[str] = set()  # pieces that were cut by themselves

    def __call__(self, text: str) -> Doc:
        """Return the words of a text; together they are the text, blank for blank."""
        new = set(text.split()) - self._known
        is_long = max(map(len, new), default=0) > LONGEST_PIECE
        doc = self._cut_long(text) if is_long else self._cut(text, new)
        doc.user_data[TEXT] = text  # spaCy would put it together from all words
        return doc

    def _cut(self, text: str, new: Iterable[str]) -> Doc:
        """Return spaCy's words of a text, after each of its new pieces was cut by itself."""
        room = max(0, MOST_PIECES - len(self._known))  # threads may have filled it together
        for piece in islice(new, room):
            self._tokenizer(piece)
            self._known.add(piece)
        return self._tokenizer(text)

    def _cut_long(self, text: str) -> Doc:
        """Return the words of a text that has long pieces."""
        spread, added = spread_out(text)
        doc = self._cut(spread, {piece for piece in spread.split() if len(piece) <= LONGEST_PIECE} - self._known)
        words, spaces = [], []
        start = shift = 0
        for length, blank in doc.to_array([LENGTH, SPACY]).tolist():
            end = start + length
            words.append(text[start - shift : end - shift])
            is_added = bool(blank) and end in added
            spaces.append(bool(blank) and not is_added)
            shift += is_added
            start = end + blank
        return Doc(doc.vocab, words=words, spaces=spaces)


def spread_out(text: str) -> tuple[str, frozenset[int]]:
    """Return a text with blanks between the parts of its long pieces, and where these blanks are.

    An address is masked by letters, so that it stays one word.

    >>> spread, added = spread_out("So! " + "!" * 98 + "yes")
    >>> spread[-6:], len(added)
    (' ! yes', 98)
    """
    pieces, added = [], []
    done = length = 0
    for long in LONG_PIECE.finditer(text):
        pieces.append(text[done : long.start()])
        length += long.start() - done
        for number, part in enumerate(_parts(long[0])):
            if number:
                pieces.append(" ")
                added.append(length)
                length += 1
            pieces.append(part)
            length += len(part)
        done = long.end()
    pieces.append(text[done:])
    return "".join(pieces), frozenset(added)


def _parts(piece: str) -> Iterator[str]:
    for part in PART.finditer(piece):
        yield "x" * len(part[0]) if part["address"] else part[0]
