"""New photos are compared with their owner's others: what belongs on one stack, and what is a copy of what.

One job a library, when no photo of an import waits; what came meanwhile is served by the same run. In a long import
that would be too late to see anything, so every 512th photo (told by the random end of its id) lets it go among them.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from photonest.assets.copy_finding import Library, find_copies
from photonest.assets.id_lists import id_in, lock_in_order
from photonest.assets.models import Asset, AssetState
from photonest.assets.stack_finding import found_among
from photonest.assets.stacks import stack_by_itself
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.search.likeness import not_unlike

log = logging.getLogger(__name__)

AFTER_S = 5.0
"""How long more photos are waited for, and `REST` times as long as the last run took: in a large library reading the
hashes of all photos takes a second, and must not go on all the time while an import runs."""
REST = 20.0
LONGEST_REST_S = 300.0
AT_ONCE = 2000
EVERY = 512
COMPARED_VERSION = 1
UNLIKE_BELOW = 0.45
"""Cosine of the vectors for likeness: copies lie above 0.57 (grey) or 0.76 (colour), 98 % of others below 0.45."""


def ask(asset: Asset) -> None:
    """Have this photo compared with its owner's others soon; in the caller's transaction."""
    priority = Priority.IMPORT if asset.pk.int % EVERY == 0 else Priority.AFTER_IMPORT
    after_s = AFTER_S + REST * _took.get(asset.owner_id, 0.0)
    queue.enqueue_once("compare", asset.owner_id, priority=priority, after_s=after_s)


def ask_for_all() -> int:
    """Ask for every owner with photos that were never compared; return how many."""
    owners = _not_compared().order_by().values_list("owner_id", flat=True).distinct()
    return sum(queue.enqueue_once("compare", owner_id, priority=Priority.BACKFILL) for owner_id in owners)


_took: dict[uuid.UUID, float] = {}
"""Seconds of each owner's last run in this process."""


def run(owner_id: uuid.UUID) -> None:
    """Compare what was not compared yet, in the order it was taken."""
    began = time.monotonic()
    _compare_new(owner_id)
    _took[owner_id] = min(time.monotonic() - began, LONGEST_REST_S / REST)


def _compare_new(owner_id: uuid.UUID) -> None:
    waiting = _not_compared().filter(owner_id=owner_id).order_by("local_at", "id")
    new = list(waiting.values_list("id", flat=True))
    if not new:
        return
    batches = [new[start : start + AT_ONCE] for start in range(0, len(new), AT_ONCE)]
    for some in batches:  # stacks first: what stands on one stack is no copy
        stacks = found_among(owner_id, some)
        stack_by_itself(owner_id, [(group.kind, group.members, group.cover) for group in stacks])
    library = Library(owner_id)
    for some in batches:
        find_copies(library, some, can_be=_look_alike)
        with transaction.atomic():
            lock_in_order(some)
            Asset.objects.filter(id_in(some)).update(compared_version=COMPARED_VERSION)


def _not_compared() -> QuerySet[Asset]:
    return Asset.objects.filter(compared_version=0).exclude(state=AssetState.PROCESSING)


def _look_alike(pairs: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    return not_unlike(pairs, above=UNLIKE_BELOW)


def set_aside(_owner_id: uuid.UUID) -> None:
    """A worker died several times over this library; housekeeping asks again in an hour."""
    log.warning("comparing the photos of a library was set aside; it is tried again in an hour")
