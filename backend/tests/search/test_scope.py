"""What is hidden and what is visible are together everything, whatever state a photo is in."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import numpy as np
import pytest
from django.db import connection
from tests.factories import build_asset, make_asset

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.search.positions import Positions, as_ids, as_uuids
from photonest.search.scope import ids_of

pytestmark = pytest.mark.django_db


def test_hidden_photos_are_exactly_those_that_are_not_visible(alice: User, bob: User) -> None:
    for is_trashed, is_part, is_behind in itertools.product([False, True], repeat=3):
        of = make_asset(alice) if is_part else None
        trashed_at = datetime(2026, 1, 1, tzinfo=UTC) if is_trashed else None
        make_asset(alice, trashed_at=trashed_at, motion_of=of, is_behind=is_behind)
    make_asset(bob)
    visible, hidden = (set(as_uuids(ids_of(some(alice)))) for some in (access.visible_assets, access.hidden_assets))
    assert not visible & hidden
    assert visible | hidden == set(access.owned_assets(alice).values_list("pk", flat=True))
    assert len(hidden) == 7
    assert visible == set(access.visible_assets(alice).values_list("pk", flat=True))


def test_ids_come_out_of_any_queryset_and_of_an_empty_one(alice: User) -> None:
    asset = make_asset(alice, city="L'Aquila %s")
    assert as_uuids(ids_of(Asset.objects.filter(city="L'Aquila %s"))) == [asset.pk]
    assert ids_of(Asset.objects.filter(city="x")).shape == (0, 16)
    assert ids_of(Asset.objects.none()).shape == (0, 16)


@pytest.mark.parametrize("halves", [["a", "b", "c"], ["a", "a", "a"]], ids=["as always", "should halves ever collide"])
def test_every_id_is_found_in_its_row_and_a_stranger_nowhere(halves: list[str]) -> None:
    known = [f"{number:08x}".encode() + half.encode() * 8 for number, half in enumerate(halves)]
    ids = np.frombuffer(b"".join(known), np.uint8).reshape(-1, 16)
    stranger = as_ids([build_asset(User()).id])
    assert Positions(ids).find(np.concatenate([ids[[2, 0]], stranger, ids[[1]]])).tolist() == [2, 0, -1, 1]
    assert Positions(ids[:0]).find(ids).tolist() == [-1, -1, -1]
    assert Positions(ids).find(ids[:0]).tolist() == []


def test_the_statement_of_what_is_visible_names_the_same_photos_for_everybody(alice: User, bob: User) -> None:
    for owner in (alice, bob):
        make_asset(owner)
        make_asset(owner, is_behind=True)
        make_asset(owner, trashed_at=datetime(2026, 1, 1, tzinfo=UTC))
    for viewer in (alice, bob, alice):
        statement, parameters = access.visible_ids(viewer)
        assert (statement, tuple(parameters)) == access.visible_assets(viewer).order_by().values(
            "id"
        ).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            assert [row[0] for row in cursor.fetchall()] == list(
                access.visible_assets(viewer).values_list("pk", flat=True)
            )
