"""Look for patterns whose time grows faster than their text: ``python tools/try_patterns.py [SIZE]``.

Every compiled pattern of the package and of its data goes through texts that were made to tire it: what it repeats
itself, over and over, and what tires many. A pattern is steep if four times the text takes more than eight times as
long. tests/test_regexes.py does the same on short texts; here SIZE is a million characters.
"""

import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from time import process_time
from typing import Any

import claimcheck

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    try:
        from re import _parser as parser  # type: ignore[attr-defined]
    except ImportError:  # Python 3.10
        import sre_parse as parser

MILLION = 1_000_000
SHORT = 20_000  # characters: a square of their number takes longer than FEWEST
FEWEST = 0.2  # seconds, below which no square of SHORT steps can stay
LONG = 2.0  # seconds, after which no longer text is tried before the slope is known
STEEPEST = 8.0  # a straight line has 4, a square 16
PUMPS = (
    " ", "a", "A ", "1", "1,", "1.", "1-", "- ", ".", "\n", "\n\n", "a\n", "(", "<", "'",
    '"', "://", "a.b", "%", "Aa, ",
    ": a ", "a: ", ", ", "\u201c", "of ",
)  # fmt: skip
NAME = re.compile(r"(?P<name> \w+ ) \[ \d+ \] $", re.VERBOSE)
LEFT_OUT = {"claimcheck.batch.ray_engine", "claimcheck.__main__"}


def find_patterns() -> dict[str, re.Pattern[Any]]:
    """Return every compiled pattern that a module holds, also in tuples and mappings, by its place."""
    found: dict[re.Pattern[Any], str] = {}
    for module in walk_packages(claimcheck.__path__, "claimcheck."):
        if module.name not in LEFT_OUT:
            for name, value in vars(import_module(module.name)).items():
                for number, pattern in enumerate(patterns_in(value)):
                    found.setdefault(pattern, f"{module.name.removeprefix('claimcheck.')}.{name}[{number}]")
    return {place: pattern for pattern, place in found.items()}


def patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from patterns_in(one)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from patterns_in(one)


def sample(tokens: Any) -> str:
    """Return a text that a parsed pattern matches, roughly: one of each thing in it."""
    text = ""
    for kind, value in tokens:
        name = str(kind)
        if name == "LITERAL":
            text += chr(value)
        elif name in ("ANY", "NOT_LITERAL"):
            text += "x"
        elif name == "IN":
            text += sample_set(value)
        elif name == "BRANCH":
            text += sample(value[1][0])
        elif name == "SUBPATTERN":
            text += sample(value[-1])
        elif name == "ATOMIC_GROUP":
            text += sample(value)
        elif "REPEAT" in name:
            text += sample(value[2]) * max(1, min(value[0], 3))
    return text


def sample_set(members: Any) -> str:
    """Return a letter of a set, roughly."""
    kind, value = members[0]
    known = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}
    if str(kind) == "LITERAL":
        return chr(value)
    if str(kind) == "RANGE":
        return chr(value[0])
    return known.get(str(value), "x")


def find_repeated(tokens: Any) -> Iterator[str]:
    """Yield what a parsed pattern repeats without a bound."""
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


def choose_pumps(pattern: re.Pattern[Any]) -> list[str]:
    """Return what to repeat for a pattern: what it repeats itself, and all of it, beside what tires any."""
    tokens = parser.parse(pattern.pattern, pattern.flags)
    own = {piece for piece in find_repeated(tokens) if piece}
    texts = {*PUMPS, *own, sample(tokens), *(a + b for a in own for b in own)}
    return sorted(texts - {""}, key=lambda text: (len(text), text))[:60]


def find_slope(work: Callable[[str], object], pump: str, size: int) -> float:
    """Return how many times longer four times the text takes, or 0 where it is too fast to tell.

    The text grows step by step up to the size, so that work that is steep is known before it takes for ever.
    """
    length = SHORT // 16
    while True:
        long = pump * (length // len(pump)) + "\x01"
        seconds = measure(work, long)
        if seconds >= (FEWEST if length >= size else LONG):
            short = pump * (length // 4 // len(pump)) + "\x01"
            slope = min(seconds, measure(work, long)) / max(measure(work, short), 1e-4)
            if slope > STEEPEST or length >= size:
                return slope
        elif length >= size:
            return 0.0
        length = min(4 * length, size)


def measure(work: Callable[[str], object], text: str) -> float:
    """Return the seconds of the processor that some work on a text takes."""
    begin = process_time()
    work(text)
    return process_time() - begin


def find_uses(name: str) -> frozenset[str]:
    """Return the ways in which the package uses a pattern of this name; all, where it is not called by its name."""
    calls = re.findall(rf"\b{name}\.(search|finditer|findall|sub|subn|split|match|fullmatch)\b", sources())
    return frozenset("finditer" if call not in ("match", "fullmatch") else call for call in calls) or ALL_USES


@cache
def sources() -> str:
    """Return the source of the whole package."""
    folder = Path(claimcheck.__file__).parent
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))


ALL_USES = frozenset({"finditer", "match", "fullmatch"})


def run_through(pattern: re.Pattern[Any], uses: frozenset[str]) -> Callable[[str], None]:
    """Return work that holds a text against a pattern in the ways in which the package does."""

    def work(text: str) -> None:
        subject = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
        for use in sorted(uses):
            found = getattr(pattern, use)(subject)
            if use == "finditer":
                for _ in found:
                    pass

    return work


def find_steep(place: str, pattern: re.Pattern[Any], size: int) -> dict[str, float]:
    """Return the pumps that tire a pattern, each with its slope."""
    work = run_through(pattern, find_uses(NAME.search(place)["name"]))
    slopes = ((pump, find_slope(work, pump, size)) for pump in choose_pumps(pattern))
    return {pump: round(slope, 1) for pump, slope in slopes if slope > STEEPEST}


def main() -> int:
    """Try every pattern; return 1 if any is steep."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    steep = 0
    patterns = find_patterns()
    for place, pattern in patterns.items():
        found = find_steep(place, pattern, size)
        steep += bool(found)
        if found:
            print(f"{place}: {found}", flush=True)
    print(f"{len(patterns)} patterns, up to {size:,} characters, {steep} steep")
    return int(steep > 0)


if __name__ == "__main__":
    sys.exit(main())
