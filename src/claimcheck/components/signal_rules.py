"""The yes-or-no signs of a claim: what each looks at in a unit.

What a unit has at hand (its labels, concepts, cues, quantities, its subject) points to its signals by table. The others
are asked one by one, and only where they can hold: those of a heading of headings, those that a named treatment rules
out where none is named.
"""

from collections.abc import Callable, Mapping

from claimcheck.components.facts import Facts
from claimcheck.components.idioms import BODY_SUBJECT, STAGE
from claimcheck.components.segments import Form
from claimcheck.components.sentences import ENDS_SENTENCE
from claimcheck.components.surroundings import is_before_any_treatment, is_beside_illness, is_far_from_treatment

RESULT_TYPES = frozenset({"percent", "ratio", "fold", "participants", "studies", "score"})

FEW_UNITS = 3  # of a text that somebody took from a page to check it
MANY_WORDS = 650  # of a whole page: more of its lines are about other things than in a text of claims
ASKING = frozenset("what why how when who where which is are can does".split())
OF_TREATMENT = frozenset({"TREATMENT", "STUDY", "PROVIDER", "INTERVENTION"})


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


def _heading_names_treatment(facts: Facts) -> bool:
    above = facts.heading
    return above is not None and (above.treatment or "TREATMENT" in above.labels)


def _heading_names_condition(facts: Facts) -> bool:
    above = facts.heading
    return above is not None and not facts.treatment and "CONDITION" in above.labels and not above.treatment


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
    """Tell whether a sentence of a few says something of the treatment that it names."""
    return (
        (facts.treatment or {"PROVIDER", "TREATMENT"} <= facts.labels)
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

_Signals = Mapping[str, Callable[[Facts], bool]]

OF_ANY_UNIT: _Signals = {
    # what is said, of what
    "result-number": lambda f: f.treated_count,
    "points-back": lambda f: f.anaphoric,
    # where it stands
    "very-short": lambda f: len(f.text.split(None, 3)) < 4 and not ENDS_SENTENCE.search(f.text),
    "long-page": lambda f: len(f.page.words.lower) >= MANY_WORDS,
    # what is no claim
    "logistics": lambda f: bool(STAGE.match(f.lower)),
    "instruction": lambda f: f.imperative and "criticism" not in f.cue_categories,
}
OF_TREATMENTS: _Signals = {
    "treatment-is-subject": lambda f: _names_as_subject(f, "INTERVENTION", "TREATMENT"),
    "names-only": lambda f: f.names_only,
}
OF_OTHER_CARE: _Signals = {
    "other-care-named": lambda f: f.other_care,
    "other-care-is-subject": lambda f: f.of_other_care,
}
WITH_LABELS: Mapping[str, _Signals] = {  # of units with a label
    "INTERVENTION": {**OF_TREATMENTS, **OF_OTHER_CARE},
    "TREATMENT": OF_TREATMENTS,
    "OTHER_CARE": OF_OTHER_CARE,
    "PROVIDER": {"provider-is-subject": lambda f: _names_as_subject(f, "PROVIDER")},
    "EFFECT": {"effect": lambda f: f.acts},
    "SELF": {"patient-speaks": lambda f: f.first_person, "patient-speaks-of-change": _speaks_of_change},
    "CONDITION": {"condition-is-subject": _condition_is_subject, "names-only": lambda f: f.names_only},
    "DISEASE": {"disease-word": lambda f: not f.treatment},
    "ADVICE": {"advice": lambda f: "criticism" not in f.cue_categories},
    "OUTCOME": {
        "generic-outcome-word": lambda f: f.generic,
        "several-outcome-words": lambda f: sum(f.groups.values()) >= 2,
    },
}
IN_FEW_UNITS: _Signals = {"sentence-by-itself": _is_told_alone}
AFTER_QUESTION: _Signals = {"answer": _answers}
BELOW_LINE: _Signals = {"under-benefits": _under_benefits, "under-safety": lambda f: f.under_safety}
BELOW_HEADING: _Signals = {
    "heading-names-treatment": _heading_names_treatment,
    "heading-names-condition": _heading_names_condition,
    "disease-section": lambda f: f.labels.isdisjoint(OF_TREATMENT) and _heading_names_condition(f),
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
WITH_TREATMENT: _Signals = {"treatment-named": lambda f: True}
WITHOUT_TREATMENT: _Signals = {  # of units that name no treatment
    "far-from-treatment": is_far_from_treatment,
    "before-any-treatment": is_before_any_treatment,
    "after-illness": lambda f: is_beside_illness(f, -1),
    "before-illness": lambda f: is_beside_illness(f, 1),
    "body-is-subject": lambda f: "TREATMENT" not in f.labels and bool(BODY_SUBJECT.match(f.lower)),
}

NAMES = tuple(
    dict.fromkeys(
        name for table in (OF_LABELS, OF_CONCEPTS, OF_GROUPS, OF_QUANTITIES, OF_CUES) for name in table.values()
    )
    | dict.fromkeys(
        name
        for table in (
            OF_ANY_UNIT,
            *WITH_LABELS.values(),
            IN_FEW_UNITS,
            AFTER_QUESTION,
            *OF_FORMS.values(),
            BELOW_LINE,
            BELOW_HEADING,
            WITH_TREATMENT,
            WITHOUT_TREATMENT,
        )
        for name in table
    )
    | dict.fromkeys((*BELOW_ITEM.values(), *BELOW_TEXT.values()))
)  # of all signals that a unit has by itself


def find_signals(facts: Facts) -> list[str]:
    """Return the names of the signals that hold for a unit by itself; some twice."""
    found: list[str] = []
    for table, had in (
        (OF_LABELS, facts.labels),
        (OF_CONCEPTS, facts.ids),
        (OF_QUANTITIES, facts.quantity_types),
        (OF_CUES, facts.cue_categories),
        (BELOW_ITEM if facts.unit.form in ITEMS else BELOW_TEXT, facts.topics),
    ):
        for name in had:
            if name in table:
                found.append(table[name])
    for group, times in facts.groups.items():
        if times:
            found.append(OF_GROUPS[group])
    for asked in _to_ask(facts):
        for name, holds in asked.items():  # a comprehension would be one more call each time
            if holds(facts):
                found.append(name)
    return found


def _to_ask(facts: Facts) -> list[_Signals]:
    """Return the signals that can hold for a unit and have to be asked."""
    asked = [OF_ANY_UNIT, WITH_TREATMENT if facts.treatment else WITHOUT_TREATMENT]
    if facts.unit.form in OF_FORMS:
        asked.append(OF_FORMS[facts.unit.form])
    if facts.answered is not None:
        asked.append(AFTER_QUESTION)
    if facts.lead_in is not None:
        asked.append(BELOW_LINE)
    if facts.heading is not None:
        asked.append(BELOW_HEADING)
    if len(facts.page.units) <= FEW_UNITS:
        asked.append(IN_FEW_UNITS)
    asked += [WITH_LABELS[label] for label in facts.labels if label in WITH_LABELS]
    return asked
