"""Check a text: one call a stage."""

import hashlib
from typing import TYPE_CHECKING

from claimcheck.checklist import check_list
from claimcheck.errors import InputError
from claimcheck.evidence import EvidenceBase, bundled_evidence
from claimcheck.judge import judge
from claimcheck.literals import CutText
from claimcheck.match import check_citations, match_claim
from claimcheck.models import Document
from claimcheck.red_flags import find_page_flags, find_red_flags
from claimcheck.report import Report
from claimcheck.resources import no_garbage

if TYPE_CHECKING:
    from spacy.language import Language


def check_text(text: str, *, evidence: EvidenceBase | None = None, nlp: "Language | None" = None) -> Report:
    """Find and judge the claims in a text.

    Raises:
        InputError: the text has half a character in it (a lone surrogate).
    """
    try:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError("text", f"character {error.start} is half a character (a lone surrogate)") from error
    return check_document(Document(text, name="text", sha256=sha256), evidence=evidence, nlp=nlp)


def check_document(
    document: Document, *, evidence: EvidenceBase | None = None, nlp: "Language | None" = None
) -> Report:
    """Find and judge the claims in a document that was read."""
    with no_garbage():
        return _check(document, evidence if evidence is not None else bundled_evidence(), nlp)


def _check(document: Document, evidence: EvidenceBase, nlp: "Language | None") -> Report:
    """Check a document; by itself, so that all that was only needed meanwhile is gone when the collector looks."""
    from claimcheck.extract import extract  # spaCy is slow to import: not before it is needed
    from claimcheck.pipeline import load_pipeline

    extraction = extract((nlp if nlp is not None else load_pipeline())(document.text))
    citations = check_citations(extraction, evidence)
    checks = {check.citation: check for check in citations}
    # One claim after the other: what was looked up to match it is still at hand when it is judged.
    assessments = [judge(c, match_claim(c, extraction, evidence, checks), evidence) for c in extraction.claims]
    cut = CutText(document.text)
    flags = [*find_red_flags(document.text, cut), *find_page_flags(extraction)] if extraction.claims else []
    checklist = check_list(extraction, cut) if extraction.claims else []
    return Report(document, extraction, tuple(assessments), tuple(citations), evidence, tuple(flags), tuple(checklist))
