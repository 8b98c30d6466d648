"""The yes-or-no signs of a claim: what each looks at in a unit.

What a unit has at hand (its labels, concepts, cues, quantities, its subject) points to its signals by table. The others
are asked one by one, and only where they can hold: those of a heading of headings, those that a named treatment rules
out where none is named.
"""

from collections.abc import Callable, Iterator, Mapping

from claimcheck.components.facts import Facts
from claimcheck.components.idioms import BODY_SUBJECT, OPEN_LEAD_IN, OTHER_LIST, STAGE, STUDY_TITLE
from claimcheck.components.segments import Form
from claimcheck.components.sentences import ENDS_SENTENCE
from claimcheck.components.surroundings import is_before_any_treatment, is_beside_illness, is_far_from_treatment

RESULT_TYPES = frozenset({"percent", "ratio", "fold", "participants", "studies", "score"})

LONGEST_HEAD = 4  # words in a cell of the row that names the columns
FEW_UNITS = 3  # of a text that somebody took from a page to check it
MANY_WORDS = 650  # of a whole page: more of its lines are about other things than in a text of claims
ASKING = frozenset("what why how when who where which is are can does".split())
OF_TREATMENT = frozenset({"TREATMENT", "STUDY", "PROVIDER", "INTERVENTION"})


def is_open_lead_in(facts: Facts) -> bool:
    """Tell whether a line before a list says nothing without the list ("These cells can:")."""
    return facts.is_form(Form.LEAD_IN) and (
        bool(OPEN_LEAD_IN.search(facts.text)) or len(facts.text.split()) < 4 or bool(OTHER_LIST.search(facts.text))
    )


def describes_disease(facts: Facts) -> bool:
    """Tell whether the unit is about the condition, not about a treatment."""
    if facts.treatment or "PROVIDER" in facts.labels:
        return False
    if facts.about_disease:
        return True
    return "DISEASE" in facts.labels and not facts.anaphoric and "TREATMENT" not in facts.labels


def _under_benefits(facts: Facts) -> bool:
    above = facts.lead_in
    return (
        above is not None
        and (above.effect or above.groups["benefit"] > 0 or "benefit" in above.ids or above.groups["mechanism"] > 0)
        and not describes_disease(above)
    )


def is_study_title(facts: Facts) -> bool:
    """Tell whether a line is the title of a work, which states nothing by itself."""
    if ENDS_SENTENCE.search(facts.text) or len(facts.text.split()) < 7:
        return False
    return facts.before_bibliographic_line or ("STUDY" in facts.labels and bool(STUDY_TITLE.search(facts.text)))


def is_table_head(facts: Facts) -> bool:
    """Tell whether a row names the columns of a table with figures: "Benefit | Patients | Time"."""
    if not facts.is_form(Form.ROW) or "comparative" in facts.ids or any(mark.isdigit() for mark in facts.text):
        return False
    if facts.index > 0 and facts.page.facts(facts.index - 1).is_form(Form.ROW):
        return False
    cells, below = _cells_of(facts), facts.index + 1
    if len(cells) < 2 or below == len(facts.page.units) or any(len(cell.split()) > LONGEST_HEAD for cell in cells):
        return False
    row = facts.page.facts(below)
    figures = [any(mark.isdigit() for mark in cell) for cell in _cells_of(row)]
    return row.is_form(Form.ROW) and len(figures) == len(cells) and any(figures)


def _cells_of(facts: Facts) -> list[str]:
    return [cell.strip() for cell in facts.text.replace("\t", "|").strip("| ").split("|")]


def _heading_names_condition(facts: Facts) -> bool:
    return not facts.treatment and any("CONDITION" in h.labels and not h.treatment for h in facts.headings[:1])


TOPICS = (
    "benefits",
    "standing",
    "symptoms",
    "eligibility",
    "process",
    "logistics",
    "risks",
    "story",
    "research",
    "limits",
)

BELOW_ITEM = {topic: f"item-under-{topic}" for topic in TOPICS}  # items under a heading or lead-in on the topic

BELOW_TEXT = {topic: f"text-under-{topic}" for topic in TOPICS}

ITEMS = (Form.ITEM, Form.ROW)


def names_benefit(facts: Facts) -> bool:
    """Tell whether a heading below "Benefits" names one: "Less pain"."""
    if (
        not facts.is_form(Form.HEADING)
        or not facts.run_topics & {"benefits", "standing"}
        or facts.topics_named - {"risks"}
    ):
        return False
    return facts.effect or bool(facts.felt) or facts.groups["safety"] > 0


def _answers(facts: Facts) -> bool:
    question = facts.answered
    return question is not None and (question.effect or bool(question.outcomes) or question.treatment)


def _speaks_of_change(facts: Facts) -> bool:
    return facts.first_person and bool(
        facts.effect or facts.groups["benefit"] or "CHANGE" in facts.labels or "negation" in facts.cue_categories
    )


def _is_told_alone(facts: Facts) -> bool:
    """Tell whether the text is a few sentences at most, and this one says something of the treatment that it names."""
    return (
        len(facts.page.units) <= FEW_UNITS
        and (facts.treatment or {"PROVIDER", "TREATMENT"} <= facts.labels)
        and facts.is_form(Form.SENTENCE)
        and (any(facts.groups.values()) or "comparative" in facts.ids or _acts_on_condition(facts))
    )


def _names_as_subject(facts: Facts, *labels: str) -> bool:
    return facts.subject is not None and facts.subject.label in labels


def _acts_on_condition(facts: Facts) -> bool:
    """Tell whether a treatment does something about a condition: "stem cells help after a stroke"."""
    return facts.acts and "CONDITION" in facts.labels and _names_as_subject(facts, "INTERVENTION", "TREATMENT")


def _condition_is_subject(facts: Facts) -> bool:
    return _names_as_subject(facts, "CONDITION") and not facts.labels & OF_TREATMENT


# What is said, of what and by whom, how it is put: signals by what a unit has at hand.
OF_LABELS: Mapping[str, str] = {
    "CHANGE": "change",
    "TREATMENT": "treatment-word",
    "PROVIDER": "provider-speaks",
    "PERSON": "people",
    "STUDY": "study-word",
    "ELIGIBILITY": "eligibility",
    "CTA": "call-to-action",
    "PRICE": "price",
    "LOGISTICS": "logistics",
    "ANATOMY": "definition",
    "META": "about-the-page",
    "EXTERNAL": "of-another-trade",
}
OF_CONCEPTS: Mapping[str, str] = {
    "comparative": "comparative",
    "ability": "ability",
    "show": "shown-or-reported",
    "provider-standing": "provider-standing",
}
OF_GROUPS: Mapping[str, str] = {
    "benefit": "benefit-word",
    "mechanism": "mechanism-word",
    "safety": "safety-word",
    "status": "status-word",
}
OF_QUANTITIES: Mapping[str, str] = {
    **dict.fromkeys(sorted(RESULT_TYPES), "result-number"),
    "duration": "duration",
    "dose": "dose-number",
    "other": "number-of-another-kind",
}
OF_CUES: Mapping[str, str] = {
    "negation": "negation-cue",
    "hedge": "hedge-cue",
    "caveat": "hedge-cue",
    "criticism": "criticism-cue",
    "aim": "aim-cue",
    "guarantee": "promise-cue",
    "certain": "promise-cue",
}
OF_SUBJECTS: Mapping[str, str] = {
    "INTERVENTION": "treatment-is-subject",
    "TREATMENT": "treatment-is-subject",
    "PROVIDER": "provider-is-subject",
}

_Signals = Mapping[str, Callable[[Facts], bool]]

OF_ANY_UNIT: _Signals = {
    # what is said
    "effect": lambda f: f.acts,
    "generic-outcome-word": lambda f: f.generic,
    "several-outcome-words": lambda f: sum(f.groups.values()) >= 2,
    "result-number": lambda f: f.treated_count,
    # of what, by whom
    "treatment-named": lambda f: f.treatment,
    "points-back": lambda f: f.anaphoric,
    "answer": _answers,
    # where it stands
    "very-short": lambda f: len(f.text.split(None, 3)) < 4 and not ENDS_SENTENCE.search(f.text),
    "under-benefits": _under_benefits,
    "under-safety": lambda f: f.under_safety,
    "heading-names-treatment": lambda f: any(h.treatment or "TREATMENT" in h.labels for h in f.headings[:1]),
    "sentence-by-itself": _is_told_alone,
    "long-page": lambda f: len(f.page.words.lower) >= MANY_WORDS,
    # what is no claim
    "names-only": lambda f: f.names_only,
    "logistics": lambda f: bool(STAGE.match(f.text)),
    "instruction": lambda f: f.imperative and "criticism" not in f.cue_categories,
}
WITH_LABELS: Mapping[str, _Signals] = {  # of units with a label
    "SELF": {"patient-speaks": lambda f: f.first_person, "patient-speaks-of-change": _speaks_of_change},
    "CONDITION": {"condition-is-subject": _condition_is_subject},
    "ADVICE": {"advice": lambda f: "criticism" not in f.cue_categories},
}
OF_HEADINGS: _Signals = {
    "heading": lambda f: not names_benefit(f),
    "heading-asks": lambda f: f.text.split(None, 1)[0].lower() in ASKING,
    "heading-with-effect": lambda f: f.acts and not names_benefit(f),
    "sub-heading-of-benefits": names_benefit,
}
OF_FORMS: Mapping[Form, _Signals] = {
    Form.HEADING: OF_HEADINGS,
    Form.ITEM: {"list-item": lambda f: True},
    Form.ROW: {"list-item": lambda f: True, "table-row": lambda f: True},
}
WITHOUT_TREATMENT: _Signals = {  # of units that name no treatment
    "other-care-named": lambda f: f.other_care,
    "other-care-is-subject": lambda f: f.of_other_care,
    "heading-names-condition": _heading_names_condition,
    "disease-section": lambda f: not f.labels & OF_TREATMENT and _heading_names_condition(f),
    "disease-word": lambda f: "DISEASE" in f.labels,
    "far-from-treatment": is_far_from_treatment,
    "before-any-treatment": is_before_any_treatment,
    "after-illness": lambda f: is_beside_illness(f, -1),
    "before-illness": lambda f: is_beside_illness(f, 1),
    "body-is-subject": lambda f: "TREATMENT" not in f.labels and bool(BODY_SUBJECT.match(f.text)),
}

NAMES = tuple(
    dict.fromkeys(
        name
        for table in (OF_LABELS, OF_CONCEPTS, OF_GROUPS, OF_QUANTITIES, OF_CUES, OF_SUBJECTS)
        for name in table.values()
    )
    | dict.fromkeys(
        name for table in (OF_ANY_UNIT, *WITH_LABELS.values(), *OF_FORMS.values(), WITHOUT_TREATMENT) for name in table
    )
    | dict.fromkeys((*BELOW_ITEM.values(), *BELOW_TEXT.values()))
)  # of all signals that a unit has by itself


def find_signals(facts: Facts) -> Iterator[str]:
    """Yield the names of the signals that hold for a unit by itself; some twice."""
    for table, had in (
        (OF_LABELS, facts.labels),
        (OF_CONCEPTS, facts.ids),
        (OF_QUANTITIES, facts.quantity_types),
        (OF_CUES, facts.cue_categories),
        (BELOW_ITEM if facts.unit.form in ITEMS else BELOW_TEXT, facts.topics),
    ):
        for name in had:
            if name in table:
                yield table[name]
    for group, times in facts.groups.items():
        if times:
            yield OF_GROUPS[group]
    if facts.subject is not None and facts.subject.label in OF_SUBJECTS:
        yield OF_SUBJECTS[facts.subject.label]
    for asked in _to_ask(facts):
        for name, holds in asked.items():
            if holds(facts):
                yield name


def _to_ask(facts: Facts) -> Iterator[_Signals]:
    """Yield the signals that can hold for a unit and have to be asked."""
    yield OF_ANY_UNIT
    if not facts.treatment:
        yield WITHOUT_TREATMENT
    if facts.unit.form in OF_FORMS:
        yield OF_FORMS[facts.unit.form]
    for label, signals in WITH_LABELS.items():
        if label in facts.labels:
            yield signals
