"""A file of options: read with a bound on its size, and its faults told in one sentence."""

import sys
from pathlib import Path
from typing import Any

import typer

_LARGEST = 65536  # bytes of a file


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file holds.

    Raises:
        typer.BadParameter: it cannot be read, is too large, or is not TOML.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise fault(f"{path}: cannot be read ({error.strerror})") from error
    if len(data) > _LARGEST:
        raise fault(f"{path}: is larger than a file of options can be ({_LARGEST} bytes)")
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise fault(f"{path}: is not TOML ({error})") from error


def fault(message: str) -> typer.BadParameter:
    """Return the usage error for what is wrong with a setting."""
    return typer.BadParameter(message, param_hint="a setting")
