"""Pasted text arrives whole."""

import os
import sys
import threading
from contextlib import contextmanager

import pytest

from claimcheck.paste import collect

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")


def ignore(data):
    """Echo nothing."""


@pytest.mark.parametrize(
    "chunks, expected",
    [
        ([b"typed\x04"], b"typed"),
        ([b"in the mid", b"dle\x04 of a line"], b"in the middle"),
        ([b"one\rtwo\r\nthree\x04"], b"one\ntwo\nthree"),
        ([b"caf\xc3\xa9\x7f\x7fe\x04"], b"cae"),
        ([b"line\r\x7f\x04"], b"line\n"),
        ([b"\x7fa\x04"], b"a"),
        ([b"a\x1b[Db\x1bOAc\x1b[1;5Cd\x04"], b"abcd"),
        ([b"a\x1b", b"[", b"D", b"b\x04"], b"ab"),
        ([b"\x1b[200~pasted\rtext\x1b[201~\x04"], b"pasted\ntext"),
        ([b"\x1b[20", b"0~a\x04b\x03c\x7fd\x1b[2", b"01~e\x04"], b"a\x04b\x03c\x7fde"),
        ([b"\x1b[200~a\x1b[2Jb\x1b[201~\x04"], b"a\x1b[2Jb"),
        ([b"hung up"], b"hung up"),
        ([b"\x1b[200~hung up\x1b[2"], b"hung up\x1b[2"),
        ([b"\x04"], b""),
    ],
)
def test_collect(chunks, expected):
    """Ctrl-D ends when typed; inside a paste every byte is text; keys that are no text are ignored."""
    assert collect(chunks, ignore) == expected


@pytest.mark.parametrize("chunk", [b"\x03", b"text\x03more\x04"])
def test_collect_stops_at_interrupt(chunk):
    """Ctrl-C gives up."""
    with pytest.raises(KeyboardInterrupt):
        collect([chunk], ignore)


def test_collect_echoes_no_controls():
    """What is pasted is shown without anything that a terminal would obey."""
    shown = []
    collect([b"\x1b[200~a\x1b[2J\xc2\x9bb\r\n\x07c\x1b[201~d\x7f\x04"], shown.append)

    assert b"".join(shown) == b"a[2Jb\ncd\b \b"


@contextmanager
def open_terminal(*command):
    """Run a command on a terminal of its own; yield its process id and our side."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, *command])
    try:
        yield pid, descriptor
    finally:
        os.close(descriptor)


def read_until(descriptor, wanted):
    """Read what the command shows until some bytes appear or it ends."""
    shown = b""
    while wanted not in shown:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    return shown


READER = """
import os, termios
from claimcheck.paste import read_paste
before = termios.tcgetattr(0)
try:
    data = read_paste(0, lambda shown: os.write(1, shown), prompt="READY")
    print("GOT", len(data), len(data.split()), flush=True)
except KeyboardInterrupt:
    print("INTERRUPTED", flush=True)
print("RESTORED", termios.tcgetattr(0) == before, flush=True)
print("END", flush=True)
"""


@pytest.mark.parametrize(
    "typed, expected",
    [
        (b"word " * 2000 + b"\x04", b"GOT 10000 2000"),
        (b"\x1b[200~" + b"word " * 20000 + b"\x1b[201~\x04", b"GOT 100000 20000"),
        (b"some text\x03", b"INTERRUPTED"),
    ],
)
def test_read_paste_on_a_terminal(typed, expected):
    """A line of 10,000 characters survives, and the terminal is as before afterwards."""
    with open_terminal("-c", READER) as (pid, descriptor):
        shown = read_until(descriptor, b"READY\r\n")
        writer = threading.Thread(target=write_all, args=(descriptor, typed))
        writer.start()
        shown += read_until(descriptor, b"END\r\n")
        writer.join()
        _, status = os.waitpid(pid, 0)

    assert expected in shown
    assert b"RESTORED True" in shown
    assert os.waitstatus_to_exitcode(status) == 0


def write_all(descriptor, data):
    """Type everything, as slowly as the terminal takes it."""
    while data:
        data = data[os.write(descriptor, data[:1024]) :]


def test_command_line_takes_a_paste():
    """With no input on a terminal the text is asked for, and its words are counted."""
    with open_terminal("-m", "claimcheck", "--format", "json") as (pid, descriptor):
        shown = read_until(descriptor, b"Ctrl-D")
        write_all(descriptor, b"\x03")
        shown += read_until(descriptor, b"never shown")
        _, status = os.waitpid(pid, 0)

    assert b"Paste the text, then press Ctrl-D" in shown
    assert os.waitstatus_to_exitcode(status) == 130
