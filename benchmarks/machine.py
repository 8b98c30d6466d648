"""Facts about the machine that a figure was measured on; nothing that names it."""

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("claimcheck", "spacy", "rapidfuzz", "pydantic", "typer", "rich")


def describe_machine() -> list[str]:
    """Return one line a fact."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"Measured on {date.today().isoformat()}",
        f"Processor: {_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB of memory",
        f"System: {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        f"Packages: {versions}",
        f"Load average of the last quarter of an hour: {os.getloadavg()[2]:.1f} (1 is what the benchmarks make)",
    ]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
