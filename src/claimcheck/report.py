"""The result of a check, and its JSON form (schema version 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from claimcheck import __version__
from claimcheck.agreement import lineage
from claimcheck.evidence import EvidenceBase
from claimcheck.judge import rules_for_facts
from claimcheck.lookups import Lookup
from claimcheck.models import (
    READINGS,
    Assessment,
    ChecklistItem,
    CitationCheck,
    Comparison,
    Cue,
    Document,
    EvidenceLink,
    Extraction,
    Kind,
    Origin,
    Quantity,
    RedFlag,
    Stance,
    Strength,
    Verdict,
)
from claimcheck.origins import make_locator
from claimcheck.resources import concepts
from claimcheck.rows import Record
from claimcheck.wording import cite, cite_in_full, link_to

SCHEMA_VERSION = "1"

_BENEFIT_KINDS = frozenset({Kind.QUANTITATIVE, Kind.EFFICACY, Kind.MECHANISM, Kind.TESTIMONIAL})
_BENEFIT_STANCES = frozenset({Stance.ASSERTED, Stance.HEDGED})
_RATE_FIELDS = ("low", "high", "outcome", "grade", "since_injury", "same_outcome", "record")


@dataclass(frozen=True)
class Report:
    """Every claim of one document with its verdict and the evidence behind it."""

    document: Document
    extraction: Extraction
    assessments: tuple[Assessment, ...]  # in order of appearance
    citations: tuple[CitationCheck, ...]
    evidence: EvidenceBase
    red_flags: tuple[RedFlag, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    lookups: tuple[Lookup, ...] | None = None  # None: nothing was looked up online

    @cached_property
    def words(self) -> int:
        """Words of the document, split at white space."""
        return len(self.document.text.split())

    @cached_property
    def benefits(self) -> tuple[Assessment, ...]:
        """Assessments of claims that promise a benefit, not of caveats, aims or denials."""
        return tuple(assessment for assessment in self.assessments if is_benefit(assessment))

    @cached_property
    def worst(self) -> Verdict | None:
        """The most severe verdict, if there is any claim."""
        return min((a.verdict for a in self.assessments), key=lambda verdict: verdict.severity, default=None)

    @cached_property
    def conditions_not_covered(self) -> tuple[str, ...]:
        """Concept ids of the page's conditions that the evidence base knows nothing about."""
        covered = {ancestor for concept in self.evidence.conditions for ancestor in lineage(concept)}
        return tuple(
            concept
            for concept in self.extraction.conditions
            if not covered.intersection(lineage(concept)) and concept != "any-condition"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the report in the shape that ``claimcheck schema`` describes."""
        return _report_to_dict(self)


def is_benefit(assessment: Assessment) -> bool:
    """Tell whether the claim promises a benefit, as opposed to a caveat, an aim, a denial or a fact."""
    claim = assessment.claim
    if assessment.rule in rules_for_facts():
        return False
    if claim.kind is Kind.QUANTITATIVE and (
        assessment.verdict is Verdict.NOT_CHECKABLE  # a count of the clinic's own, such as patients treated
        or not _is_about_benefit(claim.concepts.get("outcome", ()))
    ):
        return False
    return (
        claim.kind in _BENEFIT_KINDS
        and claim.stance in _BENEFIT_STANCES
        and claim.strength not in (Strength.CAVEAT, Strength.AIM)
    )


def _is_about_benefit(outcomes: Sequence[str]) -> bool:
    """Tell whether outcomes are those of a benefit; where none is known, they may be."""
    known = [concepts()[outcome].group for outcome in outcomes if outcome in concepts()]
    return not known or any(group not in ("safety", "status") for group in known)


def record_of(link: EvidenceLink, evidence: EvidenceBase) -> Record:
    """Return the record that a link names by id or alias."""
    return evidence.by_alias[link.id]


def summarise(assessments: Sequence[Assessment]) -> dict[str, Any]:
    """Count claims by verdict, worst first."""
    verdicts = [assessment.verdict for assessment in assessments]
    return {
        "claims": len(verdicts),
        "benefit_claims": sum(map(is_benefit, assessments)),
        "by_verdict": {verdict.value: verdicts.count(verdict) for verdict in Verdict},
        "worst": min(verdicts, key=lambda verdict: verdict.severity).value if verdicts else None,
    }


def _report_to_dict(report: Report) -> dict[str, Any]:
    document, extraction, evidence = report.document, report.extraction, report.evidence
    locate = make_locator(document)
    return {
        "schema_version": SCHEMA_VERSION,
        "claimcheck_version": __version__,
        "evidence_base": {
            "records": len(evidence.records),
            "findings": len(evidence.findings),
            "sha256": evidence.sha256,
            "checked_on": evidence.checked_on,
        },
        "source": {
            "name": document.name,
            "media_type": document.media_type,
            "sha256": document.sha256,
            "characters": len(document.text),
            "words": report.words,
            "text": document.text,
        },
        "claims": [
            _assessment_to_dict(assessment, evidence) | {"origin": _origin_to_dict(locate(assessment.claim.start))}
            for assessment in report.assessments
        ],
        "citations": [_citation_to_dict(check) for check in report.citations],
        "red_flags": list(map(_to_plain, report.red_flags)),
        "checklist": [
            _to_plain(item) | {"where": list(item.where) if item.where else None} for item in report.checklist
        ],
        "coverage": {
            "sentences": extraction.sentences,
            "judged": len(report.assessments),
            "not_claims": max(0, extraction.sentences - len(report.assessments)),
            "numbers_not_understood": [
                {"text": number.text, "start": number.start, "end": number.end}
                for number in extraction.numbers_not_understood
            ],
            "conditions_not_covered": list(report.conditions_not_covered),
        },
        "summary": summarise(report.assessments),
        **_lookups_to_dict(report),
    }


def _origin_to_dict(origin: Origin) -> dict[str, Any]:
    return {"page": origin.page, "line": origin.line, "element": origin.element}


def _assessment_to_dict(assessment: Assessment, evidence: EvidenceBase) -> dict[str, Any]:
    claim, match = assessment.claim, assessment.match
    return {
        "id": claim.id,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "section": claim.section,
        "kind": claim.kind.value,
        "stance": claim.stance.value,
        "strength": claim.strength.value,
        "stance_by_cues": claim.stance_by_cues.value if claim.stance_by_cues else None,
        "kind_by_rules": claim.kind_by_rules.value if claim.kind_by_rules else None,
        "readings": {name: claim.readings.get(name, 0.0) for name in READINGS},
        "quantities": list(map(_to_plain, claim.quantities)),
        "concepts": {label: list(claim.concepts.get(label, ())) for label in ("condition", "intervention", "outcome")},
        "verdict": assessment.verdict.value,
        "also": [verdict.value for verdict in assessment.also],
        "rationale": assessment.rationale,
        "rule": assessment.rule,
        "permitted_strength": assessment.permitted_strength,
        "certainty": assessment.certainty,
        "cues": list(map(_to_plain, claim.cues)),
        "comparison": _to_plain(assessment.comparison) if assessment.comparison else None,
        "natural_recovery": [_rate_to_dict(rate) for rate in assessment.natural_recovery],
        "evidence": [_link_to_dict(link, evidence) for link in match.links],
        "finding": match.finding,
        "docs_url": f"docs/verdicts/{assessment.verdict.value}.md",
    }


def _to_plain(fact: Quantity | Cue | Comparison | RedFlag | ChecklistItem) -> dict[str, Any]:
    """Return the fields of a dataclass whose values are plain; ``asdict`` would copy each value deep."""
    return dict(vars(fact))


def _rate_to_dict(rate: Mapping[str, object]) -> dict[str, Any]:
    return {name: rate.get(name) for name in _RATE_FIELDS}


def _link_to_dict(link: EvidenceLink, evidence: EvidenceBase) -> dict[str, Any]:
    record = record_of(link, evidence)
    described = evidence.keep(
        "records_as_dicts", dict[str, dict[str, Any]]
    )  # as a batch names the same ones over and over
    facts = described.get(record.id) or described.setdefault(record.id, _record_to_dict(record))
    return {
        "id": record.id,
        "aliases": list(record.aliases),
        "role": link.role,
        "score": round(link.score, 1),
        **facts,
        "registry": list(record.registry),
        "status": record.status,
        "retraction_checked_on": record.status_checked_on,
    }


def _record_to_dict(record: Record) -> dict[str, Any]:
    return {
        "citation": cite(record),
        "citation_in_full": cite_in_full(record),
        "design": record.design,
        "design_basis": record.design_basis,
        "phase": record.phase,
        "n": record.n,
        "n_kind": record.n_kind,
        "controlled": record.controlled,
        "randomised": record.randomised,
        "endpoint": record.primary_endpoint,
        "read": record.read,
        "url": link_to(record),
        "read_at": record.sources[0].url if record.sources else None,
        "doi": record.doi,
        "pmid": record.pmid,
        "pmcid": record.pmcid,
    }


def _citation_to_dict(check: CitationCheck) -> dict[str, Any]:
    return {
        "text": check.citation.text,
        "start": check.citation.start,
        "end": check.citation.end,
        "identifier": check.citation.identifier,
        "status": check.status,
        "claimed": check.claimed,
        "actual": check.actual,
        "record": check.record,
    }


def _lookups_to_dict(report: Report) -> dict[str, Any]:
    """Return what was looked up online, and nothing where nothing was."""
    return {} if report.lookups is None else {"lookups": [asdict(lookup) for lookup in report.lookups]}
