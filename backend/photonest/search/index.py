"""The vectors of one owner in memory, for libraries too large for a scan in the database: int8, every one compared.

Built from the table when a search needs it, brought up to date in place, dropped when nobody searched for a while.
What a page shows is compared again with the stored half floats and checked for visibility in SQL
(`retrieve.likeness_of`), so a row that is gone or in the trash never comes out.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import connection

from photonest.search.positions import Ids, Positions, as_uuids
from photonest.search.shelf import Shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FROM_PHOTOS = 5_000
"""Up to here PostgreSQL compares the owner's vectors in some milliseconds and nothing is kept."""
BYTES_A_PHOTO = 1_200
"""What building an index takes at its peak, the vectors as they come included; 420 stay."""
BLOCK = 1_024
"""Rows compared at once: with 384 numbers each they stay in the cache, and OpenBLAS does not wake a second thread.
100,000 rows took 10 CPU ms this way and 97 in blocks of 8,192 (2 cores)."""
READ_AT_ONCE = 8_192
IDLE_S = 600.0
KEPT_OWNERS = 4
OVERLAP = 10_000
"""Ids this far below the newest known one are read again: transactions do not commit in the order of their ids."""
COUNTED_EVERY_S = 30.0
"""New vectors are seen at once by their newer id. Between two full counts only a vector that was committed later
than a newer one is missing; deleted ones never come out anyway."""
_COPY_HEADER = 19


class Version(NamedTuple):
    """What tells that vectors were written or deleted: how many there are, and the newest id."""

    rows: int
    newest: int


def version_of(owner_id: UUID, space_id: int) -> Version:
    """A full count: 8 ms for 100,000 vectors. A replaced vector has a new id (`services.store_embeddings`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(max(id), 0) FROM search_embedding WHERE owner_id = %s AND space_id = %s",
            [owner_id, space_id],
        )
        return Version(*cursor.fetchone())


def newest_of(owner_id: UUID, space_id: int) -> int:
    """The newest id alone: one step in the index, whatever the size."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM search_embedding WHERE owner_id = %s AND space_id = %s ORDER BY id DESC LIMIT 1",
            [owner_id, space_id],
        )
        row = cursor.fetchone()
        return int(row[0]) if row else 0


class OwnerIndex:
    """`matrix` int8 [n, dim], `scales` float32 [n], `ids` int64 [n], `assets` bytes [n, 16]; row i is one vector."""

    def __init__(self, owner_id: UUID, space_id: int, dim: int) -> None:
        import numpy as np

        self._owner_id, self._space_id, self._dim = owner_id, space_id, dim
        self.matrix: NDArray[np.int8] = np.empty((0, dim), np.int8)
        self.scales: NDArray[np.float32] = np.empty(0, np.float32)
        self.ids: NDArray[np.int64] = np.empty(0, np.int64)
        self.assets: NDArray[np.uint8] = np.empty((0, 16), np.uint8)
        self.version = Version(0, 0)
        self.generation = 0
        """Grows with every change of the rows."""
        self._positions: Positions | None = None

    @property
    def positions(self) -> Positions:
        """Asset id -> row."""
        if self._positions is None:
            self._positions = Positions(self.assets)
        return self._positions

    def refresh(self, now: Version) -> None:
        """Bring the rows to what the table holds: new ones are added, deleted ones go. No-op when nothing changed."""
        import numpy as np

        if now == self.version:
            return
        self.generation += 1
        self._positions = None
        known_from = self.version.newest - OVERLAP if len(self.ids) else 0
        known = set(self.ids[self.ids > known_from].tolist())
        self._add(block for block in self._read(known_from, skip=known))
        if len(self.ids) != now.rows:
            alive = self._alive()
            keep = np.isin(self.ids, alive, assume_unique=True)
            self.matrix, self.scales = self.matrix[keep], self.scales[keep]
            self.ids, self.assets = self.ids[keep], self.assets[keep]
        # Remember what was asked for, not what was read meanwhile: the next search then looks again.
        self.version = now

    def rows_of(self, chosen: Ids | None, left_out: Ids | None = None) -> NDArray[np.int64] | None:
        """The rows of `chosen` assets, or all but those `left_out`; ``None`` for all."""
        import numpy as np

        if chosen is not None:
            rows = self.positions.find(chosen)
            return np.sort(rows[rows >= 0])
        if left_out is None or not len(left_out):
            return None
        rows = self.positions.find(left_out)
        is_there = np.ones(len(self.ids), np.bool_)
        is_there[rows[rows >= 0]] = False
        return None if is_there.all() else np.flatnonzero(is_there)

    def cosines(self, vector: Sequence[float], rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Approximate cosine of every row, or of `rows`, which ascend. Rounding to int8 moves it by about 0.003."""
        import numpy as np

        if rows is not None and len(rows) > len(self.ids) // 2:  # picking most rows out takes longer than all
            return self.cosines(vector)[rows]
        query = np.asarray(vector, np.float32)
        matrix, scales = self.matrix, self.scales
        if rows is not None and len(rows) and rows[-1] - rows[0] + 1 == len(rows):  # a stretch of time, mostly
            matrix, scales, rows = matrix[rows[0] : rows[-1] + 1], scales[rows[0] : rows[-1] + 1], None
        count = len(matrix) if rows is None else len(rows)
        found = np.empty(count, np.float32)
        wide = np.empty((BLOCK, self._dim), np.float32)
        for start in range(0, count, BLOCK):
            stop = min(start + BLOCK, count)
            block = wide[: stop - start]
            block[:] = matrix[start:stop] if rows is None else matrix[rows[start:stop]]
            np.matmul(block, query, out=found[start:stop])
        found *= scales if rows is None else scales[rows]
        return found

    def nearest(self, vector: Sequence[float], limit: int, rows: NDArray[np.int64] | None = None) -> list[UUID]:
        """Assets by approximate cosine, best first; only those of `rows` where given."""
        import numpy as np

        found = self.cosines(vector, rows)
        best = np.argpartition(-found, limit)[:limit] if limit < len(found) else np.arange(len(found))
        best = best[np.argsort(-found[best], kind="stable")]
        return as_uuids(self.assets[best if rows is None else rows[best]])

    def _add(self, blocks: Iterable[_Rows]) -> None:
        import numpy as np

        new = list(blocks)
        if new:
            self.matrix = np.concatenate([self.matrix, *(rows.matrix for rows in new)])
            self.scales = np.concatenate([self.scales, *(rows.scales for rows in new)])
            self.ids = np.concatenate([self.ids, *(rows.ids for rows in new)])
            self.assets = np.concatenate([self.assets, *(rows.assets for rows in new)])

    def _read(self, above_id: int, *, skip: set[int]) -> Iterable[_Rows]:
        """Rows with a larger id, in blocks, by binary COPY: 100,000 vectors in about a second."""
        with connection.cursor() as cursor:
            # Numbers and a UUID, written out: Django's debugging cursor takes no parameters here.
            copying = cursor.copy(
                "COPY (SELECT id, asset_id, vector FROM search_embedding "  # noqa: S608
                f"WHERE owner_id = '{UUID(str(self._owner_id))}' AND space_id = {int(self._space_id)} "
                f"AND id > {int(above_id)}) TO STDOUT (FORMAT binary)"
            )
            with copying as copy:
                size = _row_type(self._dim).itemsize
                buffer = bytearray()
                for chunk in copy:
                    buffer += chunk
                    if len(buffer) > _COPY_HEADER + READ_AT_ONCE * size:
                        buffer, rows = self._take(buffer, skip)
                        yield rows
                _, rows = self._take(buffer, skip)
                yield rows

    def _take(self, buffer: bytearray, skip: set[int]) -> tuple[bytearray, _Rows]:
        """As many whole rows as `buffer` holds, and what is left of it."""
        import numpy as np

        if buffer.startswith(b"PGCOPY\n"):
            buffer = buffer[_COPY_HEADER:]
        kind = _row_type(self._dim)
        whole = len(buffer) // kind.itemsize  # the two closing bytes are less than a row
        table = np.frombuffer(bytes(buffer[: whole * kind.itemsize]), kind)
        if skip:
            table = table[~np.isin(table["id"], list(skip))]
        vectors = table["vector"].astype(np.float32)
        scales = np.abs(vectors).max(axis=1, initial=0.0) / 127
        safe = np.where(scales > 0, scales, 1).astype(np.float32)
        rows = _Rows(
            matrix=np.rint(vectors / safe[:, None]).astype(np.int8),
            scales=scales.astype(np.float32),
            ids=table["id"].astype(np.int64),
            assets=table["asset"].reshape(-1, 16).copy(),
        )
        return buffer[whole * kind.itemsize :], rows

    def _alive(self) -> NDArray[np.int64]:
        import numpy as np

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT array_agg(id) FROM search_embedding WHERE owner_id = %s AND space_id = %s",
                [self._owner_id, self._space_id],
            )
            return np.array(cursor.fetchone()[0] or [], np.int64)


class _Rows(NamedTuple):
    matrix: NDArray[np.int8]
    scales: NDArray[np.float32]
    ids: NDArray[np.int64]
    assets: NDArray[np.uint8]


def _row_type(dim: int) -> np.dtype[np.void]:
    """One row of a binary COPY of (bigint, uuid, halfvec): field count, then each field behind its length."""
    import numpy as np

    return np.dtype(
        [
            ("fields", ">i2"),
            ("id_size", ">i4"),
            ("id", ">i8"),
            ("asset_size", ">i4"),
            ("asset", "u1", (16,)),
            ("vector_size", ">i4"),
            ("dim", ">i2"),
            ("unused", ">i2"),
            ("vector", ">f2", (dim,)),
        ]
    )


class VectorIndexes:
    """The indexes of the owners who searched last, and how many vectors they had."""

    def __init__(self, *, idle_s: float = IDLE_S) -> None:
        self._shelf: Shelf[tuple[UUID, int], OwnerIndex] = Shelf(size=KEPT_OWNERS, idle_s=idle_s, on_drop=self._forget)
        self._counted: dict[tuple[UUID, int], tuple[Version, bytes, float]] = {}

    def version(self, owner_id: UUID, space_id: int, hidden: bytes | None = None) -> Version:
        """How many vectors the owner has, and the newest; for a large library the count may be half a minute old.

        `hidden`: ids of what lies in the trash or behind something. Nothing is deleted that was not there before, so
        while it is the same nothing was deleted. Who looks at given photos only need not care.
        """
        key = (owner_id, space_id)
        known, hidden_then, at = self._counted.get(key, (Version(0, 0), b"", -COUNTED_EVERY_S))
        now = time.monotonic()
        if (
            known.rows > FROM_PHOTOS
            and now - at < COUNTED_EVERY_S
            and (hidden is None or hidden == hidden_then)
            and newest_of(owner_id, space_id) == known.newest
        ):
            return known
        known = version_of(owner_id, space_id)
        self._counted[key] = (known, hidden_then if hidden is None else hidden, now)
        return known

    @contextmanager
    def take(self, owner_id: UUID, space_id: int, version: Version, dim: int) -> Iterator[OwnerIndex]:
        """The owner's index, brought up to `version`; nobody else uses any while the context lasts."""
        with self._shelf.take((owner_id, space_id), lambda: OwnerIndex(owner_id, space_id, dim)) as index:
            index.refresh(version)
            yield index

    def holds(self, owner_id: UUID, space_id: int) -> bool:
        """Is it in memory?"""
        return self._shelf.holds((owner_id, space_id))

    def drop(self) -> None:
        """Give the memory back."""
        self._shelf.drop()

    def _forget(self) -> None:
        self._counted.clear()

    def __len__(self) -> int:
        return len(self._shelf)


shelf = VectorIndexes()
"""The indexes of this process."""
