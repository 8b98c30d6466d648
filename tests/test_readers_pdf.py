"""Small PDF files, written by hand: pages that are missing, locked or broken, and sentences over two pages."""

import pytest

pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")

from claimcheck.errors import InputError
from claimcheck.readers import pdf


def write_pdf(*pages, trailer="", more=""):
    """Return a PDF file with a line of text on each page; None is a page that is not there."""
    kids, objects = [], []
    for number, text in enumerate(pages):
        page, content = 10 + 2 * number, 11 + 2 * number
        kids.append(f"{page} 0 R")
        if text is None:
            continue
        stream = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET"
        objects.append(
            f"{page} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {content} 0 R"
            f"/Resources<</Font<</F 3 0 R>>>>>> endobj\n"
            f"{content} 0 obj <</Length {len(stream)}>> stream\n{stream}\nendstream endobj\n"
        )
    return (
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        f"2 0 obj <</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>> endobj\n"
        "3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n"
        f"{''.join(objects)}{more}trailer <</Root 1 0 R/Size 99{trailer}>>\n%%EOF\n"
    ).encode("latin-1")


def read(data):
    """Return the lines of a PDF file that hold something, with their pages, and the notes."""
    found = pdf.read_unconfined(data, "a.pdf")
    return [(line.text, line.origin.page) for line in found.lines if line.text], found.notes


LOCKED = f"4 0 obj <</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>> endobj\n"


@pytest.mark.parametrize(
    "pages, lines, notes",
    [
        (["Cells help."], [("Cells help.", 1)], ()),
        (["Cells help.", "They cure."], [("Cells help.", 1), ("They cure.", 2)], ()),
        (
            ["Cells help most of the", "patients of our clinic."],
            [("Cells help most of the patients of our clinic.", 1)],
            (),
        ),
        (["Cells now help signifi-", "cantly more people."], [("Cells now help significantly more people.", 1)], ()),
        (
            ["Cells help.", None, "They cure."],
            [("Cells help.", 1), ("They cure.", 3)],
            ("1 of 3 pages are damaged and were not read",),
        ),
    ],
    ids=["one", "two", "sentence-over-two", "word-over-two", "damaged"],
)
def test_pages(pages, lines, notes):
    """Lines know their page; a sentence over two pages is one line of the first; a lost page is told."""
    assert read(write_pdf(*pages)) == (lines, notes)


@pytest.mark.parametrize(
    "data, message",
    [
        (write_pdf(), "is a damaged or incomplete PDF file; download or save it again"),
        (write_pdf("a", "b", "c", "d"), "has more than 3 pages; split it"),
        (write_pdf("x" * 31), "holds more than 30 characters; split it"),
        (
            write_pdf("a", more=LOCKED, trailer=f"/Encrypt 4 0 R/ID[<{'43' * 16}><{'43' * 16}>]"),
            "is a PDF file with a password; save it without one",
        ),
    ],
    ids=["no-page", "many-pages", "many-characters", "locked"],
)
def test_refused(monkeypatch, data, message):
    """What cannot be read is told in a sentence that says what to do."""
    monkeypatch.setattr(pdf, "MOST_PAGES", 3)
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 30)
    with pytest.raises(InputError) as caught:
        pdf.read_unconfined(data, "a.pdf")

    assert str(caught.value) == f"a.pdf: {message}"
