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


def leave_out(owner: User, *, code: str | None = None, ids: Sequence[uuid.UUID] | None = None) -> list[uuid.UUID]:
    """Stop naming failures, those with this reason or of these assets; the files stay as they are.

    Return the assets that changed: what `name_again` takes to undo it.
    """
    runs = StepRun.objects.filter(asset__owner=owner, status=StepStatus.FAILED)
    runs = runs.filter(code=code) if code is not None else runs.filter(asset_id__in=ids or [])
    with transaction.atomic():
        assets = sorted(set(runs.select_for_update(of=("self",), no_key=True).values_list("asset_id", flat=True)))
        runs.update(status=StepStatus.LEFT_OUT)
    return assets


def name_again(owner: User, ids: Sequence[uuid.UUID]) -> int:
    """Undo `leave_out`: name the failures of these assets again; return of how many steps."""
    return StepRun.objects.filter(asset__owner=owner, asset_id__in=ids, status=StepStatus.LEFT_OUT).update(
        status=StepStatus.FAILED
    )
