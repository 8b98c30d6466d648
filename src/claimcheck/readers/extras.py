"""Libraries that not everyone has installed: asked for when an input needs them."""

from importlib import import_module
from types import ModuleType

from claimcheck.errors import InputError


def require(module: str, extra: str, name: str, kind: str) -> ModuleType:
    """Import a module of an extra.

    Raises:
        InputError: it is not installed; says what to install.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(
            name, f"""is {kind}; to read it, install what that takes: pip install "claimcheck[{extra}]\""""
        ) from error
