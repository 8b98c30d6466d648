"""The reference pages, made from the code: options of each command, and the public names of the package."""

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import typer

import claimcheck
from claimcheck import settings
from claimcheck.cli import app
from claimcheck.export import FORMAT_OF

MADE = "<!-- Made by `make docs` from the code: do not edit. -->\n"
PRECEDENCE = """\
A flag goes before the environment, that before `claimcheck.toml` in the folder, that before the user's
`claimcheck/config.toml` in `$XDG_CONFIG_HOME` or `~/.config`, and that before the default. `--config FILE` stands in
place of both files. `--show-config` prints every option of a command and where it is from.

What stands at the top of a file is for `check`; the options that are marked so are for every command. A table,
`[compare]` or `[batch]`, is for that command and goes before the top, as `CLAIMCHECK_COMPARE_...` goes before
`CLAIMCHECK_...`:

```toml
sort = "page"
color = "never"

[compare]
format = "json"
fail-on = ["strengthened", "added"]

[batch]
workers = 4
```
"""
UNTRUSTED = """\
A file can run nothing and write nowhere, and cannot go online: any other key is refused. `evidence`, `contact` and
`service` are not taken from the folder's file, since it may be somebody else's; a run with such a file names it on
stderr."""


def build_reference() -> dict[str, str]:
    """Return each reference page by its place in the checkout."""
    return {"docs/options.md": build_options(), "docs/python.md": build_python()}


def build_options() -> str:
    """Return the page of commands and options."""
    lines = ["# Commands and options\n", MADE]
    for name, command in sorted(_find_commands(typer.main.get_command(app), "")):
        lines += [f"## claimcheck {name}\n", *_describe(command)]
    lines += ["## Names of files\n", "`-o FILE` takes the format from the name, unless `--format` is given.\n"]
    lines += ["| name ends in | format |", "| --- | --- |"]
    lines += [f"| `{suffix}` | {form} |" for suffix, form in FORMAT_OF.items()]
    lines += ["", "## Options in a file or the environment\n"]
    lines += [PRECEDENCE]
    lines += ["| command | in a file | in the environment |", "| --- | --- | --- |"]
    lines += [f"| {_whose(key)} | `{key}` | `{settings.variable(key)}` |" for key in settings.PARAMETERS["check"]]
    for command in settings.TABLES:
        own = [key for key in settings.PARAMETERS[command] if key not in settings.SHARED]
        lines += [f"| {command} | `{key}` in `[{command}]` | `{settings.variable(key, command)}` |" for key in own]
    lines += ["", UNTRUSTED]
    return "\n".join(lines) + "\n"


def _whose(key: str) -> str:
    return "every" if key in settings.SHARED else "check"


def build_python() -> str:
    """Return the page of the public names."""
    lines = ["# From Python\n", MADE, "These names are kept; anything else may change.\n"]
    for name in claimcheck.__all__:
        if name.startswith("__"):
            continue
        thing = getattr(claimcheck, name)
        lines += [f"## {name}\n", *_signature(name, thing), _clean(inspect.getdoc(thing) or ""), ""]
        if isinstance(thing, type) and issubclass(thing, Enum):
            lines += [", ".join(f"`{member.value}`" for member in thing), ""]
        elif isinstance(thing, type):
            lines += _members(thing)
    return "\n".join(lines).rstrip() + "\n"


def _find_commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
        return
    for child, inner in children.items():
        yield from _find_commands(inner, f"{name} {child}".strip())


def _describe(command: Any) -> Iterator[str]:
    yield _clean(command.help or "").split("\n")[0] + "\n"
    yield "| option | meaning |"
    yield "| --- | --- |"
    for parameter in command.params:
        names = ", ".join(f"`{name}`" for name in parameter.opts) if parameter.param_type_name == "option" else ""
        kind = parameter.metavar or ""
        shown = " ".join(part for part in (names, f"`{kind}`" if kind else "") if part) or f"`{parameter.name}`"
        yield f"| {shown.replace('|', chr(92) + '|')} | {_clean(parameter.help or '').replace('|', chr(92) + '|')} |"
    yield ""


def _signature(name: str, thing: Any) -> list[str]:
    if inspect.isfunction(thing):
        text = re.sub(r"claimcheck\.\w+\.|'", "", str(inspect.signature(thing)))
        return [f"```python\n{name}{text}\n```\n"]
    return []


def _members(thing: type) -> list[str]:
    fields = list(getattr(thing, "__dataclass_fields__", {}))
    methods = [name for name, value in vars(thing).items() if not name.startswith("_") and inspect.getdoc(value)]
    lines = [f"Fields: {', '.join(f'`{name}`' for name in fields)}.\n"] if fields else []
    for name in methods:
        if name not in fields:
            lines.append(f"- `{name}`: {_clean(inspect.getdoc(getattr(thing, name)) or '').split(chr(10))[0]}")
    return [*lines, ""] if lines and not lines[-1].endswith("\n") else lines


def _clean(text: str) -> str:
    return text.replace("``", "`").strip()
