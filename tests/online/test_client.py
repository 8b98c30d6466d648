"""Questions to a register: its faults are reasons, it is left in peace, and what it said is kept."""

import json
import socket
import sqlite3
from dataclasses import replace

import pytest

from claimcheck.lookups import Unanswered
from claimcheck.online.cache import FILE, KEPT_SECONDS, find_cache, keep, open_cache, recall
from claimcheck.online.client import (
    LONGEST_PAUSE,
    RUN_SECONDS,
    Answer,
    NotThere,
    Server,
    ask_service,
    read_retry_after,
)
from claimcheck.readers import fetch

PATH = "/crossref/works/x"
GOOD = {"message": {"title": ["Cells"]}}


def ask(client, path="/works/x"):
    return ask_service(client, "crossref", path)


def test_answer(client, registers, fake_time):
    """A JSON object is the answer, with the time; the question says who asks."""
    registers.give(PATH, GOOD)

    assert ask(client) == Answer(GOOD, fake_time.at)
    assert (registers.seen, registers.agents) == ([PATH], ["claimcheck/test"])


@pytest.mark.parametrize("status", [404, 410])
def test_not_there(client, registers, status):
    """A register that has no entry says so once, and is not asked again."""
    registers.give(PATH, b"Resource not found.", status=status)

    assert (ask(client), len(registers.seen)) == (NotThere(), 1)


@pytest.mark.parametrize(
    "status, headers, slept",
    [
        (429, {"Retry_After": "7"}, [7.0]),
        (503, {"Retry_After": "Mon, 21 Sep 2026 14:13:32 GMT"}, [12.0]),
        (429, {"Retry_After": "0"}, [1.0]),
        (429, {"Retry_After": "soon"}, [1.0]),
        (500, {}, [1.0]),
    ],
)
def test_passing_fault(client, registers, fake_time, status, headers, slept):
    """A server that is busy or failing is asked again, after as long as it wants."""
    registers.give(PATH, b"later", status=status, **headers)
    registers.give(PATH, GOOD)

    assert ask(client).body == GOOD
    assert fake_time.slept == slept


@pytest.mark.parametrize(
    "fault, reason, asked",
    [
        ({"body": b"oops", "status": 500}, "the server answered 500 Internal Server Error", 3),
        ({"body": b"no", "status": 429}, "the server answered 429 Too Many Requests", 3),
        ({"body": b"no", "status": 403}, "the server answered 403 Forbidden", 1),
        ({"body": b"no", "status": 299}, "the server answered 299", 1),
        ({"body": b"<html>hello</html>"}, "its answer is not JSON of the documented shape", 1),
        ({"body": b"[1, 2]"}, "its answer is not JSON of the documented shape", 1),
        ({"body": b'{"message": '}, "its answer is not JSON of the documented shape", 1),
        ({"body": b"[" * 200_000}, "its answer is not JSON of the documented shape", 1),
        ({"body": b'{"n": ' + b"9" * 5000 + b"}"}, "its answer is not JSON of the documented shape", 1),
        ({"body": b"\xff\xfe{"}, "its answer is not JSON of the documented shape", 1),
        ({"body": b"{}", "Content_Length": "50"}, "broke off before its end (50 bytes)", 3),
        ({"body": b"{}", "Content_Length": str(10**12)}, "broke off before its end (1000000000000 bytes)", 3),
        ({"body": b" " * 3_000_000}, "is larger than 2 MB", 1),
        ({"body": b"", "status": 302, "Location": PATH}, "redirects more than 3 times", 4),
        (
            {"body": b"", "status": 302, "Location": "file:///etc/passwd"},
            "redirects to an address that does not begin with http:// or https://",
            1,
        ),
    ],
    ids=str,
)
def test_lasting_fault(client, registers, fault, reason, asked):
    """Every fault is a reason in a sentence, and there is an end to asking."""
    registers.give(PATH, **fault)
    client = replace(client, limits=replace(client.limits, bytes=2 * 1024**2))

    assert ask(client) == Unanswered("crossref", reason)
    assert registers.seen == [PATH] * asked


def test_silence(client, registers, fake_time):
    """A server that does not answer is given up after its time."""
    registers.give(PATH, b"", status="silence")
    client = replace(client, limits=replace(client.limits, seconds=0.1))

    assert ask(client) == Unanswered("crossref", "did not arrive within 0.1 seconds")
    assert fake_time.slept == [1.0, 2.0]


def test_redirect(client, registers):
    """A redirect is followed: a trial has kept its old number."""
    registers.give(PATH, b"", status=301, Location="/crossref/works/y")
    registers.give("/crossref/works/y", GOOD)

    assert ask(client).body == GOOD


def test_default_server_may_not_lead_into_a_private_network(client, registers):
    """Only a server that the user chose may stand in a private network."""
    servers = {**client.servers, "crossref": Server(f"{registers.address}/crossref")}

    assert ask(replace(client, servers=servers)) == Unanswered("crossref", "leads to a private address (127.0.0.1)")
    assert registers.seen == []


def test_server_is_left_alone_after_failures(client, registers):
    """A server that failed twice in a row is not asked again in this run; one success in between forgives."""
    registers.give(PATH, b"oops", status=500)
    registers.give("/crossref/works/good", GOOD)
    paths = ["/works/x", "/works/good", "/works/x", "/works/x", "/works/good"]
    answered = [isinstance(ask(client, path), Answer) for path in paths]

    assert answered == [False, True, False, False, False]
    assert len(registers.seen) == 3 + 1 + 3 + 3


def test_server_that_wants_a_long_pause_is_left_alone(client, registers, fake_time):
    """A pause longer than anybody waits for is a reason, and is kept to."""
    registers.give(PATH, b"", status=429, Retry_After=str(int(LONGEST_PAUSE) + 1))
    reason = "the server answered 429 Too Many Requests, and asks to wait 31 seconds"

    assert [ask(client), ask(client)] == [Unanswered("crossref", reason)] * 2
    assert (len(registers.seen), fake_time.slept) == (1, [])


def test_no_network(client, fake_time, monkeypatch):
    """Without a network each server is tried once, and nobody waits."""
    tried = []

    def resolve(host, port):
        tried.append(host)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(fetch, "resolve", resolve)
    client = replace(client, servers={**client.servers, "crossref": Server("https://api.example")})
    reason = "the name api.example is not known (is there a network?)"

    assert [ask(client), ask(client)] == [Unanswered("crossref", reason)] * 2
    assert (tried, fake_time.slept) == (["api.example"], [])


def test_rate_limit(client, registers, fake_time):
    """Between two questions to one server there is a pause."""
    registers.give(PATH, GOOD)
    servers = {**client.servers, "crossref": replace(client.servers["crossref"], interval=0.5)}
    for _ in range(3):
        ask(replace(client, servers=servers))

    assert fake_time.slept == [0.5, 0.5]


def test_end_of_the_run(client, registers, fake_time):
    """When the time for all questions is over, the rest is unchecked."""
    registers.give(PATH, GOOD)
    client = replace(client, ends_at=fake_time.at + RUN_SECONDS)
    before = ask(client)
    fake_time.at += RUN_SECONDS

    assert isinstance(before, Answer)
    assert ask(client) == Unanswered("crossref", "the time for look-ups was used up")


def test_cache(client, registers, fake_time, tmp_path):
    """An answer is kept for a week, from one run to the next; then the register is asked again."""
    registers.give(PATH, GOOD)
    asked = []
    for days in (0, 6, 8):
        fake_time.at += days * 24 * 3600
        with open_cache(tmp_path / "deep" / FILE, fake_time.at) as cache:
            answer = ask(replace(client, cache=cache))
        asked.append((answer.body == GOOD, (fake_time.at - answer.asked_at) / 24 / 3600, len(registers.seen)))

    assert asked == [(True, 0, 1), (True, 6, 1), (True, 0, 2)]


def test_cache_of_the_future(tmp_path):
    """An answer dated after now, as under another SOURCE_DATE_EPOCH, is not believed."""
    with open_cache(tmp_path / FILE, 100.0) as cache:
        keep(cache, "a", b"{}", 100.0)
        found = [recall(cache, "a", now) for now in (99.0, 100.0, 100.0 + KEPT_SECONDS, 101.0 + KEPT_SECONDS)]

    assert found == [None, (b"{}", 100.0), (b"{}", 100.0), None]


def test_failures_are_not_kept(client, registers, fake_time, tmp_path):
    """Only answers are kept: what failed is asked again."""
    registers.give(PATH, b"no", status=403)
    registers.give(PATH, b"not JSON")
    registers.give(PATH, b"", status=404)
    registers.give(PATH, GOOD)
    with open_cache(tmp_path / FILE, fake_time.at) as cache:
        kinds = [type(ask(replace(client, cache=cache))) for _ in range(5)]

    assert kinds == [Unanswered, Unanswered, NotThere, Answer, Answer]
    assert len(registers.seen) == 4


def test_damaged_answer_in_the_cache_is_asked_for_again(client, registers, fake_time, tmp_path):
    """What stands in the cache is checked like what comes from the network."""
    registers.give(PATH, GOOD)
    with open_cache(tmp_path / FILE, fake_time.at) as cache:
        keep(cache, f"{registers.address}{PATH}", b"{half", fake_time.at)
        answer = ask(replace(client, cache=cache))

    assert answer.body == GOOD


def test_cache_of_another_version_is_emptied(tmp_path):
    """A file with a table of another version is begun anew."""
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE answers (something TEXT)")
    connection.close()
    with open_cache(tmp_path / FILE, 100.0) as cache:
        keep(cache, "a", b"{}", 100.0)

        assert recall(cache, "a", 100.0) == (b"{}", 100.0)


def test_cache_drops_what_is_old(tmp_path):
    """What is too old is deleted when the file is opened, so it does not grow for ever."""
    with open_cache(tmp_path / FILE, 100.0) as cache:
        keep(cache, "a", b"{}", 100.0)
    with open_cache(tmp_path / FILE, 101.0 + KEPT_SECONDS) as cache:
        left = cache.connection.execute("SELECT count(*) FROM answers").fetchone()

    assert left == (0,)


@pytest.mark.parametrize(
    "environ, expected",
    [({"XDG_CACHE_HOME": "/c"}, "/c/claimcheck/online.sqlite"), ({"XDG_CACHE_HOME": "c"}, "HOME")],
)
def test_find_cache(environ, expected, monkeypatch):
    """The cache stands where XDG says; a folder that is not absolute does not count."""
    monkeypatch.setenv("HOME", "/home/somebody")
    expected = expected.replace("HOME", "/home/somebody/.cache/claimcheck/online.sqlite")

    assert find_cache(environ).as_posix() == expected


@pytest.mark.parametrize(
    "headers, expected",
    [
        ({}, None),
        ({"Retry-After": "5"}, 5.0),
        ({"RETRY-AFTER": " 5 "}, 5.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 400}, 999_999_999.0),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"Retry-After": "Thu, 99 Jan 1970 00:00:00 GMT"}, None),
        ({"Retry-After": "٣"}, None),
    ],
)
def test_read_retry_after(headers, expected):
    """A pause is a number of seconds or a date; anything else is none."""
    assert read_retry_after(headers, 50.0) == expected


def test_answers_of_the_cache_are_the_bytes_that_came(client, registers, fake_time, tmp_path):
    """The answer is kept as it came."""
    registers.give(PATH, GOOD)
    with open_cache(tmp_path / FILE, fake_time.at) as cache:
        ask(replace(client, cache=cache))
        kept = recall(cache, f"{registers.address}{PATH}", fake_time.at)

    assert json.loads(kept[0]) == GOOD
