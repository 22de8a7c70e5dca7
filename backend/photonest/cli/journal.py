"""What an import has already sent, so that the same command again sends only what is missing."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from uuid import UUID

from photonest.cli.walk import Found


class Journal:
    """One file per user (``journals/import-<user id>.sqlite``): path, size, time, SHA-256, state, asset.

    Only a hint that saves reading and hashing: what it names is looked up in the database before it is believed.
    """

    def __init__(self, folder: Path, user_id: UUID) -> None:
        self._lock = threading.Lock()
        path = folder / f"import-{user_id}.sqlite"
        try:
            self._open(path)
        except sqlite3.DatabaseError:  # damaged: costs reading the files once more, nothing else
            path.unlink(missing_ok=True)
            self._open(path)

    def _open(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False, timeout=30, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, modified_ns INTEGER,"
            " sha256 BLOB, state TEXT, asset_id TEXT) WITHOUT ROWID"
        )

    def sent(self, found: Found) -> bytes | None:
        """SHA-256 of the file, if it was sent and did not change since."""
        with self._lock:
            row = self._connection.execute(
                "SELECT sha256 FROM files WHERE path = ? AND size = ? AND modified_ns = ?",
                (_text(found.path), found.size_bytes, found.modified_ns),
            ).fetchone()
        return bytes(row[0]) if row else None

    def note(self, found: Found, sha256: bytes, state: str, asset_id: UUID | None) -> None:
        """Remember a file that is safely stored."""
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                (_text(found.path), found.size_bytes, found.modified_ns, sha256, state, str(asset_id or "")),
            )

    def close(self) -> None:
        self._connection.close()


def _text(path: Path) -> str:
    """Names need not be UTF-8; SQLite's text must be."""
    return str(path).encode("utf-8", "surrogateescape").hex() if not _is_utf8(path) else str(path)


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
