"""Where an asset stands in a table of many: ids as bytes, found in milliseconds by the hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Ids: TypeAlias = "NDArray[np.uint8]"
"""Bytes [n, 16]."""


class Positions:
    """Finds rows of `ids`, each of which occurs once."""

    def __init__(self, ids: Ids) -> None:
        import numpy as np

        self._ids = ids
        # By the second half of each id, which is random: comparing whole ids takes ten times as long.
        self._first, halves = _halves(ids)
        self._order = np.argsort(halves)
        self._halves = halves[self._order]
        self._is_unique = len(halves) < 2 or bool((self._halves[1:] != self._halves[:-1]).all())
        self._by_bytes: dict[bytes, int] | None = None

    def find(self, wanted: Ids) -> NDArray[np.int64]:
        """The row of each of `wanted`, -1 for those that are not there."""
        import numpy as np

        if not len(wanted) or not len(self._ids):
            return np.full(len(wanted), -1, np.int64)
        if not self._is_unique:  # two ids that share their random half: never seen, and right all the same
            return self._find_one_by_one(wanted)
        first, halves = _halves(wanted)
        # In order, so that neighbours are looked for near each other: a quarter of the time.
        order = np.argsort(halves)
        halves = halves[order]
        at = np.minimum(np.searchsorted(self._halves, halves), len(self._order) - 1)
        rows = self._order[at]
        is_there = (self._halves[at] == halves) & (self._first[rows] == first[order])
        found = np.empty(len(wanted), np.int64)
        found[order] = np.where(is_there, rows, -1)
        return found

    def _find_one_by_one(self, wanted: Ids) -> NDArray[np.int64]:
        import numpy as np

        if self._by_bytes is None:
            self._by_bytes = {row.tobytes(): number for number, row in enumerate(self._ids)}
        known = self._by_bytes
        return np.array([known.get(row.tobytes(), -1) for row in wanted], np.int64)


def as_ids(assets: Iterable[UUID]) -> Ids:
    import numpy as np

    return np.frombuffer(b"".join(asset.bytes for asset in assets), np.uint8).reshape(-1, 16)


def glued_ids(statement: str, parameters: Sequence[Any]) -> Ids:
    """The ids that a statement names in its only column, glued together by the database: rows, or a COPY, hand over
    one by one what is 16 bytes each."""
    import numpy as np

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT string_agg(uuid_send(found.id), ''::bytea) FROM ({statement}) AS found(id)",  # noqa: S608
            parameters,
        )
        data = cursor.fetchone()[0]
    return np.frombuffer(bytes(data or b""), np.uint8).reshape(-1, 16)


def as_array(ids: Ids) -> str:
    """Written out as PostgreSQL reads an array of them: a tenth of the time that a list of UUID takes."""
    told = ids.tobytes().hex()
    return "{" + ",".join([told[start : start + 32] for start in range(0, len(told), 32)]) + "}"


def as_uuids(ids: Ids) -> list[UUID]:
    data = ids.tobytes()
    return [UUID(bytes=data[start : start + 16]) for start in range(0, len(data), 16)]


def _halves(ids: Ids) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """First and second eight bytes of each, as numbers."""
    import numpy as np

    both = np.ascontiguousarray(ids).view(np.uint64).reshape(-1, 2)
    return np.ascontiguousarray(both[:, 0]), np.ascontiguousarray(both[:, 1])
