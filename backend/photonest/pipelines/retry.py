"""A person asks for another try, or says: leave it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetState
from photonest.jobs import queue
from photonest.jobs.models import StepRun, StepStatus
from photonest.jobs.queue import Priority


def retry(owner: User, *, code: str | None = None, ids: Sequence[uuid.UUID] | None = None) -> int:
    """Try failed steps again: those with this reason, those of these assets, or all; return how many assets."""
    runs = StepRun.objects.filter(asset__owner=owner, status__in=[StepStatus.FAILED, StepStatus.LEFT_OUT])
    if code is not None:
        runs = runs.filter(code=code)
    if ids is not None:
        runs = runs.filter(asset_id__in=ids)
    with transaction.atomic():
        assets = sorted(set(runs.values_list("asset_id", flat=True)))
        runs.delete()
        Asset.objects.filter(id__in=assets).update(state=AssetState.PROCESSING)
        return queue.enqueue("ingest", assets, priority=Priority.ASKED)


def leave_out(owner: User, ids: Sequence[uuid.UUID]) -> int:
    """Stop naming these failures; the files stay as they are. Return how many assets changed."""
    return StepRun.objects.filter(asset__owner=owner, asset_id__in=ids, status=StepStatus.FAILED).update(
        status=StepStatus.LEFT_OUT
    )
