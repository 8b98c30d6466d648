"""Refit the weights in data/claim_signals.jsonl and data/reading_weights.jsonl on labelled pages.

    python tools/fit_readings.py tests/gold/dev*.jsonl [more.jsonl] [--write]

Penalised logistic regression (scikit-learn, extra ``fit``): the log-likelihood minus half the sum of squared weights
over C; words, pairs of words and concepts are held to a smaller C than signals, as there are many more of them. First
whether a page is about a treatment (see fit_pages); whether a unit is a claim; then how a claim is put (see
fit_stances) and its kind (see fit_kinds); then how it reads, each put as fits without its page put it. Prints how well
each does on pages that were left out, by twelfths. Never give it the unseen pages.
"""

import json
import math
from collections.abc import Mapping, Sequence

import numpy as np
from fit_kinds import fit_kinds
from fit_pages import fit_pages, write_pages
from fit_stances import fit_stances
from fitting import FOLDS, matrix, read_options
from labelled_units import WORDING, Rarity, Unit, common_wording, read_units, told_when_put
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from claimcheck.components.signals import NAMES
from claimcheck.models import READINGS
from claimcheck.resources import data_dir

C_SIGNAL, C_WORD = 1.0, 0.25
THRESHOLD = 0.4  # probability at which a unit is called a claim: a missed promise costs more than a spare line
DOUBTFUL = -1.5  # log-odds of being a claim, by a fit without its page, from which a unit that is none teaches readings
COMMON = Rarity(pages=5, units=9, pair_pages=10, pair_units=18)
LEAST = 0.1  # weights of words below it are left out
# Which accepted verdicts make a sentence bear a reading.
ACCEPTED = {
    "promise": {"overstated", "misquoted", "contradicted"},
    "unsourced": {"no-evidence-found"},
    "early-result": {"early-evidence"},
    "talk": {"not-checkable"},
    "fact": {"supported"},
}


def fit(rows: csr_matrix, labels: np.ndarray, worth: np.ndarray) -> LogisticRegression:
    """Return the fitted regression; a column carries its penalty by its scale, a row counts for what it is worth."""
    return LogisticRegression(C=1.0, max_iter=1000, tol=1e-5).fit(rows, labels, worth)


def weights_of(model: LogisticRegression, names: Sequence[str]) -> dict[str, float]:
    """Return the weight of each feature, and the bias."""
    return {"bias": float(model.intercept_[0])} | {
        name: float(weight) * scale_of(name) for name, weight in zip(names, model.coef_[0], strict=True)
    }


def scale_of(name: str) -> float:
    """Return the value that stands for a feature: a smaller one is held to a smaller C."""
    return math.sqrt(C_WORD if name.startswith(WORDING) else C_SIGNAL)


def cross_validate(rows: csr_matrix, labels: np.ndarray, units: Sequence[Unit]) -> np.ndarray:
    """Return a probability for each unit from a fit without its page."""
    held_out, pages, worth = np.zeros(len(labels)), np.array([unit.page for unit in units]), worth_of(units)
    for fold in range(FOLDS):
        test = pages % FOLDS == fold
        held_out[test] = fit(rows[~test], labels[~test], worth[~test]).predict_proba(rows[test])[:, 1]
    return held_out


def worth_of(units: Sequence[Unit]) -> np.ndarray:
    """Return how much each unit teaches."""
    return np.array([unit.teaches for unit in units])


def main() -> None:
    """Fit, print and, with --write, store the weights."""
    files, is_written = read_options(__doc__ or "")
    pages_told = fit_pages(files)
    units = read_units(files)
    wording = common_wording(units, COMMON)

    labels = np.array([unit.claim is not None for unit in units], float)
    names = [*NAMES, *wording]
    rows = matrix([{*unit.signals, *unit.facts.wording} for unit in units], names, scale_of)
    left_out = cross_validate(rows, labels, units)
    said = left_out >= THRESHOLD
    print(f"{len(labels)} units, {int(labels.sum())} claims; pages left out by twelfths: ", end="")
    print(f"precision {labels[said].mean():.3f}, recall {said[labels == 1].mean():.3f}")
    model = fit(rows, labels, worth_of(units))
    claim = weights_of(model, names)
    claim["bias"] -= math.log(THRESHOLD / (1 - THRESHOLD))

    stances = fit_stances(units)
    kinds = fit_kinds(units, stances.held_out)

    keep = np.array((left_out > 1 / (1 + math.exp(-DOUBTFUL))) | (labels == 1))
    taught = [place for place, is_kept in enumerate(keep) if is_kept]
    teachers = [units[place] for place in taught]
    put = [told_when_put(units[place], stances.held_out[place], kinds.held_out[place]) for place in taught]
    names = [*sorted({name for own in put for name in own if not name.startswith(WORDING)}), *wording]
    rows = matrix(put, names, scale_of)
    accepted = [set((unit.claim or {}).get("verdicts", ())) for unit in teachers]
    readings: dict[str, dict[str, float]] = {}
    for reading in READINGS:
        bears = np.array([bool(verdicts & ACCEPTED[reading]) for verdicts in accepted], float)
        area = roc_auc_score(bears, cross_validate(rows, bears, teachers))
        print(f"{reading:14} borne by {int(bears.sum())}; area under the curve on pages left out {area:.3f}")
        readings[reading] = weights_of(fit(rows, bears, worth_of(teachers)), names)
    if is_written:
        write_signals(claim)
        write_readings(claim, readings, {"stances": stances.weights, "kinds": kinds.weights})
        write_pages(pages_told)


def write_signals(claim: dict[str, float]) -> None:
    """Renew the weights of the signals; rows whose note ends in "(set by hand)" are kept."""
    path = data_dir() / "claim_signals.jsonl"
    old = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    new = []
    for name in ("bias", *NAMES):
        row = old.get(name, {"id": name, "weight": None, "note": ""})
        by_hand = row["note"].endswith("(set by hand)")
        new.append({**row, "weight": row["weight"] if by_hand else round(20 * claim[name]) / 20})
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in new), encoding="utf-8")


def write_readings(
    claim: Mapping[str, float],
    readings: Mapping[str, Mapping[str, float]],
    choices: Mapping[str, Mapping[str, Mapping[str, float]]],
) -> None:
    """Write the weights of the wording for being a claim, and of every feature for the readings and the choices."""
    lines = []
    for name in sorted({name for weights in (*readings.values(), *choices.values()) for name in weights}):
        told = {reading: round(20 * weights.get(name, 0.0)) / 20 for reading, weights in readings.items()}
        told = {reading: weight for reading, weight in told.items() if abs(weight) >= LEAST}
        own = round(20 * claim.get(name, 0.0)) / 20 if name.startswith(WORDING) else 0.0
        row: dict[str, object] = {"id": name}
        if abs(own) >= LEAST:
            row["claim"] = own
        if told:
            row["readings"] = told
        row |= {choice: weights[name] for choice, weights in choices.items() if name in weights}
        if len(row) > 1:
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    (data_dir() / "reading_weights.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
