"""Deleting for good: when, what, and what must stay."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories import make_asset, make_face, make_stored_asset, make_tag

from photonest.accounts.models import User
from photonest.assets import trash
from photonest.assets.models import Asset, Change, DoomedContent
from photonest.assets.undo import remember
from photonest.jobs.models import StepRun
from photonest.people.models import Face, FaceEmbedding
from photonest.storage import keys, media
from photonest.tags.models import AssetTag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


def stored(asset: Asset) -> set[str]:
    digest = bytes(asset.sha256)
    names = {"original": keys.original(digest), "preview": keys.preview(digest, 1), "tile": keys.tile(digest, 1)}
    return {name for name, key in names.items() if media.exists(key)}


def test_the_trash_is_purged_after_thirty_days_and_not_before(alice: User) -> None:
    now = timezone.now()
    kept = make_stored_asset(alice, b"kept", trashed_at=now - timedelta(days=29, hours=23))
    gone = make_stored_asset(alice, b"gone", trashed_at=now - timedelta(days=30))
    never_trashed = make_stored_asset(alice, b"never")
    assert trash.purge_trash(now) == 1
    assert set(Asset.objects.all()) == {kept, never_trashed}
    assert stored(kept) == stored(never_trashed) == {"original", "preview", "tile"}
    assert stored(gone) == set()


def test_everything_that_hangs_on_an_asset_goes_with_it(alice: User) -> None:
    asset = make_stored_asset(alice, trashed_at=timezone.now())
    make_tag(asset, "beach")
    make_face(asset, recognised=True)
    StepRun.objects.create(asset=asset, step="words", version=1, status="done")
    assert trash.delete_forever(Asset.objects.all()) == 1
    for model in (AssetTag, Face, FaceEmbedding, StepRun):
        assert not model.objects.exists(), model


def test_bytes_that_somebody_else_keeps_stay(alice: User, bob: User) -> None:
    mine = make_stored_asset(alice, b"same", trashed_at=timezone.now())
    his = make_stored_asset(bob, b"same")
    trash.delete_forever(Asset.objects.filter(pk=mine.pk))
    assert stored(his) == {"original", "preview", "tile"}
    Asset.objects.update(trashed_at=timezone.now())
    trash.delete_forever(Asset.objects.all())
    assert stored(his) == set()


def test_nothing_outside_the_trash_is_ever_deleted(alice: User) -> None:
    asset = make_stored_asset(alice)
    assert trash.delete_forever(Asset.objects.all()) == 0
    assert Asset.objects.get() == asset
    assert stored(asset)


def test_a_photo_restored_at_the_last_moment_stays(alice: User) -> None:
    asset = make_stored_asset(alice, trashed_at=timezone.now())
    real = trash._delete_rows

    def restored_meanwhile(ids: object) -> object:
        Asset.objects.update(trashed_at=None)
        return real(ids)  # type: ignore[arg-type]

    with patch.object(trash, "_delete_rows", restored_meanwhile):
        assert trash.delete_forever(Asset.objects.all()) == 0
    assert stored(asset) == {"original", "preview", "tile"}


def test_files_go_only_after_their_rows_are_gone(alice: User) -> None:
    make_stored_asset(alice, trashed_at=timezone.now())
    seen = []

    def watched(key: str) -> None:
        seen.append((key, Asset.objects.count()))

    with patch.object(media, "delete", watched):
        trash.delete_forever(Asset.objects.all())
    assert len(seen) == 3
    assert {rows for _, rows in seen} == {0}


def test_a_file_that_cannot_be_deleted_does_not_stop_the_rest(alice: User, own_media: Path) -> None:
    first = make_stored_asset(alice, b"1", trashed_at=timezone.now())
    second = make_stored_asset(alice, b"2", trashed_at=timezone.now())
    key = keys.original(min(bytes(first.sha256), bytes(second.sha256)))
    media.path(key).unlink()
    media.path(key).mkdir()  # unlink of a folder fails, also for root
    assert trash.delete_forever(Asset.objects.all()) == 2
    left = [file for file in own_media.rglob("*") if file.is_file()]
    assert left == []
    media.path(key).rmdir()
    media.path(key).write_bytes(b"could not go")
    trash.purge_trash(timezone.now())
    assert not media.exists(key), "the next purge must try again"
    assert not DoomedContent.objects.exists()


def test_a_crash_between_rows_and_files_leaves_no_file_for_good(alice: User, own_media: Path) -> None:
    asset = make_stored_asset(alice, b"crash", renditions_version=2, trashed_at=timezone.now())
    media.write_derived(keys.tile(bytes(asset.sha256), 2), b"newer")
    with patch.object(trash, "_delete_files", side_effect=SystemExit), pytest.raises(SystemExit):
        trash.delete_forever(Asset.objects.all())
    assert stored(asset) == {"original", "preview", "tile"}
    trash.purge_trash(timezone.now())
    assert not [file for file in own_media.rglob("*") if file.is_file()]


def test_renditions_written_after_the_rows_went_are_deleted_too(alice: User, own_media: Path) -> None:
    asset = make_stored_asset(alice, b"late", renditions_version=0, trashed_at=timezone.now())
    real = trash._delete_files

    def written_meanwhile(doomed: object) -> None:
        with transaction.atomic():
            trash.doom(bytes(asset.sha256), renditions_version=1)
        real(doomed)  # type: ignore[arg-type]

    with patch.object(trash, "_delete_files", written_meanwhile):
        trash.delete_forever(Asset.objects.all())
    trash.purge_trash(timezone.now())
    assert not [file for file in own_media.rglob("*") if file.is_file()]


def test_bytes_that_came_back_after_a_crash_stay(alice: User) -> None:
    make_stored_asset(alice, b"again", trashed_at=timezone.now())
    with patch.object(trash, "_delete_files", side_effect=SystemExit), pytest.raises(SystemExit):
        trash.delete_forever(Asset.objects.all())
    back = make_stored_asset(alice, b"again")
    trash.purge_trash(timezone.now())
    assert stored(back) == {"original", "preview", "tile"}
    assert not DoomedContent.objects.exists()


def test_more_photos_than_one_batch_leave_no_file_behind(alice: User, own_media: Path) -> None:
    now = timezone.now()
    for number in range(120):
        make_stored_asset(alice, f"photo {number}".encode(), trashed_at=now)
    assert trash.delete_forever(Asset.objects.all()) == 120
    assert not [file for file in own_media.rglob("*") if file.is_file()]


def test_older_renditions_go_too(alice: User) -> None:
    digest = hashlib.sha256(b"old").digest()
    make_stored_asset(alice, b"old", renditions_version=3, trashed_at=timezone.now())
    for version in (2, 3):
        media.write_derived(keys.tile(digest, version), b"x")
    trash.delete_forever(Asset.objects.all())
    assert not [version for version in (1, 2, 3) if media.exists(keys.tile(digest, version))]


def test_records_of_undo_are_forgotten_after_a_day(alice: User) -> None:
    asset = make_asset(alice)
    change = remember(alice.pk, "rate", field="rating", after=5, before=[(asset.pk, None)])
    trash.purge_trash(timezone.now())
    assert Change.objects.exists()
    Change.objects.filter(pk=change.pk).update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    trash.purge_trash(timezone.now())
    assert not Change.objects.exists()
