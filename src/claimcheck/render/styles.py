"""The colours of verdicts on a terminal: of middling brightness, to be read on black as on white."""

from collections.abc import Mapping
from types import MappingProxyType

from claimcheck.models import Verdict

WIDE = 120  # columns from which claims and evidence stand side by side
COLORS: Mapping[Verdict, int] = MappingProxyType(  # of the 256 that terminals share
    {
        Verdict.CONTRADICTED: 160,
        Verdict.MISQUOTED: 133,
        Verdict.OVERSTATED: 130,
        Verdict.NO_EVIDENCE_FOUND: 32,
        Verdict.EARLY_EVIDENCE: 30,
        Verdict.NOT_CHECKABLE: 243,
        Verdict.SUPPORTED: 28,
    }
)
STYLES: Mapping[Verdict, str] = MappingProxyType({verdict: f"bold color({color})" for verdict, color in COLORS.items()})
