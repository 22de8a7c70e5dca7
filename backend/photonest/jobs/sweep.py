"""Bring back what a dead worker left behind: a killed worker's job would otherwise stay "doing" for ever."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from photonest.jobs.queue import MAX_DEATHS, TASK

log = logging.getLogger(__name__)

HEARTBEAT_S = 3.0
DEAD_AFTER_S = 15.0
"""A worker that has not shown a heartbeat for so long is dead; five heartbeats, so that a busy machine is not."""


def sweep() -> tuple[int, int]:
    """Re-queue jobs of dead workers, set aside those that keep killing them; return (re-queued, set aside).

    Every row is taken with SKIP LOCKED, so that several workers may sweep at once.
    """
    requeued = parked = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.attempts, j.args->>'kind', j.args->>'subject' FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND j.task_name = %s"
            " AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s)) FOR UPDATE OF j SKIP LOCKED",
            [TASK, DEAD_AFTER_S],
        )
        for job_id, attempts, kind, subject in cursor.fetchall():
            if attempts + 1 >= MAX_DEATHS:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
                set_aside: Callable[[uuid.UUID], None] = import_string(settings.PHOTONEST_SET_ASIDE[kind])
                set_aside(uuid.UUID(subject))
                parked += 1
            else:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, timezone.now()])
                requeued += 1
        cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(%s)", [DEAD_AFTER_S * 4])
    if requeued or parked:
        log.warning("sweep: %d jobs of dead workers queued again, %d set aside", requeued, parked)
    return requeued, parked
