"""Which claims are shown, and in which order."""

from collections.abc import Sequence

from claimcheck.models import Assessment
from claimcheck.render import Options
from claimcheck.render.blocks import sort_worst_first
from claimcheck.report import Report
from claimcheck.wording import count


def arrange(assessments: Sequence[Assessment], options: Options) -> list[Assessment]:
    """Return the claims that were asked for: worst first, or as they stand on the page."""
    chosen = [a for a in assessments if not options.only or a.verdict.value in options.only]
    return sort_worst_first(chosen) if options.sort == "worst" else sorted(chosen, key=lambda a: a.claim.start)


def arrange_groups(
    assessments: Sequence[Assessment], options: Options, *, usual: str = "none"
) -> list[tuple[str | None, list[Assessment]]]:
    """Return the claims that were asked for, under their sections if that was asked for too, or is usual.

    Sections stand in the order of the page; the order of the claims holds within each.
    """
    shown = arrange(assessments, options)
    if (options.group or usual) != "section":
        return [(None, shown)] if shown else []
    sections = dict.fromkeys(a.claim.section for a in sorted(shown, key=lambda a: a.claim.start))
    return [(section, [a for a in shown if a.claim.section == section]) for section in sections]


def describe_selection(report: Report, options: Options) -> str | None:
    """Say that not all claims are shown, so that a selection is not taken for the page."""
    if not options.only:
        return None
    shown = len(arrange(report.assessments, options))
    wanted = ", ".join(verdict.replace("-", " ") for verdict in options.only)
    return f"Shown: {shown} of {count(len(report.assessments), 'claim')} (only {wanted})."
