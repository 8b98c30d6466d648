"""Every pattern takes time in proportion to its text, also on text that was made to tire it."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from claimcheck.check import check_text

ROOT = Path(__file__).resolve().parent.parent
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(ROOT / "tools"))
    patterns = import_module("try_patterns")
PATTERNS = patterns.find_patterns()
BOUNDED = {  # steep by themselves, and held against texts that their callers keep short
    "components.lines.VALUE[0]": "LONGEST_VALUE",
    "components.sentences.ENDS_WORD[0]": "LONGEST_WORD",
}
SYMBOLS = ("%", ")", "!", "\U0001f600", "'s", "(", "\u201c", "1", "1%", "A.", ": a ", "a", " ", "\n", "- ", "I ")


def test_patterns_are_found():
    """Patterns of modules, of tuples and of mappings are among them."""
    assert len(PATTERNS) >= 150
    assert {place.rpartition("[")[0] for place in BOUNDED} <= {place.rpartition("[")[0] for place in PATTERNS}


@pytest.mark.parametrize("place", [place for place in PATTERNS if place not in BOUNDED])
def test_time_grows_with_the_text(place):
    """Four times the text never takes more than eight times as long."""
    assert patterns.find_steep(place, PATTERNS[place], patterns.SHORT) == {}


@pytest.mark.parametrize("pattern, pump", [(r"\s+x", " "), (r"a+b", "a")])
def test_a_steep_pattern_is_found(pattern, pump):
    """The measure can fail: it tells a pattern that takes the square of the length, or worse."""
    work = patterns.run_through(re.compile(pattern), frozenset({"finditer"}))

    slopes = (patterns.find_slope(work, pump, patterns.SHORT) for _ in range(5))  # a busy machine blurs one
    assert any(slope > patterns.STEEPEST for slope in slopes)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_page_of_one_symbol(symbol):
    """A page of one symbol, four times as long, never takes more than eight times as long to check."""
    assert patterns.find_slope(check_text, symbol, 40_000) <= patterns.STEEPEST


@pytest.mark.parametrize("mark", ["%", "1", "a", " ", ".", "1,"])
def test_page_of_one_line(mark):
    """What is said in front of a line without an end does not change that."""
    line = "Stem cells cured 90% of patients with spinal cord injury: "

    assert patterns.find_slope(lambda text: check_text(line + text), mark, 40_000) <= patterns.STEEPEST
