"""One lock per owner: finding events and changing them by hand never overlap."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_events(owner_id: UUID) -> None:
    """Hold the lock on an owner's events until the transaction ends; must be called inside one."""
    with connection.cursor() as cursor:
        # Another key than the locks on contents, which are 64 random bits too.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [(owner_id.int ^ 0x6576656E7473) % 2**63])
