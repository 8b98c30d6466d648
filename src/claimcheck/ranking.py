"""Which records tell most about a claim, best first.

A record counts for what it is to the best findings, for the words it shares with the claim, and for what claims it was
set beside by those who labelled pages. The weights in ``data/record_weights.jsonl`` were fitted by a conditional logit
(tools/fit_records.py) and rounded. They choose what is shown, and in which order. A verdict changes only where an exact
figure of the sentence stands in a record that is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from claimcheck.agreement import Topic, lineage
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Claim, Kind, Stance, Strength
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
    weights = _weights()
    general = weights[OF_ALL]
    found = _places_of(query, evidence)
    scores = dict.fromkeys(found, 0.0)
    for name, value in own_features(query):
        by_record = weights.get(name, {})
        for record in by_record.keys() & scores.keys():  # each is added to once: their order does not matter
            scores[record] += by_record[record] * value
    for record, features in found.items():
        for name, value in features.items():
            scores[record] += general.get(name, 0.0) * value
        scores[record] += _weigh_agreement(_agreement(evidence.records[record], query))
    return sorted(scores, key=lambda record: (-scores[record], record))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weight of each feature of a claim for the records it speaks for, and those of all under OF_ALL."""
    weights: dict[str, dict[str, float]] = {OF_ALL: {}}
    for row in read_rows(data_dir() / "record_weights.jsonl", RecordWeightRow):
        if row.id == OF_ALL:
            weights[OF_ALL] = row.weights
            continue
        for name, weight in row.weights.items():
            weights.setdefault(name, {})[row.id] = weight
    return weights


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
    return {
        record: {**features, **dict.fromkeys(_agreement(evidence.records[record], query), 1.0)}
        for record, features in _places_of(query, evidence).items()
    }


def _places_of(query: Query, evidence: EvidenceBase) -> dict[str, dict[str, float]]:
    """Return where each record stands in the findings, and how near it is in words."""
    found: dict[str, dict[str, float]] = {}
    way = "caveat" if query.is_caveat else "statement"
    for number, (finding, share) in enumerate(_shares(query)):
        for role, records in _named_by(finding, evidence):
            for place, record in enumerate(records):
                features = found.setdefault(record, {})
                if number:
                    name = f"next-{role}:{way}"
                    features[name] = max(share, features.get(name, 0.0))
                    continue
                features[f"{role}:{way}"] = 1.0
                if place < TELLING_PLACES:
                    features[f"{role}:{way}:{place}"] = 1.0
    _add_words(found, query, evidence)
    return found


def _named_by(finding: Finding, evidence: EvidenceBase) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the roles of a finding with the ids of its records, resolved once and kept on the base."""
    known: dict[str, list[tuple[str, list[str]]]] = evidence.keep("named_by", dict)
    if finding.id not in known:
        known[finding.id] = [(r, [evidence.by_alias[alias].id for alias in getattr(finding, r)]) for r in ROLES]
    return known[finding.id]


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


def _agreement(record: Record, query: Query) -> tuple[str, ...]:
    """Return the names of what a record has in common with a claim."""
    claim, topic = query.claim, query.topic
    about = (record.type, tuple(record.interventions), tuple(record.conditions))
    return _agree(about, (claim.kind, claim.stance, claim.strength), topic.interventions, topic.conditions)


@lru_cache(maxsize=10_000)
def _agree(
    about: tuple[str, tuple[str, ...], tuple[str, ...]],
    put: tuple[Kind, Stance, Strength],
    interventions: tuple[str, ...],
    conditions: tuple[str, ...],
) -> tuple[str, ...]:
    kind_of_record, own_treatments, own_conditions = about
    words = dict.fromkeys(word.value for word in put)  # "hedged" is a stance and a strength
    names = [f"type:{kind_of_record}:{word}" for word in words]
    treatments = {wide for treatment in own_treatments for wide in lineage(treatment)}
    names += ["treatment"] * (not treatments.isdisjoint(interventions))
    names += ["condition"] * (not set(conditions).isdisjoint(own_conditions))
    return tuple(names)


@lru_cache(maxsize=1000)
def _weigh_agreement(names: tuple[str, ...]) -> float:
    general = _weights()[OF_ALL]
    return sum([general.get(name, 0.0) for name in names])
