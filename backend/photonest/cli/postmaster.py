"""Who `postmaster.pid` names, and whether that process is really the PostgreSQL of this folder."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """The process that a pid file names."""

    pid: int
    data: Path

    def is_alive(self) -> bool:
        """False for a dead process, one not yet reaped, and a number that belongs to another program by now."""
        if sys.platform.startswith("linux"):
            return self._is_alive_on_linux()
        listed = subprocess.run(
            ["ps", "-o", "stat=,comm=", "-p", str(self.pid)], capture_output=True, text=True, check=False
        ).stdout.split(maxsplit=1)
        return len(listed) == 2 and not listed[0].startswith("Z") and Path(listed[1].strip()).name == "postgres"

    def _is_alive_on_linux(self) -> bool:
        process = Path("/proc") / str(self.pid)
        try:
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            # PostgreSQL works inside its data folder; nothing else has a reason to.
            return state != "Z" and (process / "cwd").readlink() == self.data.resolve()
        except OSError:
            return False


def read_postmaster(data: Path) -> Postmaster | None:
    """The process named by ``postmaster.pid`` in `data`, or None if there is no such file or nothing readable in it."""
    try:
        first_line = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
        return Postmaster(int(first_line), data)
    except (OSError, ValueError):
        return None
