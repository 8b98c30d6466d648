"""README and docs/: what they show is what is printed, and what they point to exists."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])
WITH_CONSOLES = sorted([ROOT / "README.md", ROOT / "docs" / "batch.md", *ROOT.glob("data/explain/verdicts/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
REGION = re.compile(r"<!-- figures: summary -->\n(?P<figures>.*?)<!-- end -->", re.DOTALL)
VERDICT = re.compile(r'^ \S (?P<name>[A-Z][A-Z ]+?)  "', re.MULTILINE)


def load(name):
    """Import a module of tools/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOLS))
        return import_module(name)


def name(path):
    """Name a page by its place in the checkout."""
    return str(path.relative_to(ROOT))


def read(path):
    return path.read_text(encoding="utf-8")


def find_anchors(markdown):
    """Return the anchors that a page offers."""
    headings = [match["text"] for match in HEADING.finditer(FENCE.sub("", markdown))]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(page, target):
    """Tell whether a relative link leads nowhere."""
    place, _, anchor = target.partition("#")
    path = (page.parent / place).resolve() if place else page
    return not path.exists() or bool(anchor and path.suffix == ".md" and anchor not in find_anchors(read(path)))


@pytest.mark.parametrize("page", [*WITH_CONSOLES, ROOT / "docs" / "guides" / "recipes.md"], ids=name)
def test_consoles_show_what_is_printed(page):
    """Every command prints what stands below it; ``make docs readme`` renews the pages."""
    assert load("consoles").refresh(read(page)) == read(page)


@pytest.mark.parametrize("page", [page for page in WITH_CONSOLES if "verdicts" in page.parts], ids=name)
def test_examples_show_their_verdict(page):
    """The example of a verdict's page gets that verdict."""
    assert VERDICT.findall(read(page)) == [page.stem.replace("-", " ").upper()]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_relative_links_exist(page):
    """Every relative link leads to a file, and to a heading in it where it names one."""
    targets = [match["target"] for match in LINK.finditer(FENCE.sub("", read(page)))]

    assert [t for t in targets if not t.startswith(("http", "mailto:")) and is_broken(page, t)] == []


def test_generated_pages_are_fresh():
    """No page made from data is stale; ``make docs`` renews them."""
    pages = load("build_docs").build_pages()

    assert [path for path, text in pages.items() if not (ROOT / path).exists() or read(ROOT / path) != text] == []


def test_verdict_pages_are_those_of_the_verdicts():
    """No page is left of a verdict that is gone."""
    made = {ROOT / path for path in load("build_docs").build_pages() if path.startswith("docs/verdicts/")}

    assert set(ROOT.glob("docs/verdicts/*")) == made


def test_figures_of_readme_are_those_of_accuracy():
    """README quotes the figures of docs/accuracy.md; ``make accuracy`` renews both."""
    quoted, full = (REGION.search(read(ROOT / path))["figures"] for path in ("README.md", "docs/accuracy.md"))

    assert "%" in full
    assert quoted == full


def test_python_of_readme_runs(capsys):
    """The Python of README runs."""
    for match in PYTHON.finditer(read(ROOT / "README.md")):
        exec(match["code"], {})

    assert capsys.readouterr().out == "early-evidence\n"


@pytest.mark.parametrize(
    "shown, expected",
    [
        ("1", "head ──\n\n[...]\n"),
        ("2 | -1", "[...]\n\nfirst claim\n\n[...]\n\nfoot\n"),
        ("first claim | second", "[...]\n\nfirst claim\n\nsecond\n   claim\n\n[...]\n"),
        ("second claim", "[...]\n\nsecond\n   claim\n\n[...]\n"),
    ],
)
def test_pick(shown, expected):
    """Parts are picked by number or by words, and gaps are marked once."""
    output = "head ──\nfirst claim\n\nsecond\n   claim\n\nthird\n\nfoot\n"

    assert load("consoles").pick(output, shown) == expected


def test_pick_of_nothing():
    """Words that no part has are an error, so that an example cannot vanish."""
    with pytest.raises(LookupError, match="has the words 'gone'"):
        load("consoles").pick("head\n\nfoot\n", "gone")


def test_accuracy_regions_are_renewed():
    """Regions that were measured are replaced, and the others are kept."""
    page = "<!-- figures: a -->\nold\n<!-- end -->\n<!-- figures: b -->\nkept\n<!-- end -->\n"
    renewed = load("build_accuracy").renew(page, {"a": "new\n"})

    assert renewed == page.replace("old", "new")


def test_verdict_diff(tmp_path):
    """A changed row of the decision table shows as a changed verdict, and the same data as none."""
    diff = load("verdict_diff")
    page = tmp_path / "page.txt"
    page.write_text("Stem cells help after spinal cord injury. Can stem cells help?", encoding="utf-8")
    old, new = ROOT / "data", tmp_path / "data"
    new.mkdir()
    for path in (path for path in old.iterdir() if path.is_file()):
        (new / path.name).write_bytes(path.read_bytes())
    always = {"id": "always", "when": [], "verdict": "not-checkable", "rationale": "All is one.", "would_support": None}
    (new / "verdicts.jsonl").write_text(json.dumps(always) + "\n", encoding="utf-8")
    before, after = diff.judge_pages(old, [page]), diff.judge_pages(new, [page])

    assert diff.find_changes(before, before) == []
    assert {change.new for change in diff.find_changes(before, after)} == {"not-checkable (always)"}
    assert "\n".join(diff.render([], 3)) == "No verdict changes among 3 claims."
