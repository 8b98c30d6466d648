"""Reports to text: one module a format, named in ``RENDERERS``.

Each module has ``render(results, options) -> str``, a pure function.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from claimcheck.errors import InputError
    from claimcheck.report import Report

Result: TypeAlias = "Report | InputError"  # of one input, in the order given

RENDERERS: Mapping[str, str] = MappingProxyType(
    {
        "table": "claimcheck.render.table",
        "plain": "claimcheck.render.plain",
        "json": "claimcheck.render.json",
        "jsonl": "claimcheck.render.jsonl",
        "csv": "claimcheck.render.csv",
        "markdown": "claimcheck.render.markdown",
        "html": "claimcheck.render.html",
        "claimreview": "claimcheck.render.claimreview",
    }
)
FOR_PATIENTS = ("table", "plain", "markdown", "html")  # the formats that have a view for patients


@dataclass(frozen=True)
class Options:
    """How a report is laid out. Formats ignore what does not apply to them."""

    width: int = 80  # columns
    color: bool = False
    links: bool = False  # clickable addresses, for a terminal
    explain: bool = False
    reply: bool = False  # a sentence to quote and one to put to the clinic, for each claim
    questions: bool = False  # what to ask the clinic
    made_at: str = ""  # ISO date or time of the check; empty where the same text must give the same bytes
    sort: str = "worst"  # or "page": the order of the claims
    group: str = ""  # "section": claims of one section together; "none"; else as the format has it
    only: tuple[str, ...] = ()  # verdicts to show; none means all
    reader: str = "journalist"  # or "patient"


def render(results: Sequence[Result], form: str, options: Options) -> str:
    """Render the results of all inputs as one text, ending in a newline."""
    if options.reader == "patient" and form in FOR_PATIENTS:
        return cast(str, import_module("claimcheck.render.patient_text").render(results, form, options))
    module = import_module(RENDERERS[form])  # late: rich is slow to import and JSON has no use for it
    return cast(str, module.render(results, options))
