"""Assets whose steps are of an older version than this program's: what an update leaves to be done again."""

from __future__ import annotations

import uuid

from django.db import connection

from photonest.jobs.models import QueueSetting
from photonest.jobs.queue import QUEUE


def is_first_run_of(steps: dict[str, int]) -> bool:
    """Whether these steps (name -> version) differ from those of the last call; remembered with the transaction."""
    name = ",".join(f"{step}={version}" for step, version in sorted(steps.items()))
    QueueSetting.objects.get_or_create(name=QUEUE)
    row = QueueSetting.objects.select_for_update().get(name=QUEUE)
    if row.steps == name:
        return False
    row.steps = name
    row.save(update_fields=["steps"])
    return True


def assets_without(steps: dict[str, int]) -> list[uuid.UUID]:
    """Assets, not in the trash, for which any step was never tried at its present version; newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id FROM assets_asset a WHERE a.trashed_at IS NULL AND EXISTS ("
            " SELECT 1 FROM unnest(%s::text[], %s::int[]) AS wanted(step, version) WHERE NOT EXISTS ("
            "  SELECT 1 FROM jobs_steprun s"
            "  WHERE s.asset_id = a.id AND s.step = wanted.step AND s.version >= wanted.version))"
            " ORDER BY a.local_at DESC, a.id",
            [list(steps), list(steps.values())],
        )
        return [row[0] for row in cursor.fetchall()]
