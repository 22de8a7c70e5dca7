"""The tags of one owner in memory, for libraries so large that adding their evidence up in SQL takes long.

What a page shows is added up again in SQL (`retrieve.by_tags`), inside what the viewer may see. So a tag that is gone
counts no more, whatever is remembered here; photos tagged since the index was built are added up in SQL at once.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from photonest.search.positions import Ids
from photonest.search.shelf import Shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photonest.search.index import OwnerIndex
    from photonest.search.retrieve import WantedTag

IDLE_S = 600.0
KEPT_OWNERS = 4
MOST_NEW = 2_000
"""Photos tagged since the index was built; with more it is built anew (a second for 100,000 photos)."""
CHECKED_EVERY_S = 60.0
"""How often the number of rows is counted: tags that were committed after newer ones are found no later than this."""
_COPY_HEADER = 19


class OwnerTags:
    """`rows` int32, `values` float32 and `is_object` of all tags, sorted by tag; `rows` points into `assets` [n, 16].

    Nine bytes a tag, sixteen a photo: 8 MB for 100,000 photos.
    """

    def __init__(self, owner_id: UUID, *, object_trust: float, object_proof: float) -> None:
        self._owner_id = owner_id
        self._object_trust, self._object_proof = object_trust, object_proof
        self._checked_at = time.monotonic()
        self.generation = 0
        """Grows with every change of `assets`."""
        self._joined: tuple[tuple[int, int, int], NDArray[np.int64]] | None = None
        self._build()

    def evidence(self, wanted: Mapping[int, WantedTag]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Strength and proof of every photo of `assets`, as `retrieve.by_tags` adds them up."""
        import numpy as np

        strength, proof = np.zeros(len(self.assets), np.float32), np.zeros(len(self.assets), np.float32)
        doubt = np.float32(self._object_proof / self._object_trust**0.5)
        for tag_id, tag in wanted.items():
            part = self._slices.get(tag_id)
            if part is None:
                continue
            gain = self.values[part] * np.float32(tag.weight)
            np.add.at(strength, self.rows[part], gain)
            if tag.is_near:
                np.add.at(proof, self.rows[part], np.where(self.is_object[part], gain * doubt, gain))
        return strength, proof

    def refresh(self) -> list[UUID]:
        """Photos with tags newer than the index; builds it anew when there are many or when rows are missing."""
        now = time.monotonic()
        if now - self._checked_at >= CHECKED_EVERY_S:
            self._checked_at = now
            if _count(self._owner_id) != len(self.rows):
                self._build()
        new = self._tagged_since()
        if len(new) > MOST_NEW:
            self._build()
            self._checked_at = now
            new = self._tagged_since()
        return new

    def rows_in(self, vectors: OwnerIndex) -> NDArray[np.int64]:
        """For each of `assets` its row in the index of vectors, -1 where it has none there."""
        state = (id(vectors), vectors.generation, self.generation)
        if self._joined is None or self._joined[0] != state:
            self._joined = (state, vectors.positions.find(self.assets))
        return self._joined[1]

    def _tagged_since(self) -> list[UUID]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT asset_id FROM tags_assettag WHERE owner_id = %s AND id > %s LIMIT %s",
                [self._owner_id, self._newest, MOST_NEW + 1],
            )
            return [row[0] for row in cursor.fetchall()]

    def _build(self) -> None:
        import numpy as np

        self._newest = _newest(self._owner_id)  # first: what comes between counts as new
        self.generation += 1
        table = _read(self._owner_id)
        order = np.argsort(table["tag"], kind="stable")
        table = table[order]
        self.assets, self.rows = _distinct(np.ascontiguousarray(table["asset"]))
        scores = table["score"].astype(np.float64)
        self.is_object: NDArray[np.bool_] = table["is_object"] == 1
        trust = np.where(self.is_object, self._object_trust, 1.0)
        self.values: NDArray[np.float32] = np.sqrt(scores * trust).astype(np.float32)
        tags, starts, counts = np.unique(table["tag"], return_index=True, return_counts=True)
        self._slices = {
            tag: slice(start, start + count)
            for tag, start, count in zip(tags.tolist(), starts.tolist(), counts.tolist(), strict=True)
        }


def _distinct(ids: Ids) -> tuple[Ids, NDArray[np.int32]]:
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


def _newest(owner_id: UUID) -> int:
    """One step in the index of tags by owner and id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM tags_assettag WHERE owner_id = %s ORDER BY id DESC LIMIT 1", [owner_id])
        row = cursor.fetchone()
        return int(row[0]) if row else 0


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


shelf: Shelf[UUID, OwnerTags] = Shelf(size=KEPT_OWNERS, idle_s=IDLE_S)
"""The indexes of this process."""
