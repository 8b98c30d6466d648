"""Draw texts, web pages, Word files, PDF files and files of evidence, for tools/fuzz.py."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from html import escape
from typing import Any

from hypothesis import strategies as st

from claimcheck.evidence import bundled_evidence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PHRASES = (
    "stem cells", "Stem cell therapy", "cures", "may improve", "does not restore", "will regenerate the spinal cord",
    "spinal cord injury", "knee pain", "autism", "patients", "of our patients", "in 3 of 10 people", "AIS grade",
    "no significant difference", "FDA approved", "we guarantee", "is proven", "is not a cure", "unless", "up to",
    "a phase 1 trial", "randomised", "placebo", "within 6 months", "p < 0.05", "95% CI 0.2-0.9", "three-fold",
    "(Bydon 2024)", "Shang et al., 2022", "doi:10.1038/s41467-024-46259-y", "PMID: 12345678", "NCT03308565",
    "Journal of Neurotrauma", "[1]", "Dr. Example", "e.g.", "vs.", "et al.", "References", "Results:", "FAQ",
)  # fmt: skip
JOINS = (
    " ", " ", " ", ", ", ". ", ".\n", "\n", "\r\n", "\r", "\n\n", "\n- ", "\n\u2022 ",
    "\n1. ", "\t", "\u00a0", "? ", "! ",
    "; ", ": ", " | ", "\u2026", "\u2013", "\u2028", "\f", "\0", "\x1b[2J", "\u202e",
    "\u200b", "\u00ad", "[/bold]", "</script>", "=1+1",
)  # fmt: skip
TAGS = (
    "p", "div", "li", "ul", "td", "tr", "table", "h1", "span", "b", "br", "img alt='90% cured'", "script", "style", "a",
    "title", "noscript", "template", "svg", "select", "textarea", "iframe", "!--", "?xml",
    "![CDATA[", "p hidden", "pre",
)  # fmt: skip
RUNS = (
    "%", ")", "!", "a", "'s", "1 ", "1%", ":-)", "\U0001f600", "A.", "http://", " ", "\n", "- ", "(", "\u201c", "of ",
)  # fmt: skip
HOSTILE = st.text(max_size=12) | st.sampled_from(
    ("\x1b[2J", "[/bold]", "=cmd|'/C'!A0", "\u202e", "</script>", "{{7*7}}")
)

number = st.one_of(
    st.integers(0, 200).map(lambda value: f"{value}%"),
    st.floats(0, 1e6).map("{:.1f} per cent".format),
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: f"{pair[0]} out of {pair[1]}"),
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: f"{pair[0]}-{pair[1]}%"),
    st.integers(0, 10**30).map(str),
    st.text("0123456789.,/%-\u2013\u00bd\u0662\u00b2 ", max_size=12),
)
word = st.one_of(st.sampled_from(PHRASES), st.sampled_from(PHRASES), number, st.text(max_size=6))
text = st.lists(st.tuples(word, st.sampled_from(JOINS)), max_size=8).map(lambda pairs: "".join(map("".join, pairs)))
run = st.tuples(st.sampled_from(RUNS), st.integers(1, 150)).map(lambda pair: pair[0] * pair[1])
page = st.lists(text | run | st.text(max_size=20), max_size=3).map("".join)
encoding = st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))


@st.composite
def bytes_of_text(draw: st.DrawFn) -> bytes:
    """Draw a text in some encoding, now and then with damage."""
    return draw(damaged(draw(text).encode(draw(encoding), "replace")))


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Draw some bytes, mostly whole, else with a piece lost or overwritten."""
    if not data or draw(st.integers(0, 3)):
        return data
    start = draw(st.integers(0, len(data) - 1))
    return data[:start] + draw(st.binary(max_size=8)) + data[start + draw(st.integers(0, 40)) :]


@st.composite
def html_pages(draw: st.DrawFn) -> bytes:
    """Draw tags that open, close or do neither, with text between them."""
    parts = []
    for tag in draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=5)):
        inner = draw(text) if draw(st.booleans()) else escape(draw(text))
        close = f"</{tag.split()[0]}>" if draw(st.integers(0, 4)) else ""
        parts.append(f"<{tag}>{inner}{close}")
    return draw(damaged(f"<html><body>{''.join(parts)}".encode(draw(encoding), "replace")))


@st.composite
def word_files(draw: st.DrawFn) -> bytes:
    """Draw a Word file of paragraphs, list items, tables and boxes, now and then damaged."""
    parts = []
    for inner in draw(st.lists(text, min_size=1, max_size=3)):
        paragraph = f"<w:p><w:r><w:t>{escape(inner)}</w:t><w:tab/></w:r></w:p>"
        parts.append(draw(st.sampled_from(_FRAMES)).format(paragraph))
    body = f"<w:document xmlns:w='{W}'><w:body>{''.join(parts)}</w:body></w:document>".encode("utf-8", "replace")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", draw(st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))) as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), draw(damaged(body)))
        archive.writestr(zipfile.ZipInfo("../../word/header1.xml"), body)
    return draw(damaged(stream.getvalue()))


@st.composite
def pdf_files(draw: st.DrawFn) -> bytes:
    """Draw a PDF file of up to three pages with words in any place, size and direction, now and then damaged."""
    pages = []
    for lines in draw(st.lists(st.lists(st.tuples(text, place, place, size, turn), max_size=4), max_size=2)):
        shown = [
            f"BT /F1 {font} Tf {cos} {sin} {-sin} {cos} {x} {y} Tm ({escaped(words)}) Tj ET"
            for words, x, y, font, (cos, sin) in lines
        ]
        pages.append("\n".join(shown).encode("cp1252", "replace"))
    return draw(damaged(write_pdf(pages, packed=draw(st.booleans()))))


def escaped(words: str) -> str:
    """Return words as they stand in a PDF file."""
    return re.sub(r"[\\()]", r"\\\g<0>", words)


place, size = st.integers(-50, 900), st.sampled_from((0, 1, 9, 10, 10, 10, 12, 24, 500))
turn = st.sampled_from(((1, 0), (1, 0), (1, 0), (0, 1), (-1, 0), (0.7, 0.7), (0, 0)))


def write_pdf(pages: Sequence[bytes], *, packed: bool) -> bytes:
    """Return a PDF file whose pages have these contents."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 612 792]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, content in enumerate(pages):
        data, how = (zlib.compress(content), "/Filter/FlateDecode") if packed else (content, "")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>".encode()
        )
        objects.append(f"<</Length {len(data)}{how}>>stream\n".encode() + data + b"\nendstream")
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n"
    return bytes(file) + f"{end}startxref\n{len(file)}\n%%EOF\n".encode()


_FRAMES = (
    "{}",
    "<w:p><w:pPr><w:numPr/></w:pPr>{}</w:p>",
    "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>",
    "<w:p><w:txbxContent>{}</w:txbxContent></w:p>",
    "<w:del>{}</w:del>",
    "<w:tr>{}",
)
value = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), HOSTILE, st.dates().map(str)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=4,
)


@st.composite
def evidence_files(draw: st.DrawFn) -> bytes:
    """Draw a file of records and findings, each a sound row with some fields changed."""
    lines = []
    base = bundled_evidence()
    rows = [*list(base.records.values())[:40], *list(base.findings.values())[:10]]
    for row in draw(st.lists(st.sampled_from(rows), max_size=4)):
        values: dict[str, Any] = row.model_dump(mode="json")
        for name in draw(st.lists(st.sampled_from(sorted(values)), max_size=2)):
            same = isinstance(values[name], str) and draw(st.booleans())
            values[name] = draw(HOSTILE if same else value)
        lines.append(json.dumps(values, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass"))
    return draw(damaged(b"\n".join(lines)))
