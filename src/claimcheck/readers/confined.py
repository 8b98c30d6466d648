"""Read a format in a process of its own, within limits of memory and time: what breaks that one breaks nothing else.

For libraries in C that read what strangers wrote. On systems without such limits the process is there all the same, and
a crash is one sentence.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module

from claimcheck.errors import InputError
from claimcheck.models import Origin
from claimcheck.readers.lines import Extracted, Line

MOST_MEMORY = 400 * 1024 * 1024
SECONDS = 60  # of computing, without text recognition
TOO_MUCH = (
    f"could not be read with {MOST_MEMORY // 1024**2} MB of memory and in {SECONDS} seconds; "
    "it is damaged, or built to do harm"
)
_START = "import sys; sys.path[:] = {path!r}; from claimcheck.readers.confined import serve; serve({module!r}, {size})"


def read_confined(module: str, data: bytes, name: str) -> Extracted:
    """Let ``read_unconfined`` of a module read some bytes in another process.

    Raises:
        InputError: as the module does, or it took too much.
    """
    if not sys.executable or getattr(sys, "frozen", False):  # inside an application that is no Python to others
        found: Extracted = import_module(module).read_unconfined(data, name)
        return found
    start = _START.format(path=[os.path.abspath(place) for place in sys.path], module=module, size=len(data))
    run = subprocess.run([sys.executable, "-I", "-c", start], input=data, capture_output=True)
    try:
        answer = json.loads(run.stdout)
    except ValueError as error:
        raise InputError(name, TOO_MUCH) from error
    if "refused" in answer:
        raise InputError(name, answer["refused"])
    lines = tuple(Line(text, Origin(**origin)) for text, origin in answer["lines"])
    return Extracted(lines, answer["media_type"], tuple(answer["notes"]))


def serve(module: str, size: int) -> None:
    """Read bytes from stdin, and write what they hold to stdout as JSON."""
    limit_process()
    data = sys.stdin.buffer.read(size)
    try:
        found: Extracted = import_module(module).read_unconfined(data, "")
    except InputError as error:
        answer: dict[str, object] = {"refused": error.message}
    except MemoryError:
        answer = {"refused": TOO_MUCH}
    else:
        lines = [(line.text, asdict(line.origin)) for line in found.lines]
        answer = {"lines": lines, "media_type": found.media_type, "notes": found.notes}
    sys.stdout.write(json.dumps(answer))


def limit_process() -> None:
    """Limit the memory and the time of this process and of those that it starts, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_DATA, MOST_MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        hard = resource.getrlimit(kind)[1]
        with suppress(OSError, ValueError):  # a system that does not know the limit, or has a lower one
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
