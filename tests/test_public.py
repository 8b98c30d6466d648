"""What the package offers by name."""

import pickle
import subprocess
import sys

import pytest

import claimcheck
from claimcheck.errors import DataError, InputError, UnknownNameError

NAMES = [
    "Claim",
    "ClaimcheckError",
    "DataError",
    "InputError",
    "Kind",
    "Report",
    "Stance",
    "Strength",
    "Verdict",
    "__version__",
    "check_text",
]


def test_public_names():
    """These names and no others are public, and each can be had."""
    assert claimcheck.__all__ == NAMES
    assert dir(claimcheck) == NAMES
    assert [name for name in NAMES if getattr(claimcheck, name) is None] == []


def test_unknown_name():
    """A name that does not exist is told so."""
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = claimcheck.nonsense


def test_import_is_light():
    """Importing the package loads nothing heavy."""
    code = "import claimcheck, sys; print(sorted({'spacy', 'pydantic', 'rich', 'rapidfuzz'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"


@pytest.mark.parametrize(
    "error",
    [
        InputError("page.txt", "is empty"),
        DataError("evidence.jsonl", 3, "year", "should be a number"),
        UnknownNameError("No such record.", ["shang-2022"]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_cross_processes(error):
    """An error that a worker raises arrives as it was, and not as a fault of its own."""
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
