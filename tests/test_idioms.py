"""Turns of phrase: patterns for text in lower case, and words without which none of them fits."""

import re

import pytest

from claimcheck.components import idioms, stances
from claimcheck.components.idioms import COUNTED, TREATED_COUNT
from claimcheck.pipeline import load_pipeline

FOR_LOWER_CASE = [
    idioms.POINTS_BACK,
    idioms.BODY_SUBJECT,
    idioms.IMPERATIVE,
    idioms.STAGE,
    idioms.OPEN_LEAD_IN,
    idioms.OTHER_LIST,
    idioms.STUDY_TITLE,
    idioms.STAFF,
    idioms.TREATED_COUNT,
    idioms.PUBLISHED,
    idioms.NO_CURE,
    idioms.NULL_RESULT,
    stances.DENYING,
]


@pytest.mark.parametrize("pattern", FOR_LOWER_CASE, ids=lambda pattern: pattern.pattern.split()[0])
def test_patterns_for_lower_case_have_no_capitals(pattern):
    """What a pattern asks for can stand in a text in lower case."""
    without_comments = re.sub(r"#.*", "", pattern.pattern)

    assert re.findall(r"(?<!\\)[A-Z]", without_comments) == []


def test_a_count_of_treated_has_one_of_the_words():
    """No text that the pattern fits is ruled out by the words that are looked for first."""
    words = re.findall(r"[a-z]{4,}", re.sub(r"#.*", "", TREATED_COUNT.pattern))

    assert len(words) > len(COUNTED)
    assert [word for word in words if not word.startswith(COUNTED)] == []


@pytest.mark.parametrize("opening", ["THEY SEEM FINE.", "\u0130t seems fine.", "Pat\u0131ents seem fine."])
def test_units_in_lower_case_are_as_long(opening):
    """Letters that lower() makes longer, or leaves alone, are read as a pattern reads them that ignores case."""
    facts = load_pipeline()(opening)._.claimcheck_page.facts(0)

    assert (len(facts.lower), facts.anaphoric) == (len(facts.text), True)
