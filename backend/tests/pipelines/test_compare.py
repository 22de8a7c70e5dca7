"""New photos find their stacks whatever the order of arrival; one job serves many photos."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from PIL import Image
from tests.factories import make_asset, make_user

from photonest import access
from photonest.accounts.models import User
from photonest.assets import stacks
from photonest.assets.models import Asset, AssetName, Stack, StackKind
from photonest.jobs import queue
from photonest.pipelines import compare, housekeeping

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 7, 15, 12, tzinfo=UTC)


def shot(owner: User, filename: str, *, folder: str = "2023", s: float = 0.0, **fields: object) -> Asset:
    facts = {"at": NOON + timedelta(seconds=s), "camera_model": "One", "dhash": 5, "phash": 9} | fields
    asset = make_asset(owner, filename=filename, **facts)
    AssetName.objects.filter(asset=asset).update(folder=folder)
    return asset


MAKERS: dict[str, Callable[[User], Asset]] = {
    "raw": lambda owner: shot(owner, "A.CR2", format="cr2", dhash=None, phash=None),
    "jpeg": lambda owner: shot(owner, "A.JPG"),
    "next": lambda owner: shot(owner, "B.JPG", s=0.5),
}


@pytest.mark.parametrize("order", list(permutations(MAKERS)))
@pytest.mark.parametrize("at_once", [False, True])
def test_in_whichever_order_they_come_they_are_one_stack(owner: User, order: tuple[str, ...], at_once: bool) -> None:
    made = {}
    for name in order:
        made[name] = MAKERS[name](owner)
        if not at_once:
            compare.run(owner.pk)
    compare.run(owner.pk)
    (stack,) = Stack.objects.all()
    assert set(stack.members.values_list("pk", flat=True)) == {asset.pk for asset in made.values()}
    assert access.visible_assets(owner).count() == 1
    assert not access.visible_assets(owner).filter(format="cr2").exists()
    assert not Asset.objects.filter(compared_version=0).exists()


def test_photos_of_two_owners_never_share_a_stack(owner: User) -> None:
    other = make_user("other")
    MAKERS["raw"](owner)
    MAKERS["jpeg"](other)
    compare.run(owner.pk)
    compare.run(other.pk)
    assert not Stack.objects.exists()


def test_what_was_taken_apart_stays_apart_when_more_comes(owner: User) -> None:
    first, second = MAKERS["jpeg"](owner), MAKERS["next"](owner)
    compare.run(owner.pk)
    stacks.unstack(Asset.objects.filter(pk=first.pk), owner.pk)
    third = shot(owner, "C.JPG", s=0.9)
    Asset.objects.update(compared_version=0)
    compare.run(owner.pk)
    assert not Stack.objects.exists()
    fourth = shot(owner, "D.JPG", s=1.2)
    compare.run(owner.pk)
    (stack,) = Stack.objects.all()
    assert stack.kind == StackKind.BURST
    assert set(stack.members.values_list("pk", flat=True)) == {third.pk, fourth.pk}
    assert second.pk not in {third.pk, fourth.pk}


def test_what_lies_in_the_trash_is_not_stacked(owner: User) -> None:
    MAKERS["raw"](owner)
    Asset.objects.update(trashed_at=NOON)
    MAKERS["jpeg"](owner)
    compare.run(owner.pk)
    assert not Stack.objects.exists()


def test_a_live_photos_film_is_never_a_member(owner: User) -> None:
    picture = MAKERS["jpeg"](owner)
    shot(owner, "A.MOV", format="mov", kind="video", motion_of=picture)
    compare.run(owner.pk)
    assert not Stack.objects.exists()


def jpeg(shade: int) -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((320, 240)).point(lambda value: (value + shade) % 256).save(file, "JPEG")
    return file.getvalue()


def test_one_job_serves_all_photos_that_come_meanwhile(owner: User, ingested: Callable[..., Asset]) -> None:
    for shade in range(3):
        ingested(jpeg(shade), f"{shade}.jpg")
    assert queue.unfinished_subjects("compare") == {owner.pk}
    assert not queue.enqueue_once("compare", owner.pk, priority=queue.Priority.IMPORT)
    # Work in the background is no part of an import: the next photo begins a new wave.
    assert queue.counts(with_background=False)["todo"] == 3
    assert queue.counts()["todo"] > 3


def test_housekeeping_finds_libraries_that_were_never_compared(owner: User) -> None:
    MAKERS["jpeg"](owner)
    other = make_user("nothing new")
    housekeeping.run()
    assert queue.unfinished_subjects("compare") == {owner.pk}
    assert other.pk != owner.pk
    compare.set_aside(uuid.uuid4())
