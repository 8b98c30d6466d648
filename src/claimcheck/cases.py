"""A claim beside its evidence, as the decision table sees it, and what several of its questions share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from claimcheck.comparing import SHARE_TYPES, NumberCheck
from claimcheck.components.lazy import lazy
from claimcheck.evidence import ROLES, EvidenceBase
from claimcheck.models import Claim, Match, Stance, Strength
from claimcheck.resources import concepts
from claimcheck.rows import PERMITTED_ORDER, Finding, Record

STRENGTHS: Mapping[Strength, int] = MappingProxyType(
    {
        Strength.GUARANTEE: 5,
        Strength.CERTAIN: PERMITTED_ORDER.index("certain"),
        Strength.ASSERTED: PERMITTED_ORDER.index("asserted"),
        Strength.HEDGED: PERMITTED_ORDER.index("hedged"),
        Strength.AIM: PERMITTED_ORDER.index("aim"),
        Strength.CAVEAT: PERMITTED_ORDER.index("none"),
    }
)
NOT_PLAIN = frozenset({"causal", "praise", "absolute", "in-house"})  # rows of phrases.jsonl
HANDICAP = 0.25  # probability by which a promise must be ahead of every other reading: a wrong accusation weighs more
EFFECTS = frozenset({"effect", "comparative", "change"})  # signals
FLAT = (Strength.ASSERTED, Strength.CERTAIN, Strength.GUARANTEE)  # no set: members of an enum are slow to hash


@dataclass(eq=False)  # not frozen: made of every claim, and a frozen one takes three times as long
class Case:
    """Everything the decision table may look at."""

    claim: Claim
    match: Match
    evidence: EvidenceBase
    finding: Finding | None
    cited: Sequence[Record]  # identified works that the page cites for the claim
    studies: Sequence[Record]  # the works that the finding is about, if it is about named works
    described: Record | None  # the one work whose figures the claim repeats without naming it
    numbers: NumberCheck
    phrases: frozenset[str]
    subject: str  # people, laboratory, caveat
    permitted: str | None  # strongest wording that the evidence allows for the subject

    @lazy
    def linked(self) -> Sequence[Record]:
        """All records shown."""
        return [self.evidence.by_alias[link.id] for link in self.match.links]

    @lazy
    def own(self) -> Sequence[Record]:
        """All records that the finding names, shown or not."""
        by_alias, finding = self.evidence.by_alias, self.finding
        return [by_alias[alias] for role in ROLES for alias in getattr(finding, role)] if finding else []


def is_flat(case: Case) -> bool:
    """It states without a hedge."""
    return case.claim.stance is Stance.ASSERTED and case.claim.strength in FLAT


def strength_of(case: Case) -> int:
    """Return the strength of the wording: words of praise make it firm, "proposed" and "thought to" make it careful."""
    strength = STRENGTHS[case.claim.strength]
    if not is_flat(case):
        return strength
    if "absolute" in case.phrases or "praise" in case.phrases:
        return max(strength, STRENGTHS[Strength.CERTAIN])
    is_idea = "as-proposed" in case.phrases and case.claim.strength is Strength.ASSERTED
    return STRENGTHS[Strength.HEDGED] if is_idea else strength


def reading_of(claim: Claim) -> str | None:
    """Return the likeliest reading of a claim; None for a claim that was not read from a page."""
    likeliest, most = None, float("-inf")
    for name, probability in claim.readings.items():
        ahead = probability - HANDICAP if name == "promise" else probability
        if ahead > most:
            likeliest, most = name, ahead
    return likeliest


def keeps_within(case: Case) -> bool:
    """Tell whether the wording is no stronger than the evidence allows."""
    return case.permitted is not None and strength_of(case) <= PERMITTED_ORDER.index(case.permitted)


def has_effect(case: Case) -> bool:
    """Tell whether the sentence has a verb, a noun or a comparison of effect."""
    return not EFFECTS.isdisjoint(case.claim.features)


def is_plainly_worded(case: Case) -> bool:
    """Tell whether the wording has no word of cause, praise, certainty or the clinic's own."""
    return NOT_PLAIN.isdisjoint(case.phrases)


def quoted_works(case: Case) -> Sequence[Record]:
    """Return the works whose result the claim repeats."""
    read = [record for record in case.cited if record.assessed]
    if read:
        return read
    if case.numbers.comparison is not None:
        return [record for record in case.linked if record.id == case.numbers.comparison.record]
    return [record for record in case.studies if record.assessed]


def outcome_groups(case: Case) -> set[str | None]:
    """Return the groups of the outcomes that the claim names, else of those that its finding is about."""
    known = concepts()
    own = [outcome for outcome in case.claim.concepts.get("outcome", ()) if outcome in known]
    return {known[outcome].group for outcome in own or (case.finding.outcomes[:1] if case.finding else [])}


def is_answered_by(case: Case, outcome: str) -> bool:
    """Tell whether the finding that answers the claim is about this outcome before all others."""
    return case.finding is not None and outcome in case.finding.outcomes[:1]


def has_share(case: Case) -> bool:
    """Tell whether the claim gives a share."""
    return any(quantity.type in SHARE_TYPES for quantity in case.claim.quantities)
