"""Cut a page into units: headings, lead-ins, list items, table rows, questions, reference lines and sentences.

Pasted pages have lost their markup, so lines, blank lines, bullets and capitals are all there is to go by. Lines come
first and sentences inside them second: the stock sentencizer would run three bullet lines together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START  # type: ignore[import-not-found]
from spacy.tokens import Doc

from claimcheck.components.citations import is_bibliographic_line
from claimcheck.components.extensions import text_of
from claimcheck.components.lines import Line, find_row_starts, join_wrapped, read_lines
from claimcheck.components.sentences import ENDS_SENTENCE, SMALL_WORDS, split_sentences


class Form(str, Enum):
    """What a unit is on the page."""

    HEADING = "heading"
    LEAD_IN = "lead-in"
    ITEM = "item"
    ROW = "row"
    QUESTION = "question"
    REFERENCE = "reference"
    SENTENCE = "sentence"


class Unit(NamedTuple):
    """A stretch of text that is judged as one."""

    start: int  # character offset
    end: int  # exclusive
    form: Form
    section: int | None = None  # index of the heading above it
    lead_in: int | None = None  # index of the line that introduces it
    paragraph: int = 0  # units of one line or bullet share it


LABEL = re.compile(r"(?:Q(?:uestion)?|A(?:ns(?:wer)?)?) ?\d{0,2} ?[.:)] *", re.IGNORECASE)

HEADING_OPENERS = frozenset(
    "what how why who when where which is are can does do will about understanding types benefits overview "
    "introduction conclusion summary faq faqs references sources frequently our the key".split()
)

TOPIC = re.compile(
    r"""
    (?: (?: possible | potential | key | main | our | your | the | common | current | about | patient | clinical )
      \s+ ){0,2}
    (?: safety | risks? | side\ effects? | benefits? | results? | outcomes? | procedure | process | prices? | costs?
      | faqs? | contact | overview | conclusion | introduction | summary | candidates? | eligibility | symptoms?
      | causes? | diagnosis | research | evidence | limitations? | references | conditions? | treatment | therapy
      | recovery | follow[- ]?up | team | doctors? | approach | advantages? | technology | science | success\ stories
      | reviews? | testimonials? | published\ results | success\ rates? | options? | treatment\ options
      | quick\ links | disclaimer )
    (?: \s+ (?: and | & ) \s+ \w+ (?: \s \w+ )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_units(text: str) -> list[Unit]:
    """Return the units of a page in order; together they cover everything but bullets, labels and blanks."""
    return _link(list(_units(text, join_wrapped(text, list(read_lines(text))))), text)


def _units(text: str, lines: list[Line]) -> Iterator[Unit]:
    pairs = find_row_starts(text, lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in pairs:
            yield Unit(line.start, lines[index + 1].end, Form.ROW, None, None, index)
            index += 2
            continue
        yield from _line_units(text, line, index)
        index += 1


def _line_units(text: str, line: Line, paragraph: int) -> Iterator[Unit]:
    label = LABEL.match(text, line.start, line.end)
    start = label.end() if label and label.end() < line.end else line.start
    content = text[start : line.end]
    if "\t" in content or " | " in content:
        yield Unit(start, line.end, Form.ROW, None, None, paragraph)
        return
    if is_bibliographic_line(content):
        yield Unit(start, line.end, Form.REFERENCE, None, None, paragraph)
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
        yield Unit(start + offset, start + stop, form, None, None, paragraph)


@dataclass
class Below:
    """What stands below a lead-in so far."""

    paragraph: int  # of the lead-in
    paragraphs: int = 0
    last: int | None = None  # paragraph
    are_items: bool = True
    are_sentences: bool = True
    are_titled: bool = True  # look like headings; told of items only

    def add(self, unit: Unit, text: str) -> None:
        """Take in the next unit."""
        self.paragraphs += unit.paragraph != self.last
        self.last = unit.paragraph
        self.are_items = self.are_items and unit.form is Form.ITEM
        self.are_sentences = self.are_sentences and unit.form is Form.SENTENCE
        self.are_titled = self.are_items and self.are_titled and _looks_like_heading(text[unit.start : unit.end])


def _link(units: Sequence[Unit], text: str) -> list[Unit]:
    """Tell headings from list items, and give each unit its heading and its lead-in."""
    linked: list[Unit] = []
    section: int | None = None
    lead_in: int | None = None
    below = Below(0)
    in_fragments = True  # nothing but items and rows since the heading
    for index, unit in enumerate(units):
        form = unit.form
        unmarked = form is Form.HEADING and not (index and units[index - 1].form is Form.ITEM)  # a list with bullets
        if unmarked and (
            (lead_in is not None and _continues_list(below, unit, text))
            or (
                section is not None
                and in_fragments
                and not _heads_column(units, index, text)
                and _continues_fragments(linked[-1], unit, text)
            )
        ):
            form = Form.ITEM
        elif form is Form.ITEM and _numbered_heading(units, index, text):
            form = Form.HEADING
        if form is Form.HEADING or (form is Form.QUESTION and _alone(units, index)):
            above = section if linked and linked[-1].form in (Form.HEADING, Form.QUESTION) else None
            section, lead_in = index, None
            in_fragments = True
            linked.append(Unit(unit.start, unit.end, form, above, None, unit.paragraph))
            continue
        above = lead_in
        if form in (Form.ITEM, Form.ROW) and above is None:
            above = section
        elif form is Form.SENTENCE and (above is None or not _follows(below, unit)):
            above = None
        linked.append(Unit(unit.start, unit.end, form, section, above, unit.paragraph))
        in_fragments = in_fragments and form in (Form.ITEM, Form.ROW)
        if form is Form.LEAD_IN:
            lead_in, below = index, Below(unit.paragraph)
        elif lead_in is not None:
            below.add(linked[-1], text)
    return linked


def _alone(units: Sequence[Unit], index: int) -> bool:
    paragraph = units[index].paragraph
    return all(not 0 <= other < len(units) or units[other].paragraph != paragraph for other in (index - 1, index + 1))


def _numbered_heading(units: Sequence[Unit], index: int, text: str) -> bool:
    """Tell whether "2) Title" opens a section: a short numbered line with prose, not an item, on both sides."""
    unit = units[index]
    mark = text[max(0, unit.start - 3) : unit.start].strip()
    beside = [units[i].form for i in (index - 1, index + 1) if 0 <= i < len(units)]
    ends = ENDS_SENTENCE.search(text, unit.end - 1, unit.end)
    return mark[-1:] in ".)" and mark[:1].isalnum() and not ends and Form.ITEM not in beside


def _continues_list(below: Below, unit: Unit, text: str) -> bool:
    """Tell whether an unmarked short line is one more item below the lead-in."""
    if not below.are_items or unit.paragraph - below.paragraph != below.paragraphs + 1:
        return False
    if TOPIC.fullmatch(text, unit.start, unit.end):
        return False
    return below.are_titled or not _looks_like_heading(text[unit.start : unit.end])


def _heads_column(units: Sequence[Unit], index: int, text: str) -> bool:
    """Tell whether a line of up to three words stands, alone or with one more, right above table rows."""
    ahead = [unit.form for unit in units[index + 1 : index + 3]]
    words = len(text[units[index].start : units[index].end].split())
    return words <= 3 and (ahead[:1] == [Form.ROW] or ahead == [Form.HEADING, Form.ROW])


def _continues_fragments(before: Unit, unit: Unit, text: str) -> bool:
    """Tell whether a short line in sentence case goes on a run of short lines below a heading."""
    return before.paragraph == unit.paragraph - 1 and not _looks_like_heading(text[unit.start : unit.end])


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


def _follows(below: Below, unit: Unit) -> bool:
    return below.are_sentences and unit.paragraph - below.paragraph <= 6


class Segments:
    """Store the units in ``doc._.claimcheck_units`` and mark their starts as sentence starts."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the units."""
        units = find_units(text_of(doc))
        doc._.claimcheck_units = units
        if len(doc):  # one array for all tokens: the setter of a single token looks through the whole Doc
            ends = doc.to_array([IDX]) + doc.to_array([LENGTH])
            first = np.searchsorted(ends, [unit.start for unit in units], side="right")
            starts = np.zeros(len(doc), dtype=np.uint64)
            starts[first[first < len(doc)]] = 1
            doc.from_array([SENT_START], starts)  # type: ignore[arg-type]  # one column may be flat
        return doc
