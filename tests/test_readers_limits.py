"""Inputs that are damaged, locked, huge or built to do harm: one sentence each."""

import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from claimcheck import readers
from claimcheck.errors import InputError
from claimcheck.readers import docx

PDF = (Path(__file__).parent / "pages" / "clinic.pdf").read_bytes()
W = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"


def pack(**parts):
    """Return a ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def pdf_bomb():
    """Return a small PDF file with a page that unpacks to 100 MB."""
    packed = zlib.compress(b"(a) Tj " * (100 * 1024**2 // 7), 9)
    return b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    "data, message",
    [
        (PDF[: len(PDF) // 2], "is a damaged or incomplete PDF file; download or save it again"),
        (b"%PDF-1.7\n", "is a damaged or incomplete PDF file; download or save it again"),
        (pdf_bomb(), "unpacks to more than 24 MB; it may be built to do harm"),
        (b"PK\x03\x04...", "is a damaged Word or ZIP file; save it again, or copy its text"),
        (pack(a="b"), "is a ZIP file, not a page; unpack it, and give what is in it"),
        (pack(content_xml="b"), "is an OpenDocument file; save it as .docx or PDF"),
        (pack(word__document_xml=" " * 40_000_000), "unpacks to more than 32 MB; it may be built to do harm"),
        (pack(word__document_xml="<a>"), "is a damaged Word or ZIP file; save it again, or copy its text"),
        (
            pack(word__document_xml="<a>" * 1000),
            "is a Word file nested deeper than Word does; it may be built to do harm",
        ),
        (
            pack(word__document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            "is a Word file with a document type, as Word never writes; it may be built to do harm",
        ),
        (pack(word__document_xml=f"<w:document {W}/>"), "holds no text"),
        (b"<html>" + b"<p>a" * 200_000, "has more than 150,000 tags; give the text of the page"),
        (b"<!DOCTYPE html>" + b"<div>" * 100_000, "holds no text"),
        (
            b"\xd0\xcf\x11\xe0",
            "is an old Office file, or one with a password; save it as .docx or PDF without a password",
        ),
        (b"\0\0\0\x18ftypheic", "is a HEIC picture; save it as JPEG or PNG"),
        (b"\0\0\0\x18ftypisom", "is a film, not text"),
        (b"{\\rtf1 x}", "is an RTF file; save it as .docx or PDF"),
        (b"\x1f\x8b\x08", "is a compressed file; unpack it, and give what is in it"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
            "is a saved web page without a page in it; save it again, or copy its text",
        ),
    ],
)
def test_refused(data, message):
    """Nothing is unfolded that does not fit, and nothing raises anything else."""
    with pytest.raises(InputError) as caught:
        readers.read_bytes(data, "x")

    assert caught.value.message == message


def test_file_that_is_too_large(tmp_path):
    """A large file is refused by its size, not by reading it."""
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    with pytest.raises(InputError, match="is larger than 64 MB"):
        readers.read_file(str(path))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file on this system")
def test_endless_stream():
    """A stream without an end is read up to the limit."""
    with open("/dev/zero", "rb") as stream, pytest.raises(InputError, match="is larger than 64 MB"):
        readers.read_stream(stream, "standard input")


@pytest.mark.parametrize(
    "module, name, data, message",
    [
        (
            "lxml",
            "page.html",
            b"<p>x</p>",
            'is a web page; to read it, install what that takes: pip install "claimcheck[web]"',
        ),
        (
            "pypdfium2",
            "a.pdf",
            PDF,
            'is a PDF file; to read it, install what that takes: pip install "claimcheck[pdf]"',
        ),
        (
            "PIL",
            "a.png",
            b"\x89PNG\r\n",
            'is a picture of text; to read it, install what that takes: pip install "claimcheck[ocr]"',
        ),
    ],
)
def test_missing_extras(tmp_path, module, name, data, message):
    """What is missing is named, with the command that installs it."""
    (tmp_path / name).write_bytes(data)
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from claimcheck import readers\n"
        "from claimcheck.errors import InputError\n"
        "try: readers.read_file(sys.argv[1])\n"
        "except InputError as error: print(error.message)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == message


def test_missing_tesseract(monkeypatch):
    """Without the program, a picture says how to get it."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(InputError, match="apt-get install tesseract-ocr"):
        readers.read_bytes(b"\x89PNG\r\n\x1a\n", "photo.png")


@pytest.mark.usefixtures("unmeasured")
def test_text_loads_no_reader(tmp_path):
    """A text file loads none of the libraries of other formats."""
    (tmp_path / "page.txt").write_text("Cells cure.")
    code = (
        "import sys; from claimcheck import readers; readers.read_file(sys.argv[1])\n"
        "ours = ('text', 'sniff', 'lines')\n"
        "print(sorted({'lxml', 'pypdfium2', 'PIL', 'http.client', 'ssl', 'email', 'zipfile', 'xml', 'markdown_it',\n"
        "              'subprocess', 'json', 'spacy', *(name for name in sys.modules\n"
        "              if name.startswith('claimcheck.readers.') and not name.endswith(ours))} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "page.txt")], capture_output=True, text=True, check=True
    )

    assert run.stdout == "[]\n"


@pytest.mark.parametrize("name", ["../../evil.xml", "/evil.xml", "word/../../evil.xml", "C:\\\\evil.xml"])
def test_archive_with_names_outside_its_folder(tmp_path, monkeypatch, name):
    """Nothing is unpacked to disk, wherever a part of the archive wants to go; the rest is read."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body><w:p><w:r><w:t>Text.</w:t></w:r></w:p></w:body></w:document>"
        )
        archive.writestr(name, "evil")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    document = readers.read_bytes(stream.getvalue(), "page.docx")

    assert document.text.strip() == "Text."
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b"]


@pytest.mark.parametrize("limit, value", [("MAX_CHARACTERS", 12), ("MAX_LINES", 2)])
def test_too_much_text(monkeypatch, limit, value):
    """A small file that unfolds to more text than is judged is refused."""
    monkeypatch.setattr(readers, limit, value)
    with pytest.raises(InputError, match=r"holds more than .* characters or .* lines; split it"):
        readers.read_bytes(b"<p>Stem cells.<p>Stem cells.<p>Stem cells.", "page.html")


def paragraph(text):
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    "cells, lines",
    [
        (["Knee", "82%"], [("Knee | 82%", "table row")]),
        (["Alone", ""], [("Alone", "paragraph 0")]),
        (["", ""], []),
        (["Cells help. " * 30, "82%"], [(("Cells help. " * 30).strip(), "paragraph 0"), ("82%", "paragraph 0")]),
    ],
    ids=["row", "one-cell", "empty", "layout"],
)
def test_tables_of_word(cells, lines):
    """A row is a line; a table that only places text on the page is that text; an empty row is nothing."""
    row = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
    after = "<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r></w:p>"
    document = f"<w:document {W}><w:body><w:tbl><w:tr>{row}</w:tr></w:tbl>{after}</w:body></w:document>"
    found = docx.read(pack(word__document_xml=document), "page.docx").lines

    assert [(line.text, line.origin.element) for line in found if line.text] == [*lines, ("non-stop", "paragraph 1")]
