"""Pasted text from a terminal, every character of it.

A terminal in its usual mode hands over lines, and drops what passes 4,096 characters on one; a page copied
from a browser is often a single longer line. So the mode is changed while reading.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator

END_OF_TEXT = b"\x04"  # Ctrl-D
INTERRUPT = b"\x03"  # Ctrl-C
_PASTE_ON, _PASTE_OFF = b"\x1b[?2004h", b"\x1b[?2004l"
_PASTE_END = b"\x1b[201~"

_TYPED = re.compile(
    rb"""
      (?P<paste> \x1b\[200~ )                        # the terminal announces a paste
    | (?P<partial> \x1b (?: \[ [0-9;?]* | O )? \Z )  # a key of which more bytes will come
    | (?P<key> \x1b (?: \[ [0-9;?]* [\ -~] | O. | . ) )  # arrows and the like: not text
    | (?P<end> \x04 )
    | (?P<interrupt> \x03 )
    | (?P<erase> [\x08\x7f] )
    | (?P<text> [^\x1b\x04\x03\x08\x7f]+ )
    """,
    re.VERBOSE | re.DOTALL,
)

_CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f] | \xc2[\x80-\x9f]", re.VERBOSE)


def read_paste(descriptor: int, echo: Callable[[bytes], object], *, prompt: str) -> bytes:
    """Read what is typed or pasted until Ctrl-D, in raw mode; the terminal is as before afterwards.

    The prompt is shown once nothing can be lost any more.

    Raises:
        KeyboardInterrupt: Ctrl-C was typed.
        ImportError: this system has no terminal modes.
    """
    import termios  # only where there are such terminals

    before = termios.tcgetattr(descriptor)
    raw = termios.tcgetattr(descriptor)
    raw[0] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.IGNCR | termios.ISTRIP)
    raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, raw)
        echo(_PASTE_ON + prompt.encode() + b"\n")
        return collect(_read_chunks(descriptor), echo)
    finally:
        echo(_PASTE_OFF)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def collect(chunks: Iterable[bytes], echo: Callable[[bytes], object]) -> bytes:
    """Return the text of what arrives from a keyboard, up to a typed Ctrl-D.

    Inside an announced paste every byte is text. Outside, backspace erases and other keys are ignored.

    Raises:
        KeyboardInterrupt: Ctrl-C was typed.
    """
    text, waiting, pasting = bytearray(), b"", False
    for chunk in chunks:
        waiting += chunk
        while waiting:
            if pasting:
                pasted, waiting, pasting = _split_paste(waiting)
                text += pasted
                echo(_echoed(pasted))
                if pasting:
                    break
                continue
            match = _TYPED.match(waiting)
            if match is None or match.lastgroup == "partial":
                break
            waiting = waiting[match.end() :]
            if match.lastgroup == "end":
                return _unify_lines(bytes(text))
            if match.lastgroup == "interrupt":
                raise KeyboardInterrupt
            if match.lastgroup == "erase":
                echo(_erase(text))
            if match.lastgroup == "text":
                text += match[0]
                echo(_echoed(match[0]))
            pasting = match.lastgroup == "paste"
    return _unify_lines(bytes(text) + (waiting if pasting else b""))


def _read_chunks(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # the terminal was closed
            return
        if not chunk:
            return
        yield chunk


def _split_paste(waiting: bytes) -> tuple[bytes, bytes, bool]:
    """Return pasted bytes, what is left, and whether the paste goes on."""
    pasted, end, rest = waiting.partition(_PASTE_END)
    if end:
        return pasted, rest, False
    held = next((n for n in range(len(_PASTE_END) - 1, 0, -1) if waiting.endswith(_PASTE_END[:n])), 0)
    return waiting[: len(waiting) - held], waiting[len(waiting) - held :], True


def _erase(text: bytearray) -> bytes:
    """Remove the last character, all bytes of it, and return what shows that."""
    if not text or text.endswith((b"\n", b"\r")):
        return b""
    while len(text) > 1 and text[-1] & 0xC0 == 0x80:
        del text[-1]
    del text[-1]
    return b"\b \b"


def _echoed(data: bytes) -> bytes:
    """Return what may be shown of typed or pasted bytes: no control of the terminal among them."""
    return _CONTROLS.sub(b"", _unify_lines(data))


def _unify_lines(data: bytes) -> bytes:
    """A terminal sends a carriage return for every line feed of what is pasted: turn it back."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
