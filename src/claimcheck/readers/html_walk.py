"""Walk through a parsed web page, and write down its lines in the order of its source."""

import re

from lxml import etree

from claimcheck.models import Origin
from claimcheck.readers.boilerplate import is_boilerplate, is_copy, measure
from claimcheck.readers.collector import LineCollector
from claimcheck.readers.lines import Line, tidy

CELL_BREAK = " | "

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr tspan img svg text g button".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table section article details".split())
_LAYOUT = frozenset("table ul ol h1 h2 h3 h4 h5 h6 section article form".split())
_LONGEST_CELL = 300  # characters; a longer one is part of a layout, not of a table
_FEWEST_ALT_WORDS = 3
_COUNTED = ("data-target", "data-count", "data-to", "data-end", "data-value", "data-number", "data-to-value")
_NUMBER = re.compile(r"\d[\d.,]*")


def walk_page(root: etree._Element) -> list[Line]:
    """Return the lines of a page."""
    walk = _PageWalk(root)
    for event, element in walk.events:
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.collector.end_line()
    return walk.collector.lines


class _PageWalk:
    """Where the walk is: in a copy, at the edge of the page, in the row of a table."""

    def __init__(self, root: etree._Element) -> None:
        self.collector = LineCollector()
        self.events = etree.iterwalk(root, events=("start", "end"))
        self._extents = measure(root)
        self._skipped: etree._Element | None = None
        self._edges: list[etree._Element] = []
        self._copies: list[etree._Element] = []
        self._rows: list[tuple[etree._Element, list[str]]] = []
        self._after_inline = False  # an inline element has just ended, and no text followed it
        self._title = None if root.find(".//h1") is not None else root.findtext(".//title")

    def enter(self, element: etree._Element) -> None:
        """Begin an element."""
        if _is_edge(element):
            self._edges.append(element)
        if is_boilerplate(element, self._extents, at_edge=bool(self._edges)):
            self._skipped = element
            self.events.skip_subtree()
            return
        if is_copy(element):
            self._copies.append(element)
        tag = element.tag
        if tag == "body" and self._title:
            self.collector.add(self._title, Origin(element="title"))
        if tag == "br":
            self._break_line()
        elif tag not in _INLINE:
            self._begin_block(element)
        elif self._after_inline and element.text and element.text[0].isalnum() and self._needs_space():
            self.collector.add(" ", Origin())
        self._after_inline = False
        if tag == "img":
            self._add_alt(element)
        self._add(_text_of(element), element)

    def leave(self, element: etree._Element) -> None:
        """End an element, and take the text after it."""
        tag = element.tag
        if element is self._skipped:
            self._skipped = None
            if tag not in _INLINE:
                self._break_line()
        elif tag not in _INLINE:
            self._end_block(element)
        else:
            self._after_inline = True
        for place in (self._edges, self._copies):
            if place and place[-1] is element:
                place.pop()
        above = element.getparent()
        if above is not None and element.tail:
            self._add(element.tail, above)

    def _add(self, text: str | None, element: etree._Element) -> None:
        if text:
            self._after_inline = False
            self.collector.add(text, Origin(line=element.sourceline, element=_describe(element)))

    def _needs_space(self) -> bool:
        last = self.collector.last_character
        return last.isalnum() or last in tuple("%+.,!?)")

    def _begin_block(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "tr" and _is_data_row(element):
            self._break_line()
            self._rows.append((element, []))
            return
        self._break_line()
        if not self._rows and tag in _SPACED:
            self.collector.leave_gap()
        if tag == "li" and not self._rows:
            self.collector.mark_item()

    def _end_block(self, element: etree._Element) -> None:
        if self._rows and self._rows[-1][0] is element:
            _, cells = self._rows.pop()
            _, origin = self.collector.take()
            origin = Origin(line=element.sourceline, element="table row")
            self.collector.put(CELL_BREAK.join(cell for cell in cells if cell), origin, copy=bool(self._copies))
        elif self._rows and element.tag in ("td", "th"):
            self._rows[-1][1].append(self.collector.take()[0])
        else:
            self._break_line()
            if not self._rows and element.tag in _SPACED:
                self.collector.leave_gap()

    def _break_line(self) -> None:
        """End the line; inside a table row, go on after a blank."""
        if self._rows:
            self.collector.add(" ", Origin())
        else:
            self.collector.end_line(copy=bool(self._copies))
        self._after_inline = False

    def _add_alt(self, image: etree._Element) -> None:
        """Put the text that stands for a picture on a line of its own, where it says something."""
        alt = tidy(image.get("alt", ""))
        if len(alt.split()) < _FEWEST_ALT_WORDS:
            return
        if self._rows:
            self.collector.add(f" {alt} ", Origin())
        else:
            kept, origin = self.collector.take()
            place = Origin(line=image.sourceline, element="img alt")
            self.collector.put(alt, place, copy=True)
            self.collector.add(kept, origin)


def _text_of(element: etree._Element) -> str | None:
    """Return the text at the start of an element; of a counter that a script counts up, its final number."""
    text: str | None = element.text
    if text is None or text.strip() in ("", "0"):
        for key in _COUNTED:
            value: str | None = element.get(key)
            if value and len(value) <= 12 and _NUMBER.fullmatch(value) and not len(element):
                return value
    return text


def _is_data_row(row: etree._Element) -> bool:
    """Tell whether a table row holds two cells or more of a few words each, and no parts of a layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return False
    return not any(part.tag in _LAYOUT for part in row.iterdescendants()) and all(
        sum(map(len, cell.itertext())) <= _LONGEST_CELL for cell in cells
    )


def _is_edge(element: etree._Element) -> bool:
    """Tell whether an element is the header or footer of the whole page."""
    if element.get("role") in ("banner", "contentinfo"):
        return True
    if element.tag not in ("header", "footer"):
        return False
    return not any(above.tag in ("article", "main", "section", "blockquote") for above in element.iterancestors())


def _describe(element: etree._Element) -> str:
    """Name an element by its nearest id and its block: "#faq li"."""
    block, found = element, element.get("id")
    while block.tag in _INLINE and block.getparent() is not None:
        block = block.getparent()
    above = block
    while not found and above is not None:
        found, above = above.get("id"), above.getparent()
    return f"#{found} {block.tag}" if found and len(found) <= 60 else str(block.tag)
