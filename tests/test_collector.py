"""When the garbage collector of the command line works."""

import subprocess
import sys

import pytest

PAGE = "examples/clinic-page.txt"
PROGRAM = """
import atexit, gc, sys
from claimcheck.cli import main
atexit.register(lambda: print(gc.isenabled(), file=sys.stderr))
sys.argv = ["claimcheck", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    "arguments, is_awake",
    [
        (["-q", PAGE], "False"),
        (["-q", PAGE, PAGE], "True"),
        (["--help"], "False"),
        (["batch", "-q", PAGE, "--workers", "1", "-o", "{folder}/out.jsonl"], "True"),
    ],
    ids=["one page", "two pages", "help", "batch"],
)
def test_only_runs_that_may_be_long_collect_garbage(arguments, is_awake, tmp_path):
    """One page is checked without the collector; two pages, or a batch, with it."""
    written = [argument.format(folder=tmp_path) for argument in arguments]
    run = subprocess.run([sys.executable, "-c", PROGRAM, *written], capture_output=True, text=True, check=True)

    assert run.stderr.splitlines()[-1:] == [is_awake]
