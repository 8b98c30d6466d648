"""An attribute that is worked out at its first use and kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):  # used like a decorator
    """What functools.cached_property does, without the lock that it takes at every first use up to Python 3.11."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        """Remember the function."""
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> T:
        """Work the value out and put it in the place of this attribute."""
        value = self._work_out(owner)
        owner.__dict__[self._name] = value
        return value
