"""Say of which kind a claim is: by rules tried in order, which fitted weights of its wording may overrule.

docs/extraction.md gives an example of each rule. The weights are columns of ``data/reading_weights.jsonl``.
"""

from collections.abc import Callable, Iterator, Sequence

from claimcheck.components.assertions import Assertion
from claimcheck.components.facts import Facts
from claimcheck.components.groups import GROUPS
from claimcheck.components.idioms import NO_CURE, NULL_RESULT, ONE_PERSON, PUBLISHED, REPORTED, STAFF
from claimcheck.components.readings import OF_KINDS, add_up_once, choose
from claimcheck.components.segments import Form
from claimcheck.components.signal_rules import RESULT_TYPES
from claimcheck.models import Kind, Quantity, Stance

_KINDS = tuple(Kind)  # in the order of the columns

STATUS_WORDS = frozenset({"approval", "evidence-quality", "provider-standing", "marketing", "hope-rhetoric"})

RESEARCH_WORDS = frozenset({"research-activity", "clinical-stage", "preclinical-translation", "natural-recovery"})

# Outcome words that also stand for other things; they do not decide the kind while a plainer word is there.
WEAK = frozenset({"benefit", "disease-progression", "cognition"})


def patient_story(facts: Facts, stance: Stance) -> bool:
    """A patient or relative says what changed, or somebody is told about by name."""
    if stance is Stance.CRITICISM or ("STUDY" in facts.labels and not facts.in_story):
        return False
    if facts.first_person:
        return True
    changed = facts.acts or bool(facts.felt) or "CHANGE" in facts.labels or bool(facts.quantities)
    return changed and bool(ONE_PERSON.search(facts.text)) and not REPORTED.search(facts.text)


def result_number(facts: Facts, stance: Stance) -> bool:
    """A number of results, patients or studies, or a time to a result."""
    if stance is Stance.CRITICISM:
        return False
    if facts.treated_count:
        return True
    if not facts.quantities:
        return False
    if any(q.type in RESULT_TYPES and not _is_no_result(facts, q) for q in facts.quantities):
        return True
    if (
        "duration" not in facts.quantity_types
        or facts.ids & {"provider-standing", "research-activity"}
        or facts.groups["safety"]
    ):
        return False
    return facts.acts or facts.groups["benefit"] > 0 or "timeline" in facts.ids


def _is_no_result(facts: Facts, quantity: Quantity) -> bool:
    """Tell whether a number counts one person, or publications, or purity."""
    if quantity.type == "participants" and quantity.value == 1:
        return True
    return quantity.type == "studies" and bool(PUBLISHED.search(facts.lower))


def warning_or_denied_proof(facts: Facts, stance: Stance) -> bool:
    """A warning about sellers, or a denial of proof, approval or cure."""
    if stance is Stance.CRITICISM:
        return True
    if stance is not Stance.NEGATED or NULL_RESULT.search(facts.lower):
        return False
    felt = facts.felt - WEAK - {"cure"}
    denied = bool(facts.ids & {"evidence-quality"}) or bool(NO_CURE.search(facts.lower))
    return bool(facts.ids & {"approval", "clinical-stage"}) or (denied and not felt and not _count(facts, "mechanism"))


def standing_of_provider(facts: Facts, stance: Stance) -> bool:
    """What the provider's staff, awards and equipment are."""
    return (
        "provider-standing" in facts.ids
        and not facts.groups["safety"]
        and bool(STAFF.search(facts.lower) or "standing" in facts.topics)
        and (not facts.acts or not facts.felt)
        and not facts.cells_act
    )


def nothing_gained(facts: Facts, stance: Stance) -> bool:
    """A study or a treatment that changed nothing."""
    return stance is Stance.NEGATED and bool(NULL_RESULT.search(facts.lower))


def safe_or_harmful(facts: Facts, stance: Stance) -> bool:
    """The treatment is safe, or what harm it does."""
    if facts.under_safety and not facts.acts:
        return True
    safety = _count(facts, "safety")
    if not safety:
        return False
    if "risks" in facts.topics and not facts.felt - {"pain"}:
        return True
    felt = len(facts.felt - WEAK if facts.acts else facts.felt - WEAK - {"pain"})
    return safety >= felt and safety >= _count(facts, "mechanism")


def work_to_come(facts: Facts, stance: Stance) -> bool:
    """What a field may try next, told in a list of future work."""
    above = facts.lead_in
    return above is not None and facts.is_form(Form.ITEM) and "future-combinations" in above.ids


def done_by_cells_to_tissue(facts: Facts, stance: Stance) -> bool:
    """Cells are said to act on tissue, and nothing is said to be felt."""
    return facts.cells_act and not facts.felt - WEAK and "PERSON" not in facts.labels


def felt_by_a_patient(facts: Facts, stance: Stance) -> bool:
    """A patient gains something that can be felt or done."""
    benefit, status = len(facts.felt - WEAK), len(facts.ids & STATUS_WORDS)
    mechanism = _count(facts, "mechanism")
    whole = "PERSON" in facts.labels or "CONDITION" in facts.labels
    if not benefit or (facts.cells_act and mechanism > benefit):
        return False
    return (benefit >= mechanism or whole) and (facts.acts or benefit >= status)


def done_by_cells(facts: Facts, stance: Stance) -> bool:
    """Something is done to cells or tissue."""
    mechanism = _count(facts, "mechanism")
    return mechanism > 0 and (facts.acts or mechanism >= len(facts.ids & STATUS_WORDS))


def hope_for_patients(facts: Facts, stance: Stance) -> bool:
    """Hope held out to patients, rather than praise of a field."""
    return "hope-rhetoric" in facts.ids and "PERSON" in facts.labels and "provider-standing" not in facts.ids


def standing_or_proof(facts: Facts, stance: Stance) -> bool:
    """Proof, approval, novelty, standing, the state of research."""
    words = facts.ids & (STATUS_WORDS | RESEARCH_WORDS)
    return bool(words) and not (facts.effect and "benefit" in facts.ids and not facts.ids & STATUS_WORDS)


def general_benefit(facts: Facts, stance: Stance) -> bool:
    """An effect, a benefit or a chance of it, in general words."""
    return (
        facts.effect
        or facts.is_form(Form.ITEM, Form.ROW)
        or bool(facts.ids & {"benefit", "responders", "treatment-aim", "rehab-combination", "incomplete-injury"})
    )


def anything_else(facts: Facts, stance: Stance) -> bool:
    """What remains says something about the state of things."""
    return True


RULES: Sequence[tuple[Kind, Callable[[Facts, Stance], bool]]] = (
    (Kind.TESTIMONIAL, patient_story),
    (Kind.QUANTITATIVE, result_number),
    (Kind.STATUS, warning_or_denied_proof),
    (Kind.STATUS, standing_of_provider),
    (Kind.STATUS, work_to_come),
    (Kind.SAFETY, safe_or_harmful),
    (Kind.MECHANISM, done_by_cells_to_tissue),
    (Kind.EFFICACY, felt_by_a_patient),
    (Kind.MECHANISM, done_by_cells),
    (Kind.EFFICACY, nothing_gained),
    (Kind.EFFICACY, hope_for_patients),
    (Kind.STATUS, standing_or_proof),
    (Kind.EFFICACY, general_benefit),
    (Kind.STATUS, anything_else),
)


_NAMED_RULES = tuple((kind, holds, holds.__name__.replace("_", "-")) for kind, holds in RULES)  # the last one holds


def kind_by_rules(facts: Facts, stance: Stance) -> tuple[Kind, str]:
    """Return the kind that the rules give a claim, and the name of the one that did."""
    return next((kind, rule) for kind, holds, rule in _NAMED_RULES if holds(facts, stance))


def kind_features(facts: Facts, by_rules: tuple[Kind, str], assertion: Assertion) -> Iterator[str]:
    """Yield the names of what the kind of a claim rests on beside its signals and its wording."""
    kind, rule = by_rules
    yield "by-rules:" + kind
    yield "rule:" + rule
    yield "stance:" + assertion.stance
    yield "strength:" + assertion.strength
    yield "form:" + facts.unit.form


def _add_up_features(facts: Facts, by_rules: tuple[Kind, str], assertion: Assertion) -> int:
    """Return what these features say of each column, added up once for all claims that have the same."""
    kind, rule = by_rules
    put = kind + ":" + rule + ":" + assertion.stance + ":" + assertion.strength + ":" + facts.unit.form
    return add_up_once(put, lambda: kind_features(facts, by_rules, assertion))


def weigh_kind(facts: Facts, told: int, by_rules: tuple[Kind, str], assertion: Assertion) -> Kind:
    """Return the kind of a claim, by the rules and by what its signals and its wording say.

    What a patient tells stays a story.
    """
    if by_rules[0] is Kind.TESTIMONIAL and facts.first_person:
        return Kind.TESTIMONIAL
    sums = told + _add_up_features(facts, by_rules, assertion)
    return _KINDS[choose(sums, OF_KINDS, _KINDS.index(by_rules[0]))]


def _count(facts: Facts, group: str) -> int:
    """Return how many different outcomes of a group are named, words of many meanings left out."""
    return len({m.id for m in facts.outcomes if GROUPS[m.id] == group and m.id not in WEAK}) if facts.outcomes else 0
