"""The console that reports are written with."""

import io

from rich.console import Console

from claimcheck.render import Options


def make_console(options: Options) -> Console:
    """Return a console that writes to memory and looks at nothing but the options."""
    return Console(
        file=io.StringIO(),
        width=options.width,
        force_terminal=options.color,
        force_jupyter=False,
        color_system="256" if options.color else None,
        no_color=not options.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
