"""Numbers about background work: how far it is, how fast, how long it will take and why it waits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from photonest.jobs import queue
from photonest.jobs.models import QueueSetting, StepRun, StepStatus
from photonest.jobs.services import queue_setting

RATE_WINDOW = timedelta(seconds=60)
ETA_AFTER_PHOTOS = 20
"""A rate of fewer photos says nothing yet (FEATURES Appendix G)."""
EXAMPLES = 20


@dataclass(frozen=True)
class Wave:
    """The present run of work: from the moment something was added to an empty queue."""

    done: int
    total: int
    searchable: int
    per_second: float | None
    eta_low_s: int | None
    eta_high_s: int | None


@dataclass(frozen=True)
class StepCount:
    step: str
    done: int
    total: int


@dataclass(frozen=True)
class FailureExample:
    asset_id: uuid.UUID
    filename: str
    run_id: int
    message: str


@dataclass(frozen=True)
class FailureGroup:
    """Failures with the same reason."""

    code: str
    message: str | None
    """What all of them say; ``None`` when they differ."""
    is_permanent: bool
    count: int
    examples: tuple[FailureExample, ...]


@dataclass(frozen=True)
class QueueState:
    waiting: int
    running: int
    is_paused: bool
    concurrency: int
    waits_for: StepRun | None
    """The latest failure that will be tried again by itself: the reason why work waits."""


def wave(owner_id: uuid.UUID, *, now: datetime | None = None) -> Wave | None:
    """How far the present wave is; ``None`` when nothing is being processed."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assets_asset WHERE owner_id = %s AND state = 'processing'", [owner_id])
        left = cursor.fetchone()[0]
        if not left:
            return None
        started = QueueSetting.objects.filter(name=queue.QUEUE).values_list("wave_started_at", flat=True).first()
        started = started or now - timedelta(days=1)
        cursor.execute(
            "SELECT count(DISTINCT asset_id) FILTER (WHERE s.at >= %(started)s),"
            " count(DISTINCT asset_id) FILTER (WHERE s.at >= %(recent)s), min(s.at) FILTER (WHERE s.at >= %(recent)s)"
            " FROM jobs_steprun s JOIN assets_asset a ON a.id = s.asset_id"
            " WHERE a.owner_id = %(owner)s AND a.state <> 'processing' AND s.step = 'words' AND s.at >= %(earliest)s",
            {
                "started": started,
                "recent": now - RATE_WINDOW,
                "owner": owner_id,
                "earliest": min(started, now - RATE_WINDOW),
            },
        )
        done, recent, first_recent = cursor.fetchone()
    seconds = (now - max(first_recent, started)).total_seconds() if first_recent else 0.0
    rate = recent / seconds if recent >= ETA_AFTER_PHOTOS and seconds > 1 else None
    return Wave(
        done=done,
        total=done + left,
        searchable=done,
        per_second=round(rate, 2) if rate else None,
        # Photos differ in size, so the range is wide: from a fifth faster to a third slower than the last minute.
        eta_low_s=int(left / rate * 0.8) if rate else None,
        eta_high_s=int(left / rate * 1.3) + 1 if rate else None,
    )


def step_counts(owner_id: uuid.UUID, steps: dict[str, int]) -> list[StepCount]:
    """For each step (name -> present version): how many of the owner's assets have it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assets_asset WHERE owner_id = %s", [owner_id])
        total = cursor.fetchone()[0]
        cursor.execute(
            "SELECT s.step, s.version, count(*) FROM jobs_steprun s JOIN assets_asset a ON a.id = s.asset_id"
            " WHERE a.owner_id = %s AND s.status = 'done' GROUP BY 1, 2",
            [owner_id],
        )
        done: dict[str, int] = {}
        for step, version, count in cursor.fetchall():
            if version >= steps.get(step, 0):
                done[step] = done.get(step, 0) + count
    return [StepCount(step=step, done=done.get(step, 0), total=total) for step in steps]


def pictures_done(owner_id: uuid.UUID, step: str, version: int) -> tuple[int, int]:
    """Of the owner's pictures that can be shown: how many were tried at this step, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM jobs_steprun s WHERE s.asset_id = a.id"
            " AND s.step = %s AND s.version >= %s AND s.status <> 'waiting')), count(*) FROM assets_asset a"
            " WHERE a.owner_id = %s AND a.kind = 'image' AND a.trashed_at IS NULL AND a.renditions_version > 0",
            [step, version, owner_id],
        )
        done, total = cursor.fetchone()
        return done, total


def failures(owner_id: uuid.UUID) -> list[FailureGroup]:
    """What failed for good, grouped by reason, most frequent first; at most `EXAMPLES` examples each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.code, count(*), bool_and(s.is_permanent), min(s.message), max(s.message) FROM jobs_steprun s"
            " JOIN assets_asset a ON a.id = s.asset_id WHERE a.owner_id = %s AND s.status = 'failed'"
            " GROUP BY s.code ORDER BY count(*) DESC, s.code",
            [owner_id],
        )
        groups = cursor.fetchall()
    failed = StepRun.objects.filter(asset__owner_id=owner_id, status=StepStatus.FAILED).order_by("-at", "id")
    return [
        FailureGroup(
            code=code,
            message=first if first == last else None,
            is_permanent=is_permanent,
            count=count,
            examples=tuple(
                FailureExample(*row)
                for row in failed.filter(code=code).values_list("asset_id", "asset__filename", "id", "message")[
                    :EXAMPLES
                ]
            ),
        )
        for code, count, is_permanent, first, last in groups
    ]


def queue_state(owner_id: uuid.UUID) -> QueueState:
    numbers, rule = queue.counts(with_background=False), queue_setting()
    waits_for = StepRun.objects.filter(asset__owner_id=owner_id, status=StepStatus.WAITING).order_by("-at").first()
    return QueueState(
        waiting=numbers["todo"],
        running=numbers["doing"],
        is_paused=rule.is_paused,
        concurrency=rule.concurrency,
        waits_for=waits_for,
    )
