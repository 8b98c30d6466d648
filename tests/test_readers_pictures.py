"""Pictures of text: read whatever their colours and size, and one sentence for each that cannot be."""

import io
import os
import shutil
import stat

import pytest

from claimcheck import readers
from claimcheck.errors import InputError
from claimcheck.readers import ocr

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
from PIL import ImageDraw, ImageFont  # noqa: E402

WORDS = "Stem cells cured forty of fifty patients."
NEEDS_TESSERACT = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def draw(mode="RGB", *, ink="black", paper="white", size=32):
    """Return a picture of a sentence."""
    font = ImageFont.load_default(size)
    left, upper, right, lower = font.getbbox(WORDS)
    picture = Image.new(mode, (int(right - left) + 4 * size, int(lower - upper) + 4 * size), paper)
    ImageDraw.Draw(picture).text((2 * size, 2 * size), WORDS, ink, font)
    return picture


def pack(picture, form="PNG", **options):
    """Return a picture as a file."""
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


PICTURES = {
    "colours": (lambda: pack(draw(ink="navy", paper="lightyellow")), "image/png"),
    "photograph": (lambda: pack(draw(), "JPEG", quality=90), "image/jpeg"),
    "clear": (lambda: pack(draw("RGBA", paper=(0, 0, 0, 0))), "image/png"),
    "clear-grey": (lambda: pack(draw("LA", ink=(0, 255), paper=(0, 0))), "image/png"),
    "palette": (lambda: pack(draw().quantize(8), "GIF"), "image/gif"),
    "large": (lambda: pack(draw().resize((5600, 900))), "image/png"),
    "web": (lambda: pack(draw(), "WEBP", lossless=True), "image/webp"),
    "turned": (lambda: pack(draw().rotate(90, expand=True), "JPEG", quality=90, exif=turned()), "image/jpeg"),
}


def turned():
    """Return what a camera that was held upright writes into a photograph."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@NEEDS_TESSERACT
@pytest.mark.parametrize("name", PICTURES)
def test_picture(name):
    """A sentence is read from a picture of any colours, size and format, with a note that it was guessed."""
    make, media_type = PICTURES[name]
    document = readers.read_bytes(make(), "picture")

    assert (document.text.strip(), document.media_type, document.notes) == (WORDS, media_type, (ocr.GUESSED,))


@pytest.mark.parametrize(
    "data, message",
    [
        (pack(Image.new("1", (8_000, 6_000))), "has more than 40 million pixels; make it smaller"),
        (pack(draw())[:400], "is a damaged picture; open it and save it again"),
        (pack(draw())[:12], "is a damaged picture; open it and save it again"),
        pytest.param(
            pack(Image.new("L", (300, 200), 255)), "is a picture in which no text was found", marks=NEEDS_TESSERACT
        ),
    ],
    ids=["huge", "cut", "cut-short", "empty"],
)
def test_picture_that_cannot_be_read(data, message):
    """What is wrong with a picture is said in a sentence."""
    with pytest.raises(InputError) as caught:
        ocr.read_unconfined(data, "picture.png")

    assert str(caught.value) == f"picture.png: {message}"


@pytest.mark.skipif(os.name != "posix", reason="scripts of another kind")
@pytest.mark.parametrize(
    "script, message",
    [
        ("exit 1", "could not be read by Tesseract; is its English data installed (tesseract-ocr-eng)?"),
        ("exec sleep 60", "took text recognition more than 0.2 seconds"),
    ],
)
def test_tesseract_that_fails(tmp_path, monkeypatch, script, message):
    """A program that gives up or goes on for ever is an error in a sentence."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(ocr, "SECONDS", 0.2)
    with pytest.raises(InputError) as caught:
        ocr.read_unconfined(pack(draw()), "picture.png")

    assert caught.value.message == message
