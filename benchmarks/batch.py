"""Measure batch: two cores beside one, Ray beside the engine of one machine, on the same pages in the same run.

Each has a process of its own, so that nothing counts of what its caller has loaded. The cores are measured on the whole
command, start-up included, and beside loops that share nothing: what they gain from the second core is all that the
machine has to give at that moment. Ray is measured once started: from the first result on.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from pathlib import Path

from measuring import Limit, Result, Run, Table, render_limit, render_table, run_command
from peers import PEERS_FOLDER, install_peer

from claimcheck.batch.items import Item, Outcome, Settings
from claimcheck.batch.local import check_locally, count_cores
from pages import make_pages

PAGES = 3000  # start-up, which no second core shortens, is a twentieth of a run
RAY_PAGES = 5000
PAGE_CHARACTERS = 1000
ROUNDS = 5
RAY_ROUNDS = 3
LOOP = "for number in range(30_000_000): pass"
SKIPPED = 256  # results until an engine runs at its speed


def measure_cores(pages: int = PAGES, rounds: int = ROUNDS) -> Result:
    """Run the command with one process and with as many as there are cores, in turn."""
    command = str(Path(sys.executable).parent / "claimcheck")
    counts = (1, max(2, count_cores()))
    with tempfile.TemporaryDirectory() as folder:
        write_pages(Path(folder, "pages"), pages)
        runs: dict[int, list[Run]] = {count: [] for count in counts}
        ceilings = []
        for _ in range(rounds):
            ceilings.append(measure_ceiling(counts[1]))
            for count in counts:
                target = str(Path(folder, f"{count}.jsonl"))
                arguments = ["batch", "-q", str(Path(folder, "pages")), "-o", target, "--workers", str(count)]
                runs[count].append(run_command([command, *arguments]))
        same = Path(folder, f"{counts[0]}.jsonl").read_bytes() == Path(folder, f"{counts[1]}.jsonl").read_bytes()
    if not same:
        raise RuntimeError("the number of processes changed the results")
    seconds = {count: statistics.median(run.seconds for run in runs[count]) for count in counts}
    gains = {
        count: statistics.median(a.seconds / b.seconds for a, b in zip(runs[1], runs[count], strict=True))
        for count in counts
    }
    rows = tuple(
        (
            str(count),
            f"{seconds[count]:.2f}",
            f"{pages / seconds[count]:,.0f}",
            f"{gains[count]:.2f}",
            f"{max(run.peak_mib for run in runs[count]):.0f}",
        )
        for count in counts
    )
    notes = (
        f"Median of {rounds} rounds over {pages:,} pages of {PAGE_CHARACTERS:,} characters, start-up included; the "
        "results are the same bytes. The gain is that within each round; the peak is that of the largest process.",
        f"Loops that share nothing gained {statistics.median(ceilings):.2f} in the same rounds; what lacks of the "
        "number of cores, others used.",
    )
    header = ("processes", "seconds", "pages/s", "x one process", "peak MiB")
    limits = (
        (
            Limit("two cores, against one", gains[2], 1.7, at_most=False),
            Limit(
                "two cores, against what two loops gain", gains[2] / statistics.median(ceilings), 0.85, at_most=False
            ),
        )
        if counts[1] == 2
        else ()
    )
    return Result(Table("Batch, cores", header, rows, notes), limits)


def measure_ceiling(count: int) -> float:
    """Return how many times the work of one process some processes do that share nothing."""
    seconds = {number: time_loops(number) for number in (1, count)}
    return count * seconds[1] / seconds[count]


def time_loops(count: int) -> float:
    """Return the seconds of so many processes that only count."""
    start = time.perf_counter()
    loops = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(count)]
    for loop in loops:
        loop.wait()
    return time.perf_counter() - start


def write_pages(folder: Path, count: int) -> None:
    """Write pages as files."""
    folder.mkdir()
    for number, page in enumerate(make_pages(count, PAGE_CHARACTERS, seed=31)):
        (folder / f"{number:06}.txt").write_text(page, encoding="utf-8")


def measure_cores_apart(pages: int = PAGES, rounds: int = ROUNDS) -> Result:
    """Measure the cores in a process of its own."""
    return measure_apart(sys.executable, "cores", f"--pages={pages}", f"--rounds={rounds}")


def measure_ray_apart(peers: Path = PEERS_FOLDER) -> Iterator[Result]:
    """Measure Ray in an environment of its own, as it is large; nothing where it cannot be installed."""
    root = Path(__file__).resolve().parent.parent
    reason = install_peer(peers / "ray", ["-c", str(root / "constraints.txt"), "-e", f"{root}[ray]"])
    if reason is not None:
        print(f"left out: ray cannot be installed ({reason})", file=sys.stderr)
        return
    yield measure_apart(str(peers / "ray" / "bin" / "python"), "ray")


def measure_apart(python: str, what: str, *arguments: str) -> Result:
    """Run a part of this benchmark in a process of its own and return what it found."""
    command = [python, __file__, "--only", what, *arguments]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(run.stdout)
    rows = tuple(tuple(row) for row in told["table"].pop("rows"))
    return Result(Table(**told["table"], rows=rows), tuple(Limit(**limit) for limit in told["limits"]))


def measure_ray(pages: int = RAY_PAGES, rounds: int = RAY_ROUNDS) -> Result:
    """Give the same pages to Ray and to the engine of one machine, in turn."""
    from claimcheck.batch.ray_engine import check_on_ray

    workers = count_cores()
    items = [Item(str(n), "site", text=page.encode()) for n, page in enumerate(make_pages(pages, PAGE_CHARACTERS))]
    engines = {
        "one machine": lambda: check_locally(iter(items), Settings(), workers),
        "Ray on this machine": lambda: check_on_ray(iter(items), Settings(), workers, None),
    }
    timed: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            timed[name].append(time_engine(engine))
    ratios = [ray / own for (_, own), (_, ray) in zip(*timed.values(), strict=True)]
    rows = tuple(
        (
            name,
            f"{statistics.median(start for start, _ in times):.1f}",
            f"{statistics.median(1 / each for _, each in times):,.0f}",
            f"{1.0 if name == 'one machine' else statistics.median(ratios):.2f}",
        )
        for name, times in timed.items()
    )
    note = (
        f"Median of {rounds} rounds over {pages:,} pages of {PAGE_CHARACTERS:,} characters, {workers} processes each."
    )
    header = ("engine", "seconds to the first result", "pages/s after it", "x time of one machine")
    limit = Limit("Ray on this machine once started, against the local engine", statistics.median(ratios), 1.5)
    return Result(Table("Batch, Ray", header, rows, (note,)), (limit,))


def time_engine(engine: Callable[[], Generator[Outcome]]) -> tuple[float, float]:
    """Return the seconds to the first result, and the seconds for each once the engine runs."""
    start = time.perf_counter()
    stamps = [time.perf_counter() - start for _ in engine()]
    return stamps[0], (stamps[-1] - stamps[SKIPPED]) / (len(stamps) - 1 - SKIPPED)


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measure batch.")
    parser.add_argument("--pages", type=int, default=PAGES, help="for the cores")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="for the cores")
    parser.add_argument("--no-ray", action="store_true")
    parser.add_argument("--only", choices=("cores", "ray"), help="measure that in this process, and print it as JSON")
    options = parser.parse_args()
    if options.only:
        result = measure_ray() if options.only == "ray" else measure_cores(options.pages, options.rounds)
        print(json.dumps(asdict(result)))
        return
    cores = measure_cores_apart(options.pages, options.rounds)
    for result in (cores, *(() if options.no_ray else measure_ray_apart())):
        print(render_table(result.table), *map(render_limit, result.limits), sep="\n")


if __name__ == "__main__":
    main()
