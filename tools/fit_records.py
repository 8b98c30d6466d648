"""Refit data/record_weights.jsonl on labelled pages: which records an expert set beside which claims.

    python tools/fit_records.py ../shared/gold/*.jsonl tests/gold/dev*.jsonl [--write]

A conditional logit (McFadden, Frontiers in Econometrics, 1974): of all records that may bear on a claim, the share of
the exponentials that falls on those named in the label is made large, less half the squared weights. Prints how often
one of them was among the first three on pages that were left out, by fifths. Never give it the unseen pages.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fitting import read_options
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scoring import read_pages, score_page

from claimcheck.evidence import bundled_evidence
from claimcheck.extract import extract
from claimcheck.match import match_claim, query_of
from claimcheck.pipeline import load_pipeline
from claimcheck.ranking import OF_ALL, general_features, own_features
from claimcheck.resources import data_dir

FOLDS = 5
PENALTY = 1.0  # on half the sum of squared weights
SHOWN = 3
ROWS, HITS = 4, 3  # how often a feature has to stand, and a record's own beside a claim that it was named for
LEAST = 0.25  # weights below it are left out

Key = tuple[str, str]  # id of a record, or OF_ALL; name of a feature


@dataclass(frozen=True)
class Choice:
    """A labelled claim with the records that may bear on it."""

    page: int
    records: Sequence[tuple[dict[Key, float], bool]]  # features; whether the label names the record


def read_choices(paths: Sequence[Path]) -> list[Choice]:
    """Return what every found claim whose label names studies teaches."""
    evidence = bundled_evidence()
    choices = []
    pages = [page for path in paths for page in read_pages(path)]
    for number, page in enumerate(pages):
        extraction = extract(load_pipeline()(page.text))
        claims = {(claim.start, claim.end): claim for claim in extraction.claims}
        predicted = [{"start": start, "end": end, "text": claim.text} for (start, end), claim in claims.items()]
        found = {span: match_claim(claim, extraction, evidence) for span, claim in claims.items()}
        for gold, guess in score_page(page, [{**row, "stance": "asserted"} for row in predicted]).pairs:
            span = (guess["start"], guess["end"])
            if gold.study_ids and found[span].finding:
                cited = [evidence.by_alias[link.id] for link in found[span].links if link.role == "cited"]
                query = query_of(claims[span], extraction, cited, evidence)
                own = list(own_features(query))
                records = []
                for record, general in general_features(query, evidence).items():
                    features = {(OF_ALL, name): value for name, value in general.items()}
                    features |= {(record, name): value for name, value in own}
                    names = {record, *evidence.records[record].aliases}
                    records.append((features, bool(names & gold.study_ids)))
                choices.append(Choice(number, records))
    return choices


class Fit:
    """The choices as a matrix."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        """Number the features that stand often enough."""
        count: Counter[Key] = Counter()
        hits: Counter[Key] = Counter()
        for choice in choices:
            for features, is_named in choice.records:
                count.update(features.keys())
                hits.update(features.keys() if is_named else ())
        self.keys = sorted(key for key in count if count[key] >= ROWS and (key[0] == OF_ALL or hits[key] >= HITS))
        place = {key: number for number, key in enumerate(self.keys)}
        rows = [(choice, features, is_named) for choice in choices for features, is_named in choice.records]
        cells = [(n, place[key], value) for n, (_, f, _) in enumerate(rows) for key, value in f.items() if key in place]
        lines, columns, values = zip(*cells, strict=True)
        self.matrix = csr_matrix((values, (lines, columns)), shape=(len(rows), len(self.keys)))
        self.named = np.array([is_named for _, _, is_named in rows])
        self.ends = np.cumsum([0, *(len(choice.records) for choice in choices)])

    def solve(self, chosen: Sequence[int]) -> np.ndarray:
        """Return the weights that fit some of the choices."""
        index = np.concatenate([np.arange(self.ends[k], self.ends[k + 1]) for k in chosen])
        matrix, named = self.matrix[index], self.named[index]
        sizes = np.array([self.ends[k + 1] - self.ends[k] for k in chosen])
        starts, group = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(chosen)), sizes)
        counts = np.add.reduceat(named.astype(float), starts) > 0  # a choice without a named record teaches nothing
        transposed = matrix.T.tocsr()

        def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
            scores = matrix @ weights
            grown = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
            total, right = np.add.reduceat(grown, starts), np.add.reduceat(grown * named, starts)
            safe = np.maximum(right, 1e-300)
            gain = np.where(counts, np.log(safe) - np.log(total), 0.0).sum()
            slope = np.where(counts[group], grown / total[group] - np.where(named, grown / safe[group], 0.0), 0.0)
            return -gain + PENALTY / 2 * weights @ weights, transposed @ slope + PENALTY * weights

        start = np.zeros(len(self.keys))
        return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x

    def hits(self, choice: int, weights: np.ndarray) -> bool:
        """Tell whether a named record is among the first of a choice."""
        part = slice(self.ends[choice], self.ends[choice + 1])
        best = np.argsort(-(self.matrix[part] @ weights), kind="stable")[:SHOWN]
        return bool(self.named[part][best].any())


def main() -> None:
    """Fit, print and, with --write, store the weights."""
    files, is_written = read_options(__doc__ or "")
    choices = read_choices(files)
    fit = Fit(choices)
    right = 0
    for fold in range(FOLDS):
        taught = [number for number, choice in enumerate(choices) if choice.page % FOLDS != fold]
        weights = fit.solve(taught)
        right += sum(fit.hits(n, weights) for n, choice in enumerate(choices) if choice.page % FOLDS == fold)
    print(f"{len(choices)} claims; a named record among the first {SHOWN}, pages left out: {right / len(choices):.3f}")
    if is_written:
        write_weights(fit.keys, fit.solve(range(len(choices))))


def write_weights(keys: Sequence[Key], weights: np.ndarray) -> None:
    """Write one row for each feature, its records in order."""
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for (record, name), weight in zip(keys, weights, strict=True):
        rounded = round(20 * float(weight)) / 20
        if abs(rounded) >= LEAST:
            row, column = (OF_ALL, name) if record == OF_ALL else (name, record)
            rows[row][column] = rounded
    lines = [json.dumps({"id": row, "weights": rows[row]}, ensure_ascii=False) + "\n" for row in sorted(rows)]
    (data_dir() / "record_weights.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
