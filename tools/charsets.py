"""Text in many encodings, read by us and by charset-normalizer, which is to be installed for this by hand."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from claimcheck.readers.text import decode

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/gold", "tests/cases", "data")
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "mac-roman",
    "cp850",
)
LIKELY = ["cp1252", "mac_roman", "iso8859_15", "cp850", "utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32"]


def main() -> None:
    """Print for each encoding how many texts come out unchanged, character by character."""
    texts = sorted(find_texts())
    readers = ways()
    print(f"{'encoding':14}{'texts':>6}", *(f"{name:>26}" for name in readers))
    took = dict.fromkeys(readers, 0.0)
    count = 0
    for encoding in ENCODINGS:
        encoded = [(text, text.encode(encoding)) for text in texts if can_encode(text, encoding)]
        right = dict.fromkeys(readers, 0)
        for name, read in readers.items():
            started = time.perf_counter()
            right[name] = sum(read(data) == text for text, data in encoded)
            took[name] += time.perf_counter() - started
        count += len(encoded)
        print(f"{encoding:14}{len(encoded):6}", *(f"{found:>26}" for found in right.values()))
    print(f"{'ms a text':20}", *(f"{1000 * seconds / count:>26.3f}" for seconds in took.values()))


def find_texts() -> set[str]:
    """Return the texts of this project that have a character outside ASCII, most of them a sentence or a paragraph."""
    files = [path for folder in FOLDERS for path in (ROOT / folder).glob("*.jsonl")]
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines() if line]
    return {text for row in rows for text in walk(row) if not text.isascii()}


def walk(value: object) -> Iterator[str]:
    """Yield the strings inside a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from walk(part)


def can_encode(text: str, encoding: str) -> bool:
    """Tell whether an encoding has every character of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def ways() -> dict[str, Callable[[bytes], str]]:
    """Return the ways of reading."""
    found: dict[str, Callable[[bytes], str]] = {"claimcheck": lambda data: decode(data)[0]}
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        print("charset-normalizer is not installed: measured without it", file=sys.stderr)
        return found
    found["charset-normalizer"] = lambda data: str(from_bytes(data).best() or "").removeprefix("\ufeff")
    found["the same, told the likely"] = lambda data: str(
        from_bytes(data, cp_isolation=LIKELY).best() or ""
    ).removeprefix("\ufeff")
    return found


if __name__ == "__main__":
    main()
