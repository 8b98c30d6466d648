"""How numbers are written: digits, thousands, decimals, words, ranges. Shared by the quantity grammar."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES: Mapping[str, int] = MappingProxyType({word: value for value, word in enumerate(_ONES.split(), start=1)})
TENS: Mapping[str, int] = MappingProxyType({word: 10 * value for value, word in enumerate(_TENS.split(), start=2)})
SCALES: Mapping[str, int] = MappingProxyType(
    {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1_000,
        "lakh": 100_000,
        "million": 1_000_000,
        "crore": 10_000_000,
        "billion": 1_000_000_000,
        "mio": 1_000_000,
    }
)
# words of a fraction after "one", "a", "two": 1 / value
PARTS: Mapping[str, int] = MappingProxyType({"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10})


def either(words: Iterable[str]) -> str:
    """Return a regex that matches any of the words, longest first; it looks at their first letters before all else.

    >>> either(("one", "a half", "over"))
    'a(?:\\\\shalf)|o(?:ver|ne)'
    """
    rests = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        first, *rest = (r"\s" if letter == " " else re.escape(letter) for letter in word)
        rests[first].append("".join(rest))
    return "|".join(f"{first}(?:{'|'.join(rests[first])})" for first in sorted(rests))


# At most one line break, so that a blank line always separates.
GAP = r"(?: [^\S\n]{1,3} | [^\S\n]{0,2} \n [^\S\n]{0,2} )"
BLANK = r"[^\S\n]{0,3}"
DASH = r"[-\u2010-\u2015\u2212]"

DIGITS = r"""(?:
    [0-9]{1,3} (?: [,'’\u00a0\u202f\u2009] [0-9]{3} ){1,4} (?![0-9]) (?: [.] [0-9]{1,6} )?  # 2,439  1'700
  | [0-9]{1,3} (?: [.] [0-9]{3} ){2,4} (?![0-9])                                          # 1.700.000
  | [0-9]{1,3} (?: [ ] 000 ){1,3} (?![0-9])                                               # 20 000
  | [0-9]{1,3} , [0-9]{1,2} (?![0-9,])                                                    # 12,5
  | [0-9]{1,12} (?![0-9]) (?: [.·] [0-9]{1,8} (?![0-9]) )?                                # 10  48.9
  | [.] [0-9]{1,8} (?![0-9])                                                              # .03
)"""
# twenty-one is never "twenty"
_AFTER_TENS = rf"[-\s](?:{either(word for word, value in ONES.items() if value <= 9)})\b"
WORDS = rf"(?: (?:{either(TENS)}) (?: {_AFTER_TENS} | (?!{_AFTER_TENS}) ) | {either(ONES)} )"
NUMBER = rf"""(?:
    (?: {DIGITS} | \b {WORDS} \b ) (?: [-\s] (?:{either(SCALES)}) s? \b )?   # 10, twenty-one, 1.5 million
  | \b (?: half [-\s] )? an? [-\s] (?:{either(SCALES)}) \b                   # a dozen, half a million
)"""

# Letters that a pattern takes for i, s and k when it ignores case, but that lower() leaves alone.
_LOOKALIKE_LETTERS: Mapping[str, str] = MappingProxyType({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
_LOOKALIKES = str.maketrans(dict(_LOOKALIKE_LETTERS))
_DIGITS = re.compile(DIGITS, re.VERBOSE)
_THOUSANDS = re.compile(r"[,'’\s](?=[0-9]{3}) | [.](?=[0-9]{3}[.]) | (?<=[.][0-9]{3})[.](?=[0-9]{3})", re.VERBOSE)


def lower_in_place(text: str) -> str:
    """Return the text in lower case, every letter at its place, as patterns see it that ignore case."""
    for letter, plain in _LOOKALIKE_LETTERS.items():
        text = text.replace(letter, plain)
    return text.lower()


def fold_case(written: str) -> str:
    """Return the words in lower case, with single spaces, as the word lists have them."""
    return " ".join(written.translate(_LOOKALIKES).lower().split())


def parse_number(written: str) -> float:
    """Return the value of a number that NUMBER matched.

    >>> [parse_number(n) for n in ("2,439", "12,5", ".03", "twenty-one", "1.5 million", "a dozen")]
    [2439.0, 12.5, 0.03, 21.0, 1500000.0, 12.0]
    """
    if written.isascii() and written.isdigit():
        return float(written)
    written = fold_case(written)
    digits = _DIGITS.match(written)
    words = re.split(r"[-\s]+", written[digits.end() :] if digits else written)
    if digits:
        value = float(_THOUSANDS.sub("", digits[0]).replace(",", ".").replace("·", "."))
    else:
        value = float(sum(TENS.get(word, 0) + ONES.get(word, 0) for word in words) or 1)
        value /= 2 if words[0] == "half" else 1
    return value * _scale(words)


def parse_range(low: str, high: str) -> tuple[float, float]:
    """Return both ends of a range, the lower first; a scale behind the second belongs to both.

    >>> parse_range("20", "30 million")
    (20000000.0, 30000000.0)
    """
    ends = [parse_number(low), parse_number(high)]
    scales = [_scale(re.split(r"[-\s]+", fold_case(end))) for end in (low, high)]
    if scales[0] == 1:
        ends[0] *= scales[1]
    return min(ends), max(ends)


def _scale(words: Iterable[str]) -> int:
    """Return what the words of scale multiply a number by."""
    factor = 1
    for word in words:
        factor *= SCALES.get(word, 0) or SCALES.get(word.rstrip("s"), 1)
    return factor
