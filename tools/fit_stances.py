"""Fit the weights by which the wording of a claim overrules its cues; part of tools/fit_readings.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitting import fit_choices, matrix
from labelled_units import WORDING, Rarity, Unit, common_wording, told_by

from claimcheck.components.assertions import Assertion
from claimcheck.components.stances import put_as, stance_features
from claimcheck.models import Stance

COMMON = Rarity(pages=6, units=12, pair_pages=10, pair_units=18)
OF_CUES, OF_WORDING = 2.0, 0.7  # values that stand for a feature: with a large one a weight is held less tightly


@dataclass(frozen=True)
class StanceFit:
    """What the labels teach of how a claim is put."""

    weights: Mapping[str, Mapping[str, float]]  # by feature and stance
    held_out: Sequence[Assertion]  # how each unit is put by a fit without its page


def scale_of(name: str) -> float:
    """Return the value that stands for a feature."""
    if name.startswith("cues:"):
        return OF_CUES
    return OF_WORDING if name.startswith(WORDING) else 1.0


def fit_stances(units: Sequence[Unit]) -> StanceFit:
    """Fit the weights, and print how often the stance is right on pages left out."""
    features = [told_by(unit) | set(stance_features(unit.facts, unit.by_cues.stance)) for unit in units]
    wording = common_wording([unit for unit in units if unit.claim], COMMON)
    names = [*sorted({name for one in features for name in one if not name.startswith(WORDING)}), *wording]
    labels = [_label_of(unit).value if unit.claim else "" for unit in units]
    fitted = fit_choices(matrix(features, names, scale_of), names, labels, [unit.page for unit in units])
    put = [put_as(unit.by_cues, Stance(stance)) for unit, stance in zip(units, fitted.held_out, strict=True)]
    _print_accuracy(units, put)
    return StanceFit(fitted.weights, put)


def _accepted(unit: Unit) -> set[str]:
    claim = unit.claim or {}
    other = claim.get("stance_alt") or []
    return {claim["stance"], *([other] if isinstance(other, str) else other)}


def _label_of(unit: Unit) -> Stance:
    """Return the stance that a claim teaches: that of its cues where it is accepted."""
    accepted = _accepted(unit)
    return unit.by_cues.stance if unit.by_cues.stance.value in accepted else Stance((unit.claim or {})["stance"])


def _print_accuracy(units: Sequence[Unit], held_out: Sequence[Assertion]) -> None:
    right, by_cues, overruled = 0, 0, 0
    claims = [(unit, put) for unit, put in zip(units, held_out, strict=True) if unit.claim]
    for unit, put in claims:
        accepted = _accepted(unit)
        right += put.stance.value in accepted
        by_cues += unit.by_cues.stance.value in accepted
        overruled += put.by_cues is not None
    total = len(claims)
    print(f"stance right in {right / total:.3f} of {total} claims; by cues alone {by_cues / total:.3f}; ", end="")
    print(f"{overruled} overruled")
