"""JSON Lines: the JSON report, a line at a time."""

import json

from claimcheck.errors import InputError
from claimcheck.render import Options, render


def lines(*results, **options):
    """Render and read back."""
    return [json.loads(line) for line in render(results, "jsonl", Options(**options)).splitlines()]


def test_jsonl_is_the_json_report_in_lines(report):
    """The report's line and its claims' lines hold what the JSON report holds."""
    head, *claims = lines(report)
    whole = json.loads(render([report], "json", Options()))
    source = {"name": "page.txt", "sha256": "00ff"}

    assert {**head, "claims": whole["claims"]} == {"type": "report", **whole}
    assert claims == [{"type": "claim", "source": source, **claim} for claim in whole["claims"]]


def test_jsonl_of_several(report):
    """A failed input is a line in its place."""
    found = lines(InputError("x.txt", "no such file"), report)

    assert [line["type"] for line in found] == ["error", "report", "claim", "claim", "claim"]
    assert found[0]["error"] == {"type": "InputError", "message": "no such file", "input": "x.txt"}


def test_jsonl_carries_a_date_only_if_given(report):
    """A date is added where one was asked for."""
    assert "checked_at" not in lines(report)[0]
    assert lines(report, made_at="2026-03-01")[0]["checked_at"] == "2026-03-01"
