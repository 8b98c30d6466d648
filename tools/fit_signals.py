"""Refit the weights in data/claim_signals.jsonl on labelled pages.

    python tools/fit_signals.py tests/gold/dev.jsonl tests/gold/dev2.jsonl [more.jsonl] [--write]

Penalised logistic regression by Newton's method: the objective is the log-likelihood minus half the sum of squared
weights over C (bias unpenalised). Prints each weight beside the present one, and precision and recall of units when
pages are left out by twelfths. Rows whose note ends in "(set by hand)" are kept. Never give it the unseen pages.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from claimcheck.components.signals import NAMES, never_a_claim, signals_of
from claimcheck.pipeline import load_pipeline
from claimcheck.resources import data_dir

C = 0.3
FOLDS = 12
THRESHOLD = 0.44  # probability at which a unit is called a claim: a missed promise costs more than a spare line


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the intersection over union of two spans."""
    inside = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inside / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def read_units(paths: list[Path]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return signals (units x signals), labels and page numbers of the labelled units."""
    rows, labels, pages = [], [], []
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for number, page in enumerate(map(json.loads, lines)):
        text = page.get("text") or _seed_text(paths[0], page["file"])
        doc = load_pipeline()(text)
        gold = [(claim["start"], claim["end"]) for claim in page["claims"]]
        loose = [(text.find(quote), text.find(quote) + len(quote)) for quote in page.get("ambiguous") or []]
        for index, unit in enumerate(doc._.claimcheck_units if gold else ()):
            facts, span = doc._.claimcheck_page.facts(index), (unit.start, unit.end)
            label = any(overlap(span, other) >= 0.5 for other in gold)
            if not label and any(overlap(span, other) >= 0.3 for other in loose):
                continue
            if never_a_claim(facts):
                continue
            found = set(signals_of(facts))
            rows.append([name in found for name in NAMES])
            labels.append(label)
            pages.append(number)
    return np.array(rows, float), np.array(labels, float), np.array(pages)


def _seed_text(gold: Path, name: str) -> str:
    return (gold.parent.parent / "seeds" / name).read_bytes().decode("utf-8")


def fit(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return bias and weights."""
    design = np.hstack([np.ones((len(rows), 1)), rows])
    penalty = np.diag([0.0] + [1 / C] * rows.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (labels - chance) - penalty @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def predict(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the probability that each unit is a claim."""
    return 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))


def main() -> None:
    """Fit, print and, with --write, store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows, labels, pages = read_units(options.files)
    held_out = np.zeros(len(labels))
    for fold in range(FOLDS):
        test = pages % FOLDS == fold
        held_out[test] = predict(rows[test], fit(rows[~test], labels[~test]))
    said = held_out >= THRESHOLD
    print(f"{len(labels)} units, {int(labels.sum())} claims; pages left out by twelfths: ", end="")
    print(f"precision {labels[said].mean():.3f}, recall {said[labels == 1].mean():.3f}")
    weights = fit(rows, labels)
    fitted = dict(zip(["bias", *NAMES], weights, strict=True))
    fitted["bias"] -= np.log(THRESHOLD / (1 - THRESHOLD))
    path = data_dir() / "claim_signals.jsonl"
    old = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    new = []
    for name, weight in fitted.items():
        row = old.get(name, {"id": name, "weight": None, "note": ""})
        print(f"{name:32} {weight:6.2f}  {row['weight']}")
        by_hand = row["note"].endswith("(set by hand)")
        new.append({**row, "weight": row["weight"] if by_hand else round(20 * weight) / 20})
    if options.write:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in new), encoding="utf-8")


if __name__ == "__main__":
    main()
