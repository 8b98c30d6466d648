"""Headers, footers and page numbers: what stands at the same place of several pages."""

import re
from collections import Counter
from collections.abc import Sequence

from claimcheck.readers.pdf_layout import Segment

_MARGIN = 0.12  # of the height of the page, at the top and at the bottom
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?: page \s* )? [-–]? \s* \d+ \s* (?: (?: / | of ) \s* \d+ )? \s* [-–]?"
    r" | \d{1,2} / \d{1,2} / \d{2,4} , .* | (?: https? | file ) :// \S+ (?: \s \d+ / \d+ )?",
    re.VERBOSE | re.IGNORECASE,
)

Key = tuple[str, int]


def drop_margins(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> list[list[Segment]]:
    """Return the segments of each page without page numbers, and without headers that an earlier page had."""
    keys = [[_key(segment, height) for segment in page] for page, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in keys for key in set(page) if key)
    seen: set[Key] = set()
    kept: list[list[Segment]] = []
    for page, page_keys in zip(pages, keys, strict=True):
        kept.append([])
        for segment, key in zip(page, page_keys, strict=True):
            if key is None or (not _PAGE_NUMBER.fullmatch(segment.text) and (counts[key] < 2 or key not in seen)):
                kept[-1].append(segment)
        seen.update(key for key in page_keys if key)
    return kept


def _key(segment: Segment, height: float) -> Key | None:
    """Return what a segment in a margin has in common with its repetitions: its words and its height on the page."""
    middle = (segment.y0 + segment.y1) / 2
    if _MARGIN * height < middle < (1 - _MARGIN) * height:
        return None
    return _NUMBER.sub("#", segment.text), round(middle / 4)
