"""Run every benchmark: ``python benchmarks/run.py [--quick] [--write] [--peers FOLDER]``.

``--quick`` is the short form, with which ``make test`` ends: no peers, few rounds, and 1 if a ratio is far off.
``--write`` puts the results into docs/performance.md, between its two marks.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from machine import describe_machine
from measuring import Limit, Result, render_limit, render_table
from peers import PEERS_FOLDER
from startup import measure_startup
from throughput import install_peers, measure_throughput

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START, END = "<!-- results -->", "<!-- end of results -->"
# The short form runs on shared machines: it fails on a large regression only.
LENIENCE = 3.0


def main() -> int:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Run every benchmark.")
    parser.add_argument("--quick", action="store_true", help="the short form, as make test has it")
    parser.add_argument("--write", action="store_true", help="put the results into docs/performance.md")
    parser.add_argument("--peers", type=Path, default=PEERS_FOLDER, help="folder of the peers' environments")
    options = parser.parse_args()
    results: list[Result] = []
    for result in run_quick() if options.quick else run_all(options.peers):
        print(render_table(result.table), flush=True)
        results.append(result)
    limits = [limit for result in results for limit in result.limits]
    if options.quick:
        limits = [relax(limit) for limit in limits]
    print("\n".join(map(render_limit, limits)))
    if options.write:
        write_page(results, limits)
    return 1 if options.quick and not all(limit.holds for limit in limits) else 0


def run_all(peers: Path) -> Iterator[Result]:
    """Yield the results of every benchmark.

    What imports spaCy is imported late: on Linux the peak memory of a command counts from that of its caller.
    """
    yield measure_startup()
    yield measure_throughput(peers=install_peers(peers))
    from growth import measure_evidence_growth, measure_text_growth
    from stages import measure_stages, profile_functions

    yield measure_text_growth()
    yield measure_evidence_growth()
    yield measure_stages()
    yield profile_functions()
    from batch import measure_cores_apart, measure_ray_apart

    yield measure_cores_apart()
    yield from measure_ray_apart(peers)


def run_quick() -> Iterator[Result]:
    """Yield the results of a short form of the benchmarks, without peers."""
    yield measure_startup(rounds=3)
    yield measure_throughput(rounds=2, pages=20)
    from growth import measure_evidence_growth, measure_text_growth

    yield measure_text_growth(sizes=(1_000, 10_000, 1_000_000), rounds=2)
    yield measure_evidence_growth(copies=(1, 10), rounds=2)
    from batch import measure_cores_apart

    yield measure_cores_apart(pages=200, rounds=1)


def relax(limit: Limit) -> Limit:
    """Return a limit that only a large regression breaks."""
    bound = limit.bound * LENIENCE if limit.at_most else limit.bound / LENIENCE
    return Limit(limit.name, limit.value, bound, limit.at_most)


def write_page(results: Sequence[Result], limits: Sequence[Limit]) -> None:
    """Replace the results in docs/performance.md."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    facts = [f"- {fact}" for fact in describe_machine()]
    aims = [f"    {render_limit(limit)}" for limit in limits]
    tables = [render_table(result.table).strip() for result in results]
    body = "\n\n".join(["\n".join(facts), "\n".join(aims), *tables])
    PAGE.write_text(f"{before}{START}\n{body}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
