"""Fit the weights that tell a page about a treatment from one of another trade; part of tools/fit_readings.py.

    python tools/fit_pages.py tests/gold/dev*.jsonl [more.jsonl] [--write]

Penalised logistic regression on the words, concepts and labels of labelled pages, and of parts of them, so that the
length of a text is not what tells. Pages without a claim are those of other trades. By itself it renews only the column
``page`` of data/reading_weights.jsonl.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from fitting import FOLDS, read_options
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from claimcheck.components.page import SHORT
from claimcheck.components.readings import PAGE_SCALE, page_features
from claimcheck.pipeline import load_pipeline
from claimcheck.resources import data_dir

C = 1.0
COMMON = 12  # texts in which a feature has to stand to say something
LEAST = 0.1  # weights below it are left out
THRESHOLD = 0.75  # probability from which a page is about a treatment: a claim on another is a false alarm
FEW, MANY = 3, 100  # claims and words from which a part of a page is a text of its own


class Text(NamedTuple):
    """A labelled page, or a part of one."""

    page: int
    features: frozenset[str]
    is_about: bool  # a treatment
    is_whole: bool


def read_texts(paths: Sequence[Path]) -> list[Text]:
    """Return the pages that are about a treatment or about none at all, and parts of each."""
    texts = []
    lines = [(path, json.loads(line)) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for number, (path, page) in enumerate(lines):
        whole = page.get("text") or (path.parent.parent / "seeds" / page["file"]).read_bytes().decode("utf-8")
        starts = [claim["start"] for claim in page["claims"]]
        parts = [*_parts_of(whole)]
        if starts:  # pages of other trades are few: of the others the first part is enough
            parts = parts[:1]
        for start, end in [(0, len(whole)), *parts]:
            count = sum(start <= claim < end for claim in starts)
            if not starts or count >= FEW:
                texts.append(
                    Text(number, _features_of(whole[start:end]), bool(starts), (start, end) == (0, len(whole)))
                )
    return texts


def _parts_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield where runs of lines with enough words begin and end."""
    start = position = words = 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        words += len(line.split())
        if words >= MANY:
            yield start, position
            start, words = position, 0
    if words >= SHORT and start:
        yield start, position


def _features_of(text: str) -> frozenset[str]:
    words = load_pipeline()(text)._.claimcheck_words
    return page_features(words.lower, words.mentions)


def fit_pages(paths: Sequence[Path]) -> Mapping[str, float]:
    """Return the weight of each feature, the threshold taken off the bias; print how well pages left out are told."""
    texts = read_texts(paths)
    count = Counter(name for text in texts for name in text.features)
    names = sorted(name for name, times in count.items() if times >= COMMON)
    rows, labels = _matrix(texts, names), np.array([text.is_about for text in texts])
    held_out = np.zeros(len(texts))
    for fold in range(FOLDS):
        test = np.array([text.page % FOLDS == fold for text in texts])
        weights, bias = _fit(rows[~test], labels[~test])
        held_out[test] = rows[test] @ weights + bias
    _print_accuracy(texts, held_out > 0)
    weights, bias = _fit(rows, labels)
    return {"bias": bias} | {name: float(w) for name, w in zip(names, weights, strict=True) if w}


def _matrix(texts: Sequence[Text], names: Sequence[str]) -> csr_matrix:
    place = {name: index for index, name in enumerate(names)}
    cells = [(row, name) for row, text in enumerate(texts) for name in sorted(text.features) if name in place]
    values = [PAGE_SCALE / math.sqrt(len(texts[row].features)) for row, _ in cells]
    where = ([row for row, _ in cells], [place[name] for _, name in cells])
    return csr_matrix((values, where), shape=(len(texts), len(names)))


def _fit(rows: csr_matrix, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weights in steps of a twentieth, small ones left out, and the bias less the threshold."""
    model = LogisticRegression(C=C, max_iter=3000).fit(rows, labels)
    weights = np.round(20 * model.coef_[0]) / 20
    weights[np.abs(weights) < LEAST] = 0.0
    bias = float(model.intercept_[0]) - math.log(THRESHOLD / (1 - THRESHOLD))
    return weights, round(20 * bias) / 20


def _print_accuracy(texts: Sequence[Text], said: np.ndarray) -> None:
    for name, is_whole in (("pages", True), ("parts", False)):
        told = [(text.is_about, bool(s)) for text, s in zip(texts, said, strict=True) if text.is_whole is is_whole]
        about, other = sum(a for a, _ in told), sum(not a for a, _ in told)
        found, false = sum(a and s for a, s in told), sum(s and not a for a, s in told)
        print(f"{name}: {found} of {about} about a treatment told, {false} of {other} others taken for one")


def write_pages(weights: Mapping[str, float]) -> None:
    """Renew the weights of pages in data/reading_weights.jsonl."""
    path = data_dir() / "reading_weights.jsonl"
    rows: dict[str, dict[str, Any]] = {}
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        row.pop("page", None)
        rows[row["id"]] = row
    for name, weight in weights.items():
        rows.setdefault(name, {"id": name})["page"] = weight
    kept = [rows[name] for name in sorted(rows) if len(rows[name]) > 1]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")


def main() -> None:
    """Fit, print and, with --write, store the weights."""
    files, is_written = read_options(__doc__ or "")
    weights = fit_pages(files)
    if is_written:
        write_pages(weights)


if __name__ == "__main__":
    main()
