"""Who writes about a photo or a user keeps nobody from pointing at them: a walk and a run never wait in a circle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import make_asset, make_event, make_face, make_user
from tests.pictures import encoded

from photonest.accounts.models import User
from photonest.assets.corrections import PlaceEdit, correct
from photonest.assets.models import Asset
from photonest.assets.services import rate
from photonest.assets.undo import undo
from photonest.events.models import Event
from photonest.jobs.queue import MOST_LOST, RetryTemporary
from photonest.people import regrouping
from photonest.people.regrouping import regroup_faces
from photonest.pipelines import ingest

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(act: Callable[[], object]) -> None:
    """`act` over another connection, which waits a second at most for a lock."""

    def run() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
                act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def test_a_photo_that_is_being_written_can_become_the_cover_of_an_event(
    ingested: Callable[..., Asset], owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = ingested(encoded())
    event = make_event([photo], cover=None)
    took: list[int] = []

    def meanwhile(*_: object) -> None:
        elsewhere(lambda: took.append(Event.objects.filter(pk=event.pk).update(cover=photo)))

    monkeypatch.setattr(ingest, "record_done", meanwhile)
    ingest.reread_metadata(photo.pk)
    assert set(took) == {1}


def test_photos_come_in_while_faces_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = make_user("owner", faces_enabled=True)
    for _ in range(3):
        make_face(make_asset(owner), recognised=True)
    write = regrouping._write

    def slowly(*args: object) -> int:
        elsewhere(lambda: make_asset(owner))
        return write(*args)

    monkeypatch.setattr(regrouping, "_write", slowly)
    assert regroup_faces(owner.pk, is_full=True).people == 1
    assert Asset.objects.count() == 4


def test_what_the_database_broke_off_is_tried_again_but_not_for_ever() -> None:
    class Job:
        attempts = 1

    rule = RetryTemporary()
    assert rule.get_retry_decision(exception=OperationalError("deadlock detected"), job=Job())
    assert rule.get_retry_decision(exception=ValueError(), job=Job()) is None
    Job.attempts = MOST_LOST
    assert rule.get_retry_decision(exception=OperationalError("deadlock detected"), job=Job()) is None


def test_acts_on_many_photos_lock_them_in_one_order() -> None:
    """Taking acts back, too: each lists what it will write and locks it by id, whatever order it is written in."""
    owner = make_user("owner")
    photos = [make_asset(owner) for _ in range(4)]
    rated = rate(Asset.objects.all(), owner.pk, rating=3)
    moved = correct(Asset.objects.all(), owner.pk, place=PlaceEdit(48.2, 16.4))
    for change in (rated.undo_id, moved.undo_id):
        assert change is not None
        with CaptureQueriesContext(connection) as asked:
            undo(owner.pk, change)
        writes = [query["sql"] for query in asked if "assets_asset" in query["sql"]]
        assert "ORDER BY id FOR NO KEY UPDATE" in writes[0], writes[0]
        assert all(photo.pk.hex[:8] in writes[0] for photo in photos)
