"""Exact comparison of claimed numbers with a study's own: approximators, intervals, shares."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from operator import ge, gt, le, lt
from types import MappingProxyType

from claimcheck.agreement import lineage
from claimcheck.grim import decimals_of
from claimcheck.models import Claim, Comparison, Quantity
from claimcheck.phrases import find_phrases
from claimcheck.resources import concepts
from claimcheck.rows import Outcome, Record

SHARE_TYPES = frozenset({"percent", "ratio"})
COUNT_TYPES = frozenset({"participants", "studies"})
GENERAL = frozenset({"benefit", "function"})  # outcomes that may stand for any improvement
CONFIDENCE = 0.95
BISECTIONS = 60  # halvings: far below the precision printed
ROUNDING = 0.5  # percentage points that rounding to whole numbers may move

# How far a study's figure may lie from a claimed one, in percentage points below and above, for each approximator.
MARGINS: Mapping[str | None, tuple[float, float]] = MappingProxyType(
    {
        None: (ROUNDING, ROUNDING),
        "about": (4.0, 4.0),
        "nearly": (6.0, ROUNDING),  # "nearly half" is 44.0 to 50.5
        "over": (-0.05, 20.0),
        "at-least": (0.0, 20.0),
        "under": (20.0, -0.05),
        "at-most": (20.0, 0.0),
        "up-to": (100.0, ROUNDING),
    }
)
OPEN_ENDED: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {"over": gt, "at-least": ge, "under": lt, "at-most": le, "up-to": le}
)
TELLS_IMPROVEMENT, SEVERAL_GRADES = "tells-improvement", "several-grades"  # rows of phrases.jsonl
COUNT_SLACK = 0.1  # of a count with an approximator


@dataclass(frozen=True)
class NumberCheck:
    """What comparing the numbers of a claim with those of its records gave."""

    comparison: Comparison | None = None
    agrees: bool = False
    differs: bool = False  # the same thing was read in the cited work, with another figure


NOT_COMPARED = NumberCheck()
_Read = tuple[Record, Outcome]


@lru_cache(maxsize=500)  # the shares of the records recur
def binomial_interval(numerator: int, denominator: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact (Clopper-Pearson) interval of a share in percent, by bisection on the binomial distribution.

    >>> binomial_interval(7, 10)
    (34.8, 93.3)
    """
    tail = (1 - confidence) / 2
    low, high = 0.0, 1.0
    if numerator > 0:
        low = _bisect(lambda share: 1 - _at_most(numerator - 1, denominator, share) > tail)
    if numerator < denominator:
        high = _bisect(lambda share: _at_most(numerator, denominator, share) < tail)
    return round(100 * low, 1), round(100 * high, 1)


def _bisect(is_above: Callable[[float], bool]) -> float:
    """Return where a condition that holds above some share begins to hold."""
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_above(middle) else (middle, high)
    return (low + high) / 2


def _at_most(count: int, trials: int, share: float) -> float:
    """Return the chance of at most so many successes."""
    return sum(comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(count + 1))


def fits_share(claimed: float, study: float, approximator: str | None, *, decimals: int = 0) -> bool:
    """Tell whether a study's percentage bears out a claimed one.

    >>> fits_share(50, 48.9, "nearly"), fits_share(60, 50, "over"), fits_share(48.9, 48.2, None, decimals=1)
    (True, False, False)
    """
    below, above = MARGINS.get(approximator, MARGINS[None])
    if approximator is None:
        below = above = ROUNDING / 10**decimals
    return claimed - below - 1e-9 <= study <= claimed + above + 1e-9


def has_share_over_all(claim: Claim) -> bool:
    """Tell whether a share of people passes 100 per cent."""
    return any(
        q.type in SHARE_TYPES and q.of is not None and q.value is not None and q.value > 100 for q in claim.quantities
    )


def compare_numbers(claim: Claim, cited: Sequence[Record], others: Iterable[Record] = ()) -> NumberCheck:
    """Compare the claim's numbers with those of the cited records, or look for them in other records.

    Only a cited record can differ. In other records a figure is only ever found.
    """
    read = [record for record in cited if record.assessed]
    if read:
        has_share = any(quantity.type in SHARE_TYPES for quantity in claim.quantities)
        check = _compare_shares(claim.quantities, claim, read) if has_share else _compare_counts(claim, read)
        if check.agrees or check.differs:
            return check
    exact = list(filter(_is_telling, claim.quantities))
    if not exact:
        return NOT_COMPARED
    found = _compare_shares(exact, claim, [record for record in others if record.assessed])
    return found if found.agrees else NOT_COMPARED


def _is_telling(quantity: Quantity) -> bool:
    """Tell whether a share is so exact that the same figure in a work not cited is no coincidence."""
    is_single = quantity.value is not None and quantity.low is None and quantity.approximator in (None, "about")
    return is_single and (bool(quantity.denominator) or decimals_of(quantity) > 0)


def _compare_shares(quantities: Iterable[Quantity], claim: Claim, records: Sequence[Record]) -> NumberCheck:
    shares = [q for q in quantities if q.type in SHARE_TYPES and (q.value is not None or q.low is not None)]
    if not shares:
        return NOT_COMPARED
    about = set(claim.concepts.get("outcome", ()))
    groups = {_group(outcome) for outcome in about} | {None}
    if not groups & {"benefit", "mechanism", "safety"}:  # "9 of 10 improved" names no outcome
        groups.add("benefit")
    found = [(r, o) for r in records for o in r.outcomes if percent_of(o) is not None and _group(o.outcome) in groups]
    if not found:
        return NOT_COMPARED
    said = find_phrases(claim.text)
    named = {outcome for outcome in about if _group(outcome) == "benefit"} - GENERAL
    found = [pair for pair in found if not named or _is_related(pair[1].outcome, named)]
    same = [pair for pair in found if pair[1].outcome in about] or _only_rate(found, about)
    if not same and not named and TELLS_IMPROVEMENT in said:
        same = _counted_alike(shares, found)
    for record, outcome in [*same, *found]:
        for share in shares:
            is_same = (record, outcome) in same or not same or share.approximator is None
            if is_same and _fits(share, outcome):
                return NumberCheck(_show(share, record, outcome), agrees=True)
    if same and SEVERAL_GRADES not in said and not any(_is_true_of(share, o) for share in shares for _, o in same):
        return NumberCheck(_show(shares[0], *same[0]), differs=True)
    return NOT_COMPARED


def _is_related(outcome: str | None, named: set[str]) -> bool:
    """Tell whether a result may be about an outcome that a claim names: the same, a wider or a narrower one."""
    if outcome is None or outcome in GENERAL or _group(outcome) != "benefit":
        return True
    return any(outcome in lineage(one) or one in lineage(outcome) for one in named)


def _is_true_of(share: Quantity, outcome: Outcome) -> bool:
    """Tell whether an open-ended share ("over 50%") holds of a study's figure, however far that lies beyond it."""
    actual = percent_of(outcome)
    return actual is not None and share.value is not None and _holds(share.approximator, share.value, actual)


def _holds(approximator: str | None, value: float, actual: float) -> bool:
    """Tell whether an open-ended number ("over 50", "at most 50") is true of a figure."""
    test = OPEN_ENDED.get(approximator or "")
    return test is not None and test(actual, value)


def _only_rate(found: Sequence[_Read], about: set[str]) -> list[_Read]:
    """Return the one rate of improvement in general that a work gives, which covers any benefit: "sensation" too."""
    rates = [pair for pair in found if _group(pair[1].outcome) == "benefit"]
    is_general = len(rates) == 1 and rates[0][1].outcome in GENERAL
    return rates if is_general and any(_group(outcome) == "benefit" for outcome in about) else []


def _counted_alike(shares: Sequence[Quantity], found: Sequence[_Read]) -> list[_Read]:
    """Return the benefits counted among as many people as a share of "improved": "9 of 10" beside "7 of 10"."""
    denominators = {share.denominator for share in shares if share.denominator}
    alike = [pair for pair in found if pair[1].denominator in denominators and _group(pair[1].outcome) == "benefit"]
    return alike if len({record.id for record, _ in alike}) == 1 else []


def _group(outcome: str | None) -> str | None:
    """Return the group of an outcome: a share of people who felt better is no share of people who were harmed."""
    row = concepts().get(outcome or "")
    return row.group if row else None


def _fits(share: Quantity, outcome: Outcome) -> bool:
    if share.denominator and outcome.denominator == share.denominator and outcome.numerator is not None:
        return share.numerator == outcome.numerator
    actual = percent_of(outcome)
    if actual is None:
        return False
    if share.low is not None and share.high is not None:
        return share.low - ROUNDING <= actual <= share.high + ROUNDING
    return fits_share(share.value or 0.0, actual, share.approximator, decimals=decimals_of(share))


def percent_of(outcome: Outcome) -> float | None:
    """Return the percentage of an outcome, printed or counted."""
    if outcome.percent is not None:
        return outcome.percent
    if outcome.numerator is not None and outcome.denominator:
        return 100 * outcome.numerator / outcome.denominator
    return None


def _show(share: Quantity, record: Record, outcome: Outcome) -> Comparison:
    counted = outcome.numerator is not None and bool(outcome.denominator)
    low, high = outcome.ci_low, outcome.ci_high
    if low is None and counted:
        low, high = binomial_interval(outcome.numerator or 0, outcome.denominator or 1)
    percent = percent_of(outcome) or 0.0
    printed = f"{outcome.numerator} of {outcome.denominator}" if counted else f"{percent:g}%"
    return Comparison(share.text, printed, outcome.numerator, outcome.denominator, low, high, record.id)


def _compare_counts(claim: Claim, records: Sequence[Record]) -> NumberCheck:
    """Compare numbers of people and studies with every such number of the cited records."""
    counts = [q for q in claim.quantities if q.type in COUNT_TYPES and q.value is not None]
    for count in counts:
        for record in records:
            known = counts_of(record)
            if any(_fits_count(count, number) for number in known):
                return NumberCheck(
                    Comparison(count.text, f"{_size(record)}", None, None, None, None, record.id), agrees=True
                )
    sized = [record for record in records if record.n is not None and record.read != "secondary"]
    if any(_holds(count.approximator, count.value or 0.0, record.n or 0) for count in counts for record in sized):
        return NOT_COMPARED
    is_one_of_each = len(counts) == 1 == len(sized) == len(records) and counts[0].type == "participants"
    if is_one_of_each and sized[0].n_kind == "people" and sized[0].design != "case-report":
        shown = Comparison(counts[0].text, _size(sized[0]), None, None, None, None, sized[0].id)
        return NumberCheck(shown, differs=True)
    return NOT_COMPARED


def _size(record: Record) -> str:
    return f"{record.n:,} {record.n_kind or ''}".strip() if record.n is not None else "not read"


def counts_of(record: Record) -> set[int]:
    """Return every number of people, studies or cases that a record gives."""
    numbers = [
        record.n,
        record.n_enrolled,
        record.n_treated,
        record.n_control,
        record.n_studies,
        record.n_uncontrolled,
    ]
    for outcome in record.outcomes:
        numbers += [outcome.numerator, outcome.denominator]
    return {number for number in numbers if number is not None}


def _fits_count(count: Quantity, actual: int) -> bool:
    value = count.value or 0.0
    slack = COUNT_SLACK * value
    if count.approximator in ("over", "at-least"):
        return value <= actual <= value + slack
    if count.approximator in ("under", "at-most", "nearly"):
        return value - slack <= actual <= value
    return abs(actual - value) <= (slack if count.approximator == "about" else 0)
