"""Where a document comes from: a file, an address, a pipe, or a paste."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from claimcheck import inputs, paste
from claimcheck.inputs import InputOptions, read_input
from claimcheck.readers import fetch
from claimcheck.readers.fetch import Fetched

ADDRESS = "https://clinic.example/cells"
ANSWER = Fetched(
    b"<p>Stem cells cure.</p>", ADDRESS, ADDRESS, (ADDRESS,), "192.0.2.1", 200, "text/html", "utf-8", (("Server", "x"),)
)
SPANISH = "Las células madre curan la lesión de la médula espinal en todos los pacientes de nuestra clínica. "
SPANISH_PAGE = (
    "Nuestra clínica trata a los pacientes con células madre. El médico explica cómo se obtienen las células y para "
    "qué sirven. También hay estudios sobre la lesión de la médula, pero no son muchos. Cuando el tratamiento termina, "
    "usted puede volver a su casa con una receta. Si tiene preguntas, nuestro equipo está aquí desde las ocho. "
)
ENGLISH = "Stem cells help patients with an injury of the spinal cord, as the studies of our clinic have shown. "


@pytest.fixture
def told():
    """What was said beside the document."""
    return []


@pytest.fixture
def answer(monkeypatch):
    """Answer every address with one page; return the limits that were asked with."""
    asked = []

    def fetch_page(url, limits):
        asked.append((url, limits.allow_private))
        return ANSWER

    monkeypatch.setattr(fetch, "fetch", fetch_page)
    return asked


def test_address(answer, told):
    """A page is fetched under the rules that were chosen, and read as what the server says it is."""
    document = read_input(ADDRESS, told.append, InputOptions(allow_private=True))

    assert (document.name, document.text.strip(), document.media_type) == (ADDRESS, "Stem cells cure.", "text/html")
    assert (answer, told) == ([(ADDRESS, True)], [])


def test_address_that_is_kept(answer, told, tmp_path, monkeypatch):
    """What was fetched is kept with a record of it, and where is told."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    read_input(ADDRESS, told.append, InputOptions(save=tmp_path / "kept"))
    record, page = sorted((tmp_path / "kept").iterdir(), key=lambda path: path.suffix != ".json")

    assert told == [f"claimcheck: {ADDRESS}: kept, with a record of it in {record}"]
    assert page.read_bytes() == ANSWER.data
    assert json.loads(record.read_text())["final_url"] == ADDRESS


def test_file_whose_name_looks_like_an_address(tmp_path, monkeypatch, told):
    """A name that only has the signs of an address is the name of a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2026-11:").mkdir()
    (tmp_path / "2026-11:" / "page").write_text("Stem cells cure.")

    assert read_input("2026-11://page", told.append).text == "Stem cells cure."


@pytest.mark.parametrize(
    "text, options, notes",
    [
        (ENGLISH * 5, InputOptions(), ()),
        (
            ENGLISH * 4 + SPANISH_PAGE,
            InputOptions(),
            ("part of it seems to be in Spanish; only what is in English is judged",),
        ),
        (SPANISH * 5, InputOptions(any_language=True), ()),
    ],
    ids=["english", "half-spanish", "spanish-on-demand"],
)
def test_language(tmp_path, told, text, options, notes):
    """A page that is partly in another language is read, and what that means is told."""
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")

    assert read_input(str(path), told.append, options).notes == notes
    assert told == [f"claimcheck: {path}: {note}" for note in notes]


class Terminal(io.BytesIO):
    """A stdin that is a terminal."""

    buffer = property(lambda self: self)

    def isatty(self):
        return True

    def fileno(self):
        return 0


@pytest.fixture
def terminal(monkeypatch):
    """Type a text at a terminal."""
    monkeypatch.setattr(sys, "stdin", Terminal(b"Stem cells cure.\n"))


def test_paste(monkeypatch, terminal, told, capsys):
    """With no input on a terminal the text is asked for, and its words are counted."""
    monkeypatch.setattr(paste, "read_paste", lambda descriptor, echo, prompt: b"Stem cells cure.\n")
    document = read_input("", told.append)

    assert (document.name, document.text) == ("pasted text", "Stem cells cure.\n")
    assert capsys.readouterr().err == "\nRead 3 words.\n"


def test_paste_without_modes_of_a_terminal(monkeypatch, terminal, told, capsys):
    """On a system without them the lines are read as they are typed."""

    def refuse(descriptor, echo, prompt):
        raise ImportError("termios")

    monkeypatch.setattr(paste, "read_paste", refuse)

    assert read_input("", told.append).text == "Stem cells cure.\n"
    assert capsys.readouterr().err == f"{inputs.PASTE_PROMPT}\n\nRead 3 words.\n"


def test_stream_that_breaks(monkeypatch, told, capsys):
    """A pipe that cannot be read is an error in a sentence."""

    def read(size):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(read=read), isatty=lambda: False))
    error = read_input("-", told.append)

    assert str(error) == "standard input: cannot be read (Input/output error)"
    assert capsys.readouterr().err == f"claimcheck: {error}\n"
