"""ClinicalTrials.gov's API, version 2: what was registered under an NCT number."""

import re

from claimcheck.lookups import Work
from claimcheck.online.reading import dig, find_year, read_count, read_text, read_texts

_PHASE = re.compile(r"(?P<early>EARLY_)?PHASE(?P<number>[1-4])")


def trials_path(number: str) -> str:
    """Return where a registered study is found.

    >>> trials_path("NCT03308565")
    '/studies/NCT03308565'
    """
    return f"/studies/{number}"


def read_trial(body: object, asked_on: str) -> Work | None:
    """Return the registered study of an answer, or None where it has another shape."""
    protocol = dig(body, "protocolSection")
    named = dig(protocol, "identificationModule")
    title = read_text(dig(named, "briefTitle")) or read_text(dig(named, "officialTitle"))
    number = read_text(dig(named, "nctId"))
    if title is None or number is None:
        return None
    design = dig(protocol, "designModule")
    return Work(
        service="trials",
        title=title,
        asked_on=asked_on,
        year=find_year(read_text(dig(protocol, "statusModule", "startDateStruct", "date"))),
        types=tuple(kind.lower().replace("_", " ") for kind in read_texts(dig(design, "studyType"))),
        identifiers={"nct": number.upper()},
        phase=join_phases(read_texts(dig(design, "phases"))),
        trial_status=_words(read_text(dig(protocol, "statusModule", "overallStatus"))),
        enrolment=read_count(dig(design, "enrollmentInfo", "count")),
        enrolment_kind=_words(read_text(dig(design, "enrollmentInfo", "type"))),
    )


def join_phases(phases: tuple[str, ...]) -> str | None:
    """Return registered phases as one.

    >>> join_phases(("PHASE1", "PHASE2")), join_phases(("EARLY_PHASE1",)), join_phases(("NA",))
    ('1/2', 'early 1', None)
    """
    found = [match for phase in phases if (match := _PHASE.fullmatch(phase))]
    return "/".join(f"{'early ' if match['early'] else ''}{match['number']}" for match in found) or None


def _words(code: str | None) -> str | None:
    """Return a code of the register in words: ACTIVE_NOT_RECRUITING."""
    return code.lower().replace("_", " ")[:60] if code else None
