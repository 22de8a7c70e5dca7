"""Finding the events of one owner: read what is known of the photos, cut them into events, say what those are.

A run looks only at stretches of time (`cluster.blocks`) that hold photos nobody looked at yet; the full pass looks at
all of them. Both give the same events.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from hashlib import blake2b
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetState
from photonest.events.cluster import blocks, find
from photonest.events.home import Homes
from photonest.events.lock import lock_events
from photonest.events.models import CameraClock, EventAsset, EventRun
from photonest.events.shots import Ints, shots
from photonest.events.store import Seen, make_due, remember_seen, remove_lost, store
from photonest.jobs import queue
from photonest.jobs.queue import Priority
from photonest.people.models import Face
from photonest.pipelines.event_facts import describe
from photonest.pipelines.event_reading import Library, looks_of, people_of, read_library

log = logging.getLogger(__name__)

EVENTS_VERSION = 1
"""Raising it finds all events of everybody anew."""
AFTER_S = 8.0
"""How long more photos of an import are waited for."""
REST = 30.0
"""During a long import the next run waits so many times as long as the last one took: 3 % of a core at most."""
EVERY = 256
"""Told by the random end of a photo's id."""
PHOTOS_AT_ONCE = 4000
"""Stretches are looked at and written in lots of about so many photos."""
FULL_PASS_EVERY = timedelta(hours=20)


def ask(owner_id: UUID, *, priority: Priority = Priority.IMPORT) -> None:
    """Have events found around the owner's new photos soon; in the caller's transaction."""
    after_s = AFTER_S + REST * _took.get(owner_id, 0.0)
    queue.enqueue_once("events", owner_id, priority=priority, after_s=after_s)


def came(asset: Asset) -> None:
    """A photo came. Its events are found when no photo waits, and among the photos once in `EVERY` of them."""
    ask(asset.owner_id, priority=Priority.IMPORT if asset.pk.int % EVERY == 0 else Priority.AFTER_IMPORT)


def ask_about(asset: Asset) -> None:
    """What this photo shows became known, perhaps after events were found by its time and place: look again soon."""
    make_due(EventAsset.objects.filter(pk=asset.pk))
    came(asset)


def ask_again(asset_ids: Sequence[UUID]) -> None:
    """Time or place of these photos changed: have the events around them found again soon; in the caller's transaction.

    Where a photo left from, the next full pass looks again.
    """
    make_due(EventAsset.objects.filter(pk__in=asset_ids))
    for owner_id in Asset.objects.filter(pk__in=asset_ids).order_by().values_list("owner_id", flat=True).distinct():
        ask(owner_id)


def ask_for_all() -> int:
    """For housekeeping: ask for owners with photos that wait (a run that failed), and for a full pass once a day.

    The full pass finds all events anew where a library changed, so that late knowledge (people, tags) counts. Return
    how many owners were asked for.
    """
    known = {run.owner_id: run for run in EventRun.objects.all()}
    return sum(
        queue.enqueue_once("events", owner_id, priority=Priority.IMPORT)  # not behind weeks of reading text
        for owner_id in User.objects.values_list("id", flat=True)
        if _is_full_pass_due(owner_id, known.get(owner_id)) or _waits(owner_id)
    )


def run(owner_id: UUID) -> None:
    """Find the events around the photos that were not looked at yet, or all of them when a full pass is due."""
    began = time.monotonic()
    kept = EventRun.objects.filter(owner_id=owner_id).first()
    find_events(owner_id, everything=_is_full_pass_due(owner_id, kept))
    _took[owner_id] = time.monotonic() - began


_took: dict[UUID, float] = {}
"""Seconds that the last run of this process took, by owner."""


def set_aside(_owner_id: UUID) -> None:
    """A worker died several times over this library; the next photo or the next day tries again."""
    log.warning("finding the events of a library was set aside; it is tried again with the next photo, or tomorrow")


def _waits(owner_id: UUID) -> bool:
    """Whether a photo was not looked at, or has to be again."""
    if EventAsset.objects.filter(
        owner_id=owner_id, is_due=True, asset__trashed_at__isnull=True, asset__motion_of__isnull=True
    ).exists():
        return True
    shown = Asset.objects.filter(owner_id=owner_id, trashed_at__isnull=True, motion_of__isnull=True)
    return shown.filter(in_event__isnull=True).exclude(state=AssetState.PROCESSING).exists()


def _is_full_pass_due(owner_id: UUID, kept: EventRun | None) -> bool:
    if kept is None or kept.version != EVENTS_VERSION:
        return Asset.objects.filter(owner_id=owner_id).exists()
    return timezone.now() - kept.at >= FULL_PASS_EVERY and kept.state != _state(owner_id)


def find_events(owner_id: UUID, *, everything: bool = False) -> int:
    """Find events; return how many photos were looked at."""
    owner = User.objects.filter(pk=owner_id).first()
    if owner is None:
        return 0  # deleted while it waited
    state = _state(owner_id) if everything else ""
    library = read_library(owner, with_clocks=everything)
    if everything:
        _keep_clocks(owner_id, library)
    _keep_homes(owner_id, library.homes)
    if library.undated:
        with transaction.atomic():
            lock_events(owner_id)
            describe(owner_id, remember_seen(owner_id, library.undated), library.homes)
    count = 0
    for lot in _lots(library, everything=everything):
        count += _look_at(owner_id, library, lot)
    if everything:
        with transaction.atomic():
            lock_events(owner_id)
            remove_lost(owner_id)
        EventRun.objects.filter(owner_id=owner_id).update(version=EVENTS_VERSION, at=timezone.now(), state=state)
    return count


def _lots(library: Library, *, everything: bool) -> list[Ints]:
    """Rows of the library to look at, whole stretches each, in lots."""
    lots: list[Ints] = []
    open_lot: list[Ints] = []
    size = 0
    for first, last in blocks(library.at, library.held):
        rows = np.arange(first, last)
        if not everything and not library.is_due[first:last].any():
            continue
        open_lot.append(rows)
        size += len(rows)
        if size >= PHOTOS_AT_ONCE:
            lots.append(np.concatenate(open_lot))
            open_lot, size = [], 0
    if open_lot:
        lots.append(np.concatenate(open_lot))
    return lots


@transaction.atomic
def _look_at(owner_id: UUID, library: Library, rows: Ints) -> int:
    """Find the events of these rows and write them."""
    lock_events(owner_id)
    ids = [library.ids[row] for row in rows.tolist()]
    # Gone, thrown away or changed by its owner since the library was read: left for the next run.
    there = set(Asset.objects.filter(pk__in=ids, trashed_at__isnull=True).values_list("id", flat=True))
    # Locked, so that who marks one of them as due meanwhile waits and marks it afterwards.
    held_rows = EventAsset.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    before = {row.pk: row for row in held_rows.select_related("event")}
    free = np.asarray(
        [
            row
            for row, asset_id in zip(rows.tolist(), ids, strict=True)
            if asset_id in there and not (asset_id in before and before[asset_id].is_pinned)
        ],
        np.int64,
    )
    pinned = EventAsset.objects.filter(asset_id__in=ids, is_pinned=True, is_due=True)
    filled = set(pinned.filter(event__isnull=False).values_list("event_id", flat=True))
    pinned.update(is_due=False)
    describe(owner_id, filled, library.homes)
    if not len(free):
        return 0
    asset_ids = [library.ids[row] for row in free.tolist()]
    edited: dict[UUID, int] = {}
    held = np.full(len(free), -1, np.int64)
    for place, asset_id in enumerate(asset_ids):
        event = before[asset_id].event if asset_id in before else None
        if event is not None and (event.is_edited or event.is_dismissed):
            held[place] = edited.setdefault(event.pk, len(edited))
    given = shots(
        library.at[free],
        key=free,
        latitude=library.latitude[free],
        longitude=library.longitude[free],
        people=people_of(owner_id, asset_ids),
        picture=looks_of(owner_id, asset_ids),
        away_km=library.away_km[free],
        held=held,
    )
    found = find(given)
    numbers = {number: event_id for event_id, number in edited.items()}
    held_by = {int(found.event[place]): numbers[int(held[place])] for place in np.flatnonzero(held >= 0).tolist()}
    photos = [Seen(library.ids[row], library.seen_at[row], float(library.at[row])) for row in free.tolist()]
    rows_before = {asset_id: before[asset_id] for asset_id in asset_ids if asset_id in before}
    touched = store(owner_id, photos, found.event.tolist(), found.moment.tolist(), before=rows_before, held=held_by)
    describe(owner_id, touched, library.homes)
    return len(free)


def _keep_homes(owner_id: UUID, homes: Homes) -> None:
    EventRun.objects.update_or_create(
        owner_id=owner_id,
        defaults={"homes": [list(quarter) for quarter in homes.quarters]},
        create_defaults={
            "homes": [list(quarter) for quarter in homes.quarters], "version": 0, "at": timezone.now(), "state": "",
        },
    )  # fmt: skip


def _keep_clocks(owner_id: UUID, library: Library) -> None:
    with transaction.atomic():
        CameraClock.objects.filter(owner_id=owner_id).exclude(camera__in=library.clocks).delete()
        CameraClock.objects.bulk_create(
            [
                CameraClock(owner_id=owner_id, camera=camera, offset_s=offset, pair_count=pairs)
                for camera, (offset, pairs) in library.clocks.items()
            ],
            update_conflicts=True,
            unique_fields=["owner", "camera"],
            update_fields=["offset_s", "pair_count"],
        )


def _state(owner_id: UUID) -> str:
    """What the library looks like: other photos or other people give another text."""
    assets = Asset.objects.filter(owner_id=owner_id, trashed_at__isnull=True).aggregate(
        count=Count("id"), last=Max("added_at")
    )
    named = Face.objects.filter(owner_id=owner_id, person__isnull=False).count()
    return blake2b(f"{EVENTS_VERSION}|{assets}|{named}".encode(), digest_size=16).hexdigest()
