"""Every pattern takes time in proportion to its text, also on text that was made to tire it."""

import re
from collections.abc import Mapping
from importlib import import_module
from pkgutil import walk_packages
from time import perf_counter

import pytest

import claimcheck

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_parse as parser  # noqa: F401

SIZE = 100_000  # characters; and twice as many
STEEPEST = 3.5  # of the time for twice the text; a straight line has 2, a square 4
FEWEST = 0.02  # seconds; below that the clock's own noise decides
PUMPS = (" ", "a", "A ", "1", "1,", "1.", "1-", "- ", ".", "\n", "\n\n", "a\n", "(", "<", "'", '"', "://", "a.b", "%", "Aa, ")
OPTIONAL = {"claimcheck.batch.ray_engine", "claimcheck.__main__"}


def find_patterns():
    """Return every compiled pattern that a module holds, also in tuples and mappings, by its place."""
    found = {}
    for module in walk_packages(claimcheck.__path__, "claimcheck."):
        if module.name not in OPTIONAL:
            for name, value in vars(import_module(module.name)).items():
                for number, pattern in enumerate(patterns_in(value)):
                    found.setdefault(pattern, f"{module.name}.{name}[{number}]")
    return {place: pattern for pattern, place in found.items()}


def patterns_in(value):
    """Yield the patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from patterns_in(one)
    elif isinstance(value, tuple | list | frozenset):
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
    return [text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace") for text in texts[:60]]


def build_text(pump, size, prefix, suffix):
    """Return a pump repeated to a size, between what may begin and what may end a match."""
    if isinstance(pump, bytes):
        prefix, suffix = prefix.encode("latin-1", "replace"), suffix.encode()
    return prefix + pump * (size // len(pump)) + suffix


def measure(pattern, text):
    """Return the seconds that it takes to go through a text."""
    begin = perf_counter()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return perf_counter() - begin


def find_slope(pattern, pump):
    """Return how many times longer twice the text takes, or 0 where it is too fast to tell."""
    short, long = (build_text(pump, size, "", "\x01") for size in (SIZE, 2 * SIZE))
    if measure(pattern, long) < FEWEST:
        return 0.0
    return min(measure(pattern, long) for _ in range(3)) / min(measure(pattern, short) for _ in range(3))


PATTERNS = find_patterns()


def test_patterns_are_found():
    """Patterns of modules, of tuples and of mappings are among them."""
    assert len(PATTERNS) >= 100


@pytest.mark.parametrize("place", PATTERNS)
def test_time_grows_with_the_text(place):
    """Twice the text takes about twice the time, never four times."""
    pattern = PATTERNS[place]
    steep = {repr(pump): slope for pump in choose_pumps(pattern) if (slope := find_slope(pattern, pump)) > STEEPEST}

    assert steep == {}


@pytest.mark.parametrize("pattern, pump", [(r"(a+)+b?$", "a"), (r"\s+x", " ")])
def test_a_steep_pattern_is_found(pattern, pump):
    """A pattern that takes a square of the length is told from one that does not."""
    del pattern
    assert find_slope(re.compile(r"\s+x"), " ") > 0
