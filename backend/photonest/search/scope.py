"""The photos that the hard parts of a query leave: asked of the database, or worked out on columns in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import EmptyResultSet

from photonest import access
from photonest.assets.id_lists import id_in
from photonest.search import columns
from photonest.search.columns import OwnerColumns, Table
from photonest.search.constraints.door import condition_of, constrain
from photonest.search.constraints.in_memory import NotInMemory, Test, compiled
from photonest.search.positions import Ids, as_uuids, glued_ids

if TYPE_CHECKING:
    import numpy as np
    from django.db.models import QuerySet
    from numpy.typing import NDArray

    from photonest.assets.models import Asset
    from photonest.search.constraints import Asker
    from photonest.search.index import OwnerIndex
    from photonest.search.query.parts import Part

TAKEN = "local_at"
FEW = 1_000
"""Photos that are looked up one by one where other tables must be asked, rather than all that stand there."""


@dataclass(frozen=True)
class Scope:
    """`ids` None: everything the viewer sees. `table`, `rows`: where they stand in memory, if that was asked."""

    ids: Ids | None
    table: Table | None = None
    rows: NDArray[np.int64] | None = None

    @property
    def size(self) -> int | None:
        return None if self.ids is None else len(self.ids)

    def rows_in(self, vectors: OwnerIndex, hidden: Ids | None) -> NDArray[np.int64] | None:
        """The rows of the vectors of these photos, in order; ``None`` for all. `hidden`: those that are not seen."""
        import numpy as np

        if self.table is None:
            return vectors.rows_of(self.ids, hidden)
        rows = self.table.rows_in(vectors)[self.rows]
        return np.sort(rows[rows >= 0])

    def by_time(self, offset: int, limit: int, *, is_newest_first: bool) -> list[UUID]:
        """A page of these photos in the order of `sorting.order`; only where they stand in memory."""
        import numpy as np

        assert self.table is not None
        assert self.ids is not None
        moments: NDArray[np.int64] = self.table.columns[TAKEN].values[self.rows].astype(np.int64)
        moments = -moments if is_newest_first else moments
        stop = min(offset + limit, len(moments))
        if offset >= stop:
            return []
        some = np.flatnonzero(moments <= np.partition(moments, stop - 1)[stop - 1])
        first, second = np.ascontiguousarray(self.ids[some]).view(">u8").astype(np.uint64).reshape(-1, 2).T
        ties = (~second, ~first) if is_newest_first else (second, first)
        return as_uuids(self.ids[some[np.lexsort((*ties, moments[some]))[offset:stop]]])


def scope_of(hard: Sequence[Part], asker: Asker) -> Scope:
    """What the asker sees and all of `hard` hold for."""
    if not hard:
        return Scope(None)
    if columns.belongs_in_memory(asker.viewer):
        return in_memory(hard, asker)
    return Scope(ids_of(constrain(access.visible_assets(asker.viewer), hard, asker)))


def in_memory(hard: Sequence[Part], asker: Asker) -> Scope:
    """The same, worked out for a large library (`columns.belongs_in_memory`).

    The columns first; what needs other tables is asked for the photos that are left then."""
    import numpy as np

    tests: list[Test] = []
    others: list[Part] = []
    asking: list[Part] = []
    for part in hard:
        try:
            test = compiled(condition_of(part, asker))
        except NotInMemory:
            others.append(part)
        else:
            tests.append(test)
            if test.asks:
                asking.append(part)
    names = frozenset().union(*(test.names for test in tests))
    with columns.shelf.take(asker.viewer.pk, lambda: OwnerColumns(asker.viewer)) as mine:
        mine.refresh()
        table = mine.read(names | {TAKEN})
    mask = np.ones(len(table), np.bool_)
    for test in tests:
        mask &= True if test.asks else test(table)
    rows = np.flatnonzero(mask)
    if len(rows) and (others or asking):
        seen = access.visible_assets(asker.viewer)
        if len(rows) <= FEW:
            few = seen.filter(id_in(as_uuids(table.ids[rows])))
            mask &= table.mask_of(ids_of(constrain(few, [*others, *asking], asker)))
        else:
            for test in tests:
                mask &= test(table) if test.asks else True
            if others:
                mask &= table.mask_of(ids_of(constrain(seen, others, asker)))
        rows = np.flatnonzero(mask)
    return Scope(table.ids[rows], table, rows)


def ids_of(assets: QuerySet[Asset]) -> Ids:
    """Their ids, in one statement that holds the permission."""
    import numpy as np

    try:
        return glued_ids(*assets.order_by().values("id").query.sql_with_params())
    except EmptyResultSet:
        return np.empty((0, 16), np.uint8)
