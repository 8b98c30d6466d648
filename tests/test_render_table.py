"""The table as a reader sees it."""

import re
from dataclasses import replace

import pytest

from claimcheck.errors import InputError
from claimcheck.models import ChecklistItem, RedFlag, Stance, Verdict
from claimcheck.render import Options, render
from claimcheck.render.styles import COLORS
from claimcheck.report import Report

TABLE = """\
page.txt · 27 words · 3 claims
2 claims of benefit: 0 backed by controlled studies in people, 1 goes further
than the evidence, 1 with nothing found in our file
1 other claim: 1 that the evidence supports
of benefit ━━━━━━━━━━━━━━ ▲ 1 ━━━━━━━━━━━━━━━ ━━━━━━━━━━━━━━ ? 1 ━━━━━━━━━━━━━━━
other      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ ✓ 1 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
           ▲ overstated   ? no evidence found   ✓ supported
────────────────────────────────────────────────────────────────────────────────
 ▲ OVERSTATED  "7 out of 10 patients improved their AIS grade, a true
               [bold]breakthrough[/bold] (Bydon 2024)."
   Study   Bydon 2024, Nature Communications: phase 1, single arm, 10 people, no
           comparison group, in the abstract; primary endpoint: safety [cited by
           the page]
   Number  the page says 7 out of 10; the study reports 7 of 10 (70%); 95%
           interval 35–93%
   Why     This wording goes further than the study: without a comparison group
           it cannot show that the cells caused the change.
   Also    early evidence
   Context without the treatment, 67–85%: AIS C to D within a year (AIS C;
           examined within 30 days) [Kirshblum 2021, Journal of Neurotrauma];
           not the outcome or group that the page speaks of
   Source  doi.org/10.1038/s41467-024-46259-y · read: abstract · retraction not
           checked

 ? NO EVIDENCE FOUND  "95% of our patients are satisfied."
   Study   nothing in the evidence base bears on this claim
   Why     Nothing in our file bears on this rate.

 ✓ SUPPORTED  "Stem cells are not a cure."
   Why     The evidence says so too.

What the page cites
 · Bydon 2024: identified

Read 4 sentences and judged 3 claims.
Not covered by the evidence base: autism.
Silence is not a clean bill: a sentence without a verdict was not found to be
true.
Evidence base: 2 records, 0 findings, no retraction check, sha256 0123456789ab.
"""

EXPLAINED = """\
   Place     characters 8-101, section "Results"
   Read as   quantitative, asserted, strength certain
   Rule      wording-beyond-design
   Permits   hedged
   Certainty very-low
   Finding   sci-recovery (score 91)
   Next      sci-motor (score 74)
   Cues      "breakthrough" (certain)
   Fired     ratio
   Record    bydon-2024: cited, score 100
"""


def hide_colors(text):
    """Remove what only a terminal shows."""
    return re.sub(r" +$", "", re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text), flags=re.MULTILINE)


def test_table(report):
    """Every claim stands under its verdict, worst first, with the study behind it."""
    assert render([report], "table", Options()) == TABLE


def test_table_explains(report):
    """--explain names the rule, the cues, the scores and the runner-up."""
    assert EXPLAINED in render([report], "table", Options(explain=True))


def test_table_explains_what_overruled_the_cues(report):
    """Where the wording decided how a claim is put, it says so, and what the cues say."""
    first, *others = report.assessments
    claim = replace(first.claim, stance_by_cues=Stance.NEGATED)
    overruled = replace(report, assessments=(replace(first, claim=claim), *others))
    shown = " ".join(render([overruled], "table", Options(explain=True)).split())

    assert "quantitative, asserted (by its wording; by its cues alone negated), strength certain" in shown


def test_table_in_color_says_the_same(report):
    """Colour adds nothing that a word or a symbol does not say."""
    colored = render([report], "table", Options(color=True, links=True))

    assert hide_colors(colored) == TABLE


def test_table_colors_benefit_only(report):
    """A verdict is coloured, an accurate caveat is not."""
    colored = render([report], "table", Options(color=True))
    titles = [line.split("  ")[0] for line in colored.splitlines() if re.match(r" (\x1b\[[\d;]*m)?[▲?✓]", line)]

    assert titles == [
        " \x1b[1;38;5;130m▲ OVERSTATED\x1b[0m",
        " \x1b[1;38;5;32m? NO EVIDENCE FOUND\x1b[0m",
        " \x1b[1m✓ SUPPORTED\x1b[0m",
    ]


def luminance(color):
    """Return the relative luminance of one of the 256 colours of a terminal."""
    levels = (0, 95, 135, 175, 215, 255)
    cube = color - 16
    rgb = (
        [8 + 10 * (color - 232)] * 3 if color >= 232 else [levels[cube // 36], levels[cube // 6 % 6], levels[cube % 6]]
    )
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("verdict", Verdict)
def test_colors_are_readable_on_black_and_on_white(verdict):
    """Every verdict has a colour of its own with a contrast of at least 3.8 on either ground."""
    light = luminance(COLORS[verdict])

    assert min((light + 0.05) / 0.05, 1.05 / (light + 0.05)) >= 3.8
    assert list(COLORS.values()).count(COLORS[verdict]) == 1


def test_table_links_only_when_asked(report):
    """An address can be clicked on a terminal, is plain text elsewhere, and is the same each time."""
    options = Options(color=True, links=True)
    linked = render([report], "table", options)

    assert "\x1b]8;;https://doi.org/10.1038/s41467-024-46259-y\x1b\\doi.org/10.1038" in linked
    assert "\x1b]8" not in render([report], "table", Options(color=True))
    assert linked == render([report], "table", options)


def test_table_shows_hostile_text_as_text(report):
    """Nothing in a page can move the cursor, clear the screen, turn a line around or end the markup."""
    first = report.assessments[0]
    hostile = "safe\x1b[2J\x07 \u202egnp.exe [/oops] [red]x \x00 \ud800 \r\n 100%"
    claim = replace(first.claim, text=hostile)
    shown = render([with_claims(report, replace(first, claim=claim))], "table", Options(color=True))

    assert '"safe\\x1b[2J\\x07 \\u202egnp.exe [/oops] [red]x \\x00 \\ud800 100%"' in hide_colors(shown)
    assert "\x1b[2J" not in shown


def test_table_cuts_a_long_claim_at_a_word(report):
    """A long claim is cut in the table and whole with --explain."""
    first = report.assessments[0]
    long = with_claims(report, replace(first, claim=replace(first.claim, text="many words " * 40 + "END")))

    assert " …" in render([long], "table", Options())
    assert 'END"' not in render([long], "table", Options())
    assert 'END"' in render([long], "table", Options(explain=True))


def test_table_without_claims(report):
    """A page without claims is not called clean."""
    empty = with_claims(report)

    assert render([empty], "table", Options()).splitlines()[:2] == [
        "page.txt · 27 words · 0 claims",
        "No claims of benefit found.",
    ]
    assert "Silence is not a clean bill" in render([empty], "table", Options())


def test_table_of_several(report):
    """Reports stand one under the other; a failed input is told elsewhere."""
    assert render([report, InputError("x", "no such file"), report], "table", Options()) == f"{TABLE}\n{TABLE}"


def with_claims(report: Report, *assessments) -> Report:
    """Return the report with other claims."""
    claims = tuple(assessment.claim for assessment in assessments)
    return replace(report, assessments=assessments, extraction=replace(report.extraction, claims=claims))


def test_table_in_the_order_of_the_page(report):
    """In the page's order the claims stand under the headings of its sections."""
    first, second, third = report.assessments
    moved = [replace(a, claim=replace(a.claim, section=s)) for a, s in ((first, "A"), (second, "B"), (third, "B"))]
    shown = render([with_claims(report, *reversed(moved))], "table", Options(sort="page"))
    heads = [line.strip()[:12] for line in shown.splitlines() if re.match(r"[AB]$| [▲?✓] [A-Z]", line)]

    assert heads == ["A", "▲ OVERSTATED", "B", "? NO EVIDENC", "✓ SUPPORTED "]


def test_table_of_some_verdicts(report):
    """A selection is called one, and the counts stay those of the page."""
    shown = render([report], "table", Options(only=("supported",))).splitlines()

    assert "Shown: 1 of 3 claims (only supported)." in shown
    assert shown[0] == "page.txt · 27 words · 3 claims"
    assert [line for line in shown if re.match(r" [▲?✓] [A-Z]", line)] == [' ✓ SUPPORTED  "Stem cells are not a cure."']


def test_wide_table_has_claim_and_evidence_side_by_side(report):
    """From 120 columns on the evidence stands beside the claim, and no line is longer than the width."""
    shown = render([report], "table", Options(width=160)).splitlines()
    claim = next(line for line in shown if "OVERSTATED" in line)

    assert claim.split("  ")[0] == " ▲ OVERSTATED"
    assert "Study   Bydon 2024, Nature Communications" in claim
    assert max(map(len, shown)) == 160


def test_table_marks_numbers_and_cues(report):
    """The number and the words that decided stand out in the quoted claim."""
    shown = render([report], "table", Options(color=True))

    assert "\x1b[1;4m7 out of 10\x1b[0m" in shown
    assert "\x1b[1mbreakthrough\x1b[0m" in shown


def test_table_shows_warnings_citations_and_what_is_told(report):
    """Under the claims stand the warnings with their words, what is cited, and what the page tells."""
    flags = (RedFlag("x", "no risk", 0, 7, "Every injection carries some risk."),)
    items = (ChecklistItem("a", "Does it say A?", True), ChecklistItem("b", "Does it say B?", False, ask="B?"))
    shown = render([replace(report, red_flags=flags, checklist=items)], "table", Options())

    assert f"\n\n{FOOT}\nRead 4" in shown


def test_table_with_questions(report):
    """Questions to the clinic stand below the checklist, and its hint at them is gone."""
    items = (ChecklistItem("a", "Does it say A?", True), ChecklistItem("b", "Does it say B?", False, ask="B?"))
    shown = render([replace(report, checklist=items)], "table", Options(questions=True))

    assert "What the page tells: 1 of 2\n ✓ Does it say A?\n ○ Does it say B?\n" in shown
    assert "\nQuestions to ask the clinic\n • B?\n" in shown


FOOT = """\
Warnings from the wording
 ! “no risk”: Every injection carries some risk.

What the page cites
 · Bydon 2024: identified

What the page tells: 1 of 2 (--questions lists what to ask about the others)
 ✓ Does it say A?
 ○ Does it say B?
"""
