"""What a register says that an identifier is, and what the page and our file say beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SERVICES: Mapping[str, str] = MappingProxyType(
    {"crossref": "Crossref", "europepmc": "Europe PMC", "trials": "ClinicalTrials.gov"}
)
NOTICES = ("retracted", "withdrawn", "partly-retracted", "expression-of-concern", "corrected")  # gravest first


@dataclass(frozen=True)
class Work:
    """An entry of a register. Every text in it is somebody else's."""

    service: str  # one of SERVICES
    title: str
    asked_on: str  # ISO date of the answer
    journal: str | None = None
    journal_short: str | None = None
    year: int | None = None  # of publication; of a trial, when it began
    types: tuple[str, ...] = ()  # as the register names them: "journal-article", "Randomized Controlled Trial"
    notice: str | None = None  # one of NOTICES
    notice_on: str | None = None  # ISO date, or the year alone
    is_notice: bool = False  # itself a notice about another work
    identifiers: Mapping[str, str] = field(default_factory=dict)  # doi, pmid, pmcid, nct
    phase: str | None = None  # "1/2"
    trial_status: str | None = None  # "completed"
    enrolment: int | None = None
    enrolment_kind: str | None = None  # actual, estimated


@dataclass(frozen=True)
class Unanswered:
    """A question that got no answer, and why. It says nothing about the work."""

    service: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """A field that reads differently in two places."""

    field: str  # title, journal, year, phase, status, enrolment
    said: str  # by the page or our file
    registered: str


@dataclass(frozen=True)
class Lookup:
    """What an identifier on the page turned out to be."""

    kind: str  # doi, pmid, pmcid, nct
    identifier: str
    status: str  # a status of CitationCheck
    service: str  # who was asked
    work: Work | None = None
    reason: str | None = None  # why it is unchecked
    differences: tuple[Difference, ...] = ()  # of what the page prints
    record: str | None = None  # in our file
    record_differences: tuple[Difference, ...] = ()  # of what our file has
