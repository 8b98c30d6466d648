"""Where a sentence of a line ends: after a full stop that closes no abbreviation, blank or no blank behind it."""

import re

STOP = re.compile(
    r"""
    (?P<stop> [.!?…] (?<! [.!?…]{2} ) [.!?…]* )    # a run of stops is tried once, from its start
    (?P<close> ["'”’»)\]]* )
    (?: \s+ | $ | (?= [A-Z“"] ) )    # a blank may be missing: "works.Results"
    """,
    re.VERBOSE,
)

LONGEST_WORD = 40  # characters before a stop that are looked at

ENDS_WORD = re.compile(r"[a-z%)]{2,}$")

ENDS_LONG_WORD = re.compile(r"(?:^|[^a-z])[a-z]{3,}$")  # before a stop that a writer without capitals may mean

NEW_SENTENCE = re.compile(r"[“\"]?[A-Z](?:[a-z]|\s)")

ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")

ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs al fig figs no nos approx e.g i.e eg ie etc cf ca jr sr inc ltd dept vol pp ed "
    "eds ref refs incl excl resp max min avg est tel hosp univ assoc intl natl temp ext gen spp u.s u.k ph.d "
    "m.d b.sc mt jan feb mar apr jun jul aug sep sept oct nov dec".split()
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
    end = match.end()
    if end >= len(text):
        return True
    stop, close = match["stop"], match["close"]
    following = text[end]
    small = following.islower()
    if end == match.end("close"):  # no blank: only between a word and a new sentence
        if stop != "." or not NEW_SENTENCE.match(text, end):
            return False
        written = _word_before(text, match.start())
        return bool(ENDS_WORD.search(written)) and not _closes_abbreviation(written)
    if stop != ".":
        return not small or (stop not in ("...", "…") and not close)
    written = _word_before(text, match.start())
    if small:
        return bool(ENDS_LONG_WORD.search(written)) and not _closes_abbreviation(written) and not close
    word = written.lower()
    if word in ("no", "nos"):  # "no. 4", but "No. They ..."
        return not following.isdigit()
    initial = len(word) == 1 and word.isalpha() and written.isupper()
    return not initial and not _closes_abbreviation(written)


def _word_before(text: str, stop: int) -> str:
    before = text[max(0, stop - LONGEST_WORD) : stop].rsplit(None, 1)
    return before[-1].lstrip("(“\"'[") if before else ""


def _closes_abbreviation(written: str) -> bool:
    return written.lower() in ABBREVIATIONS and not written.isupper()  # "Ms. Ito", but "in relapsing MS. It"


def _merge_short(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join slogans of up to three words: "More strength. More feeling. A better life." is one claim.

    A slogan begins the run, and one like it follows; "It is safe. Hundreds of studies ..." stays two sentences.
    """
    merged: list[tuple[int, int]] = []
    pending: int | None = None
    for place, (start, end) in enumerate(bounds):
        first = start if pending is None else pending
        if place + 1 < len(bounds) and _is_slogan(text[start:end]):
            following = text[slice(*bounds[place + 1])]
            if following and (
                pending is not None or _is_slogan(following) or _begins_alike(text[start:end], following)
            ):
                pending = first
                continue
        merged.append((first, end))
        pending = None
    return merged


def _is_slogan(sentence: str) -> bool:
    return sentence.endswith(".") and len(sentence.split(None, 3)) <= 3 and not ANSWER.fullmatch(sentence)


def _begins_alike(one: str, other: str) -> bool:
    return bool(other) and one.split(None, 1)[0].lower() == other.split(None, 1)[0].lower()
