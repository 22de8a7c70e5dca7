"""The door to the queue: what is asked for twice, and how soon it is done."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from photonest.jobs import queue
from photonest.jobs.queue import Priority

pytestmark = pytest.mark.django_db


def waiting() -> list[tuple[str, int]]:
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    return [(job.args["subject"], job.priority) for job in jobs]


def test_a_waiting_job_is_raised_when_it_is_asked_for_with_a_higher_priority() -> None:
    library, other = uuid.uuid4(), uuid.uuid4()
    assert queue.enqueue_once("compare", library, priority=Priority.BACKFILL)
    assert queue.enqueue_once("compare", other, priority=Priority.BACKFILL)
    assert not queue.enqueue_once("compare", library, priority=Priority.ASKED)
    assert waiting() == [(str(library), Priority.ASKED), (str(other), Priority.BACKFILL)]


def test_a_waiting_job_is_never_lowered() -> None:
    library = uuid.uuid4()
    assert queue.enqueue_once("compare", library, priority=Priority.IMPORT)
    assert not queue.enqueue_once("compare", library, priority=Priority.IDLE)
    assert waiting() == [(str(library), Priority.IMPORT)]


def test_a_job_that_runs_is_asked_for_anew_with_its_own_priority() -> None:
    library = uuid.uuid4()
    queue.enqueue_once("compare", library, priority=Priority.BACKFILL)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert queue.enqueue_once("compare", library, priority=Priority.UPLOAD)
    assert waiting() == [(str(library), Priority.UPLOAD)]
