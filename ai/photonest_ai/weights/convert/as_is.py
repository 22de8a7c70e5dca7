"""Files taken as they are: their hash in the catalogue is the whole check."""

from __future__ import annotations

import shutil
from pathlib import Path


def convert(members: list[Path], target: Path) -> None:
    """Copy every member under its own name."""
    for member in members:
        shutil.copyfile(member, target / member.name)


def verify(folder: Path) -> str:  # noqa: ARG001  # one signature for all converters
    """Nothing was changed, so nothing can have gone wrong after the hash was checked."""
    return "SHA-256"
