"""Measure words a second of claimcheck, of spaCy's tokenizer alone, and of peers, on the same pages in the same run.

Each peer gets an environment of its own in ``.bench/``, kept for the next time; one that cannot be installed is left
out with a line that says so. ``--peers FOLDER`` keeps them elsewhere, ``--no-peers`` goes without.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from measuring import Limit, Result, Table, render_limit, render_table
from peers import PEERS_FOLDER, install_peer

from pages import make_pages

ROUNDS = 5
PAGES = 40  # a round
PAGE_CHARACTERS = 5000
PEERS: Mapping[str, str] = {  # environments
    "medspacy": "medspacy==1.3.1",
    "negspacy": "negspacy==1.1.0",
    "quantulum3": "quantulum3==0.10.0",
}
ENGINES_OF: Mapping[str, Sequence[str]] = {
    "medspacy": ("context", "medspacy"),
    "negspacy": ("negspacy",),
    "quantulum3": ("quantulum3",),
}
TITLES: Mapping[str, str] = {
    "blank": "spacy.blank('en') alone",
    "extraction": "claimcheck, extraction",
    "check": "claimcheck, whole check",
    "scan": "naive RapidFuzz scan",
    "context": "medspaCy ConText alone",
    "medspacy": "medspaCy as it comes",
    "negspacy": "negspacy",
    "quantulum3": "quantulum3",
}


@dataclass(frozen=True)
class Worker:
    """An engine that waits for pages."""

    name: str
    version: str
    stdin: IO[str]
    stdout: IO[str]

    def read(self, file: str) -> Mapping[str, Any]:
        """Read the pages of a file and return the seconds taken and the number of things found."""
        self.stdin.write(f"{file}\n")
        self.stdin.flush()
        answer: Mapping[str, Any] = json.loads(self.stdout.readline())
        return answer


def measure_throughput(rounds: int = ROUNDS, pages: int = PAGES, peers: Mapping[str, Path] | None = None) -> Result:
    """Let every engine read the same pages in turn, new ones each round."""
    pythons = {name: Path(sys.executable) for name in ("blank", "extraction", "check", "scan")} | dict(peers or {})
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        words = write_pages(Path(folder), rounds, pages)
        workers = [
            worker
            for name, python in pythons.items()
            if (worker := stack.enter_context(start_worker(name, python, Path(folder)))) is not None
        ]
        speeds: dict[str, list[float]] = {worker.name: [] for worker in workers}
        found: dict[str, int] = dict.fromkeys(speeds, 0)
        for number in range(rounds):
            for worker in workers:
                answer = worker.read(f"{number}.json")
                speeds[worker.name].append(words[number] / answer["seconds"])
                found[worker.name] += answer["found"]
        versions = {worker.name: worker.version for worker in workers}
    return summarise(speeds, found, versions, sum(words), rounds)


def write_pages(folder: Path, rounds: int, pages: int) -> list[int]:
    """Write the pages of each round to a file and return their words."""
    words = []
    for number in range(rounds):
        texts = make_pages(pages, PAGE_CHARACTERS, seed=number + 11)
        (folder / f"{number}.json").write_text(json.dumps(texts), encoding="utf-8")
        words.append(sum(len(text.split()) for text in texts))
    return words


@contextmanager
def start_worker(name: str, python: Path, folder: Path) -> Iterator[Worker | None]:
    """Start an engine in its environment; none, with a line that says so, if it does not come up."""
    command = [str(python), str(Path(__file__).parent / "worker.py"), name, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        hello = process.stdout.readline()
        if not hello:
            print(f"left out: {name} does not start", file=sys.stderr)
            yield None
            return
        yield Worker(name, json.loads(hello)["version"], process.stdin, process.stdout)
        process.stdin.close()


def summarise(
    speeds: Mapping[str, Sequence[float]],
    found: Mapping[str, int],
    versions: Mapping[str, str],
    words: int,
    rounds: int,
) -> Result:
    """Return words a second with ratios to the tokenizer and to the whole check."""
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    rows = tuple(
        (
            f"{TITLES[name]} ({versions[name]})",
            f"{speed:,.0f}",
            f"{speed / medians['blank']:.3f}",
            f"{medians['check'] / speed:.2f}",
            f"{found[name]:,}",
        )
        for name, speed in medians.items()
    )
    limits = [Limit("whole check, against spacy.blank", medians["check"] / medians["blank"], 0.15, at_most=False)]
    limits += [
        Limit(f"whole check, against {TITLES[name]}", medians["check"] / medians[name], 5, at_most=False)
        for name in ("medspacy", "quantulum3")
        if name in medians
    ]
    notes = (
        f"Median of {rounds} rounds, all engines in turn, new pages each round, {words:,} words in all. What an engine "
        "holds once it is warm is set aside from the garbage collector, as a batch does.",
        "Found: tokens, claims, claims, sentences with their likest record or finding, ConText modifiers (twice), "
        "negated terms, quantities. ConText alone runs on `spacy.blank` with the stock sentencizer, medspaCy as it "
        "comes is `medspacy.load()`; both and negspacy mark the cells, conditions, outcomes and tissues "
        "that the pages name.",
    )
    header = ("engine", "words/s", "x spacy.blank", "check is x times it", "found")
    return Result(Table("Throughput, one core", header, rows, notes), tuple(limits))


def install_peers(folder: Path) -> dict[str, Path]:
    """Make an environment for each peer and return the Python of each engine, leaving out what cannot be installed."""
    found = {}
    for name, requirement in PEERS.items():
        python = folder / name / "bin" / "python"
        reason = install_peer(folder / name, [requirement])
        if reason is None:
            found.update(dict.fromkeys(ENGINES_OF[name], python))
        else:
            print(f"left out: {requirement} cannot be installed ({reason})", file=sys.stderr)
    return found


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measure words a second.")
    parser.add_argument("--peers", type=Path, default=PEERS_FOLDER, help="folder of the peers' environments")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    result = measure_throughput(peers={} if options.no_peers else install_peers(options.peers))
    print(render_table(result.table), *map(render_limit, result.limits), sep="\n")


if __name__ == "__main__":
    main()
