"""Look-ups in public registers, only where they are asked for: what the identifiers on a page are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from claimcheck.citing import IDENTIFIERS
from claimcheck.lookups import SERVICES, Lookup, Unanswered
from claimcheck.models import Citation
from claimcheck.online.client import Client
from claimcheck.online.compare import compare
from claimcheck.online.resolve import SERVICE_OF, resolve
from claimcheck.report import Report
from claimcheck.wording import count

MOST_LOOKUPS = 200  # of one page
MOST_COMPARED = 5  # places of one identifier
MOST_REASONS = 3  # that one line tells
_TOO_MANY = f"only the first {MOST_LOOKUPS} identifiers of a page are looked up"


def look_up(report: Report, client: Client) -> Report:
    """Return the report with what each identifier of its page is, or why that was not found out."""
    return replace(report, lookups=tuple(_look_up_each(report, client)))


def tell_outcome(reports: Iterable[Report]) -> str:
    """Say in a sentence how many identifiers were looked up, and why some remain unchecked."""
    lookups = [lookup for report in reports for lookup in report.lookups or ()]
    unchecked = [lookup for lookup in lookups if lookup.status == "unchecked"]
    text = f"online: {count(len(lookups), 'identifier')} looked up, {len(lookups) - len(unchecked)} answered"
    if not unchecked:
        return text
    reasons = dict.fromkeys(f"{SERVICES[lookup.service]}: {lookup.reason}" for lookup in unchecked)
    shown = "; ".join(list(reasons)[:MOST_REASONS])
    return f"{text}, {len(unchecked)} unchecked ({shown}{'; …' if len(reasons) > MOST_REASONS else ''})"


def _look_up_each(report: Report, client: Client) -> Iterator[Lookup]:
    page, evidence = report.extraction, report.evidence
    for number, ((kind, identifier), citations) in enumerate(_group(report).items()):
        too_many = number >= MOST_LOOKUPS
        found = Unanswered(SERVICE_OF[kind], _TOO_MANY) if too_many else resolve(kind, identifier, client)
        every = [compare(citation, found, page, evidence) for citation in citations[:MOST_COMPARED]]
        yield max(every, key=lambda lookup: len(lookup.differences))  # the first of those with most to tell


def _group(report: Report) -> Mapping[tuple[str, str], list[Citation]]:
    """Return the citations by an identifier, in order of appearance."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in report.extraction.citations:
        if citation.type in IDENTIFIERS:
            groups.setdefault((citation.type, citation.identifier), []).append(citation)
    return groups
