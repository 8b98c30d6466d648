"""Which register is asked about an identifier, and what it says."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from claimcheck.lookups import Unanswered, Work
from claimcheck.online.client import Answer, Client, NotThere, ask_service
from claimcheck.online.crossref import crossref_path, read_crossref
from claimcheck.online.europepmc import europepmc_path, has_shape, read_europepmc
from claimcheck.online.trials import read_trial, trials_path

SERVICE_OF: Mapping[str, str] = MappingProxyType(
    {"doi": "crossref", "pmid": "europepmc", "pmcid": "europepmc", "nct": "trials"}
)
NO_ENTRY = "has no entry under this identifier; it may be misprinted, too new, or registered elsewhere"
OTHER_SHAPE = "its answer is not JSON of the documented shape"


def resolve(kind: str, identifier: str, client: Client) -> Work | Unanswered:
    """Return the work that an identifier belongs to, or why that is not known.

    A DOI that Crossref does not have is looked for at Europe PMC, since others register DOIs too.
    """
    if kind == "nct":
        return _resolve_trial(identifier, client)
    if kind != "doi":
        return _resolve_article(kind, identifier, client)
    found = _resolve_doi(identifier, client)
    if isinstance(found, Unanswered) and found.reason == NO_ENTRY:
        elsewhere = _resolve_article(kind, identifier, client)
        return elsewhere if isinstance(elsewhere, Work) else found
    return found


def _resolve_doi(doi: str, client: Client) -> Work | Unanswered:
    answer = ask_service(client, "crossref", crossref_path(doi))
    if not isinstance(answer, Answer):
        return _say_why(answer, "crossref")
    return read_crossref(answer.body, _date(answer)) or Unanswered("crossref", OTHER_SHAPE)


def _resolve_article(kind: str, identifier: str, client: Client) -> Work | Unanswered:
    answer = ask_service(client, "europepmc", europepmc_path(kind, identifier))
    if not isinstance(answer, Answer):
        return _say_why(answer, "europepmc")
    if not has_shape(answer.body):
        return Unanswered("europepmc", OTHER_SHAPE)
    found = read_europepmc(answer.body, _date(answer), kind, identifier)
    return found or Unanswered("europepmc", NO_ENTRY)


def _resolve_trial(number: str, client: Client) -> Work | Unanswered:
    answer = ask_service(client, "trials", trials_path(number))
    if not isinstance(answer, Answer):
        return _say_why(answer, "trials")
    return read_trial(answer.body, _date(answer)) or Unanswered("trials", OTHER_SHAPE)


def _say_why(answer: NotThere | Unanswered, service: str) -> Unanswered:
    return Unanswered(service, NO_ENTRY) if isinstance(answer, NotThere) else answer


def _date(answer: Answer) -> str:
    return datetime.datetime.fromtimestamp(answer.asked_at, datetime.timezone.utc).date().isoformat()
