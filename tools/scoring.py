"""Compare the claims found on a page with the labelled ones, and count what was right.

A labelled page is one JSON line: "text", or "file" (a name in the folder ../seeds beside the file's own folder);
"claims" with quote, start, end, kind, stance, verdicts and optional kind_alt, stance_alt, study_ids; "non_claims"
are sentences that are none; "ambiguous" ones count neither way, and neither do direct questions.
"""

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MATCHING = 0.5  # intersection over union from which two spans are the same claim
TOUCHING = 0.5  # share of the shorter span from which a claim lies on a sentence
Z95 = 1.959964  # of the normal distribution, for a two-sided 95% interval
RECORDS_SHOWN = 3

ACCUSING = frozenset({"contradicted", "misquoted", "overstated"})
BENEFIT_STANCES = frozenset({"asserted", "hedged", "aim"})  # the others deny, warn or ask

Span = tuple[int, int]  # code points, end exclusive
Predicted = Mapping[str, Any]  # a claim in the JSON form of a report; without "verdict" if it was not judged


@dataclass(frozen=True)
class GoldClaim:
    """A labelled claim."""

    quote: str
    start: int
    end: int
    kind: str
    stance: str
    kinds: frozenset[str]  # accepted
    stances: frozenset[str]  # accepted
    verdicts: tuple[str, ...]  # accepted, the likeliest first
    study_ids: frozenset[str]

    @property
    def span(self) -> Span:
        """Place in the page."""
        return self.start, self.end


@dataclass(frozen=True)
class Page:
    """A labelled page."""

    file: str  # name of the gold file
    row: Mapping[str, Any]  # as it was read
    text: str
    gold: tuple[GoldClaim, ...]
    non_claims: tuple[Span, ...]
    uncounted: tuple[Span, ...]  # ambiguous sentences and direct questions


@dataclass(frozen=True)
class PageScore:
    """What was found on a page, beside what is there."""

    page: Page
    pairs: tuple[tuple[GoldClaim, Predicted], ...]
    missed: tuple[GoldClaim, ...]
    extra: tuple[Predicted, ...]  # lie on no labelled claim and on nothing uncounted
    predicted: tuple[Predicted, ...]  # all but direct questions
    inexact: int  # claims whose text is not the slice at their offsets


@dataclass(frozen=True)
class Share:
    """A proportion with its counts."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """Proportion 0-1, or None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95% interval, which takes claims as independent of their page."""
        if not self.total:
            return None
        n, p = self.total, self.hits / self.total
        middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 / (1 + Z95**2 / n) * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


Figure = Share | float | int | None


class GoldError(Exception):
    """A gold file does not hold what it should."""


def read_pages(path: Path) -> list[Page]:
    """Read a gold file.

    Raises:
        GoldError: a line is no page, or a quote does not stand where it should.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_read_page(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def fingerprint(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_page(path: Path, number: int, line: str) -> Page:
    try:
        row = json.loads(line)
        text = row["text"] if "text" in row else _read_seed(path, row["file"])
        claims, uncounted = _read_claims(text, row["claims"])
        uncounted += [_find(text, quote) for quote in row.get("ambiguous") or []]
        non_claims = [_find(text, quote) for quote in row.get("non_claims") or []]
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise GoldError(f"{path.name}:{number}: {type(error).__name__}") from error  # not the text: may be unseen
    return Page(path.name, row, text, tuple(claims), tuple(non_claims), tuple(uncounted))


def _read_seed(path: Path, name: str) -> str:
    return (path.parent.parent / "seeds" / name).read_bytes().decode("utf-8")


def _read_claims(text: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[GoldClaim], list[Span]]:
    """Return the claims to find, and the places of direct questions."""
    claims: list[GoldClaim] = []
    questions: list[Span] = []
    after: dict[str, int] = {}  # where to look for the next claim of the same wording
    for row in rows:
        quote = row["quote"]
        start = row["start"] if "start" in row else text.index(quote, after.get(quote, 0))
        end = start + len(quote)
        after[quote] = start + 1
        if text[start:end] != quote:
            raise ValueError("quote is not at its offsets")
        if row["stance"] == "question" and quote.rstrip().endswith("?"):
            questions.append((start, end))
            continue
        claims.append(
            GoldClaim(
                quote,
                start,
                end,
                row["kind"],
                row["stance"],
                frozenset([row["kind"], *(row.get("kind_alt") or [])]),
                frozenset([row["stance"], *(row.get("stance_alt") or [])]),
                tuple(row["verdicts"]),
                frozenset(row.get("study_ids") or []),
            )
        )
    return claims, questions


def _find(text: str, quote: str) -> Span:
    start = text.index(quote)
    return start, start + len(quote)


def overlap(a: Span, b: Span) -> float:
    """Return the intersection over union of two spans.

    >>> overlap((0, 10), (5, 10)), overlap((0, 5), (5, 9))
    (0.5, 0.0)
    """
    inside = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inside / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def touches(a: Span, b: Span) -> bool:
    """Tell whether half of the shorter span lies in the other."""
    inside = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inside / max(1, min(a[1] - a[0], b[1] - b[0])) >= TOUCHING


def pair_spans(gold: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Pair spans one to one, best overlap first; one claim over a whole page gains nothing.

    >>> pair_spans([(0, 10), (10, 20)], [(0, 20), (0, 9)])
    {0: 1, 1: 0}
    """
    scored = [(-overlap(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(found)]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _score, i, j in sorted(pair for pair in scored if -pair[0] >= MATCHING):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def score_page(page: Page, claims: Sequence[Predicted]) -> PageScore:
    """Pair the claims found on a page with the labelled ones."""
    found = [c for c in claims if not (c["stance"] == "question" and c["text"].rstrip().endswith("?"))]
    spans = [(claim["start"], claim["end"]) for claim in found]
    pairs = pair_spans([claim.span for claim in page.gold], spans)
    paired = set(pairs.values())
    return PageScore(
        page,
        pairs=tuple((page.gold[i], found[j]) for i, j in sorted(pairs.items())),
        missed=tuple(claim for i, claim in enumerate(page.gold) if i not in pairs),
        extra=tuple(
            claim
            for j, (claim, span) in enumerate(zip(found, spans, strict=True))
            if j not in paired and not any(touches(span, other) for other in page.uncounted)
        ),
        predicted=tuple(found),
        inexact=sum(page.text[claim["start"] : claim["end"]] != claim["text"] for claim in claims),
    )


def measure(scores: Sequence[PageScore]) -> dict[str, Figure]:
    """Return every figure of some pages by name."""
    pairs = [pair for score in scores for pair in score.pairs]
    gold = sum(len(score.page.gold) for score in scores)
    extra = [claim for score in scores for claim in score.extra]
    judged = [(claim, found) for claim, found in pairs if "verdict" in found]
    sourced = [(claim, found) for claim, found in judged if claim.study_ids]
    precision, recall = Share(len(pairs), len(pairs) + len(extra)), Share(len(pairs), gold)
    right = sum(found["verdict"] in claim.verdicts for claim, found in judged)
    predicted = sum(len(score.predicted) for score in scores)
    accused_extra = sum(claim.get("verdict") in ACCUSING for claim in extra)
    return {
        "pages": len(scores),
        "gold": gold,
        "found": predicted,
        "recall": recall,
        "precision": precision,
        "f1": _f1(precision.value, recall.value),
        "kind": _share(found["kind"] in claim.kinds for claim, found in pairs),
        "stance": _share(found["stance"] in claim.stances for claim, found in pairs),
        "polarity": _share(
            (found["stance"] in BENEFIT_STANCES) in {stance in BENEFIT_STANCES for stance in claim.stances}
            for claim, found in pairs
        ),
        "verdict": Share(right, len(judged)),
        "verdict_by_lookup": _lookup([claim for claim, _ in judged]),
        "end_to_end": Share(right, gold if judged else 0),
        "accused_innocent": _share(
            found["verdict"] in ACCUSING for claim, found in judged if not ACCUSING & set(claim.verdicts)
        ),
        "caught_guilty": _share(
            found["verdict"] in ACCUSING for claim, found in judged if set(claim.verdicts) <= ACCUSING
        ),
        "accused_non_claims_per_page": accused_extra / len(scores) if judged else None,
        "record_at_3": _share(bool(claim.study_ids & _records_shown(found)) for claim, found in sourced),
        "non_claims_hit": _share(
            any(touches(span, (claim["start"], claim["end"])) for claim in score.predicted)
            for score in scores
            for span in score.page.non_claims
        ),
        "claims_on_empty_pages": sum(len(s.predicted) for s in scores if not s.page.row["claims"]),
        "inexact_offsets": sum(score.inexact for score in scores),
    }


def _share(tests: Iterable[bool]) -> Share:
    results = list(tests)
    return Share(sum(results), len(results))


def _f1(precision: float | None, recall: float | None) -> float | None:
    if not precision or not recall:
        return None
    return 2 * precision * recall / (precision + recall)


def _lookup(claims: Sequence[GoldClaim]) -> Share:
    """Return what the best verdict for each kind and stance would get, with no evidence at all."""
    groups: dict[tuple[str, str], list[GoldClaim]] = defaultdict(list)
    for claim in claims:
        groups[claim.kind, claim.stance].append(claim)
    right = sum(max(Counter(v for c in group for v in set(c.verdicts)).values()) for group in groups.values())
    return Share(right, len(claims))


def _records_shown(found: Predicted) -> set[str]:
    return {
        name
        for link in found.get("evidence", ())[:RECORDS_SHOWN]
        for name in (link["id"], *(link.get("aliases") or ()))
    }


def count_stances(scores: Sequence[PageScore]) -> Counter[tuple[str, str]]:
    """Count (labelled, found) stances; an accepted one counts as labelled."""
    return Counter(
        (found["stance"] if found["stance"] in claim.stances else claim.stance, found["stance"])
        for score in scores
        for claim, found in score.pairs
    )


def count_verdicts(scores: Sequence[PageScore]) -> Counter[tuple[str, str]]:
    """Count (labelled, found) verdicts; an accepted one counts as labelled, else the first of them."""
    return Counter(
        (found["verdict"] if found["verdict"] in claim.verdicts else claim.verdicts[0], found["verdict"])
        for score in scores
        for claim, found in score.pairs
        if "verdict" in found
    )


def group_by(scores: Sequence[PageScore], name: Callable[[Page], str]) -> dict[str, list[PageScore]]:
    """Sort scores into groups by a name of their page, in order of name."""
    groups: dict[str, list[PageScore]] = defaultdict(list)
    for score in scores:
        groups[name(score.page)].append(score)
    return dict(sorted(groups.items()))
