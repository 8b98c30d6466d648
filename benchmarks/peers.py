"""Environments of their own for what is measured beside claimcheck, made at the first run and kept."""

import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

PEERS_FOLDER = Path(__file__).resolve().parent.parent / ".bench"
INSTALL_SECONDS = 900


def install_peer(folder: Path, arguments: Sequence[str]) -> str | None:
    """Make an environment and install into it what the arguments of pip ask for; return why that failed, if it did."""
    if (folder / ".installed").exists():
        return None
    try:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *arguments],
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return type(error).__name__
    (folder / ".installed").touch()
    return None
