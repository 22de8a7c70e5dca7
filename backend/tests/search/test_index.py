"""The index in memory follows the table and finds the nearest vectors exactly."""

from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.factories import build_asset

from photonest.accounts.models import User
from photonest.ai.half_vectors import encode_vector
from photonest.assets.models import Asset
from photonest.search import index
from photonest.search.index import OwnerIndex, version_of
from photonest.search.models import Embedding, EmbeddingSpace
from photonest.search.services import store_embeddings

pytestmark = pytest.mark.django_db

DIM = 24
SPACE = "test@1"


def _fill(owner: User, count: int, seed: int = 0) -> tuple[list[Asset], NDArray[np.float64]]:
    assets = Asset.objects.bulk_create(build_asset(owner) for _ in range(count))
    vectors = np.random.default_rng(seed).normal(size=(count, DIM))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store_embeddings(
        (asset, encode_vector(vector.tolist(), space=SPACE)) for asset, vector in zip(assets, vectors, strict=True)
    )
    return assets, vectors


def _refreshed(owner: User, known: OwnerIndex | None = None) -> OwnerIndex:
    space = EmbeddingSpace.objects.get(name=SPACE)
    found = known or OwnerIndex(owner.pk, space.pk, DIM)
    found.refresh(version_of(owner.pk, space.pk))
    return found


def _assets_of(found: OwnerIndex) -> set[UUID]:
    return {UUID(bytes=row.tobytes()) for row in found.assets}


def test_the_nearest_vectors_come_first(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BLOCK", 64)  # several blocks, the last one not full
    assets, vectors = _fill(alice, 300)
    _fill(bob, 50, seed=1)
    found = _refreshed(alice)
    assert len(found.ids) == 300
    for query in vectors[:20]:
        exact = np.argsort(-(vectors @ query))[:10]
        assert found.nearest(query.tolist(), 10)[0] == assets[exact[0]].pk
        assert len({assets[i].pk for i in exact} & set(found.nearest(query.tolist(), 12))) >= 9


@pytest.mark.parametrize("rows", [[], [7], [5, 6, 7], [0, 2, 3, 9], list(range(20, 299))], ids=len)
def test_rows_are_compared_the_same_whether_they_lie_together_or_apart(alice: User, rows: list[int]) -> None:
    _, vectors = _fill(alice, 300)
    found = _refreshed(alice)
    query = vectors[3].tolist()
    told = found.cosines(query, np.array(rows, np.int64))
    assert np.allclose(told, found.cosines(query)[rows], atol=1e-6)


def test_new_replaced_and_deleted_vectors_are_followed(alice: User) -> None:
    assets, _ = _fill(alice, 30)
    found = _refreshed(alice)
    more, _ = _fill(alice, 5, seed=2)
    assert _assets_of(_refreshed(alice, found)) == {asset.pk for asset in [*assets, *more]}
    store_embeddings([(assets[0], encode_vector([1.0] + [0.0] * (DIM - 1), space=SPACE))])
    _refreshed(alice, found)
    assert len(found.ids) == 35
    assert found.nearest([1.0] + [0.0] * (DIM - 1), 1) == [assets[0].pk]
    Embedding.objects.filter(asset__in=assets[1:10]).delete()
    assert _assets_of(_refreshed(alice, found)) == {asset.pk for asset in [assets[0], *assets[10:], *more]}


def test_a_vector_committed_late_with_a_smaller_id_is_not_missed(alice: User) -> None:
    assets, _ = _fill(alice, 10)
    late = Embedding.objects.get(asset=assets[3])
    Embedding.objects.filter(pk=late.pk).delete()
    found = _refreshed(alice)
    late.save(force_insert=True)
    assert assets[3].pk in _assets_of(_refreshed(alice, found))


def test_an_owner_without_vectors_has_an_empty_index(alice: User, bob: User) -> None:
    _fill(alice, 3)
    found = _refreshed(bob)
    assert found.nearest([0.0] * DIM, 10) == []


def test_a_vector_of_zeros_is_like_nothing(alice: User) -> None:
    asset = Asset.objects.bulk_create([build_asset(alice)])[0]
    store_embeddings([(asset, encode_vector([0.0] * DIM, space=SPACE))])
    assert _refreshed(alice).nearest([1.0] + [0.0] * (DIM - 1), 5) == [asset.pk]
