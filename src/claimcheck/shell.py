"""What every command shares: exit statuses, where output goes, and failures told in one sentence each."""

import atexit
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from claimcheck import output
from claimcheck.errors import ClaimcheckError, DataError, InputError, UnknownNameError


class Exit(IntEnum):
    """What the exit status tells a script."""

    CHECKED = 0
    FOUND = 1
    USAGE = 2
    UNREADABLE = 3
    INTERNAL = 4
    INTERRUPTED = 130


def rest_collector() -> None:
    """Leave the garbage collector off: of what is loaded at the start nothing is garbage, not even at the end."""
    gc.disable()
    atexit.register(gc.freeze)  # or the interpreter looks through all of it once more before it ends


def wake_collector() -> None:
    """Let the garbage collector work again, on what is made from now on: for a run that may be long."""
    gc.freeze()
    gc.enable()


def guard(run: Callable[[], int], form: str) -> int:
    """Run a command; turn what it raises into sentences and an exit status."""
    try:
        return run()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except DataError as error:
        return _report_failure(error, [str(fault) for fault in (error, *error.more)], Exit.UNREADABLE, form)
    except UnknownNameError as error:
        return _report_failure(error, [str(error)], Exit.USAGE, form)
    except ClaimcheckError as error:
        return _report_failure(error, [str(error)], Exit.UNREADABLE, form)
    except Exception as error:
        if os.environ.get("CLAIMCHECK_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        sentence = f"internal error: {type(error).__name__}: {error} (CLAIMCHECK_DEBUG=1 shows where)"
        return _report_failure(error, [sentence], Exit.INTERNAL, form)


def write(text: str, target: Path | None, form: str) -> None:
    """Write to stdout, or to a file whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    to_stdout = target is None or str(target) == "-"
    try:
        if to_stdout:
            output.prepare(sys.stdout, None if form in ("table", "plain") else "utf-8")
            output.write_stdout(text)
        else:
            output.write_file(Path(str(target)), text)
    except OSError as error:
        name = "standard output" if to_stdout else str(target)
        raise InputError(name, f"cannot be written ({error.strerror})") from error


def say(message: str) -> None:
    """Print a message to stderr; when that cannot be written, keep it to oneself."""
    output.prepare(sys.stderr)
    with suppress(OSError):
        print(message, file=sys.stderr, flush=True)


def say_nothing(message: str) -> None:
    """Keep a message to oneself."""
    del message


def _report_failure(error: Exception, sentences: list[str], status: Exit, form: str) -> int:
    for sentence in sentences:
        say(f"claimcheck: {sentence}")
    if form in ("json", "jsonl"):  # a script gets what it reads, whatever happens
        from claimcheck.render.failure import render_failure

        output.prepare(sys.stdout, "utf-8")
        with suppress(OSError):  # a full disk: it was said on stderr
            output.write_stdout(render_failure(type(error).__name__, "\n".join(sentences), form))
    return status
