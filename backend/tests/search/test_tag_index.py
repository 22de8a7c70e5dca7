"""The tags in memory: they name the same candidates as the sum in SQL, and miss nothing that came since."""

from __future__ import annotations

import random
from uuid import UUID

import numpy as np
import pytest
from tests.factories import make_asset, make_tag

from photonest.accounts.models import User
from photonest.ai.half_vectors import encode_vector
from photonest.assets.models import Asset
from photonest.search import retrieve, tag_index
from photonest.search.services import store_embeddings
from photonest.search.tag_index import OwnerTags, _distinct
from photonest.tags.models import AssetTag, Tag

pytestmark = pytest.mark.django_db

SPACE = "test@1"


def tagged(owner: User, **scores: float) -> Asset:
    """A photo with a vector and these tags; a name ending in ``_object`` is an object."""
    asset = make_asset(owner)
    for name, score in scores.items():
        kind = "object" if name.endswith("_object") else "label"
        make_tag(asset, name.removesuffix("_object"), score=score, kind=kind, source=f"{kind}@1")
    store_embeddings([(asset, encode_vector([1.0, 0.0], space=SPACE))])
    return asset


def built(owner: User) -> OwnerTags:
    return OwnerTags(owner.pk, object_trust=retrieve.OBJECT_TRUST, object_proof=retrieve.OBJECT_PROOF)


def strongest(index: OwnerTags, weights: dict[int, float], limit: int) -> list[UUID]:
    """As the search uses it: who has any evidence, strongest first, then those that came since."""
    new = index.refresh()
    strength, _ = index.evidence(wanted_of(weights))
    best = [row for row in np.argsort(-strength, kind="stable").tolist() if strength[row] > 0][:limit]
    return [UUID(bytes=index.assets[row].tobytes()) for row in best] + new


def wanted_of(weights: dict[int, float]) -> dict[int, retrieve.WantedTag]:
    return {tag_id: retrieve.WantedTag("", 0.0, weight, is_near=weight > 0.3) for tag_id, weight in weights.items()}


def ids(**weights: float) -> dict[int, float]:
    known = dict(Tag.objects.values_list("name", "id"))
    return {known[name]: weight for name, weight in weights.items()}


def test_the_order_is_that_of_the_sum_in_sql(alice: User, bob: User) -> None:
    rng = random.Random(5)
    for _ in range(40):
        tagged(alice, beach=rng.random(), sea_object=rng.random(), sand=rng.random() ** 2)
    tagged(bob, beach=1.0)
    weights = ids(beach=0.6, sea=0.4, sand=0.1)
    in_sql = retrieve.by_tags(alice, wanted_of(weights), limit=100)
    index = built(alice)
    assert strongest(index, weights, 12) == list(in_sql)[:12]
    for row, strength, proof in zip(index.assets, *index.evidence(wanted_of(weights)), strict=True):
        judged = in_sql[UUID(bytes=row.tobytes())]
        assert (strength, proof) == pytest.approx((judged.strength, judged.proof), abs=1e-5)


def test_a_label_and_an_object_of_one_name_add_up(alice: User) -> None:
    single = tagged(alice, dog=0.9)
    both = tagged(alice, dog=0.6, dog_object=0.6)
    assert strongest(built(alice), ids(dog=0.5), 5) == [both.pk, single.pk]


def test_photos_without_any_wanted_tag_are_no_candidates(alice: User) -> None:
    tagged(alice, cat=0.9)
    wanted = tagged(alice, dog=0.1)
    assert strongest(built(alice), ids(dog=0.5), 5) == [wanted.pk]


def test_photos_tagged_since_are_candidates_until_the_next_build(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tagged(alice, dog=0.9)
    index = built(alice)
    new = [tagged(alice, dog=0.5).pk for _ in range(3)]
    assert strongest(index, ids(dog=1.0), 1) == [old.pk, *new]
    monkeypatch.setattr(tag_index, "MOST_NEW", 2)
    assert strongest(index, ids(dog=1.0), 1) == [old.pk]
    assert set(strongest(index, ids(dog=1.0), 4)) == {old.pk, *new}


def test_rows_that_came_without_a_vector_or_went_are_noticed_by_the_count(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tagged(alice, dog=0.9), tagged(alice, dog=0.8)
    index = built(alice)
    AssetTag.objects.filter(asset=first).delete()
    monkeypatch.setattr(tag_index, "CHECKED_EVERY_S", 0.0)
    assert strongest(index, ids(dog=1.0), 5) == [second.pk]


@pytest.mark.parametrize("halves", [["a", "b", "c"], ["a", "a", "a"]], ids=["as always", "should halves ever collide"])
def test_every_photo_is_told_apart(halves: list[str]) -> None:
    known = [f"{number:08x}".encode() + half.encode() * 8 for number, half in enumerate(halves)]
    ids = np.frombuffer(b"".join(known[i] for i in (2, 0, 0, 1, 2)), np.uint8).reshape(-1, 16)
    unique, rows = _distinct(ids)
    assert len(unique) == 3
    assert np.array_equal(unique[rows], ids)


def test_an_owner_without_tags_has_no_candidates(alice: User, bob: User) -> None:
    tagged(alice, dog=0.9)
    found: list[UUID] = strongest(built(bob), ids(dog=1.0), 5)
    assert found == []
