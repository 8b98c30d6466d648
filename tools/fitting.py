"""What the tools that fit weights share."""

import argparse
from pathlib import Path


def read_options(description: str) -> tuple[list[Path], bool]:
    """Return the labelled files of the command line, and whether the weights are to be written; never unseen pages."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if blind := [path.name for path in options.files if path.name.startswith("unseen")]:
        parser.error(f"{', '.join(blind)}: unseen pages are for measuring only")
    return options.files, options.write
