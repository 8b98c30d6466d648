"""What the options of several commands share: when to colour, and where values come from when no flag gives them."""

import os
from enum import Enum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from claimcheck import settings
from claimcheck.shell import Exit, guard, say, write

_FILES = "claimcheck.files"  # in the context: the files of options that were read


class Color(str, Enum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class ConfiguredCommand(TyperCommand):
    """A command that shows its options without being told what to work on."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what is needed for the work is not needed for ``--show-config``."""
        if "--show-config" not in args:
            return super().parse_args(ctx, args)
        needed = [parameter for parameter in self.params if parameter.required]
        for parameter in needed:
            parameter.required = False
        try:
            return super().parse_args(ctx, args)
        finally:
            for parameter in needed:
                parameter.required = True


def read_settings(context: typer.Context, chosen: str | None) -> str | None:
    """Make the values of files the defaults, before the other options are looked at."""
    if not context.resilient_parsing:  # when the shell completes a word, nothing is read
        context.meta[_FILES] = settings.apply_settings(context, chosen, os.environ)
    return chosen


Config = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        is_eager=True,
        callback=read_settings,
        help="Options from this file, not from the user's and ./claimcheck.toml.",
    ),
]
ShowConfig = Annotated[bool, typer.Option("--show-config", help="Print every option and where it is from, and stop.")]


def settle(context: typer.Context, *, show: bool, quiet: bool) -> None:
    """Print the options and stop, if that is asked for; else name a file of options that may be somebody else's.

    Raises:
        typer.Exit: the options were printed.
    """
    if show:
        raise typer.Exit(guard(lambda: _show(context), "plain"))
    for file in context.meta[_FILES]:
        if not file.trusted and not quiet:
            say(f"claimcheck: options from {file.path}")


def _show(context: typer.Context) -> int:
    write(settings.show_settings(context, context.params), None, "plain")
    return Exit.CHECKED
