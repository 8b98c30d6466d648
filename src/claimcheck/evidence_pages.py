"""What is said of a record on a page of its own, in a list, and of the whole evidence base."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from claimcheck.comparing import binomial_interval
from claimcheck.evidence import EvidenceBase
from claimcheck.evidence_layout import Line
from claimcheck.evidence_search import findings_of
from claimcheck.evidence_stats import Stats
from claimcheck.resources import concepts
from claimcheck.rows import Outcome, Record
from claimcheck.wording import (
    NO_CONTROL,
    NULL_CONTROL,
    cite,
    cite_in_full,
    describe_design,
    describe_rate,
    describe_reading,
    describe_status,
    link_to,
)

COLUMNS = (
    "id",
    "citation",
    "year",
    "type",
    "design",
    "design_basis",
    "phase",
    "n",
    "n_kind",
    "controlled",
    "conditions",
    "interventions",
    "read",
    "status",
    "status_checked_on",
    "doi",
    "pmid",
    "registry",
    "url",
    "bottom_line",
)
TABLE_COLUMNS = ("Id", "Citation", "What it is")
NOT_READ = "not described in the part we read"
NOT_ASSESSED = "Nobody read this work for the evidence base: it is known to exist, and nothing is said of its results."

_USE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "supports": "in favour",
        "against": "against",
        "refuted_by": "excludes the benefit",
        "context": "context",
        "studies": "is about this work",
        "natural_recovery": "rate without the treatment",
    }
)
_SAMPLED = frozenset(
    {"rct", "randomised-crossover", "non-randomised-controlled-trial", "cohort", "single-arm-trial", "registry-study"}
)
_STUDIES = frozenset({"study", "harm-report", "marketing-study"})


def title_of(record: Record) -> str:
    """Return the heading of a page: citation and id."""
    return f"{cite(record)} [{record.id}]"


def page_lines(record: Record, base: EvidenceBase) -> list[Line]:
    """Return everything that a reader needs to cite a record fairly."""
    lines = [("Citation", cite_in_full(record)), *_names(record)]
    if not record.assessed:
        return [
            *lines,
            ("Note", NOT_ASSESSED),
            ("Status", describe_status(record)),
            *_links(record),
            *_uses(record, base),
        ]
    lines += [("What it is", describe_design(record)), *_people(record), *_treatment(record)]
    lines += [("Found", describe_outcome(outcome, record)) for outcome in record.outcomes] or [
        ("Found", f"figures {NOT_READ}")
    ]
    lines.append(("Harms", record.safety or NOT_READ))
    lines.append(("Bottom line", record.bottom_line))
    lines += [("Limits", limit) for limit in record.limits]
    lines.append(("Status", describe_status(record)))
    lines.append(("Read", describe_reading(record).removeprefix("read: ")))
    lines += [("Read at", f"{source.url} ({source.read})") for source in record.sources]
    return [*lines, *_links(record), *_uses(record, base)]


def describe_outcome(outcome: Outcome, record: Record) -> str:
    """Say what was measured and what came out, with numerator, denominator and interval.

    An interval that no source gives is worked out from the counts of a single study, and said to be ours. Cases that
    were picked for what happened to them have none.
    """
    measure = f"{outcome.measure} ({outcome.group})" if outcome.group else outcome.measure
    whole = outcome.denominator
    share = outcome.numerator
    parts = [outcome.result] if outcome.result else []
    counted = f"{share} of {whole}" if share is not None and whole is not None else ""
    if counted and counted not in (outcome.result or ""):
        parts.append(counted)
    elif whole is not None and share is None:
        parts.append(f"of {whole}")
    if outcome.percent is not None and f"{outcome.percent:g}%" not in (outcome.result or ""):
        parts.append(f"{outcome.percent:g}%")
    if outcome.ci_low is not None and outcome.ci_high is not None:
        between = f"{outcome.ci_low:g} to {outcome.ci_high:g}"
        unit = f" ({outcome.unit})" if outcome.unit else "%"
        parts.append(f"95% interval {between}{unit}")
    elif share is not None and whole and record.design in _SAMPLED:
        low, high = binomial_interval(share, whole)
        parts.append(f"95% interval {describe_rate(round(low), round(high))}, worked out here from the counts")
    if outcome.p_value:
        parts.append(outcome.p_value if outcome.p_value[:1].lower() == "p" else f"p {_sign(outcome.p_value)}")
    return f"{measure}: {'; '.join(parts)}" if parts else f"{measure}: {NOT_READ}"


def page_to_dict(record: Record, base: EvidenceBase) -> dict[str, Any]:
    """Return the record with the words and links of its page, for scripts."""
    return {
        "record": record.model_dump(mode="json"),
        "citation": cite(record),
        "citation_in_full": cite_in_full(record),
        "what_it_is": describe_design(record),
        "status": describe_status(record),
        "url": link_to(record),
        "links": [address for _, address in _links(record)],
        "findings": [
            {"id": finding.id, "question": finding.question, "answer": finding.answer, "roles": list(roles)}
            for finding, roles in findings_of(record, base)
        ],
    }


def row_of(record: Record) -> dict[str, Any]:
    """Return the columns of a list, by name."""
    facts = record.model_dump(mode="json")
    return {column: facts.get(column) for column in COLUMNS} | {"citation": cite(record), "url": link_to(record)}


def table_row(record: Record) -> tuple[str, ...]:
    """Return the cells that a table of records has room for."""
    return record.id, cite(record), describe_design(record).split("; primary endpoint")[0]


def stats_lines(stats: Stats) -> list[Line]:
    """Return the totals, each share with what it is a share of."""
    checked = f"{stats.retraction_checked} of {stats.records}"
    design = _share(stats.design_read, stats.studies, "of the records whose design is established")
    return [
        ("Records", f"{stats.records:,}, of which {stats.assessed:,} were read; the rest are known citations"),
        ("Findings", f"{stats.findings:,}"),
        ("With a source", _share(stats.with_source, stats.assessed, "of the records read")),
        ("Design read", f"{design}; {stats.assessed - stats.studies:,} more have none established"),
        ("Schema faults", f"{stats.schema_faults}"),
        ("Retractions", f"checked for {checked}" + (f", last on {stats.checked_on}" if stats.checked_on else "")),
        ("SHA-256", stats.sha256),
    ]


def count_tables(stats: Stats) -> list[tuple[str, dict[str, int]]]:
    """Return the counts by kind, with a heading each."""
    known = concepts()
    conditions = {known[name].name if name in known else name: n for name, n in stats.by_condition.items()}
    return [
        ("Condition", conditions),
        ("Design", stats.by_design),
        ("Read", stats.by_read),
        ("Type", stats.by_type),
    ]


def _share(part: int, whole: int, of: str) -> str:
    percent = f" ({100 * part / whole:.0f}%)" if whole else ""
    return f"{part:,} of {whole:,}{percent} {of}"


def _sign(value: str) -> str:
    return value if value[:1] in "<>=≤≥" else f"= {value}"


def _names(record: Record) -> list[Line]:
    lines = [("Known as", ", ".join(record.names))] if record.names else []
    return lines + ([("Earlier ids", ", ".join(record.aliases))] if record.aliases else [])


def _people(record: Record) -> list[Line]:
    lines = [("Condition", record.condition_text or ", ".join(_concept_names(record.conditions)))]
    if record.population:
        lines.append(("Who", record.population))
    groups = [("enrolled", record.n_enrolled), ("treated", record.n_treated), ("for comparison", record.n_control)]
    counts = [f"{number:,} {what}" for what, number in groups if number is not None]
    return lines + ([("Counts", ", ".join(counts))] if counts else [])


def _treatment(record: Record) -> list[Line]:
    given = [text for text in (record.cell_type, record.cell_source, record.route, record.dose) if text]
    lines = [("Treatment", "; ".join(given) or ", ".join(_concept_names(record.interventions)) or NOT_READ)]
    if record.type in _STUDIES:
        none = NO_CONTROL if record.controlled is False else NULL_CONTROL
        lines.append(("Comparison", record.comparator or ("yes" if record.controlled else none)))
        lines.append(("Blinding", record.blinding or NOT_READ))
        lines.append(("Endpoint", record.primary_endpoint or NOT_READ))
        months = record.follow_up_months
        lines.append(("Follow-up", f"{months:g} months" if months is not None else NOT_READ))
    elif record.comparator:
        lines.append(("Comparison", record.comparator))
    return lines


def _concept_names(ids: Sequence[str]) -> list[str]:
    known = concepts()
    return [known[name].name if name in known else name for name in ids]


def _links(record: Record) -> list[Line]:
    addresses = [f"https://doi.org/{record.doi}"] if record.doi else []
    addresses += [f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"] if record.pmid else []
    addresses += [f"https://pmc.ncbi.nlm.nih.gov/articles/{record.pmcid}/"] if record.pmcid else []
    trials = [number for number in record.registry if number.upper().startswith("NCT")]
    addresses += [f"https://clinicaltrials.gov/study/{number}" for number in trials]
    lines = [("Link", address) for address in addresses]
    return lines + [("Registered", number) for number in record.registry if number not in trials]


def _uses(record: Record, base: EvidenceBase) -> list[Line]:
    return [
        ("Used by", f"{finding.question} [{finding.id}; {', '.join(_USE_WORDS[role] for role in roles)}]")
        for finding, roles in findings_of(record, base)
    ]
