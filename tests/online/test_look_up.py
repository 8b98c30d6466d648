"""``claimcheck --online``: each cited identifier is told, or is unchecked, and no format passes anything on."""

import json
import re
import socket
from pathlib import Path

import jsonschema
import pytest

from claimcheck.readers import fetch
from claimcheck.schema import report_schema

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
PAGE = """Our treatment
Stem cells improve movement after spinal cord injury in 80% of patients.
Our phase 3 trial (NCT00000001) is the largest of its kind.

References
- Cells for the injured spinal cord: a trial in ten people
https://pubmed.ncbi.nlm.nih.gov/10000001/
- Long-term neurological recovery after treatment of patients
https://doi.org/10.5555/two
- A review of cells for nerves
https://doi.org/10.5555/three
- Repair of nerves in full text
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1000002/
"""
HOSTILE = "=cmd|'x' [bold]T[/bold] \x1b[2J\u202e `x` **y** ](http://evil.example) <script>alert(1)</script> <img src=x"
SIGNS = {"markdown": ("](http://evil", "<img", " **y**"), "html": ("<img",)}  # what would be markup there
FORMATS = ("table", "plain", "json", "jsonl", "markdown", "html", "csv")


@pytest.fixture
def online_page(registers, shapes, fake_time, tmp_path, monkeypatch):
    """A page with five identifiers, and registers that know some of them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("claimcheck.online.session.choose_clock", lambda environ: fake_time.clock)
    registers.give("/europepmc/search?query=EXT_ID:10000001 AND SRC:MED", shapes["europepmc"](shapes["row"]))
    notice = {"type": "retraction", "updated": {"date-parts": [[2021, 3, 4]]}}
    two = shapes["crossref"]("Nerves of rats", DOI="10.5555/two", **{"updated-by": [notice]})
    registers.give("/crossref/works/10.5555/two", two)
    registers.give("/crossref/works/10.5555/three", b"<html>busy</html>")
    registers.give("/trials/studies/NCT00000001", shapes["trial"]("NCT00000001", "Cells for the Cord"))
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return str(path)


def options(registers):
    """Return the options that ask the registers which run here."""
    return ["--online", "--contact", "desk@paper.example", *(x for s in registers.services for x in ("--service", s))]


def test_each_identifier_is_told_or_unchecked(run, registers, online_page):
    """Five identifiers: three are told with what the page says otherwise, two are unchecked with the reason."""
    done = run("--format", "json", *options(registers), online_page)
    report = json.loads(done.stdout)
    told = [
        (
            lookup["identifier"],
            lookup["status"],
            lookup["work"]["title"] if lookup["work"] else None,
            [(d["field"], d["said"]) for d in lookup["differences"]],
            lookup["reason"],
        )
        for lookup in report["lookups"]
    ]

    assert done.exit_code == 0
    assert told == [
        ("NCT00000001", "matches", "Cells for the Cord", [("phase", "3")], None),
        ("10000001", "matches", "Cells for the injured spinal cord: a trial in ten people", [], None),
        (
            "10.5555/two",
            "retracted",
            "Nerves of rats",
            [("title", "Long-term neurological recovery after treatment of patients")],
            None,
        ),
        ("10.5555/three", "unchecked", None, [], "its answer is not JSON of the documented shape"),
        (
            "PMC1000002",
            "unchecked",
            None,
            [],
            "has no entry under this identifier; it may be misprinted, too new, or registered elsewhere",
        ),
    ]
    jsonschema.validate(report, report_schema())
    assert set(registers.agents) == {
        f"claimcheck/{report['claimcheck_version']} (looks up works that a page cites; mailto:desk@paper.example)"
    }


def test_plain_report(run, registers, online_page):
    """The text tells each identifier on a line, and stderr in one line how it went."""
    done = run("--format", "plain", *options(registers), online_page)
    lines = [line for line in done.stdout.splitlines() if line.startswith("Looked up")]

    assert lines == [
        "Looked up: NCT00000001: is registered as “Cells for the Cord”, phase 1/2, completed, 10 people enrolled, "
        "begun 2014; by ClinicalTrials.gov, asked on 2026-09-21; the page prints the phase 3, the register 1/2; "
        "not in our file.",
        "Looked up: PMID 10000001: is “Cells for the injured spinal cord: a trial in ten people”, Journal of Example "
        "Medicine, 2019 (Clinical Trial, Phase I); no notice of retraction at Europe PMC, asked on 2026-09-21; not in "
        "our file.",
        "Looked up: DOI 10.5555/two: is “Nerves of rats”; retracted 2021-03-04, by Crossref, asked on 2026-09-21; the "
        "page prints “Long-term neurological recovery after treatment of patients” beside it; not in our file.",
        "Looked up: DOI 10.5555/three: unchecked: Crossref: its answer is not JSON of the documented shape.",
        "Looked up: PMC1000002: unchecked: Europe PMC: has no entry under this identifier; it may be misprinted, too "
        "new, or registered elsewhere.",
        "Looked up online: 5 identifiers, 3 answered, 2 unchecked. Unchecked says nothing about the work or the page.",
    ]
    assert [line for line in done.stderr.splitlines() if "online:" in line] == [
        "claimcheck: online: 5 identifiers looked up, 3 answered, 2 unchecked (Crossref: its answer is not JSON of "
        "the documented shape; Europe PMC: has no entry under this identifier; it may be misprinted, too new, or "
        "registered elsewhere)"
    ]


@pytest.mark.parametrize("reader", ["journalist", "patient"])
@pytest.mark.parametrize("form", ["table", "plain", "markdown", "html"])
def test_every_format_tells(run, registers, online_page, form, reader):
    """Each format for people tells the retraction, the unchecked ones and the count."""
    done = run("--format", form, "--for", reader, *options(registers), online_page)
    said = re.sub(r"\\|\*|\s+", lambda match: " " if match[0].isspace() else "", done.stdout)

    assert done.exit_code == 0
    assert [part in said for part in ("retracted 2021-03-04", "unchecked: Crossref", "3 answered, 2 unchecked")] == [
        True
    ] * 3


def test_verdicts_stay(run, registers, online_page):
    """Nothing looked up changes a verdict, and without --online nothing is looked up or said of it."""
    without = json.loads(run("--format", "json", online_page).stdout)
    seen = list(registers.seen)
    with_it = json.loads(run("--format", "json", *options(registers), online_page).stdout)
    lookups = with_it.pop("lookups")

    assert (seen, len(lookups), with_it) == ([], 5, without)


def test_cache_is_used_and_is_all_that_is_written(run, registers, online_page, tmp_path):
    """A second run asks only what remained unchecked, gives the same bytes, and the cache is the only new file."""
    first = run("--format", "json", *options(registers), online_page)
    asked = len(registers.seen)
    second = run("--format", "json", *options(registers), online_page)
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())

    assert second.stdout == first.stdout
    assert (asked, len(registers.seen) - asked) == (5, 2)  # the answer of another shape, and the empty search
    assert files == ["cache/claimcheck/online.sqlite", "page.txt"]


def test_nothing_is_written_without_online(run, online_page, tmp_path):
    """Without --online there is no cache."""
    run("--format", "json", online_page)

    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_network_down(run, online_page, monkeypatch):
    """Without a network the run succeeds, every identifier is unchecked, and one line says so."""

    def resolve(host, port):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(fetch, "resolve", resolve)
    done = run("--format", "json", "--online", online_page)
    lookups = json.loads(done.stdout)["lookups"]

    assert (done.exit_code, [lookup["status"] for lookup in lookups]) == (0, ["unchecked"] * 5)
    assert [line for line in done.stderr.splitlines() if "online:" in line] == [
        "claimcheck: online: 5 identifiers looked up, 0 answered, 5 unchecked (ClinicalTrials.gov: the name "
        "clinicaltrials.gov is not known (is there a network?); Europe PMC: the name www.ebi.ac.uk is not known (is "
        "there a network?); Crossref: the name api.crossref.org is not known (is there a network?))"
    ]


def test_cache_that_cannot_be_used(run, registers, online_page, tmp_path):
    """A cache that is no cache is said to be one, left alone, and done without."""
    path = tmp_path / "cache" / "claimcheck" / "online.sqlite"
    path.parent.mkdir(parents=True)
    path.write_text("this is no database, however long it may go on being one")
    done = run("--format", "json", *options(registers), online_page)

    assert len(json.loads(done.stdout)["lookups"]) == 5
    assert f"claimcheck: answers are not kept: {path} cannot be used (file is not a database)" in done.stderr
    assert path.read_text().startswith("this is no database")


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_answers(run, registers, online_page, shapes, form):
    """What a register says is text: no controls, markup, scripts or formulas come out of it."""
    hostile = shapes["crossref"](HOSTILE, type=HOSTILE, **{"container-title": [HOSTILE]})
    registers.answers.clear()
    registers.give("/crossref/works/10.5555/two", hostile)
    done = run("--format", form, *options(registers), online_page)

    assert done.exit_code == 0
    bare = re.sub(r"\\.", "", done.stdout) if form == "markdown" else done.stdout  # without what is escaped there
    assert [sign for sign in ("\x1b", "\u202e", "<script", *SIGNS.get(form, ())) if sign in bare] == []
    assert ("[bold]T[/bold]" in done.stdout.replace("\\", "")) is (form != "csv")


def test_hostile_patient_report(run, registers, online_page, shapes):
    """The patient's report escapes them as well."""
    registers.answers.clear()
    registers.give("/crossref/works/10.5555/two", shapes["crossref"](HOSTILE))
    done = run("--format", "html", "--for", "patient", *options(registers), online_page)

    assert [sign for sign in ("\x1b", "\u202e", "<script", "<img") if sign in done.stdout] == []
    assert "[bold]T[/bold]" in done.stdout


@pytest.mark.parametrize(
    "arguments, message",
    [
        (
            ("--service", "scholar=http://x"),
            "--service 'scholar=http://x': the servers are crossref, europepmc, trials.",
        ),
        (("--service", "crossref"), "--service 'crossref' is not crossref=http://... or crossref=https://..."),
        (("--service", "trials=file:///x"), "--service 'trials=file:///x' is not trials=http://... or"),
        (("--service", "trials=http://["), "--service 'trials=http://[' is not trials=http://... or"),
        (("--contact", "me\r\nX: y@z"), "is no mail address and no address of a page."),
        (("--contact", "somebody"), "--contact 'somebody' is no mail address and no address of a page."),
    ],
)
def test_wrong_options(run, online_page, arguments, message):
    """An option of another form is told before anybody is asked."""
    done = run("--online", *arguments, online_page)

    assert (done.exit_code, message in done.stderr) == (2, True)


def test_settings(run, registers, online_page, tmp_path, monkeypatch):
    """Contact and servers may stand in a file that the user chose, or in the environment; going online may not."""
    listed = ", ".join(f'"{pair}"' for pair in registers.services)
    (tmp_path / "own.toml").write_text(f'contact = "https://paper.example/about"\nservice = [{listed}]\n')
    run("--online", "--config", str(tmp_path / "own.toml"), online_page)
    monkeypatch.setenv("CLAIMCHECK_SERVICE", " ".join(registers.services))
    monkeypatch.setenv("CLAIMCHECK_CONTACT", "desk@paper.example")
    (tmp_path / "cache" / "claimcheck" / "online.sqlite").unlink()
    run("--online", online_page)
    (tmp_path / "own.toml").write_text("online = true\n")
    refused = run("--config", str(tmp_path / "own.toml"), online_page)

    contacts = list(dict.fromkeys(agent.rpartition("; ")[2] for agent in registers.agents))
    assert contacts == ["https://paper.example/about)", "mailto:desk@paper.example)"]
    assert (refused.exit_code, "online: is not an option here" in refused.stderr) == (2, True)


def test_folder_file_cannot_choose_servers(run, online_page, tmp_path, monkeypatch):
    """A file that merely lies in the folder sends nothing to a server of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claimcheck.toml").write_text('service = ["crossref=http://evil.example"]\n')
    done = run("--online", online_page)

    assert (done.exit_code, "is not taken from a file that lies in the folder" in done.stderr) == (2, True)


def test_page_without_identifiers(run, registers, online_page, tmp_path):
    """A page that gives no identifier is said to give none."""
    (tmp_path / "bare.txt").write_text("Stem cells improve movement after spinal cord injury.")
    done = run("--format", "plain", *options(registers), str(tmp_path / "bare.txt"))

    assert "Looked up online: nothing, since the page gives no DOI, PMID, PMCID or NCT number." in done.stdout
    assert registers.seen == []


def test_number_of_lookups_is_limited(run, registers, online_page, tmp_path, monkeypatch):
    """Of a page that lists identifiers without end, the first are looked up, and the others said not to be."""
    monkeypatch.setattr("claimcheck.online.MOST_LOOKUPS", 3)
    done = run("--format", "json", *options(registers), online_page)
    reasons = [lookup["reason"] for lookup in json.loads(done.stdout)["lookups"][3:]]

    assert len(registers.seen) == 3
    assert reasons == ["only the first 200 identifiers of a page are looked up"] * 2


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the pages of ../shared are not here")
def test_references_of_a_real_page(run, registers, online_page, shapes):
    """The five references of a page as it was found: each is told or unchecked."""
    registers.answers.clear()
    page = next(SEEDS.glob("004_*.txt"))
    for doi in ("10.1038/s41582-023-00796-5", "10.1371/journal.pone.0283124"):
        registers.give(f"/crossref/works/{doi}", shapes["crossref"]("A made-up title of something else", DOI=doi))
    row = {**shapes["row"], "pmid": "36870032"}
    registers.give("/europepmc/search?query=EXT_ID:36870032 AND SRC:MED", shapes["europepmc"](row))
    done = run("--format", "json", *options(registers), str(page))
    told = [(lookup["identifier"], lookup["status"]) for lookup in json.loads(done.stdout)["lookups"]]

    assert told == [
        ("36870032", "title-altered"),
        ("PMC10101377", "unchecked"),
        ("10.1038/s41582-023-00796-5", "different-work"),
        ("10.1002/jnr.25239", "unchecked"),
        ("10.1371/journal.pone.0283124", "different-work"),
    ]
