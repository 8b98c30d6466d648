"""Words that a shell completes: values of options, and the options of check where no command is named."""

import re
import shlex
from collections.abc import Collection, Mapping

COMPLETE_VARIABLE = "_CLAIMCHECK_COMPLETE"  # set by the shell's script
_WORDS, _INDEX = "COMP_WORDS", "COMP_CWORD"  # of bash
_TYPED = "_TYPER_COMPLETE_ARGS"  # of the other shells


def name_command(environ: Mapping[str, str], commands: Collection[str]) -> dict[str, str]:
    """Return what to change in the environment so that a line without a command is completed as check's.

    >>> name_command({"COMP_WORDS": "claimcheck page.txt --so", "COMP_CWORD": "2"}, ["check"])
    {'COMP_WORDS': 'claimcheck check page.txt --so', 'COMP_CWORD': '3'}
    >>> name_command({"COMP_WORDS": "claimcheck ch", "COMP_CWORD": "1"}, ["check"])
    {}
    """
    line = environ.get(_WORDS) or environ.get(_TYPED, "")
    name, rest = [*re.split(r"\s", line, maxsplit=1), ""][:2]
    first = _split(rest)[:1]
    complete = len(_split(rest)) > 1 or rest.endswith((" ", "\n"))  # the first word is not the one being typed
    if not first or first[0] in commands or not (complete or first[0].startswith("-")):
        return {}
    added = f"{name} check {rest}"
    if _WORDS not in environ:
        return {_TYPED: added}
    index = environ.get(_INDEX, "")
    return {_WORDS: added, _INDEX: str(int(index) + 1)} if index.isdigit() else {}


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a quotation mark without its other
        return line.split()
