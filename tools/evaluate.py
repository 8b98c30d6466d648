"""Measure accuracy on labelled pages: ``python tools/evaluate.py [GOLD.jsonl]... [--json] [--errors N] [--by voice]``.

Without files: those of tests/gold and, where there is one, of ../shared/gold. ``--check-floors`` prints only what
fell below tests/gold/floors.json and ends with 1; ``--raise-floors`` renews that file and lowers nothing unless
``--allow-lower`` is given. Files called unseen* are blind: only their figures are shown, never their sentences.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from floors import find_breaches, read_floors, renew, value_of, write_floors
from scoring import (
    Figure,
    GoldError,
    Page,
    PageScore,
    Predicted,
    Share,
    count_stances,
    count_verdicts,
    fingerprint,
    group_by,
    measure,
    read_pages,
    score_page,
)

from claimcheck.models import Verdict

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
SHARED_GOLD = ROOT.parent / "shared" / "gold"
MANY_PAGES = 40  # from here on it pays to start processes
PAGES_AT_ONCE = 8
COLUMNS = ("pages", "gold", "recall", "precision", "kind", "stance", "verdict", "end_to_end", "accused_innocent")
STANCES = ("asserted", "hedged", "aim", "negated", "criticism", "question")
VERDICTS = tuple(verdict.value for verdict in Verdict)


def main() -> int:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measure accuracy on labelled pages.")
    parser.add_argument("files", nargs="*", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show up to N errors of each sort")
    parser.add_argument("--by", metavar="FIELD", help="also by a field of the pages: voice, id")
    parser.add_argument("--extraction", action="store_true", help="find claims only, do not judge them")
    parser.add_argument("--floors", type=Path, default=GOLD / "floors.json", metavar="FILE")
    parser.add_argument("--check-floors", action="store_true", help="print only what fell below its floor")
    parser.add_argument("--raise-floors", action="store_true", help="renew the floors of the files")
    parser.add_argument("--allow-lower", action="store_true", help="let --raise-floors lower some")
    parser.add_argument("--open-unseen", action="store_true", help="let --errors show files called unseen*")
    options = parser.parse_args()
    pinning = options.check_floors or options.raise_floors
    files = options.files or find_gold_files(GOLD if pinning else None)
    blind = [path.name for path in files if path.name.startswith("unseen")]
    if options.errors and blind and not options.open_unseen:
        parser.error(f"{', '.join(blind)}: blind test data, --errors needs --open-unseen")
    try:
        scores = score_files(files, extract if options.extraction else check)
    except (GoldError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.check_floors:
        return check_floors(files, scores, options.floors)
    if options.raise_floors:
        return raise_floors(files, scores, options.floors, allow_lower=options.allow_lower)
    if options.json:
        print(json.dumps(to_dict(scores, options.by), indent=2))
    else:
        print("\n".join(render(scores, options.by)))
    if options.errors:
        print("\n".join(render_errors(scores, options.errors)), file=sys.stderr if options.json else sys.stdout)
    return 0


def find_gold_files(folder: Path | None) -> list[Path]:
    """Return the gold files of a folder, or of the usual ones."""
    folders = [folder] if folder else [GOLD, SHARED_GOLD]
    return [path for one in folders for path in sorted(one.glob("*.jsonl"))]


def score_files(paths: Iterable[Path], find: Callable[[str], Sequence[Predicted]]) -> list[PageScore]:
    """Score every page of the gold files, on all cores where there are many."""
    pages = [page for path in paths for page in read_pages(path)]
    texts = [page.text for page in pages]
    if len(pages) < MANY_PAGES:
        found = [find(text) for text in texts]
    else:
        with ProcessPoolExecutor() as pool:
            found = list(pool.map(find, texts, chunksize=PAGES_AT_ONCE))
    return [score_page(page, claims) for page, claims in zip(pages, found, strict=True)]


def check(text: str) -> Sequence[Predicted]:
    """Find and judge the claims of a text."""
    from claimcheck import check_text

    claims: Sequence[Predicted] = check_text(text).to_dict()["claims"]
    return claims


def extract(text: str) -> Sequence[Predicted]:
    """Find the claims of a text."""
    from claimcheck.extract import extract
    from claimcheck.pipeline import load_pipeline

    return [
        {"text": c.text, "start": c.start, "end": c.end, "kind": c.kind.value, "stance": c.stance.value}
        for c in extract(load_pipeline()(text)).claims
    ]


def check_floors(files: Sequence[Path], scores: Sequence[PageScore], path: Path) -> int:
    """Print each bound that does not hold."""
    floors, groups = read_floors(path), by_file(scores)
    breaches = [f"{name}: has floors, but is missing" for name in floors if not (path.parent / name).exists()]
    for file in files:
        if file.name not in floors:
            breaches.append(f"{file.name}: has no floors; set them with --raise-floors")
            continue
        figures = measure(groups.get(file.name, []))
        breaches += find_breaches(file.name, figures, floors[file.name], fingerprint(file))
    print("".join(f"{breach}\n" for breach in breaches), end="")
    return 1 if breaches else 0


def raise_floors(files: Sequence[Path], scores: Sequence[PageScore], path: Path, *, allow_lower: bool) -> int:
    """Renew the bounds of the files; print each that a figure broke and that stays as it is."""
    floors, groups = read_floors(path), by_file(scores)
    floors = {name: row for name, row in floors.items() if (path.parent / name).exists()}
    kept: list[str] = []
    for file in files:
        old, sha256 = floors.get(file.name), fingerprint(file)
        figures = measure(groups.get(file.name, []))
        if old is not None and not allow_lower:
            kept += find_breaches(file.name, figures, old, old.sha256)
        floors[file.name] = renew(figures, old, sha256, allow_lower=allow_lower)
    write_floors(path, floors)
    if kept:
        print("\n".join([*kept, "these stay as they are: --allow-lower lowers them"]), file=sys.stderr)
    return 1 if kept else 0


def by_file(scores: Sequence[PageScore]) -> dict[str, list[PageScore]]:
    """Sort scores by their gold file."""
    return group_by(scores, lambda page: page.file)


def by_field(scores: Sequence[PageScore], field: str) -> dict[str, list[PageScore]]:
    """Sort scores by a field of their pages."""
    return group_by(scores, lambda page: str(page.row.get(field, "-")))


def to_dict(scores: Sequence[PageScore], field: str | None) -> dict[str, Any]:
    """Return the figures of each file, of all of them, and of each group."""
    groups = {"files": by_file(scores), **({"by": by_field(scores, field)} if field else {})}
    return {
        "all": figures_to_dict(measure(scores)),
        **{
            name: {key: figures_to_dict(measure(group)) for key, group in sorted(parts.items())}
            for name, parts in groups.items()
        },
        "stances": {f"{a} > {b}": n for (a, b), n in sorted(count_stances(scores).items())},
        "verdicts": {f"{a} > {b}": n for (a, b), n in sorted(count_verdicts(scores).items())},
    }


def figures_to_dict(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Return figures with counts and intervals as plain values."""
    return {name: share_to_dict(f) if isinstance(f, Share) else f for name, f in figures.items()}


def share_to_dict(share: Share) -> dict[str, Any]:
    """Return a share with its counts and interval."""
    return {"value": share.value, "hits": share.hits, "total": share.total, "interval": share.interval}


def render(scores: Sequence[PageScore], field: str | None) -> Iterator[str]:
    """Yield the lines of the readable report."""
    files = by_file(scores)
    for name, group in files.items():
        yield f"{name}"
        yield from render_figures(measure(group))
        yield ""
    yield from render_groups("file", {**files, "all": scores})
    if field:
        yield ""
        yield from render_groups(field, by_field(scores, field))
    yield ""
    yield from render_matrix("stance: labelled down, found across", count_stances(scores), STANCES)
    yield ""
    yield from render_matrix("verdict: labelled down, found across", count_verdicts(scores), VERDICTS)


def render_figures(figures: Mapping[str, Figure]) -> Iterator[str]:
    """Yield one line a figure, with its 95% interval."""
    for name, figure in figures.items():
        yield f"  {name:28} {_show(value_of(figure)):>6}{_show_interval(figure)}"


def render_groups(title: str, groups: Mapping[str, Sequence[PageScore]]) -> Iterator[str]:
    """Yield one line a group, with the main figures."""
    yield f"{title:24}" + "".join(f"{name.split('_')[0]:>10}" for name in COLUMNS)
    for name, group in groups.items():
        figures = measure(group)
        yield f"{name:24}" + "".join(f"{_show(value_of(figures[column])):>10}" for column in COLUMNS)


def render_matrix(title: str, counts: Counter[tuple[str, str]], names: Sequence[str]) -> Iterator[str]:
    """Yield a confusion matrix as text."""
    yield title
    yield f"{'':20}" + "".join(f"{name[:9]:>11}" for name in names)
    for labelled in names:
        yield f"{labelled:20}" + "".join(f"{counts[labelled, found] or '.':>11}" for found in names)


def render_errors(scores: Sequence[PageScore], limit: int) -> Iterator[str]:
    """Yield up to a number of errors of each sort."""
    missed = [f"{_name(s.page)} | {c.kind} | {c.stance} | {c.quote}" for s in scores for c in s.missed]
    extra = [
        f"{_name(s.page)} | {c['kind']} | {c['stance']} | {c.get('verdict', '-')} | {c['text']}"
        for s in scores
        for c in s.extra
    ]
    stances = [
        f"{_name(s.page)} | {gold.stance} > {found['stance']} | {gold.quote}"
        for s in scores
        for gold, found in s.pairs
        if found["stance"] not in gold.stances
    ]
    kinds = [
        f"{_name(s.page)} | {gold.kind} > {found['kind']} | {gold.quote}"
        for s in scores
        for gold, found in s.pairs
        if found["kind"] not in gold.kinds
    ]
    verdicts = [
        f"{_name(s.page)} | {'/'.join(gold.verdicts)} > {found['verdict']} | {found.get('rule')} | {gold.quote}"
        for s in scores
        for gold, found in s.pairs
        if "verdict" in found and found["verdict"] not in gold.verdicts
    ]
    sorts = {
        "missed": missed,
        "not labelled": extra,
        "kind differs": kinds,
        "stance differs": stances,
        "verdict differs": verdicts,
    }
    for title, lines in sorts.items():
        yield f"\n{title} ({len(lines)})"
        yield from lines[:limit]


def _name(page: Page) -> str:
    return str(page.row.get("id", "-"))


def _show(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _show_interval(figure: Figure) -> str:
    if not isinstance(figure, Share) or figure.interval is None:
        return ""
    low, high = figure.interval
    return f"  {low:.3f} to {high:.3f}  {figure.hits} of {figure.total}"


if __name__ == "__main__":
    sys.exit(main())
