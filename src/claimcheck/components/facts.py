"""What is known about a unit before it is classified: its words by label, its surroundings, its page."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimcheck.components.concepts import Mention
from claimcheck.components.groups import GROUPS
from claimcheck.components.idioms import (
    CELL_NOUN,
    CELL_PRONOUN,
    COUNTED,
    FIRST_PERSON,
    IMPERATIVE,
    POINTS_BACK,
    STORY_HEADING,
    TREATED_COUNT,
)
from claimcheck.components.lazy import lazy
from claimcheck.components.mentioned import sort_mentions
from claimcheck.components.readings import add_up_wording, wording_of
from claimcheck.components.segments import Form
from claimcheck.components.sentences import SMALL_WORDS
from claimcheck.models import Quantity

if TYPE_CHECKING:
    from claimcheck.components.assertions import Assertion
    from claimcheck.components.page import Page

NAMES = frozenset({"INTERVENTION", "TREATMENT", "CONDITION"})  # labels of names
SUBJECTS = NAMES | {"PROVIDER"}
QUESTION, REFERENCE = Form.QUESTION, Form.REFERENCE  # Python 3.11 is slow to find a member by its name
NONE: frozenset[str] = frozenset()
DIGIT = re.compile(r"\d")

TISSUE_EFFECTS = frozenset({"regenerate", "replace", "stimulate", "protect", "restore", "reduce"})


class Facts:
    """One unit seen in its page."""

    def __init__(self, page: "Page", index: int, above: "Sequence[Facts]") -> None:
        """Cut the unit's words and what was found among them out of the page's; ``above`` are the units before."""
        self.page = page
        self.index = index
        self.unit = unit = page.units[index]
        start, end = unit.start, unit.end
        self.text = page.text[start:end]
        self.lower = page.lower[start:end]  # the text in lower case, every letter at its place
        self.lead_in = above[unit.lead_in] if unit.lead_in is not None else None  # the line that introduces the unit
        self.heading = above[unit.section] if unit.section is not None else None  # the nearest above
        self.answered = above[-1] if above and above[-1].unit.form is QUESTION else None  # the question right before
        self.signals: frozenset[str] | None = None  # set by signals.own_signals
        self.weight: float | None = None  # set by signals.own_weight
        self.is_out: bool | None = None  # set by signals.never_a_claim
        self.is_open: bool | None = None  # set by silent_lines.is_open_lead_in
        self.assertion: Assertion | None = None  # how it puts what it says to lines below, set by stances.assert_line
        words = page.words
        # A text has at most as many words as characters: few places need be looked at.
        low, done = (above[-1].last, above[-1].unit.end) if above else (0, 0)
        first = bisect_left(words.starts, start, low, min(len(words.starts), low + start - done))
        last = bisect_left(words.starts, end, first, min(len(words.starts), first + end - start))
        self.first: int = first
        self.last: int = last
        places = words.mention_places
        place = bisect_left(places, first)
        self.mentions: Sequence[Mention] = words.mentions[place : bisect_left(places, last, place)]
        self.cues = words.cues_between(first, last)
        starts = page.quantity_starts
        place = bisect_left(starts, start)
        self.quantities: Sequence[Quantity] = page.quantities[place : bisect_left(starts, end, place)]
        mentioned = sort_mentions(self.mentions)
        self.labels, self.ids, self.outcomes = mentioned.labels, mentioned.ids, mentioned.outcomes
        self.groups, self.generic, self.treatment = mentioned.groups, mentioned.generic, mentioned.treatment
        self.effect = bool(mentioned.effects)  # a verb or noun of effect, or a comparison
        self.acts = self.effect and bool(mentioned.effects - {"comparative"})
        # Whether a treatment, or who gives it, is named in any words ("the procedure", "our doctors"); or a study.
        self.on_treatment = self.treatment or "TREATMENT" in self.labels or "PROVIDER" in self.labels
        self.near_treatment = self.on_treatment or "STUDY" in self.labels

    @lazy
    def wording(self) -> tuple[str, ...]:
        """Features of the words, pairs of words and concepts of the unit."""
        return tuple(wording_of(self.page.words.lower[self.first : self.last], sorted(self.ids)))

    @lazy
    def wording_sums(self) -> int:
        """What the wording says of each column of the weights (see ``readings``)."""
        return add_up_wording(self.page.wording, self.first, self.last, self.ids)

    @lazy
    def other_care(self) -> bool:
        """Tell whether only another kind of care is named."""
        return not self.treatment and any(m.label == "INTERVENTION" for m in self.mentions)

    @lazy
    def of_other_care(self) -> bool:
        """Tell whether drugs, surgery or other care than cells are the subject."""
        early = [m for m in self.mentions if m.first < self.first + 4]
        return not self.treatment and any(
            m.label == "OTHER_CARE" or (m.label == "INTERVENTION" and m.id == "conventional-care") for m in early
        )

    @lazy
    def tissue(self) -> "list[Mention]":
        """Cells, tissues and parts of the body that are named."""
        return [m for m in self.mentions if m.label == "TISSUE"]

    @lazy
    def felt(self) -> frozenset[str]:
        """Outcomes that a patient feels or does, names of body parts left out."""
        if not self.outcomes:
            return frozenset()
        felt = [m for m in self.outcomes if GROUPS[m.id] == "benefit" and m.id != "benefit"]
        if felt and self.tissue:
            felt = [m for m in felt if not any(t.first <= m.first and m.last <= t.last for t in self.tissue)]
        return frozenset([m.id for m in felt])

    @lazy
    def cells_act(self) -> bool:
        """Tell whether cells, or a word that stands for them, do something to tissue."""
        if not self.ids & TISSUE_EFFECTS or not (self.tissue or self.groups["mechanism"]):
            return False
        subject = [m for m in self.mentions if m.first < self.first + 6 and m.label in ("INTERVENTION", "TREATMENT")]
        named = any(m.id == "cells" or CELL_NOUN.search(self.page.text[m.start : m.end]) for m in subject)
        return named or bool(CELL_PRONOUN.match(self.text)) or self.is_form(Form.ITEM, Form.HEADING)

    @lazy
    def treated_count(self) -> bool:
        """Tell whether patients, organs or procedures are counted: "12,000+ procedures", "5,000 joints treated"."""
        if DIGIT.search(self.text):
            for word in COUNTED:
                if word in self.lower:
                    return bool(TREATED_COUNT.search(self.lower))
        return False

    @lazy
    def quantity_types(self) -> frozenset[str]:
        """Types of these quantities."""
        return frozenset([quantity.type for quantity in self.quantities]) if self.quantities else NONE

    @lazy
    def headings(self) -> "list[Facts]":
        """Facts of the headings above, nearest first."""
        found: list[Facts] = []
        heading = self.heading
        while heading is not None and len(found) < 4:
            found.append(heading)
            heading = heading.heading
        return found

    @lazy
    def topics(self) -> frozenset[str]:
        """What the lead-in and the nearest heading announce: benefits, symptoms, steps, prices, ..."""
        if self.lead_in is None:
            return self.heading.topics_named if self.heading is not None else NONE
        above = (self.lead_in, self.heading, *self.adjacent_headings)
        named = [line.topics_named for line in above if line is not None and "TOPIC" in line.labels]
        return named[0].union(*named) if named else NONE

    @lazy
    def run_topics(self) -> frozenset[str]:
        """What the heading announces that opened a run of sub-headings, each with a few sentences, up to this one."""
        units, sentences = self.page.units, 0
        for index in range(self.index - 1, max(-1, self.index - 16), -1):
            if units[index].form is Form.SENTENCE:
                sentences += 1
                if sentences > 3:
                    break
                continue
            sentences = 0
            found = self.page.facts(index)
            topics = frozenset(m.id for m in found.mentions if m.label == "TOPIC")
            if topics:
                return topics
            if found.is_form(Form.LEAD_IN, Form.ROW, Form.REFERENCE):
                break
        return frozenset()

    @lazy
    def in_story(self) -> bool:
        """Tell whether the unit stands below the name of a patient or a heading of stories."""
        return any("story" in h.topics_named or STORY_HEADING.match(h.text) for h in self.headings[:2])

    @lazy
    def topics_named(self) -> frozenset[str]:
        """Topics that the unit itself names."""
        return frozenset([m.id for m in self.mentions if m.label == "TOPIC"]) if "TOPIC" in self.labels else NONE

    @lazy
    def subject(self) -> "Mention | None":
        """The treatment, condition or provider named among the first words."""
        for mention in self.mentions:
            if mention.first >= self.first + 4:
                return None
            if mention.label in SUBJECTS:
                return mention
        return None

    @lazy
    def names_only(self) -> bool:
        """Tell whether the unit is nothing but names of treatments and conditions."""
        if not self.labels & NAMES:
            return False
        covered: set[int] = set()
        for mention in self.mentions:
            if mention.label in NAMES:
                covered.update(range(mention.first, mention.last))
        others = 0
        for place, word in enumerate(self.page.words.lower[self.first : self.last], self.first):
            if place not in covered and word.isalpha() and word not in SMALL_WORDS:
                others += 1
                if others > 1:
                    return False
        return True

    @lazy
    def under_safety(self) -> bool:
        """Tell whether the unit is an item of a list of harms or side effects."""
        above = self.lead_in
        return above is not None and self.is_form(Form.ITEM, Form.ROW) and above.groups["safety"] > 0

    @lazy
    def adjacent_headings(self) -> "list[Facts]":
        """Facts of the headings that stand right above a list, one below the other."""
        above = self.lead_in
        if above is None or not above.is_form(Form.HEADING, Form.QUESTION):
            return []
        return above.headings

    @lazy
    def cue_categories(self) -> frozenset[str]:
        """Categories of the cues inside the unit."""
        return frozenset([cue.row.category for cue in self.cues]) if self.cues else NONE

    @lazy
    def following_citation_line(self) -> int | None:
        """Index of the line right after the unit, where that has authors, journal or an identifier."""
        after = self.index + 1
        return after if after < len(self.page.units) and self.page.units[after].form is REFERENCE else None

    @lazy
    def reference_above(self) -> int | None:
        """Index of the reference line whose summary the unit is part of ("Abstract:" below authors and journal)."""
        above = self.unit.lead_in
        if above is None or above == 0:
            return None
        return above - 1 if self.page.units[above - 1].form is Form.REFERENCE else None

    @lazy
    def speaks_of_a_study(self) -> bool:
        """Tell whether the unit reports numbers or calls itself a study's result."""
        return "STUDY" in self.labels or any(q.type in ("percent", "ratio") for q in self.quantities)

    @lazy
    def anaphoric(self) -> bool:
        """Tell whether the unit begins with a word that points back: "they", "this therapy", "results"."""
        return bool(POINTS_BACK.match(self.lower.lstrip("“\"'(")))

    @lazy
    def about_disease(self) -> bool:
        """Tell whether the nearest heading names a condition and no treatment."""
        heading = self.heading
        if heading is None or not ("CONDITION" in heading.labels or "DISEASE" in heading.labels):
            return False
        return not heading.treatment and "TREATMENT" not in heading.labels and not heading.effect

    @lazy
    def imperative(self) -> bool:
        """Tell whether the unit tells the reader to do something."""
        return bool(IMPERATIVE.match(self.lower.lstrip("“\"'→ ")))

    @lazy
    def first_person(self) -> bool:
        """Tell whether a patient, or a patient's family, speaks."""
        return "SELF" in self.labels and bool(FIRST_PERSON.search(self.text))

    def is_form(self, *forms: Form) -> bool:
        """Tell whether the unit has one of these forms."""
        return self.unit.form in forms
