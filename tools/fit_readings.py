"""Refit the weights in data/claim_signals.jsonl and data/reading_weights.jsonl on labelled pages.

    python tools/fit_readings.py tests/gold/dev*.jsonl [more.jsonl] [--write]

Penalised logistic regression (scikit-learn, extra ``fit``): the log-likelihood minus half the sum of squared weights
over C; words, pairs of words and concepts are held to a smaller C than signals, as there are many more of them.
Prints how well the fit does on
pages that were left out, by twelfths. Never give it the unseen pages.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fitting import read_options
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from claimcheck.components.claims import assert_claim, assert_story
from claimcheck.components.facts import Facts
from claimcheck.components.kinds import kind_of
from claimcheck.components.readings import features_of
from claimcheck.components.signals import NAMES, never_a_claim, signals_of
from claimcheck.models import READINGS, Kind, Stance
from claimcheck.pipeline import load_pipeline
from claimcheck.resources import data_dir

C_SIGNAL, C_WORD = 1.0, 0.25
FOLDS = 12
THRESHOLD = 0.44  # probability at which a unit is called a claim: a missed promise costs more than a spare line
DOUBTFUL = -1.5  # log-odds of being a claim from which a unit that is none teaches the readings
PAGES, UNITS = 3, 4  # in how many a word or concept has to stand
PAIR_PAGES, PAIR_UNITS = 5, 8  # the same for a pair of words
WORDING = ("word:", "pair:", "concept:")  # before the names of features that are held to the smaller C
LEAST = 0.1  # weights of words below it are left out
# Which accepted verdicts make a sentence bear a reading.
ACCEPTED = {
    "promise": {"overstated", "misquoted", "contradicted"},
    "unsourced": {"no-evidence-found"},
    "early-result": {"early-evidence"},
    "talk": {"not-checkable"},
    "fact": {"supported"},
}


@dataclass(frozen=True)
class Unit:
    """A labelled unit of a page."""

    page: int
    signals: frozenset[str]
    wording: frozenset[str]  # features of its words, pairs of words and concepts
    put: frozenset[str]  # features of kind, stance and strength, and the signals
    verdicts: frozenset[str] | None  # accepted; None for a unit that is no claim


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the intersection over union of two spans."""
    inside = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inside / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def read_units(paths: Sequence[Path]) -> list[Unit]:
    """Return the labelled units of all pages that have claims; doubtful ones are left out."""
    units = []
    lines = [(path, line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for number, (path, page) in enumerate((path, json.loads(line)) for path, line in lines):
        text = page.get("text") or (path.parent.parent / "seeds" / page["file"]).read_bytes().decode("utf-8")
        doc = load_pipeline()(text)
        gold = [((claim["start"], claim["end"]), claim) for claim in page["claims"]]
        loose = [(text.find(quote), text.find(quote) + len(quote)) for quote in page.get("ambiguous") or []]
        for index, unit in enumerate(doc._.claimcheck_units if gold else ()):
            facts, span = doc._.claimcheck_page.facts(index), (unit.start, unit.end)
            found = next((claim for other, claim in gold if overlap(span, other) >= 0.5), None)
            if never_a_claim(facts) or (found is None and any(overlap(span, other) >= 0.3 for other in loose)):
                continue
            units.append(make_unit(number, facts, found))
    return units


def make_unit(page: int, facts: Facts, claim: dict[str, list[str]] | None) -> Unit:
    """Return what a unit teaches."""
    signals = signals_of(facts)
    assertion = assert_claim(facts)
    kind, rule = kind_of(facts, assertion.stance)
    if kind is Kind.TESTIMONIAL and assertion.stance is not Stance.CRITICISM:
        assertion = assert_story(facts, assertion)
    put = features_of((rule, *signals), (), kind, assertion.stance, assertion.strength)
    accepted = None if claim is None else frozenset(claim["verdicts"])
    return Unit(page, frozenset(signals), frozenset(facts.wording), frozenset(put) - {"bias"}, accepted)


def common_wording(units: Sequence[Unit]) -> list[str]:
    """Return the words, pairs and concepts that stand in enough units and pages to say something."""
    count: Counter[str] = Counter()
    pages: dict[str, set[int]] = defaultdict(set)
    for unit in units:
        for name in unit.wording:
            count[name] += 1
            pages[name].add(unit.page)
    return sorted(name for name in count if _is_common(name, count[name], len(pages[name])))


def _is_common(name: str, units: int, pages: int) -> bool:
    if name.startswith("pair:"):
        return units >= PAIR_UNITS and pages >= PAIR_PAGES
    return units >= UNITS and pages >= PAGES


def fit(rows: csr_matrix, labels: np.ndarray) -> LogisticRegression:
    """Return the fitted regression; the columns carry their penalty by their scale."""
    return LogisticRegression(C=1.0, max_iter=1000, tol=1e-5).fit(rows, labels)


def weights_of(model: LogisticRegression, names: Sequence[str]) -> dict[str, float]:
    """Return the weight of each feature, and the bias."""
    return {"bias": float(model.intercept_[0])} | {
        name: float(weight) * scale_of(name) for name, weight in zip(names, model.coef_[0], strict=True)
    }


def scale_of(name: str) -> float:
    """Return the value that stands for a feature: a smaller one is held to a smaller C."""
    return math.sqrt(C_WORD if name.startswith(WORDING) else C_SIGNAL)


def matrix(units: Sequence[Unit], names: Sequence[str], features: Callable[[Unit], frozenset[str]]) -> csr_matrix:
    """Return which unit has which feature."""
    place = {name: index for index, name in enumerate(names)}
    cells = [(row, place[name]) for row, unit in enumerate(units) for name in features(unit) if name in place]
    rows, columns = zip(*cells, strict=True)
    values = [scale_of(names[column]) for column in columns]
    return csr_matrix((values, (rows, columns)), shape=(len(units), len(names)))


def cross_validate(rows: csr_matrix, labels: np.ndarray, pages: np.ndarray) -> np.ndarray:
    """Return a probability for each unit from a fit without its page."""
    held_out = np.zeros(len(labels))
    for fold in range(FOLDS):
        test = pages % FOLDS == fold
        held_out[test] = fit(rows[~test], labels[~test]).predict_proba(rows[test])[:, 1]
    return held_out


def main() -> None:
    """Fit, print and, with --write, store the weights."""
    files, is_written = read_options(__doc__ or "")
    units = read_units(files)
    wording = common_wording(units)

    labels = np.array([unit.verdicts is not None for unit in units], float)
    names = [*NAMES, *wording]
    rows = matrix(units, names, lambda unit: unit.signals | unit.wording)
    said = cross_validate(rows, labels, np.array([unit.page for unit in units])) >= THRESHOLD
    print(f"{len(labels)} units, {int(labels.sum())} claims; pages left out by twelfths: ", end="")
    print(f"precision {labels[said].mean():.3f}, recall {said[labels == 1].mean():.3f}")
    model = fit(rows, labels)
    claim = weights_of(model, names)
    claim["bias"] -= math.log(THRESHOLD / (1 - THRESHOLD))

    doubtful = model.decision_function(rows) > DOUBTFUL
    taught = [unit for unit, keep in zip(units, doubtful, strict=True) if keep or unit.verdicts is not None]
    names = [*sorted({name for unit in taught for name in unit.put}), *wording]
    rows = matrix(taught, names, lambda unit: unit.put | unit.wording)
    pages = np.array([unit.page for unit in taught])
    readings: dict[str, dict[str, float]] = {}
    for reading in READINGS:
        bears = np.array([bool((unit.verdicts or frozenset()) & ACCEPTED[reading]) for unit in taught], float)
        area = roc_auc_score(bears, cross_validate(rows, bears, pages))
        print(f"{reading:14} borne by {int(bears.sum())}; area under the curve on pages left out {area:.3f}")
        readings[reading] = weights_of(fit(rows, bears), names)
    if is_written:
        write_signals(claim)
        write_readings(claim, readings)


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


def write_readings(claim: dict[str, float], readings: dict[str, dict[str, float]]) -> None:
    """Write the weights of the wording for being a claim, and of every feature for the readings."""
    lines = []
    for name in sorted({name for weights in readings.values() for name in weights}):
        told = {reading: round(20 * weights[name]) / 20 for reading, weights in readings.items()}
        told = {reading: weight for reading, weight in told.items() if abs(weight) >= LEAST}
        own = round(20 * claim.get(name, 0.0)) / 20 if name.startswith(WORDING) else 0.0
        row = {"id": name}
        if abs(own) >= LEAST:
            row["claim"] = own
        if told:
            row["readings"] = told
        if len(row) > 1:
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    (data_dir() / "reading_weights.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
