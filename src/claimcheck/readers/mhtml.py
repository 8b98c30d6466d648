"""A saved web page in one file (.mhtml): the page inside it is read as HTML."""

from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from claimcheck.errors import InputError
from claimcheck.readers import html
from claimcheck.readers.confined import read_confined
from claimcheck.readers.lines import Extracted

MOST_PARTS = 20_000  # a page with all its pictures has hundreds


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the first page of a saved web page, in a process of its own: it may be of millions of parts.

    Raises:
        InputError: no page is in it.
    """
    del charset  # each part names its own
    return read_confined(__name__, data, name)


def read_unconfined(data: bytes, name: str) -> Extracted:
    """Read the first page of a saved web page in this process.

    Raises:
        InputError: as ``read``.
    """
    if data.count(b"\n--") > MOST_PARTS:
        raise InputError(name, f"has more than {MOST_PARTS:,} parts; save the page as HTML alone")
    message = BytesParser(policy=compat32).parsebytes(data)
    for part in message.walk():
        page = _payload(part) if part.get_content_type() in ("text/html", "application/xhtml+xml") else b""
        if page:
            found = html.read(page, name, part.get_content_charset())
            return Extracted(found.lines, "multipart/related", found.notes)
    raise InputError(name, "is a saved web page without a page in it; save it again, or copy its text")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
