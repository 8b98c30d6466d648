"""The JSON Schema (2020-12) of a line of evidence.jsonl and findings.jsonl, made from the models that read them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from claimcheck.rows import Finding, Record

ROW_MODELS: Mapping[str, type[Record] | type[Finding]] = MappingProxyType({"evidence": Record, "findings": Finding})


def row_schema(name: str) -> dict[str, Any]:
    """Return the schema of one line: of a record for ``evidence``, of a finding for ``findings``."""
    schema = ROW_MODELS[name].model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:claimcheck:{name}:1",
        **schema,
        "title": f"claimcheck {name}: one line of JSON Lines",
    }
