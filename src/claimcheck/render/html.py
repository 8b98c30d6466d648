"""One HTML file that needs nothing else: no script, no address that is fetched, all text from outside escaped."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.errors import InputError
from claimcheck.models import Verdict
from claimcheck.render import Options, Result
from claimcheck.render.arrange import describe_selection
from claimcheck.render.blocks import SILENCE, question_lines, report_citations, warning_lines
from claimcheck.render.cards import Card, make_groups
from claimcheck.render.escape import show
from claimcheck.render.headline import count_shares, write_deck, write_headline
from claimcheck.render.lookups import TITLE, count_lookups, lookup_rows
from claimcheck.render.page_text import make_paragraphs
from claimcheck.render.provenance import describe_time, provenance_lines
from claimcheck.report import Report

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


def render(results: Sequence[Result], options: Options) -> str:
    """Render the reports into one page; inputs that failed were told on stderr."""
    reports = [result for result in results if not isinstance(result, InputError)]
    return render_page("report.html", reports=[_view(n, r, options) for n, r in enumerate(reports, 1)], options=options)


def render_page(template: str, **context: Any) -> str:
    """Fill a template of this folder, with the style sheet and the policy that allows only it."""
    css = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _environment().get_template(template).render(css=css, policy=policy, **context)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show,  # of every value that is printed, before it is escaped
        keep_trailing_newline=True,
    )
    environment.filters["time"] = describe_time
    return environment


def _show(value: object) -> object:
    return show(value) if type(value) is str else value


def _view(number: int, report: Report, options: Options) -> dict[str, Any]:
    """Return what the template shows of a report."""
    groups = make_groups(report, options)
    cards = [card for _, group in groups for card in group]
    return {
        "id": f"r{number}",
        "name": report.document.name,
        "words": report.words,
        "claims": len(report.assessments),
        "headline": write_headline(report),
        "deck": write_deck(report),
        "selection": describe_selection(report, options),
        "shares": count_shares(report),
        "groups": groups,
        "cards": cards,
        "filters": _count_by_verdict(cards),
        "paragraphs": make_paragraphs(report, cards),
        "warnings": warning_lines(report),
        "citations": report_citations(report),
        "lookups": None if report.lookups is None else (TITLE, lookup_rows(report), count_lookups(report)),
        "checklist": report.checklist,
        "questions": question_lines(report),
        "silence": SILENCE,
        "provenance": provenance_lines(report, options.made_at),
    }


def _count_by_verdict(cards: Sequence[Card]) -> list[tuple[Card, int]]:
    """Return one card of each verdict with their number, worst first."""
    groups = [[card for card in cards if card.verdict == verdict.value] for verdict in Verdict]
    return [(group[0], len(group)) for group in groups if group]
