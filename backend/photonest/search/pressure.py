"""How much memory is left on this machine or in this container: what search keeps must never crowd others out."""

from __future__ import annotations

from pathlib import Path

LEAST_FREE = 256 * 1024 * 1024
"""With less left, nothing large is kept or built; search then compares in the database."""
_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")


def is_scarce(wanted: int = 0) -> bool:
    """Would less than `LEAST_FREE` be left after taking `wanted` bytes? False where the system does not say."""
    free = free_bytes()
    return free is not None and free - wanted < LEAST_FREE


def free_bytes() -> int | None:
    """Bytes that can be had without swapping: of the machine, or of the container where that is less."""
    known = [free for free in (_of_machine(), _of_container()) if free is not None]
    return min(known, default=None)


def _of_machine() -> int | None:
    try:
        lines = _MEMINFO.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return None  # not Linux
    for line in lines:
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _of_container() -> int | None:
    try:
        limit = (_GROUP / "memory.max").read_text("ascii").strip()
        used = int((_GROUP / "memory.current").read_text("ascii"))
        cached = _inactive_file((_GROUP / "memory.stat").read_text("ascii"))
    except (OSError, ValueError):
        return None  # no container, or an older kind of group
    return None if limit == "max" else max(0, int(limit) - used + cached)


def _inactive_file(stat: str) -> int:
    """Cached file contents count as used, but are given up before anything else."""
    for line in stat.splitlines():
        if line.startswith("inactive_file "):
            return int(line.split()[1])
    return 0
