"""No lead or approximator is missed by the look at the word before the number: examples made from the patterns."""

import random
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from claimcheck.components import approximators, exclusion_leads, partitives, quantities
from claimcheck.components.befores import Before, read_before

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as sre_parse
else:
    import sre_constants as sre
    import sre_parse

EXAMPLES = 20_000
CHARACTERS = {sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "w", sre.CATEGORY_DIGIT: "5"}


def write(parsed: Iterable[tuple[Any, Any]], choose: random.Random) -> str:
    """Return a text made as a parsed pattern says, without looking around."""
    return "".join(write_part(operation, value, choose) for operation, value in parsed)


def write_part(operation: Any, value: Any, choose: random.Random) -> str:
    """Return a text made as one part of a pattern says."""
    if operation is sre.LITERAL:
        return chr(value)
    if operation is sre.IN:
        return " " if value[0][0] is sre.NEGATE else write_part(*choose.choice(value), choose)
    if operation is sre.RANGE:
        return chr(choose.randint(*value))
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        fewest, most, repeated = value
        return "".join(write(repeated, choose) for _ in range(choose.randint(fewest, min(most, fewest + 3))))
    if operation is sre.BRANCH:
        return write(choose.choice(value[1]), choose)
    if operation is sre.SUBPATTERN:
        return write(value[3], choose)
    return CHARACTERS[value] if operation is sre.CATEGORY else ""


def may_be_amount_lead(_: str, before: Before) -> bool:
    """Tell whether a lead of an amount is searched for."""
    return before[0] in quantities._LEAD_WORDS or before[1] in quantities._LEAD_SIGNS


@pytest.mark.parametrize(
    "pattern, is_searched_for",
    [
        (exclusion_leads._LEAD, lambda text, before: exclusion_leads._may_lead(text, len(text), before)),
        (quantities._LEAD, may_be_amount_lead),
        (partitives._LEAD, lambda _, before: before[0] in partitives._LEAD_ENDS),
        (approximators._APPROXIMATOR, lambda text, _: approximators._may_approximate(text, len(text), 0)),
    ],
)
def test_every_lead_is_searched_for(pattern: re.Pattern[str], is_searched_for: Callable[[str, Before], bool]) -> None:
    """What a pattern of leads matches at its end is never ruled out before."""
    choose = random.Random(5)
    parsed = sre_parse.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    written = (choose.choice(("", " ", "in ", "(", "- ")) + write(parsed, choose) for _ in range(EXAMPLES))
    leads = [text for text in written if pattern.search(text)]

    assert len(leads) > EXAMPLES / 10
    assert [text for text in leads if not is_searched_for(text, read_before(text, len(text), 0))] == []
