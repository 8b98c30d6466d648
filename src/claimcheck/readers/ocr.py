"""Pictures of text to lines, by the Tesseract program."""

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any

from claimcheck.errors import InputError
from claimcheck.readers.confined import read_confined
from claimcheck.readers.extras import require
from claimcheck.readers.lines import Extracted
from claimcheck.readers.ocr_layout import order_words
from claimcheck.readers.ocr_rules import remove_rules
from claimcheck.readers.pdf_layout import Word, lay_out

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000  # a page at 600 dots per inch has 35 million
SECONDS = 120  # for one picture
INSTALL = (
    'is a picture of text; to read it, install text recognition: pip install "claimcheck[ocr]", and the program '
    "Tesseract (Debian and Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract)"
)
GUESSED = "read by text recognition, which makes mistakes: compare the claims with the picture"

_SMALLEST_SIDE = 1_800  # pixels; smaller pictures are enlarged, as Tesseract wants letters 30 pixels high
_STRAY = re.compile(r"[_~=—\\]+")  # rules of a table, read as letters
_MUCH_HIGHER = 1.9  # times the height of a word
_BARS = frozenset("|¦")
_BULLETS = frozenset("eovwuc°¢©*»>«+¥@«")
_STEEPEST = 4.0  # degrees; Tesseract reads little of what lies more askew
_LOOKED_AT = 600  # pixels of width, to find how a sheet lies
_UNSURE = 10  # per cent of confidence below which a word is noise


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the text in a picture, in a process of its own.

    Raises:
        InputError: text recognition is not installed, the picture is damaged or too large, or holds no text.
    """
    del charset
    require("PIL.Image", "ocr", name, "a picture of text")
    find_program(name)
    return read_confined(__name__, data, name)


def read_unconfined(data: bytes, name: str) -> Extracted:
    """Read the text in a picture in this process.

    Raises:
        InputError: as ``read``.
    """
    pillow: Any = require("PIL.Image", "ocr", name, "a picture of text")
    try:
        picture = pillow.open(io.BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            raise InputError(name, f"has more than {MOST_PIXELS // 10**6} million pixels; make it smaller")
        picture.load()
        picture = require("PIL.ImageOps", "ocr", name, "a picture of text").exif_transpose(picture)
        prepared = prepare(picture)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, pillow.DecompressionBombError) as error:
        raise InputError(name, "is a damaged picture; open it and save it again") from error
    lines = tuple(lay_out(order_words(recognise(prepared, name)), page=None))
    if not lines:
        raise InputError(name, "is a picture in which no text was found")
    return Extracted(lines, f"image/{(picture.format or 'png').lower()}", (GUESSED,))


def find_program(name: str) -> str:
    """Return where Tesseract is.

    Raises:
        InputError: it is not installed.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise InputError(name, INSTALL)
    return program


def prepare(picture: "Image") -> "Image":
    """Return a picture as Tesseract reads it best: grey, on white, large enough."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        from PIL import Image as images

        clear = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        grey = images.new("L", clear.size, 255)
        grey.paste(clear.convert("L"), mask=clear.getchannel("A"))
    else:
        grey = picture.convert("L")
    shortest = min(grey.size)
    if 0 < shortest < _SMALLEST_SIDE and max(grey.size) < 3 * _SMALLEST_SIDE:
        factor = min(3.0, _SMALLEST_SIDE / shortest)
        grey = grey.resize((round(grey.width * factor), round(grey.height * factor)))
    from PIL.Image import Resampling

    angle = find_skew(grey)
    return remove_rules(grey.rotate(angle, resample=Resampling.BICUBIC, fillcolor=255) if angle else grey)


def find_skew(picture: "Image") -> float:
    """Return by how many degrees a grey picture has to be turned so that its lines of text are level."""
    small = picture.reduce(max(1, picture.width // _LOOKED_AT))
    best = 0.0
    for step in (0.5, 0.1):
        reach = round(_STEEPEST / step) if step == 0.5 else 5
        angles = [round(best + step * count, 1) for count in range(-reach, reach + 1)]
        best = max(angles, key=lambda angle: (_measure_levels(small, angle), -abs(angle)))
    return best


def _measure_levels(picture: "Image", angle: float) -> int:
    """Return how much the rows of a turned picture differ from the next ones: most where its lines are level."""
    from PIL.Image import Resampling

    turned = picture.rotate(angle, resample=Resampling.BILINEAR, fillcolor=255)
    levels = turned.resize((1, turned.height), resample=Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in itertools.pairwise(levels))


def recognise(picture: "Image", name: str) -> list[Word]:
    """Return the words of a picture that was prepared, with their boxes in pixels from the bottom left.

    Raises:
        InputError: Tesseract failed or took too long.
    """
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    command = [find_program(name), "stdin", "stdout", "--psm", "3", "-l", "eng", "tsv"]
    try:
        run = subprocess.run(
            command, input=stream.getvalue(), capture_output=True, timeout=SECONDS, check=True, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(name, f"took text recognition more than {SECONDS} seconds") from error
    except (subprocess.CalledProcessError, OSError) as error:
        reason = "could not be read by Tesseract; is its English data installed (tesseract-ocr-eng)?"
        raise InputError(name, reason) from error
    return mend_marks(
        even_out(list(read_tsv(run.stdout.decode("utf-8", "replace").splitlines(), height=picture.height)))
    )


def even_out(words: list[Word]) -> list[Word]:
    """Give words of about the usual height that height, as a line without tall letters is of the same size."""
    usual = 1.05 * median(word.height for word in words) if words else 0.0
    evened: list[Word] = []
    for word in words:
        if 0.6 * usual < word.height < 1.3 * usual:
            middle = (word.y0 + word.y1) / 2
            word = replace(word, y0=middle - usual / 2, y1=middle + usual / 2)
        evened.append(word)
    return evened


def read_tsv(rows: Sequence[str], *, height: int) -> Iterator[Word]:
    """Yield the words that Tesseract found, as high as their line; those it is unsure of are left out."""
    found = [fields for row in rows[1:] if len(fields := row.split("\t")) == 12 and fields[0] == "5"]
    for _, line in groupby(found, key=lambda fields: fields[1:5]):
        words = [
            Word(fields[11], left, height - upper - tall, left + width, height - upper)
            for fields in line
            for left, upper, width, tall in [map(int, fields[6:10])]
            if float(fields[10]) >= _UNSURE and not _STRAY.fullmatch(fields[11])
        ]
        letters = [word for word in words if word.text not in _BARS] or words
        low, high = min((word.y0 for word in letters), default=0.0), max((word.y1 for word in letters), default=0.0)
        for word in words:
            if high - low > _MUCH_HIGHER * word.height:  # two lines were taken for one
                yield word
            else:
                yield replace(word, y0=low, y1=high)


def mend_marks(words: list[Word]) -> list[Word]:
    """Read a bar inside a sentence as "I" and another as no letter, and a lone letter before a capital as a bullet."""
    mended: list[Word] = []
    for index, word in enumerate(words):
        before = words[index - 1] if index and words[index - 1].x1 <= word.x0 else None
        after = words[index + 1] if index + 1 < len(words) and words[index + 1].x0 >= word.x1 else None
        if word.text in _BARS:
            reach = 0.7 * word.height
            if after is None or after.x0 - word.x1 > reach or not after.text[:1].islower():
                continue
            if before is not None and word.x0 - before.x1 > reach:
                continue
            word = replace(word, text="I")
        elif before is None and after is not None and word.text in _BULLETS and after.text[:1].isupper():
            word = replace(word, text="•")
        mended.append(word)
    return mended


def _environment() -> dict[str, str]:
    """Return the environment with one thread: on a few cores more make it slower."""
    import os

    return {**os.environ, "OMP_THREAD_LIMIT": "1"}
