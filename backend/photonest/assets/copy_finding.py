"""Compares new photos with their owner's others and remembers which are copies: by hashes, vectors, then by tiles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import transaction

from photonest.assets.copy_candidates import NO_MOMENT, Prints, candidates
from photonest.assets.metadata.capture_time import CAMERA_CLOCKS
from photonest.assets.models import Asset, AssetKind, Copy
from photonest.assets.pixels.likeness import SURE_FROM, Grey, grey_of, likeness
from photonest.storage import keys, media

MOST_PER_PHOTO = 24
"""Nearest candidates of one photo that are laid over it."""

Pair = tuple[UUID, UUID]


class _Row(NamedTuple):
    id: UUID
    dhash: int
    phash: int
    ratio: float
    local_at: Any
    taken_source: str
    stack_id: UUID | None
    sha256: bytes
    renditions_version: int


class Library:
    """The hashes of an owner's photos, read once for many new ones. The trash is compared, too: it may come back."""

    def __init__(self, owner_id: UUID) -> None:
        rows = Asset.objects.filter(
            owner_id=owner_id, kind=AssetKind.IMAGE, motion_of__isnull=True, renditions_version__gt=0,
            dhash__isnull=False, phash__isnull=False,
        ).order_by("id").values_list(*_Row._fields)  # fmt: skip
        self.owner_id = owner_id
        self.rows = [_Row(*row) for row in rows.iterator(chunk_size=20_000)]
        self._place = {row.id: at for at, row in enumerate(self.rows)}
        stacks = {stack_id: number for number, stack_id in enumerate({row.stack_id for row in self.rows}, 1)}
        self._prints = Prints(
            dhash=np.array([row.dhash for row in self.rows], np.int64).view(np.uint64),
            phash=np.array([row.phash for row in self.rows], np.int64).view(np.uint64),
            ratio=np.array([max(row.ratio, 1e-3) for row in self.rows], np.float32),
            moment=np.array(
                [
                    int(row.local_at.timestamp()) if row.taken_source in CAMERA_CLOCKS else NO_MOMENT
                    for row in self.rows
                ],
                np.int64,
            ),
            group=np.array([stacks[row.stack_id] if row.stack_id else 0 for row in self.rows], np.int64),
        )
        self._grey = lru_cache(maxsize=128)(self._read_grey)

    def candidates(self, new: Collection[UUID]) -> list[Pair]:
        """Pairs that may be copies, of every new photo at most the `MOST_PER_PHOTO` nearest."""
        rows = [self._place[one] for one in new if one in self._place]
        taken = np.zeros(len(self.rows), np.int64)
        found: list[Pair] = []
        for one, other, _ in sorted(candidates(self._prints, rows), key=lambda pair: pair[2]):
            if taken[one] < MOST_PER_PHOTO:
                taken[one] += 1
                found.append((self.rows[one].id, self.rows[other].id))
        return found

    def likeness(self, pair: Pair) -> float:
        """How surely the two are one shot, by their tiles; 0 where one has none."""
        one, other = (self._grey(asset_id) for asset_id in pair)
        return 0.0 if one is None or other is None else likeness(one, other)

    def _read_grey(self, asset_id: UUID) -> Grey | None:
        row = self.rows[self._place[asset_id]]
        try:
            return grey_of(media.path(keys.tile(bytes(row.sha256), row.renditions_version)).read_bytes())
        except OSError:  # deleted a moment ago
            return None


def find_copies(library: Library, new: Collection[UUID], *, can_be: Callable[[Sequence[Pair]], list[Pair]]) -> int:
    """Compare `new` with the library and remember what are copies; return how many pairs are new.

    `can_be` leaves out pairs of which the vectors say that they show different things.
    """
    pairs = can_be(library.candidates(new))
    found = [(pair, sure) for pair in pairs if (sure := library.likeness(pair)) >= SURE_FROM]
    with transaction.atomic():
        ids = {one for pair, _ in found for one in pair}
        locked = Asset.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("id")
        alive = set(locked.values_list("id", flat=True))  # the others were deleted for good meanwhile
        before = Copy.objects.filter(owner_id=library.owner_id).count()
        Copy.objects.bulk_create(
            (
                Copy(owner_id=library.owner_id, one_id=min(pair), other_id=max(pair), likeness=sure)
                for pair, sure in found
                if alive.issuperset(pair)
            ),
            ignore_conflicts=True,
        )
        return Copy.objects.filter(owner_id=library.owner_id).count() - before
