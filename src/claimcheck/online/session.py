"""A client made from what the user chose: who asks, which servers, and where answers are kept."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from claimcheck import __version__
from claimcheck.errors import UnknownNameError
from claimcheck.lookups import SERVICES
from claimcheck.online.cache import KEPT_SECONDS, Cache, find_cache, open_cache
from claimcheck.online.client import Client, Clock, Server

SERVERS: Mapping[str, Server] = MappingProxyType(
    {
        "crossref": Server("https://api.crossref.org/v1"),
        "europepmc": Server("https://www.ebi.ac.uk/europepmc/webservices/rest"),
        "trials": Server("https://clinicaltrials.gov/api/v2", interval=1.0),
    }
)
_LONGEST_CONTACT = 200  # characters


@dataclass(frozen=True)
class OnlineOptions:
    """What the user says about look-ups."""

    contact: str | None = None  # a mail address or a page, told to the servers
    services: Sequence[str] = ()  # NAME=ADDRESS
    kept_seconds: float = KEPT_SECONDS
    run_seconds: float | None = None


def name_agent(contact: str | None) -> str:
    """Return what we call ourselves, with whom to write to.

    Raises:
        UnknownNameError: the contact cannot stand in a header.

    >>> name_agent("desk@paper.example").partition("(")[2]
    'looks up works that a page cites; mailto:desk@paper.example)'
    """
    told = ""
    if contact:
        clean = contact.isascii() and contact.isprintable() and not set(contact) & set(' ()<>;,"\\')
        if not clean or len(contact) > _LONGEST_CONTACT or not ("@" in contact or "://" in contact):
            raise UnknownNameError(f"--contact {contact!r} is no mail address and no address of a page.", ())
        told = f"; {contact}" if "://" in contact or contact.startswith("mailto:") else f"; mailto:{contact}"
    return f"claimcheck/{__version__} (looks up works that a page cites{told})"


def choose_servers(chosen: Sequence[str]) -> Mapping[str, Server]:
    """Return the servers to ask, with those that the user put in their place.

    Raises:
        UnknownNameError: one of NAME=ADDRESS is not of that form.
    """
    servers = dict(SERVERS)
    for pair in chosen:
        name, _, address = pair.partition("=")
        if name not in SERVERS:
            raise UnknownNameError(f"--service {pair!r}: the servers are {', '.join(SERVICES)}.", ())
        if not _is_address(address):
            raise UnknownNameError(f"--service {pair!r} is not {name}=http://... or {name}=https://...", ())
        servers[name] = replace(SERVERS[name], address=address.rstrip("/"), trusted=True)
    return servers


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = text.isprintable() and " " not in text and not (parts.query or parts.fragment)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def choose_clock(environ: Mapping[str, str]) -> Clock:
    """Return the clock: that of SOURCE_DATE_EPOCH, for the same bytes again, or the system's."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    return Clock(now=lambda: float(epoch)) if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11 else Clock()


@contextmanager
def open_client(
    options: OnlineOptions, environ: Mapping[str, str], tell: Callable[[str], None], clock: Clock | None = None
) -> Iterator[Client]:
    """Open what look-ups need; without a cache that can be used they go on, and it is said.

    Raises:
        UnknownNameError: an option is not of its form.
    """
    clock = clock or choose_clock(environ)
    agent, servers = name_agent(options.contact), choose_servers(options.services)
    ends_at = clock.ticks() + options.run_seconds if options.run_seconds is not None else None
    with ExitStack() as stack:
        cache = _open_cache(stack, options, environ, tell, clock)
        yield Client(servers, agent, clock, cache, ends_at=ends_at)


def _open_cache(
    stack: ExitStack,
    options: OnlineOptions,
    environ: Mapping[str, str],
    tell: Callable[[str], None],
    clock: Clock,
) -> Cache | None:
    path = find_cache(environ)
    if path is None:
        return None
    try:
        return stack.enter_context(open_cache(path, clock.now(), options.kept_seconds))
    except (OSError, sqlite3.Error) as error:
        tell(f"claimcheck: answers are not kept: {path} cannot be used ({getattr(error, 'strerror', None) or error})")
        return None
