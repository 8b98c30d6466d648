"""What a journalist can quote about a claim, and what to put to the clinic so that it can answer."""

import re

from claimcheck.judge import decision_table
from claimcheck.models import Assessment, Verdict

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
LONGEST_QUOTE = 160  # characters of the page's sentence
QUOTED_SENTENCES = 3  # of the rationale


def quotable(assessment: Assessment) -> str:
    """Return one sentence about a claim that stands by itself: what the page says, and what the evidence allows."""
    sentences = SENTENCE_END.split(assessment.rationale)
    return f"{_quote(assessment)} – {' '.join(sentences[:QUOTED_SENTENCES])}"


def ask_for_reply(assessment: Assessment) -> str | None:
    """Return the question that gives the clinic its say, or None where there is nothing to answer."""
    if assessment.verdict in (Verdict.SUPPORTED, Verdict.NOT_CHECKABLE):
        return None
    wanted = next((row.would_support for row in decision_table() if row.id == assessment.rule), None)
    question = f"Your page says: {_quote(assessment)}. On which study of this treatment does it rest?"
    return f"{question} It would be borne out by this: {wanted}" if wanted else question


def _quote(assessment: Assessment) -> str:
    text = " ".join(assessment.claim.text.split())
    if len(text) > LONGEST_QUOTE:
        text = text[:LONGEST_QUOTE].rsplit(None, 1)[0] + " …"
    return f"“{text.strip('“”')}”"
