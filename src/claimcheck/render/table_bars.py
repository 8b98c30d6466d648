"""The shares of verdicts as lines of a terminal: told apart by symbol, number and length as well as by colour."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from claimcheck.models import Verdict
from claimcheck.render.headline import Share, count_shares
from claimcheck.render.styles import STYLES
from claimcheck.report import Report

_LABEL_WIDTH = 11
_LABELS = {"Claims of benefit": "of benefit", "Other claims": "other"}


def make_bars(report: Report, width: int) -> Iterator[Text]:
    """Yield a bar for the claims of benefit and one for the others, in proportion, and what the symbols mean."""
    groups = count_shares(report)
    for name, shares in groups:
        yield Text.assemble((f"{_LABELS[name]:<{_LABEL_WIDTH}}", "dim"), _make_bar(shares, width - _LABEL_WIDTH))
    named = {share.verdict: share for _, shares in groups for share in shares}
    if named:
        legend = Text(" " * _LABEL_WIDTH)
        for verdict in Verdict:
            if verdict.value in named:
                share = named[verdict.value]
                legend.append(f"{share.symbol} {share.name.lower()}   ", style="dim")
        legend.rstrip()
        yield legend


def _make_bar(shares: Sequence[Share], width: int) -> Text:
    """Return segments as wide as their shares, none too short for its label; gaps between them."""
    labels = [f" {share.symbol} {share.number} " for share in shares]
    least = [len(label) + 2 for label in labels]
    free = max(0, width - sum(least) - len(shares) + 1)
    total = sum(share.number for share in shares)
    wanted = [
        max(0.0, share.number * (width - len(shares) + 1) / total - low)
        for share, low in zip(shares, least, strict=True)
    ]
    scale = free / sum(wanted) if sum(wanted) else 0.0
    bar = Text(no_wrap=True)
    for share, label, low, extra in zip(shares, labels, least, wanted, strict=True):
        segment = label.center(low + int(extra * min(1.0, scale)), "━")
        style = STYLES[Verdict(share.verdict)] if share.colored else ""
        bar.append(segment, style=style).append(" ")
    bar.rstrip()
    return bar
