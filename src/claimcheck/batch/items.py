"""The records that pass between sources, engines and results. A site is what the summary counts by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Columns:
    """Which fields of a row hold what."""

    text: str = "text"
    id: str = "id"
    site: str = "url"


@dataclass(frozen=True)
class Settings:
    """What every process that checks documents has to know."""

    evidence: tuple[Path, ...] = ()  # files laid over the bundled evidence
    any_language: bool = False  # judge text that does not seem to be English


@dataclass(frozen=True)
class Item:
    """A document to check: a file to read, the bytes of a row's text, or why there is neither."""

    document: str  # path, id of the row, or FILE:ROW; valid Unicode
    site: str
    path: str | None = None  # as the system names it
    text: bytes | None = None
    fault: str | None = None


@dataclass(frozen=True)
class Entry:
    """What is kept of a checked document besides its line: to resume, and to sum up."""

    document: str
    site: str
    sha256: str | None  # of what was read; none where it failed
    claims: int = 0
    benefit_claims: int = 0
    by_verdict: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the entry as it is written down."""
        return {**vars(self), "by_verdict": dict(self.by_verdict)}


@dataclass(frozen=True)
class Outcome:
    """The result of one document, ready to be written."""

    line: bytes  # JSON, with its line feed
    entry: Entry
