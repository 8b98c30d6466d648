"""A comparison of two versions of a page as a table, as plain text and as JSON."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from claimcheck import __version__
from claimcheck.compare import Change, ChangeKind, Comparison
from claimcheck.models import Assessment
from claimcheck.render import Options
from claimcheck.render.blocks import SYMBOLS, base_lines, name_verdict
from claimcheck.render.escape import escape_json, show_line
from claimcheck.render.provenance import made_lines
from claimcheck.report import SCHEMA_VERSION, Report
from claimcheck.wording import count

SIGNS: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.STRENGTHENED: "↑",
        ChangeKind.ADDED: "+",
        ChangeKind.WEAKENED: "↓",
        ChangeKind.DROPPED: "−",
        ChangeKind.REWORDED: "~",
    }
)
_COLORS: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.STRENGTHENED: "bold color(130)",
        ChangeKind.ADDED: "bold color(32)",
        ChangeKind.WEAKENED: "bold color(30)",
        ChangeKind.DROPPED: "bold color(243)",
        ChangeKind.REWORDED: "bold",
    }
)


class _Render(Protocol):
    def __call__(self, comparison: Comparison, options: Options) -> str: ...


def render_comparison(comparison: Comparison, form: str, options: Options) -> str:
    """Render a comparison in one of FORMATS."""
    return FORMATS[form](comparison, options)


def comparison_to_dict(comparison: Comparison, options: Options) -> dict[str, Any]:
    """Return the comparison with every changed claim as the JSON report has it."""
    old, new = comparison.old.to_dict(), comparison.new.to_dict()
    claims = [{claim["id"]: claim for claim in report["claims"]} for report in (old, new)]
    document = {
        "schema_version": SCHEMA_VERSION,
        "claimcheck_version": __version__,
        "evidence_base": new["evidence_base"],
        "old": {name: old["source"][name] for name in ("name", "sha256")},
        "new": {name: new["source"][name] for name in ("name", "sha256")},
        "changes": [_change_to_dict(change, *claims) for change in comparison.changes],
        "summary": {kind.value: comparison.count(kind) for kind in ChangeKind} | {"unchanged": comparison.unchanged},
    }
    return document | ({"checked_at": options.made_at} if options.made_at else {})


def _change_to_dict(change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "change": change.kind.value,
        "score": change.score,
        "reasons": list(change.reasons),
        "old": old[change.old.claim.id] if change.old else None,
        "new": new[change.new.claim.id] if change.new else None,
    }


def _render_json(comparison: Comparison, options: Options) -> str:
    return escape_json(json.dumps(comparison_to_dict(comparison, options), ensure_ascii=False, indent=2)) + "\n"


def _render_plain(comparison: Comparison, options: Options) -> str:
    lines = [*_head(comparison), ""]
    for change in comparison.changes:
        lines.append(f"{change.kind.value.upper()} {SIGNS[change.kind]}")
        lines += [f"{label}: {text}" for label, text in _lines(change)]
        lines.append("")
    return "\n".join(map(show_line, [*lines, *_foot(comparison, options)])) + "\n"


def _render_table(comparison: Comparison, options: Options) -> str:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from claimcheck.render.console import make_console

    console = make_console(options)
    name, *rest = _head(comparison)
    console.print(Text(show_line(name), "bold"))
    for line in rest:
        console.print(Text(show_line(line)))
    console.print(Text("─" * options.width, "dim"))
    for change in comparison.changes:
        console.print(Text(f" {SIGNS[change.kind]} {change.kind.value.upper()}", _COLORS[change.kind]))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(min_width=7, no_wrap=True)
        grid.add_column(overflow="fold")
        for label, text in _lines(change):
            grid.add_row(Text(label, "dim"), Text(show_line(text)))
        console.print(Padding(grid, (0, 0, 0, 3)))
        console.print()
    for line in _foot(comparison, options):
        console.print(Text(show_line(line), "dim"))
    written = console.file.getvalue()  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in written.split("\n")[:-1])


FORMATS: Mapping[str, _Render] = MappingProxyType(
    {"table": _render_table, "plain": _render_plain, "json": _render_json}
)


def _head(comparison: Comparison) -> list[str]:
    old, new = comparison.old, comparison.new
    counted = [f"{comparison.count(kind)} {kind.value}" for kind in ChangeKind if comparison.count(kind)]
    return [
        f"{_name(old)} → {_name(new)}",
        f"{', '.join(counted) or 'no claim changed'}; {comparison.unchanged} as before",
    ]


def _name(report: Report) -> str:
    return f"{report.document.name} ({count(len(report.assessments), 'claim')})"


def _lines(change: Change) -> Iterator[tuple[str, str]]:
    if change.old:
        yield "Before", f'"{change.old.claim.text}"'
    if change.new:
        yield ("Now" if change.old else "Claim"), f'"{change.new.claim.text}"'
    yield from (("Change", reason) for reason in change.reasons)
    yield "Verdict", _verdicts(change.old, change.new)
    if change.new:
        yield "Why", change.new.rationale


def _verdicts(old: Assessment | None, new: Assessment | None) -> str:
    named = [f"{SYMBOLS[a.verdict]} {name_verdict(a.verdict).lower()}" for a in (old, new) if a]
    return " → ".join(dict.fromkeys(named))


def _foot(comparison: Comparison, options: Options) -> list[str]:
    return [
        "A claim that became stronger is not thereby untrue; a claim that was dropped was not thereby withdrawn.",
        base_lines(comparison.new)[-1],
        *made_lines(options),
    ]
