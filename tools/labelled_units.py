"""Units of labelled pages, for the tools that fit weights to them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from claimcheck.components.assertions import Assertion
from claimcheck.components.claims import assert_claim
from claimcheck.components.facts import Facts
from claimcheck.components.kinds import kind_by_rules
from claimcheck.components.readings import put_features, signal_features
from claimcheck.components.signals import never_a_claim, signals_of
from claimcheck.models import Kind
from claimcheck.pipeline import load_pipeline

WORDING = ("word:", "pair:", "concept:")  # before the names of features of the wording
WHOLE_PAGE = 800  # words from which a page is a whole one, as people paste them
MOSTLY_CLAIMS = 0.5  # share of its words in claims: more of them teach too little of what is none
OF_WHOLE_PAGE = 3.0  # how much more a unit of a whole page teaches


@dataclass(frozen=True)
class Unit:
    """A unit of a labelled page."""

    page: int
    facts: Facts
    signals: tuple[str, ...]
    by_cues: Assertion
    claim: Mapping[str, Any] | None  # its label; None for a unit that is no claim
    teaches: float = 1.0  # how much, against a unit of a page written to hold many claims


class Rarity(NamedTuple):
    """In how many pages and units a feature of the wording has to stand to say something."""

    pages: int
    units: int
    pair_pages: int  # the same for a pair of words
    pair_units: int


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
        teaches = OF_WHOLE_PAGE if _is_whole_page(text, [claim["quote"] for _, claim in gold]) else 1.0
        loose = [(text.find(quote), text.find(quote) + len(quote)) for quote in page.get("ambiguous") or []]
        for index, unit in enumerate(doc._.claimcheck_units if gold else ()):
            facts, span = doc._.claimcheck_page.facts(index), (unit.start, unit.end)
            found = next((claim for other, claim in gold if overlap(span, other) >= 0.5), None)
            if never_a_claim(facts) or (found is None and any(overlap(span, other) >= 0.3 for other in loose)):
                continue
            units.append(Unit(number, facts, tuple(signals_of(facts)), assert_claim(facts), found, teaches))
    return units


def _is_whole_page(text: str, claims: Sequence[str]) -> bool:
    """Tell whether a page is long, and most of it no claim, like those that people want checked."""
    words, claimed = len(text.split()), sum(len(claim.split()) for claim in claims)
    return words >= WHOLE_PAGE and claimed < MOSTLY_CLAIMS * words


def told_by(unit: Unit) -> set[str]:
    """Return the signals and the wording of a unit as features."""
    return {*signal_features(unit.signals), *unit.facts.wording} - {"bias"}


def told_when_put(unit: Unit, assertion: Assertion, kind: Kind) -> set[str]:
    """Return what the readings of a unit rest on that is put so."""
    _, rule = kind_by_rules(unit.facts, assertion.stance)
    return told_by(unit) | set(put_features(rule, kind, assertion.stance, assertion.strength))


def common_wording(units: Iterable[Unit], least: Rarity) -> list[str]:
    """Return the words, pairs and concepts that stand in enough units and pages to say something."""
    count: Counter[str] = Counter()
    pages: dict[str, set[int]] = defaultdict(set)
    for unit in units:
        for name in unit.facts.wording:
            count[name] += 1
            pages[name].add(unit.page)
    return sorted(name for name in count if _is_common(name, count[name], len(pages[name]), least))


def _is_common(name: str, units: int, pages: int, least: Rarity) -> bool:
    if name.startswith("pair:"):
        return units >= least.pair_units and pages >= least.pair_pages
    return units >= least.units and pages >= least.pages
