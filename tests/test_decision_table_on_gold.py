"""The decision table alone, fed with the kind, stance, strength and finding of labelled pages."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.evidence import bundled_evidence
from claimcheck.extract import extract
from claimcheck.judge import judge
from claimcheck.linking import link_records
from claimcheck.match import check_citations, query_of
from claimcheck.models import ACCUSING, Claim, Kind, Match, Stance, Strength
from claimcheck.pipeline import load_pipeline

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "gold" / "gold_seeds_pages.jsonl"
EVIDENCE = bundled_evidence()
ACCUSING_WORDS = {verdict.value for verdict in ACCUSING}


def read_page(page):
    """Return the text of a labelled page."""
    return page["text"] if "text" in page else (SHARED / "seeds" / page["file"]).read_bytes().decode("utf-8")


def find_claim(gold, extraction):
    """Return the labelled claim with the concepts, numbers and citations that were extracted there."""
    start, end = gold["start"], gold["end"]
    found = [c for c in extraction.claims if min(end, c.end) - max(start, c.start) >= (end - start) / 2]
    read = found[0] if found else None
    return Claim(
        id="gold",
        text=gold["quote"],
        start=start,
        end=end,
        section=None,
        kind=Kind(gold["kind"]),
        stance=Stance(gold["stance"]),
        strength=Strength(gold["strength"]),
        quantities=read.quantities if read else (),
        concepts=read.concepts if read else {},
        citations=read.citations if read else (),
    )


def judge_gold(gold, extraction, checks):
    """Return the verdict on a labelled claim that is answered by the labelled finding."""
    claim = find_claim(gold, extraction)
    own = tuple(checks[citation] for citation in claim.citations if citation in checks)
    cited = {check.record: EVIDENCE.records[check.record] for check in own if check.record}
    query = query_of(claim, extraction, list(cited.values()), EVIDENCE)
    finding = EVIDENCE.findings.get(gold["finding"])
    query = replace(query, findings=[(finding, 100.0)] if finding else [])
    links = link_records(query, list(cited.values()), [], EVIDENCE)
    return judge(claim, Match(gold["finding"], 100.0, None, 0.0, links, own), EVIDENCE).verdict.value


@pytest.mark.skipif(not GOLD.exists(), reason="the labelled pages are not part of this repository")
def test_decision_table_on_gold(capsys):
    """It accuses at most 2% of the innocent, at least 85% of the rest, and is right nine times in ten."""
    counts = Counter()
    nlp = load_pipeline()
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        extraction = extract(nlp(read_page(page)))
        checks = {check.citation: check for check in check_citations(extraction, EVIDENCE)}
        for gold in page["claims"]:
            accepted, verdict = set(gold["verdicts"]), judge_gold(gold, extraction, checks)
            counts["claims"] += 1
            counts["right"] += verdict in accepted
            counts["innocent"] += not accepted & ACCUSING_WORDS
            counts["accused"] += verdict in ACCUSING_WORDS and not accepted & ACCUSING_WORDS
            counts["guilty"] += accepted <= ACCUSING_WORDS
            counts["caught"] += verdict in ACCUSING_WORDS and accepted <= ACCUSING_WORDS
    right = counts["right"] / counts["claims"]
    accused = counts["accused"] / counts["innocent"]
    caught = counts["caught"] / counts["guilty"]
    with capsys.disabled():
        print(f"\nverdicts right {right:.3f}, innocent accused {accused:.3f}, guilty accused {caught:.3f}")

    assert accused <= 0.02
    assert caught >= 0.85
    assert right >= 0.90
