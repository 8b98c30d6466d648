"""Options from files and the environment."""

import os

import pytest

from claimcheck.settings import PARAMETERS, find_files, variable

USUAL = """\
# format is not set  # default
for = "journalist"  # default
sort = "worst"  # default
# group is not set  # default
# only is not set  # default
# fail-on is not set  # default
explain = false  # default
reply = false  # default
questions = false  # default
no-pager = false  # default
# contact is not set  # default
# service is not set  # default
any-language = false  # default
quiet = false  # default
color = "auto"  # default
# evidence is not set  # default
"""
OF_COMPARE = """\
[compare]
format = "json"  # claimcheck.toml
fail-on = ["added", "dropped"]  # CLAIMCHECK_COMPARE_FAIL_ON
no-pager = true  # flag
any-language = true  # {user}
quiet = false  # CLAIMCHECK_COMPARE_QUIET
color = "always"  # claimcheck.toml
# evidence is not set  # default
"""
OF_BATCH = """\
[batch]
# format is not set  # default
text-field = "body"  # claimcheck.toml
id-field = "id"  # default
site-field = "url"  # default
workers = 3  # CLAIMCHECK_BATCH_WORKERS
any-language = true  # {user}
quiet = true  # CLAIMCHECK_QUIET
color = "never"  # claimcheck.toml
# evidence is not set  # default
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to run in, with a home that has no file of options."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, text):
    """Write a file and the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_show_config(run, folder):
    """Without files or variables every option is at its default."""
    result = run("--show-config")

    assert (result.exit_code, result.stdout, result.stderr) == (0, USUAL, "")


def test_precedence(run, folder, monkeypatch):
    """A flag goes before the environment, that before the folder's file, that before the user's."""
    user = folder / "home" / "claimcheck" / "config.toml"
    write(user, 'color = "always"\nsort = "page"\nformat = "csv"\nfor = "patient"\n')
    write(folder / "claimcheck.toml", 'sort = "worst"\nformat = "json"\nfor = "journalist"\n')
    monkeypatch.setenv("CLAIMCHECK_FORMAT", "markdown")
    monkeypatch.setenv("CLAIMCHECK_FOR", "patient")
    monkeypatch.setenv("CLAIMCHECK_ONLY", "overstated misquoted")
    shown = run("--show-config", "--for", "journalist").stdout.splitlines()

    assert [line for line in shown if not line.endswith("default")] == [
        'format = "markdown"  # CLAIMCHECK_FORMAT',
        'for = "journalist"  # flag',
        'sort = "worst"  # claimcheck.toml',
        'only = ["overstated", "misquoted"]  # CLAIMCHECK_ONLY',
        f'color = "always"  # {user}',
    ]


def test_settings_of_other_commands(run, folder, monkeypatch):
    """A command takes what all share and its own table, its table first; what the top says for check is not for it."""
    user = folder / "home" / "claimcheck" / "config.toml"
    write(user, 'any-language = true\nsort = "page"\n[batch]\ntext-field = "html"\n')
    tables = '[compare]\nformat = "json"\ncolor = "always"\n[batch]\ntext-field = "body"\nworkers = 2\n'
    write(folder / "claimcheck.toml", f'format = "html"\ncolor = "never"\nfail-on = "misquoted"\n{tables}')
    monkeypatch.setenv("CLAIMCHECK_QUIET", "true")
    monkeypatch.setenv("CLAIMCHECK_COMPARE_QUIET", "false")
    monkeypatch.setenv("CLAIMCHECK_COMPARE_FAIL_ON", "added dropped")
    monkeypatch.setenv("CLAIMCHECK_BATCH_WORKERS", "3")
    compare = run("compare", "--show-config", "--no-pager")
    batch = run("batch", "--show-config")

    assert (compare.exit_code, compare.stdout) == (0, OF_COMPARE.format(user=user))
    assert (batch.exit_code, batch.stdout) == (0, OF_BATCH.format(user=user))


def test_compare_uses_its_settings(core, run, folder, page):
    """Compare prints and ends as its table says, names a file of the folder, and still needs its two pages."""
    write(folder / "claimcheck.toml", '[compare]\nformat = "json"\nfail-on = ["added"]\n')
    result = run("compare", page, page)

    assert (result.exit_code, result.stdout[:1]) == (0, "{")
    assert result.stderr.splitlines()[0] == "claimcheck: options from claimcheck.toml"
    assert run("compare", page).exit_code == 2
    assert run("compare", page, page, "-q", "--format", "plain").stdout.splitlines()[1].startswith("no claim changed")


def test_what_is_shown_is_what_is_used(core, run, folder, page):
    """The shown settings can be read back as a file, and give the same report."""
    write(folder / "claimcheck.toml", 'format = "csv"\nonly = ["supported"]\nquiet = true\n')
    first = run(page)
    write(folder / "shown.toml", run("--show-config").stdout)
    (folder / "claimcheck.toml").unlink()
    second = run(page, "--config", str(folder / "shown.toml"))

    assert first.stdout.splitlines()[0].startswith("checked_at,")
    assert [line.split(",")[1:] for line in first.stdout.splitlines()] == [
        line.split(",")[1:] for line in second.stdout.splitlines()
    ]


def test_options_of_the_folder_are_announced(core, run, folder, page):
    """A file that lies in the folder is named, since it may be somebody else's."""
    write(folder / "claimcheck.toml", 'sort = "page"\n')

    assert run(page).stderr.splitlines()[0] == "claimcheck: options from claimcheck.toml"
    assert run(page, "-q").stderr == ""


@pytest.mark.parametrize(
    "text, message",
    [
        ("format = ", "claimcheck.toml: is not TOML ("),
        ("\x00", "claimcheck.toml: is not TOML ("),
        ("[" * 5000, "claimcheck.toml: is not TOML ("),
        ("# " + "x" * 70000, "claimcheck.toml: is larger than a file of options can be (65536 bytes)"),
        ('output = "x"', "claimcheck.toml: output: is not an option here; these are: format, for, "),
        ('pager = "rm -rf ."', "claimcheck.toml: pager: is not an option here"),
        ('evidence = ["mine.jsonl"]', "claimcheck.toml: evidence: is not taken from a file that lies in the folder"),
        ('format = "yaml"', "claimcheck.toml: format: 'yaml' is not one of table, "),
        ('sort = "best"', "claimcheck.toml: sort: "),
        ("quiet = 1", "claimcheck.toml: quiet: should be true or false"),
        ('only = "overstated"', "claimcheck.toml: only: should be a list of texts"),
        ("format = true", "claimcheck.toml: format: should be a text"),
        ("batch = 1", "claimcheck.toml: batch: should be a table of options, [batch]"),
        (
            '[batch]\naddress = "auto"',
            "claimcheck.toml: [batch] address: is not an option here; these are: format, text-",
        ),
        ('[compare]\nevidence = ["x"]', "claimcheck.toml: [compare] evidence: is not taken from a file that lies in"),
        ("[format]\nx = 1", "claimcheck.toml: format: should be a text"),
    ],
)
def test_faulty_file(run, folder, text, message):
    """A fault is told with its file and option, as a usage error; nothing of the file is used."""
    write(folder / "claimcheck.toml", text)
    result = run("--show-config")

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for a setting: {message}" in result.stderr


def test_chosen_file(run, folder):
    """A file that was chosen stands alone, and may name evidence; one that is missing is told."""
    write(folder / "claimcheck.toml", 'sort = "page"\n')
    write(folder / "mine.toml", 'evidence = ["mine.jsonl"]\n')
    shown = run("--show-config", "--config", "mine.toml").stdout

    assert 'evidence = ["mine.jsonl"]  # mine.toml\n' in shown
    assert 'sort = "worst"  # default\n' in shown
    assert "none.toml: cannot be read (No such file or directory)" in run("--config", "none.toml").stderr


@pytest.mark.parametrize(
    "command, name, value, message",
    [
        ("check", "CLAIMCHECK_QUIET", "maybe", "CLAIMCHECK_QUIET: quiet: should be true or false"),
        ("batch", "CLAIMCHECK_BATCH_WORKERS", "many", "CLAIMCHECK_BATCH_WORKERS: workers: should be a whole number"),
        ("batch", "CLAIMCHECK_BATCH_WORKERS", "0", "CLAIMCHECK_BATCH_WORKERS: workers: "),
        ("compare", "CLAIMCHECK_COMPARE_FAIL_ON", "gone", "CLAIMCHECK_COMPARE_FAIL_ON: fail-on: 'gone' is not one of"),
    ],
)
def test_faulty_variable(run, folder, monkeypatch, command, name, value, message):
    """A variable that says what it cannot is a usage error that names it."""
    monkeypatch.setenv(name, value)
    result = run(command, "--show-config")

    assert (result.exit_code, message in result.stderr) == (2, True)


def test_help_reads_no_file(run, folder):
    """Help is there also when a file is faulty."""
    write(folder / "claimcheck.toml", "format = ")

    assert run("--help").exit_code == 0


def test_a_folder_named_like_the_file(folder):
    """Only files are read: what is a folder, a pipe or a device is left alone."""
    (folder / "claimcheck.toml").mkdir()
    os.mkfifo(folder / "home" / "claimcheck")

    assert find_files(None, {"XDG_CONFIG_HOME": str(folder / "home")}) == []


def test_no_option_writes_or_runs():
    """What a file may hold is a closed list, and neither a place to write to nor a command is on it."""
    names = {name for parameters in PARAMETERS.values() for name in parameters.values()}

    assert names & {"written_to", "target", "save", "address", "engine", "allow_private", "restart", "config"} == set()
    assert [variable(key) for key in ("format", "no-pager")] == ["CLAIMCHECK_FORMAT", "CLAIMCHECK_NO_PAGER"]
    assert variable("workers", "batch") == "CLAIMCHECK_BATCH_WORKERS"
