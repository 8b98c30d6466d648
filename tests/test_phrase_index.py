"""The index of phrases by their first word."""

import pytest
import spacy

from claimcheck.components.concepts import bundled_terms, phrase_splitter
from claimcheck.components.phrase_index import CueTerm, PhraseIndex
from claimcheck.resources import expand_braces

NLP = spacy.blank("en")
SPECIAL = frozenset(NLP.tokenizer.rules)
SPLIT = phrase_splitter(NLP)


def make_index(*patterns):
    """Return an index of cues with these wordings."""
    return PhraseIndex([CueTerm(p, False, "hedge", "forward") for p in patterns], SPLIT, SPECIAL)


@pytest.mark.parametrize(
    "patterns, words, expected",
    [
        (["may"], "it may help", [(1, 2, "may")]),
        (["may help", "may"], "may help", [(0, 1, "may"), (0, 2, "may help")]),
        (["may help us"], "may help", []),
        (["{may,might} help"], "might help or may help", [(0, 2, "{may,might} help"), (3, 5, "{may,might} help")]),
        (["cannot {say,tell}"], "can not tell", [(0, 3, "cannot {say,tell}")]),
        (["{,as} yet unproven"], "yet unproven as yet unproven", [(0, 2, 0), (2, 5, 0), (3, 5, 0)]),
        (["well-tolerated"], "well tolerated", [(0, 2, "well-tolerated")]),
        (["{on a par,level} with it"], "on a par with it", [(0, 5, 0)]),
        (["rare {harm,side effects}"], "rare harm rare side effects", [(0, 2, 0), (2, 5, 0)]),
        (["well-known {,and} safe"], "well known safe well known and safe", [(0, 3, 0), (3, 7, 0)]),
        (["may help", "may {harm,help}"], "may help", [(0, 2, "may help"), (0, 2, "may {harm,help}")]),
        (["may", "may"], "may", [(0, 1, "may")]),
        (["May"], "may", [(0, 1, "May")]),
        (["may"], "", []),
    ],
)
def test_phrases_are_found_by_their_first_word(patterns, words, expected):
    """A phrase is found wherever its words stand, once for each row, whatever stands in front of it in the pattern."""
    found = [(first, last, row.pattern) for first, last, row in make_index(*patterns).find(words.split())]

    assert found == [(first, last, row or patterns[0]) for first, last, row in expected]


def test_every_phrase_of_the_bundled_terms_is_found():
    """Sorting rows by the first word of a pattern loses none of the phrases that the pattern stands for."""
    for is_exact in (False, True):
        rows = [row for rows in bundled_terms() for row in rows if row.case is is_exact]
        index = PhraseIndex(rows, SPLIT, SPECIAL)
        phrases = [
            (row, SPLIT(phrase))
            for row in rows
            for phrase in expand_braces(row.pattern if is_exact else row.pattern.lower())
        ]
        lost = [words for row, words in phrases if (0, len(words), row) not in list(index.find(words))]

        assert lost == []
