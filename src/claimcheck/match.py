"""Match each claim to the finding and the records of the evidence base that bear on it.

A finding is chosen by agreement of condition, intervention and outcome; a record by its identifier or name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from types import MappingProxyType

from claimcheck.agreement import (
    BOLD,
    CAVEAT_DEFAULTS,
    DEFAULTS,
    GENERIC,
    GROUP_WEIGHTS,
    LIGHT,
    NO_ANSWERS,
    OTHER_CARE,
    PREFERRED,
    Index,
    Topic,
    agree_in_condition,
    agree_in_intervention,
    index_of,
    is_covered,
    lineage,
    score_findings,
)
from claimcheck.candidates import find_candidates
from claimcheck.citing import check_citation
from claimcheck.describing import find_described
from claimcheck.evidence import EvidenceBase
from claimcheck.linking import link_records
from claimcheck.models import (
    FIRM,
    Citation,
    CitationCheck,
    Claim,
    Extraction,
    Kind,
    Match,
    Stance,
    Strength,
)
from claimcheck.ranking import Query, is_caveat
from claimcheck.resources import concepts
from claimcheck.rows import PERMITTED_ORDER, Finding, Record

COMPARATOR = "conventional-care"
MAIN_OUTCOMES = 3  # of a finding: those that its question is about, not those it also touches
MANY_BENEFITS = 3  # from here on a list of benefits is about function in general
MOST_PAGES = 100  # whose treatments are kept
IDENTIFIED = frozenset({"matches", "title-altered", "known-not-assessed", "retracted"})
SHARES = frozenset({"percent", "ratio", "fold"})
NO_CHECKS: Mapping[Citation, CitationCheck] = MappingProxyType({})


def check_citations(extraction: Extraction, evidence: EvidenceBase) -> list[CitationCheck]:
    """Return what every citation of the page turned out to be."""
    return [check_citation(citation, extraction, evidence) for citation in extraction.citations]


def match_claim(
    claim: Claim, page: Extraction, evidence: EvidenceBase, checks: Mapping[Citation, CitationCheck] = NO_CHECKS
) -> Match:
    """Return what of the evidence base bears on a claim; citations that were not checked yet are checked here."""
    own_checks = _own_checks(claim, page, evidence, checks) if claim.citations else ()
    cited = _cited_records(own_checks, evidence) if own_checks else []
    query = query_of(claim, page, cited, evidence)
    topic = query.topic
    best, score = query.findings[0] if query.findings else (None, 0.0)
    runner, runner_score = query.findings[1] if len(query.findings) > 1 else (None, 0.0)
    candidates = [
        pair
        for check in own_checks
        if check.citation.type == "journal-year" and check.record is None
        for pair in find_candidates(check.citation, topic.conditions, topic.interventions, evidence)
    ]
    described = None if cited else find_described(claim, topic.conditions, topic.interventions, evidence)
    if described is not None:
        candidates = [(described, 100.0), *(pair for pair in candidates if pair[0].id != described.id)]
    is_named = page.names_treatment or bool(claim.concepts.get("intervention"))
    shown = query if is_named or query.is_caveat else replace(query, findings=())  # of whatever treatment is no answer
    return Match(
        finding=best.id if best else None,
        score=round(score, 1),
        runner_up=runner.id if runner else None,
        runner_up_score=round(runner_score, 1),
        links=link_records(shown, cited, candidates, evidence),
        checks=own_checks,
        treatment_named=is_named,
        condition_covered=is_covered(topic.conditions, index_of(evidence)),
        described=described.id if described else None,
    )


def _own_checks(
    claim: Claim, page: Extraction, evidence: EvidenceBase, checks: Mapping[Citation, CitationCheck]
) -> tuple[CitationCheck, ...]:
    return tuple(checks.get(citation) or check_citation(citation, page, evidence) for citation in claim.citations)


def query_of(claim: Claim, page: Extraction, cited: Sequence[Record], evidence: EvidenceBase) -> Query:
    """Return what a claim asks of the evidence base: its topic, and the findings that answer it, best first."""
    index, topic = index_of(evidence), topic_of(claim, page)
    ranked = _let_the_boldest_decide(claim, topic, score_findings(topic, index))
    about = _finding_about(cited, claim, topic, index)
    if about is not None:
        ranked = [(about, 100.0), *(pair for pair in ranked if pair[0].id != about.id)]
    return Query(claim, topic, ranked, is_caveat(claim))


def topic_of(claim: Claim, page: Extraction) -> Topic:
    """Return what a claim is about, the page filling in the condition and treatment that it leaves out."""
    told = claim.concepts.get
    treatments = tuple(told("intervention", ()))
    kinds = _first_of_each_kind(page.interventions)
    if not treatments:
        filled = kinds
    elif set(treatments) == {COMPARATOR} or (is_caveat(claim) and OTHER_CARE.issuperset(treatments)):
        filled = treatments + kinds[:1]
    else:
        filled = treatments
    return Topic(
        conditions=tuple(told("condition", ()) or page.conditions[:1]),
        interventions=filled,
        outcomes=_weigh_outcomes(claim, told("outcome", ())),
        is_treatment_sure=bool(treatments) or len(kinds) < 2,
        names_cells=not filled or not OTHER_CARE.issuperset(filled),
    )


@lru_cache(maxsize=MOST_PAGES)
def _first_of_each_kind(interventions: Iterable[str]) -> tuple[str, ...]:
    """Return the commonest treatment of each kind that a page names: cells, exosomes, plasma, transplants."""
    kinds: dict[str, str] = {}
    for intervention in interventions:
        kinds.setdefault(lineage(intervention)[-1], intervention)
    return tuple(kinds.values())


def _weigh_outcomes(claim: Claim, own: Sequence[str]) -> Mapping[str, float]:
    """Return the outcomes that may answer a claim with their weights; earlier words weigh more."""
    weights: dict[str, float] = {}
    of_groups, preferred, others = _weights_of_manner(claim.kind, claim.stance, claim.strength, is_caveat(claim))
    for place, outcome in enumerate(own):
        group, generic, light, light_in_status, ancestors = _telling_of(outcome)
        weight = of_groups[group]
        weight *= max(0.82, 1.0 - 0.03 * place) * generic
        weight *= (light_in_status if claim.kind is Kind.STATUS else light) * preferred.get(outcome, 1.0)
        if weight > weights.get(outcome, 0.0):
            weights[outcome] = weight
        for ancestor in ancestors:
            if 0.5 * weight > weights.get(ancestor, 0.0):
                weights[ancestor] = 0.5 * weight
    if len(own) >= MANY_BENEFITS and claim.kind in (Kind.EFFICACY, Kind.QUANTITATIVE):
        benefits = {outcome for outcome in own if _group_of(outcome) == "benefit" and outcome not in GENERIC}
        if len(benefits) >= MANY_BENEFITS:
            weights["function"] = max(1.2, weights.get("function", 0.0))
    if claim.kind is Kind.QUANTITATIVE and _is_timing(claim):
        weights["timeline"] = max(1.3, weights.get("timeline", 0.0))
    if claim.kind is Kind.TESTIMONIAL:
        weights["patient-story"] = max(preferred.values())
    for outcome, weight in others:
        weights.setdefault(outcome, weight)
    return weights


@cache
def _telling_of(outcome: str) -> tuple[str, float, float, float, tuple[str, ...]]:
    """Return an outcome's group, how much it tells: in general, in a claim, in one of standing; and its ancestors."""
    in_status, elsewhere = LIGHT.get(outcome, (1.0, 1.0))
    generic = 0.75 if outcome in GENERIC else 1.0
    return _group_of(outcome) or "benefit", generic, elsewhere, in_status, lineage(outcome)[1:]


@cache
def _group_of(outcome: str) -> str | None:
    row = concepts().get(outcome)
    return row.group if row else None


@cache
def _weights_of_manner(
    kind: Kind, stance: Stance, strength: Strength, is_caveat: bool
) -> tuple[Mapping[str, float], Mapping[str, float], Sequence[tuple[str, float]]]:
    """Return what the manner of a claim alone gives: weights of groups, of preferred outcomes, and outcomes to add."""
    preferred = {**PREFERRED.get(kind, {}), **PREFERRED.get(stance, {})}
    others = [
        (outcome, 0.7 if strength is Strength.CAVEAT else 0.45 if place < 2 else 0.3)
        for place, outcome in enumerate(_defaults(kind, strength, is_caveat))
    ]
    if stance in (Stance.CRITICISM, Stance.AIM):
        others += [(outcome, 0.55 * weight) for outcome, weight in PREFERRED[stance].items()]
    return GROUP_WEIGHTS[kind], preferred, others


def _defaults(kind: Kind, strength: Strength, is_caveat: bool) -> Sequence[str]:
    """Return the outcomes that stand in where the sentence names none."""
    if is_caveat:
        return CAVEAT_DEFAULTS[kind]
    if kind is Kind.STATUS and strength in FIRM:  # "a proven treatment" is about proof and benefit
        return *CAVEAT_DEFAULTS[kind], *DEFAULTS[Kind.EFFICACY]
    return DEFAULTS[kind]


def _let_the_boldest_decide(
    claim: Claim, topic: Topic, ranked: list[tuple[Finding, float]]
) -> list[tuple[Finding, float]]:
    """Return the ranking with the least permitted part first, where a flat sentence claims several things at once."""
    named = claim.concepts.get("outcome", ())
    if len(named) < MANY_BENEFITS or claim.stance is not Stance.ASSERTED or not ranked:
        return ranked
    told = {outcome for outcome in named if _group_of(outcome) in ("benefit", "mechanism")}
    if len(told) < MANY_BENEFITS:
        return ranked
    agreement = agree_in_intervention(ranked[0][0], topic)
    near = [
        pair
        for pair in ranked
        if pair[1] >= BOLD * ranked[0][1]
        and told & set(pair[0].outcomes[:MAIN_OUTCOMES])
        and agree_in_intervention(pair[0], topic) >= agreement
    ]
    boldest = min(near, key=lambda pair: (PERMITTED_ORDER.index(pair[0].permits.people), -pair[1]), default=ranked[0])
    if boldest[0].permits.people == ranked[0][0].permits.people:
        return ranked
    return [boldest, *(pair for pair in ranked if pair[0].id != boldest[0].id)]


def _is_timing(claim: Claim) -> bool:
    types = {quantity.type for quantity in claim.quantities}
    return "duration" in types and not types & (SHARES | {"participants"})


def _cited_records(checks: Iterable[CitationCheck], evidence: EvidenceBase) -> list[Record]:
    ids = dict.fromkeys(c.record for c in checks if c.record is not None and c.status in IDENTIFIED)
    return [evidence.by_alias[record] for record in ids]


def _finding_about(cited: Sequence[Record], claim: Claim, topic: Topic, index: Index) -> Finding | None:
    """Return the finding about the cited work, unless the claim is about an outcome that this work did not measure."""
    for record in cited:
        for finding in index.by_study.get(record.id, ()):
            if agree_in_intervention(finding, topic) > 0 and _could_answer(finding, record, claim, topic, index):
                return finding
    return None


def _could_answer(finding: Finding, record: Record, claim: Claim, topic: Topic, index: Index) -> bool:
    """Tell whether the cited work could have answered the claim: not one on outcomes that it is not known to report."""
    known = concepts()
    reported = {*finding.outcomes, *(outcome.outcome for outcome in record.outcomes if outcome.outcome)}
    measured = {wide for outcome in reported for wide in lineage(outcome)}
    named = [outcome for outcome in claim.concepts.get("outcome", ()) if outcome in known]
    mechanisms = {outcome for outcome in named if known[outcome].group == "mechanism"}
    if mechanisms and not mechanisms & measured and (claim.kind is Kind.MECHANISM or claim.strength in FIRM):
        return False
    benefits = {o for o in named if known[o].group == "benefit" and o not in GENERIC and _is_asked(o, topic, index)}
    if not benefits or claim.stance is not Stance.ASSERTED:
        return True
    return any(set(lineage(benefit)) & measured - GENERIC for benefit in benefits)


def _is_asked(outcome: str, topic: Topic, index: Index) -> bool:
    """Tell whether a finding on the claim's own condition answers for an outcome."""
    answers = index.by_outcome.get(outcome, NO_ANSWERS)
    return any(agree_in_condition(finding, topic) for finding, _ in answers.on(topic.conditions))
