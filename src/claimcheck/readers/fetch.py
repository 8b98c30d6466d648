"""Fetch one page from an address that the user gave, within limits of time, size and place.

The name is resolved once, every address of it is checked, and the connection goes to the address that was checked: a
name that changes its address between the check and the use gains nothing. Proxies are not used, as they would
resolve the name themselves.
"""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.readers.addresses import is_public, resolve

MOST_BYTES = 32 * 1024 * 1024  # unpacked
MOST_REDIRECTS = 5
SECONDS = 30.0  # for all of it
USER_AGENT = f"claimcheck/{__version__} (reads one page to compare its claims with published studies)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_CHUNK = 64 * 1024
_SAFE = "!$&'()*+,;=:@/%?~-._"


@dataclass(frozen=True)
class Limits:
    """What a fetch may cost, and where it may go."""

    seconds: float = SECONDS
    bytes: int = MOST_BYTES
    redirects: int = MOST_REDIRECTS
    allow_private: bool = False


@dataclass(frozen=True)
class Fetched:
    """What a server answered."""

    data: bytes
    url: str  # as given
    final_url: str
    redirects: tuple[str, ...]  # addresses passed through, the first one given
    address: str  # the network address that answered
    status: int
    media_type: str | None  # as declared, without parameters
    charset: str | None
    headers: tuple[tuple[str, str], ...]


def is_url(name: str) -> bool:
    """Tell whether an input is the address of a page: it begins like one.

    >>> is_url("https://clinic.example/page"), is_url("page.html"), is_url("ftp://x/y")
    (True, False, True)
    """
    scheme, separator, rest = name.partition("://")
    return bool(separator and rest) and scheme.isalpha()


def fetch(url: str, limits: Limits | None = None) -> Fetched:
    """Fetch a page.

    Raises:
        InputError: the address is not one of the web or not public, the server does not answer with the page, or the
            page passes a limit.
    """
    fetched = ask(url, limits or Limits())
    if fetched.status != HTTPStatus.OK:
        raise InputError(url, f"the server answered {fetched.status} {name_status(fetched.status)}".rstrip())
    return fetched


def ask(url: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Fetched:
    """Ask a server, and return its answer whatever its status; one that is not 200 comes without its body.

    Raises:
        InputError: the address is not one of the web or not public, nobody answers, or the answer passes a limit.
    """
    ends_at = monotonic() + limits.seconds
    passed: list[str] = []
    here = url
    while True:
        parts = _split(here, url)
        fetched = _ask(parts, here, passed, url, limits, ends_at, headers or {})
        if isinstance(fetched, Fetched):
            return fetched
        passed.append(here)
        if len(passed) > limits.redirects:
            raise InputError(url, f"redirects more than {limits.redirects} times")
        here = urljoin(here, fetched)


def _split(here: str, url: str) -> SplitResult:
    """Take an address apart, and refuse what is none of the web's."""
    try:
        parts = urlsplit(here)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise InputError(url, "is not a valid address of a page") from error
    redirected = "" if here == url else "redirects to an address that "
    if parts.scheme.lower() not in _PORTS:
        raise InputError(url, redirected + "does not begin with http:// or https://; no other kind is fetched")
    if not host or port == 0 or any(ord(letter) <= 32 for letter in here):
        raise InputError(url, "is not a valid address of a page")
    if parts.username is not None or parts.password is not None:
        raise InputError(url, redirected + "holds a user name or password; give the address without it")
    return parts


def _ask(
    parts: SplitResult,
    here: str,
    passed: list[str],
    url: str,
    limits: Limits,
    ends_at: float,
    own: Mapping[str, str],
) -> "Fetched | str":
    """Ask one server; return its answer, or where it redirects to."""
    scheme = parts.scheme.lower()
    host, port = _ascii_host(parts.hostname or "", url), parts.port or _PORTS[scheme]
    sock, address = _connect(host, port, url, limits, ends_at)
    with _deadline(sock, ends_at) as expired:
        try:
            if scheme == "https":
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
            connection = http.client.HTTPConnection(host, port)
            connection.sock = sock
            connection.request("GET", _target(parts), headers={**_headers(host, port, scheme), **own})
            with connection.getresponse() as response:
                location = response.getheader("Location")
                if response.status in _REDIRECTS and location:
                    return quote(location, safe=_SAFE + "#[]")
                data = _read_body(response, url, limits) if response.status == HTTPStatus.OK else b""
        except ssl.SSLCertVerificationError as error:
            raise InputError(url, f"the certificate of {host} is not valid ({error.verify_message})") from error
        except (OSError, http.client.HTTPException, ValueError, InputError) as error:
            if expired.is_set() or isinstance(error, TimeoutError):
                raise InputError(url, f"did not arrive within {limits.seconds:g} seconds") from error
            if isinstance(error, InputError):
                raise
            raise InputError(url, f"the connection to {host} failed ({_reason(error)})") from error
        finally:
            sock.close()
        if expired.is_set():
            raise InputError(url, f"did not arrive within {limits.seconds:g} seconds")
    return Fetched(
        data=data,
        url=url,
        final_url=here,
        redirects=tuple(passed),
        address=address,
        status=response.status,
        media_type=response.headers.get_content_type() if "Content-Type" in response.headers else None,
        charset=response.headers.get_content_charset(),
        headers=tuple(response.getheaders()),
    )


def _connect(host: str, port: int, url: str, limits: Limits, ends_at: float) -> tuple[socket.socket, str]:
    """Connect to an address of the host that was checked.

    Every address has to be public: a name that has a private one beside is not trusted.
    """
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise InputError(url, f"the name {host} is not known (is there a network?)") from error
    private = [address for address in addresses if not is_public(address)]
    if private and not limits.allow_private:
        raise InputError(url, f"leads to a private address ({private[0]}); --allow-private fetches it all the same")
    failure: OSError | None = None
    for address in addresses:
        left = ends_at - monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, port), timeout=left), address
        except OSError as error:
            failure = error
    if failure is None or isinstance(failure, TimeoutError):
        raise InputError(url, f"did not arrive within {limits.seconds:g} seconds") from failure
    raise InputError(url, f"no connection to {host} ({_reason(failure)})") from failure


@contextmanager
def _deadline(sock: socket.socket, ends_at: float) -> Iterator[threading.Event]:
    """Cut a connection when the time is up, whatever it is waiting for: drops of headers or of a handshake too."""
    expired = threading.Event()

    def cut() -> None:
        expired.set()
        with suppress(OSError):
            socket.socket.shutdown(raw, socket.SHUT_RDWR)

    raw = sock.dup()  # wrapping in TLS takes the other one over
    timer = threading.Timer(max(0.0, ends_at - monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
        raw.close()


def _read_body(response: http.client.HTTPResponse, url: str, limits: Limits) -> bytes:
    """Read a body to its end, unpacked, and no more of it than the limit."""
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise InputError(url, f"is packed in a way that was not asked for ({encoding[:40]})")
    unpack = None if encoding in ("", "identity") else zlib.decompressobj(47)  # gzip or zlib, as the header says
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        if unpack is None:
            body += chunk
        else:
            try:
                body += unpack.decompress(chunk, limits.bytes + 1 - len(body))
            except zlib.error as error:
                raise InputError(url, "arrived damaged: it is not packed as its server says") from error
        if len(body) > limits.bytes:
            raise InputError(url, f"is larger than {limits.bytes // 1024**2} MB; save it, and give its text alone")
    length = response.getheader("Content-Length")
    if response.length not in (0, None) or (unpack is not None and body and not unpack.eof):
        raise InputError(url, f"broke off before its end{f' ({length} bytes)' if length else ''}")
    return bytes(body)


def _headers(host: str, port: int, scheme: str) -> dict[str, str]:
    shown = f"[{host}]" if ":" in host else host
    return {
        "Host": shown if port == _PORTS[scheme] else f"{shown}:{port}",
        "User-Agent": USER_AGENT,
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en",
        "Connection": "close",
    }


def _target(parts: SplitResult) -> str:
    return quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=_SAFE)


def _ascii_host(host: str, url: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise InputError(url, "is not a valid address of a page") from error


def name_status(status: int) -> str:
    """Return the usual words for a status, where there are any.

    >>> name_status(404)
    'Not Found'
    """
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:120].replace("\n", " ")
