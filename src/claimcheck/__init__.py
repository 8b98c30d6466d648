"""Finds the claims in a clinic's text and shows the study design behind each."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimcheck.check import check_text
    from claimcheck.errors import ClaimcheckError, DataError, InputError
    from claimcheck.models import Claim, Kind, Stance, Strength, Verdict
    from claimcheck.report import Report

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "ClaimcheckError",
    "DataError",
    "InputError",
    "Kind",
    "Report",
    "Stance",
    "Strength",
    "Verdict",
    "__version__",
    "check_text",
]

_HOMES = {
    "Claim": "models",
    "ClaimcheckError": "errors",
    "DataError": "errors",
    "InputError": "errors",
    "Kind": "models",
    "Report": "report",
    "Stance": "models",
    "Strength": "models",
    "Verdict": "models",
    "check_text": "check",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that ``import claimcheck`` stays fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'claimcheck' has no attribute {name!r}")
    value: object = getattr(import_module(f"claimcheck.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
