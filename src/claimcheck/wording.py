"""What may be said about a record: its citation, its design, how it was read. Pure functions of a row.

A null is not a no. What nobody read is said to be unread, never to be absent.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from claimcheck.rows import Record

DESIGN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "systematic-review-of-rcts": "systematic review of randomised trials",
        "rct": "randomised controlled trial",
        "randomised-crossover": "randomised crossover trial",
        "non-randomised-controlled-trial": "controlled trial, not randomised",
        "systematic-review-of-mixed-designs": "systematic review of studies of mixed designs",
        "cohort": "cohort study",
        "single-arm-trial": "single arm",
        "registry-study": "registry study",
        "case-series": "case series",
        "case-report": "case report",
        "animal-study": "animal study",
        "in-vitro-study": "laboratory study",
        "narrative-review": "narrative review, not a study of its own",
        "guideline": "guideline",
        "regulatory-notice": "notice of a regulator",
        "content-analysis": "survey of what websites say",
    }
)
ROLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cited": "cited by the page",
        "supports": "in favour",
        "against": "against",
        "context": "context",
        "candidate": "candidate only; the page does not say which study it means",
    }
)
CITATION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "matches": "identified",
        "title-altered": "identified, but its title reads differently",
        "different-work": "this identifier belongs to another work",
        "known-not-assessed": "exists, but was not read for the evidence base",
        "unknown": "could not be identified, which does not mean that it does not exist",
        "retracted": "identified, and retracted",
        "unchecked": "not checked",
    }
)
NO_CONTROL = "no comparison group"
NULL_CONTROL = "the part we read describes no comparison group"

_NOUNS = MappingProxyType(
    {
        "people": ("person", "people"),
        "studies": ("study", "studies"),
        "animals": ("animal", "animals"),
        "websites": ("website", "websites"),
        "cases": ("case", "cases"),
    }
)
_MAY_LACK_CONTROL = frozenset({"cohort", "single-arm-trial", "registry-study", "case-series", None})
_STUDY_TYPES = frozenset({"study", "harm-report", "marketing-study"})
_RULE_TYPES = frozenset({"guideline", "regulation"})
_LONGEST_LABEL = 60  # characters of a title that stands in for an author
_CONTROL_IN_NAME = frozenset(
    {"rct", "randomised-crossover", "non-randomised-controlled-trial", "systematic-review-of-rcts"}
)
_BLINDED = re.compile(r"(?:single|double|triple|quadruple)-(?:blind(?:ed)?|masked)\b", re.IGNORECASE)
_AUTHOR = re.compile(
    r"""
    (?P<surname> [^,;]+? (?<! \s ) )    # "van Middendorp"
    \s+ [A-Z]{1,4}            # initials
    (?= [,;] | \s (?: et | and | & ) \s | \s et\b | $ )
    """,
    re.VERBOSE,
)


def cite(record: Record) -> str:
    """Return the short citation, such as "Bydon 2024, Nature Communications"."""
    head = " ".join(part for part in (_first_author(record), str(record.year or "")) if part)
    name = head if _first_author(record) else " ".join(p for p in (_label(record), head and f"({head})") if p)
    return f"{name}, {record.journal}" if record.journal else name


def cite_in_full(record: Record) -> str:
    """Return authors, title, journal, year and pages; a title not seen letter by letter in brackets."""
    title = record.title if record.title_exact or not record.title else f"[{record.title}]"
    published = "; ".join(part for part in (str(record.year or ""), record.volume_pages or "") if part)
    parts = (record.authors, title, record.journal, published)
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def describe_design(record: Record) -> str:
    """Say how the study was built, in words that claim no more than was read.

    Example: "phase 1, single arm, 10 people, no comparison group, in the abstract; primary endpoint: safety".
    """
    if not record.assessed:
        return "the work itself was not read"
    parts = [_phase(record), _design(record), _blinding(record), _size(record), _control(record)]
    text = ", ".join([part for part in parts if part] + _depth(record))
    if record.controlled is None and _may_lack_control(record):
        text += f"; {NULL_CONTROL}"
    if record.primary_endpoint:
        text += f"; primary endpoint: {record.primary_endpoint}"
    return text


def describe_status(record: Record) -> str:
    """Say whether the work was retracted, or that nobody checked."""
    notable = {
        "retracted": "retracted",
        "expression-of-concern": "under an expression of concern",
        "corrected": "corrected since",
        "terminated": "stopped early",
        "in-force": "in force",
        "registered": "registered, results not seen",
    }.get(record.status or "", "")
    if record.type in _RULE_TYPES:
        return notable or "status not checked"
    if record.status in ("retracted", "registered"):
        return notable
    checked = (
        f"no retraction found on {record.status_checked_on}" if record.status_checked_on else "retraction not checked"
    )
    return ", ".join(part for part in (notable, checked) if part)


def describe_reading(record: Record) -> str:
    """Say how much of the work was read."""
    if not record.assessed or record.read is None:
        return "not read"
    if record.read == "abstract":
        return "read: in part" if record.type in _RULE_TYPES else "read: abstract"
    return "read: full text" if record.read == "full-text" else "read: only what others report"


def link_to(record: Record) -> str | None:
    """Return the address of the work: DOI, PubMed, PMC, registry, else where it was read."""
    if record.doi:
        return f"https://doi.org/{record.doi}"
    if record.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    if record.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{record.pmcid}/"
    for number in record.registry:
        if number.upper().startswith("NCT"):
            return f"https://clinicaltrials.gov/study/{number}"
    return record.sources[0].url if record.sources else None


def describe_rate(low: float, high: float) -> str:
    """Return a percentage or a range of it.

    >>> describe_rate(67.0, 85.0), describe_rate(5.6, 5.6)
    ('67–85%', '5.6%')
    """
    return f"{low:g}%" if low == high else f"{low:g}–{high:g}%"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "claim"), count(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shorten(text: str, most: int) -> str:
    """Cut a text at a word, with an ellipsis, so that no more than about ``most`` characters stand.

    >>> shorten("Stem cells in the spinal cord", 12)
    'Stem cells …'
    """
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _first_author(record: Record) -> str:
    if not record.authors:
        return ""
    match = _AUTHOR.match(record.authors)
    return match["surname"] if match else re.sub(r"[,;]?\s+et al\.?$", "", record.authors)


def _label(record: Record) -> str:
    if record.names:
        return record.names[0]
    if record.title:
        return f'"{shorten(record.title, _LONGEST_LABEL)}"'
    return next(iter(record.registry), record.pmcid or record.doi or record.id)


def _phase(record: Record) -> str:
    return f"phase {record.phase}" if record.phase else ""


def _design(record: Record) -> str:
    if record.design is None:
        return "design not read"
    words = DESIGN_WORDS[record.design]
    return f"{words} (inferred)" if record.design_basis == "inferred" else words


def _blinding(record: Record) -> str:
    match = _BLINDED.match(record.blinding or "")
    return match[0].lower() if match else ""


def _size(record: Record) -> str:
    parts = []
    if record.n is not None:
        parts.append(count(record.n, *_NOUNS[record.n_kind]) if record.n_kind else f"n = {record.n:,}")
    if record.n_studies is not None and record.n_kind != "studies":
        parts.append(count(record.n_studies, "study", "studies"))
    size = " in ".join(parts)
    groups = (record.n_treated or 0) + (record.n_control or 0)
    if record.controlled and record.n_kind == "people" and record.n_control and groups == record.n:
        size += f" ({record.n_treated} treated, {record.n_control} for comparison)"
    if size and record.n_uncontrolled:
        size += f" ({record.n_uncontrolled} of the studies without a comparison group)"
    return size


def _control(record: Record) -> str:
    if record.controlled is False and (_may_lack_control(record) or record.design == "case-report"):
        return NO_CONTROL
    if record.controlled and record.design not in _CONTROL_IN_NAME:
        return "with a comparison group"
    return ""


def _may_lack_control(record: Record) -> bool:
    return record.design in _MAY_LACK_CONTROL and record.type in _STUDY_TYPES


def _depth(record: Record) -> list[str]:
    if record.read == "abstract" and record.type in _RULE_TYPES:
        return ["in the part we read"]
    if record.read == "abstract":
        return ["in the abstract"]
    return ["as others report it"] if record.read == "secondary" else []
