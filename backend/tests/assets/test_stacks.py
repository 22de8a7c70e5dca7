"""Stacks: one photo is seen, the others are reached through it; every act can be undone."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone
from tests.cast import Browser
from tests.factories import make_asset

from photonest import access
from photonest.accounts.models import User
from photonest.assets import services, stacks, timeline, trash
from photonest.assets.models import Asset, Stack, StackKind
from photonest.assets.queries import members_of_stack, without_copies
from photonest.assets.timeline import View
from photonest.assets.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(alice: User) -> list[Asset]:
    return [make_asset(alice, filename=f"{number}.jpg") for number in range(3)]


def of(*assets: Asset) -> object:
    return Asset.objects.filter(pk__in=[asset.pk for asset in assets])


def seen(user: User) -> set[UUID]:
    return set(access.visible_assets(user).values_list("pk", flat=True))


def state(user: User) -> list[tuple[object, ...]]:
    fields = ("filename", "stack_id", "is_behind", "stack_size", "is_stack_decided", "trashed_at")
    return list(Asset.objects.filter(owner=user).order_by("pk").values_list(*fields))


def test_a_stack_is_seen_once_with_its_count_and_all_its_members_are_reachable(alice: User, three: list[Asset]) -> None:
    before = timeline.fingerprint(access.visible_assets(alice), View.LIBRARY)
    assert stacks.stack(of(*three), alice.pk, cover_id=three[1].pk).changed == 3
    assert seen(alice) == {three[1].pk}
    assert set(access.reachable_assets(alice).values_list("pk", flat=True)) == {asset.pk for asset in three}
    assert timeline.fingerprint(access.visible_assets(alice), View.LIBRARY) != before
    (segment,) = timeline.index(access.visible_assets(alice), View.LIBRARY).segments
    columns = timeline.columns(access.visible_assets(alice), View.LIBRARY, segment.key)
    assert (columns["ids"], columns["stacks"]) == ([three[1].pk], {"0": 3})
    assert len(members_of_stack(three[0])) == 0  # as it was loaded, before
    assert len(members_of_stack(Asset.objects.get(pk=three[0].pk))) == 3


def test_another_cover_can_be_chosen_and_taken_back(alice: User, three: list[Asset]) -> None:
    stacks.stack(of(*three), alice.pk)
    before = state(alice)
    acted = stacks.choose_cover(three[2])
    assert seen(alice) == {three[2].pk}
    assert undo(alice.pk, acted.undo_id) == 3  # type: ignore[arg-type]
    assert state(alice) == before


def test_stacking_and_unstacking_can_be_undone_each(alice: User, three: list[Asset]) -> None:
    loose = state(alice)
    stacked = stacks.stack(of(*three), alice.pk)
    together = state(alice)
    apart = stacks.unstack(of(three[2]), alice.pk)
    assert apart.changed == 3
    assert len(seen(alice)) == 3
    assert not Stack.objects.exists()
    undo(alice.pk, apart.undo_id)  # type: ignore[arg-type]
    assert state(alice) == together
    undo(alice.pk, stacked.undo_id)  # type: ignore[arg-type]
    assert state(alice) == loose


def test_one_photo_is_taken_out_and_the_last_two_dissolve_with_the_next(alice: User, three: list[Asset]) -> None:
    stacks.stack(of(*three), alice.pk, cover_id=three[0].pk)
    before = state(alice)
    first = stacks.take_out(three[0])
    assert len(seen(alice)) == 2
    second = stacks.take_out(three[1])
    assert len(seen(alice)) == 3
    assert not Stack.objects.exists()
    undo(alice.pk, second.undo_id)  # type: ignore[arg-type]
    undo(alice.pk, first.undo_id)  # type: ignore[arg-type]
    assert state(alice) == before
    with pytest.raises(stacks.NotStacked):
        stacks.take_out(make_asset(alice))


def test_undo_leaves_alone_what_was_stacked_otherwise_since(alice: User, three: list[Asset]) -> None:
    acted = stacks.stack(of(three[0], three[1]), alice.pk)
    stacks.stack(of(three[1], three[2]), alice.pk)
    now = state(alice)
    assert undo(alice.pk, acted.undo_id) == 0  # type: ignore[arg-type]
    assert state(alice) == now


def test_the_next_member_is_seen_while_the_cover_lies_in_the_trash(alice: User, three: list[Asset]) -> None:
    stacks.stack(of(*three), alice.pk, cover_id=three[0].pk)
    Asset.objects.filter(pk=three[2].pk).update(is_favourite=True)
    acted = services.move_to_trash(of(three[0]), alice.pk)
    assert seen(alice) == {three[2].pk}
    assert Asset.objects.get(pk=three[2].pk).stack_size == 2
    undo(alice.pk, acted.undo_id)  # type: ignore[arg-type]
    assert seen(alice) == {three[0].pk}
    assert Asset.objects.get(pk=three[0].pk).stack_size == 3
    services.move_to_trash(of(three[0], three[1]), alice.pk)
    assert Asset.objects.get(pk=three[2].pk).stack_size == 1
    services.restore(of(three[0]), alice.pk)
    assert seen(alice) == {three[0].pk}


def test_deleting_members_for_good_dissolves_a_stack_of_one(alice: User, three: list[Asset], own_media: object) -> None:
    stacks.stack(of(*three), alice.pk, cover_id=three[0].pk)
    services.move_to_trash(of(three[0], three[1]), alice.pk, now=timezone.now())
    assert trash.delete_forever(of(three[0], three[1])) == 2
    assert not Stack.objects.exists()
    assert state(alice) == [("2.jpg", None, False, 1, True, None)]


def test_what_is_thrown_away_in_a_list_takes_along_what_stands_behind_it(
    as_alice: Browser, alice: User, three: list[Asset]
) -> None:
    stacks.stack(of(*three), alice.pk, cover_id=three[0].pk)
    body = {"action": "trash", "ids": [str(three[0].pk)], "with_stacks": True}
    answer = as_alice.post("/api/assets/actions", body).json()
    assert answer["changed"] == 3
    assert as_alice.post(f"/api/undo/{answer['undo']}").json() == {"changed": 3}
    # A member that is looked at on its own goes alone.
    behind = {"action": "trash", "ids": [str(three[1].pk)], "with_stacks": True}
    assert as_alice.post("/api/assets/actions", behind).json()["changed"] == 1


def test_a_favourite_behind_a_cover_is_among_the_favourites(as_alice: Browser, alice: User, three: list[Asset]) -> None:
    stacks.stack(of(*three), alice.pk, cover_id=three[0].pk)
    Asset.objects.filter(pk=three[1].pk).update(is_favourite=True)
    assert as_alice.get("/api/timeline?view=favourites").json()["total"] == 1
    assert as_alice.get("/api/timeline?view=library").json()["total"] == 1


def test_the_detail_names_the_members(as_alice: Browser, alice: User, three: list[Asset]) -> None:
    as_alice.post("/api/stacks", {"ids": [str(asset.pk) for asset in three], "cover": str(three[1].pk)})
    told = as_alice.get(f"/api/assets/{three[2].pk}").json()["stack"]
    assert (told["kind"], [m["is_cover"] for m in told["members"]]) == ("manual", [False, True, False])
    assert as_alice.post(f"/api/stacks/cover/{three[2].pk}").status_code == 200
    assert as_alice.post("/api/stacks", {"ids": [str(three[0].pk)]}).status_code == 200  # its stack joins a new one
    assert as_alice.post("/api/stacks/unstack", {"ids": [str(three[0].pk)]}).json()["changed"] == 3
    assert as_alice.post("/api/stacks", {"ids": [str(three[0].pk)]}).json()["code"] == "not_stackable"


def test_a_stack_holds_only_its_owners_photos(as_bob: Browser, bob: User, three: list[Asset]) -> None:
    own = make_asset(bob)
    answer = as_bob.post("/api/stacks", {"ids": [str(own.pk), str(three[0].pk)]})
    assert answer.json()["code"] == "not_stackable"
    assert not Stack.objects.exists()


def test_the_machine_leaves_what_its_owner_decided(alice: User, three: list[Asset]) -> None:
    ids = [asset.pk for asset in three]
    groups = [(StackKind.BURST, ids, ids[0])]
    assert stacks.stack_by_itself(alice.pk, groups) == 1
    assert stacks.stack_by_itself(alice.pk, groups) == 0
    stacks.take_out(three[1])
    assert stacks.stack_by_itself(alice.pk, groups) == 0
    late = make_asset(alice)
    assert stacks.stack_by_itself(alice.pk, [(StackKind.BURST, [*ids, late.pk], late.pk)]) == 1
    assert seen(alice) == {late.pk, ids[1]}


def test_a_ranking_keeps_the_best_of_each_stack(alice: User, three: list[Asset]) -> None:
    other = make_asset(alice)
    stacks.stack(of(three[0], three[1]), alice.pk)
    ranked = [three[1].pk, other.pk, three[0].pk, three[2].pk]
    assert without_copies(ranked) == [three[1].pk, other.pk, three[2].pk]
