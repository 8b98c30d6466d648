"""Which records tell most about a claim, best first.

A record counts for what it is to the best findings, for the words it shares with the claim, and for what claims it was
set beside by those who labelled pages. The weights in ``data/record_weights.jsonl`` were fitted by a conditional logit
(tools/fit_records.py) and rounded. They choose what is shown, and in which order. A verdict changes only where an exact
figure of the sentence stands in a record that is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from claimcheck.agreement import Topic, lineage
from claimcheck.components.lazy import lazy
from claimcheck.evidence import EvidenceBase
from claimcheck.models import Claim, Kind, Stance, Strength
from claimcheck.record_weights import one_of, weights_of, weights_of_outcome, weights_of_stem
from claimcheck.retrieval import name_nearest, stems
from claimcheck.rows import Finding, Record

MOST_FINDINGS = 4  # that a record may belong to
NEAREST = 12  # records in words that are weighed too
TELLING_PLACES = 3  # of a finding's lists: their first records tell most
FIRST_WORDS, EARLY_WORDS = 1, 3  # places among the nearest in words that count of themselves
OF_ALL = "any-record"  # row of the weights that do not depend on the record
ROLES = ("supports", "against", "context", "studies")
WORDS, WORDS_SHARE, WORDS_FIRST, WORDS_EARLY = "words", "words:share", "words:first", "words:early"
OF_STEM = 0.5  # value of a stem
PER_CENT_TO_WORDS = 1 / 50  # the score of find_nearest to a value around 1
DECIMALS = 6  # of a score: what is beyond comes of the order of adding up
MOST_KEPT = 500  # ways to put a claim on a topic

_Put = tuple[Kind, Stance, Strength]
_Place = tuple[str, str, float]  # id of a record, name and value of a feature


@dataclass(frozen=True)
class Query:
    """What records are ranked for."""

    claim: Claim
    topic: Topic
    findings: Sequence[tuple[Finding, float]]  # with their scores, best first
    is_caveat: bool

    @lazy
    def stems(self) -> Sequence[str]:
        """The different stems of the claim's words."""
        return list(dict.fromkeys(stems(self.claim.text)))


def is_caveat(claim: Claim) -> bool:
    """Tell whether a claim denies, warns or lowers expectations."""
    return claim.stance in (Stance.NEGATED, Stance.CRITICISM) or claim.strength is Strength.CAVEAT


def rank_records(query: Query, evidence: EvidenceBase, most: int | None = None) -> list[str]:
    """Return the ids of the records that may bear on a claim, the most telling first, ``most`` of them or all."""
    standings = _stand_in(query, evidence)
    scores = dict(standings[0][0].in_best) if standings else {}
    _add_further_places(scores, standings[1:])
    _add_places_in_words(scores, query, evidence)
    claim, topic = query.claim, query.topic
    by_topic = _AgreeInTopic.of(evidence, topic.interventions, topic.conditions)
    by_manner = _AgreeInManner.of(evidence, (claim.kind, claim.stance, claim.strength), query.is_caveat)
    for record in scores:
        scores[record] += by_topic[record] + by_manner[record]
    rows = [(weights_of_outcome(outcome), min(1.0, weight)) for outcome, weight in topic.outcomes.items()]
    rows += [(weights_of_stem(stem), OF_STEM) for stem in query.stems]
    rows += [(standing.by_record, share) for standing, share in standings]
    for by_record, value in rows:
        fewer, more = (scores, by_record) if len(scores) < len(by_record) else (by_record, scores)
        for record in fewer:
            if record in more:
                scores[record] += by_record[record] * value
    return _take_best(scores, most)


def _add_further_places(scores: dict[str, float], standings: Sequence[tuple["_Standing", float]]) -> None:
    """Add what each record earns by standing in one of the next findings, once for each role."""
    seen: set[str] = set()
    for standing, share in standings:
        for place, record, weight in standing.in_next:
            if place not in seen:
                seen.add(place)
                scores[record] = scores.get(record, 0.0) + weight * share


def _add_places_in_words(scores: dict[str, float], query: Query, evidence: EvidenceBase) -> None:
    """Add what each record earns by sharing words with the claim."""
    nearest = name_nearest(query.stems, query.topic.conditions, evidence, NEAREST)
    if not nearest:
        return
    general = weights_of(OF_ALL)
    of_score = general.get(WORDS, 0.0) * PER_CENT_TO_WORDS + general.get(WORDS_SHARE, 0.0) / nearest[0][1]
    for record, score in nearest:
        scores[record] = scores.get(record, 0.0) + of_score * score
    for name, most in ((WORDS_FIRST, FIRST_WORDS), (WORDS_EARLY, EARLY_WORDS)):
        if weight := general.get(name):
            for record, _ in nearest[:most]:
                scores[record] += weight


def _take_best(scores: Mapping[str, float], most: int | None) -> list[str]:
    """Return the records with the highest scores; of equals, the first by id."""
    contenders: Iterable[str] = scores
    if most is not None and most < len(scores):  # a round number is slow to make: only of those that may be among them
        least = sorted(scores.values())[-most] - 10.0**-DECIMALS
        contenders = [record for record, score in scores.items() if score >= least]
    return sorted(contenders, key=lambda record: (-round(scores[record], DECIMALS), record))[:most]


def own_features(query: Query) -> Iterator[tuple[str, float]]:
    """Yield what of a claim may lead to one record rather than another, with its value."""
    yield from ((name, 1.0) for name in _features_of_manner(query.claim.kind, query.is_caveat))
    yield from _features_of_text(query)


def _features_of_manner(kind: Kind, is_caveat: bool) -> tuple[str, ...]:
    return "bias", "kind:" + kind, _way_of(is_caveat)


def _way_of(is_caveat: bool) -> str:
    return "caveat" if is_caveat else "statement"


def _features_of_text(query: Query) -> list[tuple[str, float]]:
    features = [(f"outcome:{outcome}", min(1.0, weight)) for outcome, weight in query.topic.outcomes.items()]
    features += [(f"word:{stem}", OF_STEM) for stem in query.stems]
    features += [(f"finding:{finding.id}", share) for finding, share in _shares(query)]
    return features


def _shares(query: Query) -> list[tuple[Finding, float]]:
    """Return the best findings with their scores as a share of the best."""
    return [(finding, score / query.findings[0][1]) for finding, score in query.findings[:MOST_FINDINGS]]


def general_features(query: Query, evidence: EvidenceBase) -> Mapping[str, Mapping[str, float]]:
    """Return, for each record that may bear on a claim, what it is to it: names of features with their values."""
    found: dict[str, dict[str, float]] = {}
    best = _places_in_best(query.findings[0][0], query.is_caveat, evidence) if query.findings else ()
    for record, name, value in (*best, *_further_places(query, evidence), *_places_in_words(query, evidence)):
        found.setdefault(record, {})[name] = value
    claim, topic = query.claim, query.topic
    for record, features in found.items():
        put = (claim.kind, claim.stance, claim.strength)
        names = name_agreement(evidence.records[record], put, topic.interventions, topic.conditions)
        features.update(dict.fromkeys(names, 1.0))
    return found


class _Standing(NamedTuple):
    """What a finding adds to records."""

    in_best: Mapping[str, float]  # to each record that it names, where it answers
    in_next: Sequence[tuple[str, str, float]]  # record with role, record and what it adds, where it is a further one
    by_record: Mapping[str, float]  # to any record


def _stand_in(query: Query, evidence: EvidenceBase) -> list[tuple[_Standing, float]]:
    """Return what the best findings add to records, worked out once and kept on the base, with their shares."""
    kept: dict[tuple[str, bool], _Standing] = evidence.keep("standings", dict)
    standings = []
    for finding, share in _shares(query):
        key = finding.id, query.is_caveat
        standing = kept.get(key)
        if standing is None:
            standing = kept[key] = _weigh_finding(finding, query.is_caveat, evidence)
        standings.append((standing, share))
    return standings


def _weigh_finding(finding: Finding, is_caveat: bool, evidence: EvidenceBase) -> _Standing:
    general, in_best = weights_of(OF_ALL), dict[str, float]()
    for record, name, value in _places_in_best(finding, is_caveat, evidence):
        in_best[record] = in_best.get(record, 0.0) + general.get(name, 0.0) * value
    in_next = [
        (intern(f"{role}:{record}"), record, general.get(_further(role, is_caveat), 0.0))
        for role, records in _named_by(finding, evidence)
        for record in records
    ]
    return _Standing(in_best, in_next, weights_of(f"finding:{finding.id}"))


def _places_in_best(finding: Finding, is_caveat: bool, evidence: EvidenceBase) -> Iterator[_Place]:
    """Yield where each record stands in the finding that answers."""
    for role, records in _named_by(finding, evidence):
        name = f"{role}:{_way_of(is_caveat)}"
        for place, record in enumerate(records):
            yield record, name, 1.0
            if place < TELLING_PLACES:
                yield record, f"{name}:{place}", 1.0


def _further_places(query: Query, evidence: EvidenceBase) -> list[_Place]:
    """Return in which of the next findings each record stands, the best of each role."""
    best: dict[tuple[str, str], float] = {}
    for finding, share in _shares(query)[1:]:
        for role, records in _named_by(finding, evidence):
            for record in records:
                place = record, role
                if share > best.get(place, 0.0):
                    best[place] = share
    return [(record, _further(role, query.is_caveat), share) for (record, role), share in best.items()]


def _further(role: str, is_caveat: bool) -> str:
    return f"next-{role}:{_way_of(is_caveat)}"


def _named_by(finding: Finding, evidence: EvidenceBase) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the roles of a finding with the ids of its records, resolved once and kept on the base."""
    known: dict[str, list[tuple[str, list[str]]]] = evidence.keep("named_by", dict)
    if finding.id not in known:
        known[finding.id] = [
            (role, list(dict.fromkeys(evidence.by_alias[alias].id for alias in named)))
            for role in ROLES
            if (named := getattr(finding, role))
        ]
    return known[finding.id]


def _places_in_words(query: Query, evidence: EvidenceBase) -> list[_Place]:
    """Return the records nearest in words, and how near they are."""
    nearest = name_nearest(query.stems, query.topic.conditions, evidence, NEAREST)
    places = [(record, WORDS, score * PER_CENT_TO_WORDS) for record, score in nearest]
    places += [(record, WORDS_SHARE, score / nearest[0][1]) for record, score in nearest]
    places += [(record, WORDS_FIRST, 1.0) for record, _ in nearest[:FIRST_WORDS]]
    places += [(record, WORDS_EARLY, 1.0) for record, _ in nearest[:EARLY_WORDS]]
    return places


def name_agreement(record: Record, put: _Put, interventions: Iterable[str], conditions: Iterable[str]) -> list[str]:
    """Return the names of what a record has in common with a claim that is put so, on a topic."""
    return _agree_in_put(record.type, put) + _agree_in_topic(record, interventions, conditions)


def _agree_in_put(record_type: str, put: _Put) -> list[str]:
    words = dict.fromkeys(word.value for word in put)  # "hedged" is a stance and a strength
    return [f"type:{record_type}:{word}" for word in words]


def _agree_in_topic(record: Record, interventions: Iterable[str], conditions: Iterable[str]) -> list[str]:
    treatments = {wide for treatment in record.interventions for wide in lineage(treatment)}
    names = ["treatment"] * (not treatments.isdisjoint(interventions))
    return names + ["condition"] * (not set(conditions).isdisjoint(record.conditions))


def _add_up(names: Iterable[str]) -> float:
    general = weights_of(OF_ALL)
    return sum([general.get(name, 0.0) for name in names])


class _AgreeInTopic(dict[str, float]):
    """What agreement in treatment and condition adds to each record, worked out when a record is first asked for."""

    def __init__(self, evidence: EvidenceBase, interventions: tuple[str, ...], conditions: tuple[str, ...]) -> None:
        """Remember what is asked; nothing is worked out yet."""
        self._records, self._topic = evidence.records, (interventions, conditions)

    @staticmethod
    @lru_cache(maxsize=MOST_KEPT)
    def of(evidence: EvidenceBase, interventions: tuple[str, ...], conditions: tuple[str, ...]) -> "_AgreeInTopic":
        """Return what is kept for claims on a topic."""
        return _AgreeInTopic(evidence, interventions, conditions)

    def __missing__(self, record: str) -> float:
        """Work out what a record earns."""
        self[record] = one_of(_add_up(_agree_in_topic(self._records[record], *self._topic)))
        return self[record]


class _AgreeInManner(dict[str, float]):
    """What the manner of a claim alone adds to each record, worked out when a record is first asked for."""

    def __init__(self, evidence: EvidenceBase, put: _Put, is_caveat: bool) -> None:
        """Remember what is asked; nothing is worked out yet."""
        self._records, self._put = evidence.records, put
        self._by_record = [weights_of(name) for name in _features_of_manner(put[0], is_caveat)]

    @staticmethod
    @lru_cache(maxsize=MOST_KEPT)
    def of(evidence: EvidenceBase, put: _Put, is_caveat: bool) -> "_AgreeInManner":
        """Return what is kept for claims that are put so."""
        return _AgreeInManner(evidence, put, is_caveat)

    def __missing__(self, record: str) -> float:
        """Work out what a record earns."""
        of_type = _add_up(_agree_in_put(self._records[record].type, self._put))
        self[record] = one_of(of_type + sum([weights.get(record, 0.0) for weights in self._by_record]))
        return self[record]
