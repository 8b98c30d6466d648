"""Try the properties of the package on generated inputs: ``python tools/fuzz.py SEED COUNT [PROPERTY]...``.

The same seed gives the same inputs. A failure is printed in its smallest form and ends the run with status 1.
tests/test_properties.py runs the same properties on a few inputs each.
"""

import argparse
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from claimcheck.check import check_document
from claimcheck.errors import DataError, InputError
from claimcheck.evidence import EvidenceBase, bundled_evidence, load_evidence
from claimcheck.own_evidence import inspect_files
from claimcheck.readers import read_bytes
from claimcheck.render import RENDERERS, Options, render
from claimcheck.schema import report_schema

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
text = st.lists(st.tuples(word, st.sampled_from(JOINS)), max_size=30).map(lambda pairs: "".join(map("".join, pairs)))
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
    for tag in draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=15)):
        inner = draw(text) if draw(st.booleans()) else escape(draw(text))
        close = f"</{tag.split()[0]}>" if draw(st.integers(0, 4)) else ""
        parts.append(f"<{tag}>{inner}{close}")
    return draw(damaged(f"<html><body>{''.join(parts)}".encode(draw(encoding), "replace")))


@st.composite
def word_files(draw: st.DrawFn) -> bytes:
    """Draw a Word file of paragraphs, list items, tables and boxes, now and then damaged."""
    parts = []
    for inner in draw(st.lists(text, min_size=1, max_size=6)):
        paragraph = f"<w:p><w:r><w:t>{escape(inner)}</w:t><w:tab/></w:r></w:p>"
        parts.append(draw(st.sampled_from(_FRAMES)).format(paragraph))
    body = f"<w:document xmlns:w='{W}'><w:body>{''.join(parts)}</w:body></w:document>".encode("utf-8", "replace")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", draw(st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))) as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), draw(damaged(body)))
        archive.writestr(zipfile.ZipInfo("../../word/header1.xml"), body)
    return draw(damaged(stream.getvalue()))


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
        fields: dict[str, Any] = row.model_dump(mode="json")
        for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=2)):
            same = isinstance(fields[name], str) and draw(st.booleans())
            fields[name] = draw(HOSTILE if same else value)
        lines.append(json.dumps(fields, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass"))
    return draw(damaged(b"\n".join(lines)))


def check_plain_text(data: bytes) -> None:
    """Hold a text to what is promised."""
    hold(data, "page.txt")


def check_html(data: bytes) -> None:
    """Hold a web page to what is promised."""
    hold(data, "page.html")


def check_word(data: bytes) -> None:
    """Hold a Word file to what is promised."""
    hold(data, "page.docx")


def check_evidence(data: bytes) -> None:
    """Hold a file of evidence to what is promised: its faults are told, or it is used."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.jsonl")
        path.write_bytes(data)
        problems = inspect_files([path], bundled_evidence()).problems
        try:
            evidence = load_evidence(path)
        except DataError:
            assert problems, "not loaded, and nothing found wrong"
            return
        hold(EXAMPLE, "page.txt", evidence)


EXAMPLE = (
    b"Stem cells improved AIS grade in 7 of 10 patients with spinal cord injury (Bydon 2024).\n\n"
    b"Stem cells cure knee pain in 90% of patients. They are not a cure for autism.\n"
)


def hold(data: bytes, name: str, evidence: EvidenceBase | None = None) -> None:
    """Read and check some bytes twice, and hold the reports to what is promised of every report."""
    try:
        document = read_bytes(data, name)
    except InputError:
        return
    assert read_bytes(data, name) == document, "read differently the second time"
    first, second = (check_document(document, evidence=evidence) for _ in range(2))
    written = render([first], "json", Options())
    assert written == render([second], "json", Options()), "other bytes the second time"
    report = json.loads(written, parse_constant=refuse_constant)
    assert [error.message for error in validator().iter_errors(report)] == []
    source = report["source"]["text"]
    assert [found for found in find_slices(report) if found[0] != source[found[1] : found[2]]] == []
    for form in RENDERERS:
        render([first], form, Options(explain=True, reply=True, questions=True))


def find_slices(part: object) -> Iterator[tuple[str, int, int]]:
    """Yield whatever in a report says that it is a slice of the text."""
    if isinstance(part, dict):
        if {"text", "start", "end"} <= set(part):
            yield part["text"], part["start"], part["end"]
        for one in part.values():
            yield from find_slices(one)
    elif isinstance(part, list):
        for one in part:
            yield from find_slices(one)


def refuse_constant(name: str) -> None:
    """Refuse what Python writes and JSON does not know.

    Raises:
        AssertionError: always.
    """
    raise AssertionError(f"{name} is not JSON")


@cache
def validator() -> jsonschema.Draft202012Validator:
    """Return what holds a report against its schema."""
    return jsonschema.Draft202012Validator(report_schema())


PROPERTIES: Mapping[str, tuple[st.SearchStrategy[bytes], Callable[[bytes], None]]] = {
    "text": (bytes_of_text(), check_plain_text),
    "html": (html_pages(), check_html),
    "docx": (word_files(), check_word),
    "evidence": (evidence_files(), check_evidence),
}


def main() -> int:
    """Run the properties; return 1 if any does not hold."""
    parser = argparse.ArgumentParser(description="Try the properties of the package on generated inputs.")
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int, help="inputs for each property")
    parser.add_argument("properties", nargs="*", metavar="PROPERTY", help=", ".join(PROPERTIES))
    chosen = parser.parse_args()
    sound = [try_property(name, chosen.seed, chosen.count) for name in chosen.properties or PROPERTIES]
    return int(not all(sound))


def try_property(name: str, number: int, count: int) -> bool:
    """Try one property, print what came of it, and tell whether it holds."""
    strategy, check = PROPERTIES[name]
    tried = 0

    def check_and_count(data: bytes) -> None:
        nonlocal tried
        tried += 1
        check(data)

    options = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    holds = True
    try:
        seed(number)(options(given(strategy)(check_and_count)))()
    except Exception as error:  # whatever it is, the other properties are tried all the same
        holds = False
        notes = "\n".join(getattr(error, "__notes__", ()))
        print(f"{name}: {type(error).__name__}: {error}\n{notes}", flush=True)
    print(f"{name}: seed {number}, {tried:,} inputs, {'holds' if holds else 'FAILS'}", flush=True)
    return holds


if __name__ == "__main__":
    sys.exit(main())
