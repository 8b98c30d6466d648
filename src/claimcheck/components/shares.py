"""What a percentage or ratio is a share of."""

import re

from claimcheck.components.numbers import GAP
from claimcheck.components.units import PEOPLE, STUDIES

MAX_WORDS = 8

_COUNTED = frozenset((*PEOPLE, *STUDIES, "animals", "rats", "mice", "dogs"))
_BOUNDARY_WORDS = """
    who that which is are was were be been has have had having do does did can could will would may might
    must and but or for from to by at on in into after before within during over under when where while
    without as than because so if not also then show showed shown report reported reporting see saw seen
    feel felt get got gain gained improve improved improving experience experienced walk walked regain
    regained recover recovered achieve achieved return returned respond responded said say receive
    received receiving treated undergoing given
"""
_BOUNDARIES = frozenset(_BOUNDARY_WORDS.split())  # a share ends before these
_LINKS = frozenset({"with", "of", "living", "suffering"})
_AFTER = re.compile(
    rf"""
    {GAP} (?P<of> (?:of|among){GAP} )?
    (?P<words> [^\W\d][\w'’/&+-]{{0,40}} (?: {GAP}[\w'’/&+-]{{1,40}} ){{0,{MAX_WORDS - 1}}} )
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S+")


def find_share_of(text: str, end: int) -> str | None:
    """Return what the share that ends at end is taken of, as written.

    Without "of", only words that count people or studies qualify ("7/10 patients").

    >>> find_share_of("60% of incomplete SCI patients treated with cells improved", 3)
    'incomplete SCI patients'
    """
    after = _AFTER.match(text, end)
    if after is None:
        return None
    length = _phrase_length(after["words"], needs_count=after["of"] is None)
    return after["words"][:length] or None


def _phrase_length(words: str, *, needs_count: bool) -> int:
    """Return how many characters of the words belong to the noun phrase."""
    length = 0
    counted = False
    linked = False
    for word in _WORD.finditer(words):
        bare = word[0].lower()
        if bare in _BOUNDARIES and not (bare == "treated" and not counted and _counted_follows(words, word.end())):
            break
        if counted and not linked and bare not in _LINKS:
            break
        linked = linked or (counted and bare in _LINKS)
        counted = counted or bare in _COUNTED
        if bare not in _LINKS:
            length = word.end()
    return length if counted or not needs_count else 0


def _counted_follows(words: str, position: int) -> bool:
    """Return whether the next word or the one after it counts people or studies."""
    return any(word.lower() in _COUNTED for word in words[position:].split()[:2])
