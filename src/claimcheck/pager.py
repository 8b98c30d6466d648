"""Long text on a terminal, a screen at a time."""

import os
import shutil
from collections.abc import Mapping

_LESS = "-FIRX"  # leave if it fits, fold case in searches, show colours, keep the text on the screen


def wants_pager(environ: Mapping[str, str], *, stdin: bool, stdout: bool) -> bool:
    """Tell whether to page: only where somebody reads and can press keys, so both ends are terminals.

    >>> wants_pager({}, stdin=True, stdout=True), wants_pager({}, stdin=False, stdout=True)
    (True, False)
    """
    return stdin and stdout and environ.get("TERM") != "dumb"


def is_long(text: str) -> bool:
    """Tell whether a text has more lines than the terminal."""
    return text.count("\n") >= shutil.get_terminal_size((80, 24)).lines


def page(text: str, *, color: bool) -> None:
    """Show a text in the pager that PAGER names, else in ``less`` or ``more``."""
    import click

    os.environ.setdefault("LESS", _LESS)
    click.echo_via_pager(text, color=color)
