"""How a sentence reads."""

import json
from pathlib import Path

import pytest

from claimcheck.check import check_text
from claimcheck.components.concepts import Mention
from claimcheck.components.readings import (
    COLUMNS,
    PAGE_SCALE,
    STEPS,
    Weights,
    add_up,
    columns_of,
    page_features,
    page_log_odds,
    put_features,
    read_as,
    wording_of,
)
from claimcheck.errors import DataError
from claimcheck.models import READINGS, Kind, Stance, Strength
from claimcheck.resources import UnreadRows, data_dir
from claimcheck.rows import ReadingRow

ROWS = [json.loads(line) for line in (data_dir() / "reading_weights.jsonl").read_text(encoding="utf-8").splitlines()]
PAGE = """Stem cell therapy for spinal cord injury

{sentence}
"""


def read(sentence):
    """Return the likeliest reading of a sentence on a page about stem cells."""
    from claimcheck.extract import extract
    from claimcheck.pipeline import load_pipeline

    claim = extract(load_pipeline()(PAGE.format(sentence=sentence))).claims[-1]
    return max(claim.readings, key=claim.readings.get)


@pytest.mark.parametrize(
    "sentence, expected",
    [
        ("Our stem cells rebuild the damaged cord and bring lost movement back.", "promise"),
        ("No stem cell treatment has been approved for spinal cord injury.", "fact"),
        ("Before the cells I could not feel my legs, and now I do.", "talk"),
        ("In a small early trial some patients reported better sensation after the cells.", "early-result"),
    ],
)
def test_sentences_are_read_as_what_they_are(sentence, expected):
    """Plain examples of a reading are read so."""
    assert read(sentence) == expected


def test_wording_of_a_unit():
    """Every number is the same word, each word and pair counts once, and blanks part nothing."""
    told = list(wording_of(["80", "of", "\n", "2,439", "of", "90"], ["study-size"]))
    assert told == ["word:0", "word:of", "pair:0 of", "pair:of 0", "concept:study-size"]


def test_wording_is_added_up_as_its_features_say():
    """What a page's words say in one go is what the features of each unit say one by one, none of the unit beside."""
    from claimcheck.pipeline import load_pipeline

    page = load_pipeline()(PAGE.format(sentence="Stem cells can help. Stem cells can help 8 of 10.\n- No cure"))._
    units = [page.claimcheck_page.facts(index) for index in range(len(page.claimcheck_page.units))]

    assert [facts.wording_sums for facts in units] == [add_up(facts.wording) for facts in units]
    assert len(units) == 4


def test_a_word_without_a_weight_changes_nothing():
    """Names and rare words do not decide."""
    put = list(put_features("general-benefit", Kind.EFFICACY, Stance.ASSERTED, Strength.ASSERTED))

    assert columns_of(add_up(["word:zzyzx"])) == [0] * len(COLUMNS)
    assert read_as(add_up([*put, "word:zzyzx"])) == read_as(add_up(put))


def test_columns(weigh_by):
    """A weight comes back from the column that it is for, a feature that stands twice counts twice."""
    weigh_by([ReadingRow(id="word:cure", claim=0.15, readings={"fact": -0.3}, kinds={"safety": 2.0})])
    told = dict(zip(COLUMNS, columns_of(add_up(["word:cure", "word:cure"])), strict=True))

    assert {name: steps / STEPS for name, steps in told.items() if steps} == {"claim": 0.3, "fact": -0.6, "safety": 4.0}


def test_every_weight_is_of_a_known_reading():
    """The file holds readings, stances and kinds of the closed lists, and every row says something."""
    assert {name for row in ROWS for name in row.get("readings", {})} == set(READINGS)
    assert {name for row in ROWS for name in row.get("stances", {})} == {stance.value for stance in Stance}
    assert {name for row in ROWS for name in row.get("kinds", {})} == {kind.value for kind in Kind}
    assert [row["id"] for row in ROWS if row.keys() == {"id"} or not all(row.values())] == []
    assert [row["id"] for row in ROWS] == sorted({row["id"] for row in ROWS})


def test_rows_are_found_by_their_ids():
    """Every unread row is found, and read as it stands, quotation marks and all."""
    path = data_dir() / "reading_weights.jsonl"
    rows = UnreadRows(path, path.read_bytes())

    assert list(rows.places) == [row["id"] for row in ROWS]
    assert [name for name, place in rows.places.items() if rows.read(place, ReadingRow).id != name] == []


def test_a_faulty_row_is_named_by_its_place():
    """A weight that is no number is reported with file, line and field when its feature is asked for."""
    lines = b'{"id": "bias", "claim": 1.0}\n{"id": "word:cure", "claim": "much"}'
    weights = Weights(UnreadRows(Path("weights.jsonl"), lines))

    assert columns_of(weights.add_up(["bias"])) == [STEPS, *[0] * (len(COLUMNS) - 1)]
    with pytest.raises(DataError, match=r"weights\.jsonl:2: claim"):
        weights.add_up(["word:cure"])


@pytest.mark.parametrize(
    "lines",
    [
        b'{"claim": 1.0, "id": "bias"}\n',
        b'{"id": "bias"}\n{"id": "bias"}\n',
        b'{"id": "bias"}\nbias\n',
        b'{"id": "bias"}\n\n{"id": "word:a"}',
    ],
    ids=["id later", "id twice", "no row", "blank line"],
)
def test_rows_that_could_not_be_told_apart(lines):
    """No row is left out unsaid."""
    with pytest.raises(DataError, match=r"weights\.jsonl: id"):
        UnreadRows(Path("weights.jsonl"), lines)


def test_readings_are_probabilities():
    """Each lies between 0 and 1."""
    report = check_text(PAGE.format(sentence="Our cells repair the spinal cord."))
    found = [assessment.claim.readings for assessment in report.assessments]

    assert found != []
    assert [value for readings in found for value in readings.values() if not 0 <= value <= 1] == []


def test_a_long_page_is_not_surer_than_a_short_one(weigh_by):
    """What a page's features say is divided by the root of their number; the bias is not."""
    weigh_by([ReadingRow(id="bias", page=-1.0), ReadingRow(id="word:marrow", page=0.5)])
    four, sixteen = (frozenset(["word:marrow", *(f"word:{n}" for n in range(more))]) for more in (3, 15))

    assert tuple(page_log_odds(add_up(named), len(named)) for named in (four, sixteen)) == (
        -1 + PAGE_SCALE * 0.25,
        -1 + PAGE_SCALE * 0.125,
    )


def test_features_of_a_page():
    """Its words without numbers, and the concepts and labels that it names, each once."""
    mention = Mention("INTERVENTION", "stem-cells", 0, 2, 0, 10)
    assert page_features(["stem", "cells", "cells", "80"], [mention, mention]) == {
        "word:stem",
        "word:cells",
        "concept:stem-cells",
        "label:INTERVENTION",
    }
