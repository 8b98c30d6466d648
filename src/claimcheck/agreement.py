"""How well a finding agrees with a claim in condition, intervention and outcome, each from 0 to 1.

Concepts agree by identity or by descent: evidence about a parent speaks to its child. Concepts of different families
never agree, so that evidence about the spinal cord does not answer a claim about the knee.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from claimcheck.evidence import EvidenceBase
from claimcheck.models import Kind, Stance
from claimcheck.resources import concepts
from claimcheck.rows import Finding

SAME, WIDER, NARROWER = 1.0, 0.95, 0.5
WIDER_TREATMENT = 0.8  # of a finding on cells in general, where the sentence names the cells
GENERAL = 0.62  # of a finding on any condition, where another one knows the claim's condition
ONLY_GENERAL = 0.98  # where none does
UNSURE_OF_TREATMENT = 0.85  # of a refuted benefit, where the page names several treatments and the sentence none
RARER_TREATMENT = 0.93  # of a kind of treatment that the page names less often, where the sentence names none
MIXED_CARE = 0.6  # of findings on other care alone, where the sentence names cells as well
BOLD = 0.7  # share of the best score from which the boldest part of a sentence may decide
ANY_CONDITION = "any-condition"
STUDY_PREFIX = "study-"  # of findings about named studies: they answer claims that cite these
MOST_KEPT = 100  # topics whose answers are kept for claims that ask the same
MANY_CONDITIONS = 3  # from here on a sentence that lists conditions is about all of them

# Outcomes that say little: they decide only where nothing more telling stands.
GENERIC = frozenset({"benefit", "function", "regeneration", "safety"})
# Outcomes that stand in many sentences about something else: (for claims of standing, for all other claims).
LIGHT: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "research-activity": (1.0, 0.6),
        "evidence-quality": (1.0, 0.75),
        "provider-standing": (1.0, 0.55),
        "hope-rhetoric": (0.95, 0.55),
        "clinical-stage": (0.9, 0.6),
        "marketing": (0.95, 0.7),
        "approval": (1.0, 0.75),
        "dose-route": (0.7, 0.65),
        "timeline": (0.7, 0.9),
        "durability": (0.8, 0.9),
        "responders": (0.75, 0.85),
        "outcome-measures": (0.9, 0.8),
        "preclinical-translation": (0.9, 0.85),
    }
)
OTHER_CARE = frozenset({"rehabilitation", "conventional-care", "electrical-stimulation", "gene-therapy", "scaffold"})
# Weight of an outcome by the group it belongs to, for each kind of claim.
GROUP_WEIGHTS: Mapping[Kind, Mapping[str, float]] = MappingProxyType(
    {
        Kind.EFFICACY: {"benefit": 1.0, "mechanism": 0.85, "status": 0.85, "safety": 0.6},
        Kind.QUANTITATIVE: {"benefit": 1.0, "status": 0.85, "safety": 0.8, "mechanism": 0.8},
        Kind.MECHANISM: {"mechanism": 1.0, "benefit": 0.75, "status": 0.7, "safety": 0.6},
        Kind.SAFETY: {"safety": 1.0, "benefit": 0.6, "mechanism": 0.6, "status": 0.6},
        Kind.STATUS: {"status": 1.0, "benefit": 0.7, "mechanism": 0.65, "safety": 0.7},
        Kind.TESTIMONIAL: {"benefit": 0.6, "mechanism": 0.5, "status": 0.6, "safety": 0.5},
    }
)
# Outcomes that a stance or a kind is about, whatever else the sentence names.
PREFERRED: Mapping[Stance | Kind, Mapping[str, float]] = MappingProxyType(
    {
        Stance.CRITICISM: {"marketing": 1.5, "natural-recovery": 1.4, "evidence-quality": 1.2},
        Stance.AIM: {"treatment-aim": 1.15, "future-combinations": 1.3},
        Stance.NEGATED: {"cure": 1.1, "approval": 1.2, "responders": 1.1, "conventional-care-limits": 1.3},
        Kind.TESTIMONIAL: {"patient-story": 1.5},
    }
)
# Outcomes that stand in for a claim that names none.
DEFAULTS: Mapping[Kind, Sequence[str]] = MappingProxyType(
    {
        Kind.EFFICACY: ("benefit", "function", "disease-progression"),
        Kind.QUANTITATIVE: ("benefit", "function"),
        Kind.MECHANISM: ("benefit", "function", "disease-progression"),
        Kind.SAFETY: ("safety",),
        Kind.STATUS: (),
        Kind.TESTIMONIAL: ("patient-story",),
    }
)
CAVEAT_DEFAULTS: Mapping[Kind, Sequence[str]] = MappingProxyType(
    {
        Kind.EFFICACY: ("responders",),
        Kind.QUANTITATIVE: ("evidence-quality",),
        Kind.MECHANISM: ("regeneration",),
        Kind.SAFETY: ("serious-harm",),
        Kind.STATUS: ("evidence-quality",),
        Kind.TESTIMONIAL: ("patient-story",),
    }
)


class Topic(NamedTuple):
    """What a claim is about, after the page has filled in what the sentence leaves out."""

    conditions: tuple[str, ...]
    interventions: tuple[str, ...]
    outcomes: Mapping[str, float]  # concept id -> weight
    is_treatment_sure: bool = True  # the sentence names the treatment, or the page names one kind only
    names_cells: bool = True  # the sentence names cells or blood products, perhaps beside other care


_Weighed = tuple[Finding, float]  # with the weight of the outcome in the finding


@dataclass(frozen=True)
class Answers:
    """The findings on one outcome, by the conditions that lead to them."""

    general: list[_Weighed] = field(default_factory=list)  # on any condition
    of_many: list[_Weighed] = field(default_factory=list)  # on lists of conditions
    by_condition: dict[str, list[_Weighed]] = field(default_factory=dict)
    by_ancestor: dict[str, list[_Weighed]] = field(default_factory=dict)  # of their conditions

    def add(self, finding: Finding, weight: float) -> None:
        """Put a finding where the conditions of a claim lead to it."""
        if not finding.conditions:
            self.general.append((finding, weight))
        elif ANY_CONDITION in finding.conditions:
            self.of_many.append((finding, weight))
        else:
            for condition in finding.conditions:
                self.by_condition.setdefault(condition, []).append((finding, weight))
                for ancestor in lineage(condition)[1:]:
                    self.by_ancestor.setdefault(ancestor, []).append((finding, weight))

    def on(self, conditions: Sequence[str]) -> list[_Weighed]:
        """Return the findings that agree with one of the conditions, once for each; general ones left out."""
        found = list(self.of_many) if len(conditions) >= MANY_CONDITIONS else []
        for condition in conditions:
            for wider in lineage(condition):
                found += self.by_condition.get(wider, ())
            found += self.by_ancestor.get(condition, ())
        return found


NO_ANSWERS = Answers()


@dataclass(frozen=True, eq=False)  # as itself a key of what is kept
class Index:
    """Findings by what can lead to them."""

    by_outcome: Mapping[str, Answers]
    by_study: Mapping[str, Sequence[Finding]]
    covered: frozenset[str]  # conditions of the evidence base, with their parents
    ordered: Sequence[Finding]  # the order in which findings of the same score stand
    places: Mapping[str, int]  # of the ids in that order


@cache
def lineage(concept: str) -> tuple[str, ...]:
    """Return a concept and its ancestors, nearest first."""
    row = concepts().get(concept)
    return (concept,) if row is None or row.parent is None else (concept, *lineage(row.parent))


def index_of(evidence: EvidenceBase) -> Index:
    """Return the index of an evidence base, built at the first call and kept on the base."""
    return evidence.keep("finding_index", lambda: _build_index(evidence))


def _build_index(evidence: EvidenceBase) -> Index:
    by_outcome: dict[str, Answers] = {}
    by_study: dict[str, list[Finding]] = {}
    for finding in evidence.findings.values():
        for study in finding.studies:
            by_study.setdefault(study, []).append(finding)
        if finding.id.startswith(STUDY_PREFIX):
            continue
        for place, outcome in enumerate(finding.outcomes):
            weight = max(0.8, 1.0 - 0.04 * place) * (0.93 if outcome in GENERIC else 1.0)
            by_outcome.setdefault(outcome, Answers()).add(finding, weight)
    covered = {ancestor for condition in evidence.conditions for ancestor in lineage(condition)}
    ordered = sorted(evidence.findings.values(), key=lambda finding: (len(finding.outcomes), finding.id))
    places = {finding.id: place for place, finding in enumerate(ordered)}
    return Index(by_outcome, by_study, frozenset(covered), ordered, places)


@lru_cache(maxsize=MOST_KEPT)
def is_covered(conditions: tuple[str, ...], index: Index) -> bool:
    """Tell whether the evidence base knows one of the conditions, or there are none."""
    return not conditions or any(not index.covered.isdisjoint(lineage(name)) for name in conditions)


def agree_in_condition(finding: Finding, topic: Topic) -> float:
    """Return how well the finding's condition agrees; 0 where it is another one."""
    if not finding.conditions:
        return ONLY_GENERAL
    if ANY_CONDITION in finding.conditions:
        return 0.9 if len(topic.conditions) >= MANY_CONDITIONS else 0.0
    return max((_agree(condition, tuple(finding.conditions)) for condition in topic.conditions), default=0.0)


def agree_in_intervention(finding: Finding, topic: Topic) -> float:
    """Return how well the finding's intervention agrees; 0 where it is another one."""
    if not finding.interventions or not topic.interventions:
        return 0.9
    rest = 1.0 if topic.is_treatment_sure else RARER_TREATMENT
    own = tuple(finding.interventions)
    best = max(
        _agree(intervention, own, WIDER_TREATMENT) * (rest if place else 1.0)
        for place, intervention in enumerate(topic.interventions)
    )
    if finding.established and not topic.is_treatment_sure:  # what is proven of one treatment never answers for another
        best = _agree(topic.interventions[0], own, WIDER_TREATMENT)
    if finding.refuted_by and not topic.is_treatment_sure:
        best *= UNSURE_OF_TREATMENT
    if topic.names_cells and set(finding.interventions) <= OTHER_CARE:
        best *= MIXED_CARE
    return best


@cache
def _agree(concept: str, others: tuple[str, ...], wider: float = WIDER) -> float:
    family = lineage(concept)
    if concept in others:
        return SAME
    named = set(others)
    if any(ancestor in named for ancestor in family[1:]) and not _names_kinds(family[1:], named):
        return wider
    return NARROWER if any(concept in lineage(other) for other in others) else 0.0


def _names_kinds(ancestors: Iterable[str], named: Iterable[str]) -> bool:
    """Tell whether kinds of an ancestor are named beside it: then it stands for these, not for every kind."""
    family = set(ancestors)
    return any(family & set(lineage(other)[1:]) for other in named)


def score_findings(topic: Topic, index: Index) -> list[tuple[Finding, float]]:
    """Return the findings that agree in all three respects with their score, 0-100, best first."""
    agreeing = _Agreeing.of(index, topic.conditions, topic.interventions, topic.is_treatment_sure, topic.names_cells)
    scores: dict[int, float] = {}
    for outcome, weight in topic.outcomes.items():
        for place, own_weight, condition, treatment, generality in agreeing[outcome]:
            score = 100 * weight * own_weight * condition * treatment * generality
            if score > scores.get(place, 0.0):
                scores[place] = score
    best_first = sorted([(-score, place) for place, score in scores.items()])
    return [(index.ordered[place], -negative) for negative, place in best_first]


class _Agreed(NamedTuple):
    """A finding on an outcome that agrees in the rest."""

    place: int  # in Index.ordered
    weight: float  # of the outcome in the finding
    condition: float  # agreements
    treatment: float
    generality: float  # below 1 for a finding on any condition, where another one knows the claim's


class _Agreeing(dict[str, tuple[_Agreed, ...]]):
    """The findings on each outcome that agree with a topic in the rest, looked for when it is first asked for."""

    def __init__(self, index: Index, topic: Topic) -> None:
        """Remember what is asked; nothing is looked for yet."""
        self._index, self._topic = index, topic
        self._agreements: dict[str, tuple[float, float]] = {}  # in condition and treatment, by finding

    @staticmethod
    @lru_cache(maxsize=MOST_KEPT)
    def of(index: Index, conditions: tuple[str, ...], interventions: tuple[str, ...], *manner: bool) -> "_Agreeing":
        """Return what is kept for claims on the same conditions and treatments, named in the same manner."""
        return _Agreeing(index, Topic(conditions, interventions, {}, *manner))

    def __missing__(self, outcome: str) -> tuple[_Agreed, ...]:
        """Look for the findings on an outcome, the general ones last."""
        answers = self._index.by_outcome.get(outcome, NO_ANSWERS)
        agreed = []
        is_known = False  # some finding knows the claim's condition
        for finding, weight in (*answers.on(self._topic.conditions), *answers.general):
            condition, treatment = self._agree(finding)
            if condition and treatment:
                is_known = is_known or bool(finding.conditions)
                generality = GENERAL / ONLY_GENERAL if is_known and not finding.conditions else 1.0
                agreed.append(_Agreed(self._index.places[finding.id], weight, condition, treatment, generality))
        self[outcome] = tuple(agreed)
        return self[outcome]

    def _agree(self, finding: Finding) -> tuple[float, float]:
        """Return how well a finding agrees in condition and treatment."""
        if finding.id not in self._agreements:
            treatment = agree_in_intervention(finding, self._topic)
            condition = agree_in_condition(finding, self._topic) if treatment else 0.0
            self._agreements[finding.id] = condition, treatment
        return self._agreements[finding.id]
