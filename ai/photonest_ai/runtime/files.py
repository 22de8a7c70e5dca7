"""Where downloads are kept, and the hash of a file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def cache_root() -> Path:
    """``PHOTONEST_CACHE``, else ``$XDG_CACHE_HOME/photonest``, else ``~/.cache/photonest``."""
    if named := os.environ.get("PHOTONEST_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "photonest"


def file_sha256(path: Path) -> str:
    """Hash of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
