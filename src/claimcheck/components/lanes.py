"""Several whole numbers side by side in one, so that adding two such numbers adds all of them at once.

Known as SIMD within a register (Fisher and Dietz, Languages and Compilers for Parallel Computing, 1998). Python's
whole numbers have no size, and adding up a few dozen of them is about twice as fast as a small array of numpy.
"""

from collections.abc import Iterable
from functools import cache
from struct import Struct

BITS = 32  # of a lane
HALF = 1 << (BITS - 1)  # sums in a lane are from -HALF up to HALF, exclusive
LANE = (1 << BITS) - 1


def pack(numbers: Iterable[int]) -> int:
    """Return numbers side by side, the first in the lowest lane.

    >>> unpack(pack([3, -5, 0]) + pack([-4, 1, 7]), 3)
    [-1, -4, 7]
    """
    return sum(number << (BITS * place) for place, number in enumerate(numbers))


def unpack(packed: int, lanes: int) -> list[int]:
    """Return the numbers of so many lanes."""
    layout, halves = _layout(lanes)
    # With HALF added to each, none is below zero, so none has borrowed from the lane above.
    return [number - HALF for number in layout.unpack((packed + halves).to_bytes(layout.size, "little"))]


def unpack_some(packed: int, first: int, stop: int) -> list[int]:
    """Return the numbers of the lanes from ``first`` up to ``stop``, exclusive.

    >>> unpack_some(pack([3, -5, 0, 7]), 1, 3)
    [-5, 0]
    """
    layout, mask = _window(stop - first)
    shifted = (packed + _layout(stop)[1]) >> (BITS * first)
    return [number - HALF for number in layout.unpack((shifted & mask).to_bytes(layout.size, "little"))]


def unpack_first(packed: int) -> int:
    """Return the number of the lowest lane.

    >>> unpack_first(pack([-5, 8]))
    -5
    """
    return ((packed + HALF) & LANE) - HALF


@cache
def _window(lanes: int) -> tuple[Struct, int]:
    return Struct(f"<{lanes}I"), (1 << (BITS * lanes)) - 1


@cache
def _layout(lanes: int) -> tuple[Struct, int]:
    return Struct(f"<{lanes}I"), pack([HALF] * lanes)
