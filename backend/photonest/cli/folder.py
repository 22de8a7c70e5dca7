"""The data folder on disk: made private, marked with an id, and missed when its disk is not mounted."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from photonest.cli.errors import AlreadyRunning, DataFolderMissing, DiskFull, FolderNotUsable
from photonest.config.data_folder import data_folder

MARKER = "photonest-folder.json"
MIN_FREE_BYTES = 200 * 1024 * 1024
"""What a first start needs: the database (70 MB), its log and thumbnails of a first handful of photos."""


class Folder:
    """The data folder and the places in it that the command line uses."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.run = path / "run"
        self.logs = path / "logs"
        self.journals = path / "journals"
        self.models = Path(os.environ.get("PHOTONEST_MODELS") or path / "models")

    def prepare(self) -> None:
        """Make what is missing. Raises `FolderNotUsable`, `DiskFull` or `DataFolderMissing`."""
        _refuse_missing_disk(self.path)
        try:
            # Others may pass (PostgreSQL runs as `nobody` when root starts us) but see nothing: all inside is closed.
            if not self.path.exists():
                self.path.mkdir(parents=True)
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for inner in (self.run, self.logs, self.journals):
                inner.mkdir(exist_ok=True, mode=0o700)
            probe = self.run / f"probe-{os.getpid()}"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
            self._mark()
        except OSError as problem:
            raise _sentence(problem, self.path) from problem
        free = shutil.disk_usage(self.path).free
        if free < MIN_FREE_BYTES and not self.postgres.exists():
            raise DiskFull(
                f"Only {free // 1_000_000} MB are free in {self.path}; the first start needs "
                f"{MIN_FREE_BYTES // 1_000_000} MB. Free some space or choose another folder with PHOTONEST_DATA."
            )

    def _mark(self) -> None:
        marker = self.path / MARKER
        if not marker.exists():
            marker.write_text(json.dumps({"id": str(uuid.uuid4()), "what": "a data folder of PhotoNest"}) + "\n")
        _remember_disk(self.path)

    @contextlib.contextmanager
    def lock(self, name: str, *, shared: bool = False, patience_s: float | None = None) -> Iterator[None]:
        """Advisory lock on ``run/<name>.lock``; the system frees it however the holder dies.

        Waits for ever, or raises `AlreadyRunning` when it is still taken after `patience_s`.
        """
        import fcntl

        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        with (self.run / f"{name}.lock").open("a") as handle:
            deadline = None if patience_s is None else time.monotonic() + patience_s
            while True:
                try:
                    fcntl.flock(handle, how if deadline is None else how | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if deadline is not None and time.monotonic() >= deadline:
                        raise AlreadyRunning(f"Another PhotoNest works on {self.path}.") from None
                    time.sleep(0.02)
            yield

    def is_locked(self, name: str) -> bool:
        """Whether somebody else holds ``run/<name>.lock``."""
        try:
            # Shared where the holder is exclusive: two that only ask never see each other.
            with self.lock(name, shared=name == "up", patience_s=0):
                return False
        except AlreadyRunning:
            return True
        except FileNotFoundError:
            return False


def the_folder() -> Folder:
    """The folder that ``PHOTONEST_DATA`` names, not yet looked at."""
    return Folder(data_folder())


# --- was there a disk here? ------------------------------------------------------------------------


def _record() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "photonest" / "disks.json"


def _disk_of(path: Path) -> str:
    """The mount point that holds `path`, or would hold it."""
    nearest = path.absolute()
    while not nearest.exists():
        nearest = nearest.parent
    nearest = nearest.resolve()
    while not os.path.ismount(nearest):
        nearest = nearest.parent
    return str(nearest)


def _known_disks() -> dict[str, str]:
    try:
        known = json.loads(_record().read_text())
        return {str(key): str(value) for key, value in known.items()}
    except (OSError, ValueError, AttributeError, RuntimeError):
        return {}


def _refuse_missing_disk(path: Path) -> None:
    """An unmounted disk must not look like an empty library, and must not be filled behind its mount point."""
    known = _known_disks().get(str(path))
    if known and known != _disk_of(path) and not (path / MARKER).exists():
        raise DataFolderMissing(
            f"{path} was on the disk mounted at {known}, which is not mounted now. Mount it and start again. "
            f"If the folder is really gone for good, remove its line from {_record()}."
        )


def _remember_disk(path: Path) -> None:
    known = _known_disks()
    if known.get(str(path)) == _disk_of(path):
        return
    known = {there: disk for there, disk in known.items() if disk != "/" and Path(disk).exists()}
    # A folder on the root disk cannot be unmounted; only others are worth a line.
    if _disk_of(path) == "/":
        if str(path) not in known:
            return
        del known[str(path)]
    else:
        known[str(path)] = _disk_of(path)
    with contextlib.suppress(OSError, RuntimeError):  # a read-only home only costs this one warning
        _record().parent.mkdir(parents=True, exist_ok=True)
        _record().write_text(json.dumps(known, indent=1) + "\n")


def _sentence(problem: OSError, path: Path) -> Exception:
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(f"There is no room left in {path}. Free some space and start again.")
    if problem.errno in {errno.EEXIST, errno.ENOTDIR}:
        return FolderNotUsable(f"{problem.filename or path} is a file, not a folder. Set PHOTONEST_DATA to a folder.")
    reason = problem.strerror or str(problem)
    return FolderNotUsable(
        f"The data folder {path} cannot be written ({reason}). "
        "Give it to the user who starts PhotoNest, or choose another one with PHOTONEST_DATA."
    )
