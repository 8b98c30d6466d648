"""The engine of many machines; the tests that start Ray need the extra, and ``make test-ray`` runs them."""

import os
import signal
import sys

import pytest

from claimcheck.batch import ray_engine
from claimcheck.batch.checking import check_item, warm_up
from claimcheck.batch.items import Item, Settings
from claimcheck.batch.ray_engine import (
    CheckingActor,
    check_on_ray,
    fill_gaps,
    pack_items,
    unpack_items,
    unpack_outcomes,
)

ITEMS = [
    Item(str(number), "site", text=f"Stem cells may help {number} of 80 patients.".encode()) for number in range(40)
]
STRANGE = [
    (5, Item("caf\\xe9", "s", path=os.fsdecode(b"caf\xe9"))),
    (6, Item("row", "s", text=b"\xff")),
    (7, Item("fault", "s", fault="is gone")),
]

starts_ray = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # Ray's own


def expect(items):
    """Return the outcomes that the engine of one machine gives."""
    return [check_item(item, warm_up(Settings())) for item in items]


def test_items_travel_unchanged():
    """A table of items gives them back, whatever bytes they hold."""
    assert list(unpack_items(pack_items(STRANGE))) == STRANGE


def test_actor():
    """An actor gives the outcomes of a block with their places."""
    block = CheckingActor(Settings())(pack_items(STRANGE))

    assert list(unpack_outcomes(block)) == [(place, check_item(item, warm_up(Settings()))) for place, item in STRANGE]


@pytest.mark.parametrize("missing", [{0, 1}, {3, 4, 5}, {8, 9}, set(range(10)), set()], ids=str)
def test_gaps_are_filled(missing):
    """Outcomes that did not come back are made here, in their places."""
    whole = expect(ITEMS[:10])
    found = ((place, outcome) for place, outcome in enumerate(whole) if place not in missing)

    assert list(fill_gaps(found, ITEMS[:10], Settings())) == whole


@starts_ray
def test_ray_gives_what_one_machine_gives(capfd, monkeypatch):
    """Ray gives the same outcomes in the same order, over several windows, and prints nothing."""
    monkeypatch.setattr(ray_engine, "_WINDOW", 12)
    pytest.importorskip("ray.data")
    found = list(check_on_ray(iter(ITEMS), Settings(), 2, None))

    assert found == expect(ITEMS)
    assert capfd.readouterr() == ("", "")


class Killed(CheckingActor):
    """An actor that one document ends."""

    def __call__(self, block):
        if "7" in block.column("document").to_pylist():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(block)


@starts_ray
def test_ray_loses_nothing_with_an_actor(monkeypatch):
    """The documents of an actor that dies are checked all the same."""
    pytest.importorskip("ray.data")
    from ray import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # actors cannot import tests
    monkeypatch.setattr(ray_engine, "CheckingActor", Killed)

    assert list(check_on_ray(iter(ITEMS), Settings(), 1, None)) == expect(ITEMS)
