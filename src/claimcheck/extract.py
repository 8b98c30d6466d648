"""Leave spaCy: turn an annotated Doc into an Extraction of plain records."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import exp

from spacy.tokens import Doc

from claimcheck.components.claims import FoundClaim
from claimcheck.components.facts import Facts
from claimcheck.components.groups import CELL_TREATMENTS
from claimcheck.components.page import Page
from claimcheck.components.segments import Form, Unit
from claimcheck.models import Citation, Claim, Cue, Extraction


def extract(doc: Doc) -> Extraction:
    """Return the claims of a page and what else was read from it."""
    page: Page = doc._.claimcheck_page
    citations: Sequence[Citation] = doc._.claimcheck_citations
    found: Sequence[FoundClaim] = doc._.claimcheck_claims
    starts = [citation.start for citation in citations]
    extraction = Extraction(
        text=page.text,
        claims=tuple([_to_claim(number, claim, citations, starts) for number, claim in enumerate(found, start=1)]),
        citations=tuple(citations),
        conditions=tuple(page.conditions),
        interventions=tuple(page.interventions),
        sentences=len(page.units),
        numbers_not_understood=tuple(page.numbers_not_understood),
        quantities=tuple(page.quantities),
        names_treatment=page.names_treatment,
    )
    page.forget_facts()
    return extraction


def _to_claim(number: int, found: FoundClaim, citations: Sequence[Citation], starts: Sequence[int]) -> Claim:
    facts, assertion = found.facts, found.assertion
    unit, text = facts.unit, facts.page.text
    return Claim(
        id=f"c{number}",
        text=facts.text,
        start=unit.start,
        end=unit.end,
        section=facts.headings[0].text if facts.headings else None,
        kind=found.kind,
        stance=assertion.stance,
        strength=assertion.strength,
        quantities=tuple(facts.quantities),
        concepts=concepts_of(facts),
        cues=tuple([Cue(text[c.start : c.end], c.start, c.end, c.row.category) for c in assertion.cues]),
        citations=tuple(_citations_of(facts, citations, starts)) if citations else (),
        features=frozenset((found.rule, *found.features)),
        confidence=round(1 / (1 + exp(-found.log_odds)), 3),
        readings=found.readings,
        stance_by_cues=assertion.by_cues,
        kind_by_rules=None if found.by_rules is found.kind else found.by_rules,
    )


def concepts_of(facts: Facts) -> Mapping[str, Sequence[str]]:
    """Return the concept ids of a claim: its own, then those of the line above, but no other care in a heading."""
    conditions: list[str] = []
    interventions: list[str] = []
    outcomes: list[str] = []
    found = {"CONDITION": conditions, "INTERVENTION": interventions, "OUTCOME": outcomes}
    above = facts.lead_in
    any_care = above is None or above.is_form(Form.LEAD_IN)
    for mentions, all_care in ((facts.mentions, True), (above.mentions if above else (), any_care)):
        for mention in mentions:
            ids = found.get(mention.label)
            if ids is None or mention.id in ids:
                continue
            if all_care or ids is not interventions or mention.id in CELL_TREATMENTS:
                ids.append(mention.id)
    return {"condition": conditions, "intervention": interventions, "outcome": outcomes}


def _citations_of(facts: Facts, citations: Sequence[Citation], starts: Sequence[int]) -> list[Citation]:
    """Return the citations inside a claim, or else those that the lines around it give for it."""
    inside = _within(facts.unit, citations, starts)
    if any(citation.type != "journal-year" for citation in inside):
        return inside
    lines = [line for line in (facts.following_citation_line, facts.reference_above) if line is not None]
    if not lines and facts.speaks_of_a_study:
        lines = [heading.index for heading in facts.headings]
    for line in lines:
        inside += _within(facts.page.units[line], citations, starts)
    return inside


def _within(unit: Unit, citations: Sequence[Citation], starts: Sequence[int]) -> list[Citation]:
    return [*citations[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]]
