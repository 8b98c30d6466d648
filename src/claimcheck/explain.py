"""The pages behind ``claimcheck explain``: verdicts, rows of the decision table, red flags, checklist, terms.

Their sources are ``data/explain`` and the rows of the data files; the pages under ``docs/`` are made from the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from claimcheck.checklist import checklist_rows
from claimcheck.errors import DataError
from claimcheck.judge import decision_table
from claimcheck.models import READINGS, Verdict
from claimcheck.phrases import phrase_rows
from claimcheck.predicates import KIND, LIKELY, PREDICATES, READS, SAYS, split_likely
from claimcheck.red_flags import red_flag_rows
from claimcheck.resources import data_dir, expand_braces
from claimcheck.rows import ChecklistRow, RedFlagRow, VerdictRow

GROUPS = ("verdict", "rule", "red flag", "checklist", "term")
NEAREST = 5  # names offered for one that is not known
LIKE = 60.0  # fuzz.ratio from which a name is offered
MOST_WORDS = 12  # of a red flag that are printed
ROWS_MARK = "{rows}"  # in the page of a verdict, where its rows of the decision table stand

# What a rationale fills in, said in general.
FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "what the evidence says about this question",
        "study": "the study and its design",
        "unread": "which cited work nobody read",
        "title": "the title",
        "limits": "what weakens the study",
        "claimed": "the number on the page",
        "actual": "the number in the study",
        "interval": "the interval",
        "permitted": "the strongest wording it permits",
        "condition": "the condition",
        "source": "the source as the page names it",
        "candidates": "works that might be meant",
        "recovery": "what happens without the treatment",
    }
)

_TERM = re.compile(r"^### (?P<title>.+)\n(?:Also: (?P<also>.+)\n)?", re.MULTILINE)
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<address>[^)\s]+)\)")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_FIELD = re.compile(r"\{(\w+)\}")
_NOT_OF_A_NAME = re.compile(r"[^\w/]+")


@dataclass(frozen=True)
class Page:
    """What is said about one name."""

    name: str  # as it is asked for and printed
    group: str  # one of GROUPS
    text: str  # Markdown
    aliases: tuple[str, ...] = ()


@cache
def all_pages() -> tuple[Page, ...]:
    """Return every page, in the order of ``GROUPS``."""
    return (
        *(_make_verdict_page(verdict) for verdict in Verdict),
        *(_make_rule_page(row) for row in decision_table()),
        *(_make_flag_page(row) for row in red_flag_rows().values()),
        *(_make_checklist_page(row) for row in checklist_rows().values()),
        *_read_terms(data_dir() / "explain" / "glossary.md"),
    )


def find_pages(name: str) -> list[Page]:
    """Return the pages of a name, whatever its case, blanks and hyphens; an abbreviation is found too."""
    return [page for page in all_pages() if fold(name) in map(fold, (page.name, *page.aliases))]


def explain(name: str) -> str:
    """Return the pages of a name as text for a terminal; empty if it has none."""
    return "\n".join(to_plain(page.text) for page in find_pages(name))


def list_names() -> str:
    """Return every name by group."""
    parts = [f"{group}s" if group != "checklist" else group for group in GROUPS]
    lines = []
    for title, group in zip(parts, GROUPS, strict=True):
        lines += [title, *(f"  {page.name}" for page in all_pages() if page.group == group), ""]
    return "\n".join(lines[:-1]) + "\n"


def find_nearest(name: str) -> list[str]:
    """Return the names most like one that has no page, the likest first."""
    from rapidfuzz import fuzz, process

    names = {fold(known): page.name for page in all_pages() for known in (page.name, *page.aliases)}
    found = process.extract(fold(name), list(names), scorer=fuzz.ratio, limit=NEAREST, score_cutoff=LIKE)
    return list(dict.fromkeys(names[key] for key, _score, _place in found))


def fold(name: str) -> str:
    """Return a name in the form in which names are compared.

    >>> fold("No evidence found"), fold("GRADE "), fold("phase 1/2")
    ('no-evidence-found', 'grade', 'phase-1/2')
    """
    return _NOT_OF_A_NAME.sub("-", name.replace("_", "-").casefold()).strip("-")


def to_plain(markdown: str) -> str:
    """Return a page as it is read in a terminal: links by their text, or by their address on the web.

    >>> to_plain("See [the table](../decision-table.md) and [FDA](https://fda.gov).")
    'See the table and FDA (https://fda.gov).'
    """
    return _LINK.sub(_show_link, _COMMENT.sub("", markdown))


def _show_link(match: re.Match[str]) -> str:
    if match["address"].startswith("http") and match["address"] != match["text"]:
        return f"{match['text']} ({match['address']})"
    return match["text"]


def _make_verdict_page(verdict: Verdict) -> Page:
    source = _read(data_dir() / "explain" / "verdicts" / f"{verdict.value}.md")
    rows = [row for row in decision_table() if row.verdict == verdict.value]
    table = ["| row | says |", "| --- | --- |"]
    table += [f"| [{row.id}](../decision-table.md#{row.id}) | {_first_part(row)} |" for row in rows]
    return Page(verdict.value, "verdict", source.replace(ROWS_MARK, "\n".join(table)))


def _make_rule_page(row: VerdictRow) -> Page:
    conditions = [f"- {describe_condition(name)}" for name in row.when]
    given = ["All of this holds, and no row above decides:", "", *conditions] if row.when else ["No row above decides."]
    lines = [f"### {row.id}", f"Verdict: [{row.verdict}](verdicts/{row.verdict}.md)", "", *given, ""]
    lines += [f"It says: {_fill_in(' '.join(_parts(row)))}"]
    if row.would_support:
        lines += ["", f"What would support the claim: {row.would_support}"]
    return Page(row.id, "rule", "\n".join(lines) + "\n")


def describe_condition(name: str) -> str:
    """Say in words what a predicate of the decision table asks; ``!`` denies it."""
    bare = name.removeprefix("!")
    if bare.startswith(SAYS):
        text = f"Its words: {phrase_rows()[bare.removeprefix(SAYS)].note}."
    elif bare.startswith(READS):
        text = f"It reads most like {READINGS[bare.removeprefix(READS)]}."
    elif bare.startswith(LIKELY):
        reading, least = split_likely(bare)
        text = f"It reads like {READINGS[reading]}, with a probability of at least {least:.0%}."
    elif bare.startswith(KIND):
        text = f"It is a claim of the kind “{bare.removeprefix(KIND)}”."
    else:
        text = (PREDICATES[bare].__doc__ or bare).strip().split("\n")[0]
    return f"Not so: {text}" if name.startswith("!") else text


def _make_flag_page(row: RedFlagRow) -> Page:
    lines = [f"### {row.id}", f"Red flag: {row.name}", "", row.message, ""]
    if row.conditions_at_least is not None:
        lines += [f"Raised by: a page that names {row.conditions_at_least} or more unrelated conditions.", ""]
    else:
        lines += [f"Raised by: {_list_words(row.patterns)}.", ""]
        lines += [f"- raises it: “{example}”" for example in row.fires[:1]]
        lines += [f"- does not: “{example}”" for example in row.silent[:1]] + [""]
    return Page(row.id, "red flag", "\n".join([*lines, f"Who says so: <{row.source}>"]) + "\n", (row.name,))


def _list_words(patterns: Sequence[str]) -> str:
    words = [phrase for pattern in patterns for phrase in expand_braces(pattern)]
    rest = f" and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
    return ", ".join(f"“{word}”" for word in words[:MOST_WORDS]) + rest


def _make_checklist_page(row: ChecklistRow) -> Page:
    lines = [f"### {row.id}", row.question, "", f"If it does not, ask: “{row.ask}”"]
    return Page(row.id, "checklist", "\n".join(lines) + "\n")


def _read_terms(path: Path) -> Iterator[Page]:
    """Yield the entries of the glossary."""
    text = _read(path)
    matches = list(_TERM.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        also = match["also"] or ""
        aliases = tuple(alias.strip() for alias in also.split(",") if alias.strip())
        yield Page(match["title"], "term", text[match.start() : end].rstrip() + "\n", aliases)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(path, None, None, f"cannot be read ({error.strerror})") from error


def _parts(row: VerdictRow) -> Sequence[str]:
    return re.split(r"\s*\|\s*", row.rationale)


def _first_part(row: VerdictRow) -> str:
    return _fill_in(_parts(row)[0])


def _fill_in(template: str) -> str:
    return _FIELD.sub(lambda match: f"‹{FIELD_WORDS.get(match[1], match[1])}›", template)
