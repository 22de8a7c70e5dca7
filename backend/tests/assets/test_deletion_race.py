"""An upload of the same bytes while they are deleted for good: the stored file must be there afterwards."""

from __future__ import annotations

import hashlib
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.factories import make_asset, make_stored_asset

from photonest.accounts.models import User
from photonest.assets import trash
from photonest.assets.content_lock import lock_content
from photonest.assets.models import Asset
from photonest.storage import keys, media


@pytest.mark.django_db(transaction=True)
def test_bytes_that_are_being_taken_in_again_are_not_deleted(own_media: object) -> None:
    alice, bob = User.objects.create(username="alice"), User.objects.create(username="bob")
    digest = hashlib.sha256(b"same").digest()
    make_stored_asset(alice, b"same", trashed_at=timezone.now())
    locked, may_commit = Event(), Event()

    def upload_by_bob() -> None:
        # What admission does: lock the content, find the file stored, commit the row.
        try:
            with transaction.atomic():
                lock_content(digest)
                locked.set()
                assert media.exists(keys.original(digest))
                assert may_commit.wait(30)
                make_asset(bob, sha256=digest)
        finally:
            connection.close()

    def delete_by_alice() -> None:
        try:
            trash.delete_forever(Asset.objects.filter(owner=alice))
        finally:
            connection.close()

    uploading, deleting = Thread(target=upload_by_bob), Thread(target=delete_by_alice)
    uploading.start()
    assert locked.wait(30)
    deleting.start()
    deleting.join(1.0)
    assert deleting.is_alive(), "the deletion must wait for the upload"
    may_commit.set()
    uploading.join(30)
    deleting.join(30)
    assert Asset.objects.get().owner == bob
    assert media.exists(keys.original(digest))
