"""The processes of PhotoNest besides the database: how each is started and what it is told by its environment."""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from photonest.cli.errors import FolderNotUsable
from photonest.cli.folder import Folder
from photonest.cli.state import secret
from photonest.config import env
from photonest.config.env import UNDERSTANDABLE

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
    # Not `-m`: its tasks must be those of the module, not of a second copy named __main__.
    start = "import sys; from photonest.jobs.worker import main; sys.exit(main())"
    return Part("worker", "worker", python("-c", start, *extra))


def ai(ai_url: str) -> Part:
    port = ai_url.rsplit(":", 1)[1]
    return Part("ai", "AI service", python("-m", "photonest_ai", "--host", LOOPBACK, "--port", port))


def free_port() -> int:
    """A port of this machine that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def answers(url: str, path: str, *, with_anything: bool = False) -> bool:
    """Whether a GET is answered with 200 (or `with_anything`) within five seconds."""
    parsed = urlsplit(url)
    kind = http.client.HTTPSConnection if parsed.scheme == "https" else http.client.HTTPConnection
    connection = kind(parsed.hostname or LOOPBACK, parsed.port, timeout=5)
    try:
        connection.request("GET", parsed.path.rstrip("/") + path)
        return connection.getresponse().status == 200 or with_anything
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def environment(folder: Folder, *, database_url: str, ai_url: str, ai_secret: str) -> dict[str, str]:
    """What the processes of ours are told, each its share (`need_to_know`). Given settings win, except those that say
    where the parts are.
    """
    shared = shared_memory(folder)
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
        if "objects" not in env.choices("PHOTONEST_UNDERSTAND", UNDERSTANDABLE):
            ours["PHOTONEST_AI_OBJECTS"] = "off"  # a search then knows that their words cannot have been given
    # Small machines: one heap less per thread, no thread pool per numeric library in each process.
    for name, value in {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}.items():
        ours.setdefault(name, value)
    return ours


def shared_memory(folder: Folder) -> Path:
    """The folder through which decoded pixels travel: in memory where the system has such a place.

    Not asked from Django's settings, which must be read only after the addresses are in the environment.
    """
    given = os.environ.get("PHOTONEST_SHARED_MEMORY")
    if given:
        return Path(given)
    memory = Path("/dev/shm")  # noqa: S108  the folder in it is private and its owner is checked
    name = f"photonest-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder.path)).hexdigest()[:12]}"
    return memory / name if memory.is_dir() and os.access(memory, os.W_OK) else folder.run / "pixels"


def make_shared_memory(folder: Folder) -> None:
    """Private, and made at each start because memory is empty after a reboot. Raises `FolderNotUsable`."""
    shared = shared_memory(folder)
    shared.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shared.is_symlink() or shared.stat().st_uid != os.geteuid():
        raise FolderNotUsable(f"{shared} belongs to somebody else. Remove it, or set PHOTONEST_SHARED_MEMORY.")
