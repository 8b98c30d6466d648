"""Fetching a page: where it may go, what it may cost, and what a server may do."""

import gzip
import hashlib
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
import trustme

from claimcheck.errors import InputError
from claimcheck.inputs import InputOptions, read_input
from claimcheck.readers import fetch as fetching
from claimcheck.readers.addresses import is_public
from claimcheck.readers.fetch import USER_AGENT, Limits, fetch, is_url
from claimcheck.readers.provenance import save

PAGE = b"<!DOCTYPE html><p>Stem cells cure spinal cord injury.</p>"


class Handler(BaseHTTPRequestHandler):
    """A server with the faults that servers have, one a path."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list] = []

    def do_GET(self):
        self.close_connection = True
        Handler.seen.append((self.path, self.headers["User-Agent"], self.headers["Host"]))
        path = self.path.split("?")[0]
        with suppress(OSError):  # the client has hung up, as it should
            getattr(self, f"answer_{path.strip('/').replace('-', '_') or 'page'}")()

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Transfer_Encoding" not in headers and "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self):
        self.answer(200, PAGE, Content_Type="text/html; charset=utf-8")

    def answer_moved(self):
        self.answer(301, Location="/again")

    def answer_again(self):
        self.answer(302, Location="page?a=1")

    def answer_loop(self):
        self.answer(302, Location="/loop")

    def answer_to_private(self):
        self.answer(302, Location="http://10.0.0.1/secret")

    def answer_to_file(self):
        self.answer(302, Location="file:///etc/passwd")

    def answer_gzip(self):
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html")

    def answer_bomb(self):
        self.answer(200, gzip.compress(bytes(64 * 1024**2)), Content_Encoding="gzip", Content_Type="text/html")

    def answer_not_gzip(self):
        self.answer(200, PAGE, Content_Encoding="gzip")

    def answer_brotli(self):
        self.answer(200, PAGE, Content_Encoding="br")

    def answer_error(self):
        self.answer(500, b"oops")

    def answer_huge(self):
        self.answer(200, Content_Length=str(10**12))
        while True:
            self.wfile.write(b"x" * 65536)

    def answer_short(self):
        self.answer(200, PAGE, Content_Length=str(len(PAGE) + 10))

    def answer_drip(self):
        self.answer(200, Content_Length="1000")
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def answer_drip_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            self.wfile.write(f"X-{number}: x\r\n".encode())
            self.wfile.flush()
            time.sleep(0.1)

    def answer_silent(self):
        time.sleep(3)

    def answer_garbage(self):
        self.wfile.write(b"\x00\x01 this is no answer\r\n\r\n")

    def answer_latin(self):
        self.answer(
            200, "<!DOCTYPE html><p>Naïve cells “heal”.</p>".encode("cp1252"), Content_Type="text/html; charset=utf-8"
        )

    def answer_wrong_charsets(self):
        page = "<!DOCTYPE html><meta charset='koi8-r'><p>Naïve cells “heal” – 82% of patients.</p>"
        self.answer(200, page.encode("utf-8"), Content_Type="text/html; charset=iso-8859-7")

    def answer_no_such_charset(self):
        page = "<!DOCTYPE html><meta charset='x-none'><p>Naïve cells “heal”.</p>"
        self.answer(200, page.encode("cp1252"), Content_Type="text/html; charset=none-such")

    def answer_packed_and_not_said(self):
        self.answer(200, gzip.compress(PAGE), Content_Type="text/html")

    def answer_broken_off_gzip(self):
        self.answer(200, gzip.compress(PAGE)[:-12], Content_Encoding="gzip", Content_Type="text/html")

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    """Run the server; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


PRIVATE = Limits(allow_private=True, seconds=5)


def test_fetch(server):
    """A page comes with what the server said about it; we say who asks."""
    Handler.seen.clear()
    fetched = fetch(f"{server}/page?q=zellé", PRIVATE)

    assert (fetched.data, fetched.status, fetched.media_type, fetched.charset) == (PAGE, 200, "text/html", "utf-8")
    assert Handler.seen == [("/page?q=zell%C3%A9", USER_AGENT, server.removeprefix("http://"))]


def test_fetch_follows_redirects(server):
    """Redirects are followed, and kept for the record."""
    fetched = fetch(f"{server}/moved", PRIVATE)

    assert fetched.redirects == (f"{server}/moved", f"{server}/again")
    assert (fetched.final_url, fetched.data) == (f"{server}/page?a=1", PAGE)


def test_fetch_unpacks(server):
    """A packed page is unpacked."""
    assert fetch(f"{server}/gzip", PRIVATE).data == PAGE


@pytest.mark.parametrize(
    "path, message",
    [
        ("loop", "redirects more than 5 times"),
        ("to-file", "redirects to an address that does not begin with http:// or https://; no other kind is fetched"),
        ("bomb", "is larger than 32 MB; save it, and give its text alone"),
        ("huge", "is larger than 32 MB; save it, and give its text alone"),
        ("not-gzip", "arrived damaged: it is not packed as its server says"),
        ("broken-off-gzip", "broke off before its end (65 bytes)"),
        ("brotli", "is packed in a way that was not asked for (br)"),
        ("error", "the server answered 500 Internal Server Error"),
        ("short", "broke off before its end (67 bytes)"),
    ],
)
def test_fetch_refuses(server, path, message):
    """What a server does wrong is one sentence."""
    with pytest.raises(InputError) as caught:
        fetch(f"{server}/{path}", PRIVATE)

    assert caught.value.message == message


@pytest.mark.parametrize(
    "path, text",
    [
        ("latin", "Naïve cells “heal”.\n"),
        ("wrong-charsets", "Naïve cells “heal” – 82% of patients.\n"),
        ("no-such-charset", "Naïve cells “heal”.\n"),
    ],
)
def test_wrong_charsets(server, path, text):
    """A character set that the server or the page names wrongly does no harm."""
    document = read_input(f"{server}/{path}", print, InputOptions(allow_private=True))

    assert document.text == text


def test_packing_that_is_not_said(server, capsys):
    """Bytes that are packed although nobody said so are no page, and are said to be packed."""
    error = read_input(f"{server}/packed-and-not-said", print, InputOptions(allow_private=True))

    assert error.message == "is a compressed file; unpack it, and give what is in it"


@pytest.fixture(scope="module")
def authority():
    """An authority for certificates that nobody trusts yet."""
    return trustme.CA()


@pytest.fixture(scope="module")
def secure_server(authority):
    """Run the server over TLS, as "clinic.example"; give its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("clinic.example").configure_cert(context)
        running.socket = context.wrap_socket(running.socket, server_side=True)
        running.handle_error = lambda request, address: None  # the client hangs up, as it should
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running.server_port
        running.shutdown()
        thread.join()


@pytest.fixture
def here(monkeypatch):
    """Let every name lead to this machine."""
    monkeypatch.setattr(fetching, "resolve", lambda host, port: ["127.0.0.1"])


def test_fetch_over_tls(secure_server, authority, here, monkeypatch, tmp_path):
    """A page comes over TLS from a server whose certificate leads to an authority that is trusted."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))

    assert fetch(f"https://clinic.example:{secure_server}/page", PRIVATE).data == PAGE


def test_fetch_refuses_an_unknown_authority(secure_server, here):
    """A certificate that leads to nobody who is trusted is refused."""
    with pytest.raises(InputError) as caught:
        fetch(f"https://clinic.example:{secure_server}/page", PRIVATE)

    assert caught.value.message == (
        "the certificate of clinic.example is not valid (unable to get local issuer certificate)"
    )


def test_fetch_refuses_the_certificate_of_another(secure_server, authority, here, monkeypatch, tmp_path):
    """A certificate for another name is refused, whoever vouches for it."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with pytest.raises(InputError, match=r"the certificate of other\.example is not valid \(Hostname mismatch"):
        fetch(f"https://other.example:{secure_server}/page", PRIVATE)


@pytest.mark.parametrize("path", ["drip", "drip-headers", "silent"])
def test_fetch_has_a_time_limit(server, path):
    """The limit is for all of it: drops that keep a connection alive do not count."""
    started = time.monotonic()
    with pytest.raises(InputError) as caught:
        fetch(f"{server}/{path}", Limits(allow_private=True, seconds=0.6))

    assert caught.value.message == "did not arrive within 0.6 seconds"
    assert time.monotonic() - started < 2


def test_fetch_of_no_http(server):
    """An answer that is none of the web's is a failed connection."""
    with pytest.raises(InputError, match=r"the connection to 127\.0\.0\.1 failed"):
        fetch(f"{server}/garbage", PRIVATE)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433"])
def test_fetch_refuses_private_addresses(server, host):
    """However it is written, an address of this machine is refused before anything is sent."""
    Handler.seen.clear()
    with pytest.raises(InputError, match="leads to a private address"):
        fetch(f"http://{host}:{server.rpartition(':')[2]}/page")

    assert Handler.seen == []


def test_fetch_refuses_a_redirect_to_a_private_address(server, monkeypatch):
    """Each address on the way is checked, not the first alone."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(InputError) as caught:
        fetch(f"{server}/to-private", Limits(seconds=5))

    assert caught.value.message == "leads to a private address (10.0.0.1); --allow-private fetches it all the same"


def test_fetch_connects_to_the_address_that_was_checked(server, monkeypatch):
    """The name is resolved once: one that turns private afterwards gains nothing."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    monkeypatch.setattr(fetching, "resolve", resolve)
    port = server.rpartition(":")[2]
    Handler.seen.clear()
    fetched = fetch(f"http://clinic.example:{port}/page", PRIVATE)

    assert (asked, fetched.address) == (["clinic.example"], "127.0.0.1")
    assert Handler.seen == [("/page", USER_AGENT, f"clinic.example:{port}")]


def test_fetch_distrusts_a_name_with_a_private_address(monkeypatch):
    """A name with a public and a private address is refused."""
    monkeypatch.setattr(fetching, "resolve", lambda host, port: ["93.184.216.34", "192.168.1.1"])
    with pytest.raises(InputError, match=r"leads to a private address \(192\.168\.1\.1\)"):
        fetch("http://clinic.example/")


@pytest.mark.parametrize(
    "url, message",
    [
        ("ftp://clinic.example/x", "does not begin with http:// or https://; no other kind is fetched"),
        ("file:///etc/passwd", "does not begin with http:// or https://; no other kind is fetched"),
        ("http://me:secret@clinic.example/", "holds a user name or password; give the address without it"),
        ("http://clinic.example:99999/", "is not a valid address of a page"),
        ("http://", "is not a valid address of a page"),
        ("http://a b/", "is not a valid address of a page"),
        ("http://[::1/", "is not a valid address of a page"),
        (f"http://{'ä' * 80}.example/", "is not a valid address of a page"),
    ],
)
def test_fetch_refuses_addresses(url, message):
    """What is no address of a page is refused without asking anybody."""
    with pytest.raises(InputError) as caught:
        fetch(url)

    assert caught.value.message == message


def test_fetch_of_nobody():
    """A name that nobody knows, and a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match=r"no connection to 127\.0\.0\.1 \(Connection refused\)"):
        fetch(f"http://127.0.0.1:{port}/", PRIVATE)
    with pytest.raises(InputError, match=r"the name nobody\.invalid is not known"):
        fetch("http://nobody.invalid/")


def test_fetch_verifies_certificates(server):
    """A server without TLS, or without a valid certificate, is not talked to over https."""
    with pytest.raises(InputError, match=r"the connection to 127\.0\.0\.1 failed"):
        fetch(server.replace("http:", "https:"), PRIVATE)


@pytest.mark.parametrize(
    "address, public",
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
    ],
)
def test_is_public(address, public):
    """Private, local, shared and reserved addresses are not public, wrapped or not."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    "name, expected",
    [("http://x", True), ("HTTPS://x/y", True), ("page.html", False), ("a/b://c", False), ("://x", False)],
)
def test_is_url(name, expected):
    """An address begins with a scheme."""
    assert is_url(name) is expected


def test_save(server, tmp_path, monkeypatch):
    """The bytes are kept as they came, beside a record of where and when."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    fetched = fetch(f"{server}/moved", PRIVATE)
    path = save(fetched, tmp_path / "kept")
    record = json.loads(path.read_text(encoding="utf-8"))
    headers = dict(record.pop("headers"))

    digest = hashlib.sha256(PAGE).hexdigest()

    assert path.name == f"20260921T141320Z-{digest[:16]}.json"
    assert path.with_suffix(".html").read_bytes() == PAGE
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert record == {
        "url": f"{server}/moved",
        "final_url": f"{server}/page?a=1",
        "redirects": [f"{server}/moved", f"{server}/again"],
        "fetched_at": "2026-09-21T14:13:20Z",
        "sha256": digest,
        "bytes": len(PAGE),
        "file": f"20260921T141320Z-{digest[:16]}.html",
        "network_address": "127.0.0.1",
        "status": 200,
        "claimcheck_version": "0.1.0",
    }


def test_save_where_nothing_can_be_written(server, tmp_path):
    """A record that cannot be kept is an error: nobody should believe that it was."""
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be saved in"):
        save(fetch(f"{server}/page", PRIVATE), tmp_path / "file")
