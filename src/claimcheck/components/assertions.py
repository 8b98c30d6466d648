"""Decide how a sentence puts its proposition: a ConText layer over cues.

A cue (negation, hedge, aim, ...) has a direction and acts inside its clause; clauses end at termination cues,
semicolons and dashes. A longer pseudo-cue ("not only") hides the cue inside it. Source of the model: Harkema and
colleagues' ConText (J Biomed Inform 2009), with clause scope in place of a fixed window.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from claimcheck.components.concepts import CueMention, Words
from claimcheck.models import Stance, Strength

CONCESSIVES = frozenset("although though while whilst whereas despite unless except if even instead albeit".split())
INTRODUCERS = CONCESSIVES | frozenset("when after before until as because since once where unlike".split())
SUBORDINATORS = CONCESSIVES | frozenset({"which", "where", "because"})
RELATIVES = frozenset("who whom whose".split())
FINITE = frozenset("is are was were has have can may will could might now".split())
BE = frozenset("is are was were be been being does do did has have had can could will would".split())
CLAUSE_MARKS = frozenset("; — – ( ) |".split())
CUTTING = CLAUSE_MARKS | RELATIVES
VALUE_MARKS = frozenset(": | – — -".split())
ANSWERS = frozenset("yes no absolutely definitely certainly of not".split())
ABLE = "could"  # a hedge, but beside one of the next words it tells what somebody was able to do
PAST = frozenset("was were had did later ago".split())
DENIALS = frozenset("no none not never nil zero ✗ ✘ ❌".split())


SOFTENING: Mapping[str, tuple[Stance, Strength]] = {
    "aim": (Stance.AIM, Strength.AIM),
    "caveat": (Stance.HEDGED, Strength.CAVEAT),
    "hedge": (Stance.HEDGED, Strength.HEDGED),
}


class Target(NamedTuple):
    """Something a cue can act on: an effect or an outcome, in words of the reduced copy."""

    first: int
    last: int  # exclusive
    effect: bool = False  # a verb or noun of effect, not only its object
    harm: bool = False  # denying it is good news


class Clause(NamedTuple):
    """A stretch inside which cues act."""

    first: int
    last: int  # exclusive
    subordinate: bool = False


class Assertion(NamedTuple):
    """How something is put, and the cues that decided."""

    stance: Stance
    strength: Strength
    cues: tuple[CueMention, ...] = ()
    by_cues: Stance | None = None  # what the cues say, where everything else overruled them


FLAT = Assertion(Stance.ASSERTED, Strength.ASSERTED)  # no cue says otherwise


def assert_unit(
    words: Words, first: int, last: int, targets: Sequence[Target], *, other_care: bool = False
) -> Assertion:
    """Return how the words ``first:last`` of a page put what they say.

    Of other care than the page's own treatment, what it cannot do weighs more than what it can.
    """
    cues = _cues_between(words, first, last)
    if value_denies(words, first, last):
        harmful = any(target.harm for target in targets)
        return FLAT if harmful else Assertion(Stance.NEGATED, Strength.CAVEAT, ())
    if not cues:
        return FLAT
    for stance, category in ((Stance.CRITICISM, "criticism"), (Stance.QUESTION, "question")):
        deciding = tuple(cue for cue in cues if cue.row.category == category)
        if deciding:
            return Assertion(stance, Strength.CAVEAT if stance is Stance.CRITICISM else Strength.HEDGED, deciding)
    clauses = find_clauses(words, first, last, cues)
    put = [(clause, _assert_clause(words, clause, cues, targets)) for clause in clauses]
    spoken = [(clause, result) for clause, result in put if result is not None]
    if not spoken:
        return assert_whole(words, first, last)
    main = [result for clause, result in spoken if not clause.subordinate] or [spoken[0][1]]
    denial = next((result for _, result in spoken if result.stance is Stance.NEGATED), None)
    if other_care and denial:
        return denial
    flat = next((result for clause, result in spoken if _is_flat_effect(clause, result, targets)), None)
    denied = [clause for clause, result in spoken if result.stance is Stance.NEGATED]
    said = [cue for cue in cues if not any(clause.first <= cue.first < clause.last for clause in denied)]
    guarded = next((result for result in main if result.stance is not Stance.ASSERTED), None)
    return _with_strength(flat or guarded or main[0], said)


def assert_whole(words: Words, first: int, last: int) -> Assertion:
    """Return how the words ``first:last`` put whatever they say, taken as one clause."""
    cues = _cues_between(words, first, last)
    return _assert_clause(words, Clause(first, last), cues, [Target(first, last)]) or FLAT


def _is_flat_effect(clause: Clause, result: Assertion, targets: Sequence[Target]) -> bool:
    """Tell whether a clause states an effect flatly: in a mixed sentence such a clause decides."""
    return (
        result.stance is Stance.ASSERTED
        and not clause.subordinate
        and any(target.effect and clause.first <= target.first < clause.last for target in targets)
    )


def assert_targets(words: Words, first: int, last: int, targets: Sequence[Target]) -> Mapping[Target, Assertion]:
    """Return, for each target inside ``first:last``, how the clause around it puts it."""
    cues = _cues_between(words, first, last)
    found = {}
    for clause in find_clauses(words, first, last, cues):
        for target in targets:
            if clause.first <= target.first < clause.last:
                result = _assert_clause(words, clause, cues, [target])
                found[target] = _with_strength(result, cues) if result else FLAT
    return found


def find_clauses(words: Words, first: int, last: int, cues: Iterable[CueMention]) -> list[Clause]:
    """Cut ``first:last`` at termination cues and clause marks."""
    cuts = {first: False}
    for cue in cues:
        if cue.row.category == "terminate":
            cuts[cue.first] = bool({words.lower[cue.first], words.lower[cue.last - 1]} & SUBORDINATORS)
    lower = words.lower[first:last]
    for index, word in enumerate(lower, first):
        if word not in CUTTING:
            continue
        if word in CLAUSE_MARKS:
            cuts.setdefault(index, False)
        elif index > first:
            cuts.setdefault(index, True)
            end = _end_of_relative(words, index, last)
            if end is not None:
                cuts.setdefault(end, False)
    if lower and lower[0] in INTRODUCERS and "," in lower:
        cuts[first] = True  # "While not a cure, it helps": the main clause begins after the comma
        cuts.setdefault(first + lower.index(","), False)
    edges = [*sorted(cuts), last]
    return [Clause(a, b, cuts[a]) for a, b in pairwise(edges) if a < b]


def _end_of_relative(words: Words, start: int, last: int) -> int | None:
    """Return where the main verb comes after a clause on people: "patients who could not walk | are walking"."""
    for index in range(start + 3, min(last, start + 14)):
        word = words.lower[index]
        if word == ",":
            return index
        if word in FINITE and words.lower[index - 1] not in (*FINITE, "and", "or", "that", "not"):
            return index
    return None


def value_denies(words: Words, first: int, last: int) -> bool:
    """Tell whether a label and its value end in a denial: "Restores nerve tissue: No", "Side effects: none"."""
    end = last - 1
    if end > first and words.lower[end] in (".", "!"):
        end -= 1
    return end - 1 > first and words.lower[end] in DENIALS and words.lower[end - 1] in VALUE_MARKS


def _cues_between(words: Words, first: int, last: int) -> list[CueMention]:
    cues = [cue for cue in words.cues_between(first, last) if cue.row.direction != "pseudo"]
    if not cues:
        return cues
    answer = next((i for i in range(first, min(first + 3, last - 1)) if words.lower[i] in (",", ".")), None)
    if answer is not None and words.lower[first] in ANSWERS:
        return [cue for cue in cues if cue.first > answer]  # "No, they are not rejected"
    told = next((c.first for c in cues if c.row.category == "attribution" and c.row.direction == "forward"), None)
    if told is not None:  # "They told us he would never walk": what others foresaw
        cues = [cue for cue in cues if cue.first < told or cue.row.category != "negation"]
    able = [cue for cue in cues if cue.row.pattern == ABLE]
    if able and not PAST.isdisjoint(words.lower[first:last]):  # "A year later she could stand"
        cues = [cue for cue in cues if cue not in able]
    return cues


def _assert_clause(
    words: Words, clause: Clause, cues: Sequence[CueMention], targets: Sequence[Target]
) -> Assertion | None:
    inside = [target for target in targets if clause.first <= target.first < clause.last]
    if not inside:
        return None
    here = [cue for cue in cues if clause.first <= cue.first < clause.last]
    denied = [cue for cue in here if cue.row.category == "negation" and _denies(cue, inside, words)]
    varied = next((cue for cue in here if cue.row.category == "caveat"), None)
    if denied and varied and varied.first < denied[0].first and "and" in words.lower[varied.last : denied[0].first]:
        return Assertion(Stance.HEDGED, Strength.CAVEAT, (varied,))  # "Results vary and cannot be guaranteed"
    if denied:
        return Assertion(Stance.NEGATED, Strength.CAVEAT, tuple(denied))
    for category, (stance, strength) in SOFTENING.items():
        deciding = tuple(
            cue
            for cue in here
            if cue.row.category == category and not _is_denied(cue, here) and not _tells_of_harm(cue, inside)
        )
        if deciding:
            return Assertion(stance, strength, deciding)
    return FLAT


def _denies(cue: CueMention, targets: Sequence[Target], words: Words) -> bool:
    """Tell whether a negation denies what its clause says, rather than a detail at its end or a harm."""
    if cue.row.direction == "both":
        return True
    if cue.row.direction == "event":  # "Tumours have not been reported" is good news
        return not any(target.harm for target in targets)
    scope = sorted((target for target in targets if target.last > cue.first), key=lambda target: target.first)
    if not scope:  # "Walking is not what we expect": the subject is denied; "Infections did not occur": so is a harm
        return cue.first > 0 and words.lower[cue.first - 1] in BE and not all(target.harm for target in targets)
    if scope[0].harm:
        return False
    return not any(target.effect and not target.harm and target.last <= cue.first for target in targets)


def _tells_of_harm(cue: CueMention, targets: Sequence[Target]) -> bool:
    """Tell whether a hedge says how often a harm occurs: "infection is rare" is a fact."""
    return cue.row.direction == "event" and any(target.harm for target in targets)


def _is_denied(cue: CueMention, cues: Sequence[CueMention]) -> bool:
    return any(other.row.category == "negation" and other.last == cue.first for other in cues)


def _with_strength(result: Assertion, cues: Sequence[CueMention]) -> Assertion:
    if result.stance is not Stance.ASSERTED:
        return result
    for strength in (Strength.GUARANTEE, Strength.CERTAIN):
        deciding = tuple(cue for cue in cues if cue.row.category == strength.value)
        if deciding:
            return Assertion(result.stance, strength, deciding)
    return result


class Assertions:
    """Put ``span._.claimcheck_stance`` and ``span._.claimcheck_cues`` on the spans of one span group.

    The claims of a page are asserted as whole units by the claims component. This component does the same for any spans
    that another component found, so that the layer can be used, and measured, on its own.
    """

    def __init__(self, span_key: str) -> None:
        """Remember which span group to read."""
        self._span_key = span_key

    def __call__(self, doc: Doc) -> Doc:
        """Write a stance and its cues on each span."""
        words: Words = doc._.claimcheck_words
        for unit in doc._.claimcheck_units:
            first = bisect_left(words.starts, unit.start)
            last = bisect_left(words.starts, unit.end)
            for span in doc.spans.get(self._span_key, ()):
                if unit.start <= span.start_char < unit.end:
                    target = Target(
                        bisect_left(words.starts, span.start_char), bisect_left(words.starts, span.end_char)
                    )
                    result = assert_targets(words, first, last, [target]).get(target, FLAT)
                    span._.claimcheck_stance = result.stance.value
                    span._.claimcheck_cues = [(c.start, c.end, c.row.category) for c in result.cues]
        return doc
