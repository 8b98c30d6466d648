"""Where a report comes from: what was read, with which programme, against which evidence, and when."""

import datetime
import re

from claimcheck import __version__
from claimcheck.render import Options
from claimcheck.render.blocks import Line
from claimcheck.report import Report
from claimcheck.wording import count

_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{}|]+\Z", re.IGNORECASE)
_MONTHS = ("January February March April May June July August September October November December").split()


def provenance_lines(report: Report, made_at: str) -> list[Line]:
    """Return what a reader needs in order to repeat the check."""
    document, evidence = report.document, report.evidence
    lines = [
        ("Source", document.name),
        ("Source SHA-256", document.sha256),
        ("Checked on", describe_time(made_at)) if made_at else ("", ""),
        ("Checked with", f"claimcheck {__version__}"),
        (
            "Evidence base",
            f"{count(len(evidence.records), 'record')}, {count(len(evidence.findings), 'finding')}; "
            + (f"retractions last checked {evidence.checked_on}" if evidence.checked_on else "no retraction check"),
        ),
        ("Evidence SHA-256", evidence.sha256),
    ]
    return [(label, text) for label, text in lines if text]


def made_lines(options: Options) -> list[str]:
    """Return when and with what a text was made, where it carries a date."""
    return [f"Checked on {describe_time(options.made_at)} with claimcheck {__version__}."] if options.made_at else []


def describe_time(iso: str) -> str:
    """Return a date or a time in words.

    >>> describe_time("2026-03-01"), describe_time("2026-03-01T09:05:00Z")
    ('1 March 2026', '1 March 2026, 09:05 UTC')
    """
    day = datetime.date.fromisoformat(iso[:10])
    text = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{text}, {iso[11:16]} UTC" if len(iso) > 10 else text


def web_address(text: str | None) -> str | None:
    """Return an address that may be made a link, and None for anything else, such as a script.

    >>> web_address("https://doi.org/10.1/x"), web_address("javascript:alert(1)")
    ('https://doi.org/10.1/x', None)
    """
    return text if text and _ADDRESS.match(text) else None
