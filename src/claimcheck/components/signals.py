"""The signals that make a unit of a page a claim, or speak against it.

Each signal is a yes or no about one unit. Their weights are in ``data/claim_signals.jsonl``; a unit is a claim when the
weights of its signals and of its words (see ``readings``) add up to more than zero. The weights were fitted by logistic
regression on labelled pages and rounded, so that a person can read, question and change each.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from claimcheck.components import signal_rules
from claimcheck.components.facts import Facts
from claimcheck.components.readings import claim_log_odds
from claimcheck.components.segments import Form
from claimcheck.components.signal_rules import find_signals, names_benefit
from claimcheck.components.silent_lines import is_open_lead_in, is_study_title, is_table_head
from claimcheck.resources import data_dir, read_rows
from claimcheck.rows import SignalRow

BESIDE = {"after-a-claim": -1, "before-a-claim": 1}  # signals that rest on those of the unit beside
OUT = frozenset({Form.QUESTION, Form.REFERENCE})  # never a claim
NAMES = (*signal_rules.NAMES, *BESIDE)  # of all signals


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of each signal, and of ``bias``, which every unit has."""
    return {row.id: row.weight for row in read_rows(data_dir() / "claim_signals.jsonl", SignalRow)}


def own_signals(facts: Facts) -> frozenset[str]:
    """Return the names of the signals that hold for a unit by itself, kept on the facts."""
    if facts.signals is None:
        facts.signals = frozenset(find_signals(facts))
    return facts.signals


def signals_of(facts: Facts) -> frozenset[str]:
    """Return the names of all signals that hold for a unit."""
    return own_signals(facts).union(_signals_beside(facts))


def _signals_beside(facts: Facts) -> list[str]:
    """Return the signals that hold because the unit before or after is a claim by its own signals."""
    if facts.unit.form is Form.HEADING and not names_benefit(facts):
        return []
    units, found = facts.page.all_facts, []
    for name, step in BESIDE.items():
        index = facts.index + step
        if 0 <= index < len(units) and own_weight(units[index]) > 0:
            found.append(name)
    return found


def own_weight(facts: Facts) -> float:
    """Return the weights of a unit's own signals added up, kept on the facts; below zero for what is never a claim."""
    if facts.weight is None:
        facts.weight = -1.0 if never_a_claim(facts) else _weigh_unit(facts)
    return facts.weight


def never_a_claim(facts: Facts) -> bool:
    """Tell whether a unit is out by its form: a question, a reference, a title, a table head, half a sentence."""
    if facts.is_out is None:
        form = facts.unit.form
        facts.is_out = (
            form in OUT
            or (form is Form.LEAD_IN and is_open_lead_in(facts))
            or is_study_title(facts)
            or (form is Form.ROW and is_table_head(facts))
        )
    return facts.is_out


def _weigh_unit(facts: Facts) -> float:
    """Return the log-odds that a unit with its own signals and words is a claim."""
    return weights()["bias"] + _add_up(own_signals(facts)) + claim_log_odds(facts.wording_sums)


def _add_up(signals: Iterable[str]) -> float:
    """Return the weights of some signals added up, in the order of the file: another may differ in the last digit."""
    places, in_order = _by_place()
    return sum([in_order[place] for place in sorted([places[name] for name in signals])])


@cache
def _by_place() -> tuple[Mapping[str, int], Sequence[float]]:
    return {name: place for place, name in enumerate(weights())}, [*weights().values()]


def claim_signals(facts: Facts) -> tuple[frozenset[str], float] | None:
    """Return the signals of a unit that is a claim with the log-odds of being one, or None."""
    if never_a_claim(facts):
        return None
    beside = _signals_beside(facts)
    log_odds = own_weight(facts) + _add_up(beside)
    return (own_signals(facts).union(beside), log_odds) if log_odds > 0 else None
