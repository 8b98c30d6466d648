"""Write the output of the commands shown in README.md and the verdict pages: ``python tools/update_readme.py``."""

from consoles import ROOT, find_files, refresh


def main() -> None:
    """Refresh every page that shows commands."""
    for path in find_files():
        old = path.read_text(encoding="utf-8")
        new = refresh(old)
        if new != old:
            path.write_text(new, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
