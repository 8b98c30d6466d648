"""What the tools that fit weights share."""

import argparse
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from scipy.sparse import csr_matrix

FOLDS = 12


def read_options(description: str) -> tuple[list[Path], bool]:
    """Return the labelled files of the command line, and whether the weights are to be written; never unseen pages."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if blind := [path.name for path in options.files if path.name.startswith("unseen")]:
        parser.error(f"{', '.join(blind)}: unseen pages are for measuring only")
    return options.files, options.write


def matrix(features: Sequence[AbstractSet[str]], names: Sequence[str], scale_of: Callable[[str], float]) -> csr_matrix:
    """Return which row has which feature; a column carries its penalty by its scale."""
    place = {name: index for index, name in enumerate(names)}
    cells = [(row, place[name]) for row, own in enumerate(features) for name in sorted(own) if name in place]
    rows, columns = zip(*cells, strict=True)
    values = [scale_of(names[column]) for column in columns]
    return csr_matrix((values, (rows, columns)), shape=(len(features), len(names)))
