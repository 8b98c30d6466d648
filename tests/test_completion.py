"""What a shell offers to complete: commands, options, and the values of options, as its own script asks for them."""

import os
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "claimcheck"]


def complete(shell, line):
    """Return what is offered for the last word of a line."""
    words = line.split(" ")
    asked = {
        "bash": {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }
    environ = {**os.environ, **asked[shell], "_CLAIMCHECK_COMPLETE": f"complete_{shell}"}
    run = subprocess.run(COMMAND, env=environ, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return [offer.split("\t")[0] for offer in run.stdout.split("\n") if offer]


@pytest.mark.parametrize(
    "shell, line, expected",
    [
        ("bash", "claimcheck co", ["compare"]),
        ("bash", "claimcheck --so", ["--sort"]),
        ("bash", "claimcheck page.txt --so", ["--sort"]),
        ("bash", "claimcheck page.txt --sort ", ["worst", "page"]),
        ("bash", "claimcheck page.txt --only over", ["overstated"]),
        ("bash", "claimcheck --format cl", ["claimreview"]),
        ("bash", "claimcheck check --format ", "table plain json jsonl csv markdown html claimreview".split()),
        ("bash", "claimcheck compare a b --format ", ["table", "plain", "json"]),
        ("bash", "claimcheck compare a b --fail-on st", ["strengthened"]),
        ("bash", "claimcheck batch pages --eng", ["--engine"]),
        ("bash", "claimcheck evidence s", ["stats", "show", "search"]),
        ("bash", "claimcheck schema l", ["line"]),
        ("bash", "claimcheck explain overs", ["overstated"]),
        ("bash", "claimcheck pages/", []),
        ("bash", "claimcheck 'a b.txt' --reply --for ", ["journalist", "patient"]),
        ("bash", "claimcheck 'a b.txt --for ", []),
        ("fish", "claimcheck page.txt --sort ", ["worst", "page"]),
        ("fish", "claimcheck page.txt --only over", ["overstated"]),
    ],
)
def test_complete(shell, line, expected):
    """Options and values are offered where a command is named, and check's where none is; for a page, its files."""
    assert complete(shell, line) == expected


def test_zsh():
    """The same for zsh, in its own words."""
    (offered,) = complete("zsh", "claimcheck page.txt --only over")

    assert offered == "_arguments '*: :((\"overstated\"))'"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script(shell):
    """The script for each shell is printed, and names the command; the shell is named, not that of the tests."""
    environ = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    shown = subprocess.run([*COMMAND, "--show-completion", shell], env=environ, capture_output=True, text=True)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "_CLAIMCHECK_COMPLETE=complete_" in shown.stdout
