"""Citations and reference lines, by table: tests/cases/citations.jsonl and bibliographic_lines.jsonl."""

import json
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.components.citations import Citations, find_citations, is_bibliographic_line
from claimcheck.models import Citation

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(Path(__file__).resolve().parent.parent / "tools"))
    patterns = import_module("try_patterns")
CASES = Path(__file__).parent / "cases"
STUDY_NAMES = ("CELLTOP", "Pathway", "RESTORE")
JOURNALS = (
    "BMC Medicine",
    "Cytotherapy",
    "Nature",
    "Nature Communications",
    "Nature Medicine",
    "Stem Cells International",
    "The Lancet",
)
WORKS = ("Bydon 2024",)
FRAGMENTS = (
    "Shang Smith J A. HS van der et al. and & colleagues , ; . ( ) [ ] 2019 2024 – - Nature nature Cytotherapy in "
    "15:2201 2024;15 PMID 26971680 PMC10101377 NCT03308565 doi: 10.1038/ab(c)d. https:// www. pubmed.ncbi.nlm.nih.gov/ "
    "nature.com/articles/s41582 CELLTOP May Phase References: ſ İ \n"
)
ADVERSARIAL = (
    "et al. ", "A et al. ", "Ab et al. 2020 ", "Ab C, ", "Ab C, Ab C et al. 2020 ", "Ab and Ab, 2020 ", "(A, 2020",
    "(Ab 2020; ", "Nature 2019 ", "Ab A. 2020;1 ", "A B C D E F ", "A.B. C.D. ", "van der ", "10.1038/", "10.1038/a(",
    "10.1038/a) ", "10.1038/a ", "https://", "https://1 ", "www.", "doi.org/", "x.yz/", "a.b/", "PMID ", "PMC12345 ",
    "NCT03308565 ", "CELLTOP ", "2020 ", "2020", "15:2201 ", "Ab", "A", "a", " ", "\n",
)  # fmt: skip


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a case table."""
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def without_blanks(citation: Citation) -> dict[str, Any]:
    """Return the fields of a row: those that are set, but for the offsets."""
    fields = {**asdict(citation), "authors": list(citation.authors)}
    return {name: value for name, value in fields.items() if value and name not in ("start", "end")}


@pytest.mark.parametrize("row", rows("citations.jsonl"), ids=lambda row: row["why"])
def test_find_citations(row: dict[str, Any]) -> None:
    """Every study that is named is found, with what the text says of it."""
    found = find_citations(row["text"], STUDY_NAMES, JOURNALS, WORKS)

    assert [without_blanks(citation) for citation in found] == row["expected"]


@pytest.mark.parametrize("row", rows("bibliographic_lines.jsonl"), ids=lambda row: row["why"])
def test_is_bibliographic_line(row: dict[str, Any]) -> None:
    """A reference line is told from prose that cites."""
    assert is_bibliographic_line(row["text"]) == row["expected"]


def test_find_citations_without_names() -> None:
    """Without lists of names, no journal-year and no study name is found."""
    assert find_citations("CELLTOP, in Nature 2019") == []


@given(st.lists(st.sampled_from(FRAGMENTS.split(" ")), max_size=25).map(" ".join) | st.text(max_size=80))
def test_citations_are_slices_in_order(text: str) -> None:
    """Whatever the text, offsets give back the text, in order."""
    found = find_citations(text, STUDY_NAMES, JOURNALS)

    assert [citation.text for citation in found] == [text[c.start : c.end] for c in found]
    assert found == sorted(found, key=lambda citation: (citation.start, citation.end, citation.identifier))


@pytest.mark.parametrize("part", ADVERSARIAL)
def test_find_citations_takes_linear_time(part: str) -> None:
    """No repetition of a part of a pattern, four times as long, takes more than eight times as long."""
    slope = patterns.find_slope(
        lambda text: (find_citations(text, STUDY_NAMES, JOURNALS), is_bibliographic_line(text)), part, patterns.SHORT
    )

    assert slope <= patterns.STEEPEST


def test_component_stores_citations() -> None:
    """The component only stores what the finder finds."""
    doc = Citations(study_names=STUDY_NAMES)(spacy.blank("en")("CELLTOP (NCT03308565)"))

    assert doc._.claimcheck_citations == tuple(find_citations("CELLTOP (NCT03308565)", STUDY_NAMES))
