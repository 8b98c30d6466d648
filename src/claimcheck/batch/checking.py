"""One item to its outcome, in whatever process: no document ends the run."""

import gc
import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from claimcheck import readers
from claimcheck.batch.items import Entry, Item, Outcome, Settings
from claimcheck.errors import InputError
from claimcheck.inputs import require_english
from claimcheck.render.json import error_to_dict

if TYPE_CHECKING:
    from claimcheck.evidence import EvidenceBase
    from claimcheck.models import Document

_ROW = "text"  # not the name of the row, which may end like that of a web page
_WARM_UP = b"Stem cells may improve sensation in 3 of 10 patients after spinal cord injury (Example 2020)."


@cache
def load_base(settings: Settings) -> "EvidenceBase":
    """Return the evidence of this process.

    Raises:
        DataError: a file of evidence has a fault.
    """
    from claimcheck.evidence import bundled_evidence, load_evidence

    return load_evidence(*settings.evidence) if settings.evidence else bundled_evidence()


@cache
def warm_up(settings: Settings) -> "EvidenceBase":
    """Return the evidence of this process, with all done that the first check does, the pipeline built among it.

    Raises:
        DataError: a file of evidence has a fault.
    """
    evidence = load_base(settings)
    check_item(Item("warm-up", "", text=_WARM_UP), evidence)
    gc.collect()
    gc.freeze()  # not gone through again and again, and so shared by forks
    return evidence


def check_item(item: Item, evidence: "EvidenceBase", *, any_language: bool = False) -> Outcome:
    """Return the outcome of a document; whatever goes wrong with it is its outcome."""
    from claimcheck.check import check_document

    try:
        document = read_item(item)
        if not any_language:
            document = require_english(document)
        report = check_document(document, evidence=evidence).to_dict()
    except InputError as error:
        return fail(item, error.message, "InputError")
    except Exception as error:
        return fail(item, f"internal error: {type(error).__name__}: {error}", type(error).__name__)
    head = {"document": item.document, "site": item.site, "sha256": document.sha256}
    summary = report["summary"]
    entry = Entry(
        item.document,
        item.site,
        document.sha256,
        summary["claims"],
        summary["benefit_claims"],
        summary["by_verdict"],
    )
    return Outcome(_to_line({**head, "report": report}), entry)


def read_item(item: Item) -> "Document":
    """Read the document of an item.

    Raises:
        InputError: it cannot be read, or holds no text.
    """
    if item.fault is not None:
        raise InputError(item.document, item.fault)
    if item.path is not None:
        return replace(readers.read_file(item.path), name=item.document)
    return replace(readers.read_bytes(item.text or b"", _ROW), name=item.document)


def fail(item: Item, message: str, kind: str) -> Outcome:
    """Return the outcome of a document that has no report."""
    error = error_to_dict(kind, message, item.document)
    line = _to_line({"document": item.document, "site": item.site, **error})
    return Outcome(line, Entry(item.document, item.site, None, error=message))


def _to_line(result: object) -> bytes:
    line = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "backslashreplace") + b"\n"
