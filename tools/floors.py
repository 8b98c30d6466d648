"""The floors below which no figure may fall, pinned for each gold file together with its fingerprint."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring import Figure, Share

AT_LEAST = (
    "recall",
    "precision",
    "f1",
    "kind",
    "stance",
    "polarity",
    "verdict",
    "end_to_end",
    "caught_guilty",
    "record_at_3",
)
AT_MOST = (
    "accused_innocent",
    "accused_non_claims_per_page",
    "non_claims_hit",
    "claims_on_empty_pages",
    "inexact_offsets",
)
SLACK = 0.01  # between a measured share and its floor; counts have none


@dataclass(frozen=True)
class Floors:
    """The bounds of one gold file."""

    sha256: str
    at_least: Mapping[str, float]
    at_most: Mapping[str, float]


def read_floors(path: Path) -> dict[str, Floors]:
    """Read the bounds by name of gold file; none from a missing file."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {name: Floors(row["sha256"], row["at_least"], row["at_most"]) for name, row in rows.items()}


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """Write the bounds, sorted by name of gold file."""
    rows = {
        name: {"sha256": row.sha256, "at_least": dict(row.at_least), "at_most": dict(row.at_most)}
        for name, row in sorted(floors.items())
    }
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def find_breaches(name: str, figures: Mapping[str, Figure], floors: Floors, sha256: str) -> list[str]:
    """Return one sentence for each bound that does not hold."""
    breaches = []
    if floors.sha256 != sha256:
        breaches.append(f"{name}: the file changed since its floors were set; renew them with --raise-floors")
    for figure, bound in floors.at_least.items():
        value = value_of(figures[figure])
        if value is None or value < bound:
            breaches.append(f"{name}: {figure} is {_show(value)}, its floor is {bound}")
    for figure, bound in floors.at_most.items():
        value = value_of(figures[figure])
        if value is None or value > bound:
            breaches.append(f"{name}: {figure} is {_show(value)}, its ceiling is {bound}")
    return breaches


def renew(figures: Mapping[str, Figure], old: Floors | None, sha256: str, *, allow_lower: bool) -> Floors:
    """Return bounds a little beside what was measured; none is loosened unless it is broken and that is allowed."""
    old = old or Floors(sha256, {}, {})
    at_least, at_most = dict(old.at_least), dict(old.at_most)
    for name in AT_LEAST:
        value = value_of(figures[name])
        bound = at_least.get(name, 0.0)
        if value is not None and (value >= bound or allow_lower):
            at_least[name] = max(_floor(value), bound) if value >= bound else _floor(value)
    for name in AT_MOST:
        value = value_of(figures[name])
        bound = at_most.get(name, math.inf)
        if value is not None and (value <= bound or allow_lower):
            new = _ceiling(value, exact=isinstance(figures[name], int))
            at_most[name] = min(new, bound) if value <= bound else new
    return Floors(sha256, at_least, at_most)


def value_of(figure: Figure) -> float | None:
    """Return a figure as a number."""
    return figure.value if isinstance(figure, Share) else figure


def _floor(value: float) -> float:
    return max(0.0, math.floor(round((value - SLACK) * 1000, 6)) / 1000)


def _ceiling(value: float, *, exact: bool) -> float:
    return value if exact else math.ceil(round((value + SLACK) * 1000, 6)) / 1000


def _show(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4g}"
