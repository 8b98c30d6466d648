"""Which records tell most about a claim, best first.

A record counts for what it is to the best findings, for the words it shares with the claim, and for what claims it was
set beside by those who labelled pages. The weights in ``data/record_weights.jsonl`` were fitted by a conditional logit
(tools/fit_records.py) and rounded. They choose what is shown, and in which order. A verdict changes only where an exact
figure of the sentence stands in a record that is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum

from claimcheck.agreement import Topic, lineage
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Claim, Stance, Strength
from claimcheck.resources import data_dir, read_rows
from claimcheck.retrieval import find_nearest, stems
from claimcheck.rows import Finding, Record, RecordWeightRow

MOST_FINDINGS = 4  # that a record may belong to
NEAREST = 12  # records in words that are weighed too
TELLING_PLACES = 3  # of a finding's lists: their first records tell most
FIRST_WORDS, EARLY_WORDS = 1, 3  # places among the nearest in words that count of themselves
OF_ALL = "any-record"  # row of the weights that do not depend on the record
ROLES = ("supports", "against", "context", "studies")
PER_CENT_TO_WORDS = 1 / 50  # the score of find_nearest to a value around 1


@dataclass(frozen=True)
class Query:
    """What records are ranked for."""

    claim: Claim
    topic: Topic
    findings: Sequence[tuple[Finding, float]]  # with their scores, best first
    is_caveat: bool


def is_caveat(claim: Claim) -> bool:
    """Tell whether a claim denies, warns or lowers expectations."""
    return claim.stance in (Stance.NEGATED, Stance.CRITICISM) or claim.strength is Strength.CAVEAT


def rank_records(query: Query, evidence: EvidenceBase) -> list[str]:
    """Return the ids of the records that may bear on a claim, the most telling first."""
    weights, general = _weights()
    own = list(own_features(query))
    scores = []
    for record, features in general_features(query, evidence).items():
        mine = weights.get(record, {})
        parts = [general[name] * value for name, value in features.items() if name in general]
        scores.append((fsum([*parts, *(mine[name] * value for name, value in own if name in mine)]), record))
    return [record for _, record in sorted(scores, key=lambda pair: (-pair[0], pair[1]))]


@cache
def _weights() -> tuple[Mapping[str, Mapping[str, float]], Mapping[str, float]]:
    """Return the weights of each record, and those of all."""
    rows = read_rows(data_dir() / "record_weights.jsonl", RecordWeightRow)
    by_record = {row.id: row.weights for row in rows}
    return by_record, by_record.get(OF_ALL, {})


def own_features(query: Query) -> Iterator[tuple[str, float]]:
    """Yield what of a claim may lead to one record rather than another, with its value."""
    claim = query.claim
    yield "bias", 1.0
    yield f"kind:{claim.kind.value}", 1.0
    yield "caveat" if query.is_caveat else "statement", 1.0
    yield from ((f"outcome:{outcome}", min(1.0, weight)) for outcome, weight in query.topic.outcomes.items())
    yield from ((f"word:{stem}", 0.5) for stem in dict.fromkeys(stems(claim.text)))
    yield from ((f"finding:{finding.id}", share) for finding, share in _shares(query))


def _shares(query: Query) -> Iterator[tuple[Finding, float]]:
    """Yield the best findings with their scores as a share of the best."""
    for finding, score in query.findings[:MOST_FINDINGS]:
        yield finding, score / query.findings[0][1]


def general_features(query: Query, evidence: EvidenceBase) -> Mapping[str, Mapping[str, float]]:
    """Return, for each record that may bear on a claim, what it is to it: names of features with their values."""
    found: dict[str, dict[str, float]] = {}
    way = "caveat" if query.is_caveat else "statement"
    for number, (finding, share) in enumerate(_shares(query)):
        for role in ROLES:
            for place, alias in enumerate(getattr(finding, role)):
                features = found.setdefault(evidence.by_alias[alias].id, {})
                if number:
                    name = f"next-{role}:{way}"
                    features[name] = max(share, features.get(name, 0.0))
                    continue
                features[f"{role}:{way}"] = 1.0
                if place < TELLING_PLACES:
                    features[f"{role}:{way}:{place}"] = 1.0
    _add_words(found, query, evidence)
    for record, features in found.items():
        features |= _agreement(evidence.records[record], query)
    return found


def _add_words(found: dict[str, dict[str, float]], query: Query, evidence: EvidenceBase) -> None:
    """Add the records nearest in words, and how near they are."""
    nearest = find_nearest(query.claim.text, query.topic.conditions, evidence, NEAREST)
    for place, (record, score) in enumerate(nearest):
        features = found.setdefault(record.id, {})
        features["words"] = score * PER_CENT_TO_WORDS
        features["words:share"] = score / nearest[0][1]
        if place < FIRST_WORDS:
            features["words:first"] = 1.0
        if place < EARLY_WORDS:
            features["words:early"] = 1.0


def _agreement(record: Record, query: Query) -> Mapping[str, float]:
    claim, topic = query.claim, query.topic
    treatments = {wide for treatment in record.interventions for wide in lineage(treatment)}
    return {
        f"type:{record.type}:{claim.kind.value}": 1.0,
        f"type:{record.type}:{claim.stance.value}": 1.0,
        f"type:{record.type}:{claim.strength.value}": 1.0,
        "treatment": float(bool(treatments & set(topic.interventions))),
        "condition": float(bool(set(topic.conditions) & set(record.conditions))),
    }
