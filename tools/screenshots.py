"""Take the pictures in docs/pictures/ from real runs, in a headless Chromium: ``make screenshots``."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI, TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
EXAMPLE = "examples/clinic-page.txt"
DATE = "2026-03-01"  # so that a new run gives the same picture
GAP = 16  # pixels around a sheet
COLORS = 192  # of the pictures with the fewest tints
MOST_BYTES = 1_500_000  # of all pictures together
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: {background}; color: {foreground}; }}
pre {{ font: 14px/1.36 "DejaVu Sans Mono", monospace; margin: 0; padding: 18px 22px; width: max-content; }}
{stylesheet}</style><pre><code style="font-family:inherit">{code}</code></pre>"""


def main() -> None:
    """Write every picture, and stop if they take too much room."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or sys.exit("needs chromium")
    with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_terminal(browser, ["--format", "table", EXAMPLE], 80, 62, DEFAULT_TERMINAL_THEME, "table-80.png")
        take_terminal(browser, ["--format", "table", "--sort", "page", EXAMPLE], 160, 52, MONOKAI, "table-160.png")
        report, patient = Path(folder) / "report.html", Path(folder) / "patient.html"
        run(["-o", str(report), EXAMPLE, "--date", DATE])
        run(["-o", str(patient), EXAMPLE, "--date", DATE, "--for", "patient"])
        take_page(browser, report, "html-light.png", scheme="light", height=1150)
        take_page(browser, report, "html-card.png", scheme="light", height=900, target="r1-c10")
        take_page(browser, report, "html-dark.png", scheme="dark", height=1000)
        take_page(browser, report, "html-phone.png", scheme="light", height=900, width=375, target="r1-c10")
        take_print(browser, report, [0, 4], "html-print.png")
        take_page(browser, patient, "patient.png", scheme="light", height=900, width=800)
        browser.close()
    for path in (PICTURES / "html-print.png", *PICTURES.glob("table-*.png")):
        Image.open(path).convert("RGB").quantize(COLORS).save(path, optimize=True)
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{total:,} bytes in {PICTURES.relative_to(ROOT)}")
    if total > MOST_BYTES:
        sys.exit(f"more than {MOST_BYTES:,} bytes")


def run(args: list[str], **environ: str) -> str:
    """Run the command line in the checkout and return what it prints."""
    command = [sys.executable, "-m", "claimcheck", *args]
    shown = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return shown.stdout


def take_terminal(browser: Browser, args: list[str], width: int, lines: int, theme: TerminalTheme, name: str) -> None:
    """Take the first lines of what a terminal of this width shows."""
    shown = run(args, FORCE_COLOR="1", COLUMNS=str(width))
    head = "\n".join(
        [f"$ claimcheck {' '.join(a for a in args if a not in ('--format', 'table'))}", *shown.split("\n")]
    )
    console = Console(width=width, record=True, file=io.StringIO(), force_terminal=True, color_system="256")
    console.print(Text.from_ansi("\n".join(head.split("\n")[:lines])), soft_wrap=True)
    page = browser.new_page(viewport={"width": 100, "height": 100})
    page.set_content(console.export_html(theme=theme, code_format=TERMINAL))
    box = page.locator("pre").bounding_box()
    assert box is not None
    page.set_viewport_size({"width": int(box["width"]), "height": int(box["height"])})
    page.screenshot(path=PICTURES / name)
    page.close()


def take_print(browser: Browser, path: Path, sheets: list[int], name: str) -> None:
    """Take sheets of the PDF that the browser prints a report to, side by side."""
    page = browser.new_page()
    page.goto(path.as_uri())
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.close()
    pictures = [printed[sheet].render(scale=1.2).to_pil() for sheet in sheets]
    width, height = pictures[0].size
    whole = Image.new("RGB", (width * len(pictures) + GAP * (len(pictures) + 1), height + 2 * GAP), "#8a8a86")
    for number, picture in enumerate(pictures):
        whole.paste(picture, (GAP + number * (width + GAP), GAP))
    whole.save(PICTURES / name)


def take_page(
    browser: Browser, path: Path, name: str, *, scheme: str, height: int, width: int = 1240, target: str = ""
) -> None:
    """Take the part of a report that a window of this size shows, at a place of it if one is named."""
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path.as_uri() + (f"#{target}" if target else ""))
    page.screenshot(path=PICTURES / name)
    context.close()


if __name__ == "__main__":
    main()
