"""Try the properties of the package on generated inputs: ``python tools/fuzz.py SEED COUNT [PROPERTY]...``.

The same seed gives the same inputs. A failure is printed in its smallest form and ends the run with status 1.
tests/test_properties.py runs the same properties on a few inputs each.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import fuzz_inputs
import jsonschema
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from claimcheck.check import check_document, check_text
from claimcheck.errors import DataError, InputError
from claimcheck.evidence import EvidenceBase, bundled_evidence, load_evidence
from claimcheck.extract import extract
from claimcheck.own_evidence import inspect_files
from claimcheck.pipeline import load_pipeline
from claimcheck.readers import read_bytes
from claimcheck.render import RENDERERS, Options, render
from claimcheck.schema import report_schema


def check_plain_text(data: bytes) -> None:
    """Hold a text to what is promised."""
    hold(data, "page.txt")


def check_html(data: bytes) -> None:
    """Hold a web page to what is promised."""
    hold(data, "page.html")


def check_word(data: bytes) -> None:
    """Hold a Word file to what is promised."""
    hold(data, "page.docx")


def check_pdf(data: bytes) -> None:
    """Hold a PDF file to what is promised."""
    hold(data, "page.pdf")


def check_pipeline(text: str) -> None:
    """Hold the pipeline alone to what is promised: the words are the text, every place is exact, and the same twice."""
    try:
        report = check_text(text)
    except InputError:
        assert not text.isascii(), "only half a character is refused"
        return
    doc = load_pipeline()(text)
    assert doc.text == text
    assert [span for span in find_places(report.extraction) if span.text != text[span.start : span.end]] == []
    assert extract(doc) == report.extraction, "other claims the second time"


def find_places(part: object) -> Iterator[Any]:
    """Yield every record that says that it is a slice of the text."""
    if isinstance(part, tuple):
        for one in part:
            yield from find_places(one)
    elif is_dataclass(part):
        if {"text", "start", "end"} <= {field.name for field in fields(part)}:
            yield part
        for field in fields(part):
            yield from find_places(getattr(part, field.name))


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


FORMS = tuple(RENDERERS)
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
    form = FORMS[crc32(data) % len(FORMS)]  # each in its turn: all for every input takes longer than what is tried
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


PROPERTIES: Mapping[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]] = {
    "pipeline": (fuzz_inputs.page, check_pipeline),
    "text": (fuzz_inputs.bytes_of_text(), check_plain_text),
    "html": (fuzz_inputs.html_pages(), check_html),
    "pdf": (fuzz_inputs.pdf_files(), check_pdf),
    "docx": (fuzz_inputs.word_files(), check_word),
    "evidence": (fuzz_inputs.evidence_files(), check_evidence),
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

    def check_and_count(data: Any) -> None:
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
