"""HTML to lines: one for each paragraph, list item, card line and table row, hidden answers and alt texts included."""

import codecs
import re

from lxml import etree

from claimcheck.errors import InputError
from claimcheck.readers.html_walk import walk_page
from claimcheck.readers.lines import Extracted, Line
from claimcheck.readers.text import decode

MOST_TAGS = 150_000  # a long page has 5,000
MOST_MARKUP = 12_000_000  # characters, without pictures that stand in the page

_CHARSET = re.compile(
    rb"""<meta [^>]*? charset \s* = \s* ["']? \s* (?P<name> [\w.:-]+ )""",
    re.VERBOSE | re.IGNORECASE,
)
_PICTURE = re.compile(r"data: (?: image | font | application | video | audio )/ [^\"'()<>\s]{200,}", re.VERBOSE)


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the text of a web page.

    Raises:
        InputError: the page has more tags or markup than any page that people write.
    """
    text, notes = decode_page(data, charset)
    return Extracted(read_markup(text, name), "text/html", notes)


def decode_page(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the characters of a page: UTF-8 where they are that, else what the server or the page declares.

    >>> decode_page(b'<meta charset="koi8-r">\\xd0\\xcf', None)[0][-2:]
    'по'
    """
    declared = charset or _declared(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if declared and _codec_name(declared) not in (None, "utf-8", "ascii", "iso8859-1", "cp1252"):
            try:
                return data.decode(declared), ()
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(data)


def _codec_name(charset: str) -> str | None:
    """Return the usual name of a character set of text, or None where there is none of that name."""
    try:
        codec = codecs.lookup(charset)
        b"a".decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None
    return codec.name


def read_markup(markup: str, name: str) -> tuple[Line, ...]:
    """Return the lines of a page given as characters."""
    markup = _PICTURE.sub("data:", markup)
    if len(markup) > MOST_MARKUP:
        raise InputError(name, f"has more than {MOST_MARKUP:,} characters of markup; give the text of the page")
    if markup.count("<") > MOST_TAGS:
        raise InputError(name, f"has more than {MOST_TAGS:,} tags; give the text of the page")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing that could be a page
        root = None
    return tuple(walk_page(root)) if root is not None else ()


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data, 0, 4096)
    return match["name"].decode("ascii", "replace") if match else None
