"""Which records are shown beside a claim, in which role and order."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice

from claimcheck.agreement import index_of, is_covered
from claimcheck.evidence import EvidenceBase
from claimcheck.models import EvidenceLink
from claimcheck.ranking import Query, rank_records
from claimcheck.retrieval import find_nearest
from claimcheck.rows import Finding, Record

MOST_LINKS = 8
MOST_KEPT = 1000  # links: the same ones recur from claim to claim
BACKING = 2  # records shown first that back a caveat
TELLING = 3  # records shown first whether or not the finding names them
NEAR = 30.0  # likeness in words from which a record says something where no finding does, 0-100


def link_records(
    query: Query,
    cited: Sequence[Record],
    candidates: Sequence[tuple[Record, float]],
    evidence: EvidenceBase,
) -> tuple[EvidenceLink, ...]:
    """Return the records to show: cited, candidates, then those that tell most, then the rest of the finding's.

    The likeness of a record that tells much and is not the finding's is 0: it does not answer, it is context.

    Where no finding answers, only the record nearest in words, if it is near.
    """
    shown = {record.id: ("cited", 100.0) for record in cited}  # a record keeps the first role that it is given
    for candidate, likeness in candidates:
        shown.setdefault(candidate.id, ("candidate", likeness))
    if query.findings:
        finding, score = query.findings[0]
        likeness = round(min(score, 100.0), 1)
        own = _roles_in(finding, query.is_caveat, evidence)
        first = rank_records(query, evidence, TELLING) if is_covered(query.topic.conditions, index_of(evidence)) else []
        for record in first:
            shown.setdefault(record, (own[record], likeness) if record in own else ("context", 0.0))
        for record, role in islice(own.items(), MOST_LINKS):
            shown.setdefault(record, (role, likeness))
    else:
        for near, likeness in find_nearest(query.stems, query.topic.conditions, evidence):
            if likeness >= NEAR:
                shown.setdefault(near.id, ("context", likeness))
    return tuple([_link(record, role, score) for record, (role, score) in islice(shown.items(), MOST_LINKS)])


@lru_cache(maxsize=MOST_KEPT)
def _link(record: str, role: str, score: float) -> EvidenceLink:
    return EvidenceLink(record, role, score)


def _roles_in(finding: Finding, is_caveat: bool, evidence: EvidenceBase) -> Mapping[str, str]:
    """Return the ids of the finding's records with their roles, the most telling first, kept on the base."""
    kept: dict[tuple[str, bool], dict[str, str]] = evidence.keep("roles_in_findings", dict)
    key = finding.id, is_caveat
    if key not in kept:
        roles: dict[str, str] = {}  # a record that stands twice keeps its first place
        for alias, role in _order_records(finding, is_caveat=is_caveat):
            roles.setdefault(evidence.by_alias[alias].id, role)
        kept[key] = roles
    return kept[key]


def _order_records(finding: Finding, *, is_caveat: bool) -> list[tuple[str, str]]:
    """Return the finding's records with their roles, the most telling first.

    Each list of a finding begins with what tells most. A claim of benefit gets the best for, against and of context, a
    caveat the best that back it; then the rest, for and against in turn.
    """
    supports = [(record, "supports") for record in finding.supports]
    against = [(record, "against") for record in finding.against]
    context = [(record, "context") for record in finding.context]
    named = {*finding.supports, *finding.against, *finding.context}
    studies = [(record, "context") for record in finding.studies if record not in named]
    first = (against or supports)[:BACKING] + context[:1] if is_caveat else supports[:1] + against[:1] + context[:1]
    rest = [[entry for entry in part if entry not in first] for part in (supports, against)]
    return studies + first + _in_turn(*rest) + context


def _in_turn(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return both lists merged, one of each in turn."""
    longest = max(len(one), len(other))
    return [part[place] for place in range(longest) for part in (one, other) if place < len(part)]
