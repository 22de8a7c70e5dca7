"""The door to the queue, and the only file that names the library behind it (Procrastinate, in the same database).

A job is the name of a kind of work and the id it is about. The kinds and their functions stand in the setting
``PHOTONEST_WORK``, because this package lies below the pipelines and may not import them.
Enqueueing happens inside the caller's transaction: a rollback takes the job back with everything else.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from photonest.core.errors import PhotoNestError

log = logging.getLogger(__name__)

QUEUE = "ingest"
TASK = "photonest.work"
MAX_DEATHS = 3
"""How often a worker may die over one job before the job is set aside."""
MOST_LOST = 10
"""Tries of a job that the database breaks off: some minutes."""


class Priority(IntEnum):
    """Higher goes first."""

    IDLE = -20
    """When nothing else is left to do."""
    BACKFILL = -10
    AFTER_IMPORT = -5
    """About the photos of an import, once none of them waits; before what an update left to be done."""
    IMPORT = 0
    UPLOAD = 10
    ASKED = 20


class RetryTemporary(BaseRetryStrategy):
    """Try again what may succeed later; the work itself decides (by raising) when to give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        is_temporary = isinstance(exception, PhotoNestError) and not exception.permanent
        # A deadlock, or a database that went away for a moment, is nobody's fault.
        is_database = isinstance(exception, OperationalError | InterfaceError) and job.attempts < MOST_LOST
        if is_temporary or is_database:
            return RetryDecision(retry_in={"seconds": min(60, 2 ** min(job.attempts, 6))})
        return None


@app.task(name=TASK, queue=QUEUE, retry=RetryTemporary())
def work(*, kind: str, subject: str) -> None:
    close_old_connections()
    try:
        import_string(settings.PHOTONEST_WORK[kind])(uuid.UUID(subject))
    finally:
        close_old_connections()


def enqueue(kind: str, subjects: Iterable[uuid.UUID], *, priority: Priority, at: datetime | None = None) -> int:
    """Queue one job per subject, in the caller's transaction; return how many."""
    jobs: list[dict[str, Any]] = [{"kind": kind, "subject": str(subject)} for subject in subjects]
    if not jobs:
        return 0
    deferrer = app.configure_task(TASK, priority=int(priority), schedule_at=at)
    for start in range(0, len(jobs), 1000):
        deferrer.batch_defer(*jobs[start : start + 1000])
    return len(jobs)


def enqueue_once(kind: str, subject: uuid.UUID, *, priority: Priority, after_s: float = 0.0) -> bool:
    """Queue a job unless the same one waits already, in the caller's transaction; return whether it is new.

    For work about a whole library that many photos ask for: with `after_s` one run serves all that come meanwhile.
    One that waits with a lower priority is raised to this one. Two runs of it never overlap.
    """
    lock = f"{kind}:{subject}"
    if _is_waiting_once(lock, priority):
        return False
    at = timezone.now() + timedelta(seconds=after_s) if after_s else None
    deferrer = app.configure_task(TASK, priority=int(priority), schedule_at=at, lock=lock, queueing_lock=lock)
    try:
        with transaction.atomic():  # a savepoint: somebody else may queue it in this very moment
            deferrer.defer(kind=kind, subject=str(subject))
    except AlreadyEnqueued:
        _is_waiting_once(lock, priority)
        return False
    return True


def _is_waiting_once(lock: str, priority: Priority) -> bool:
    """Whether the job with this lock waits; raises its priority where it is lower."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [lock])
        row = cursor.fetchone()
        if row is not None and row[0] < priority:
            cursor.execute(
                "UPDATE procrastinate_jobs SET priority = %s"
                " WHERE queueing_lock = %s AND status = 'todo' AND priority < %s",
                [int(priority), lock, int(priority)],
            )
    return row is not None


def unfinished_subjects(kind: str) -> set[uuid.UUID]:
    """Ids that have a job waiting or running."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'subject' FROM procrastinate_jobs"
            " WHERE status IN ('todo', 'doing') AND task_name = %s AND args->>'kind' = %s",
            [TASK, kind],
        )
        return {uuid.UUID(row[0]) for row in cursor.fetchall()}


def is_waiting(kind: str) -> bool:
    """Whether a job of this kind waits to be done; what runs does not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs"
            " WHERE status = 'todo' AND task_name = %s AND args->>'kind' = %s)",
            [TASK, kind],
        )
        return bool(cursor.fetchone()[0])


def has_waiting(kind: str, subject: uuid.UUID) -> bool:
    """Whether a job of this kind about this subject waits to be done; what runs does not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s"
            " AND args->>'kind' = %s AND args->>'subject' = %s)",
            [TASK, kind, str(subject)],
        )
        return bool(cursor.fetchone()[0])


def is_idle() -> bool:
    """Whether no photo waits or is being processed; work in the background does not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = %s"
            " AND args->>'kind' <> ALL(%s))",
            [TASK, list(settings.PHOTONEST_BACKGROUND)],
        )
        return bool(cursor.fetchone()[0])


def counts(*, with_background: bool = True) -> dict[str, int]:
    """Jobs by state: ``todo`` and ``doing``; zero where there are none."""
    left_out = [] if with_background else list(settings.PHOTONEST_BACKGROUND)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs"
            " WHERE status IN ('todo', 'doing') AND task_name = %s AND args->>'kind' <> ALL(%s) GROUP BY 1",
            [TASK, left_out],
        )
        return {"todo": 0, "doing": 0, **dict(cursor.fetchall())}
