"""The evidence base with a user's own files merged over it."""

import gc
import hashlib
import json
import re
from pathlib import Path

import pytest

from claimcheck.check import check_text
from claimcheck.errors import DataError
from claimcheck.evidence import bundled_evidence, load_evidence
from claimcheck.evidence_search import fold, search_records
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import Finding, LanguageRow, Record

MANY = 30_000
FINDING = {
    "id": "own-question",
    "question": "Does it help?",
    "answer": "Nobody knows.",
    "conditions": ["stroke"],
    "interventions": [],
    "outcomes": ["walking"],
    "certainty": "none",
    "certainty_basis": "our-rating",
    "permits": {"people": "hedged", "laboratory": "hedged", "caveat": "certain"},
    "supports": [],
    "against": ["bydon-2024-celltop"],
}


@pytest.fixture
def write(tmp_path):
    """Write rows, each a dict or a raw line, to a file of that name."""

    def write_rows(*rows, name="own.jsonl"):
        path = tmp_path / name
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write_rows


def row(**changes):
    """Return a sound record as a dict, with changes."""
    return bundled_evidence().records["bydon-2024-celltop"].model_dump(mode="json") | changes


def places(error):
    """Return line and field of every fault of an error."""
    return [(fault.line, fault.field) for fault in (error, *error.more)]


def test_own_records_replace_and_add(write):
    """A record of the same id replaces the bundled one, another is added, the rest stays."""
    path = write(row(n=11), row(id="own-2026", aliases=["mine"], doi=None))
    base, bundled = load_evidence(path), bundled_evidence()

    assert base.records["bydon-2024-celltop"].n == 11
    assert set(base.records) - set(bundled.records) == {"own-2026"}
    assert base.by_alias["mine"] is base.records["own-2026"]
    assert base.by_alias["bydon-2024"] is base.records["bydon-2024-celltop"]
    assert base.findings == bundled.findings
    assert bundled.records["bydon-2024-celltop"].n == 10


def test_own_findings_replace_and_add(write):
    """Rows with a question are findings; they may stand in the same file, or in one of their own."""
    first = next(iter(bundled_evidence().findings.values()))
    changed = first.model_dump(mode="json") | {"answer": "Another answer."}
    one = load_evidence(write(row(id="own-2026", doi=None), FINDING | {"against": ["own-2026"]}, changed))
    two = load_evidence(write(row(id="own-2026", doi=None)), write(FINDING | {"against": ["own-2026"]}, name="f.jsonl"))

    assert one.findings["own-question"].against == ["own-2026"]
    assert one.findings[first.id].answer == "Another answer."
    assert two.findings["own-question"] == one.findings["own-question"]


def test_later_files_win(write):
    """Files are laid over each other in the order given."""
    one, two = write(row(n=11), name="1.jsonl"), write(row(n=12), name="2.jsonl")

    assert load_evidence(one, two).records["bydon-2024-celltop"].n == 12
    assert load_evidence(two, one).records["bydon-2024-celltop"].n == 11


def test_sha256_covers_every_file(write):
    """The digest is of the bytes read, the bundled files first."""
    path = write(row(n=11))
    data = [(data_dir() / name).read_bytes() for name in ("evidence.jsonl", "findings.jsonl")]

    assert bundled_evidence().sha256 == hashlib.sha256(b"".join(data)).hexdigest()
    assert load_evidence(path).sha256 == hashlib.sha256(b"".join([*data, path.read_bytes()])).hexdigest()


def test_report_tells_the_evidence_it_used(write):
    """A report on own evidence has its counts and its digest."""
    base = load_evidence(write(row(id="own-2026", doi=None), FINDING))
    report = check_text("Stem cells cure stroke.", evidence=base).to_dict()

    assert report["evidence_base"]["records"] == len(bundled_evidence().records) + 1
    assert report["evidence_base"]["findings"] == len(bundled_evidence().findings) + 1
    assert report["evidence_base"]["sha256"] == base.sha256


@pytest.mark.parametrize(
    "rows, found",
    [
        (["{"], [(1, None)]),
        (["[]"], [(1, None)]),
        (['"\\ud800"'], [(1, None)]),
        (["[" * 10_000], [(1, None)]),
        ([row(n="10")], [(1, "n")]),
        ([row(n=10.0)], [(1, "n")]),
        ([row(randomised="no")], [(1, "randomised")]),
        ([row(colour="red")], [(1, "colour")]),
        ([row(id="Own 2026")], [(1, "id")]),
        ([row(n="10", year="x", outcomes=[3])], [(1, "year"), (1, "n"), (1, "outcomes.0")]),
        (["", row(), "  ", row(n=11)], [(4, "id")]),
        ([FINDING | {"against": ["nobody-1999"]}], [(1, "against")]),
        ([FINDING | {"outcomes": ["luck"], "context": ["no-1"]}], [(1, "context"), (1, "outcomes")]),
        ([row(id="own-2026", n="10"), FINDING | {"against": ["own-2026"]}], [(1, "n")]),
        (["{", row(n="10"), FINDING | {"against": ["bydon-2024"]}], [(1, None), (2, "n"), (3, "against")]),
    ],
)
def test_every_fault_is_told_and_nothing_loaded(write, rows, found):
    """The error is the first fault and carries the others; a record of a faulty line is not missing as well."""
    with pytest.raises(DataError) as caught:
        load_evidence(write(*rows))

    assert places(caught.value) == found


@pytest.mark.parametrize(
    "line, message",
    [
        ('{"id": ', "own.jsonl:1: not a JSON object (EOF while parsing a value, column 7)"),
        (json.dumps(row(n="10")), "own.jsonl:1: n: should be a valid integer, not '10'"),
        (json.dumps(row(colour="red")), "own.jsonl:1: colour: is not a field of this kind of row"),
        (json.dumps(row(id="B 1")), "own.jsonl:1: id: should be lower-case letters, digits and hyphens, not 'B 1'"),
        (json.dumps(row(read="all")), "own.jsonl:1: read: should be 'full-text', 'abstract' or 'secondary', not 'all'"),
        (json.dumps(FINDING | {"against": ["x"]}), "own.jsonl:1: against: no record has the id 'x'"),
    ],
)
def test_messages(write, line, message):
    """A message says where, and what was expected there."""
    with pytest.raises(DataError) as caught:
        load_evidence(write(line))

    assert str(caught.value).endswith(message)


def test_missing_field(write):
    """A field left out is told by name."""
    record = row()
    del record["bottom_line"]
    with pytest.raises(DataError, match="bottom_line: is missing; write null where it is not known"):
        load_evidence(write(record))


def test_file_that_cannot_be_read(tmp_path):
    """A file that is not there is told so, without a line."""
    with pytest.raises(DataError, match="cannot be read") as caught:
        load_evidence(tmp_path / "none.jsonl")

    assert (caught.value.line, caught.value.more) == (None, ())


def test_marks_and_line_ends_of_other_systems(tmp_path):
    """A byte order mark, carriage returns and a missing last line end are no faults; bad UTF-8 is, on its line."""
    line = json.dumps(row(id="own-2026", doi=None)).encode()
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n" + line.replace(b"own-2026", b"own-2027"))

    assert {"own-2026", "own-2027"} <= set(load_evidence(path).records)

    path.write_bytes(line + b"\n" + line.replace(b"own-2026", b"own-\xff"))
    with pytest.raises(DataError, match="unicode") as caught:
        load_evidence(path)

    assert caught.value.line == 2


def test_shipped_files_are_read_strictly():
    """The bundled rows need no conversion: what is written is what is loaded."""
    rows = read_rows(data_dir() / "findings.jsonl", Finding)
    written = [json.loads(line) for line in (data_dir() / "findings.jsonl").read_text(encoding="utf-8").splitlines()]

    assert [row.model_dump(mode="json", include=set(line)) for row, line in zip(rows, written, strict=True)] == written


@pytest.mark.parametrize(
    "text, expected",
    [
        ('{"id": "a"', "page.jsonl:1: not a JSON object"),
        ("\n[]\n", "page.jsonl:2: not a JSON object"),
        ('{"id": "x", "name": "X", "words": ["a"]}\n{"id": "y", "name": "Y"}\n', "page.jsonl:2: words: is missing"),
    ],
)
def test_first_fault_of_a_data_file_is_told(tmp_path, monkeypatch, text, expected):
    """A file that ships with the package stops at its first faulty line, blank ones counted."""
    monkeypatch.chdir(tmp_path)
    Path("page.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="^" + re.escape(expected)):
        read_rows(Path("page.jsonl"), LanguageRow)


def test_reading_leaves_the_collector_as_it_was():
    """Reading rows holds the garbage collector only while it lasts."""
    gc.disable()
    try:
        read_rows(data_dir() / "evidence.jsonl", Record)
        assert not gc.isenabled()
    finally:
        gc.enable()
    read_rows(data_dir() / "evidence.jsonl", Record)

    assert gc.isenabled()


def test_thirty_thousand_records(tmp_path):
    """A file of 30,000 records loads, and is searched, by word, by misspelt word and by id."""
    records = list(bundled_evidence().records.values())
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(MANY):
            record = records[number % len(records)]
            names = {"id": f"{record.id}-{number}", "aliases": [], "doi": None, "pmid": None, "pmcid": None}
            file.write(record.model_copy(update=names).model_dump_json() + "\n")
    base = load_evidence(path)
    copies = 1 + len([n for n in range(MANY) if records[n % len(records)].id == "uccelli-2021-mesems-ms"])

    assert len(base.records) == len(records) + MANY
    assert len(search_records("MESEMS", base).records) == copies
    assert search_records("mesemz", base).replaced == (("mesemz", ("mesems",)),)
    assert base.by_alias["uccelli-2021-mesems-ms"].names == ["MESEMS"]


def test_fold():
    """Case and accents do not matter to a search."""
    assert (fold("Sánchez-Díaz"), fold("STRASSE"), fold("Straße")) == ("sanchez-diaz", "strasse", "strasse")
