"""Markdown, for a newsroom's document or an issue tracker; nothing of the page is taken for markup."""

import re
from collections.abc import Iterator, Sequence

from claimcheck.errors import InputError
from claimcheck.render import Options, Result
from claimcheck.render.arrange import describe_selection
from claimcheck.render.blocks import NOT_ADVICE, SILENCE, question_lines, report_citations, warning_lines
from claimcheck.render.cards import Card, Study, make_groups
from claimcheck.render.escape import show_line, show_run
from claimcheck.render.headline import count_shares, write_deck, write_headline
from claimcheck.render.lookups import TITLE, count_lookups, lookup_rows
from claimcheck.render.pieces import Piece
from claimcheck.render.provenance import provenance_lines
from claimcheck.report import Report

_MARKUP = re.compile(
    r"""
      [\\`*_\[\]<>|~$&^!]        # emphasis, code, links, tags, tables, entities, mathematics
    | (?<=[Hh][Tt][Tt][Pp]) :    # http:// would become a link
    | (?<=[Hh][Tt][Tt][Pp][Ss]) :
    | (?<=[Ff][Tt][Pp]) :
    | (?<=[Ww][Ww][Ww]) [.]
    | @                          # addresses and names
    | ^ \s* [#+\-=:]             # what begins a heading, a list, a rule or a definition
    | (?<= ^\d ) [.)] | (?<= ^\d\d ) [.)] | (?<= ^\d{3} ) [.)] | (?<= ^\d{4} ) [.)]
    """,
    re.VERBOSE,
)


def escape_markdown(text: str) -> str:
    r"""Return text that Markdown shows as it was typed, on one line.

    >>> escape_markdown("# 5* <b> www.example.org")
    '\\# 5\\* \\<b\\> www\\.example.org'
    """
    return _escape(show_line(text))


def render(results: Sequence[Result], options: Options) -> str:
    """Render the reports one after the other; inputs that failed were told on stderr."""
    reports = [result for result in results if not isinstance(result, InputError)]
    return "\n".join("\n".join(_lines(report, options)) + "\n" for report in reports)


def _escape(text: str) -> str:
    return _MARKUP.sub(lambda match: match[0][:-1] + "\\" + match[0][-1], text)


def _lines(report: Report, options: Options) -> Iterator[str]:
    text = escape_markdown
    yield f"# {text(report.document.name)}: {write_headline(report)}\n"
    if deck := write_deck(report):
        yield f"{deck}\n"
    yield f"*{NOT_ADVICE}*\n"
    yield from _shares(report)
    if selection := describe_selection(report, options):
        yield f"{selection}\n"
    yield "## Claim by claim\n"
    for section, cards in make_groups(report, options):
        if section is not None:
            yield f"### {text(section)}\n"
        for card in cards:
            yield from _card(card, "###" if section is None else "####")
    if warnings := warning_lines(report):
        yield "## Warnings from the wording\n"
        for words, message in warnings:
            yield f"- {' '.join(f'“{text(word)}”' for word in words)} {text(message)}".replace("-  ", "- ")
        yield ""
    if questions := question_lines(report):
        yield "## Questions for the clinic\n"
        yield from (f"- {text(question)}" for question in questions)
        yield ""
    if citations := report_citations(report):
        yield "## What the page cites\n"
        yield from (f"- **{text(cited)}** {text(said)}" for cited, said in citations)
        yield ""
    if report.lookups is not None:
        yield f"## {TITLE}\n"
        yield from (f"- **{text(name)}** {text(said)}" for name, said in lookup_rows(report))
        yield f"\n{count_lookups(report)}\n"
    yield "## Where this comes from\n"
    yield from (f"- {label}: {text(said)}" for label, said in provenance_lines(report, options.made_at))
    yield f"\n{SILENCE}"


def _shares(report: Report) -> Iterator[str]:
    if not report.assessments:
        return
    yield "| Claims | Verdict | Number |"
    yield "| --- | --- | ---: |"
    for group, shares in count_shares(report):
        yield from (f"| {group} | {share.symbol} {share.name} | {share.number} |" for share in shares)
    yield ""


def _card(card: Card, level: str) -> Iterator[str]:
    text = escape_markdown
    also = f" (also {', '.join(card.also).lower()})" if card.also else ""
    yield f"{level} {card.number}\\. {card.symbol} {card.name}{also}\n"
    yield f"> {_quote(card.pieces)}\n"
    if card.section:
        yield f"Under “{text(card.section)}”.\n"
    yield f"{text(card.why)}\n"
    lines = [f"**Number:** {text(card.number_line)}"] if card.number_line else []
    lines += [f"**Context:** {text(line)}" for line in card.context]
    lines += [f"**Study:** {text(card.nothing)}"] if card.nothing else []
    lines += [f"**Study:** {_study(study)}" for study in card.studies]
    lines += [f"**Cited:** {text(line)}" for line in card.cited]
    lines += [f"**Quote:** {text(card.quote)}", f"**Ask:** {text(card.ask)}"] if card.ask else []
    yield from (f"- {line}" for line in lines)
    yield ""


def _study(study: Study) -> str:
    text = escape_markdown
    role = f" ({text(study.role)})" if study.role else ""
    link = text(study.link_text)
    if study.link:
        link = f"[{link}](<{study.link}>)"  # an address holds no angle bracket, see web_address
    return f"{text(study.citation)}{role}: {text(study.design)}. {link} · {text(study.reading)} · {text(study.status)}"


def _quote(pieces: Sequence[Piece]) -> str:
    """Return the claim with its numbers and cues in bold."""
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    shown = show_run(piece.text)
    inner = shown.strip(" ")
    if not piece.marks or not inner:
        return _escape(shown)
    before, after = shown[: len(shown) - len(shown.lstrip(" "))], shown[len(shown.rstrip(" ")) :]
    return f"{before}**{_escape(inner)}**{after}"
