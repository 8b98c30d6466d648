"""Whether a percentage can come from the number of people that it is said to be of.

The GRIM test (Brown and Heathers 2016) for shares of people; docs/glossary.md says what the letters stand for.
"""

from claimcheck.models import Claim, Quantity

BEFORE_WHOLE = frozenset({"of", "in", "among"})  # the word before a number of people, a share of whom follows


def is_possible_share(percent: float, denominator: int, *, decimals: int = 0) -> bool:
    """Tell whether some whole number of people gives a percentage, rounded either way (the GRIM test).

    >>> is_possible_share(70, 10), is_possible_share(92, 12), is_possible_share(91.7, 12, decimals=1)
    (True, True, True)
    >>> is_possible_share(85, 12), is_possible_share(94.7, 12, decimals=1)
    (False, False)
    """
    step = 10**-decimals
    nearest = round(percent * denominator / 100)
    tried = range(max(0, nearest - 1), min(denominator, nearest + 1) + 1)
    return any(abs(100 * count / denominator - percent) < step - 1e-9 for count in tried)


def decimals_of(quantity: Quantity) -> int:
    """Return how many decimals a percentage was printed with."""
    value = quantity.value or 0.0
    return 0 if value == int(value) else len(f"{value:.6g}".partition(".")[2])


def has_impossible_share(claim: Claim) -> bool:
    """Tell whether a plain percentage is said to be of the one number of people beside it, and cannot come from it."""
    shares = [q for q in claim.quantities if q.type == "percent" and q.value is not None]
    counts = [q for q in claim.quantities if q.type == "participants" and q.value]
    if len(shares) != 1 or len(counts) != 1 or shares[0].approximator or counts[0].approximator:
        return False
    share, people = shares[0].value or 0.0, int(counts[0].value or 0)
    if share > 100 or people == 0 or not _is_of(shares[0], counts[0], claim):
        return False
    return not is_possible_share(share, people, decimals=decimals_of(shares[0]))


def _is_of(share: Quantity, people: Quantity, claim: Claim) -> bool:
    """Tell whether a share is of some people: "85% of 12 patients", "of 12 patients, 85%"; not "29 patients (45%)"."""
    before = claim.text[: people.start - claim.start].lower().rsplit(maxsplit=1)
    between = claim.text[people.end - claim.start : share.start - claim.start].strip()
    return people.text in (share.of or "") or (between == "," and not BEFORE_WHOLE.isdisjoint(before[-1:]))
