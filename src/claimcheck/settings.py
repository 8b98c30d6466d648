"""Options from files and the environment: flag > environment > ./claimcheck.toml > the user's file > default.

A file holds plain values and nothing that is run or written to. One that merely lies in the folder may come from
somebody else, so it cannot bring in evidence either. What stands at the top of a file is for ``check``, and where
``SHARED`` names it for every command. A table, ``[compare]`` or ``[batch]``, is for its command, before the top.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer

from claimcheck.settings_file import fault, read_toml

PROJECT_FILE = "claimcheck.toml"
PREFIX = "CLAIMCHECK_"
SHARED: Mapping[str, str] = MappingProxyType(  # key in a file -> parameter of the command
    {"any-language": "any_language", "quiet": "quiet", "color": "color", "evidence": "evidence"}
)
PARAMETERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "check": {
            "format": "form",
            "for": "reader",
            "sort": "sort",
            "group": "group",
            "only": "only",
            "fail-on": "fail_on",
            "explain": "explain",
            "reply": "reply",
            "questions": "questions",
            "no-pager": "no_pager",
            "contact": "contact",
            "service": "service",
            **SHARED,
        },
        "compare": {"format": "form", "fail-on": "fail_on", "no-pager": "no_pager", **SHARED},
        "batch": {
            "format": "form",
            "text-field": "text_field",
            "id-field": "id_field",
            "site-field": "site_field",
            "workers": "workers",
            **SHARED,
        },
    }
)
TABLES = tuple(name for name in PARAMETERS if name != "check")
_TRUSTED_ONLY = frozenset({"evidence", "contact", "service"})  # it changes verdicts, or whom look-ups tell what
_NUMBERS = frozenset({"workers"})
_FLAGS = MappingProxyType({"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False})
_SOURCES = "claimcheck.sources"  # in the context: which file each value is from
_KINDS: Mapping[type, str] = MappingProxyType({bool: "true or false", int: "a whole number", str: "a text"})


@dataclass(frozen=True)
class SettingsFile:
    """A file of options, and whether whoever runs the command chose it."""

    path: Path
    trusted: bool


@dataclass(frozen=True)
class Setting:
    """A value for an option, and the file or variable that it is from."""

    key: str
    value: object
    source: str


def variable(key: str, command: str = "check") -> str:
    """Return the name of the environment variable for a key of a command.

    >>> variable("fail-on"), variable("fail-on", "compare")
    ('CLAIMCHECK_FAIL_ON', 'CLAIMCHECK_COMPARE_FAIL_ON')
    """
    name = key if command == "check" else f"{command}-{key}"
    return PREFIX + name.upper().replace("-", "_")


def find_files(chosen: str | None, environ: Mapping[str, str]) -> list[SettingsFile]:
    """Return the files to read, strongest last: the one chosen, else the user's and the folder's."""
    if chosen is not None:
        return [SettingsFile(Path(chosen), trusted=True)]
    home = environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    files = [SettingsFile(Path(home) / "claimcheck" / "config.toml", trusted=True)]
    files.append(SettingsFile(Path(PROJECT_FILE), trusted=False))
    return [file for file in files if file.path.is_file()]


def apply_settings(context: typer.Context, chosen: str | None, environ: Mapping[str, str]) -> list[SettingsFile]:
    """Make the values of files and of the environment the defaults of a command; return the files that were read.

    Raises:
        typer.BadParameter: a file cannot be read, or something in it or in the environment cannot be said there.
    """
    files = find_files(chosen, environ)
    settings = [setting for file in files for setting in _read_file(file, _name(context))]
    settings += _read_environment(environ, context)
    for setting in settings:
        _check_value(setting, context)
    parameters = PARAMETERS[_name(context)]
    values = {parameters[setting.key]: setting.value for setting in settings}
    context.default_map = {**(context.default_map or {}), **values}
    context.meta[_SOURCES] = {setting.key: setting.source for setting in settings}
    return files


def show_settings(context: typer.Context, values: Mapping[str, Any]) -> str:
    """Return every option with its value and where that is from, as a file of options could have it."""
    command = _name(context)
    lines = [f"[{command}]"] if command in TABLES else []
    for key, name in PARAMETERS[command].items():
        value = _to_toml(values[name])
        source = getattr(context.get_parameter_source(name), "name", "DEFAULT")
        said = {"COMMANDLINE": "flag", "DEFAULT_MAP": context.meta[_SOURCES].get(key, "")}.get(source, "default")
        lines.append(f"{key} = {value}  # {said}" if value is not None else f"# {key} is not set  # {said}")
    return "\n".join(lines) + "\n"


def _name(context: typer.Context) -> str:
    return context.command.name or "check"


def _to_toml(value: object) -> str | None:
    import json  # its strings, numbers and flags are those of TOML

    if value is None or value == () or value == []:
        return None
    if isinstance(value, list | tuple):
        return json.dumps([_plain(one) for one in value], ensure_ascii=False)
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    """Return a flag or a number as it is, anything else as text."""
    return value if isinstance(value, bool | int) else str(getattr(value, "value", value))


def _read_file(file: SettingsFile, command: str) -> Iterator[Setting]:
    """Yield what a file sets for a command; a key that no command has there is a fault in any case."""
    content = read_toml(file.path)
    for key, value in content.items():
        if key not in TABLES:
            _require_known(file, key, "check")
            if command == "check" or key in SHARED:
                yield Setting(key, value, str(file.path))
        elif not isinstance(value, dict):
            raise fault(f"{file.path}: {key}: should be a table of options, [{key}]")
    for table in TABLES:
        for key, value in content.get(table, {}).items():
            _require_known(file, key, table)
            if command == table:
                yield Setting(key, value, str(file.path))


def _require_known(file: SettingsFile, key: str, command: str) -> None:
    place = f"{file.path}: [{command}] {key}" if command in TABLES else f"{file.path}: {key}"
    if key not in PARAMETERS[command]:
        raise fault(f"{place}: is not an option here; these are: {', '.join(PARAMETERS[command])}")
    if key in _TRUSTED_ONLY and not file.trusted:
        raise fault(f"{place}: is not taken from a file that lies in the folder; give it with --config FILE")


def _read_environment(environ: Mapping[str, str], context: typer.Context) -> Iterator[Setting]:
    """Yield what the environment sets, a command's own variables last; several values are parted by blanks."""
    command = _name(context)
    names = [(key, variable(key)) for key in PARAMETERS[command] if command == "check" or key in SHARED]
    names += [(key, variable(key, command)) for key in PARAMETERS[command] if command in TABLES]
    for key, name in names:
        if text := environ.get(name, ""):
            yield Setting(key, _read_variable(key, text, context), name)


def _read_variable(key: str, text: str, context: typer.Context) -> object:
    """Return the value that a text stands for; paths are parted as in PATH."""
    parameter = _parameter(key, context)
    if getattr(parameter, "multiple", False):
        return text.split(os.pathsep) if key == "evidence" else text.split()
    if _kind(parameter) is bool:
        return _FLAGS.get(text.lower(), text)
    return int(text) if _kind(parameter) is int and text.isdecimal() else text


def _parameter(key: str, context: typer.Context) -> Any:
    name = PARAMETERS[_name(context)][key]
    return next(parameter for parameter in context.command.params if parameter.name == name)


def _kind(parameter: Any) -> type:
    if getattr(parameter, "is_flag", False):
        return bool
    return int if parameter.name in _NUMBERS else str


def _check_value(setting: Setting, context: typer.Context) -> None:
    parameter = _parameter(setting.key, context)
    many, kind = getattr(parameter, "multiple", False), _kind(parameter)
    values = setting.value if many else [setting.value]
    if not isinstance(values, list) or not all(type(value) is kind for value in values):
        raise fault(f"{setting.source}: {setting.key}: should be {'a list of texts' if many else _KINDS[kind]}")
    try:
        parameter.process_value(context, setting.value)
    except typer.BadParameter as error:
        raise fault(f"{setting.source}: {setting.key}: {error.message}") from error
