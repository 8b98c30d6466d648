"""Gather the lines of a page from pieces of text as a walk through its structure meets them."""

from claimcheck.models import Origin
from claimcheck.readers.lines import BLANK, Line, tidy


class LineCollector:
    """Build lines; a line takes its place from the first piece of text in it."""

    def __init__(self) -> None:
        """Begin with no line."""
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._origin = Origin()
        self._prefix = ""
        self._seen: dict[str, bool] = {}  # a line and whether it stood in a copy

    def add(self, text: str, origin: Origin) -> None:
        """Add text to the line."""
        if not text:
            return
        if not self._pieces or not "".join(self._pieces).strip():
            self._origin = origin
        self._pieces.append(text)

    @property
    def last_character(self) -> str:
        """The last character of the line so far, or nothing."""
        return self._pieces[-1][-1] if self._pieces else ""

    def take(self) -> tuple[str, Origin]:
        """Return the line so far, and begin another in its place."""
        text, origin = tidy("".join(self._pieces)), self._origin
        self._pieces = []
        return text, origin

    def mark_item(self) -> None:
        """Put a bullet in front of the next line that has text."""
        self._prefix = "- "

    def end_line(self, *, copy: bool = False) -> None:
        """Finish the line; one that stands in a copy and was there already, or the reverse, is left out."""
        text, origin = self.take()
        self.put(text, origin, copy=copy)

    def put(self, text: str, origin: Origin, *, copy: bool = False) -> None:
        """Store a finished line."""
        if not text:
            return
        if text in self._seen and (copy or self._seen[text]):
            return
        self._seen[text] = copy
        self.lines.append(Line(self._prefix + text, origin))
        self._prefix = ""

    def leave_gap(self) -> None:
        """Leave a blank line after what is there."""
        self._prefix = ""
        if self.lines and self.lines[-1].text:
            self.lines.append(BLANK)
