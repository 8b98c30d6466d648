"""JSON Lines: a line for each report, and a line for each of its claims, for scripts that read as it comes."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from claimcheck.errors import InputError
from claimcheck.render import Options, Result
from claimcheck.render.escape import escape_json
from claimcheck.render.json import error_to_dict, report_to_dict


def render(results: Sequence[Result], options: Options) -> str:
    """Render every report, whole, as lines that say their type: report, claim or error."""
    lines = [line for result in results for line in _lines(result, options)]
    return "".join(f"{escape_json(json.dumps(line, ensure_ascii=False))}\n" for line in lines)


def _lines(result: Result, options: Options) -> Iterator[dict[str, Any]]:
    if isinstance(result, InputError):
        yield {"type": "error", **error_to_dict("InputError", result.message, result.name)}
        return
    document = report_to_dict(result, options)
    claims = document.pop("claims")
    yield {"type": "report", **document}
    source = {name: document["source"][name] for name in ("name", "sha256")}
    for claim in claims:
        yield {"type": "claim", "source": source, **claim}
