"""One page as text, HTML, saved page, PDF printed by a browser, Word file and scan: are the claims the same?

Prints a line a form. It needs Chromium, Tesseract, the extra ``all``, and the command beside this Python.
"""

import html
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from build_page_fixtures import build_docx, build_mhtml, print_page
from PIL import ImageFilter
from rapidfuzz import fuzz

from claimcheck.readers.lines import BLANK, Line

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "examples" / "clinic-page.txt",
    ROOT / "examples" / "honest-page.txt",
    ROOT / "tests" / "pages" / "clinic.txt",
    ROOT / "tests" / "pages" / "knee.txt",
)
LEAST = {".html": 0.95, ".mhtml": 0.95, ".pdf": 0.95, ".docx": 0.95, "-scan.pdf": 0.85}
DPI = 200
SKEW = 0.4  # degrees, as a sheet lies in a scanner

Claims = dict[str, str]


def main() -> int:
    """Build the forms of each page, or of the texts that are named, check them by the command, and compare."""
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for page in [Path(name) for name in sys.argv[1:]] or PAGES:
            expected = run_command(page)
            for form in build_forms(page, Path(folder)):
                ending = form.name.removeprefix(page.stem)
                found = run_command(form)
                missing = [claim for claim, verdict in expected.items() if find_alike(claim, found) != verdict]
                more = [claim for claim in found if find_alike(claim, expected) is None]
                share = 1 - len(missing) / len(expected)
                worst |= share < LEAST[ending]
                print(
                    f"{page.stem:12} {ending:10} {len(expected) - len(missing):3} of {len(expected):3} ({share:.0%})"
                    f", {len(more)} more{'' if share >= LEAST[ending] else '  TOO FEW'}",
                    flush=True,
                )
                for claim in (*(f"- {claim}" for claim in missing), *(f"+ {claim}" for claim in more)):
                    print(f"    {claim[:100]}")
    return int(worst)


def build_forms(page: Path, folder: Path) -> Iterator[Path]:
    """Write the other forms of a text, and yield where they are."""
    text = page.read_text(encoding="utf-8")
    written = page.with_suffix(".html")  # a page written by hand, with what pages have
    markup = written.read_bytes() if written.exists() else build_html(text).encode()
    stem = folder / page.stem
    web, saved, pdf, word = (stem.with_suffix(ending) for ending in (".html", ".mhtml", ".pdf", ".docx"))
    web.write_bytes(markup)
    saved.write_bytes(build_mhtml(markup))
    word.write_bytes(build_docx(tuple(find_lines(text)), header="A clinic"))
    print_page(web, pdf)
    scan = folder / f"{page.stem}-scan.pdf"
    photograph(pdf, scan)
    yield from (web, saved, word, pdf, scan)


def find_lines(text: str) -> Iterator[Line]:
    """Yield headings, paragraphs, items and table rows of a text with hard line ends, each as one line."""
    for block in text.split("\n\n"):
        paragraph = ""
        wrapped = max(map(len, text.split("\n"))) < 130
        for line in block.strip().split("\n"):
            if not wrapped or line.startswith("- ") or " | " in line or is_heading(line):
                if paragraph:
                    yield Line(paragraph)
                paragraph = ""
                yield Line(line)
            else:
                paragraph = f"{paragraph} {line}".strip()
        if paragraph:
            yield Line(paragraph)
        yield BLANK


def is_heading(line: str) -> bool:
    """Tell whether a line of a text is a heading."""
    return len(line) < 80 and line[-1:] not in '.,;:"' and line[:1].isupper() and not line[:1].isdigit()


def build_html(text: str) -> str:
    """Return a plain page with the text, broken as a browser breaks it."""
    body: list[str] = []
    for line in find_lines(text):
        content = html.escape(line.text.removeprefix("- "))
        if line.text.startswith("- "):
            body.append(f"<ul><li>{content}</li></ul>")
        elif line.text:
            body.append(f"<h2>{content}</h2>" if is_heading(line.text) else f"<p>{content}</p>")
    head = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A clinic</title>'
    return f"{head}<body>{''.join(body).replace('</ul><ul>', '')}</body></html>"


def photograph(pdf: Path, target: Path) -> None:
    """Write a scan of a PDF: grey, askew and not quite sharp."""
    pictures = [
        page.render(scale=DPI / 72, grayscale=True)
        .to_pil()
        .rotate(SKEW, fillcolor=255)
        .filter(ImageFilter.GaussianBlur(0.6))
        for page in pypdfium2.PdfDocument(pdf)
    ]
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=50)


def run_command(path: Path) -> Claims:
    """Return the claims that the installed command finds, by their letters, with their verdicts."""
    command = [str(Path(sys.executable).with_name("claimcheck")), "--quiet", "--format", "json", str(path)]
    run = subprocess.run(command, capture_output=True, check=True)
    return {letters(claim["text"]): claim["verdict"] for claim in json.loads(run.stdout)["claims"]}


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def find_alike(claim: str, found: Claims) -> str | None:
    """Return the verdict of the claim with nearly the same letters, as text recognition mistakes a few."""
    nearest = max(found, key=lambda other: fuzz.ratio(claim, other), default="")
    return found[nearest] if fuzz.ratio(claim, nearest) >= 90 else None


if __name__ == "__main__":
    sys.exit(main())
