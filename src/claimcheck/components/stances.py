"""Weigh how a claim is put: what the cues say, its words, and where it stands, by fitted weights.

The rules of the assertion layer come first, and what they say weighs most; the weights overrule them where the wording
speaks plainly for another stance ("your cord is not dead, it is asleep" denies nothing). The weights are further
columns of ``data/reading_weights.jsonl`` (see ``readings``). Whoever is overruled is named: ``Assertion.by_cues``.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from claimcheck.components.assertions import FLAT, Assertion, assert_unit
from claimcheck.components.facts import Facts
from claimcheck.components.readings import OF_STANCES, add_up, choose
from claimcheck.components.segments import Form
from claimcheck.components.silent_lines import is_open_lead_in
from claimcheck.models import Stance, Strength

# What a stance promises when no cue says more.
STRENGTHS: Mapping[Stance, Strength] = MappingProxyType(
    {
        Stance.ASSERTED: Strength.ASSERTED,
        Stance.HEDGED: Strength.HEDGED,
        Stance.NEGATED: Strength.CAVEAT,
        Stance.AIM: Strength.AIM,
        Stance.CRITICISM: Strength.CAVEAT,
        Stance.QUESTION: Strength.HEDGED,
    }
)
_STANCES = tuple(Stance)  # in the order of the columns
SILENT = frozenset({"pseudo", "terminate"})  # categories of cues that only hinder others
TOLD = frozenset({"EFFECT", "OUTCOME"})  # labels of what a cue can act on
SOFT = frozenset({Stance.HEDGED, Stance.AIM})
WARNING = SOFT | {Stance.CRITICISM}
SHORT_LEAD_IN = 8  # words of a line that is complete and still speaks of its list ("Changes that may occur:")
TREATMENTS = frozenset({"INTERVENTION", "TREATMENT"})  # labels
DENYING = re.compile(
    r"""
    \b (?: no | not | never | none | nothing | nobody | nor | neither | without | cannot | hardly | barely | few
    | little | less | fail\w* | \w+n['’]t ) \b
    """,
    re.VERBOSE,
)
BESIDE = 3  # words that may stand between a treatment and its denial
BEGINNING = 3  # words at the beginning of a unit, where a cue mostly governs all of it


def stance_features(facts: Facts, by_cues: Stance) -> list[str]:
    """Return the names of what the stance of a claim rests on beside its signals and its wording."""
    names = ["cues:" + by_cues]
    if facts.cues:
        names += dict.fromkeys(_places_of_cues(facts))
    if facts.lead_in is not None:
        above = inherited_by(facts)
        names.append("lead-in:" + (above.stance if above else "none"))
    if facts.heading is not None:
        names.append("heading:" + assert_line(facts.heading).stance)
    return names


def inherited_by(facts: Facts) -> Assertion | None:
    """Return how the lines above a list put what its items say, if they say so."""
    lines = [facts.lead_in, *facts.adjacent_headings] if facts.lead_in else []
    for above in lines:
        assertion = assert_line(above)
        if assertion is FLAT:  # nothing to hand down
            continue
        if assertion.stance in _handed_down_by(above, is_nearest=above is facts.lead_in):
            return assertion
    return None


def assert_line(above: Facts) -> Assertion:
    """Return how a line puts what it says, worked out once."""
    if above.assertion is None:
        above.assertion = assert_unit(above.page.words, above.first, above.last, ())
    return above.assertion


def _handed_down_by(above: Facts, *, is_nearest: bool) -> frozenset[Stance]:
    """Return the stances that a line hands down to the items below it; a long sentence may mean something else."""
    soft = WARNING if is_nearest else SOFT
    if not above.is_form(Form.LEAD_IN):
        return soft
    if is_open_lead_in(above):
        return soft | {Stance.NEGATED}
    return soft if len(above.text.split()) <= SHORT_LEAD_IN else frozenset()


def _places_of_cues(facts: Facts) -> Iterator[str]:
    """Yield where each cue stands: at the beginning or later, before, between or after what it can act on."""
    told = [mention.first for mention in facts.mentions if mention.label in TOLD]
    for cue in facts.cues:
        category = cue.row.category
        if category in SILENT:
            continue
        yield f"cue:{category}-{'first' if cue.first < facts.first + BEGINNING else 'later'}"
        if not told:
            yield f"cue:{category}-alone"
        elif cue.first < told[0]:
            yield f"cue:{category}-before"
        else:
            yield f"cue:{category}-{'after' if cue.first > told[-1] else 'between'}"


def weigh_stance(facts: Facts, told: int, assertion: Assertion) -> Assertion:
    """Return how a claim is put, by its cues and by what its signals and its wording say."""
    if _denies_plainly(facts, assertion) or _is_handed_down(facts, assertion):
        return assertion
    sums = told + add_up(stance_features(facts, assertion.stance))
    chosen = _STANCES[choose(sums, OF_STANCES, _STANCES.index(assertion.stance))]
    if chosen is Stance.NEGATED and _asserts_plainly(facts, assertion):
        return assertion
    return put_as(assertion, chosen)


def _denies_plainly(facts: Facts, assertion: Assertion) -> bool:
    """Tell whether a denial stands beside its treatment: no wording makes "the cells do nothing" a promise."""
    if assertion.stance is not Stance.NEGATED:
        return False
    treatments = [mention.last for mention in facts.mentions if mention.label in TREATMENTS]
    treatments += [facts.first + 1] * facts.anaphoric  # "they", "this"
    return any(0 <= cue.first - last <= BESIDE for cue in assertion.cues for last in treatments)


def _asserts_plainly(facts: Facts, assertion: Assertion) -> bool:
    """Tell whether a treatment is flatly said to do something: where no word denies, no wording makes it a denial."""
    is_subject = facts.subject is not None and facts.subject.label in TREATMENTS | {"PROVIDER"}  # "our therapy"
    return assertion.stance is Stance.ASSERTED and is_subject and not DENYING.search(facts.lower)


def _is_handed_down(facts: Facts, assertion: Assertion) -> bool:
    """Tell whether a line above a list gave its item a hedge or an aim: "Possible improvements include:"."""
    if facts.lead_in is None or assertion.stance not in SOFT:
        return False
    return any(above.assertion is assertion for above in (facts.lead_in, *facts.adjacent_headings))


def put_as(by_cues: Assertion, stance: Stance) -> Assertion:
    """Return how something is put, once its stance is known: what the cues promise counts only if they are right."""
    if stance is by_cues.stance:
        return by_cues
    return Assertion(stance, STRENGTHS[stance], by_cues.cues, by_cues=by_cues.stance)
