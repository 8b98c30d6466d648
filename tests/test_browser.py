"""The HTML report in a browser. Needs Chromium, and the packages of the extra ``browser``; else skipped."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.check import check_text
from claimcheck.render import Options, render

playwright = pytest.importorskip("playwright.sync_api", reason="pip install 'claimcheck[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'claimcheck[browser]'")

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium; on Debian: apt-get install chromium")

HOSTILE = "<script>alert(1)</script><img src=https://example.org/x.png onerror=alert(2)> Stem cells cure paralysis."


@pytest.fixture(scope="module")
def browser():
    """One headless Chromium for all tests."""
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The example page and a hostile one, checked for real and written as HTML for both readers."""
    folder = tmp_path_factory.mktemp("html")
    example = check_text((ROOT / "examples" / "clinic-page.txt").read_text(encoding="utf-8"))
    hostile = check_text(HOSTILE)
    hostile = replace(hostile, document=replace(hostile.document, name=HOSTILE))
    written = {}
    for name, reports in {"example": [example], "hostile": [hostile], "two": [example, hostile]}.items():
        for reader in ("journalist", "patient"):
            path = written[name, reader] = folder / f"{name}-{reader}.html"
            path.write_text(render(reports, "html", Options(reader=reader, made_at="2026-03-01")), encoding="utf-8")
    return written


@pytest.fixture
def visit(browser, files):
    """Open a report; when the test ends, nothing may have been logged, asked or fetched from elsewhere."""
    contexts, happened = [], []

    def open_page(name="example", reader="journalist", *, quiet=True, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
        event = "request" if quiet else "requestfinished"
        page.on(event, lambda request: request.url.startswith("file:") or happened.append(request.url))
        page.on("pageerror", lambda error: happened.append(f"error {error}"))
        if quiet:
            page.on("console", lambda message: happened.append(f"console {message.text}"))
        page.goto(files[name, reader].as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()

    assert happened == []


def is_on_screen(page, selector):
    """Tell whether the top of an element is within the window."""
    return page.eval_on_selector(selector, "e => { const t = e.getBoundingClientRect().top; return t >= 0 && t < 900 }")


def count_cards(page):
    """Return how many cards are shown."""
    return page.locator(".card:visible").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name, reader", [("example", "journalist"), ("two", "journalist"), ("example", "patient")])
def test_axe_finds_nothing(visit, name, reader, scheme):
    """axe-core finds no problem of accessibility, of contrast neither, in light and dark."""
    page = visit(name, reader, color_scheme=scheme, reduced_motion="reduce")
    found = axe.Axe().run(page).response["violations"]

    assert [(v["id"], v["impact"], [n["html"][:90] for n in v["nodes"][:2]]) for v in found] == []


def test_highlight_leads_to_its_card_and_back(visit):
    """A marked sentence leads to its card, and the card back to the sentence."""
    page = visit(reduced_motion="reduce")
    page.click("#r1-at-c10")

    assert page.evaluate("document.querySelector(':target').id") == "r1-c10"
    assert is_on_screen(page, "#r1-c10")

    page.click("#r1-c10 .where a")

    assert page.evaluate("document.querySelector(':target').id") == "r1-at-c10"
    assert is_on_screen(page, "#r1-at-c10")


def test_filters(visit):
    """Unticking a verdict hides its cards and no others; a link to a hidden card shows it all the same."""
    page = visit(reduced_motion="reduce")
    every, overstated = count_cards(page), page.locator(".card.is-overstated").count()
    page.get_by_role("checkbox", name="Overstated").uncheck()

    assert overstated > 0
    assert count_cards(page) == every - overstated
    assert page.locator(".card.is-overstated:visible").count() == 0

    page.click("#r1-at-c10")

    assert page.locator("#r1-c10").is_visible()

    page.get_by_role("checkbox", name="Overstated").check()

    assert count_cards(page) == every


def test_keyboard(visit):
    """The first key leads to the skip link, the skip link to the claims; a filter is worked with the space bar."""
    page = visit(reduced_motion="reduce")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"

    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert page.evaluate("document.activeElement.className + document.activeElement.checked") == "f-overstatedfalse"
    assert page.locator(".card.is-overstated:visible").count() == 0

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.querySelector(':target').id") == "claims-r1"


def test_screen_reader_hears_verdicts_and_shares(visit):
    """Each marked sentence is announced with its verdict, each chart with its numbers."""
    page = visit()
    names = [image.get_attribute("aria-label") for image in page.get_by_role("img").all()]

    assert page.get_by_role("link", name="Overstated: In the CELLTOP study").count() == 1
    assert names == [
        "Claims of benefit, 10: 7 overstated, 1 no evidence found, 2 not checkable",
        "Other claims, 7: 3 overstated, 1 early evidence, 3 supported",
    ]


@pytest.mark.parametrize("reader", ["journalist", "patient"])
def test_narrow_window(visit, reader):
    """On a telephone nothing has to be scrolled sideways."""
    page = visit("two", reader, viewport={"width": 340, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") <= 340


def test_print(visit):
    """Printed, the report is a PDF of a few pages without what only a screen can use."""
    page = visit()
    page.emulate_media(media="print")

    assert page.locator(".filters").is_hidden()
    assert count_cards(page) == page.locator(".card").count()
    assert page.pdf(format="A4").startswith(b"%PDF-")


@pytest.mark.parametrize("reader", ["journalist", "patient"])
def test_hostile_page_does_nothing(visit, reader):
    """What looks like a script or a picture is text: it runs nothing and fetches nothing."""
    page = visit("hostile", reader)

    assert page.locator("script, img").count() == 0
    assert page.get_by_text("<script>alert(1)</script>").count() >= 1


def test_policy_stops_what_would_slip_through(visit, files):
    """Were a script in the report after all, the browser would not run it, nor fetch its picture."""
    path = files["example", "journalist"]
    broken = path.with_name("broken-journalist.html")
    text = path.read_text(encoding="utf-8").replace("<main>", f"<main>{HOSTILE}", 1)
    broken.write_text(text, encoding="utf-8")
    files["broken", "journalist"] = broken
    page = visit("broken", quiet=False)

    assert page.locator("script").count() == 1
