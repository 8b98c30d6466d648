"""Cut a page into units: headings, lead-ins, list items, table rows, questions, reference lines and sentences.

Pasted pages have lost their markup, so lines, blank lines, bullets and capitals are all there is to go by. Lines come
first and sentences inside them second: the stock sentencizer would run three bullet lines together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.tokens import Doc

from claimcheck.components.citations import is_bibliographic_line


class Form(str, Enum):
    """What a unit is on the page."""

    HEADING = "heading"
    LEAD_IN = "lead-in"
    ITEM = "item"
    ROW = "row"
    QUESTION = "question"
    REFERENCE = "reference"
    SENTENCE = "sentence"


@dataclass(frozen=True)
class Unit:
    """A stretch of text that is judged as one."""

    start: int  # character offset
    end: int  # exclusive
    form: Form
    section: int | None = None  # index of the heading above it
    lead_in: int | None = None  # index of the line that introduces it
    paragraph: int = 0  # units of one line or bullet share it


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    bullet: bool
    gap: bool  # a blank line stands before it


BULLET = re.compile(
    r"""
    (?: [-–—−•●▪◦*·✓✔→►➤»❖✅☑□■○‣⁃➔➜★☆✦✧⭐✗✘❌]+ \s*     # a glyph, alone or before the text
      | o \s+ (?= \S )                                       # a circle that became a letter
      | [(]? (?: \d{1,2} | [a-hA-H] | [ivx]{1,4} ) [.)] \s+   # 1. 2) a) (b) iv.
      | \d{1,2} [.)] (?= [A-Z] )                              # 1.Text
    )
    """,
    re.VERBOSE,
)
LABEL = re.compile(r"(?:Q(?:uestion)?|A(?:ns(?:wer)?)?) ?\d{0,2} ?[.:)] *", re.IGNORECASE)
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
    "dr mr mrs ms prof st vs al fig figs no nos approx e.g i.e eg ie etc cf ca jr sr inc ltd dept vol pp ed eds ref refs "
    "u.s u.k ph.d m.d b.sc mt jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
CONNECTORS = frozenset(
    "a an the and or but of to in on for with by from at as that which is are was were be can may into than your our "
    "their its this these not no also such both".split()
)
SMALL_WORDS = CONNECTORS | frozenset("what how why who when do does vs per it you we".split())
HEADING_OPENERS = frozenset(
    "what how why who when where which is are can does do will about understanding types benefits overview introduction "
    "conclusion summary faq faqs references sources frequently our the key".split()
)
TOPIC = re.compile(
    r"""
    (?: (?: possible | potential | key | main | our | your | the | common | current | about | patient | clinical ) \s+ ){0,2}
    (?: safety | risks? | side\ effects? | benefits? | results? | outcomes? | procedure | process | prices? | costs? | faqs?
      | contact | overview | conclusion | introduction | summary | candidates? | eligibility | symptoms? | causes?
      | diagnosis | research | evidence | limitations? | references | conditions? | treatment | therapy | recovery
      | follow[- ]?up | team | doctors? | approach | advantages? | technology | science | success\ stories | reviews?
      | testimonials? | published\ results | success\ rates? | options? | treatment\ options | quick\ links | disclaimer )
    (?: \s+ (?: and | & ) \s+ \w+ (?: \s \w+ )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
ANSWER = re.compile(r"(?:yes|no|absolutely(?: not)?|definitely(?: not)?|of course(?: not)?|certainly|not at all)[.!,]", re.I)
VALUE = re.compile(
    r"""
    (?: up\ to | over | about | around | within | in | after | from | under | less\ than | more\ than | [<>≥≤~±+-] )?
    \s* \d [\d.,]* \s* (?: [-–—] | to )? \s* (?: \d [\d.,]* )?
    \s* (?: % \+? | \+ | x | k | m )?
    (?: \s+ (?: out\ of \s+ \d+ | of \s+ \d+ | \w+ | (?: days? | weeks? | months? | years? ) \s+ \w+ ) )?
    | within \s+ (?: a \s+ few \s+ )? (?: days | weeks | months | hours )
    | ongoing | gradual | immediate | varies | variable | permanent | weeks | months
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_units(text: str) -> list[Unit]:
    """Return the units of a page in order; together they cover everything but bullets, labels and blanks."""
    return _link(list(_units(text, _join_wrapped(text, list(_lines(text))))), text)


def _lines(text: str) -> Iterator[_Line]:
    position, gap, bullet = 0, True, False
    for raw in text.splitlines(keepends=True):
        start, end = _strip(text, position, position + len(raw))
        position += len(raw)
        if start == end:
            gap = True
            continue
        marker = BULLET.match(text, start, end)
        if marker and marker.end() == end:
            bullet = True  # the glyph stands alone, its text is on the next line
            continue
        if marker and not _is_number(text[start:end]):
            start, bullet = marker.end(), True
        yield _Line(start, end, bullet, gap)
        gap = bullet = False


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\x00\ufeff\u200b"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\x00\ufeff\u200b"):
        end -= 1
    return start, end


def _is_number(line: str) -> bool:
    return bool(VALUE.fullmatch(line))


def _join_wrapped(text: str, lines: list[_Line]) -> list[_Line]:
    """Join a line to the one before it when that one broke off in mid-sentence."""
    joined: list[_Line] = []
    for line in lines:
        if joined and not line.gap and not line.bullet and _broken_off(text, joined[-1], line):
            joined[-1] = replace(joined[-1], end=line.end)
        else:
            joined.append(line)
    return joined


def _broken_off(text: str, before: _Line, after: _Line) -> bool:
    last = text[before.end - 1]
    if ENDS_SENTENCE.search(text, max(before.start, before.end - 4), before.end) or last == ":":
        return False
    words = text[before.start : before.end].rsplit(None, 1)
    long, goes_on = before.end - before.start > 40, text[after.start].islower()
    if last in ",–—" or (len(words) > 1 and words[-1].lower() in CONNECTORS):
        return long or goes_on
    return long and goes_on


def _units(text: str, lines: list[_Line]) -> Iterator[Unit]:
    pairs = _row_starts(text, lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in pairs:
            yield Unit(line.start, lines[index + 1].end, Form.ROW, paragraph=index)
            index += 2
            continue
        yield from _line_units(text, line, index)
        index += 1


def _row_starts(text: str, lines: Sequence[_Line]) -> set[int]:
    """Return the lines that begin a table row or stat tile of two lines, a label and a value in either order."""
    cells = [_cell(text, line) for line in lines]
    starts: set[int] = set()
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and cells[stop] and (stop == index or cells[stop] != cells[stop - 1]):
            stop += 1
        if stop - index >= 2:
            starts.update(range(index + _heading_above(text, lines[index:stop], cells[index]), stop - 1, 2))
        index = max(stop, index + 1)
    return starts


def _heading_above(text: str, run: Sequence[_Line], first: str | None) -> int:
    """Return 1 where the first cell of an odd run is a heading above value-label pairs, else 0."""
    if len(run) % 2 == 0 or first == "value":
        return 0
    top, bottom = (text[line.start : line.end] for line in (run[0], run[-1]))
    return int(top.isupper() or not (bottom.isupper() or run[-1].gap))


def _cell(text: str, line: _Line) -> str | None:
    content = text[line.start : line.end]
    if line.bullet:
        return None
    if _is_number(content):
        return None if re.fullmatch(r"0?[1-9][.)]?", content) else "value"
    short = len(content.split()) <= 8 and not ENDS_SENTENCE.search(content) and content[-1] not in ":?"
    return "label" if short else None


def _line_units(text: str, line: _Line, paragraph: int) -> Iterator[Unit]:
    label = LABEL.match(text, line.start, line.end)
    start = label.end() if label and label.end() < line.end else line.start
    content = text[start : line.end]
    if "\t" in content or " | " in content:
        yield Unit(start, line.end, Form.ROW, paragraph=paragraph)
        return
    if is_bibliographic_line(content):
        yield Unit(start, line.end, Form.REFERENCE, paragraph=paragraph)
        return
    sentences = split_sentences(content)
    single = len(sentences) == 1
    fragment = single and not ENDS_SENTENCE.search(content) and len(content.split()) <= 16
    for offset, stop in sentences:
        sentence = content[offset:stop]
        if sentence.endswith("?"):
            form = Form.QUESTION
        elif sentence.endswith(":"):
            form = Form.LEAD_IN
        elif line.bullet:
            form = Form.ITEM
        else:
            form = Form.HEADING if fragment else Form.SENTENCE
        yield Unit(start + offset, start + stop, form, paragraph=paragraph)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of one line.

    >>> [("Dr. Ito saw 4.5% gains.Results vary."[a:b]) for a, b in split_sentences("Dr. Ito saw 4.5% gains.Results vary.")]
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
        word = re.search(r"[a-z%)]{3,}$", text[max(0, match.start() - 20) : match.start()])
        return bool(word) and text[match.end() + 1 : match.end() + 2].islower() and match["stop"] == "."
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


def _link(units: Sequence[Unit], text: str) -> list[Unit]:
    """Tell headings from list items, and give each unit its heading and its lead-in."""
    linked: list[Unit] = []
    section: int | None = None
    lead_in: int | None = None
    for index, unit in enumerate(units):
        form = unit.form
        if (form is Form.HEADING and lead_in is not None and _continues_list(linked, lead_in, unit, text)) or (
            form is Form.HEADING
            and not _heads_column(units, index, text)
            and _continues_fragments(linked, section, unit, text)
        ):
            form = Form.ITEM
        elif form is Form.ITEM and _numbered_heading(units, index, text):
            form = Form.HEADING
        if form is Form.HEADING or (form is Form.QUESTION and _alone(units, index)):
            above = section if linked and linked[-1].form in (Form.HEADING, Form.QUESTION) else None
            section, lead_in = index, None
            linked.append(replace(unit, form=form, section=above))
            continue
        above = lead_in
        if form in (Form.ITEM, Form.ROW) and above is None:
            above = section
        elif form is Form.SENTENCE and (above is None or not _follows(linked, above, unit)):
            above = None
        linked.append(replace(unit, form=form, section=section, lead_in=above))
        if form is Form.LEAD_IN:
            lead_in = index
    return linked


def _alone(units: Sequence[Unit], index: int) -> bool:
    paragraph = units[index].paragraph
    return all(
        not 0 <= other < len(units) or units[other].paragraph != paragraph for other in (index - 1, index + 1)
    )


def _numbered_heading(units: Sequence[Unit], index: int, text: str) -> bool:
    """Tell whether "2) Title" opens a section: a short numbered line with prose, not an item, on both sides."""
    unit = units[index]
    mark = text[max(0, unit.start - 3) : unit.start].strip()
    beside = [units[i].form for i in (index - 1, index + 1) if 0 <= i < len(units)]
    ends = ENDS_SENTENCE.search(text, unit.end - 1, unit.end)
    return mark[-1:] in ".)" and mark[:1].isalnum() and not ends and Form.ITEM not in beside


def _continues_list(linked: Sequence[Unit], lead_in: int, unit: Unit, text: str) -> bool:
    """Tell whether an unmarked short line is one more item below the lead-in."""
    below = linked[lead_in + 1 :]
    if any(other.form is not Form.ITEM for other in below):
        return False
    if unit.paragraph - linked[lead_in].paragraph != len({other.paragraph for other in below}) + 1:
        return False
    if TOPIC.fullmatch(text, unit.start, unit.end):
        return False
    looks = [_looks_like_heading(text[other.start : other.end]) for other in below]
    return not looks or all(looks) or not _looks_like_heading(text[unit.start : unit.end])


def _heads_column(units: Sequence[Unit], index: int, text: str) -> bool:
    """Tell whether a line of up to three words stands, alone or with one more, right above table rows."""
    ahead = [unit.form for unit in units[index + 1 : index + 3]]
    words = len(text[units[index].start : units[index].end].split())
    return words <= 3 and (ahead[:1] == [Form.ROW] or ahead == [Form.HEADING, Form.ROW])


def _continues_fragments(linked: Sequence[Unit], section: int | None, unit: Unit, text: str) -> bool:
    """Tell whether a short line in sentence case goes on a run of short lines below a heading."""
    if section is None or not linked or linked[-1].paragraph != unit.paragraph - 1:
        return False
    run = linked[section + 1 :]
    return all(other.form in (Form.ITEM, Form.ROW) for other in run) and not _looks_like_heading(
        text[unit.start : unit.end]
    )


def _looks_like_heading(line: str) -> bool:
    if TOPIC.fullmatch(line) or line.split(None, 1)[0].lower() in (
        "how",
        "what",
        "why",
        "who",
        "when",
        "where",
    ):
        return True
    words = re.findall(r"[^\W\d_][\w’'-]*", line)
    content = [word for word in words if word.lower() not in SMALL_WORDS]
    titled = sum(word[0].isupper() for word in content)
    return len(words) >= 3 and (
        titled == len(content) or (words[0].lower() in HEADING_OPENERS and titled >= 0.6 * len(content))
    )


def _follows(linked: Sequence[Unit], lead_in: int, unit: Unit) -> bool:
    return all(other.form is Form.SENTENCE for other in linked[lead_in + 1 :]) and (
        unit.paragraph - linked[lead_in].paragraph <= 6
    )


class Segments:
    """Store the units in ``doc._.claimcheck_units`` and mark their starts as sentence starts."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the units."""
        units = find_units(doc.text)
        doc._.claimcheck_units = units
        if len(doc):  # one array for all tokens: the setter of a single token looks through the whole Doc
            ends = doc.to_array([IDX]) + doc.to_array([LENGTH])
            first = np.searchsorted(ends, [unit.start for unit in units], side="right")
            starts = np.zeros(len(doc), dtype=np.uint64)
            starts[first[first < len(doc)]] = 1
            doc.from_array([SENT_START], starts)
        return doc
