"""Which format some bytes have: told by what they hold, then by what they are called."""

import re
from pathlib import PurePath

from claimcheck.errors import InputError

TEXT, MARKDOWN, HTML, MHTML = "text/plain", "text/markdown", "text/html", "multipart/related"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = {
    b"\x89PNG\r\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"BM": "image/bmp",
}
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "is an old Office file, or one with a password; save it as .docx or PDF without a password",
    b"{\\rtf": "is an RTF file; save it as .docx or PDF",
    b"\x1f\x8b": "is a compressed file; unpack it, and give what is in it",
    b"7z\xbc\xaf": "is a compressed file; unpack it, and give what is in it",
    b"Rar!": "is a compressed file; unpack it, and give what is in it",
    b"\x7fELF": "is a program, not text",
    b"MZ\x90\0": "is a program, not text",
    b"OggS": "is a recording; give a transcript of it",
    b"ID3": "is a recording; give a transcript of it",
}
_NAMES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".shtml": HTML,
    ".mhtml": MHTML,
    ".mht": MHTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
}
_PROLOGUE = rb"(?: \s | \xef\xbb\xbf | <\?xml [^>]* > | <!-- .{0,2000}? --> )*"
_PAGE = re.compile(
    _PROLOGUE + rb"< (?: !doctype \s+ html | html | head | body | meta | title ) [\s>]",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PASTED = re.compile(  # a tag that ends a block, as in markup copied out of a page
    rb"</ (?: p | div | li | ul | td | tr | h[1-6] | span | section | table | strong ) \s* > | <br \s* /? >",
    re.VERBOSE | re.IGNORECASE,
)
_TAG_FIRST = re.compile(_PROLOGUE + rb"<[a-z][a-z0-9]* [\s>]", re.VERBOSE | re.IGNORECASE | re.DOTALL)
_SAVED_PAGE = re.compile(
    rb"\A (?: [\w-]+ : [^\n]* \n (?: [\ \t] [^\n]* \n )* )*? Content-Type: \s* multipart/related",
    re.VERBOSE | re.IGNORECASE,
)
_LOOKED_AT = 64 * 1024  # bytes


def find_media_type(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the media type of some bytes.

    Raises:
        InputError: they are of a kind that holds no text, or that has to be opened elsewhere first.
    """
    head = data[:_LOOKED_AT]
    for signature, reason in _REFUSED.items():
        if head.startswith(signature):
            raise InputError(name, reason)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return DOCX
    for signature, media_type in IMAGES.items():
        if head.startswith(signature) and (signature != b"BM" or head[6:10] == b"\0\0\0\0"):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        heic = head[8:12] in (b"heic", b"heix", b"mif1", b"avif")
        raise InputError(name, "is a HEIC picture; save it as JPEG or PNG" if heic else "is a film, not text")
    return _find_type_of_text(head, name, declared)


def _find_type_of_text(head: bytes, name: str, declared: str | None) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: look at its plain letters
        head = head.replace(b"\0", b"")[2:]
    named = _NAMES.get(PurePath(name).suffix.lower())
    if named == MHTML or _SAVED_PAGE.match(head[:4096]):
        return MHTML
    if named or _PAGE.match(head) or declared in (HTML, "application/xhtml+xml"):
        return named or HTML
    tags = len(_PASTED.findall(head))
    return HTML if tags >= 3 or (tags and _TAG_FIRST.match(head)) else TEXT
