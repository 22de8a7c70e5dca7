"""What a running PhotoNest leaves for other commands: addresses and processes (run/state.json), and the secrets."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class State:
    """One running `photonest up`. Meaningful only while it holds ``run/up.lock``; what it says is then checked."""

    pid: int
    version: str
    port: int
    database_url: str
    ai_url: str
    ai_secret: str
    is_ready: bool = False
    processes: dict[str, list[int]] = field(default_factory=dict)
    """Part -> [process, its start time in clock ticks]: a number alone may belong to another program by now."""

    def write(self, run: Path) -> None:
        write_private(run / "state.json", json.dumps(asdict(self)))


def read_state(run: Path) -> State | None:
    """What the last `up` wrote, or None if there is nothing readable."""
    try:
        return State(**json.loads((run / "state.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def secret(folder: Path, name: str) -> str:
    """A random secret that stays the same for this data folder (``secrets.json``, 0600)."""
    path = folder / "secrets.json"
    known: dict[str, Any] = {}
    with contextlib.suppress(FileNotFoundError, ValueError):  # a damaged file costs one new sign-in, nothing else
        known = json.loads(path.read_text())
    if not known.get(name):
        known[name] = secrets.token_urlsafe(48)
        write_private(path, json.dumps(known))
    return str(known[name])


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner only."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def started_at_ticks(pid: int) -> int:
    """When a process started (Linux: clock ticks since boot; 0 where that cannot be told)."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return 0
