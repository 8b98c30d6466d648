"""Everything the package raises on purpose. One tree, one sentence a class."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class ClaimcheckError(Exception):
    """Base of every error that a caller may want to catch. Errors can be sent from one process to another."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the message and the fields: calling the class again would take the message for its first argument."""
        return _rebuild, (type(self), self.args), self.__dict__


class InputError(ClaimcheckError):
    """An input could not be read or holds no text."""

    def __init__(self, name: str, message: str) -> None:
        """Remember which input failed, so that the others can still be reported."""
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


class DataError(ClaimcheckError):
    """A data file breaks its schema: says where, and what was expected there."""

    def __init__(self, path: Path | str, line: int | None, field: str | None, expected: str) -> None:
        """Keep the place apart from the sentence, so that a script can jump to it."""
        where = f"{path}" + (f":{line}" if line is not None else "") + (f": {field}" if field else "")
        super().__init__(f"{where}: {expected}")
        self.path = str(path)
        self.line = line
        self.field = field
        self.expected = expected
        self.more: tuple[DataError, ...] = ()  # further faults that were found along with this one


class UnknownNameError(ClaimcheckError):
    """A name that was asked for names nothing, or more than one thing."""

    def __init__(self, message: str, nearest: Sequence[str]) -> None:
        """Offer the names that come nearest."""
        super().__init__(f"{message} Nearest: {', '.join(nearest)}." if nearest else message)
        self.nearest = tuple(nearest)


def _rebuild(kind: type[ClaimcheckError], args: tuple[object, ...]) -> ClaimcheckError:
    return kind.__new__(kind, *args)
