"""The quantity grammar, by table: tests/cases/quantities.jsonl says what each rule finds and leaves."""

import json
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.components.quantities import Quantities, find_quantities, not_understood
from claimcheck.models import Quantity

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(Path(__file__).resolve().parent.parent / "tools"))
    patterns = import_module("try_patterns")
CASES = Path(__file__).parent / "cases" / "quantities.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
FRAGMENTS = (
    "1 2 10 60 2019 1,700 .5 % 60% o% of over up to in out / - – + ± ( ) [ ] . , : ; ^ ⁶ x 10 million cells patients "
    "days weeks points grade one two half third twice doubled between from and p < = n 95% CI $ Rs save off NCT CD34 "
    "follow-up pain phase age May 75%+ hundreds ſ İ ı ٣ ½ \n"
)
ADVERSARIAL = (
    "1 ", "1-", "1,", "1.", "1/", "1:", "1(", "(1", "1,111,", "\n1", "1\n\n", "1     ", "a1", "a-1", "10⁶", "10^",
    "10 x 10^", "60% ", "60-", "60% of a ", "1 of ", "1 in ", "7/10 ", "1 a-a-a-a-a-a-a-a-a ", "1 ab cd ef gh ",
    "one ", "one-", "twenty-one ", "half ", "half-", "a third of the ", "doubled ", "double the ", "hundreds of a ",
    "1 million ", "1x", "1 times ", "1 month follow up ", "follow-up of ", "p=", "n=1 ", "95% CI ", "95% CI [1-",
    "± 1", "9 ± 1", "over ", "over 1 ", "up to about ", "as little as ", "between 1 and ", "from 1 to ", "+1 (",
    "$1", "save 5", "5 am - ", "Mon 9-", "1 years old", "12 Oak Oak Oak ", "1st ", "2020 ", "2020-", "2020;1:",
    "phase 1 ", "CD34 ", "10.1038/", "https://", "www.", " ", "\n", "a", "A ", "9",
)  # fmt: skip


def without_blanks(quantity: Quantity) -> dict[str, Any]:
    """Return the fields of a row: those that are set, but for the offsets."""
    return {
        name: value for name, value in asdict(quantity).items() if value is not None and name not in ("start", "end")
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_find_quantities(row: dict[str, Any]) -> None:
    """Every quantity is found, once, with its text and its meaning; digits without meaning are told."""
    quantities = find_quantities(row["text"])
    unknown = [quantity.text for quantity in not_understood(row["text"], quantities)]

    assert [without_blanks(quantity) for quantity in quantities] == row["expected"]
    assert unknown == row.get("not_understood", [])


def test_cases_are_told_apart() -> None:
    """No rule has two rows of the same name."""
    assert len({row["why"] for row in ROWS}) == len(ROWS)


@given(st.lists(st.sampled_from(FRAGMENTS.split(" ")), max_size=30).map(" ".join) | st.text(max_size=80))
def test_quantities_are_slices_in_order(text: str) -> None:
    """Whatever the text, offsets give back the text, and no two quantities overlap."""
    quantities = find_quantities(text)
    found = sorted([*quantities, *not_understood(text, quantities)], key=lambda quantity: quantity.start)
    bounds = [bound for quantity in found for bound in (quantity.start, quantity.end)]

    assert [quantity.text for quantity in found] == [text[q.start : q.end] for q in found]
    assert bounds == sorted(bounds)
    assert all(quantity.text for quantity in found)


@pytest.mark.parametrize("part", ADVERSARIAL)
def test_find_quantities_takes_linear_time(part: str) -> None:
    """No repetition of a part of a pattern, four times as long, takes more than eight times as long."""
    slope = patterns.find_slope(lambda text: not_understood(text, find_quantities(text)), part, patterns.SHORT)

    assert slope <= patterns.STEEPEST


def test_component_stores_quantities() -> None:
    """The component only stores what the finder finds."""
    doc = Quantities()(spacy.blank("en")("7 of 10 patients improved."))

    assert doc._.claimcheck_quantities == tuple(find_quantities("7 of 10 patients improved."))
