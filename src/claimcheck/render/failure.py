"""A run that failed as a whole, in the format that a script reads."""

import json

from claimcheck.render.escape import escape_json
from claimcheck.render.json import error_to_dict


def render_failure(kind: str, message: str, form: str) -> str:
    r"""Return one JSON document, or one line that says its type.

    >>> render_failure("DataError", "mine.jsonl: line 1", "jsonl")
    '{"type": "error", "error": {"type": "DataError", "message": "mine.jsonl: line 1", "input": null}}\n'
    """
    document = error_to_dict(kind, message, None)
    if form == "jsonl":
        document = {"type": "error", **document}
    return escape_json(json.dumps(document, ensure_ascii=False)) + "\n"
