"""Plain text: everything, on lines that a script can read."""

from dataclasses import replace

from claimcheck.models import Citation, CitationCheck, EvidenceLink, Quantity
from claimcheck.render import Options, render

PLAIN = """\
page.txt · 27 words · 3 claims
2 claims of benefit: 0 backed by controlled studies in people, 1 goes further than the evidence, \
1 with nothing found in our file
1 other claim: 1 that the evidence supports

1. OVERSTATED ▲
Claim: 7 out of 10 patients improved their AIS grade, a true [bold]breakthrough[/bold] (Bydon 2024).
Study: Bydon 2024, Nature Communications: phase 1, single arm, 10 people, no comparison group, \
in the abstract; primary endpoint: safety [cited by the page]
Number: the page says 7 out of 10; the study reports 7 of 10 (70%); 95% interval 35–93%
Why: This wording goes further than the study: without a comparison group it cannot show that the cells \
caused the change.
Also: early evidence
Context: without the treatment, 67–85%: AIS C to D within a year (AIS C; examined within 30 days) \
[Kirshblum 2021, Journal of Neurotrauma]; not the outcome or group that the page speaks of
Source: doi.org/10.1038/s41467-024-46259-y · read: abstract · retraction not checked

2. NO EVIDENCE FOUND ?
Claim: 95% of our patients are satisfied.
Study: nothing in the evidence base bears on this claim
Why: Nothing in our file bears on this rate.

3. SUPPORTED ✓
Claim: Stem cells are not a cure.
Why: The evidence says so too.

Read 4 sentences and judged 3 claims.
Not covered by the evidence base: autism.
Silence is not a clean bill: a sentence without a verdict was not found to be true.
Evidence base: 2 records, 0 findings, no retraction check, sha256 0123456789ab.
"""


def test_plain(report):
    """Nothing is cut, coloured or wrapped, whatever the width."""
    assert render([report], "plain", Options(width=40, color=True)) == PLAIN


def test_plain_shows_what_a_citation_turned_out_to_be(report):
    """A citation that is not what it says is told under its claim, or at the end if it has none."""
    first = report.assessments[0]
    elsewhere = CitationCheck(Citation("PMID 1", 0, 6, "pmid", "1"), "unknown")
    check = CitationCheck(first.claim.citations[0], "different-work", claimed="Stem Cells", actual="Brain")
    first = replace(first, match=replace(first.match, checks=(check,)))
    shown = render(
        [replace(report, assessments=(first,), citations=(check, elsewhere))], "plain", Options()
    ).splitlines()

    assert [line for line in shown if line.startswith(("Cited", "Citation"))] == [
        'Cited: "Bydon 2024" this identifier belongs to another work: the page says "Stem Cells", '
        'the work says "Brain"',
        'Citation: "PMID 1" could not be identified, which does not mean that it does not exist.',
    ]


def test_plain_labels_a_candidate_as_one(report):
    """A study that the page may have meant is not shown as the one it meant."""
    second = report.assessments[1]
    links = (EvidenceLink("bydon-2024", "candidate", 60.0),)
    second = replace(second, match=replace(second.match, links=links))
    shown = render([replace(report, assessments=(second,))], "plain", Options())

    assert "safety [candidate only; the page does not say which study it means]\n" in shown


def test_plain_says_when_a_condition_is_not_covered(report):
    """A condition that the file does not know is kept apart from a search that found nothing."""
    second = report.assessments[1]
    second = replace(second, match=replace(second.match, condition_covered=False))
    shown = render([replace(report, assessments=(second,))], "plain", Options())

    assert "Study: the evidence base does not cover this condition\n" in shown


def test_plain_counts_numbers_not_understood(report):
    """Numbers that could not be read are counted and shown."""
    numbers = (Quantity("10x", 0, 3, "fold", None), Quantity("3/4", 4, 7, "ratio", None))
    extraction = replace(report.extraction, numbers_not_understood=numbers)
    shown = render([replace(report, extraction=extraction)], "plain", Options())

    assert "2 numbers not understood: 10x, 3/4.\n" in shown
