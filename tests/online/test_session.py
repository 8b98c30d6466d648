"""A client made from what the user chose."""

import pytest

from claimcheck import __version__
from claimcheck.errors import UnknownNameError
from claimcheck.online.client import Server
from claimcheck.online.session import (
    SERVERS,
    OnlineOptions,
    choose_clock,
    choose_servers,
    name_agent,
    open_client,
)


@pytest.mark.parametrize(
    "contact, told",
    [
        (None, ""),
        ("", ""),
        ("desk@paper.example", "; mailto:desk@paper.example"),
        ("mailto:desk@paper.example", "; mailto:desk@paper.example"),
        ("https://paper.example/about", "; https://paper.example/about"),
    ],
)
def test_name_agent(contact, told):
    """The servers are told what asks, and whom to write to."""
    assert name_agent(contact) == f"claimcheck/{__version__} (looks up works that a page cites{told})"


@pytest.mark.parametrize("contact", ["somebody", "a@b\nX: y", "a@b c", "ä@b.example", f"{'x' * 300}@b", "a@b)"])
def test_name_agent_refuses(contact):
    """What cannot stand in a header, or is no contact, is refused."""
    with pytest.raises(UnknownNameError):
        name_agent(contact)


def test_choose_servers():
    """A server put in the place of another is trusted, and keeps its pace; the others stay."""
    chosen = choose_servers(["trials=http://127.0.0.1:8080/api/"])

    assert chosen == {**SERVERS, "trials": Server("http://127.0.0.1:8080/api", interval=1.0, trusted=True)}


def test_choose_clock():
    """SOURCE_DATE_EPOCH gives the date of answers; without it, or with nonsense in it, it is today's."""
    found = [choose_clock({"SOURCE_DATE_EPOCH": text}).now() for text in ("1790000000", "", "soon", "9" * 40)]

    assert found[0] == 1_790_000_000
    assert [now > 1_700_000_000 and now != found[0] for now in found[1:]] == [True] * 3


def test_client_without_a_home(monkeypatch):
    """Where there is no place for a cache, there is none, and nothing to say about it."""
    monkeypatch.setattr("claimcheck.online.session.find_cache", lambda environ: None)
    said = []
    with open_client(OnlineOptions(), {}, said.append) as client:
        assert (client.cache, client.ends_at, said) == (None, None, [])


def test_client_with_a_cache_that_cannot_be_made(tmp_path):
    """Where the cache cannot be made, it is said, and asking goes on."""
    (tmp_path / "file").write_text("")
    said = []
    with open_client(OnlineOptions(), {"XDG_CACHE_HOME": str(tmp_path / "file")}, said.append) as client:
        assert client.cache is None
    path = tmp_path / "file" / "claimcheck" / "online.sqlite"

    assert said == [f"claimcheck: answers are not kept: {path} cannot be used (Not a directory)"]
