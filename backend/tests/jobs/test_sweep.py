"""Jobs of dead workers come back; jobs that keep killing workers are set aside."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from photonest.assets.models import Asset
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.jobs.sweep import sweep

pytestmark = pytest.mark.django_db


def take_job(*, heartbeat_s_ago: int, attempts: int = 0) -> None:
    """Pretend that a worker took the only job and showed its last heartbeat so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [heartbeat_s_ago],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = %s",
            [attempts, cursor.fetchone()[0]],
        )


def states() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_the_job_of_a_dead_worker_is_queued_again():
    queue.enqueue("ingest", [uuid.uuid4()], priority=Priority.UPLOAD)
    take_job(heartbeat_s_ago=60)
    assert sweep() == (1, 0)
    assert states() == [("todo", 1)]


def test_the_job_of_a_living_worker_is_left_alone():
    queue.enqueue("ingest", [uuid.uuid4()], priority=Priority.UPLOAD)
    take_job(heartbeat_s_ago=2)
    assert sweep() == (0, 0)
    assert states() == [("doing", 0)]


def test_a_job_that_killed_three_workers_is_set_aside():
    queue.enqueue("ingest", [uuid.uuid4()], priority=Priority.UPLOAD)
    take_job(heartbeat_s_ago=60, attempts=2)
    assert sweep() == (0, 1)
    assert states()[0][0] == "failed"


def test_a_rolled_back_transaction_takes_its_job_back():
    from django.db import transaction

    def enqueue_and_fail() -> None:
        with transaction.atomic():
            queue.enqueue("ingest", [uuid.uuid4()], priority=Priority.UPLOAD)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        enqueue_and_fail()
    assert states() == []
    assert Asset.objects.count() == 0
    assert queue.is_idle()


def test_ten_thousand_jobs_are_queued_in_batches():
    subjects = [uuid.uuid4() for _ in range(2500)]
    assert queue.enqueue("ingest", subjects, priority=Priority.IMPORT) == 2500
    assert queue.unfinished_subjects("ingest") == set(subjects)
