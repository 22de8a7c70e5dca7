"""The processes of PhotoNest besides the database: how each is started and what it is told by its environment."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from photonest.cli.folder import Folder
from photonest.cli.state import secret
from photonest.config import settings

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Part:
    """One process: what to run and in which log file its words go (``logs/<name>.log``)."""

    name: str
    title: str
    command: tuple[str, ...]
    pass_fds: tuple[int, ...] = ()


def python(*arguments: str) -> tuple[str, ...]:
    """Our own Python; ``-P``: never modules from the folder where somebody happens to stand."""
    return (sys.executable, "-P", *arguments)


def web(listening: socket.socket) -> Part:
    number = listening.fileno()
    return Part("web", "web server", python("-m", "photonest.cli.web", str(number)), (number,))


def worker(*, drain: bool = False) -> Part:
    extra = ("--drain",) if drain else ()
    return Part("worker", "worker", python("-m", "photonest.jobs.worker", *extra))


def ai(ai_url: str) -> Part:
    port = ai_url.rsplit(":", 1)[1]
    return Part("ai", "AI service", python("-m", "photonest_ai", "--host", LOOPBACK, "--port", port))


def free_port() -> int:
    """A port of this machine that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def environment(folder: Folder, *, database_url: str, ai_url: str, ai_secret: str) -> dict[str, str]:
    """What every process of ours sees. Given settings win, except those that say where the parts are."""
    shared = Path(settings.PHOTONEST_SHARED_MEMORY)
    ours = dict(os.environ)
    ours.pop("DATABASE_URL_FILE", None)
    ours |= {
        "PHOTONEST_DATA": str(folder.path),
        "PHOTONEST_MODELS": str(folder.models),
        "PHOTONEST_SHARED_MEMORY": str(shared),
        "DATABASE_URL": database_url,
        "PHOTONEST_AI_URL": ai_url,
        "PHOTONEST_AI_SECRET": ai_secret,
        "DJANGO_SETTINGS_MODULE": "photonest.config.settings",
    }
    if not ours.get("PHOTONEST_SECRET_KEY") and not ours.get("PHOTONEST_SECRET_KEY_FILE"):
        ours["PHOTONEST_SECRET_KEY"] = secret(folder.path, "secret_key")
    if not os.environ.get("PHOTONEST_AI_URL"):
        # Our own AI service on the same machine: pixels go through memory instead of the network stack.
        ours |= {
            "PHOTONEST_AI_SHARES_MEMORY": "on",
            "PHOTONEST_AI_SHARED_DIR": str(shared),
            "PHOTONEST_AI_MODELS": str(folder.models),
        }
    # Small machines: one heap less per thread, no thread pool per numeric library in each process.
    for name, value in {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}.items():
        ours.setdefault(name, value)
    return ours


def make_shared_memory() -> None:
    """The private folder through which pixels travel; made anew because /dev/shm is empty after a reboot."""
    shared = Path(settings.PHOTONEST_SHARED_MEMORY)
    shared.mkdir(parents=True, exist_ok=True, mode=0o700)
