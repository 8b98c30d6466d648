"""The HTML report: one file that needs nothing else."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.models import ChecklistItem, Comparison, RedFlag, Verdict
from claimcheck.render import Options, render
from claimcheck.render.cards import Bar, make_cards
from claimcheck.render.headline import count_shares, write_deck, write_headline
from claimcheck.render.provenance import web_address


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def values(self, name):
        return [attributes[name] for _, attributes in self.found if name in attributes]


@pytest.fixture
def page(report):
    """The report with everything that a report can show, as HTML."""
    flags = (RedFlag("x", "true", 52, 56, "A word."),)
    items = (ChecklistItem("a", "Says it A?", True), ChecklistItem("b", "Says it B?", False, ask="What is B?"))
    report = replace(report, red_flags=flags, checklist=items)
    return render([report, report], "html", Options(made_at="2026-03-01T09:00:00Z"))


@pytest.mark.parametrize("reader", ["journalist", "patient"])
def test_policy_allows_the_style_sheet_and_nothing_else(report, reader):
    """The policy names the hash of the one style sheet; there is no script, no style attribute, nothing to fetch."""
    text = render([report], "html", Options(reader=reader))
    (css,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    elements = Elements(text)
    (policy,) = [a["content"] for t, a in elements.found if t == "meta" and "http-equiv" in a]

    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert {tag for tag, _ in elements.found} & {"script", "link", "img", "iframe", "object", "form"} == set()
    assert elements.values("style") == elements.values("src") == []
    assert re.findall(r"@import|url\(", css) == []


def test_every_place_is_there_once(page):
    """Names of places are unique, also with several reports, and every link within the page leads to one."""
    elements = Elements(page)
    names = elements.values("id")
    led_to = {target[1:] for target in elements.values("href") if target.startswith("#")}
    labels = set(" ".join(elements.values("aria-labelledby")).split())

    assert sorted(set(names)) == sorted(names)
    assert led_to - set(names) == set()
    assert labels - set(names) == set()
    assert {"r1-c1", "r1-at-c1", "r2-c3"} <= led_to


def test_html_says_where_it_comes_from(page):
    """Source, hashes, time and versions stand at the end."""
    start = page.index("<footer")
    text = re.sub(r"<[^>]*>", "|", page[start : page.index("</footer>", start)])

    assert [part for part in re.split(r"\|+\s*", text) if part][1:13] == [
        "Source",
        "page.txt",
        "Source SHA-256",
        "00ff",
        "Checked on",
        "1 March 2026, 09:00 UTC",
        "Checked with",
        f"claimcheck {__version__}",
        "Evidence base",
        "2 records, 0 findings; no retraction check",
        "Evidence SHA-256",
        "0123456789abcdef",
    ]


def test_html_without_a_report():
    """When nothing could be read, the page says so."""
    assert "<p>Nothing could be read.</p>" in render([InputError("x", "no such file")], "html", Options())


def test_headline(report):
    """The headline counts claims of benefit; the deck says what holds for them."""
    one = replace(report, assessments=report.assessments[:1])
    none = replace(report, assessments=report.assessments[2:])
    fair = replace(one, assessments=(replace(one.assessments[0], verdict=Verdict.SUPPORTED),))

    assert write_headline(report) == "None of 2 claims of benefit is backed by controlled studies in people"
    assert write_headline(one) == "The one claim of benefit is not backed by controlled studies in people"
    assert (write_headline(none), write_deck(none)) == ("No claims of benefit found", "")
    assert write_headline(fair) == "The one claim of benefit is supported, but not by controlled studies in people"
    assert write_deck(fair) == "Of the claims of benefit, 1 is supported by other evidence."
    assert write_deck(one) == "Of the claims of benefit, 1 goes further than the evidence."


def test_shares(report):
    """Claims of benefit are counted apart, and an accurate caveat has no colour."""
    shares = [(group, [(s.verdict, s.number, s.colored) for s in shares]) for group, shares in count_shares(report)]

    assert shares == [
        ("Claims of benefit", [("overstated", 1, True), ("no-evidence-found", 1, True)]),
        ("Other claims", [("supported", 1, False)]),
    ]


def test_bars(report):
    """The claimed share stands beside the study's with its interval, and beside natural recovery."""
    first, second, _ = make_cards(report, report.assessments)

    assert first.bars == [
        Bar("page", "The page says", "7 out of 10", 70.0, None, None),
        Bar("study", "Reported by Bydon 2024", "7 of 10 (70%)", 70.0, 34.75, 93.3, "95% interval 35–93%"),
        Bar(
            "natural",
            "AIS C to D within a year",
            "67–85%",
            None,
            67.0,
            85.0,
            "AIS C; examined within 30 days; not the page's outcome or group",
        ),
    ]
    assert second.bars == []


def test_bars_without_a_number_to_draw(report):
    """What is no share of people is not drawn."""
    first = replace(report.assessments[0], comparison=Comparison("a", "b", None, None, None, None, "bydon-2024"))
    wild = replace(first.claim, quantities=(replace(first.claim.quantities[0], value=250.0),))
    (card,) = make_cards(report, [replace(first, claim=wild, natural_recovery=())])

    assert card.bars == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://x.example/ onclick=x", None),
        ("https://x.example/<b>", None),
        ("//x.example", None),
        ("page.txt", None),
        (None, None),
    ],
)
def test_web_address(text, expected):
    """Only an address of the web is made a link."""
    assert web_address(text) == expected
