"""The report for a patient as text, as Markdown and as HTML."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from claimcheck.errors import InputError
from claimcheck.render import Options, Result
from claimcheck.render.escape import show_line, show_run
from claimcheck.render.html import render_page
from claimcheck.render.markdown import escape_markdown
from claimcheck.render.patient import IMPORTANT, Item, PatientView, make_view

_TITLE = "What this page says, and what is known"


class _Render(Protocol):
    def __call__(self, views: Sequence[PatientView], options: Options) -> str: ...


def render(results: Sequence[Result], form: str, options: Options) -> str:
    """Render the reports in one of the formats that people read; inputs that failed were told on stderr."""
    views = [make_view(result, options) for result in results if not isinstance(result, InputError)]
    return _FORMS[form](views, options)


def _render_table(views: Sequence[PatientView], options: Options) -> str:
    return _join(_lines(view, min(options.width, 88)) for view in views)


def _render_plain(views: Sequence[PatientView], options: Options) -> str:
    del options
    return _join(_lines(view, None) for view in views)


def _render_markdown(views: Sequence[PatientView], options: Options) -> str:
    del options
    return _join(_markdown(view) for view in views)


def _render_html(views: Sequence[PatientView], options: Options) -> str:
    return render_page("patient.html", views=views, options=options, title=_TITLE, important=IMPORTANT)


_FORMS: Mapping[str, _Render] = MappingProxyType(
    {"table": _render_table, "plain": _render_plain, "markdown": _render_markdown, "html": _render_html}
)


def _join(texts: Iterable[Iterable[str]]) -> str:
    return "\n\n".join("\n".join(lines) + "\n" for lines in texts)


def _lines(view: PatientView, width: int | None) -> Iterator[str]:
    """Yield the view as lines, wrapped where there is a width."""
    yield f"{_TITLE}: {show_line(view.name)}"
    yield ""
    yield _fill(f"{IMPORTANT}", width, "")
    yield ""
    yield _fill(view.summary, width, "")
    for section in view.sections:
        yield ""
        yield section.title
        yield from (_fill(paragraph, width, "") for paragraph in section.paragraphs)
        yield from (_fill(_say(item), width, "- ") for item in section.items)


def _say(item: Item) -> str:
    quoted = show_line("".join(piece.text for piece in item.quoted))
    return f"“{quoted}” {show_line(item.text)}" if quoted else show_line(item.text)


def _fill(text: str, width: int | None, bullet: str) -> str:
    if width is None:
        return f"{bullet}{text}"
    return textwrap.fill(
        text, width, initial_indent=bullet, subsequent_indent=" " * len(bullet), break_on_hyphens=False
    )


def _markdown(view: PatientView) -> Iterator[str]:
    text = escape_markdown
    yield f"# {_TITLE}: {text(view.name)}\n\n**{IMPORTANT}**\n\n{text(view.summary)}"
    for section in view.sections:
        yield f"\n## {section.title}\n"
        yield from (f"{text(paragraph)}\n" for paragraph in section.paragraphs)
        for item in section.items:
            quoted = text(show_run("".join(piece.text for piece in item.quoted)))
            yield f"- “{quoted}”  \n  {text(item.text)}" if quoted else f"- {text(item.text)}"
