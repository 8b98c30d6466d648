"""Keep what was fetched: the bytes, and a record of where and when they came from, for a later dispute."""

import hashlib
import json
import os
from datetime import datetime, timezone
from pathlib import Path

from claimcheck import __version__
from claimcheck.errors import InputError
from claimcheck.readers.fetch import Fetched

_ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
}


def save(fetched: Fetched, directory: Path) -> Path:
    """Write the bytes of a page and its record into a directory; return the path of the record.

    Files are named by the digest of the bytes and the time, so that nothing is overwritten by another page.

    Raises:
        InputError: they cannot be written.
    """
    digest = hashlib.sha256(fetched.data).hexdigest()
    at = read_clock()
    stem = f"{at:%Y%m%dT%H%M%SZ}-{digest[:16]}"
    kept = directory / f"{stem}.{_ENDINGS.get(fetched.media_type or '', 'bin')}"
    record = {
        "url": fetched.url,
        "final_url": fetched.final_url,
        "redirects": list(fetched.redirects),
        "fetched_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "sha256": digest,
        "bytes": len(fetched.data),
        "file": kept.name,
        "network_address": fetched.address,
        "status": fetched.status,
        "headers": [list(header) for header in fetched.headers],
        "claimcheck_version": __version__,
    }
    path = directory / f"{stem}.json"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(fetched.data)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(fetched.url, f"cannot be saved in {directory} ({error.strerror})") from error
    return path


def read_clock() -> datetime:
    """Return the time now, or the one that SOURCE_DATE_EPOCH sets."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), timezone.utc) if fixed.isdecimal() else datetime.now(timezone.utc)
