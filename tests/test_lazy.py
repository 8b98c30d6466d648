"""An attribute that is worked out once."""

from claimcheck.components.lazy import lazy


class Counter:
    """Counts how often its attribute is worked out."""

    def __init__(self):
        self.calls = 0

    @lazy
    def value(self):
        """The number of calls."""
        self.calls += 1
        return self.calls


def test_value_is_worked_out_once():
    """The second use finds the value of the first, and each object has its own."""
    one, other = Counter(), Counter()

    assert [one.value, one.value, other.value, one.calls, other.calls] == [1, 1, 1, 1, 1]
