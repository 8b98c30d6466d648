"""Every pattern takes time in proportion to its text, also on text that was made to tire it."""

import re
from collections import deque
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from time import perf_counter

import pytest

import claimcheck

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_parse as parser  # noqa: F401

SIZES = (5_000, 100_000)  # characters; and twice as many
STEEPEST = 3.5  # of the time for twice the text; a straight line has 2, a square 4
FEWEST = 0.01  # seconds; below that the clock's own noise decides
PUMPS = (" ", "a", "A ", "1", "1,", "1.", "1-", "- ", ".", "\n", "\n\n", "a\n", "(", "<", "'", '"', "://", "a.b", "%", "Aa, ")
EVERY_WAY = ("finditer", "fullmatch", "match")
THROUGHOUT = ("finditer", "findall", "search", "split", "sub", "subn")
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(claimcheck.__file__).parent.rglob("*.py"))
OPTIONAL = {"claimcheck.batch.ray_engine", "claimcheck.__main__"}
BOUNDED: dict = {}


def find_patterns():
    """Return every compiled pattern that a module holds, with the ways in which it is used, by its place.

    A pattern in a tuple or mapping is taken to be used in every way.
    """
    found = {}
    for module in walk_packages(claimcheck.__path__, "claimcheck."):
        if module.name not in OPTIONAL:
            for name, value in vars(import_module(module.name)).items():
                for number, pattern in enumerate(patterns_in(value)):
                    ways = find_ways(name) if isinstance(value, re.Pattern) else EVERY_WAY
                    found.setdefault(pattern, (f"{module.name}.{name}[{number}]", ways))
    return {place: (pattern, ways) for pattern, (place, ways) in found.items()}


def find_ways(name):
    """Return the methods with which the code uses a pattern of that name."""
    ways = frozenset(re.findall(rf"(?<!\w){name}[.](\w+)", SOURCE)) & (set(EVERY_WAY) | set(THROUGHOUT))
    return tuple(sorted({"finditer" if way in THROUGHOUT else way for way in ways})) or EVERY_WAY


def patterns_in(value):
    """Yield the patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from patterns_in(one)
    elif isinstance(value, (tuple, list, frozenset)):
        for one in value:
            yield from patterns_in(one)


def sample(tokens):
    """Return a text that a parsed pattern matches, roughly: one of each thing in it."""
    text = ""
    for kind, value in tokens:
        kind = str(kind)
        if kind == "LITERAL":
            text += chr(value)
        elif kind in ("ANY", "NOT_LITERAL"):
            text += "x"
        elif kind == "IN":
            text += sample_set(value)
        elif kind == "BRANCH":
            text += sample(value[1][0])
        elif kind == "SUBPATTERN":
            text += sample(value[-1])
        elif kind == "ATOMIC_GROUP":
            text += sample(value)
        elif "REPEAT" in kind:
            text += sample(value[2]) * max(1, min(value[0], 3))
    return text


def sample_set(members):
    """Return a letter of a set, roughly."""
    kind, value = members[0]
    known = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}
    if str(kind) == "LITERAL":
        return chr(value)
    if str(kind) == "RANGE":
        return chr(value[0])
    return known.get(str(value), "x")


def find_repeated(tokens):
    """Yield what a parsed pattern repeats without a bound, and the pieces before and in it."""
    for kind, value in tokens:
        if "REPEAT" in str(kind):
            if value[1] == parser.MAXREPEAT or value[1] > 100:
                yield sample(value[2])
            yield from find_repeated(value[2])
        elif str(kind) == "SUBPATTERN":
            yield from find_repeated(value[-1])
        elif str(kind) == "ATOMIC_GROUP":
            yield from find_repeated(value)
        elif str(kind) == "BRANCH":
            for branch in value[1]:
                yield from find_repeated(branch)
        elif str(kind) in ("ASSERT", "ASSERT_NOT"):
            yield from find_repeated(value[1])


def choose_pumps(pattern):
    """Return what to repeat for a pattern: what it repeats itself, and all of it, beside what tires any."""
    tokens = parser.parse(pattern.pattern, pattern.flags)
    own = {piece for piece in find_repeated(tokens) if piece}
    whole = sample(tokens)
    texts = sorted({*PUMPS, *own, whole, *(a + b for a in own for b in own)} - {""}, key=lambda text: (len(text), text))
    return [text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace") for text in texts[:40]]


def build_text(pump, size):
    """Return a pump repeated to a size, and something after it that fits nothing."""
    end = b"\x01" if isinstance(pump, bytes) else "\x01"
    return pump * (size // len(pump)) + end


def measure(pattern, ways, text):
    """Return the seconds that it takes to use a pattern on a text in these ways."""
    begin = perf_counter()
    for way in ways:
        deque(getattr(pattern, way)(text) or (), maxlen=0) if way == "finditer" else getattr(pattern, way)(text)
    return perf_counter() - begin


def find_slope(pattern, ways, pump, size):
    """Return how many times longer twice the text takes, or 0 where both are too fast to tell."""
    short, long = (build_text(pump, length) for length in (size, 2 * size))
    if measure(pattern, ways, long) < FEWEST:
        return 0.0
    return min(measure(pattern, ways, long) for _ in range(3)) / min(measure(pattern, ways, short) for _ in range(3))


def find_steep(pattern, ways):
    """Return the pumps on which a pattern takes more than its share: first on little text, so that it does not hang."""
    found = []
    for size in SIZES:
        pumps = choose_pumps(pattern)
        found = [pump for pump in pumps if find_slope(pattern, ways, pump, size) > STEEPEST]
        if found:
            return found
    return found


PATTERNS = find_patterns()


def test_patterns_are_found():
    """Patterns of modules, of tuples and of mappings are among them, with what they are used for."""
    assert len(PATTERNS) >= 100
    assert PATTERNS["claimcheck.components.lines.VALUE[0]"][1] == ("fullmatch",)


@pytest.mark.parametrize("place", sorted(PATTERNS.keys() - BOUNDED.keys()))
def test_time_grows_with_the_text(place):
    """Twice the text takes about twice the time, never four times."""
    assert find_steep(*PATTERNS[place]) == []


def test_bounded_patterns_are_there():
    """What is said about patterns that only see short texts is about patterns that exist."""
    assert BOUNDED.keys() - PATTERNS.keys() == set()


def test_a_steep_pattern_is_found():
    """A pattern that takes the square of the length is told from one that does not."""
    steep = [text for text in (r"\s+x", r"\sx") if find_steep(re.compile(text), ("finditer",))]

    assert steep == [r"\s+x"]
