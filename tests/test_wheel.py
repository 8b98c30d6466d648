"""The wheel: the same bytes every time, and nothing in it but the package, its data and its licence."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("src", "data", "README.md", "LICENSE", "pyproject.toml")


def build(folder, when):
    """Build the wheel from a copy of the sources whose files all bear one time."""
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        os.utime(path, (when, when))
    environ = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True, timeout=120)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def test_wheel_is_the_same_twice(tmp_path):
    """Two builds, from files of other times in other folders, give the same name and the same bytes."""
    pytest.importorskip("hatchling")
    wheels = []
    for number in (1, 2):
        folder = tmp_path / f"build{number}"
        folder.mkdir()
        wheels.append(build(folder, 1_700_000_000 + number * 86_400))
    names = {name.split("/", 1)[0] for name in zipfile.ZipFile(wheels[0]).namelist()}

    assert wheels[0].name == wheels[1].name
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    assert names == {"claimcheck", wheels[0].name.removesuffix("-py3-none-any.whl") + ".dist-info"}
