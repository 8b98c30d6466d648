"""Options from files and the environment: flag > environment > ./claimcheck.toml > the user's file > default.

A file holds plain values and nothing that is run or written to. One that merely lies in the folder may come from
somebody else, so it cannot bring in evidence either.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer

PROJECT_FILE = "claimcheck.toml"
PREFIX = "CLAIMCHECK_"
PARAMETERS: Mapping[str, str] = MappingProxyType(  # key in a file -> parameter of the command
    {
        "format": "form",
        "for": "reader",
        "sort": "sort",
        "only": "only",
        "fail-on": "fail_on",
        "explain": "explain",
        "reply": "reply",
        "questions": "questions",
        "quiet": "quiet",
        "color": "color",
        "no-pager": "no_pager",
        "evidence": "evidence",
        "contact": "contact",
        "service": "service",
    }
)
_TRUSTED_ONLY = frozenset({"evidence", "contact", "service"})  # it changes verdicts, or whom look-ups tell what
_FLAGS = MappingProxyType({"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False})
_SOURCES = "claimcheck.sources"  # in the context: which file each value is from
_LARGEST = 65536  # bytes of a file


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


def variable(key: str) -> str:
    """Return the name of the environment variable for a key.

    >>> variable("fail-on")
    'CLAIMCHECK_FAIL_ON'
    """
    return PREFIX + key.upper().replace("-", "_")


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
    settings = [setting for file in files for setting in _read_file(file)]
    settings += _read_environment(environ, context)
    for setting in settings:
        _check_value(setting, context)
    values = {PARAMETERS[setting.key]: setting.value for setting in settings}
    context.default_map = {**(context.default_map or {}), **values}
    context.meta[_SOURCES] = {setting.key: setting.source for setting in settings}
    return files


def show_settings(context: typer.Context, values: Mapping[str, Any]) -> str:
    """Return every option with its value and where that is from, as a file of options could have it."""
    lines = []
    for key, name in PARAMETERS.items():
        value = _to_toml(values[name])
        source = getattr(context.get_parameter_source(name), "name", "DEFAULT")
        said = {"COMMANDLINE": "flag", "DEFAULT_MAP": context.meta[_SOURCES].get(key, "")}.get(source, "default")
        lines.append(f"{key} = {value}  # {said}" if value is not None else f"# {key} is not set  # {said}")
    return "\n".join(lines) + "\n"


def _to_toml(value: object) -> str | None:
    import json  # its strings, numbers and flags are those of TOML

    if value is None or value == () or value == []:
        return None
    if isinstance(value, list | tuple):
        return json.dumps([_plain(one) for one in value], ensure_ascii=False)
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    """Return a flag as it is, anything else as text."""
    return value if isinstance(value, bool) else str(getattr(value, "value", value))


def _read_file(file: SettingsFile) -> Iterator[Setting]:
    for key, value in _read_toml(file.path).items():
        if key not in PARAMETERS:
            raise _fault(f"{file.path}: {key}: is not an option here; these are: {', '.join(PARAMETERS)}")
        if key in _TRUSTED_ONLY and not file.trusted:
            raise _fault(
                f"{file.path}: {key}: is not taken from a file that lies in the folder; give it with --config FILE"
            )
        yield Setting(key, value, str(file.path))


def _read_environment(environ: Mapping[str, str], context: typer.Context) -> Iterator[Setting]:
    """Yield what the environment sets; several values are parted by blanks, paths as in PATH."""
    for key in PARAMETERS:
        text = environ.get(variable(key), "")
        if text and getattr(_parameter(key, context), "is_flag", False):
            yield Setting(key, _FLAGS.get(text.lower(), text), variable(key))
        elif text and getattr(_parameter(key, context), "multiple", False):
            yield Setting(key, text.split(os.pathsep) if key == "evidence" else text.split(), variable(key))
        elif text:
            yield Setting(key, text, variable(key))


def _parameter(key: str, context: typer.Context) -> Any:
    return next(parameter for parameter in context.command.params if parameter.name == PARAMETERS[key])


def _check_value(setting: Setting, context: typer.Context) -> None:
    parameter = _parameter(setting.key, context)
    many, flag = getattr(parameter, "multiple", False), getattr(parameter, "is_flag", False)
    wanted = "true or false" if flag else "a list of texts" if many else "a text"
    texts = setting.value if many else [setting.value]
    if not isinstance(texts, list) or not all(isinstance(text, bool if flag else str) for text in texts):
        raise _fault(f"{setting.source}: {setting.key}: should be {wanted}")
    try:
        parameter.process_value(context, setting.value)
    except typer.BadParameter as error:
        raise _fault(f"{setting.source}: {setting.key}: {error.message}") from error


def _read_toml(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise _fault(f"{path}: cannot be read ({error.strerror})") from error
    if len(data) > _LARGEST:
        raise _fault(f"{path}: is larger than a file of options can be ({_LARGEST} bytes)")
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise _fault(f"{path}: is not TOML ({error})") from error


def _fault(message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint="a setting")
