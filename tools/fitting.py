"""What the tools that fit weights share."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

FOLDS = 12
LEAST_OF_CHOICE = 0.2  # weights below it are left out


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


@dataclass(frozen=True)
class Choices:
    """What the labels teach of one of several answers."""

    weights: Mapping[str, Mapping[str, float]]  # by feature and answer
    held_out: Sequence[str]  # the answer to each row by a fit without its page


def fit_choices(rows: csr_matrix, names: Sequence[str], labels: Sequence[str], pages: Sequence[int]) -> Choices:
    """Fit which of several answers the features of a row speak for; a row with an empty label teaches nothing.

    Multinomial logistic regression, C = 1; the columns carry their penalty by their scale.
    """
    answers, page_of = np.array(labels, dtype=object), np.array(pages)
    taught = answers != ""
    held_out = np.full(len(answers), "", dtype=object)
    for fold in range(FOLDS):
        test = page_of % FOLDS == fold
        held_out[test] = _choose(rows[~test & taught], answers[~test & taught]).predict(rows[test])
    return Choices(_weights_of(_choose(rows[taught], answers[taught]), rows, names), list(held_out))


def _choose(rows: csr_matrix, answers: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=1000, tol=1e-4).fit(rows, answers.astype(str))


def _weights_of(model: LogisticRegression, rows: csr_matrix, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the weights of each feature that are not small, in steps of a tenth."""
    scales = rows.max(axis=0).toarray()[0]
    columns = {"bias": model.intercept_} | {
        name: model.coef_[:, place] * scales[place] for place, name in enumerate(names)
    }
    weights = {}
    for name, column in columns.items():
        told = {str(answer): round(float(w), 1) for answer, w in zip(model.classes_, column, strict=True)}
        weights[name] = {answer: told[answer] for answer in told if abs(told[answer]) >= LEAST_OF_CHOICE}
    return {name: told for name, told in weights.items() if told}
