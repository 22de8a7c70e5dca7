"""The vectors nearest to one, inside a scope: out of memory in a large library, else out of the database."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from photonest import access
from photonest.accounts.models import User
from photonest.search import index, retrieve
from photonest.search.models import EmbeddingSpace
from photonest.search.positions import as_uuids
from photonest.search.pressure import is_scarce
from photonest.search.scope import Scope, ids_of

FEW = 500
"""Photos that the database compares whatever the size of the library: two milliseconds."""
COLD = 5_000
"""The same where nothing lies in memory yet: reading a library takes a second, comparing so many a tenth of one."""
MARGIN = 40
"""Candidates beyond those wanted that are compared exactly: rounding to int8 exchanges neighbours."""


def nearest(
    viewer: User, space: EmbeddingSpace, vector: Sequence[float], scope: Scope, *, limit: int
) -> dict[UUID, float]:
    """Photo -> exact cosine, nearest first."""
    hidden = ids_of(access.hidden_assets(viewer)) if scope.ids is None else None
    version = index.shelf.version(viewer.pk, space.pk, None if hidden is None else hidden.tobytes())
    if not belongs_in_memory(viewer, space, scope, version):
        among = None if scope.ids is None else as_uuids(scope.ids)
        return retrieve.by_meaning(viewer, space.pk, vector, limit=limit, among=among)
    with index.shelf.take(viewer.pk, space.pk, version, space.dim) as vectors:
        rows = scope.rows_in(vectors, hidden)
        candidates = vectors.nearest(vector, limit + MARGIN, rows)
    exact = retrieve.likeness_of(viewer, space.pk, vector, candidates)
    return dict(list(exact.items())[:limit])


def belongs_in_memory(viewer: User, space: EmbeddingSpace, scope: Scope, version: index.Version) -> bool:
    """Is comparing in memory the quicker way, and is there room for it?"""
    if version.rows <= index.FROM_PHOTOS or (scope.size is not None and scope.size <= FEW):
        return False
    if index.shelf.holds(viewer.pk, space.pk):
        return True
    is_worth_it = scope.size is None or scope.size > COLD
    return is_worth_it and not is_scarce(version.rows * index.BYTES_A_PHOTO)
