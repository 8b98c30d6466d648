"""Pictures of text to lines, by the Tesseract program."""

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from claimcheck.errors import InputError
from claimcheck.models import Origin
from claimcheck.readers.extras import require
from claimcheck.readers.lines import BLANK, Extracted, Line, tidy

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 60_000_000  # a page at 600 dots per inch has 35 million
SECONDS = 120  # for one picture
INSTALL = (
    'is a picture of text; to read it, install text recognition: pip install "claimcheck[ocr]", and the program '
    "Tesseract (Debian and Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract)"
)
GUESSED = "read by text recognition, which makes mistakes: compare the claims with the picture"

_SMALLEST_SIDE = 1_800  # pixels; smaller pictures are enlarged, as Tesseract wants letters 30 pixels high
_UNSURE = 30  # per cent of confidence below which a word is noise


def read(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """Read the text in a picture.

    Raises:
        InputError: text recognition is not installed, the picture is damaged or too large, or holds no text.
    """
    del charset
    pillow: Any = require("PIL.Image", "ocr", name, "a picture of text")
    find_program(name)
    try:
        picture = pillow.open(io.BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            raise InputError(name, f"has more than {MOST_PIXELS // 10**6} million pixels; make it smaller")
        picture.load()
        picture = require("PIL.ImageOps", "ocr", name, "a picture of text").exif_transpose(picture)
        prepared = prepare(picture)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, pillow.DecompressionBombError) as error:
        raise InputError(name, "is a damaged picture; open it and save it again") from error
    lines = tuple(read_picture(prepared, name, page=None))
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

        clear = picture.convert("RGBA")
        picture = images.new("RGBA", clear.size, "white")
        picture.alpha_composite(clear)
    grey = picture.convert("L")
    shortest = min(grey.size)
    if 0 < shortest < _SMALLEST_SIDE and max(grey.size) < 3 * _SMALLEST_SIDE:
        factor = min(3.0, _SMALLEST_SIDE / shortest)
        grey = grey.resize((round(grey.width * factor), round(grey.height * factor)))
    return grey


def read_picture(picture: "Image", name: str, *, page: int | None) -> Iterator[Line]:
    """Yield the lines of a picture that was prepared.

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
        raise InputError(
            name, "could not be read by Tesseract; is its English data installed (tesseract-ocr-eng)?"
        ) from error
    yield from read_tsv(run.stdout.decode("utf-8", "replace").splitlines(), page=page)


def read_tsv(rows: Sequence[str], *, page: int | None) -> Iterator[Line]:
    """Yield the lines that Tesseract found: paragraphs apart, words it is unsure of left out."""
    words: list[tuple[tuple[str, ...], str]] = []
    for row in rows[1:]:
        fields = row.split("\t")
        if len(fields) == 12 and fields[0] == "5" and float(fields[10]) >= _UNSURE:
            words.append((tuple(fields[2:5]), fields[11]))
    line: list[str] = []
    number = 0
    for index, (place, word) in enumerate(words):
        line.append(word)
        following = words[index + 1][0] if index + 1 < len(words) else None
        if following != place:
            number += 1
            if text := tidy(" ".join(line)):
                yield Line(text, Origin(page=page, line=number))
            line = []
            if following is None or following[:2] != place[:2]:
                yield BLANK


def _environment() -> dict[str, str]:
    """Return the environment with one thread: on a few cores more make it slower."""
    import os

    return {**os.environ, "OMP_THREAD_LIMIT": "1"}
