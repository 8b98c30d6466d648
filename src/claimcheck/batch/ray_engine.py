"""The engine of many machines: Ray Data, with actors that hold the pipeline, results in the order of the items.

Items go out in windows, so that neither memory nor the object store fills up. Every machine has to see the files
under the same paths and have claimcheck installed; the text of rows travels with the items. A block whose actor died
comes back missing, and its documents are checked here, by the engine of one machine, which knows how to single one out.
"""

import logging
import os
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from itertools import islice
from typing import TYPE_CHECKING, Any

from claimcheck.batch.checking import check_item, warm_up
from claimcheck.batch.items import Entry, Item, Outcome, Settings
from claimcheck.batch.local import check_locally
from claimcheck.errors import ClaimcheckError

if TYPE_CHECKING:
    import pyarrow as pa

NO_RAY = "--engine ray needs the library ray: pip install 'claimcheck[ray]'"

_WINDOW = 5000  # documents at a time for each actor; the actors start anew for each window
_MOST_IN_WINDOW = 100_000
_BLOCK = 64  # documents that an actor gets at a time
_RETRIES = 1


def require_ray() -> None:
    """Make sure, before any work is done, that Ray can be used.

    Raises:
        ClaimcheckError: Ray is not installed.
    """
    try:
        import pyarrow
        import ray.data
    except ImportError as error:
        raise ClaimcheckError(NO_RAY) from error
    del pyarrow, ray


def check_on_ray(
    items: Iterator[Item], settings: Settings, workers: int | None, address: str | None
) -> Generator[Outcome]:
    """Yield the outcome of every item, in their order.

    Raises:
        ClaimcheckError: the cluster cannot be reached, or fails.
    """
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), _connect(workers, address) as actors:
        size = min(_WINDOW * actors, _MOST_IN_WINDOW)
        while window := list(islice(items, size)):
            yield from fill_gaps(_check_window(window, settings, actors), window, settings)


def fill_gaps(found: Iterator[tuple[int, Outcome]], window: Sequence[Item], settings: Settings) -> Generator[Outcome]:
    """Yield outcomes by their place in the window; those that are missing are made here."""
    expected = 0
    for place, outcome in found:
        yield from check_locally(iter(window[expected:place]), settings, 1) if expected < place else ()
        yield outcome
        expected = place + 1
    yield from check_locally(iter(window[expected:]), settings, 1) if expected < len(window) else ()


class CheckingActor:
    """What runs in an actor of Ray: the pipeline, loaded once, and blocks of items to outcomes."""

    def __init__(self, settings: Settings) -> None:
        """Load the pipeline and the evidence."""
        self.settings, self.evidence = settings, warm_up(settings)

    def __call__(self, block: "pa.Table") -> "pa.Table":
        """Check the items of a block."""
        any_language = self.settings.any_language
        items = unpack_items(block)
        return pack_outcomes(
            [(place, check_item(item, self.evidence, any_language=any_language)) for place, item in items]
        )


def pack_items(items: Sequence[tuple[int, Item]]) -> "pa.Table":
    """Return items with their places as a table; a path may have bytes that are no Unicode."""
    import pyarrow as pa

    return pa.table(
        {
            "place": pa.array([place for place, _ in items], pa.int64()),
            "document": pa.array([item.document for _, item in items], pa.string()),
            "site": pa.array([item.site for _, item in items], pa.string()),
            "path": pa.array([item.path and os.fsencode(item.path) for _, item in items], pa.binary()),
            "text": pa.array([item.text for _, item in items], pa.large_binary()),
            "fault": pa.array([item.fault for _, item in items], pa.string()),
        }
    )


def unpack_items(table: "pa.Table") -> Iterator[tuple[int, Item]]:
    """Yield what ``pack_items`` put into a table."""
    for row in table.to_pylist():
        path = None if row["path"] is None else os.fsdecode(row["path"])
        yield row["place"], Item(row["document"], row["site"], path, row["text"], row["fault"])


def pack_outcomes(outcomes: Sequence[tuple[int, Outcome]]) -> "pa.Table":
    """Return outcomes with their places as a table."""
    import json

    import pyarrow as pa

    return pa.table(
        {
            "place": pa.array([place for place, _ in outcomes], pa.int64()),
            "line": pa.array([outcome.line for _, outcome in outcomes], pa.large_binary()),
            "entry": pa.array([json.dumps(outcome.entry.to_dict()) for _, outcome in outcomes], pa.string()),
        }
    )


def unpack_outcomes(table: "pa.Table") -> Iterator[tuple[int, Outcome]]:
    """Yield what ``pack_outcomes`` put into a table."""
    import json

    for row in table.to_pylist():
        yield row["place"], Outcome(row["line"], Entry(**json.loads(row["entry"])))


@contextmanager
def _connect(workers: int | None, address: str | None) -> Generator[int]:
    """Use a cluster, or start Ray on this machine; hand over how many actors there shall be.

    Raises:
        ClaimcheckError: the cluster cannot be reached.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray
    import ray.data

    for name in ("ray", "ray.data"):  # what matters reaches the user as a sentence of ours
        logging.getLogger(name).setLevel(logging.CRITICAL)

    here: dict[str, Any] = {"include_dashboard": False, "num_cpus": workers} if address is None else {}
    try:
        with _no_stderr():
            ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **here)
    except Exception as error:  # of many kinds, and none of its own
        raise ClaimcheckError(f"Ray at {address or 'this machine'} cannot be reached ({error})") from error
    try:
        yield workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        ray.shutdown()


@contextmanager
def _no_stderr() -> Generator[None]:
    """Keep what Ray's own libraries write to the terminal off it; its errors are raised."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _check_window(window: Sequence[Item], settings: Settings, actors: int) -> Iterator[tuple[int, Outcome]]:
    """Yield outcomes with their places, in order; those of a block whose actor died are missing.

    Raises:
        ClaimcheckError: Ray gave up.
    """
    import ray.data
    from ray.exceptions import RayError

    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.max_errored_blocks = -1  # as many as there are: see fill_gaps
    places = list(enumerate(window))
    blocks = [pack_items(places[start : start + _BLOCK]) for start in range(0, len(places), _BLOCK)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # max_task_retries has no other place up to Ray 2.63
        results = ray.data.from_arrow(blocks).map_batches(
            CheckingActor,
            fn_constructor_args=(settings,),
            batch_size=None,
            batch_format="pyarrow",
            zero_copy_batch=True,
            compute=ray.data.ActorPoolStrategy(size=min(actors, len(blocks))),
            num_cpus=1,
            max_restarts=-1,
            max_task_retries=_RETRIES,
        )
    try:
        for table in results.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from unpack_outcomes(table)
    except RayError as error:
        raise ClaimcheckError(f"Ray gave up ({str(error).strip().splitlines()[-1]})") from error
