"""Keeps what lists read of a stack: which member is seen, how many stand for it, and when a stack is none any more.

Everything that changes the members of a stack, its cover or what lies in the trash calls `settle` in its transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

_STACKS_OF = "SELECT DISTINCT stack_id FROM assets_asset WHERE id = ANY(%s) AND stack_id IS NOT NULL"

# The chosen cover; while it lies in the trash a favourite, then the first that was taken.
_SETTLE = """
    WITH members AS (
        SELECT a.id, a.trashed_at IS NULL AS is_here,
               row_number() OVER (PARTITION BY a.stack_id, a.trashed_at IS NULL
                   ORDER BY (a.id = s.cover_id) DESC NULLS LAST, a.is_favourite DESC, a.local_at, a.id) AS place,
               count(*) OVER (PARTITION BY a.stack_id, a.trashed_at IS NULL) AS size
        FROM assets_asset a JOIN assets_stack s ON s.id = a.stack_id WHERE a.stack_id = ANY(%s)
    ), wanted AS (
        SELECT id, is_here AND place > 1 AS is_behind, CASE WHEN is_here AND place = 1 THEN size ELSE 1 END AS size
        FROM members
    )
    UPDATE assets_asset a SET is_behind = w.is_behind, stack_size = least(w.size, 32767) FROM wanted w
    WHERE w.id = a.id AND (a.is_behind, a.stack_size) IS DISTINCT FROM (w.is_behind, least(w.size, 32767)::smallint)
"""
_DISSOLVE = """
    WITH small AS (
        SELECT s.id FROM assets_stack s WHERE s.id = ANY(%s)
        AND (SELECT count(*) FROM assets_asset a WHERE a.stack_id = s.id) < 2
    ), freed AS (
        UPDATE assets_asset a SET stack_id = NULL, is_behind = false, stack_size = 1 FROM small
        WHERE a.stack_id = small.id RETURNING a.id
    )
    SELECT id FROM small
"""


def settle(stack_ids: Collection[UUID]) -> None:
    """Bring the members of these stacks in line, in the caller's transaction; a stack of one is dissolved."""
    if not stack_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_DISSOLVE, [list(stack_ids)])
        gone = [row[0] for row in cursor.fetchall()]
        if gone:
            cursor.execute("DELETE FROM assets_stack WHERE id = ANY(%s)", [gone])
        cursor.execute(_SETTLE, [list(stack_ids)])


def settle_stacks_of(asset_ids: Collection[UUID]) -> None:
    """`settle` for whatever stacks these assets are in."""
    with connection.cursor() as cursor:
        cursor.execute(_STACKS_OF, [list(asset_ids)])
        stacks = [row[0] for row in cursor.fetchall()]
    settle(stacks)


def lock_with_stacks(asset_ids: Collection[UUID]) -> None:
    """Lock these assets and the other members of their stacks in the order of ids, as every act on many does.

    Settling writes members that the act itself does not name; taken later, two acts could wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM assets_asset WHERE id = ANY(%s) OR stack_id IN ({_STACKS_OF})"  # noqa: S608
            " ORDER BY id FOR NO KEY UPDATE",
            [list(asset_ids), list(asset_ids)],
        )
