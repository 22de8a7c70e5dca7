"""One lock per content: taking the same bytes in and deleting them for good never overlap."""

from __future__ import annotations

from django.db import connection


def lock_content(sha256: bytes) -> None:
    """Hold the lock on these bytes until the transaction ends; must be called inside one.

    Without it an upload could find the stored file, and a deletion remove it, before the upload's row is committed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(sha256[:8], "big", signed=True)])
