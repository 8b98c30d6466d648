"""What the decision table may ask about the works that a claim cites, and about their numbers."""

import re
from collections.abc import Sequence

from claimcheck.agreement import GENERIC, lineage
from claimcheck.cases import Case, has_effect, has_share, is_flat, is_plainly_worded, keeps_within, quoted_works
from claimcheck.comparing import COUNT_TYPES, SHARE_TYPES, has_share_over_all
from claimcheck.describing import prints_shares_of
from claimcheck.grim import has_impossible_share
from claimcheck.models import FIRM, Kind, Strength
from claimcheck.phrases import find_phrases
from claimcheck.resources import concepts
from claimcheck.rows import Outcome, Record

MAY_LACK_COMPARISON = frozenset(
    {"single-arm-trial", "case-series", "case-report", "cohort", "registry-study", "systematic-review-of-mixed-designs"}
)
PRECLINICAL = frozenset({"animal-study", "in-vitro-study"})
PHASE_ONE = frozenset({"1", "1a", "1b"})
BY_LOT = frozenset({"rct", "randomised-crossover", "systematic-review-of-rcts"})
RESULT_TYPES = frozenset({"percent", "ratio", "fold", "score", "participants", "studies"})
SMALL = 20  # people: below it one person moves a rate by more than five points
UNREADABLE = frozenset({"unknown", "unchecked"})
TELLS_GOOD = frozenset({"tells-good", "tells-improvement"})  # rows of phrases.jsonl
_YEAR_IN_BRACKETS = re.compile(r"\b(?:19|20)[0-9]{2}[a-z]?[)\]]")


def has_works(case: Case) -> bool:
    """Tell whether there is any work that it may quote: cited, found by a number, or what its finding is about."""
    return bool(case.cited or case.studies) or case.numbers.comparison is not None


def has_sources(case: Case) -> bool:
    """Tell whether the page names any source for it."""
    return bool(case.match.checks)


def has_described(case: Case) -> bool:
    """Tell whether it repeats the figures of a work that it does not name."""
    return case.described is not None


def is_identified(case: Case) -> bool:
    """The page cites a work that was identified and read, or the finding is about such a work."""
    return any(record.assessed for record in (*case.cited, *case.studies)) and not is_cited_unread(case)


def prints_a_source(case: Case) -> bool:
    """It ends in a year in brackets, as a reference does, whether or not we could make out the work."""
    return _YEAR_IN_BRACKETS.search(case.claim.text) is not None


def is_cited_unidentified(case: Case) -> bool:
    """The page names a source that could not be identified."""
    statuses = {check.status for check in case.match.checks}
    return bool(statuses & UNREADABLE) and not case.cited


def is_cited_unread(case: Case) -> bool:
    """The page cites a work that exists and nobody read, and no other work of that team was read."""
    known = [*case.cited, *case.studies]
    unread = [record for record in case.cited or case.studies if not record.assessed]
    return bool(unread) and not any(record.assessed for record in known if record.outcomes)


def is_cited_other_work(case: Case) -> bool:
    """An identifier beside the claim belongs to a work of other people."""
    return any(check.status == "different-work" for check in case.match.checks)


def is_cited_retracted(case: Case) -> bool:
    """A work that the page cites for the claim was retracted."""
    return any(record.status == "retracted" for record in case.cited)


def is_title_altered(case: Case) -> bool:
    """The page prints the title of the cited work without some of its words."""
    return any(check.status == "title-altered" for check in case.match.checks)


def has_agreeing_number(case: Case) -> bool:
    """A number of the claim is a study's own."""
    return case.numbers.agrees


def has_differing_number(case: Case) -> bool:
    """The cited work gives another figure for the same outcome."""
    return case.numbers.differs


def has_impossible_number(case: Case) -> bool:
    """No whole number of people gives the percentage."""
    return has_impossible_share(case.claim)


def has_too_large_share(case: Case) -> bool:
    """A share of people passes 100 per cent."""
    return has_share_over_all(case.claim)


def is_study_fact(case: Case) -> bool:
    """It describes an identified study, not its results: who took part, what they got, which studies were pooled."""
    types = {quantity.type for quantity in case.claim.quantities}
    sized = case.claim.kind is Kind.QUANTITATIVE and bool(types & {*COUNT_TYPES, "dose"}) and not types & SHARE_TYPES
    told = case.claim.kind is Kind.STATUS and case.claim.strength is Strength.ASSERTED
    plain = is_plainly_worded(case) and not has_effect(case) and not case.numbers.differs
    return is_identified(case) and plain and (sized or told)


def fits_unnamed_study(case: Case) -> bool:
    """It repeats, in plain words, a figure of one study that it does not name; of cause only if by lot."""
    if case.described is None or case.claim.strength in FIRM or case.phrases & {"praise", "absolute", "in-house"}:
        return False
    if _tells_null_as_gain(case, [case.described]) or _tells_good_of_null(case, case.described):
        return False
    return "causal" not in case.phrases or fits_controlled_study(case)


def fits_controlled_study(case: Case) -> bool:
    """That unnamed study compared people with others by lot, or pooled such studies, and prints every share told."""
    study = case.described
    if study is None or not prints_shares_of(study, case.claim):
        return False
    return study.design in BY_LOT or (study.randomised is True and study.controlled is True)


def is_report_of_study(case: Case) -> bool:
    """It reports numbers of a work that it cites, in plain words, and nothing that we read there differs."""
    reported = [q for q in case.claim.quantities if q.type in RESULT_TYPES]
    cited = [record for record in case.cited if record.assessed]
    if not reported or not cited or not is_flat(case) or not is_plainly_worded(case):
        return False
    return case.claim.strength not in FIRM and not case.numbers.differs and not is_null_told_as_gain(case)


def is_null_told_as_gain(case: Case) -> bool:
    """It gives a benefit for which the work cited found no difference, and no other result of that work says more."""
    return _tells_null_as_gain(case, [r for r in case.cited if r.assessed and r.read != "secondary"])


def _tells_null_as_gain(case: Case, works: Sequence[Record]) -> bool:
    if not is_flat(case) or "null-result" in case.phrases:
        return False
    told = {o for o in case.claim.concepts.get("outcome", ()) if is_benefit_concept(o)}
    related = [
        result
        for work in works
        for result in work.outcomes
        if result.outcome and any(result.outcome in lineage(one) or one in lineage(result.outcome) for one in told)
    ]
    return bool(related) and all(map(_is_null, related))


def _tells_good_of_null(case: Case, work: Record) -> bool:
    """It speaks well of a work, naming no benefit, and the work found no difference in any."""
    if not case.phrases & TELLS_GOOD or "null-result" in case.phrases:
        return False
    results = [result for result in work.outcomes if result.outcome and is_benefit_concept(result.outcome)]
    return bool(results) and all(map(_is_null, results))


def _is_null(result: Outcome) -> bool:
    """Tell whether a study found no difference."""
    said = result.result or ""
    return said == "none" or "null-result" in find_phrases(said)


def is_benefit_concept(outcome: str) -> bool:
    """Tell whether a concept is something that patients would feel or do."""
    row = concepts().get(outcome)
    return row is not None and row.group == "benefit"


def is_plain_quote(case: Case) -> bool:
    """It repeats a result of an identified study, or its number, in plain words."""
    if not is_flat(case) or not is_plainly_worded(case) or case.numbers.differs:
        return False
    if case.claim.kind is Kind.SAFETY and case.claim.strength is not Strength.GUARANTEE and is_identified(case):
        return True
    if case.claim.strength is not Strength.ASSERTED:
        return False
    if case.numbers.agrees:  # as many people as the study had is no agreement on what happened to them
        return has_share(case) or not has_effect(case)
    return is_identified(case) and keeps_within(case) and not has_share(case)


def is_uncontrolled(case: Case) -> bool:
    """The work quoted had nobody, or not everywhere somebody, to compare with."""
    return any(r.controlled is not True and r.design in MAY_LACK_COMPARISON for r in quoted_works(case))


def is_case_report(case: Case) -> bool:
    """All that is quoted are reports of single patients."""
    quoted = quoted_works(case)
    return bool(quoted) and all(record.design == "case-report" for record in quoted)


def is_preclinical(case: Case) -> bool:
    """All that is quoted was done in animals or dishes."""
    quoted = quoted_works(case)
    return bool(quoted) and all(record.design in PRECLINICAL or record.type == "preclinical" for record in quoted)


def is_small(case: Case) -> bool:
    """The one study quoted rests on very few people."""
    quoted = quoted_works(case)
    return bool(quoted) and all(r.n_kind == "people" and r.n is not None and r.n < SMALL for r in quoted)


def is_safety_study(case: Case) -> bool:
    """The study quoted set out to look at safety and not at efficacy."""
    endpoints = [find_phrases(record.primary_endpoint or "") for record in quoted_works(case)]
    return any("safety-endpoint" in found and "proof" not in found for found in endpoints)


def is_result_not_on_record(case: Case) -> bool:
    """It gives a benefit that none of the works cited for it is known to report."""
    known = concepts()
    told = {o for o in case.claim.concepts.get("outcome", ()) if o in known and known[o].group == "benefit"}
    named = told - GENERIC
    has_results = bool(case.cited) and all(record.assessed and record.outcomes for record in case.cited)
    if not named or not has_results or case.studies:  # a finding about named works answers for them
        return False
    results = {result.outcome for record in case.cited for result in record.outcomes}
    if results & {None, "benefit", "function"}:  # these may hide the one told
        return False
    measured = {wide for result in results if result for wide in lineage(result)}
    return not any(set(lineage(outcome)) & measured - GENERIC for outcome in named)


def is_phase_one(case: Case) -> bool:
    """The study quoted is a phase 1 trial without a comparison group."""
    return any(record.phase in PHASE_ONE and not record.controlled for record in quoted_works(case))


def is_other_population(case: Case) -> bool:
    """It speaks of old or complete injuries where the work cited had others."""
    told = case.phrases
    for record in case.cited:
        had = find_phrases(record.population or "")
        for one, other in (
            ("chronic", "acute"),
            ("acute", "chronic"),
            ("complete", "incomplete"),
            ("incomplete", "complete"),
        ):
            if one in told and other not in told and other in had and one not in had:
                return True
    return False


def is_other_cells(case: Case) -> bool:
    """It speaks of another kind of cell than the work cited used."""
    told = [i for i in case.claim.concepts.get("intervention", ()) if len(lineage(i)) > 1]
    used = [i for record in case.cited for i in record.interventions]
    if not told or not used:
        return False
    return not any(set(lineage(one)) & {other} or one in lineage(other) for one in told for other in used)
