"""Actions on many assets, undo, and the trash."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone
from tests.cast import Browser
from tests.factories import build_asset, make_asset, make_face, make_tag

from photonest.accounts.models import User
from photonest.assets.models import Asset, Change

pytestmark = pytest.mark.django_db


def act(browser: Browser, action: str, *assets: Asset, **more: Any) -> dict[str, Any]:
    answer = browser.post("/api/assets/actions", {"action": action, "ids": [str(a.id) for a in assets], **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def row(asset: Asset) -> dict[str, Any]:
    return model_to_dict(Asset.objects.get(pk=asset.pk))


def test_an_action_counts_only_what_really_changed(as_alice: Browser, alice: User) -> None:
    loved, plain = make_asset(alice, is_favourite=True), make_asset(alice)
    done = act(as_alice, "favourite", loved, plain)
    assert done["changed"] == 1
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert Asset.objects.get(pk=loved.pk).is_favourite
    assert not Asset.objects.get(pk=plain.pk).is_favourite


def test_an_action_without_effect_has_nothing_to_undo(as_alice: Browser, alice: User) -> None:
    assert act(as_alice, "favourite", make_asset(alice, is_favourite=True)) == {"changed": 0, "undo": None}
    assert act(as_alice, "trash") == {"changed": 0, "undo": None}


def test_undo_brings_each_old_rating_back(as_alice: Browser, alice: User) -> None:
    assets = [make_asset(alice, rating=rating) for rating in (None, -1, 0, 5, 4)]
    done = act(as_alice, "rate", *assets, rating=4)
    assert done["changed"] == 4
    as_alice.post(f"/api/undo/{done['undo']}")
    assert [Asset.objects.get(pk=asset.pk).rating for asset in assets] == [None, -1, 0, 5, 4]
    assert act(as_alice, "rate", *assets, rating=None)["changed"] == 4


def test_a_rating_must_be_said(as_alice: Browser, alice: User) -> None:
    answer = as_alice.post("/api/assets/actions", {"action": "rate", "ids": [str(make_asset(alice).id)]})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")


def test_undo_works_once(as_alice: Browser, alice: User) -> None:
    done = act(as_alice, "favourite", make_asset(alice))
    assert as_alice.post(f"/api/undo/{done['undo']}").status_code == 200
    second = as_alice.post(f"/api/undo/{done['undo']}")
    assert (second.status_code, second.json()["code"]) == (404, "undo_gone")


def test_undo_ends_after_a_day(as_alice: Browser, alice: User) -> None:
    done = act(as_alice, "favourite", make_asset(alice))
    Change.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert as_alice.post(f"/api/undo/{done['undo']}").status_code == 404


def test_undo_leaves_alone_what_was_changed_since(as_alice: Browser, alice: User) -> None:
    kept, changed_again = make_asset(alice, rating=1), make_asset(alice, rating=1)
    done = act(as_alice, "rate", kept, changed_again, rating=5)
    as_alice.patch(f"/api/assets/{changed_again.id}", {"rating": 3})
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert Asset.objects.get(pk=changed_again.pk).rating == 3


def test_nobody_undoes_what_somebody_else_did(as_alice: Browser, as_bob: Browser, alice: User) -> None:
    asset = make_asset(alice)
    done = act(as_alice, "favourite", asset)
    stolen, unknown = as_bob.post(f"/api/undo/{done['undo']}"), as_bob.post(f"/api/undo/{uuid.uuid4()}")
    assert stolen.status_code == 404
    assert stolen.content == unknown.content
    assert Asset.objects.get(pk=asset.pk).is_favourite


def test_ten_thousand_photos_are_one_request_and_one_undo(as_alice: Browser, alice: User) -> None:
    assets = Asset.objects.bulk_create(build_asset(alice, rating=number % 6) for number in range(10_000))
    done = act(as_alice, "trash", *assets)
    assert done["changed"] == 10_000
    assert Change.objects.count() == 1
    assert as_alice.get("/api/timeline").json()["total"] == 0
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 10_000}
    assert as_alice.get("/api/timeline").json()["total"] == 10_000


def test_more_than_20000_ids_are_refused(as_alice: Browser) -> None:
    body = {"action": "trash", "ids": [str(uuid.uuid4()) for _ in range(20_001)]}
    assert as_alice.post("/api/assets/actions", body).status_code == 422


def test_the_trash_and_back_keeps_everything(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, rating=5, is_favourite=True, description="kept", title="kept", city="Lisbon")
    make_tag(asset, "beach")
    make_face(asset, recognised=True)
    before = as_alice.get(f"/api/assets/{asset.id}").json()
    stored = row(asset)
    act(as_alice, "trash", asset)
    assert as_alice.get(f"/api/assets/{asset.id}").json()["is_trashed"]
    assert as_alice.get("/api/timeline").json()["total"] == 0
    assert act(as_alice, "restore", asset)["changed"] == 1
    assert as_alice.get(f"/api/assets/{asset.id}").json() == before
    assert row(asset) == stored


def test_trashing_twice_keeps_the_first_date(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, trashed_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert act(as_alice, "trash", asset)["changed"] == 0
    assert Asset.objects.get(pk=asset.pk).trashed_at == datetime(2025, 1, 1, tzinfo=UTC)


def test_undoing_a_restore_keeps_the_old_date(as_alice: Browser, alice: User) -> None:
    at = datetime(2025, 1, 1, 2, 3, 4, 567_891, tzinfo=UTC)
    asset = make_asset(alice, trashed_at=at)
    done = act(as_alice, "restore", asset)
    as_alice.post(f"/api/undo/{done['undo']}")
    assert Asset.objects.get(pk=asset.pk).trashed_at == at


def test_a_live_photo_goes_and_comes_as_one(as_alice: Browser, alice: User) -> None:
    picture = make_asset(alice)
    film = make_asset(alice, kind="video", motion_of=picture)
    done = act(as_alice, "trash", picture)
    assert done["changed"] == 1
    assert Asset.objects.filter(trashed_at__isnull=False).count() == 2
    assert as_alice.get("/api/timeline?view=trash").json()["total"] == 1
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert Asset.objects.get(pk=film.pk).trashed_at is None
    act(as_alice, "trash", picture)
    assert act(as_alice, "delete_forever", picture)["changed"] == 1
    assert not Asset.objects.exists()


@pytest.mark.parametrize(("action", "more"), [("favourite", {}), ("rate", {"rating": 5})])
def test_what_lies_in_the_trash_is_not_changed_through_the_bulk_path_either(
    as_alice: Browser, alice: User, action: str, more: dict[str, Any]
) -> None:
    asset = make_asset(alice, trashed_at=timezone.now())
    assert act(as_alice, action, asset, **more)["changed"] == 0


def test_only_what_lies_in_the_trash_can_be_deleted_forever(as_alice: Browser, alice: User) -> None:
    kept, gone = make_asset(alice), make_asset(alice, trashed_at=timezone.now())
    assert act(as_alice, "delete_forever", kept, gone) == {"changed": 1, "undo": None}
    assert list(Asset.objects.all()) == [kept]


def test_emptying_the_trash_empties_only_ones_own(as_alice: Browser, alice: User, bob: User) -> None:
    kept = make_asset(alice)
    of_bob = make_asset(bob, trashed_at=timezone.now())
    make_asset(alice, trashed_at=timezone.now())
    assert as_alice.post("/api/trash/empty").json() == {"deleted": 1}
    assert set(Asset.objects.all()) == {kept, of_bob}


def test_states_are_told_for_ones_own_assets(as_alice: Browser, alice: User, bob: User) -> None:
    mine, hidden = make_asset(alice, state="processing"), make_asset(bob)
    body = {"ids": [str(mine.id), str(hidden.id), str(uuid.uuid4())]}
    assert as_alice.post("/api/assets/states", body).json() == {"states": {str(mine.id): "processing"}}
