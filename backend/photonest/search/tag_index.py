"""The tags of one owner in memory, for libraries so large that adding their evidence up in SQL takes long.

It only names candidates: their evidence is added up again in SQL (`retrieve.by_tags`), inside what the viewer may
see. So a tag that is gone counts no more, whatever is remembered here; photos tagged since the index was built are
candidates all.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from photonest.search.index import newest_of
from photonest.search.shelf import Shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

IDLE_S = 600.0
KEPT_OWNERS = 4
MOST_NEW = 2_000
"""Photos tagged since the index was built; with more it is built anew (a second for 100,000 photos)."""
CHECKED_EVERY_S = 60.0
"""How often the number of rows is counted: tags that were committed after newer ones are found no later than this."""
_COPY_HEADER = 19


class OwnerTags:
    """`rows` int32 and `values` float32 of all tags, sorted by tag; `rows` points into `assets` bytes [n, 16].

    Eight bytes a tag, sixteen a photo: 7 MB for 100,000 photos.
    """

    def __init__(self, owner_id: UUID, space_id: int, *, object_trust: float) -> None:
        self._owner_id, self._space_id = owner_id, space_id
        self._object_trust = object_trust
        self._checked_at = time.monotonic()
        self._build()

    def strongest(self, weights: Mapping[int, float], limit: int) -> list[UUID]:
        """Photos by Σ √score · weight over `weights` (tag id -> weight), strongest first, then those tagged since."""
        import numpy as np

        new = self._new_since()
        total = np.zeros(len(self.assets), np.float32)
        for tag_id, weight in weights.items():
            part = self._slices.get(tag_id)
            if part is not None:
                np.add.at(total, self.rows[part], self.values[part] * np.float32(weight))
        best = np.flatnonzero(total)
        if limit < len(best):
            best = best[np.argpartition(-total[best], limit)[:limit]]
        best = best[np.argsort(-total[best], kind="stable")]
        return [UUID(bytes=self.assets[row].tobytes()) for row in best] + new

    def _new_since(self) -> list[UUID]:
        """Photos with tags newer than the index; builds it anew when there are many or when rows are missing."""
        now = time.monotonic()
        if now - self._checked_at >= CHECKED_EVERY_S:
            self._checked_at = now
            if _count(self._owner_id) != len(self.rows):
                self._build()
        new = self._analysed_since()
        if len(new) > MOST_NEW:
            self._build()
            self._checked_at = now
            new = self._analysed_since()
        return new

    def _analysed_since(self) -> list[UUID]:
        """By their vectors, which are written together with the tags and have an index by owner and id."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT asset_id FROM search_embedding WHERE owner_id = %s AND space_id = %s AND id > %s LIMIT %s",
                [self._owner_id, self._space_id, self._newest, MOST_NEW + 1],
            )
            return [row[0] for row in cursor.fetchall()]

    def _build(self) -> None:
        import numpy as np

        self._newest = newest_of(self._owner_id, self._space_id)  # first: what comes between counts as new
        table = _read(self._owner_id)
        order = np.argsort(table["tag"], kind="stable")
        table = table[order]
        self.assets, self.rows = _distinct(np.ascontiguousarray(table["asset"]))
        scores = table["score"].astype(np.float64)
        trust = np.where(table["is_object"] == 1, self._object_trust, 1.0)
        self.values: NDArray[np.float32] = np.sqrt(scores * trust).astype(np.float32)
        tags, starts, counts = np.unique(table["tag"], return_index=True, return_counts=True)
        self._slices = {
            tag: slice(start, start + count)
            for tag, start, count in zip(tags.tolist(), starts.tolist(), counts.tolist(), strict=True)
        }


def _distinct(ids: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Each of `ids` (bytes [m, 16]) once, and for every row which it is.

    By the second half of each id, which is random: sorting whole ids takes ten times as long. Should two ids ever
    share that half, they are sorted whole after all.
    """
    import numpy as np

    _, first, rows = np.unique(ids[:, 8:].copy().view(np.uint64).ravel(), return_index=True, return_inverse=True)
    unique = ids[first]
    if not np.array_equal(unique[rows], ids):
        whole, rows = np.unique(ids.view("V16").ravel(), return_inverse=True)
        unique = whole.view(np.uint8).reshape(-1, 16)
    return unique, rows.astype(np.int32).ravel()


def _count(owner_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tags_assettag WHERE owner_id = %s", [owner_id])
        return int(cursor.fetchone()[0])


def _read(owner_id: UUID) -> NDArray[np.void]:
    """Every tag row of the owner, by binary COPY: 700,000 in under a second."""
    import numpy as np

    kind = np.dtype(
        [
            ("fields", ">i2"),
            ("asset_size", ">i4"), ("asset", "u1", (16,)),
            ("tag_size", ">i4"), ("tag", ">i4"),
            ("object_size", ">i4"), ("is_object", "u1"),
            ("score_size", ">i4"), ("score", ">f8"),
        ]
    )  # fmt: skip
    with connection.cursor() as cursor:
        # A UUID, written out: Django's debugging cursor takes no parameters here.
        copying = cursor.copy(
            "COPY (SELECT asset_id, tag_id, kind = 'object', score FROM tags_assettag "  # noqa: S608
            f"WHERE owner_id = '{UUID(str(owner_id))}') TO STDOUT (FORMAT binary)"
        )
        with copying as copy:
            data = b"".join(copy)
    whole = (len(data) - _COPY_HEADER) // kind.itemsize  # the two closing bytes are less than a row
    return np.frombuffer(data, kind, count=whole, offset=_COPY_HEADER)


shelf: Shelf[tuple[UUID, int], OwnerTags] = Shelf(size=KEPT_OWNERS, idle_s=IDLE_S)
"""The indexes of this process."""
