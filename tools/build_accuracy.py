"""Write the figures into docs/accuracy.md and README.md: ``python tools/build_accuracy.py`` (``make accuracy``).

Figures stand between ``<!-- figures: NAME -->`` and ``<!-- end -->``. They are counts and shares only: no sentence of a
labelled page is printed. The figures on the real pages kept outside the project are renewed only where those pages are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from evaluate import GOLD, SHARED_GOLD, VERDICTS, check, score_files
from scoring import Figure, PageScore, Share, count_stances, count_verdicts, measure

from claimcheck.evidence import bundled_evidence

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/accuracy.md", "README.md")
REGION = re.compile(r"(?P<head><!-- figures: (?P<name>[\w-]+) -->\n).*?(?P<foot><!-- end -->)", re.DOTALL)
# Files of the folder.
SETS: Mapping[str, str] = {"tuning": "dev*.jsonl", "unseen": "unseen.jsonl", "whole": "unseen_whole.jsonl"}
BLIND = ("unseen", "whole")  # of these
TITLES = {"tuning": "tuning pages", "unseen": "unseen short pages", "whole": "unseen whole pages"}
STANCES = ("asserted", "hedged", "aim", "negated", "criticism", "question")
WORDS: Mapping[str, str] = {
    "recall": "claims found, of those labelled (recall)",
    "precision": "labelled as claims, of those found (precision)",
    "kind": "right kind, of those found",
    "stance": "right stance, of those found",
    "verdict": "accepted verdict, of those found",
    "verdict_by_lookup": "the same, if kind and stance were known and no evidence was used",
    "end_to_end": "found and given an accepted verdict (end to end)",
    "accused_innocent": "**innocent claims accused** (lower is better)",
    "caught_guilty": "claims accused, of those that accept only an accusing verdict",
    "record_at_3": "a labelled study is among the first three shown",
    "non_claims_hit": "sentences labelled as no claim that were taken for one (lower is better)",
    "accused_non_claims_per_page": "accusing verdicts a page on text that is no claim (lower is better)",
    "inexact_offsets": "claims whose place in the text is wrong",
}
SUMMARY = ("recall", "precision", "verdict", "end_to_end", "accused_innocent", "caught_guilty")
MOST_CONFUSIONS = 8


def main() -> None:
    """Measure, and renew every region of the pages."""
    groups = {name: score_files(sorted(GOLD.glob(files)), check) for name, files in SETS.items()}
    blind = [score for name in BLIND for score in groups[name]]
    regions = {
        "summary": list_figures({name: groups[name] for name in BLIND}, SUMMARY),
        "sets": list_sets(groups),
        "all": list_figures(groups, tuple(WORDS)),
        "verdicts": list_matrix(count_verdicts(blind), VERDICTS),
        "stances": list_matrix(count_stances(blind), STANCES),
        "confusions": list_confusions(count_verdicts(blind)),
        "measured": iter([f"Measured on {date.today()}, evidence base {bundled_evidence().sha256[:12]}."]),
    }
    if SHARED_GOLD.is_dir():
        seeds = score_files(sorted(SHARED_GOLD.glob("*.jsonl")), check)
        regions["real"] = list_figures({"real": seeds}, tuple(WORDS))
    written = {name: "\n".join(lines) + "\n" for name, lines in regions.items()}
    for page in PAGES:
        path = ROOT / page
        path.write_text(renew(path.read_text(encoding="utf-8"), written), encoding="utf-8")


def renew(text: str, regions: Mapping[str, str]) -> str:
    """Return a page with the regions that were measured."""
    return REGION.sub(lambda m: f"{m['head']}{regions[m['name']]}{m['foot']}" if m["name"] in regions else m[0], text)


def list_sets(groups: Mapping[str, Sequence[PageScore]]) -> Iterator[str]:
    """Yield a line for each set of labelled pages with its size."""
    yield "| set | files | pages | labelled claims |"
    yield "| --- | --- | ---: | ---: |"
    for name, scores in groups.items():
        claims = sum(len(score.page.gold) for score in scores)
        count = len({score.page.file for score in scores})
        yield f"| {TITLES[name]} | {count}: `{SETS[name]}` | {len(scores)} | {claims} |"


def list_figures(groups: Mapping[str, Sequence[PageScore]], names: Sequence[str]) -> Iterator[str]:
    """Yield a table of figures, one column a set, each with its 95% interval."""
    yield "| figure | " + " | ".join(TITLES.get(name, "real pages") for name in groups) + " |"
    yield "| --- |" + " --- |" * len(groups)
    figures = [measure(scores) for scores in groups.values()]
    for name in names:
        cells = [show(measured[name]) for measured in figures]
        if any(cells):
            yield f"| {WORDS[name]} | " + " | ".join(cell or "not labelled" for cell in cells) + " |"


def show(figure: Figure) -> str:
    """Return a figure with its interval and its counts; empty if it was not measured."""
    if not isinstance(figure, Share):
        return "" if figure is None else f"{figure:.2g}"
    if figure.interval is None:
        return ""
    low, high = figure.interval
    return f"{figure.hits / figure.total:.0%} ({low:.0%} to {high:.0%}; {figure.hits} of {figure.total})"


def list_matrix(counts: Counter[tuple[str, str]], names: Sequence[str]) -> Iterator[str]:
    """Yield a confusion matrix as a table."""
    yield "| labelled ↓, found → | " + " | ".join(names) + " |"
    yield "| --- |" + " ---: |" * len(names)
    for labelled in names:
        cells = (str(counts[labelled, found] or "·") for found in names)
        yield f"| {labelled} | " + " | ".join(cells) + " |"


def list_confusions(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Yield the commonest errors, the commonest first."""
    errors = sorted(((n, a, b) for (a, b), n in counts.items() if a != b), key=lambda e: (-e[0], e[1], e[2]))
    yield "| labelled | found | claims |"
    yield "| --- | --- | ---: |"
    for number, labelled, found in errors[:MOST_CONFUSIONS]:
        yield f"| {labelled} | {found} | {number} |"


if __name__ == "__main__":
    main()
