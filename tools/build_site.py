"""Build the documentation as a site: ``python tools/build_site.py [--links]``, into build/site.

Pages outside docs/ that the documentation links to become pages of the site. Every warning stops the build, so a link
that leads nowhere does too; ``--links`` looks at addresses of the web as well, and needs a network.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE, SITE = ROOT / "build" / "site-source", ROOT / "build" / "site"
ADDED = {  # a page outside docs/, and its place in the site
    "README.md": "readme.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "data/SCHEMA.md": "schema.md",
}
CONTENTS = """
```{toctree}
:hidden:
:caption: Guides
readme
guides/journalist
guides/patient
guides/scripts
guides/recipes
```
```{toctree}
:hidden:
:caption: Verdicts and warnings
:glob:
verdicts/*
decision-table
red-flags
checklist
glossary
```
```{toctree}
:hidden:
:caption: Evidence
evidence
evidence-audit
accuracy
limits
correcting
own-evidence
```
```{toctree}
:hidden:
:caption: Reference
:glob:
options
python
schema
changelog
contributing
*
```
"""
LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)(?P<place>[^)#\s]+)")


def main() -> None:
    """Lay out the source, build it, and pass on the builder's status."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    shutil.copy(ROOT / "tools" / "site_conf.py", SOURCE / "conf.py")
    for name, place in ADDED.items():
        (SOURCE / place).write_text(relink(ROOT / name, SOURCE / place), encoding="utf-8")
    for path in SOURCE.rglob("*.md"):
        origin = ROOT / "docs" / path.relative_to(SOURCE)
        if origin.exists():
            path.write_text(relink(origin, path), encoding="utf-8")
    index = SOURCE / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + CONTENTS, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-E"]
    builder = ["-b", "linkcheck"] if "--links" in sys.argv[1:] else ["-b", "html"]
    sys.exit(subprocess.run([*command, *builder, str(SOURCE), str(SITE)], check=False).returncode)


def relink(origin: Path, page: Path) -> str:
    """Return the text of a page with its relative links as they are from its place in the site."""

    def move(match: re.Match[str]) -> str:
        target = (origin.parent / match["place"]).resolve()
        name = str(target.relative_to(ROOT))
        moved = SOURCE / (ADDED.get(name) or name.removeprefix("docs/"))
        if target.is_file() and not moved.exists() and name not in ADDED:  # a file of data or the like, to be fetched
            moved.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(target, moved)
        return str(Path(*[".."] * len(page.relative_to(SOURCE).parts[:-1])) / moved.relative_to(SOURCE))

    return LINK.sub(move, origin.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
