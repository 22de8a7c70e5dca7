"""Undo for acts that change several columns at once, each photo in its own way: times and places of 10,000 photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from photonest.assets.id_lists import lock_in_order
from photonest.assets.models import Change

TYPES = {
    "latitude": "float8", "longitude": "float8", "altitude_m": "float8",
    "city": "text", "region": "text", "country": "text", "country_code": "text", "place_source": "text",
    "taken_at": "timestamptz", "local_at": "timestamptz", "local_day": "date", "utc_offset_minutes": "int2",
    "taken_source": "text", "zone_source": "text",
}  # fmt: skip
"""Columns an act may change, with the types of PostgreSQL."""


def write_rows(
    owner_id: UUID,
    action: str,
    columns: Sequence[str],
    *,
    before: Mapping[UUID, Sequence[Any]],
    after: Mapping[UUID, Sequence[Any]],
) -> Change:
    """Give assets new values and remember the old ones: `before` and `after` hold the values of `columns` by id.

    In the caller's transaction, which holds locks on the rows.
    """
    ids = list(after)
    held: dict[str, Any] = {
        "columns": list(columns),
        "ids": [asset_id.hex for asset_id in ids],
        "before": [[_plain(before[asset_id][at]) for asset_id in ids] for at in range(len(columns))],
        "after": [[_plain(after[asset_id][at]) for asset_id in ids] for at in range(len(columns))],
    }
    _set(owner_id, held, to="after", where="before")
    return Change.objects.create(owner_id=owner_id, action=action, before=held)


def restore_rows(change: Change) -> list[tuple[UUID, bool]]:
    """Give the old values back; return (id, whether it is the video part of a live photo) of what changed.

    A photo of which any of these columns was changed again since keeps its newer values.
    """
    lock_in_order([UUID(hex=text) for text in change.before["ids"]])
    return _set(change.owner_id, change.before, to="before", where="after")


def _set(owner_id: UUID, held: dict[str, Any], *, to: str, where: str) -> list[tuple[UUID, bool]]:
    columns = [name for name in held["columns"] if name in TYPES]  # a name out of the database never reaches the SQL
    new = [f"n_{name}" for name in columns]
    old = [f"o_{name}" for name in columns]
    arrays = ", ".join(["%s::uuid[]", *(f"%s::text[]::{TYPES[name]}[]" for name in [*columns, *columns])])
    sets = ", ".join(f"{name} = v.n_{name}" for name in columns)
    current = ", ".join(f"a.{name}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE assets_asset a SET {sets} "  # noqa: S608  # names out of TYPES only
            f"FROM unnest({arrays}) AS v(id, {', '.join([*new, *old])}) "
            f"WHERE a.id = v.id AND a.owner_id = %s "
            f"AND ROW({current}) IS NOT DISTINCT FROM ROW({', '.join(f'v.{name}' for name in old)}) "
            "RETURNING a.id, a.motion_of_id IS NOT NULL",
            [[UUID(hex=text) for text in held["ids"]], *_texts(held[to]), *_texts(held[where]), owner_id],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _texts(columns: Sequence[Sequence[Any]]) -> list[list[str | None]]:
    """Values as text, which PostgreSQL casts to the column's type; `repr` keeps every digit of a float."""
    return [
        [None if value is None else value if isinstance(value, str) else repr(value) for value in column]
        for column in columns
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
