"""Whether the tables are those of this program, found out without loading Django (1 s) at every start."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from pathlib import Path

import psycopg

PACKAGES_WITH_TABLES = ("django", "django-axes", "procrastinate")


def program_fingerprint() -> str:
    """Hash over every migration file of ours and the versions of the packages that bring tables."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].glob("*/migrations/*.py")):
        digest.update(f"{file.parent.parent.name}/{file.name}".encode() + file.read_bytes())
    for package in PACKAGES_WITH_TABLES:
        digest.update(f"{package} {importlib.metadata.version(package)}".encode())
    return digest.hexdigest()


def schema_is_current(url: str, run: Path) -> bool:
    """True if this program's migrations ran on this very database: the note agrees with the program and the rows."""
    try:
        note = json.loads((run / "schema.json").read_text())
        return bool(note == {"program": program_fingerprint(), "applied": _applied(url)})
    except (OSError, ValueError, psycopg.Error):
        return False


def note_schema(url: str, run: Path) -> None:
    """Remember that the migrations just ran."""
    note = {"program": program_fingerprint(), "applied": _applied(url)}
    (run / "schema.json").write_text(json.dumps(note))


def _applied(url: str) -> str:
    with psycopg.connect(url, connect_timeout=5) as connection:
        rows = connection.execute("SELECT app, name, applied FROM django_migrations ORDER BY app, name").fetchall()
    return hashlib.sha256(repr([(app, name, str(at)) for app, name, at in rows]).encode()).hexdigest()
