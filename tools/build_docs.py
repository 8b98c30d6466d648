"""Write the pages of docs/ that are made from data: ``python tools/build_docs.py [--check]``.

``--check`` writes nothing, names each page that is stale, and ends with 1 if there is any. The frames of the pages are
in tools/pages; what fills them comes from ``claimcheck.explain`` and from the evidence base.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from reference import build_reference

from claimcheck.checklist import checklist_rows
from claimcheck.evidence import EvidenceBase, bundled_evidence
from claimcheck.explain import Page, all_pages
from claimcheck.judge import decision_table
from claimcheck.red_flags import red_flag_rows
from claimcheck.resources import concepts
from claimcheck.rows import Record
from claimcheck.wording import DESIGN_WORDS

ROOT = Path(__file__).resolve().parent.parent
FRAMES = Path(__file__).resolve().parent / "pages"
NOT_PEOPLE = frozenset({"animal-study", "in-vitro-study"})
TYPE_WORDS: Mapping[str, str] = {
    "study": "study of a treatment",
    "review": "review of studies",
    "guideline": "guideline",
    "regulation": "rule or notice of a regulator",
    "harm-report": "report of harm",
    "natural-history": "recovery without the treatment",
    "preclinical": "animals and laboratory",
    "marketing-study": "study of advertising",
}
READ_WORDS: Mapping[str | None, str] = {
    "full-text": "the full text",
    "abstract": "an abstract, a registry entry or a part",
    "secondary": "only what others report of it",
    None: "nothing: known to exist, not read",
}
CERTAINTIES = ("high", "moderate", "low", "very-low", "none")


def main() -> int:
    """Write what is stale, or only name it."""
    parser = argparse.ArgumentParser(description="Write the pages of docs/ that are made from data.")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is stale")
    options = parser.parse_args()
    stale = [name for name, text in build_pages().items() if read(ROOT / name) != text]
    for name in stale:
        if not options.check:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(build_pages()[name], encoding="utf-8")
        print(f"{'stale' if options.check else 'wrote'}: {name}")
    return 1 if stale and options.check else 0


def read(path: Path) -> str:
    """Return the text of a file, empty if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def build_pages() -> dict[str, str]:
    """Return every generated page by its path in the checkout."""
    verdicts = {f"docs/verdicts/{page.name}.md": page.text for page in pages_of("verdict")}
    frames = {
        "glossary": {"glossary": join(pages_of("term"))},
        "decision-table": {"index": "\n".join(list_rules()), "rules": join(pages_of("rule"))},
        "red-flags": {"index": "\n".join(list_flags()), "flags": join(pages_of("red flag"))},
        "checklist": {"count": str(len(checklist_rows())), "items": join(pages_of("checklist"))},
        "evidence": describe_evidence(bundled_evidence()),
    }
    framed = {f"docs/{name}.md": fill(name, fields) for name, fields in frames.items()}
    return {**verdicts, **framed, **build_reference()}


def fill(name: str, fields: Mapping[str, str]) -> str:
    """Return a frame with its marks filled in."""
    frame = read(FRAMES / f"{name}.md")
    return re.sub(r"\{(\w+)\}", lambda mark: fields[mark[1]], frame).rstrip("\n") + "\n"


def pages_of(group: str) -> list[Page]:
    """Return the pages of a group."""
    return [page for page in all_pages() if page.group == group]


def join(pages: Iterable[Page]) -> str:
    """Return the texts of pages one after the other."""
    return "\n".join(page.text for page in pages)


def list_rules() -> Iterator[str]:
    """Yield a line for each row of the decision table."""
    for row in decision_table():
        yield f"| [{row.id}](#{row.id}) | [{row.verdict}](verdicts/{row.verdict}.md) |"


def list_flags() -> Iterator[str]:
    """Yield a line for each red flag."""
    for row in red_flag_rows().values():
        yield f"| [{row.name}](#{row.id}) | {row.message} |"


def describe_evidence(base: EvidenceBase) -> dict[str, str]:
    """Return the figures and tables of the page on the evidence base."""
    records, findings = list(base.records.values()), list(base.findings.values())
    retracted = count(records, lambda record: record.status == "retracted")
    return {
        "records": str(len(records)),
        "findings": str(len(findings)),
        "abstracts": str(count(records, lambda record: record.read == "abstract")),
        "secondary": str(count(records, lambda record: record.read == "secondary")),
        "full": str(count(records, lambda record: record.read == "full-text")),
        "unassessed": str(count(records, lambda record: not record.assessed)),
        "inferred": str(count(records, lambda record: record.design_basis == "inferred")),
        "designed": str(count(records, lambda record: record.design is not None)),
        "unknown_control": str(count(records, lambda record: record.controlled is None)),
        "titles": str(count(records, lambda record: record.title is not None and not record.title_exact)),
        "checked": describe_checks(records),
        "retracted": str(retracted),
        "retracted_noun": "record is" if retracted == 1 else "records are",
        "our_rating": str(sum(finding.certainty_basis == "our-rating" for finding in findings)),
        "refuted": str(sum(bool(finding.refuted_by) for finding in findings)),
        "by_condition": "\n".join(list_conditions(base)),
        "by_design": "\n".join(list_designs(records)),
        "by_type": rows((words, count(records, is_of_type(name))) for name, words in TYPE_WORDS.items()),
        "by_read": rows((words, count(records, is_read(depth))) for depth, words in READ_WORDS.items()),
        "by_certainty": rows((name, sum(f.certainty == name for f in findings)) for name in CERTAINTIES),
    }


def describe_checks(records: Sequence[Record]) -> str:
    """Say how many records were looked up for a retraction, and when last."""
    dates = [record.status_checked_on for record in records if record.status_checked_on]
    return f"{len(dates)} records checked, last on {max(dates)}" if dates else "not checked in a systematic way yet"


def count(records: Iterable[Record], test: Callable[[Record], bool]) -> int:
    """Count the records that pass a test."""
    return sum(map(test, records))


def is_of_type(name: str) -> Callable[[Record], bool]:
    """Return the test for a type of record."""
    return lambda record: record.type == name


def is_read(depth: str | None) -> Callable[[Record], bool]:
    """Return the test for a read depth."""
    return lambda record: record.read == depth


def rows(cells: Iterable[tuple[str, int]]) -> str:
    """Return the lines of a table of two columns."""
    return "\n".join(f"| {name} | {number} |" for name, number in cells)


def list_conditions(base: EvidenceBase) -> Iterator[str]:
    """Yield a line for each condition, the best covered first."""
    records = Counter(condition for record in base.records.values() for condition in record.conditions)
    compared = Counter(c for record in base.records.values() if is_compared(record) for c in record.conditions)
    findings = Counter(c for finding in base.findings.values() for c in finding.conditions or ["any-condition"])
    for condition, number in sorted(records.items(), key=lambda pair: (-pair[1], pair[0])):
        name = "*general*" if condition == "any-condition" else concepts()[condition].name
        yield f"| {name} | {number} | {compared[condition]} | {findings[condition]} |"


def is_compared(record: Record) -> bool:
    """Tell whether a source states a comparison group, in people."""
    return record.controlled is True and record.design not in NOT_PEOPLE and record.type in ("study", "review")


def list_designs(records: Sequence[Record]) -> Iterator[str]:
    """Yield a line for each design, with its entry in the glossary."""
    total: Counter[str | None] = Counter(record.design for record in records)
    inferred: Counter[str | None] = Counter(r.design for r in records if r.design_basis == "inferred")
    terms = {alias: page.name for page in pages_of("term") for alias in (fold_name(page.name), *page.aliases)}
    for design, words in DESIGN_WORDS.items():
        anchor = terms[design].lower().replace(" ", "-")
        yield f"| [{words}](glossary.md#{anchor}) | {total[design]} | {inferred[design]} |"
    yield f"| not established | {total[None]} | {inferred[None]} |"


def fold_name(name: str) -> str:
    """Return the name of a term in the form of an id."""
    return name.replace(" ", "-")


if __name__ == "__main__":
    sys.exit(main())
