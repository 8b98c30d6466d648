"""What a page's claims did between two versions of it: added, dropped, strengthened, weakened or reworded.

Which claim became which is a question of likeness; whether it says more is decided by its strength and its numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from claimcheck.models import Assessment, Quantity, Strength
from claimcheck.report import Report, is_benefit

ALIKE = 65  # likeness from which two sentences are versions of one, 0-100
SHORT = 20  # characters: shorter sentences must be the same but for case and punctuation
_SHARES = ("percent", "ratio")


class ChangeKind(str, Enum):
    """What became of a claim, what matters most first."""

    STRENGTHENED = "strengthened"
    ADDED = "added"
    WEAKENED = "weakened"
    DROPPED = "dropped"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Change:
    """A claim in its two versions; one is missing where it was added or dropped."""

    kind: ChangeKind
    old: Assessment | None
    new: Assessment | None
    score: float | None = None  # likeness of the two, 0-100
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two versions of a page and what changed between them."""

    old: Report
    new: Report
    changes: tuple[Change, ...]  # what matters most first, then in the order of the pages
    unchanged: int

    def count(self, kind: ChangeKind) -> int:
        """Return how many claims changed in this way."""
        return sum(change.kind is kind for change in self.changes)


def compare(old: Report, new: Report) -> Comparison:
    """Pair the claims of two versions of a page and say what became of each."""
    pairs = pair_claims(old.assessments, new.assessments)
    before, after = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    changes = [Change(ChangeKind.DROPPED, a, None) for i, a in enumerate(old.assessments) if i not in before]
    changes += [Change(ChangeKind.ADDED, None, a) for j, a in enumerate(new.assessments) if j not in after]
    unchanged = 0
    for i, j, score in pairs:
        change = classify(old.assessments[i], new.assessments[j], score)
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    order = list(ChangeKind)
    changes.sort(key=lambda change: (order.index(change.kind), _place(change)))
    return Comparison(old, new, tuple(changes), unchanged)


def pair_claims(old: Sequence[Assessment], new: Sequence[Assessment]) -> list[tuple[int, int, float]]:
    """Return which claim became which, by index, with their likeness; each stands in one pair at most.

    The likest are paired first; of equals, those whose places in the two pages are nearest.
    """
    candidates = sorted(_find_alike(old, new), key=lambda pair: (-pair[2], abs(pair[0] - pair[1]), pair[0], pair[1]))
    pairs, before, after = [], set[int](), set[int]()
    for i, j, score in candidates:
        if i not in before and j not in after:
            pairs.append((i, j, score))
            before.add(i)
            after.add(j)
    return sorted(pairs)


def classify(old: Assessment, new: Assessment, score: float) -> Change | None:
    """Say whether a claim says more or less than before; None where its words are the same."""
    if _words(old) == _words(new):
        return None
    steps = [*_compare_strength(old, new), *_compare_numbers(old, new)]
    directions = {direction for direction, _ in steps if direction}
    kind = ChangeKind.REWORDED
    if directions == {1}:
        kind = ChangeKind.STRENGTHENED
    elif directions == {-1}:
        kind = ChangeKind.WEAKENED
    reasons = [reason for _, reason in steps] + [*_compare_citations(old, new)]
    return Change(kind, old, new, round(score, 1), tuple(reasons))


def _find_alike(old: Sequence[Assessment], new: Sequence[Assessment]) -> Iterator[tuple[int, int, float]]:
    from rapidfuzz import fuzz, utils

    before = [utils.default_process(assessment.claim.text) for assessment in old]
    after = [utils.default_process(assessment.claim.text) for assessment in new]
    for i, first in enumerate(before):
        for j, second in enumerate(after):
            least = 100 if min(len(first), len(second)) < SHORT else ALIKE
            score = fuzz.token_sort_ratio(first, second, score_cutoff=least)
            if score:
                yield i, j, score


def _place(change: Change) -> int:
    """Return where the claim stands: on the new page, or where it stood."""
    shown = change.new or change.old
    return shown.claim.start if shown else 0


def _words(assessment: Assessment) -> list[str]:
    return assessment.claim.text.split()


def _compare_strength(old: Assessment, new: Assessment) -> Iterator[tuple[int, str]]:
    before, after = old.claim.strength, new.claim.strength
    if before is not after:
        order = list(Strength)  # strongest first
        direction = 1 if order.index(after) < order.index(before) else -1
        yield direction, f"wording: {before.value} → {after.value}"


def _compare_numbers(old: Assessment, new: Assessment) -> Iterator[tuple[int, str]]:
    before, after = _figures(old), _figures(new)
    if [q.text for q in before] == [q.text for q in after]:
        return
    direction = 0
    if len(before) == len(after) == 1 and before[0].type in _SHARES and after[0].type in _SHARES and is_benefit(new):
        direction = _sign((_top(after[0]) or 0) - (_top(before[0]) or 0))
    elif after and not before and is_benefit(new):
        direction = 1
    elif before and not after and is_benefit(old):
        direction = -1
    yield direction, f"number: {_list(before)} → {_list(after)}"


def _compare_citations(old: Assessment, new: Assessment) -> Iterator[str]:
    before = {citation.identifier for citation in old.claim.citations}
    after = {citation.identifier for citation in new.claim.citations}
    if gone := sorted(before - after):
        yield f"no longer cites {', '.join(gone)}"
    if come := sorted(after - before):
        yield f"now cites {', '.join(come)}"


def _figures(assessment: Assessment) -> list[Quantity]:
    return [q for q in assessment.claim.quantities if q.type in (*_SHARES, "fold")]


def _top(quantity: Quantity) -> float | None:
    return quantity.high if quantity.high is not None else quantity.value


def _list(quantities: Sequence[Quantity]) -> str:
    return ", ".join(quantity.text for quantity in quantities) or "none"


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
