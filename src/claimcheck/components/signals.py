"""The signals that make a unit of a page a claim, or speak against it.

Each signal is a yes or no about one unit. Their weights are in ``data/claim_signals.jsonl``; a unit is a claim when the
weights of its signals and of its words (see ``readings``) add up to more than zero. The weights were fitted by logistic
regression on labelled pages and rounded, so that a person can read, question and change each.
"""

from collections.abc import Callable, Mapping
from functools import cache

from claimcheck.components.facts import Facts
from claimcheck.components.idioms import BODY_SUBJECT, OPEN_LEAD_IN, OTHER_LIST, STAGE, STUDY_TITLE
from claimcheck.components.readings import claim_log_odds
from claimcheck.components.segments import Form
from claimcheck.components.sentences import ENDS_SENTENCE
from claimcheck.components.surroundings import is_before_any_treatment, is_beside_illness, is_far_from_treatment
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import SignalRow

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


def _names_benefit(facts: Facts) -> bool:
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


def _acts_on_condition(facts: Facts) -> bool:
    """Tell whether a treatment does something about a condition: "stem cells help after a stroke"."""
    return facts.acts and "CONDITION" in facts.labels and SIGNALS["treatment-is-subject"](facts)


def _subject_is(*labels: str) -> Callable[[Facts], bool]:
    return lambda f: f.subject is not None and f.subject.label in labels


SIGNALS: Mapping[str, Callable[[Facts], bool]] = {
    # what is said
    "effect": lambda f: f.acts,
    "comparative": lambda f: "comparative" in f.ids,
    "ability": lambda f: "ability" in f.ids,
    "shown-or-reported": lambda f: "show" in f.ids,
    "change": lambda f: "CHANGE" in f.labels,
    "benefit-word": lambda f: f.groups["benefit"] > 0,
    "mechanism-word": lambda f: f.groups["mechanism"] > 0,
    "safety-word": lambda f: f.groups["safety"] > 0,
    "status-word": lambda f: f.groups["status"] > 0,
    "provider-standing": lambda f: "provider-standing" in f.ids,
    "generic-outcome-word": lambda f: f.generic,
    "several-outcome-words": lambda f: sum(f.groups.values()) >= 2,
    "result-number": lambda f: bool(f.quantity_types & RESULT_TYPES) or f.treated_count,
    "duration": lambda f: "duration" in f.quantity_types,
    "dose-number": lambda f: "dose" in f.quantity_types,
    "number-of-another-kind": lambda f: "other" in f.quantity_types,
    # of what, by whom
    "treatment-named": lambda f: f.treatment,
    "treatment-word": lambda f: "TREATMENT" in f.labels,
    "treatment-is-subject": _subject_is("INTERVENTION", "TREATMENT"),
    "provider-is-subject": _subject_is("PROVIDER"),
    "provider-speaks": lambda f: "PROVIDER" in f.labels,
    "other-care-named": lambda f: f.other_care,
    "other-care-is-subject": lambda f: f.of_other_care,
    "points-back": lambda f: f.anaphoric,
    "people": lambda f: "PERSON" in f.labels,
    "study-word": lambda f: "STUDY" in f.labels,
    "patient-speaks": lambda f: f.first_person,
    "patient-speaks-of-change": _speaks_of_change,
    "answer": _answers,
    # how it is put
    "negation-cue": lambda f: "negation" in f.cue_categories,
    "hedge-cue": lambda f: bool(f.cue_categories & {"hedge", "caveat"}),
    "criticism-cue": lambda f: "criticism" in f.cue_categories,
    "aim-cue": lambda f: "aim" in f.cue_categories,
    "promise-cue": lambda f: bool(f.cue_categories & {"guarantee", "certain"}),
    # where it stands
    "list-item": lambda f: f.is_form(*ITEMS),
    "table-row": lambda f: f.is_form(Form.ROW),
    "heading": lambda f: f.is_form(Form.HEADING) and not _names_benefit(f),
    "heading-asks": lambda f: f.is_form(Form.HEADING) and f.text.split(None, 1)[0].lower() in ASKING,
    "heading-with-effect": lambda f: f.is_form(Form.HEADING) and f.acts and not _names_benefit(f),
    "sub-heading-of-benefits": _names_benefit,
    "very-short": lambda f: len(f.text.split()) < 4 and not ENDS_SENTENCE.search(f.text),
    "under-benefits": _under_benefits,
    "under-safety": lambda f: f.under_safety,
    "heading-names-treatment": lambda f: any(h.treatment or "TREATMENT" in h.labels for h in f.headings[:1]),
    "heading-names-condition": _heading_names_condition,
    "sentence-by-itself": _is_told_alone,
    "long-page": lambda f: len(f.page.words.lower) >= MANY_WORDS,
    # what is no claim
    "disease-section": lambda f: _heading_names_condition(f) and not f.labels & OF_TREATMENT,
    "disease-word": lambda f: "DISEASE" in f.labels and not f.treatment,
    "far-from-treatment": is_far_from_treatment,
    "before-any-treatment": is_before_any_treatment,
    "after-illness": lambda f: is_beside_illness(f, -1),
    "before-illness": lambda f: is_beside_illness(f, 1),
    "condition-is-subject": lambda f: (
        f.subject is not None and f.subject.label == "CONDITION" and not f.labels & OF_TREATMENT
    ),
    "body-is-subject": lambda f: bool(BODY_SUBJECT.match(f.text)) and not f.treatment and "TREATMENT" not in f.labels,
    "names-only": lambda f: f.names_only,
    "eligibility": lambda f: "ELIGIBILITY" in f.labels,
    "call-to-action": lambda f: "CTA" in f.labels,
    "price": lambda f: "PRICE" in f.labels,
    "logistics": lambda f: "LOGISTICS" in f.labels or bool(STAGE.match(f.text)),
    "definition": lambda f: "ANATOMY" in f.labels,
    "instruction": lambda f: f.imperative and "criticism" not in f.cue_categories,
    "advice": lambda f: "ADVICE" in f.labels and "criticism" not in f.cue_categories,
    "about-the-page": lambda f: "META" in f.labels,
    "of-another-trade": lambda f: "EXTERNAL" in f.labels,
}

BESIDE = {"after-a-claim": -1, "before-a-claim": 1}  # signals that rest on those of the unit beside

NAMES = (*SIGNALS, *BELOW_ITEM.values(), *BELOW_TEXT.values(), *BESIDE)  # of all signals


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of each signal, and of ``bias``, which every unit has."""
    return {row.id: row.weight for row in read_rows(data_dir() / "claim_signals.jsonl", SignalRow)}


def own_signals(facts: Facts) -> list[str]:
    """Return the names of the signals that hold for a unit by itself."""
    if facts.signals is None:
        below = BELOW_ITEM if facts.is_form(*ITEMS) else BELOW_TEXT
        facts.signals = [name for name, holds in SIGNALS.items() if holds(facts)]
        facts.signals += [below[topic] for topic in sorted(facts.topics)]
    return facts.signals


def signals_of(facts: Facts) -> list[str]:
    """Return the names of all signals that hold for a unit."""
    return own_signals(facts) + _signals_beside(facts)


def _signals_beside(facts: Facts) -> list[str]:
    return [name for name, step in BESIDE.items() if _is_claim_beside(facts, step)]


def _is_claim_beside(facts: Facts, step: int) -> bool:
    """Tell whether the unit before or after is a claim by its own signals."""
    index = facts.index + step
    if facts.is_form(Form.HEADING) and not _names_benefit(facts):
        return False
    return 0 <= index < len(facts.page.units) and own_weight(facts.page.facts(index)) > 0


def own_weight(facts: Facts) -> float:
    """Return the weights of a unit's own signals added up, kept on the facts; below zero for what is never a claim."""
    if facts.weight is None:
        facts.weight = -1.0 if never_a_claim(facts) else _weigh_unit(facts)
    return facts.weight


def never_a_claim(facts: Facts) -> bool:
    """Tell whether a unit is out by its form: a question, a reference, a title, a table head, half a sentence."""
    if facts.is_out is None:
        facts.is_out = (
            facts.is_form(Form.QUESTION, Form.REFERENCE)
            or is_open_lead_in(facts)
            or is_study_title(facts)
            or is_table_head(facts)
        )
    return facts.is_out


def _weigh_unit(facts: Facts) -> float:
    """Return the log-odds that a unit with its own signals and words is a claim."""
    weight = weights()
    by_signals = weight["bias"] + sum([weight.get(name, 0.0) for name in own_signals(facts)])
    return by_signals + claim_log_odds(facts.wording_sums)


def claim_signals(facts: Facts) -> tuple[list[str], float] | None:
    """Return the signals of a unit that is a claim with the log-odds of being one, or None."""
    if never_a_claim(facts):
        return None
    beside = _signals_beside(facts)
    log_odds = own_weight(facts) + sum([weights().get(name, 0.0) for name in beside])
    return (own_signals(facts) + beside, log_odds) if log_odds > 0 else None
