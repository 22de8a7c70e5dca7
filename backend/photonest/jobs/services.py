"""Writes about background work: pause, concurrency, waves and what became of a step."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from photonest.core.errors import PhotoNestError
from photonest.jobs.models import QueueSetting, StepRun, StepStatus
from photonest.jobs.queue import QUEUE

MAX_ATTEMPTS = 3
"""Tries of a step that fails for a reason that may pass, before a person is asked."""


@dataclass(frozen=True)
class QueueRule:
    is_paused: bool
    concurrency: int
    """Photos at once, at least 1."""


def queue_setting() -> QueueRule:
    """What the worker must obey now."""
    row = QueueSetting.objects.filter(name=QUEUE).first()
    asked = row.concurrency if row else 0
    concurrency = asked or settings.PHOTONEST_WORKER_CONCURRENCY or _cores()
    return QueueRule(is_paused=bool(row and row.is_paused), concurrency=concurrency)


def _cores() -> int:
    """Cores this process may use; macOS cannot tell and means all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pause() -> None:
    QueueSetting.objects.update_or_create(name=QUEUE, defaults={"is_paused": True})


def resume() -> None:
    QueueSetting.objects.update_or_create(name=QUEUE, defaults={"is_paused": False})


def set_concurrency(count: int) -> None:
    """`count` photos at once; 0 = one per core."""
    QueueSetting.objects.update_or_create(name=QUEUE, defaults={"concurrency": max(0, min(count, 64))})


def begin_wave_if_idle(*, is_idle: bool) -> None:
    """Remember when the present wave of work began, so that "120 of 300" means this import and not all of time."""
    if is_idle:
        QueueSetting.objects.update_or_create(name=QUEUE, defaults={"wave_started_at": timezone.now()})


def record_done(asset_id: uuid.UUID, versions: dict[str, int]) -> None:
    """Write that these steps (name -> version) are done, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_steprun (asset_id, step, version, status, attempts, code, message, is_permanent, at)"
            " SELECT %s, v.step, v.version, %s, 1, '', '', false, %s FROM unnest(%s::text[], %s::int[])"
            " AS v(step, version) ON CONFLICT (asset_id, step) DO UPDATE SET version = excluded.version,"
            " status = excluded.status, attempts = excluded.attempts, code = excluded.code,"
            " message = excluded.message, is_permanent = excluded.is_permanent, at = excluded.at",
            [asset_id, str(StepStatus.DONE), timezone.now(), list(versions), list(versions.values())],
        )


def record_problem(
    asset_id: uuid.UUID, step: str, version: int, problem: PhotoNestError, *, is_counted: bool = True
) -> bool:
    """Write down a failed try; return whether the step is given up (permanent, or tried too often).

    `is_counted` is off for what is not the file's fault (the AI service does not answer): such tries are free.
    """
    with transaction.atomic():
        before = StepRun.objects.select_for_update().filter(asset_id=asset_id, step=step).first()
        tried = before.attempts if before and before.status == StepStatus.WAITING else 0
        attempts = tried + 1 if is_counted else tried
        is_given_up = problem.permanent or attempts >= MAX_ATTEMPTS
        StepRun.objects.update_or_create(
            asset_id=asset_id,
            step=step,
            defaults={
                "version": version,
                "status": StepStatus.FAILED if is_given_up else StepStatus.WAITING,
                "attempts": attempts,
                "code": problem.code,
                "message": problem.message,
                "is_permanent": problem.permanent,
            },
        )
    return is_given_up
