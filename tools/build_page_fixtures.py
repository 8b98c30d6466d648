"""Make the other forms of tests/pages/clinic.html: text, PDF as a browser prints it, Word, saved page, scan.

Run by hand after the page changed. It needs Chromium (Debian: apt-get install chromium) and the extra ``all``. Tests
read the files that it leaves, and need neither.
"""

import io
import subprocess
import sys
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2

from claimcheck.readers import html
from claimcheck.readers.lines import Line, join_lines

PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
DPI = 150
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def main() -> None:
    """Write all forms."""
    page = PAGES / "clinic.html"
    lines = html.read(page.read_bytes(), page.name).lines
    (PAGES / "clinic.txt").write_text(join_lines(lines)[0], encoding="utf-8")
    (PAGES / "clinic.docx").write_bytes(build_docx(lines, header="Harbour Light Regenerative Centre"))
    (PAGES / "clinic.mhtml").write_bytes(build_mhtml(page.read_bytes()))
    print_page(page, PAGES / "clinic.pdf")
    (PAGES / "clinic-scan.pdf").write_bytes(scan((PAGES / "clinic.pdf").read_bytes()))


def print_page(page: Path, target: Path) -> None:
    """Print a page to PDF with a browser, with its usual header and footer."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "clinic.html"
        copy.write_bytes(page.read_bytes())
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}", copy.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def scan(pdf: bytes) -> bytes:
    """Return a PDF of pictures of the pages, grey and not quite sharp."""
    pictures = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=40)
    return stream.getvalue()


def build_mhtml(page: bytes) -> bytes:
    """Return a page as a browser saves it in one file."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://harbour-light.example/"
    message.set_content(page.decode("utf-8"), subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<logo@mhtml.blink>")
    return message.as_bytes()


def build_docx(lines: tuple[Line, ...], *, header: str) -> bytes:
    """Return a Word file: items of a list, rows of a table, tiles as text boxes, the rest as paragraphs."""
    body: list[str] = []
    rows: list[str] = []
    for line in lines:
        if " | " in line.text:
            cells = "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in line.text.split(" | "))
            rows.append(f"<w:tr>{cells}</w:tr>")
            continue
        if rows:
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        if line.text.startswith("- "):
            item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            body.append(_paragraph(line.text[2:], item))
        elif line.text[:1].isdigit():
            box = f"<w:txbxContent>{_paragraph(line.text)}</w:txbxContent>"
            choice = f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
            fallback = f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
            body.append(f"<w:p><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>")
        elif line.text:
            body.append(_paragraph(line.text))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
            "word/header1.xml": f"<w:hdr {_NAMESPACES}>{_paragraph(header)}</w:hdr>",
            "word/header2.xml": f"<w:hdr {_NAMESPACES}>{_paragraph(header)}</w:hdr>",
        }.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), f'<?xml version="1.0"?>{text}')
    return stream.getvalue()


def _paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph, its text broken into runs as Word does in the middle of words."""
    half = len(text) // 2
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:half], text[half:]) if part
    )
    return f"<w:p>{properties}{runs}</w:p>"


if __name__ == "__main__":
    sys.exit(main())
