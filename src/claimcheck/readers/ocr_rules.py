"""Take the rules of tables out of a picture: Tesseract loses the cells between them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SHORTEST = 128  # pixels of a rule; no letter has as long a stroke
THICKEST = 16  # pixels; what is thicker is a coloured area, with letters on it
_DARK = 225  # of 255


def remove_rules(picture: "Image") -> "Image":
    """Return a level grey picture without its long thin lines."""
    from PIL import ImageChops, ImageFilter

    dark = picture.point([255 if level < _DARK else 0 for level in range(256)])
    rules = ImageChops.lighter(
        *(_find_lines(dark, along, across) for along, across in (((1, 0), (0, 1)), ((0, 1), (1, 0))))
    )
    cleaned = picture.copy()
    cleaned.paste(255, mask=rules.filter(ImageFilter.MaxFilter(5)))
    return cleaned


def _find_lines(dark: "Image", along: tuple[int, int], across: tuple[int, int]) -> "Image":
    from PIL import ImageChops

    long = _keep_runs(dark, SHORTEST, along)
    return ImageChops.subtract(long, _keep_runs(long, THICKEST, across))


def _keep_runs(dark: "Image", length: int, step: tuple[int, int]) -> "Image":
    """Return the dark pixels that lie in a run of at least a length (a power of two), one way."""
    from PIL import ImageChops

    kept = dark
    for combine, sign in ((ImageChops.darker, -1), (ImageChops.lighter, 1)):
        shift = 1
        while shift < length:
            kept = combine(kept, ImageChops.offset(kept, sign * shift * step[0], sign * shift * step[1]))
            shift *= 2
    return kept
