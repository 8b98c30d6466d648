"""What registers say of the records of a file today: changes to its rows, proposed and never made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from claimcheck.lookups import SERVICES, Unanswered, Work
from claimcheck.online.client import Client
from claimcheck.online.compare import compare_record
from claimcheck.online.resolve import resolve
from claimcheck.rows import Record

ARTICLE_KINDS = ("doi", "pmid", "pmcid")  # the first that a record has is looked up
REGISTERED = frozenset({"registered", "terminated"})  # records of which a registry entry was read
_STATUS: Mapping[str, str] = MappingProxyType(  # notice of a register -> status of a record
    {
        "retracted": "retracted",
        "expression-of-concern": "expression-of-concern",
        "partly-retracted": "corrected",
        "corrected": "corrected",
    }
)
_GRAVITY = ("retracted", "expression-of-concern", "corrected", "published")


@dataclass(frozen=True)
class Change:
    """A field of a record that should read otherwise, for a person to agree to."""

    record: str
    field: str
    old: str | None
    new: str
    source: str  # who says so, under which identifier, and what


@dataclass(frozen=True)
class Remark:
    """Something about a record that a person should look at; it changes nothing."""

    record: str
    text: str


@dataclass(frozen=True)
class Recheck:
    """What came of asking about the records of a file."""

    asked: int  # records with an identifier
    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]
    unchecked: tuple[Remark, ...]  # with the reason


def recheck(records: Sequence[Record], client: Client) -> Recheck:
    """Ask about every record that has an identifier."""
    changes: list[Change] = []
    remarks: list[Remark] = []
    unchecked: list[Remark] = []
    asked = 0
    for record in records:
        questions = list(find_identifiers(record))
        asked += bool(questions)
        for kind, identifier in questions:
            found = resolve(kind, identifier, client)
            if isinstance(found, Unanswered):
                reason = f"{SERVICES[found.service]}, {kind} {identifier}: {found.reason}"
                unchecked.append(Remark(record.id, reason))
                continue
            remarks += [Remark(record.id, text) for text in _find_remarks(record, found, kind, identifier)]
            changes += _find_changes(record, found, kind, identifier)
    return Recheck(asked, tuple(changes), tuple(remarks), tuple(unchecked))


def find_identifiers(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what to ask about a record: its article, or the registration where only that was read."""
    article = [(kind, value) for kind in ARTICLE_KINDS if (value := getattr(record, kind))]
    yield from article[:1]
    if record.status in REGISTERED or not article:
        yield from (("nct", number) for number in record.registry if number.upper().startswith("NCT"))


def _find_changes(record: Record, work: Work, kind: str, identifier: str) -> Iterator[Change]:
    said = _describe(work, kind, identifier)
    if _is_another(record, work):
        return
    new = _new_status(record, work)
    if new is not None:
        yield Change(record.id, "status", record.status, new, said)
    if work.service != "trials" and record.status_checked_on != work.asked_on:
        yield Change(record.id, "status_checked_on", record.status_checked_on, work.asked_on, said)


def _new_status(record: Record, work: Work) -> str | None:
    """Return a status graver than the one on file; nothing ever becomes less grave by itself."""
    if work.service == "trials":
        return "terminated" if work.trial_status == "terminated" and record.status == "registered" else None
    new = _STATUS.get(work.notice or "")
    if new is None or record.status not in (*_GRAVITY, None):
        return None
    known = _GRAVITY.index(record.status) if record.status else len(_GRAVITY)
    return new if _GRAVITY.index(new) < known else None


def _find_remarks(record: Record, work: Work, kind: str, identifier: str) -> Iterator[str]:
    said = _describe(work, kind, identifier)
    for difference in compare_record(record, work):
        if difference.field != "status":
            yield f"{said}: {difference.field}: our file has {difference.said!r}, it has {difference.registered!r}"
    if work.is_notice:
        yield f"{said}: is itself a notice about another work"
    if work.notice in ("withdrawn", "partly-retracted"):
        yield f"{said}: {work.notice}; look at the notice"
    if record.status == "retracted" and work.service != "trials" and work.notice != "retracted":
        yield f"{said}: gives no retraction, our file does"
    if work.service == "trials":
        yield f"{said}: {work.trial_status or 'no status'}"


def _is_another(record: Record, work: Work) -> bool:
    """Tell whether the titles differ so much that the identifier on file may be wrong: then nothing is proposed."""
    return any(difference.field == "title" for difference in compare_record(record, work))


def _describe(work: Work, kind: str, identifier: str) -> str:
    notice = f", {work.notice} {work.notice_on or ''}".rstrip() if work.notice else ""
    return f"{SERVICES[work.service]}, {kind} {identifier}, asked on {work.asked_on}{notice}"
