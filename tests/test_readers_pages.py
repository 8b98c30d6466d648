"""One page in six forms, and what of a web page reaches the text."""

import json
import shutil
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from claimcheck import readers
from claimcheck.check import check_document
from claimcheck.readers.lines import Line, join_lines

PAGES = Path(__file__).parent / "pages"
ROWS = [json.loads(line) for line in (PAGES / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
NEEDS_TESSERACT = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def letters(text):
    """Return the letters and digits of a text."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def judge(name):
    """Return the claims of a form of the page with their verdicts."""
    report = check_document(readers.read_file(str(PAGES / name)))
    return {letters(a.claim.text): a.verdict.value for a in report.assessments}


def find_alike(claim, found):
    """Return the verdict of the claim with nearly the same letters, as text recognition mistakes a few."""
    nearest = max(found, key=lambda other: fuzz.ratio(claim, other))
    return found[nearest] if fuzz.ratio(claim, nearest) >= 90 else None


@pytest.fixture(scope="module")
def expected():
    """The claims of the plain text."""
    return judge("clinic.txt")


@pytest.mark.parametrize(
    "name, least",
    [
        ("clinic.html", 1.0),
        ("clinic.mhtml", 1.0),
        ("clinic.docx", 1.0),
        ("clinic.pdf", 0.95),
        pytest.param("clinic-scan.pdf", 0.8, marks=NEEDS_TESSERACT),
    ],
)
def test_forms_of_a_page_have_the_same_claims(expected, name, least):
    """The claims and verdicts of a page do not depend on its form."""
    found = judge(name)
    same = [claim for claim, verdict in expected.items() if find_alike(claim, found) == verdict]

    assert len(expected) > 20
    assert len(same) >= least * len(expected)


def test_page_with_columns_table_and_accordion():
    """A page of another make, printed nowhere: its claims are those of a text written by hand."""
    written, found = judge("knee.txt"), judge("knee.html")

    assert len(written) > 15
    assert found == written


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["page"])
def test_html_keeps_sentences_and_drops_boilerplate(row):
    """Cards, tables, accordions, hidden answers and alt texts are kept; menus and banners are not."""
    text = readers.read_file(str(PAGES / row["page"])).text

    assert [sentence for sentence in row["kept"] if letters(sentence) not in letters(text)] == []
    assert [words for words in row["dropped"] if words in text] == []


BROCHURE = (
    "Mesenchymal stem cells significantly reduce inflammation and differentiate into cartilage, as our clinic found.",
    "In our experience ninety-one per cent of patients with osteoarthritis report less pain after the first injection.",
    "The effect is sufficient for most athletes, who officially return to competition within six weeks of treatment.",
    "Regeneration of the meniscus was confirmed by magnetic resonance imaging in 34 of 40 consecutive patients.",
    "A follow-up of five years found no complications, and no patient needed a replacement of the affected joint.",
    "Umbilical cord cells are immunoprivileged, therefore there is no possibility of rejection or incompatibility.",
)


def test_brochure():
    """Columns follow each other, words are whole, rows are lines, headers and footers stand once, numbers never."""
    document = readers.read_file(str(PAGES / "brochure.pdf"))

    assert [line for line in document.text.split("\n") if line] == [
        "Silver Birch Joint Institute",
        "Regenerative treatment of joints",
        *BROCHURE,
        *BROCHURE,
        "Condition | Improved | Time",
        "Arthritis | 91% | 6 weeks",
        "Torn meniscus | 85% | 3 months",
        "Call us for a consultation",
        "The science of soft tissue repair",
        *BROCHURE,
        *BROCHURE,
    ]
    assert {origin.page for origin in document.origins} == {1, 2}


def test_page_saved_with_its_folder(tmp_path):
    """Of a page saved as "Webpage, complete" the page is read; what is in the folder beside it is not asked for."""
    (tmp_path / "clinic_files").mkdir()
    (tmp_path / "clinic_files" / "style.css").write_text("p { color: red }")
    page = (PAGES / "clinic.html").read_text(encoding="utf-8")
    mark = "<!-- saved from url=(0030)https://harbour-light.example/ -->\n"
    linked = '<head><link rel="stylesheet" href="./clinic_files/style.css"><script src="./clinic_files/a.js"></script>'
    saved = tmp_path / "clinic.htm"
    saved.write_text(page.replace("<html", mark + "<html", 1).replace("<head>", linked, 1), encoding="utf-8")

    assert saved.read_text(encoding="utf-8").count("clinic_files") == 2
    assert readers.read_file(str(saved)).text == readers.read_file(str(PAGES / "clinic.html")).text


def read(markup):
    """Return the lines of some HTML."""
    return readers.read_bytes(markup.encode(), "page.html").text.splitlines()


@pytest.mark.parametrize(
    "markup, lines",
    [
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<ul><li>one<li>two <b>bold</b></ul>", ["- one", "- two bold"]),
        ("<table><tr><td>a<td>b<tr><td>c<td></table>", ["a | b", "c"]),
        ("<div><span>82%</span><span>improve</span></div>", ["82% improve"]),
        ("<p><span>S</span>tem cells</p>", ["Stem cells"]),
        ("<p>bene\u00adfit\u200b of&nbsp;cells</p>", ["benefit of cells"]),
        ("<p>seen</p><p hidden>seen</p><p hidden>unseen</p>", ["seen", "", "unseen"]),
        ("<p>seen</p><p>seen</p>", ["seen", "", "seen"]),
        ("<p>a<img alt='82% walk again'></p>", ["82% walk again", "a"]),
        ("<nav>Our cells cure paralysis, and here is why: " + "a long text follows. " * 20 + "</nav>", None),
        ("<p>5 < 6 & more<script>x</script>", ["5 < 6 & more"]),
    ],
)
def test_html_lines(markup, lines):
    """What stands alone on the page stands on a line of its own."""
    found = read(markup)

    assert (found == lines) if lines is not None else found[0].startswith("Our cells cure")


def test_origins_of_html():
    """Each line knows its line in the source and its element."""
    document = readers.read_bytes(b"<html>\n<p>one</p>\n<ul id='faq'>\n<li>two</li></ul></html>", "x")

    assert [(document.text[o.start :].split("\n")[0], o.line, o.element) for o in document.origins] == [
        ("one", 2, "p"),
        ("- two", 4, "#faq li"),
    ]


def test_origins_of_pdf():
    """Each line knows its page."""
    document = readers.read_file(str(PAGES / "clinic.pdf"))

    assert {origin.page for origin in document.origins} == {1, 2}
    assert all(document.text[o.start : o.start + 1].strip() for o in document.origins)


def test_drawn_bullets_of_pdf():
    """A bullet that a browser drew, and did not write, marks an item all the same."""
    lines = readers.read_file(str(PAGES / "clinic.pdf")).text.split("\n")

    assert [line for line in lines if line.startswith("•")] == [
        "• Better movement in the arms and legs",
        "• Return of bladder and bowel control",
        "• Some people may notice more sensation in the first weeks",
        "• Privacy policy",
        "• Imprint",
        "• Careers",
    ]


def test_join_lines():
    """Blank lines never stand first, nor two together."""
    text, origins = join_lines([Line(""), Line("a"), Line(""), Line(""), Line("b")])

    assert (text, [origin.start for origin in origins]) == ("a\n\nb\n", [0, 3])


MARKDOWN = (
    b"# Title\n\nIntro **82%** of\npatients.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | 64% |\n\n"
    b"![A picture here](x.png)\n"
)


MARKDOWN_OF_OTHER_KINDS = (
    b"1. one\n2. two\n\n"
    b"    82% in a block of code\n\n"
    b"```\n64% in a fence\n```\n\n"
    b"> a quote\n> goes on\n\n"
    b"hard  \nbreak and `code`\n\n---\n\n<b>markup</b>\n"
)


def test_markdown_of_other_kinds():
    """Blocks of code, quotes and numbered lists are read; a line that is broken on purpose stays broken."""
    document = readers.read_bytes(MARKDOWN_OF_OTHER_KINDS, "page.md")

    assert document.text == (
        "- one\n\n- two\n\n82% in a block of code\n\n64% in a fence\n\na quote goes on\n\n"
        "hard\nbreak and code\n\n<b>markup</b>\n"
    )


def test_markdown():
    """Markdown is read without its marks."""
    document = readers.read_bytes(MARKDOWN, "page.md")

    assert document.text == ("Title\n\nIntro 82% of patients.\n\n- one\n- two\n\na | b\nc | 64%\n\nA picture here\n")
    assert [origin.line for origin in document.origins] == [1, 3, 6, 7, 9, 11, 13]


@pytest.mark.parametrize(
    "data, declared, text",
    [
        ('<meta charset="utf-8"><p>café</p>'.encode("cp1252"), None, "café\n"),
        ('<meta charset="iso-8859-1"><p>café</p>'.encode(), None, "café\n"),
        ('<meta charset="koi8-r"><p>ЕС cells</p>'.encode("koi8-r"), None, "ЕС cells\n"),
        ("<p>ЕС cells</p>".encode("koi8-r"), "koi8-r", "ЕС cells\n"),
        ("<!DOCTYPE html><p>café</p>".encode("utf-16"), None, "café\n"),
        ("<!DOCTYPE html><p>café</p>".encode("utf-16-le"), None, "café\n"),
        (b"<p>x</p>\0<p>y</p>", "no-such-charset", "x\n\ny\n"),
        ("<p>日本 café</p>".encode("shift_jis", "ignore") + b"<p>\xff\xe9</p>", "shift_jis", "“ú–{ caf\n\nÿé\n"),
    ],
)
def test_html_charset(data, declared, text):
    """A wrong declaration does no harm, and a right one is followed."""
    assert readers.read_bytes(data, "page.html", charset=declared).text == text


def test_pasted_html():
    """Markup on a pipe is told by its tags; a text with a stray sign stays a text."""
    assert readers.read_bytes(b"<div><p>Cells</p><p>cure</p></div>", "standard input").text == "Cells\n\ncure\n"
    assert readers.read_bytes(b"pain < 3 and </p> more", "standard input").media_type == "text/plain"
