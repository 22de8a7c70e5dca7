"""Average linkage on unit vectors, exact, with what the owner said as constraints; pure numpy.

The mean cosine distance between two groups is 1 - mean(A)·mean(B), so a group is its sum and its size and no table of
all pairs is ever held. Average linkage is reducible: merging two groups never brings a third nearer than the nearer of
the two was. So all pairs that are each other's nearest may be merged at once, and the result is that of merging one
pair at a time. A pair that must not merge counts as infinitely far, which keeps that true.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

CUT = 0.60
"""Mean distance up to which groups are merged (design record, MODELS.md 5: ARI 0.994 from 0.60 to 0.65)."""

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

ROWS_AT_ONCE = 2_048
FREE = -1
NEVER = -2.0
"""Below every cosine."""


def average_link(
    sums: Floats,
    sizes: NDArray[np.float64] | None = None,
    *,
    seeds: Ints | None = None,
    refused: Iterable[tuple[int, int]] = (),
    cut: float = CUT,
) -> Ints:
    """Group rows whose mean distance is at most `cut`; return a label for each row.

    `sums`: vectors, or sums of the `sizes` vectors of a ready group. `seeds`: rows of one seed (0, 1, …) are one group
    from the start, two seeds never merge, `FREE` rows are bound to none. `refused`: (row, seed) that must not meet.
    Labels: a seed's own number for its rows and all that joined it; numbers above all seeds for new groups.
    """
    count = len(sums)
    seeds = np.full(count, FREE, np.intp) if seeds is None else np.asarray(seeds, np.intp)
    linkage = _Linkage(sums, np.ones(count) if sizes is None else sizes, seeds, refused)
    linkage.run(1.0 - cut)
    return linkage.labels(seeds)


class _Linkage:
    """Groups while they merge. `parent` of a row is the row of the group it went into."""

    def __init__(
        self, sums: Floats, sizes: NDArray[np.float64], seeds: Ints, refused: Iterable[tuple[int, int]]
    ) -> None:
        self.sums = np.array(sums, np.float32)
        self.sizes = np.array(sizes, np.float64)
        self.seed = seeds.copy()
        self.parent: Ints = np.arange(len(sums))
        self.refused: dict[int, set[int]] = {}
        for refusing, person in refused:
            self.refused.setdefault(int(refusing), set()).add(int(person))
        first: dict[int, int] = {}
        for row in np.flatnonzero(seeds != FREE):
            keeper = first.setdefault(int(seeds[row]), int(row))
            if keeper != row:
                self._absorb(keeper, int(row))
        self.row_of_seed = first
        self.active: Ints = np.flatnonzero(self.parent == np.arange(len(sums)))

    def run(self, least: float) -> None:
        """Merge pairs of nearest groups while their mean similarity is at least `least`."""
        count = len(self.sums)
        nearest, likeness = np.full(count, FREE, np.intp), np.full(count, NEVER, np.float32)
        stale = self.active
        while len(self.active) > 1:
            self._look_around(stale, nearest, likeness)
            # Groups that have nobody near enough are done: no merge of others brings anybody nearer.
            self.active = self.active[likeness[self.active] >= least]
            if not len(self.active):
                return
            partner = nearest[self.active]
            is_mutual = (nearest[partner] == self.active) & (self.active < partner)
            keepers, absorbed = self.active[is_mutual], partner[is_mutual]
            if not len(keepers):
                # Equal distances, rounded differently from two sides, can chase each other: the nearest pair goes.
                best = self.active[np.argmax(likeness[self.active])]
                keepers, absorbed = np.array([best]), np.array([nearest[best]])
            for keeper, other in zip(keepers.tolist(), absorbed.tolist(), strict=True):
                self._absorb(keeper, other)
            merged = np.zeros(count, np.bool_)
            merged[keepers] = merged[absorbed] = True
            is_left = np.ones(count, np.bool_)
            is_left[absorbed] = False
            self.active = self.active[is_left[self.active]]
            stale = self.active[merged[self.active] | merged[nearest[self.active]]]

    def _absorb(self, keeper: int, other: int) -> None:
        self.parent[other] = keeper
        self.sums[keeper] += self.sums[other]
        self.sizes[keeper] += self.sizes[other]
        if self.seed[keeper] == FREE and self.seed[other] != FREE:
            self.seed[keeper] = self.seed[other]
            self.row_of_seed[int(self.seed[other])] = keeper
        if other in self.refused:
            self.refused.setdefault(keeper, set()).update(self.refused.pop(other))

    def _look_around(self, rows: Ints, nearest: Ints, likeness: NDArray[np.float32]) -> None:
        """Find the nearest active group of each of `rows`."""
        means = self.sums[self.active] / self.sizes[self.active, None].astype(np.float32)
        place: Ints = np.full(len(self.sums), FREE, np.intp)
        place[self.active] = np.arange(len(self.active))
        seeded = np.flatnonzero(self.seed[self.active] != FREE)
        shut_out = self._shut_out(place)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            close = means[place[some]] @ means.T
            close[np.arange(len(some)), place[some]] = NEVER
            if len(seeded):
                close[np.ix_(np.flatnonzero(self.seed[some] != FREE), seeded)] = NEVER
            for line, row in enumerate(some.tolist()) if shut_out else ():
                if row in shut_out:
                    close[line, list(shut_out[row])] = NEVER
            best = close.argmax(axis=1)
            nearest[some] = self.active[best]
            likeness[some] = close[np.arange(len(some)), best]

    def _shut_out(self, place: Ints) -> dict[int, set[int]]:
        """Row -> columns it must not meet, from both sides."""
        found: dict[int, set[int]] = {}
        for row, seeds in self.refused.items():
            for seed in seeds:
                other = self.row_of_seed.get(seed)
                if other is None or place[row] == FREE or place[other] == FREE:
                    continue
                found.setdefault(row, set()).add(int(place[other]))
                found.setdefault(other, set()).add(int(place[row]))
        return found

    def labels(self, seeds: Ints) -> Ints:
        root = self.parent
        while not np.array_equal(root, root[root]):
            root = root[root]
        label = self.seed[root]
        roots, numbers = np.unique(root[label == FREE], return_inverse=True)
        if len(roots):
            label[label == FREE] = int(seeds.max(initial=FREE)) + 1 + numbers
        return label


def nearest_group(vectors: Floats, sums: Floats, *, refused: Iterable[tuple[int, int]] = ()) -> tuple[Ints, Floats]:
    """For each vector the group with the nearest centroid and the distance to it; `refused`: (row, group)."""
    found: Ints = np.full(len(vectors), FREE, np.intp)
    distance = np.full(len(vectors), np.inf, np.float32)
    if not len(vectors) or not len(sums):
        return found, distance
    centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    shut_out: dict[int, list[int]] = {}
    for row, group in refused:
        shut_out.setdefault(int(row), []).append(int(group))
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        close = vectors[start : start + ROWS_AT_ONCE] @ centres.T
        for line in range(len(close)) if shut_out else ():
            if start + line in shut_out:
                close[line, shut_out[start + line]] = NEVER
        best = close.argmax(axis=1)
        found[start : start + ROWS_AT_ONCE] = best
        distance[start : start + ROWS_AT_ONCE] = 1.0 - close[np.arange(len(best)), best]
    return found, distance
