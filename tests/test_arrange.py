"""Which claims are shown, in which order, under which headings."""

import re
from dataclasses import replace

import pytest

from claimcheck.render import RENDERERS, Options, render
from claimcheck.render.arrange import arrange_groups

HEADINGS = {
    "table": r"(?m)^(Results|Safety)$",
    "plain": r"(?m)^Section: (.*)$",
    "markdown": r"(?m)^### (Results|Safety)$",
    "html": r'<h3 class="section bidi">(.*?)</h3>',
}


@pytest.fixture
def sections(report):
    """A page whose first and last claim stand under one heading, and the worst under none of its own."""
    places = ["Results", "Safety", "Results"]
    moved = [replace(a, claim=replace(a.claim, section=s)) for a, s in zip(report.assessments, places, strict=True)]
    return replace(report, assessments=tuple(moved))


@pytest.mark.parametrize(
    "options, usual, expected",
    [
        (Options(), "none", [(None, ["c1", "c2", "c3"])]),
        (Options(sort="page"), "none", [(None, ["c1", "c2", "c3"])]),
        (Options(group="section"), "none", [("Results", ["c1", "c3"]), ("Safety", ["c2"])]),
        (Options(sort="page"), "section", [("Results", ["c1", "c3"]), ("Safety", ["c2"])]),
        (Options(group="none", sort="page"), "section", [(None, ["c1", "c2", "c3"])]),
        (Options(group="section", only=("supported",)), "none", [("Results", ["c3"])]),
        (Options(only=("misquoted",)), "none", []),
    ],
)
def test_arrange_groups(sections, options, usual, expected):
    """Claims stand under their headings where that is asked for or usual; what is not shown leaves no heading."""
    groups = arrange_groups(sections.assessments, options, usual=usual)

    assert [(section, [a.claim.id for a in assessments]) for section, assessments in groups] == expected


@pytest.mark.parametrize("form", HEADINGS)
@pytest.mark.parametrize("group, expected", [("section", ["Results", "Safety"]), ("none", [])])
def test_headings_of_each_format(sections, form, group, expected):
    """Each format that people read has the headings, in the order of the page, and every claim once."""
    written = render([sections], form, Options(group=group))

    assert re.findall(HEADINGS[form], written) == expected
    assert len(re.findall("(?i)no evidence found", written)) >= 1


@pytest.mark.parametrize("form", set(RENDERERS) - set(HEADINGS))
def test_data_has_no_headings(sections, form):
    """What programmes read is the same however it is grouped."""
    assert render([sections], form, Options(group="section")) == render([sections], form, Options())


def test_grouped_page_keeps_the_order_of_headings(sections):
    """In HTML the card's heading is one level below its section's, and its parts one below that."""
    levels = re.findall(r"<h(\d)", render([sections], "html", Options(group="section")).split("Claim by claim")[1])

    assert levels[:5] == ["3", "4", "5", "4", "3"]
