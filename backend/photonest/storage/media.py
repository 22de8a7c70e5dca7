"""The one door to stored bytes: receive while hashing, open, delete. Other stores come behind the same names.

A file is acknowledged only when its bytes and its name are on the disk: temporary file, fsync, rename to the
content address, fsync of the folder. The caller commits its row after that and answers after the commit.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from photonest.core.failpoints import failpoint
from photonest.core.ids import new_id
from photonest.storage import keys
from photonest.storage.errors import DiskFull, FileEmpty, FileMissing, FileTooLarge, HashMismatch, StoreUnwritable

CHUNK_BYTES = 1024 * 1024
HEAD_BYTES = 65_536
"""As much of a file as telling its format needs (assets/formats.py)."""


def root() -> Path:
    return Path(settings.PHOTONEST_DATA) / "media"


def path(key: str) -> Path:
    """The local file behind `key`; it need not exist."""
    return root() / key


def exists(key: str) -> bool:
    return path(key).is_file()


def open_read(key: str) -> BinaryIO:
    """Raises `FileMissing`."""
    try:
        return path(key).open("rb")
    except FileNotFoundError:
        raise FileMissing() from None


def free_bytes() -> int:
    """Free space where new files go, bytes."""
    folder = root()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def require_room(size_bytes: int = 0) -> None:
    """Raises `DiskFull` if `size_bytes` more would leave less than PHOTONEST_MIN_FREE_MB."""
    if free_bytes() - size_bytes < settings.PHOTONEST_MIN_FREE_BYTES:
        raise DiskFull()


def require_size(size_bytes: int) -> None:
    """Refuse what is announced as too large before any of it arrives. Raises `FileTooLarge`, `DiskFull`."""
    if size_bytes > settings.PHOTONEST_MAX_UPLOAD_BYTES:
        raise FileTooLarge()
    require_room(size_bytes)


class Incoming:
    """A file on its way in: written to a temporary name and hashed at the same time."""

    def __init__(self, file: BinaryIO, temporary: Path) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.temporary = temporary
        self.size_bytes = 0
        self.head = b""
        """The first bytes, enough to tell the format."""

    def write(self, chunk: bytes) -> None:
        """Raises `FileTooLarge`, `DiskFull`, `StoreUnwritable`."""
        self.size_bytes += len(chunk)
        if self.size_bytes > settings.PHOTONEST_MAX_UPLOAD_BYTES:
            raise FileTooLarge()
        if len(self.head) < HEAD_BYTES:
            self.head += bytes(chunk[: HEAD_BYTES - len(self.head)])
        self._hash.update(chunk)
        with _disk_errors_named():
            self._file.write(chunk)
        failpoint("chunk_write")

    @property
    def sha256(self) -> bytes:
        return self._hash.digest()

    def content(self) -> bytes:
        """All bytes received, for small files (sidecars) that live in the database."""
        self._file.flush()
        return self.temporary.read_bytes()

    def store(self, *, expected_sha256: bytes | None = None) -> str:
        """Make the bytes durable under their content address; return the key.

        Raises `FileEmpty`, `HashMismatch` (nothing is kept then), `DiskFull`, `StoreUnwritable`.
        """
        if self.size_bytes == 0:
            raise FileEmpty()
        digest = self.sha256
        if expected_sha256 is not None and expected_sha256 != digest:
            raise HashMismatch()
        key = keys.original(digest)
        with _disk_errors_named():
            self._file.flush()
            failpoint("fsync")
            os.fsync(self._file.fileno())
            target = path(key)
            if target.is_file() and target.stat().st_size == self.size_bytes:
                return key
            target.parent.mkdir(parents=True, exist_ok=True)
            failpoint("rename")
            self.temporary.replace(target)
            _sync_folders(target.parent, stop=root())
        return key


@contextmanager
def receive() -> Iterator[Incoming]:
    """A new incoming file; whatever was not stored is removed at the end. Raises `DiskFull`, `StoreUnwritable`."""
    require_room()
    folder = root() / "incoming"
    with _disk_errors_named():
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{new_id()}.part"
        failpoint("upload_open")
        file = temporary.open("xb")
    try:
        with file:
            yield Incoming(file, temporary)
    finally:
        temporary.unlink(missing_ok=True)


def write_derived(key: str, content: bytes) -> None:
    """Store something that can be made again (a tile, a preview): atomic, but not forced to the disk.

    Raises `DiskFull`, `StoreUnwritable`.
    """
    target = path(key)
    temporary = target.with_name(f"{target.name}.{new_id()}.part")
    with _disk_errors_named():
        try:
            try:
                temporary.write_bytes(content)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary.write_bytes(content)
            failpoint("rendition_write")
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


def delete(key: str) -> None:
    """Remove a stored file; one that is already gone is fine."""
    path(key).unlink(missing_ok=True)


def remove_abandoned_incoming(*, older_than_s: float, now_s: float) -> int:
    """Remove temporary files that a killed process left behind; return how many."""
    removed = 0
    for file in (root() / "incoming").glob("*.part"):
        try:
            if now_s - file.stat().st_mtime > older_than_s:
                file.unlink()
                removed += 1
        except FileNotFoundError:
            continue  # its upload ended at this moment
    return removed


@contextmanager
def _disk_errors_named() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull() from problem
        if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}:
            raise StoreUnwritable() from problem
        raise


def _sync_folders(folder: Path, *, stop: Path) -> None:
    # A new name is durable only when its folder is; new parent folders are names too.
    for level in (folder, *folder.parents):
        descriptor = os.open(level, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if level == stop:
            break
