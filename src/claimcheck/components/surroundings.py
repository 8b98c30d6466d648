"""Where a unit stands: beside lines on the illness, before or far from any word of a treatment."""

from claimcheck.components.facts import Facts

NEAR = 2  # units before that still say what a unit is about


def is_far_from_treatment(facts: Facts) -> bool:
    """Tell whether neither the unit nor what stands around it names a treatment."""
    if facts.near_treatment or (facts.lead_in and facts.lead_in.near_treatment):
        return False
    before = (facts.page.facts(i) for i in range(max(0, facts.index - NEAR), facts.index))
    return not any(other.near_treatment for other in (*facts.headings[:1], *before))


def is_before_any_treatment(facts: Facts) -> bool:
    """Tell whether no sentence of the page has named a treatment yet, nor does the heading above."""
    if facts.on_treatment or facts.index > facts.page.first_on_treatment:
        return False
    return not any(above.treatment or "TREATMENT" in above.labels for above in facts.headings[:1])


def is_beside_illness(facts: Facts, step: int) -> bool:
    """Tell whether the unit before (-1) or after (1) is about the illness only, and this one names no treatment."""
    index = facts.index + step
    if facts.on_treatment or not 0 <= index < len(facts.page.units):
        return False
    other = facts.page.facts(index)
    return "DISEASE" in other.labels and not other.on_treatment
