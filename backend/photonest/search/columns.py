"""What the rows of one owner's photos say, in memory, a column each: a filter is a comparison of numbers then.

Only what `access.visible_assets` lets out is ever read, and only the columns that somebody asked for. Every search
first asks which photos were written since (`AssetChange`) and reads those again, so it sees every write that was
committed before it; what a page shows is read once more through `access.visible_assets` in any case.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import connection

from photonest import access
from photonest.accounts.models import User
from photonest.assets.id_lists import id_in
from photonest.search.positions import Ids, Positions, as_ids
from photonest.search.pressure import is_scarce
from photonest.search.shelf import Shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photonest.search.index import OwnerIndex

FROM_PHOTOS = 5_000
"""Up to here PostgreSQL reads all of the owner's photos in some milliseconds and nothing is kept."""
BYTES_A_PHOTO = 600
"""What reading takes at its peak, with all columns; 8 a column and 16 for the id stay."""
IDLE_S = 600.0
KEPT_OWNERS = 4
KEPT_S = 12 * 3600.0
"""What was not brought up to date for so long is read anew: what tells of photos that are gone is kept for a day."""

MOMENTS = frozenset({"local_at", "added_at"})
NUMBERS = frozenset({
    "rating", "duration_s", "focal_length_mm", "f_number", "iso", "size_bytes", "width_px", "height_px", "frame_count",
    "latitude", "longitude", "sharpness", "person_count", "face_count", "motion_length",
})  # fmt: skip
FLAGS = frozenset({"is_favourite", "is_monochrome"})
WORDS = frozenset({
    "kind", "format", "city", "region", "country", "camera_make", "camera_model", "lens", "place_source",
    "taken_source", "extra__digital_source_type",
})  # fmt: skip
NAMES = MOMENTS | NUMBERS | FLAGS | WORDS
"""Columns that can be had. Numbers and flags (0, 1) are float64, NaN where not known: exact for whole ones to 2⁵³."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def ticks(moment: datetime) -> int:
    """A moment as the columns hold it: microseconds since 2000."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def years_of(values: NDArray[np.generic]) -> NDArray[np.int64]:
    """The years of moments."""
    import numpy as np

    return (values.astype("m8[us]") + np.datetime64("2000-01-01", "us")).astype("M8[Y]").astype(np.int64) + 1970


class Column(NamedTuple):
    """`values` int64 (moments), float64 (numbers, flags) or int32 (words: numbers into `codes`)."""

    values: NDArray[np.generic]
    codes: dict[str | None, int]
    """Empty but for words; grows only, so that older columns may share it."""


class Table:
    """Rows of photos: `ids` [n, 16] and the columns read so far. Its rows never change; another table follows it."""

    def __init__(self, owner_id: UUID, ids: Ids, columns: dict[str, Column]) -> None:
        self.owner_id, self.ids, self.columns = owner_id, ids, columns
        self._positions: Positions | None = None
        self._joined: tuple[tuple[int, int], NDArray[np.int64]] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def positions(self) -> Positions:
        if self._positions is None:
            self._positions = Positions(self.ids)
        return self._positions

    def mask_of(self, ids: Ids) -> NDArray[np.bool_]:
        """True in the rows of `ids`; those that are not here do not matter, nor how often each comes."""
        import numpy as np

        mask = np.zeros(len(self), np.bool_)
        rows = self.positions.find(ids)
        mask[rows[rows >= 0]] = True
        return mask

    def rows_in(self, vectors: OwnerIndex) -> NDArray[np.int64]:
        """For each row here the row in the index of vectors, -1 where it has none there."""
        state = (id(vectors), vectors.generation)
        joined = self._joined
        if joined is None or joined[0] != state:
            joined = self._joined = (state, vectors.positions.find(self.ids))
        return joined[1]


class OwnerColumns:
    """The table of one owner, brought up to date in place."""

    def __init__(self, viewer: User) -> None:
        import numpy as np

        self._viewer = viewer
        self._since: int | None = None
        self._refreshed_at = 0.0
        self.table = Table(viewer.pk, np.empty((0, 16), np.uint8), {})

    def refresh(self) -> None:
        """Read what was written since the last time. What is being read while it changes is read again next time."""
        now = time.monotonic()
        if now - self._refreshed_at > KEPT_S:
            self._since = None
        since, changed = _changes(self._viewer.pk, self._since)
        if self._since is None or len(changed) > len(self.table) // 2:
            ids, _ = _read(self._viewer, (), None)
            self.table = Table(self._viewer.pk, ids, {})
        elif changed:
            self._replace(changed)
        self._since, self._refreshed_at = since, now

    def read(self, names: Collection[str]) -> Table:
        """The table with these columns."""
        table = self.table
        missing = sorted(name for name in names if name not in table.columns)
        if missing:
            ids, columns = _read(self._viewer, missing, None)
            # A photo that came or went meanwhile was written meanwhile, and so is read again by the next refresh.
            rows = Positions(ids).find(table.ids)
            for name, column in columns.items():
                table.columns[name] = _picked(column, rows)
        return table

    def _replace(self, changed: list[UUID]) -> None:
        import numpy as np

        table = self.table
        ids, columns = _read(self._viewer, sorted(table.columns), changed)
        keep = ~table.mask_of(as_ids(changed))
        self.table = Table(
            table.owner_id,
            np.concatenate([table.ids[keep], ids]),
            {name: _joined(table.columns[name], keep, column) for name, column in columns.items()},
        )


def _joined(old: Column, keep: NDArray[np.bool_], new: Column) -> Column:
    import numpy as np

    values = new.values
    if old.codes or new.codes:
        codes = {number: old.codes.setdefault(word, len(old.codes)) for word, number in new.codes.items()}
        values = np.array([codes[number] for number in values.tolist()], np.int32)
    return Column(np.concatenate([old.values[keep], values]), old.codes)


def _picked(column: Column, rows: NDArray[np.int64]) -> Column:
    """The values of these rows; of -1 those that nothing is true of."""
    import numpy as np

    if not len(column.values):
        return Column(np.full(len(rows), -1).astype(column.values.dtype), column.codes)
    values = column.values[rows]
    if (rows < 0).any():
        unknown = np.nan if values.dtype == np.float64 else -1 if values.dtype == np.int32 else np.iinfo(np.int64).min
        values = np.where(rows < 0, np.array(unknown, values.dtype), values)
    return Column(values, column.codes)


def _changes(owner_id: UUID, since: int | None) -> tuple[int, list[UUID]]:
    """The oldest transaction still running, and the photos written by transactions from `since` on.

    Whatever commits later is of a transaction that runs now or begins later: from the number returned on. Numbers
    beyond every transaction so far come from another server by a restored dump.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, ("
            " SELECT array_agg(asset_id) FROM search_assetchange WHERE owner_id = %s AND xid >= %s"
            " AND (xid < pg_snapshot_xmax(now)::text::bigint OR xid = pg_current_xact_id_if_assigned()::text::bigint))"
            " FROM pg_current_snapshot() AS now",
            [owner_id, 2**62 if since is None else since],
        )
        oldest, changed = cursor.fetchone()
    return int(oldest), changed or []


def _read(viewer: User, names: Iterable[str], among: list[UUID] | None) -> tuple[Ids, dict[str, Column]]:
    """Ids and columns of what the viewer sees, glued together by the database: one value a column, not one a photo."""
    import numpy as np

    names = tuple(names)
    seen = access.visible_assets(viewer).order_by()
    if among is not None:
        seen = seen.filter(id_in(among))
    sql, parameters = seen.values("id", *names).query.sql_with_params()
    glued = ", ".join(["string_agg(uuid_send(seen.id), ''::bytea)", *map(_glued, names)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {glued} FROM ({sql}) seen", parameters)  # noqa: S608  # names are ours
        told = cursor.fetchone()
    ids = np.frombuffer(bytes(told[0] or b""), np.uint8).reshape(-1, 16)
    return ids, {name: _column(name, value) for name, value in zip(names, told[1:], strict=True)}


def _glued(name: str) -> str:
    if name in WORDS:
        return f'json_agg(seen."{name}")::text'  # not known: null, a word like any other
    if name in MOMENTS:
        return f"string_agg(timestamptz_send(seen.\"{name}\"), ''::bytea)"
    number = f'seen."{name}"::int::float8' if name in FLAGS else f'seen."{name}"::float8'
    return f"string_agg(float8send(coalesce({number}, 'NaN')), ''::bytea)"


def _column(name: str, told: bytes | str | None) -> Column:
    import numpy as np

    if name in WORDS:
        codes: dict[str | None, int] = {}
        numbers = [codes.setdefault(word, len(codes)) for word in json.loads(told or "[]")]
        return Column(np.array(numbers, np.int32), codes)
    assert not isinstance(told, str)
    kind = (">i8", np.int64) if name in MOMENTS else (">f8", np.float64)
    return Column(np.frombuffer(bytes(told or b""), kind[0]).astype(kind[1]), {})


shelf: Shelf[UUID, OwnerColumns] = Shelf(size=KEPT_OWNERS, idle_s=IDLE_S)
"""The columns of this process."""


def belongs_in_memory(viewer: User) -> bool:
    """Is the library so large that reading its table takes long, and is there room?"""
    if shelf.holds(viewer.pk):
        return True
    seen = access.visible_assets(viewer).order_by()
    return seen.values("id")[: FROM_PHOTOS + 1].count() > FROM_PHOTOS and not is_scarce(seen.count() * BYTES_A_PHOTO)
