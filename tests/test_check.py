"""The whole way from a page to a report."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from claimcheck import InputError, check_text
from claimcheck.check import check_document
from claimcheck.readers import read_bytes, read_file
from claimcheck.render import RENDERERS, Options, render
from claimcheck.report import is_benefit
from claimcheck.schema import report_schema

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGES = sorted(EXAMPLES.glob("*.txt"))
BROKEN = b"Stem cells\0 regenerate\r\nthe spinal cord \xff\xfe in 90% of patients.\r\n"


def find_slices(value):
    """Yield everything in a document that claims to be a slice of the text."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= set(value):
            yield value["text"], value["start"], value["end"]
        for one in value.values():
            yield from find_slices(one)
    elif isinstance(value, list):
        for one in value:
            yield from find_slices(one)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples(page):
    """An example gives a report that fits the schema, and every place in it is exact."""
    document = check_document(read_file(str(page))).to_dict()
    text = document["source"]["text"]
    wrong = [(slice_, text[start:end]) for slice_, start, end in find_slices(document) if slice_ != text[start:end]]

    assert wrong == []
    assert list(jsonschema.Draft202012Validator(report_schema()).iter_errors(document)) == []
    assert document["summary"]["claims"] > 0


def test_overselling_page_is_told_from_an_honest_one():
    """The page that promises is accused more than the page that explains."""
    accused = {
        page.stem: sum(
            check_document(read_file(str(page))).to_dict()["summary"]["by_verdict"][verdict]
            for verdict in ("contradicted", "misquoted", "overstated")
        )
        for page in PAGES
    }

    assert accused["honest-page"] <= 1
    assert accused["clinic-page"] >= 3


@pytest.mark.parametrize("form", RENDERERS)
def test_same_text_same_output(form):
    """The same text gives the same output, byte for byte."""
    first, second = (check_document(read_bytes(BROKEN, "x")) for _ in range(2))

    assert render([first], form, Options(color=True)) == render([second], form, Options(color=True))


@pytest.mark.parametrize("text", [BROKEN.decode("latin-1"), "\ufeffcells\u2028cure\x1b[2J\U0001f9ec", "", "\0"])
def test_check_text_leaves_the_text_alone(text):
    """Line ends, NUL bytes and controls are as they were; without claims there is a report all the same."""
    assert check_text(text).to_dict()["source"]["text"] == text


def test_check_text_refuses_half_a_character():
    """What no file can hold is an error that says where."""
    with pytest.raises(InputError, match=r"^text: character 5 is half a character"):
        check_text("cells\ud800")


def test_pipe_to_json():
    """Whatever bytes come in, valid JSON goes out."""
    command = [sys.executable, "-m", "claimcheck", "--format", "json", "-"]
    run = subprocess.run(command, input=BROKEN, capture_output=True, check=True)

    assert json.loads(run.stdout)["source"]["text"] == BROKEN.decode("cp1252")
    assert b"2 bytes are not UTF-8" in run.stderr


def test_output_in_a_poor_locale():
    """A locale without the symbols gets them escaped, and no error."""
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80"}
    command = [
        sys.executable,
        "-m",
        "claimcheck",
        "--format",
        "table",
        "-q",
        str(EXAMPLES / "clinic-page.txt"),
    ]
    run = subprocess.run(command, env=environ, capture_output=True, check=True)

    assert run.stderr == b""
    assert run.stdout.isascii()


def test_public_error():
    """The error of an input carries its name."""
    with pytest.raises(InputError, match=r"^x: holds no text$"):
        read_bytes(b"", "x")


def test_a_fact_is_no_claim_of_benefit():
    """What the table judged as a fact is not counted among the benefits that a page claims."""
    promise = check_text("Stem cell therapy for spinal cord injury\n\nOur stem cells repair the spinal cord.").benefits[
        0
    ]

    assert is_benefit(promise)
    assert not is_benefit(replace(promise, rule="fact-backed"))
