"""A page may hold anything: it does nothing in any format, and what was typed can still be read."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from claimcheck.compare import compare
from claimcheck.compare_render import FORMATS, render_comparison
from claimcheck.models import Kind, RedFlag, Stance
from claimcheck.render import FOR_PATIENTS, RENDERERS, Options, render

MARKUP = "[bold]x[/bold] [/oops] [link=https://example.org]y[/link]"
ESCAPES = "clear\x1b[2J\x9b31m\x07 title\x1b]0;x\x1b\\ \x00 end"
SCRIPT = "</script></style><script>alert(1)</script><img src=x onerror=alert(2)> --> {{ 7*7 }} {% raw %}"
OVERRIDE = "pay\u202egnp.exe\u2066 \u200fnow \U000e0041"
FORMULA = '=cmd|" /C calc"!A0'
MARKDOWN = (
    "# [a](javascript:alert(1)) ![b](https://example.org/x.png) `c` | d | "
    "<https://example.org> *e* &lt; www.example.org"
)
HOSTILE = {
    "markup": (MARKUP, MARKUP),
    "escapes": (ESCAPES, "clear\\x1b[2J\\x9b31m\\x07 title\\x1b]0;x\\x1b\\ \\x00 end"),
    "script": (SCRIPT, SCRIPT),
    "override": (OVERRIDE, "pay\\u202egnp.exe\\u2066 \\u200fnow \\U000e0041"),
    "formula": (FORMULA, FORMULA),
    "markdown": (MARKDOWN, MARKDOWN),
}
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
ALLOWED_IN_MARKDOWN = set("h1 h2 h3 p em strong ul li table thead tbody tr th td blockquote a".split())


@pytest.fixture(params=HOSTILE, ids=str)
def hostile(request, report):
    """A report in which every text of the page is hostile, what was typed, and how it is to be shown."""
    typed, shown = HOSTILE[request.param]
    first = report.assessments[0]
    claim = replace(first.claim, text=typed, start=0, end=len(typed), section=typed, quantities=(), cues=())
    check = report.citations[0]
    check = replace(check, citation=replace(check.citation, text=typed), claimed=typed, actual=typed)
    assessment = replace(first, claim=claim, match=replace(first.match, checks=(check,)))
    document = replace(report.document, text=typed, name=typed)
    flags = (RedFlag("x", typed, 0, len(typed), "A warning."),)
    report = replace(report, document=document, assessments=(assessment,), citations=(check,), red_flags=flags)
    return report, typed, shown


class Page(HTMLParser):
    """The elements, attributes and text of an HTML page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = set(), [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("form", RENDERERS)
def test_nothing_steers_a_terminal(hostile, form):
    """No format passes on a control, an override of direction or a tag."""
    report, _, _ = hostile
    written = render([report], form, Options(width=1000, explain=True, reply=True, made_at="2026-03-01"))

    assert UNSEEN.findall(written) == []


@pytest.mark.parametrize("form", ["table", "plain"])
def test_text_shows_what_was_typed(hostile, form):
    """In text the page's words stand as typed, controls written out."""
    report, _, shown = hostile
    lines = render([report], form, Options(width=1000, explain=True)).splitlines()

    assert lines[0].startswith(f"{shown} · ")
    assert len([line for line in lines if f'"{shown}"' in line or line == f"Claim: {shown}"]) >= 1


@pytest.mark.parametrize("form", ["json", "jsonl", "claimreview"])
def test_json_reads_as_it_was_typed(hostile, form):
    """A parser gets the page's words back, and the text can stand in a script element."""
    report, typed, shown = hostile
    written = render([report], form, Options())
    documents = [json.loads(line) for line in written.splitlines()] if form == "jsonl" else [json.loads(written)]
    claims = {
        "json": lambda: documents[0]["claims"][0]["text"],
        "jsonl": lambda: documents[1]["text"],
        "claimreview": lambda: documents[0]["@graph"][0]["claimReviewed"],
    }

    assert claims[form]() == (shown if form == "claimreview" else typed)
    assert "</" not in written
    assert "<!" not in written


def test_csv_holds_no_formula(hostile):
    """No cell begins with what a spreadsheet takes for a formula, and the claim can be read."""
    report, _, shown = hostile
    (row,) = csv.DictReader(io.StringIO(render([report], "csv", Options())))

    assert [cell for cell in row.values() if re.match(r"[=+\-@\t\r|%]", cell)] == []
    assert row["claim"].removeprefix("'") == shown


def test_markdown_holds_no_markup_of_the_page(hostile):
    """Rendered, the page's words are text: no element comes from them, and they read as typed."""
    report, _, shown = hostile
    page = Page(
        MarkdownIt("commonmark", {"html": True}).enable("table").render(render([report], "markdown", Options()))
    )
    links = [value for _, name, value in page.attributes if name == "href"]

    assert page.tags <= ALLOWED_IN_MARKDOWN
    assert links == ["https://doi.org/10.1038/s41467-024-46259-y"]
    assert f"\n{shown}\n" in page.text.replace("\u201c", "").replace("\u201d", "")


def test_html_holds_no_element_of_the_page(hostile, report):
    """The page's words add no element and no attribute, and read as typed."""
    hostile_report, _, shown = hostile
    page = Page(render([hostile_report], "html", Options()))
    calm = Page(render([report], "html", Options()))
    addresses = {value for _, name, value in page.attributes if name in ("href", "src") and not value.startswith("#")}

    assert page.tags - calm.tags <= {"q", "section", "h4"}
    assert [name for _, name, _ in page.attributes if name.startswith("on") or name in ("style", "src")] == []
    assert addresses == {"https://doi.org/10.1038/s41467-024-46259-y"}
    assert page.text.count(shown) >= 4


@pytest.mark.parametrize("form", FOR_PATIENTS)
def test_patient_view_shows_what_was_typed(hostile, form):
    """The view for patients passes on no control, makes no markup of the page's words, and shows them."""
    report, _, shown = hostile
    benefit = replace(report.assessments[0].claim, kind=Kind.EFFICACY, stance=Stance.ASSERTED)
    report = replace(report, assessments=(replace(report.assessments[0], claim=benefit),))
    written = render([report], form, Options(reader="patient", width=1000, made_at="2026-03-01"))
    if form == "markdown":
        page = Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(written))
    elif form == "html":
        page = Page(written)

    assert UNSEEN.findall(written) == []
    if form in ("markdown", "html"):
        assert page.tags & {"script", "img", "a", "code", "em"} == set()
        assert [name for _, name, _ in page.attributes if name.startswith("on") or name in ("style", "src")] == []
        written = page.text
    assert re.sub(r"\s+", " ", written).count(shown) >= 2


@pytest.mark.parametrize("form", FORMATS)
def test_comparison_shows_what_was_typed(hostile, report, form):
    """A comparison passes on no control of either version, and both can be read."""
    hostile_report, typed, shown = hostile
    comparison = compare(report, hostile_report)
    written = render_comparison(comparison, form, Options(width=1000))

    assert UNSEEN.findall(written) == []
    if form == "json":
        document = json.loads(written)
        assert [change["new"]["text"] for change in document["changes"] if change["new"]] == [typed]
        assert "</" not in written
    else:
        assert len([line for line in written.splitlines() if f'"{shown}"' in line]) == 1


def test_claimreview_is_inert_in_a_page(hostile):
    """A ClaimReview in a page's script element ends that element nowhere, and its texts read as typed."""
    report, _, shown = hostile
    written = render([report], "claimreview", Options())
    page = Page(f'<script type="application/ld+json">{written}</script>')
    (review,) = json.loads(page.text)["@graph"]

    assert page.tags == {"script"}
    assert (review["claimReviewed"], review["itemReviewed"]["appearance"]["name"]) == (shown, shown)
    assert "url" not in review["itemReviewed"]["appearance"]


def test_every_format_is_tried():
    """A new format has to say here how it keeps hostile text inert."""
    assert set(FORMATS) == {"table", "plain", "json"}
    assert set(RENDERERS) == {"table", "plain", "json", "jsonl", "csv", "markdown", "html", "claimreview"}
