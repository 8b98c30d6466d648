"""Where a unit stands: beside lines on the illness, before or far from any word of a treatment."""

from claimcheck.components.facts import Facts

NEAR = 2  # units before that still say what a unit is about


def is_far_from_treatment(facts: Facts) -> bool:
    """Tell whether neither the unit nor what stands around it names a treatment."""
    before = facts.page.all_facts[max(0, facts.index - NEAR) : facts.index]
    for other in (facts, facts.lead_in, facts.heading, *before):
        if other is not None and other.near_treatment:
            return False
    return True


def is_before_any_treatment(facts: Facts) -> bool:
    """Tell whether no sentence of the page has named a treatment yet, nor does the heading above."""
    if facts.on_treatment or facts.index > facts.page.first_on_treatment:
        return False
    above = facts.heading
    return above is None or not (above.treatment or "TREATMENT" in above.labels)


def is_beside_illness(facts: Facts, step: int) -> bool:
    """Tell whether the unit before (-1) or after (1) is about the illness only, and this one names no treatment."""
    index = facts.index + step
    if facts.on_treatment or not 0 <= index < len(facts.page.units):
        return False
    other = facts.page.facts(index)
    return "DISEASE" in other.labels and not other.on_treatment
