"""The engine of one machine: a process for each core, results in the order of the items.

On Linux the pipeline and the evidence are loaded once, in this process, which has a single thread and then forks:
workers start at once and share that memory. Elsewhere fork is not safe, and each worker loads its own. A worker gets
a few items at a time, only when it has none, and sends each result as soon as it has it. So neither side can wait for
the other for ever, and when a worker dies it is known on which document.
"""

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import Counter, deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from claimcheck.batch.checking import check_item, fail, warm_up
from claimcheck.batch.items import Item, Outcome, Settings
from claimcheck.errors import ClaimcheckError

START_METHOD = "fork" if sys.platform == "linux" else "spawn"

_TOGETHER = 8  # items that a worker gets at a time
_AHEAD = 1000  # items that may be finished before one that takes long
_HELD_BYTES = 64 * 1024 * 1024  # of results that wait for it
_TRIES = 2  # a worker may have died of something else

Task = tuple[int, Item]  # with its place in the order


@dataclass(frozen=True)
class Worker:
    """A process that checks, the pipe to it, and what it has not answered yet, in order."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[Task] = field(default_factory=deque)


@dataclass
class Queue:
    """Tasks not yet given out, and results that wait for an earlier one."""

    items: Iterator[Task]
    returned: deque[Task] = field(default_factory=deque)  # by workers that died
    done: dict[int, Outcome] = field(default_factory=dict)
    held: int = 0  # bytes
    given: int = 0
    yielded: int = 0

    def take(self) -> list[Task]:
        """Return the next tasks for one worker; none while too many results wait, or at the end."""
        tasks: list[Task] = []
        while len(tasks) < _TOGETHER and self.returned:
            tasks.append(self.returned.popleft())
        while len(tasks) < _TOGETHER and self.given - self.yielded < _AHEAD and self.held < _HELD_BYTES:
            task = next(self.items, None)
            if task is None:
                break
            self.given += 1
            tasks.append(task)
        return tasks

    def put(self, number: int, outcome: Outcome) -> None:
        """Keep a result until its turn."""
        self.done[number] = outcome
        self.held += len(outcome.line)

    def release(self) -> Iterator[Outcome]:
        """Yield the results whose turn it is."""
        while self.yielded in self.done:
            outcome = self.done.pop(self.yielded)
            self.held -= len(outcome.line)
            self.yielded += 1
            yield outcome


def count_cores() -> int:
    """Return the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_locally(
    items: Iterator[Item], settings: Settings, workers: int, *, start_method: str = START_METHOD
) -> Generator[Outcome]:
    """Yield the outcome of every item, in their order, holding few of them."""
    context = multiprocessing.get_context(start_method)
    if start_method == "fork":
        warm_up(settings)
    queue = Queue(enumerate(items))
    deaths: Counter[int] = Counter()
    crew: list[Worker] = []
    try:
        try:
            crew += [_hire(context, settings) for _ in range(workers)]
        except OSError as error:
            reason = error.strerror or error
            raise ClaimcheckError(f"{workers} processes cannot be started ({reason}); give fewer --workers") from error
        while True:
            for place, worker in enumerate(crew):
                if not worker.tasks and not _give(worker, queue.take()):
                    crew[place] = _replace(worker, context, settings, queue, deaths)
            busy = {worker.pipe: place for place, worker in enumerate(crew) if worker.tasks}
            if not busy:
                yield from queue.release()
                if queue.given == queue.yielded:
                    return
                continue  # those that were to get the last tasks had died
            for pipe in wait(list(busy)):
                place = busy[pipe]  # type: ignore[index]
                if not _collect(crew[place], queue):
                    crew[place] = _replace(crew[place], context, settings, queue, deaths)
            yield from queue.release()
    finally:
        for worker in crew:
            _dismiss(worker)


def work(pipe: Connection, settings: Settings) -> None:
    """Check what arrives, until nothing more can; the process that asks decides about Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    evidence = warm_up(settings)
    with suppress(EOFError, OSError):  # the asking process is gone
        while True:
            for item in pipe.recv():
                pipe.send(check_item(item, evidence, any_language=settings.any_language))


def _hire(context: BaseContext, settings: Settings) -> Worker:
    near, far = context.Pipe()
    process = context.Process(target=_enter, args=(far, near, settings), daemon=True)  # type: ignore[attr-defined]
    with warnings.catch_warnings(), _uninterrupted():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: only numpy's, made for it
        process.start()
    far.close()  # so that the death of the worker ends the pipe
    return Worker(process, near)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the end of the block: Python drops it while it forks."""
    if threading.current_thread() is not threading.main_thread():  # which alone is interrupted
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        signal.raise_signal(signal.SIGINT)


def _enter(far: Connection, near: Connection, settings: Settings) -> None:
    near.close()  # so that the death of the asking process ends the pipe
    work(far, settings)


def _give(worker: Worker, tasks: list[Task]) -> bool:
    """Hand tasks to a worker; tell whether it is alive to take them."""
    if not tasks:
        return True
    worker.tasks.extend(tasks)
    try:
        worker.pipe.send([item for _, item in tasks])
    except OSError:
        return False
    return True


def _collect(worker: Worker, queue: Queue) -> bool:
    """Take one result from a worker; tell whether it was alive to send it."""
    try:
        outcome = worker.pipe.recv()
    except (EOFError, OSError):
        return False
    number, _ = worker.tasks.popleft()
    queue.put(number, outcome)
    return True


def _replace(worker: Worker, context: BaseContext, settings: Settings, queue: Queue, deaths: Counter[int]) -> Worker:
    """Put another worker in the place of a dead one; a document that ended two of them has failed."""
    worker.process.join()
    number, item = worker.tasks[0]
    deaths[number] += 1
    if deaths[number] >= _TRIES:
        worker.tasks.popleft()
        queue.put(number, fail(item, f"ended the process that checked it ({_describe_end(worker)})", "WorkerDied"))
    queue.returned.extend(worker.tasks)
    worker.pipe.close()
    return _hire(context, settings)


def _describe_end(worker: Worker) -> str:
    """Say how a process ended.

    A negative status is a signal's number.
    """
    status = worker.process.exitcode or 0
    if status >= 0:
        return f"status {status}"
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"signal {-status}"


def _dismiss(worker: Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
