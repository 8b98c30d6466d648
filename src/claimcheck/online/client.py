"""Questions to the registers: kept answers first, then the network, with pauses, patience and an end to both."""

import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from claimcheck.errors import InputError
from claimcheck.lookups import Unanswered
from claimcheck.online.cache import Cache, keep, recall
from claimcheck.readers.fetch import Fetched, Limits, ask, name_status

LIMITS = Limits(seconds=10.0, bytes=8 * 1024**2, redirects=3)  # of one question; a trial with its results is large
TRIES = 3
FIRST_PAUSE = 1.0  # seconds before the second try; doubled after each
LONGEST_PAUSE = 30.0  # a server that asks for more is left alone for this run
FAILURES = 2  # in a row, after which a server is left alone
RUN_SECONDS = 120.0  # for all the questions of a check

_MAY_PASS = ("did not arrive", "broke off", "no connection", "the connection")  # how such reasons of a fetch begin
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Clock:
    """Time and waiting, so that tests need neither."""

    now: Callable[[], float] = time.time  # seconds since 1970, for dates
    ticks: Callable[[], float] = time.monotonic  # seconds, for pauses and ends
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Server:
    """Where a register is asked, and how fast."""

    address: str  # without a slash at the end
    interval: float = 0.35  # seconds between two questions
    trusted: bool = False  # chosen by the user, so it may stand in a private network


@dataclass(frozen=True)
class Standing:
    """What is remembered of the servers while a run lasts."""

    asked_at: dict[str, float] = field(default_factory=dict)  # when each was last asked
    failures: dict[str, int] = field(default_factory=dict)  # in a row
    left_alone: dict[str, str] = field(default_factory=dict)  # why one is not asked any more


@dataclass(frozen=True)
class Client:
    """Everything that a question needs."""

    servers: Mapping[str, Server]  # by the keys of SERVICES
    user_agent: str
    clock: Clock = Clock()
    cache: Cache | None = None
    limits: Limits = LIMITS
    ends_at: float | None = None  # of the clock's ticks, after which nothing more is asked
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True)
class Answer:
    """A JSON object and when it was given."""

    body: dict[str, Any]
    asked_at: float  # seconds since 1970


@dataclass(frozen=True)
class NotThere:
    """A register that has no entry."""


def ask_service(client: Client, service: str, path: str) -> Answer | NotThere | Unanswered:
    """Return a register's answer, kept or new, or why there is none."""
    address = client.servers[service].address + path
    kept = recall(client.cache, address, client.clock.now()) if client.cache else None
    if kept is not None and (body := _parse(kept[0])) is not None:
        return Answer(body, kept[1])
    if reason := _refuse(client, service):
        return Unanswered(service, reason)
    fetched = _ask_patiently(client, service, address)
    if isinstance(fetched, str):
        return Unanswered(service, fetched)
    if fetched.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return NotThere()
    if fetched.status != HTTPStatus.OK:
        return Unanswered(service, _describe_status(fetched.status))
    if (body := _parse(fetched.data)) is None:
        return Unanswered(service, "its answer is not JSON of the documented shape")
    now = client.clock.now()
    if client.cache:
        keep(client.cache, address, fetched.data, now)
    return Answer(body, now)


def _refuse(client: Client, service: str) -> str | None:
    """Return why a register is not asked at all."""
    if client.ends_at is not None and client.clock.ticks() >= client.ends_at:
        return "the time for look-ups was used up"
    return client.standing.left_alone.get(service)


def _ask_patiently(client: Client, service: str, address: str) -> Fetched | str:
    """Ask until there is an answer that stays, or return why it was given up."""
    reason = ""
    for attempt in range(TRIES):
        _wait_for_turn(client, service)
        pause = FIRST_PAUSE * 2**attempt
        try:
            fetched = _ask_once(client, service, address)
        except InputError as error:
            reason = error.message.partition(";")[0]  # after it stands advice on pages
            if isinstance(error.__cause__, socket.gaierror):  # no network: asking again changes nothing
                return _leave_alone(client, service, reason)
            if not reason.startswith(_MAY_PASS):
                return reason
        else:
            if fetched.status not in _PASSING:
                client.standing.failures[service] = 0
                return fetched
            reason = _describe_status(fetched.status)
            wanted = read_retry_after(dict(fetched.headers), client.clock.now())
            if wanted is not None and wanted > LONGEST_PAUSE:
                return _leave_alone(client, service, f"{reason}, and asks to wait {wanted:.0f} seconds")
            pause = max(pause, wanted or 0.0)
        if attempt + 1 < TRIES:
            client.clock.sleep(pause)
    client.standing.failures[service] = client.standing.failures.get(service, 0) + 1
    return _leave_alone(client, service, reason) if client.standing.failures[service] >= FAILURES else reason


def _leave_alone(client: Client, service: str, reason: str) -> str:
    client.standing.left_alone[service] = reason
    return reason


def _wait_for_turn(client: Client, service: str) -> None:
    """Wait until the pause between two questions is over."""
    last = client.standing.asked_at.get(service)
    left = 0.0 if last is None else last + client.servers[service].interval - client.clock.ticks()
    if left > 0:
        client.clock.sleep(left)
    client.standing.asked_at[service] = client.clock.ticks()


def _ask_once(client: Client, service: str, address: str) -> Fetched:
    limits = client.limits
    allowed = Limits(limits.seconds, limits.bytes, limits.redirects, allow_private=client.servers[service].trusted)
    return ask(address, allowed, {"User-Agent": client.user_agent, "Accept": "application/json"})


def read_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return for how many seconds a server asks to be left alone, told as a number or as a date.

    >>> read_retry_after({"retry-after": "7"}, 0.0)
    7.0
    >>> read_retry_after({"Retry-After": "Thu, 01 Jan 1970 00:01:00 GMT"}, 50.0)
    10.0
    """
    told = next((value.strip() for name, value in headers.items() if name.lower() == "retry-after"), "")
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _describe_status(status: int) -> str:
    return f"the server answered {status} {name_status(status)}".rstrip()


def _parse(data: bytes) -> dict[str, Any] | None:
    """Return a JSON object, or None for anything else."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
