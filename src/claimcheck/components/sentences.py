"""Where a sentence of a line ends: after a full stop that closes no abbreviation, blank or no blank behind it."""

import re

STOP = re.compile(
    r"""
    (?P<stop> [.!?…]+ )
    (?P<close> ["'”’»)\]]* )
    (?: \s+ | $ | (?= [A-Z“"] ) )    # a blank may be missing: "works.Results"
    """,
    re.VERBOSE,
)

ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")

ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs al fig figs no nos approx e.g i.e eg ie etc cf ca jr sr inc ltd dept vol pp ed eds "
    "ref refs u.s u.k ph.d m.d b.sc mt jan feb mar apr jun jul aug sep sept oct nov dec".split()
)

CONNECTORS = frozenset(
    "a an the and or but of to in on for with by from at as that which is are was were be can may into than your our "
    "their its this these not no also such both".split()
)

SMALL_WORDS = CONNECTORS | frozenset("what how why who when do does vs per it you we".split())

ANSWER = re.compile(
    r"(?:yes|no|absolutely(?: not)?|definitely(?: not)?|of course(?: not)?|certainly|not at all)[.!,]", re.I
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of one line.

    >>> text = "Dr. Ito saw 4.5% gains.Results vary."
    >>> [text[start:stop] for start, stop in split_sentences(text)]
    ['Dr. Ito saw 4.5% gains.', 'Results vary.']
    """
    bounds, start = [], 0
    for match in STOP.finditer(text):
        if _is_boundary(text, match):
            bounds.append((start, match.end("close")))
            start = match.end()
    if start < len(text):
        bounds.append((start, len(text)))
    return _merge_short(text, bounds)


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    if match.end() >= len(text):
        return True
    following = text[match.end()]
    if match.end() == match.end("close"):  # no blank: only between a word and a new sentence
        ending = re.search(r"[a-z%)]{3,}$", text[max(0, match.start() - 20) : match.start()])
        return bool(ending) and text[match.end() + 1 : match.end() + 2].islower() and match["stop"] == "."
    if following.islower():
        careless = text[:1].islower() and match["stop"] == "."  # someone who writes without capitals
        return (careless or match["stop"] not in (".", "...", "…")) and not match["close"]
    if match["stop"] != ".":
        return True
    before = text[: match.start()].rsplit(None, 1)
    word = before[-1].lstrip("(“\"'[").lower() if before else ""
    initial = len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper()
    if word in ("no", "nos"):  # "no. 4", but "No. They ..."
        return not following.isdigit()
    return word not in ABBREVIATIONS and not initial


def _merge_short(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join sentences of up to three words to the next: "More strength. More feeling. Better sleep." is one claim."""
    merged: list[tuple[int, int]] = []
    pending: int | None = None
    for start, end in bounds:
        sentence = text[start:end]
        short = len(sentence.split()) <= 3 and sentence[-1] == "." and not ANSWER.fullmatch(sentence)
        first = start if pending is None else pending
        if short and end < len(text.rstrip()):
            pending = first
            continue
        merged.append((first, end))
        pending = None
    return merged
