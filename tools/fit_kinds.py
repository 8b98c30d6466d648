"""Fit the weights by which the wording of a claim overrules the rules on its kind; part of tools/fit_readings.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitting import fit_choices, matrix
from labelled_units import WORDING, Rarity, Unit, common_wording, told_by

from claimcheck.components.assertions import Assertion
from claimcheck.components.kinds import kind_by_rules, kind_features
from claimcheck.models import Kind

COMMON = Rarity(pages=5, units=9, pair_pages=10, pair_units=18)
OF_RULES, OF_WORDING = 2.0, 0.5  # values that stand for a feature: with a large one a weight is held less tightly


@dataclass(frozen=True)
class KindFit:
    """What the labels teach of the kind of a claim."""

    weights: Mapping[str, Mapping[str, float]]  # by feature and kind
    held_out: Sequence[Kind]  # of each unit by a fit without its page


def scale_of(name: str) -> float:
    """Return the value that stands for a feature."""
    if name.startswith("by-rules:"):
        return OF_RULES
    return OF_WORDING if name.startswith(WORDING) else 1.0


def fit_kinds(units: Sequence[Unit], put: Sequence[Assertion]) -> KindFit:
    """Fit the weights, and print how often the kind is right on pages left out."""
    ruled = [kind_by_rules(unit.facts, assertion.stance) for unit, assertion in zip(units, put, strict=True)]
    features = [
        told_by(unit) | set(kind_features(unit.facts, by_rules, assertion))
        for unit, by_rules, assertion in zip(units, ruled, put, strict=True)
    ]
    wording = common_wording([unit for unit in units if unit.claim], COMMON)
    names = [*sorted({name for one in features for name in one if not name.startswith(WORDING)}), *wording]
    labels = [_label_of(unit, kind) if unit.claim else "" for unit, (kind, _) in zip(units, ruled, strict=True)]
    fitted = fit_choices(matrix(features, names, scale_of), names, labels, [unit.page for unit in units])
    claims = [place for place, unit in enumerate(units) if unit.claim]
    right = sum(fitted.held_out[place] in _accepted(units[place]) for place in claims)
    by_rules = sum(ruled[place][0].value in _accepted(units[place]) for place in claims)
    print(f"kind right in {right / len(claims):.3f}; by rules alone {by_rules / len(claims):.3f}")
    return KindFit(fitted.weights, [Kind(kind) for kind in fitted.held_out])


def _accepted(unit: Unit) -> set[str]:
    claim = unit.claim or {}
    other = claim.get("kind_alt") or []
    return {claim["kind"], *([other] if isinstance(other, str) else other)}


def _label_of(unit: Unit, by_rules: Kind) -> str:
    """Return the kind that a claim teaches: that of the rules where it is accepted."""
    return by_rules.value if by_rules.value in _accepted(unit) else str((unit.claim or {})["kind"])
