"""What identifiers turned out to be in public registers, in sentences that every format shares."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from claimcheck.lookups import SERVICES, Difference, Lookup, Work
from claimcheck.models import CitationCheck
from claimcheck.report import Report
from claimcheck.wording import count

TITLE = "What the cited identifiers are, looked up online"
OUR_FILE = "our file has"
NOT_ON_FILE = "not in our file; it was looked up, see below"
NOTICE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "retracted": "retracted",
        "withdrawn": "withdrawn",
        "partly-retracted": "retracted in part",
        "expression-of-concern": "under an expression of concern",
        "corrected": "corrected since",
    }
)
_NAMES: Mapping[str, str] = MappingProxyType({"doi": "DOI", "pmid": "PMID", "pmcid": "", "nct": ""})
_PLAIN_TYPES = frozenset({"journal-article", "journal article", "interventional"})  # what most are


def lookup_rows(report: Report) -> list[tuple[str, str]]:
    """Return every identifier that was looked up, with what it is."""
    return [(name_identifier(lookup), describe_lookup(lookup)) for lookup in report.lookups or ()]


def lookup_lines(report: Report) -> list[str]:
    """Return the look-ups as lines, and a last one that counts them; none where nothing was looked up."""
    lines = [f"Looked up: {name}: {said}." for name, said in lookup_rows(report)]
    return [*lines, count_lookups(report)] if report.lookups is not None else []


def is_answered(check: CitationCheck, report: Report) -> bool:
    """Tell whether a citation that our file could not identify was looked up with success."""
    citation = check.citation
    answered = {(lookup.kind, lookup.identifier) for lookup in report.lookups or () if lookup.work}
    return check.status == "unknown" and (citation.type, citation.identifier) in answered


def name_identifier(lookup: Lookup) -> str:
    """Return an identifier with its kind: "DOI 10.1/x", "NCT03308565"."""
    return f"{_NAMES[lookup.kind]} {lookup.identifier}".strip()


def count_lookups(report: Report) -> str:
    """Say how many identifiers were looked up, and how many of them remain unchecked."""
    lookups = report.lookups or ()
    if not lookups:
        return "Looked up online: nothing, since the page gives no DOI, PMID, PMCID or NCT number."
    unchecked = sum(lookup.status == "unchecked" for lookup in lookups)
    text = f"Looked up online: {count(len(lookups), 'identifier')}, {len(lookups) - unchecked} answered, "
    text += f"{unchecked} unchecked."
    return f"{text} Unchecked says nothing about the work or the page." if unchecked else text


def describe_lookup(lookup: Lookup) -> str:
    """Say what an identifier is, where that differs from the page and from our file, or why it is unchecked."""
    if lookup.work is None:
        return f"unchecked: {SERVICES[lookup.service]}: {lookup.reason}"
    parts = [_describe_work(lookup.work), _describe_notice(lookup.work)]
    parts += [_describe_difference(difference, "the page prints") for difference in lookup.differences]
    parts += [_describe_difference(difference, OUR_FILE) for difference in lookup.record_differences]
    parts.append(f"in our file as {lookup.record}" if lookup.record else "not in our file")
    return "; ".join(part for part in parts if part)


def _describe_work(work: Work) -> str:
    if work.service == "trials":
        return ", ".join([f"is registered as “{work.title}”", *_describe_trial(work)])
    published = [work.journal, str(work.year) if work.year else None]
    kinds = [kind.replace("-", " ") for kind in work.types if kind.lower() not in _PLAIN_TYPES]
    text = ", ".join([f"is “{work.title}”", *(part for part in published if part)])
    return f"{text} ({', '.join(kinds)})" if kinds else text


def _describe_trial(work: Work) -> Iterator[str]:
    yield from (kind for kind in work.types if kind not in _PLAIN_TYPES)
    yield f"phase {work.phase}" if work.phase else "no phase given"
    if work.trial_status:
        yield work.trial_status
    if work.enrolment is not None:
        people = count(work.enrolment, "person", "people")
        yield f"{people} enrolled" if work.enrolment_kind == "actual" else f"{people} planned"
    if work.year:
        yield f"begun {work.year}"


def _describe_notice(work: Work) -> str:
    """Say whether there is a notice about the work, as far as the register knows, and on what day it was asked."""
    source = f"{SERVICES[work.service]}, asked on {work.asked_on}"
    if work.service == "trials":
        return f"by {source}"
    if work.is_notice:
        return f"itself a notice about another work, by {source}"
    if work.notice is None:
        return f"no notice of retraction at {source}"
    when = f" {work.notice_on}" if work.notice_on else ""
    return f"{NOTICE_WORDS[work.notice]}{when}, by {source}"


def _describe_difference(difference: Difference, who: str) -> str:
    said, registered = difference.said, difference.registered
    if difference.field == "title":
        return f"{who} “{said}” as its title" if who == OUR_FILE else f"{who} “{said}” beside it"
    if difference.field == "status":
        return f"{who} the status {said.replace('-', ' ')}"
    return f"{who} the {difference.field} {said}, the register {registered}"
