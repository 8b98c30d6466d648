"""Word files to lines: paragraphs, list items, table rows, text boxes, headers, footers and notes.

Read as a stream of XML, so that a small file cannot become a large tree. What was deleted with changes tracked, and
field codes, are left out. Python's own parser refuses bombs of entities; a document type, which Word never writes, is
refused before that.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from claimcheck.errors import InputError
from claimcheck.models import Origin
from claimcheck.readers.lines import BLANK, Extracted, Line, tidy
from claimcheck.readers.sniff import DOCX

MOST_XML = 32 * 1024 * 1024  # bytes of all parts that are read, unpacked
_CHUNK = 64 * 1024
_DAMAGE = (  # what Python's reading of ZIP and XML raises; ValueError for a part before the beginning
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
)
_DEEPEST = 500  # elements inside each other; Word stays below 60

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = re.compile(r"word/(?P<kind> document | header | footer | footnotes | endnotes )\d*[.]xml", re.VERBOSE)
_ORDER = ("header", "document", "footnotes", "endnotes", "footer")
_OTHERS = {
    "xl/workbook.xml": "is a spreadsheet; save the sheet as CSV or PDF",
    "ppt/presentation.xml": "is a slide show; save it as PDF",
    "content.xml": "is an OpenDocument file; save it as .docx or PDF",
    "META-INF/container.xml": "is an e-book; save the chapter as PDF or HTML",
}


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the text of a Word file.

    Raises:
        InputError: it is damaged, has a password, is no Word file, or unpacks to too much.
    """
    del charset  # XML names its own
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            lines = list(_read_parts(archive, name))
    except _DAMAGE as error:
        raise InputError(name, "is a damaged Word or ZIP file; save it again, or copy its text") from error
    return Extracted(tuple(lines), DOCX)


def _read_parts(archive: zipfile.ZipFile, name: str) -> Iterator[Line]:
    names = archive.namelist()
    found = [(match["kind"], part) for part in names if (match := _PARTS.fullmatch(part))]
    if "word/document.xml" not in names:
        reason = next((reason for part, reason in _OTHERS.items() if part in names), None)
        raise InputError(name, reason or "is a ZIP file, not a page; unpack it, and give what is in it")
    left = MOST_XML
    seen: set[str] = set()
    for kind, part in sorted(set(found), key=lambda one: (_ORDER.index(one[0]), one[1])):
        size = archive.getinfo(part).file_size
        left -= size
        if left < 0:
            raise InputError(name, f"unpacks to more than {MOST_XML // 1024**2} MB; it may be built to do harm")
        element = None if kind == "document" else kind.removesuffix("s")
        with archive.open(part) as stream:
            for line in _read_part(iter(lambda: stream.read(_CHUNK), b""), name, element):
                if element and line.text:  # the header of every section repeats
                    if line.text in seen:
                        continue
                    seen.add(line.text)
                yield line
        yield BLANK


def _read_part(chunks: Iterator[bytes], name: str, element: str | None) -> Iterator[Line]:
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    part = _Part(element)
    depth = 0
    for chunk in chunks:
        if b"<!DOCTYPE" in chunk or b"<\0!\0D\0O" in chunk:
            raise InputError(
                name, "is a Word file with a document type, as Word never writes; it may be built to do harm"
            )
        parser.feed(chunk)
        for event, found in _events(parser):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise InputError(name, "is a Word file nested deeper than Word does; it may be built to do harm")
            if event == "start":
                part.enter(found)
            else:
                part.leave(found)
                found.clear()
        yield from part.lines
        part.lines.clear()
    parser.close()


def _events(parser: "XMLPullParser[Element]") -> Iterator[tuple[str, Element]]:
    yield from cast(Iterator[tuple[str, Element]], parser.read_events())


class _Part:
    """Where the reading of one part is: paragraphs, boxes inside them, table rows."""

    def __init__(self, element: str | None) -> None:
        self.lines: list[Line] = []
        self._element = element
        self._texts: list[list[str]] = []  # of the paragraphs that are open, a text box within another among them
        self._items: list[bool] = []
        self._rows: list[list[list[str]]] = []  # rows that are open; a row is cells, a cell is paragraphs
        self._skipped = 0  # depth inside a fallback of something read already
        self._boxes = 0
        self._number = 0

    def enter(self, element: Element) -> None:
        """Begin an element."""
        if element.tag == _FALLBACK:
            self._skipped += 1
        tag = element.tag.removeprefix(_W)
        if self._skipped:
            return
        if tag == "p":
            self._number += not self._texts and not self._rows
            self._texts.append([])
            self._items.append(False)
        elif tag == "numPr" and self._items:
            self._items[-1] = True
        elif tag in ("tab", "br", "cr") and self._texts:
            self._texts[-1].append("\n" if tag != "tab" else "\t")
        elif tag == "noBreakHyphen" and self._texts:
            self._texts[-1].append("-")
        elif tag == "txbxContent":
            self._boxes += 1
        elif tag == "tr":
            self._rows.append([])
        elif tag == "tc" and self._rows:
            self._rows[-1].append([])

    def leave(self, element: Element) -> None:
        """End an element."""
        if element.tag == _FALLBACK:
            self._skipped -= 1
        tag = element.tag.removeprefix(_W)
        if self._skipped:
            return
        if tag == "t" and self._texts and element.text:
            self._texts[-1].append(element.text)
        elif tag == "p" and self._texts:
            self._end_paragraph("".join(self._texts.pop()), item=self._items.pop())
        elif tag == "txbxContent":
            self._boxes -= 1
        elif tag == "tr" and self._rows:
            self._end_row(self._rows.pop())
        elif tag == "tbl" and not self._rows:
            self.lines.append(BLANK)

    def _end_paragraph(self, text: str, *, item: bool) -> None:
        if self._rows and self._rows[-1] and not self._boxes:
            self._rows[-1][-1].append(tidy(text))
            return
        for line in text.split("\n"):
            if tidy(line.replace("\t", " ")):
                self._put(("- " if item else "") + tidy(line.replace("\t", " ")), "text box" if self._boxes else None)
        if not item and not self._boxes:
            self.lines.append(BLANK)

    def _end_row(self, cells: list[list[str]]) -> None:
        filled = [[text for text in cell if text] for cell in cells]
        filled = [cell for cell in filled if cell]
        if len(filled) == 1 or any(len(" ".join(cell)) > 300 for cell in filled):  # a table for the layout
            for text in (text for cell in filled for text in cell):
                self._put(text, None)
        elif filled:
            self._put(" | ".join(" ".join(cell) for cell in filled), "table row")

    def _put(self, text: str, element: str | None) -> None:
        self.lines.append(Line(text, Origin(element=self._element or element or f"paragraph {self._number}")))
