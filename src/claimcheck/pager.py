"""Long text on a terminal, a screen at a time."""

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress

_LESS = "-FIRX"  # leave if it fits, fold case in searches, show colours, keep the text on the screen


def wants_pager(environ: Mapping[str, str], *, stdin: bool, stdout: bool) -> bool:
    """Tell whether to page: only where somebody reads and can press keys, so both ends are terminals.

    >>> wants_pager({}, stdin=True, stdout=True), wants_pager({}, stdin=False, stdout=True)
    (True, False)
    """
    return stdin and stdout and environ.get("TERM") != "dumb"


def is_long(text: str) -> bool:
    """Tell whether a text has more lines than the terminal."""
    return text.count("\n") >= (shutil.get_terminal_size((80, 24)).lines or 24)


def page(text: str, environ: Mapping[str, str]) -> bool:
    """Show a text in the pager that PAGER names, else in ``less``; tell whether there was one."""
    command = _read_command(environ.get("PAGER") or "less")
    if not command or shutil.which(command[0]) is None:
        return False
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": _LESS, **environ}) as process:
        waiting = text.encode("utf-8", "backslashreplace")
        while process.returncode is None:
            with suppress(KeyboardInterrupt):  # the pager's to answer, not ours
                process.communicate(waiting)
    return True


def _read_command(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quotation mark without its other
        return []
