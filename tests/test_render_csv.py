"""CSV: a row a claim."""

import csv
import io
from dataclasses import replace

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.render import Options, render
from claimcheck.render.csv import COLUMNS

FIRST_ROW = {
    "checked_at": "2026-03-01",
    "claimcheck_version": __version__,
    "evidence_sha256": "0123456789abcdef",
    "source": "page.txt",
    "source_sha256": "00ff",
    "claim_id": "c1",
    "start": "8",
    "end": "101",
    "section": "Results",
    "verdict": "overstated",
    "also": "early-evidence",
    "of_benefit": "yes",
    "claim": "7 out of 10 patients improved their AIS grade, a true [bold]breakthrough[/bold] (Bydon 2024).",
    "why": "This wording goes further than the study: without a comparison group it cannot show that the cells "
    "caused the change.",
    "number": "the page says 7 out of 10; the study reports 7 of 10 (70%); 95% interval 35–93%",
    "without_treatment": "without the treatment, 67–85%: AIS C to D within a year (AIS C; examined within 30 days) "
    "[Kirshblum 2021, Journal of Neurotrauma]; not the outcome or group that the page speaks of",
    "studies": "Bydon M et al. Intrathecal delivery of cells in spinal cord injury: Phase I trial. "
    "Nature Communications. 2024.",
    "designs": "phase 1, single arm, 10 people, no comparison group, in the abstract; primary endpoint: safety",
    "links": "https://doi.org/10.1038/s41467-024-46259-y",
    "rule": "wording-beyond-design",
    "error": "",
}


def rows(*results, **options):
    """Render and read back."""
    return list(csv.DictReader(io.StringIO(render(results, "csv", Options(**options)))))


def test_csv_of_one(report):
    """A row carries the claim, its verdict, its studies, and what is needed to repeat the check."""
    found = rows(report, made_at="2026-03-01")

    assert found[0] == FIRST_ROW
    assert [row["claim_id"] for row in found] == ["c1", "c2", "c3"]


def test_csv_of_several(report):
    """Several inputs are rows of one table; one that failed has a row with its error."""
    found = rows(report, InputError("x.txt", "no such file"), report, only=("supported",))

    assert [(row["source"], row["claim_id"], row["error"]) for row in found] == [
        ("page.txt", "c3", ""),
        ("x.txt", "", "no such file"),
        ("page.txt", "c3", ""),
    ]


def test_csv_without_claims(report):
    """Without claims the head line is left."""
    assert render([replace(report, assessments=())], "csv", Options()) == ",".join(COLUMNS) + "\n"
