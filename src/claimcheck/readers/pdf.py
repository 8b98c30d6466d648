"""PDF files to lines, by PDFium; pages that are pictures go to text recognition."""

from collections.abc import Iterator
from typing import Any

from claimcheck.errors import InputError
from claimcheck.readers import ocr, pdf_layout
from claimcheck.readers.confined import read_confined
from claimcheck.readers.extras import require
from claimcheck.readers.lines import BLANK, Extracted, Line
from claimcheck.readers.ocr_layout import order_words
from claimcheck.readers.pdf_bombs import MOST_UNPACKED, unpacks_to_too_much
from claimcheck.readers.pdf_bullets import find_dots, mark_bullets
from claimcheck.readers.pdf_layout import Segment, Word
from claimcheck.readers.pdf_margins import drop_margins
from claimcheck.readers.sniff import PDF

MOST_PAGES = 1_000
MOST_CHARACTERS = 3_000_000
_FEWEST_LETTERS = 20  # on a page that has text of its own and is not a picture
_SCAN_DPI = 250
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the text of a PDF file, in a process of its own.

    Raises:
        InputError: it is damaged, has a password or too many pages, or is a scan and text recognition is missing.
    """
    del charset
    require("pypdfium2", "pdf", name, "a PDF file")
    if unpacks_to_too_much(data):
        raise InputError(name, f"unpacks to more than {MOST_UNPACKED // 1024**2} MB; it may be built to do harm")
    return read_confined(__name__, data, name)


def read_unconfined(data: bytes, name: str) -> Extracted:
    """Read the text of a PDF file in this process.

    Raises:
        InputError: as ``read``.
    """
    pdfium: Any = require("pypdfium2", "pdf", name, "a PDF file")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise InputError(name, "is a PDF file with a password; save it without one") from error
        raise InputError(name, "is a damaged or incomplete PDF file; download or save it again") from error
    try:
        return _read_document(document, name, pdfium)
    finally:
        document.close()


def _read_document(document: Any, name: str, pdfium: Any) -> Extracted:
    if len(document) == 0:
        raise InputError(name, "is a damaged or incomplete PDF file; download or save it again")
    if len(document) > MOST_PAGES:
        raise InputError(name, f"has more than {MOST_PAGES:,} pages; split it")
    pages: list[list[Segment]] = []
    heights: list[float] = []
    scanned: list[int] = []
    notes: dict[str, None] = {}
    left = MOST_CHARACTERS
    damaged = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            words = list(_read_words(page, pdfium.raw, left, name))
            words = list(mark_bullets(words, find_dots(page, pdfium.raw)))
        except pdfium.PdfiumError:
            damaged += 1
            words, page = [], None
        left -= sum(len(word.text) for word in words)
        heights.append(page.get_height() if page else 1.0)
        if page and sum(len(word.text) for word in words) < _FEWEST_LETTERS and _has_picture(page, pdfium.raw):
            picture = _draw(page, name)
            heights[-1] = picture.height
            pages.append(order_words(ocr.recognise(picture, name)))
            scanned.append(number)
        else:
            pages.append(pdf_layout.find_segments(words))
        if page:
            page.close()
    if damaged:
        notes[f"{damaged} of {len(document)} pages are damaged and were not read"] = None
    if scanned:
        which = "every page is a picture" if len(scanned) == len(pages) else f"{len(scanned)} pages are pictures"
        notes[f"{which}, {ocr.GUESSED}"] = None
    kept = drop_margins(pages, heights)
    laid_out = [pdf_layout.lay_out(page, page=number) for number, page in enumerate(kept, start=1)]
    return Extracted(tuple(_join_pages(laid_out)), PDF, tuple(notes))


def _join_pages(pages: list[list[Line]]) -> Iterator[Line]:
    """Yield the lines of all pages; a sentence that goes on over the page break is one line."""
    lines: list[Line] = []
    for page in pages:
        page = [line for index, line in enumerate(page) if line.text or index]
        last = next((line for line in reversed(lines) if line.text), None)
        if page and last is not None and pdf_layout.goes_on(last.text, page[0].text):
            while not lines[-1].text:
                lines.pop()
            lines[-1] = Line(pdf_layout.join_broken(lines[-1].text, page.pop(0).text), lines[-1].origin)
        lines += [*page, BLANK]
    yield from lines


def _draw(page: Any, name: str) -> Any:
    """Return the picture of a scanned page, ready for text recognition."""
    require("PIL.Image", "ocr", name, "a scan without text")
    ocr.find_program(name)
    width, height = page.get_size()
    scale = min(_SCAN_DPI / 72, (ocr.MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    return ocr.prepare(page.render(scale=scale, grayscale=True).to_pil())


def _has_picture(page: Any, raw: Any) -> bool:
    return any(obj.type == raw.FPDF_PAGEOBJ_IMAGE for obj in page.get_objects(max_depth=3))


def _read_words(page: Any, raw: Any, most: int, name: str) -> Iterator[Word]:
    """Yield the words of a page in the order of its content, with their boxes in points from the bottom left."""
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    if count > most:
        raise InputError(name, f"holds more than {MOST_CHARACTERS:,} characters; split it")
    edges = raw.FS_RECTF()
    letters: list[str] = []
    box: list[float] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        letter = "\u00ad" if code in (2, 0xFFFE) else chr(code) if 0 < code < 0x110000 else " "
        if letter.isspace():
            if letters:
                yield Word("".join(letters), *box)
            letters, box = [], []
            continue
        raw.FPDFText_GetLooseCharBox(text, index, edges)
        x0, y0, x1, y1 = edges.left, edges.bottom, edges.right, edges.top
        if letters:
            height = max(y1 - y0, box[3] - box[1])  # of a hyphen the box may be as flat as it is
            if not (box[0] <= x0 <= box[2] + height and abs(y0 - box[1]) <= height):
                yield Word("".join(letters), *box)
                letters, box = [], []
        letters.append(letter)
        box = [min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1)] if box else [x0, y0, x1, y1]
    if letters:
        yield Word("".join(letters), *box)
    text.close()
