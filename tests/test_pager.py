"""The pager of a terminal, whatever PAGER names."""

import sys

import pytest

from claimcheck.pager import page


@pytest.mark.parametrize(
    "named", ["no-such-pager-anywhere", "less 'half", " "], ids=["missing", "half-quoted", "blank"]
)
def test_pager_that_is_none(named):
    """What cannot be started is told, so that the text is printed instead."""
    assert page("text\n", {"PAGER": named}) is False


def test_page(tmp_path):
    """The whole text goes to the pager, with arguments that may be quoted, and a half character is escaped."""
    target = tmp_path / "shown by a pager"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"

    assert page("50\u202f%\n\ud800\n", {"PAGER": f'{sys.executable} -I -c "{code}" "{target}"'}) is True
    assert target.read_bytes() == "50\u202f%\n\\ud800\n".encode()
