"""Writes what finding events gave: the events that were there keep their rows where they hold the same photos."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from photonest.assets.models import Change
from photonest.core.ids import new_id
from photonest.events.models import Event, EventAsset, Moment
from photonest.events.named_moments import keep_named
from photonest.events.undo import ACTION

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """One photo that was looked at."""

    asset_id: UUID
    seen_at: datetime
    """What its clock says."""
    at: float
    """The same put right, in seconds."""


def store(
    owner_id: UUID,
    photos: Sequence[Seen],
    event_of: Sequence[int],
    moment_of: Sequence[int],
    *,
    before: Mapping[UUID, EventAsset],
    held: Mapping[int, UUID],
) -> set[UUID]:
    """Write memberships of `photos`, in the caller's transaction and lock; return the events that changed.

    `event_of`, `moment_of`: numbers as `cluster.find` gives them. `before`: the rows of these photos. `held`: number
    -> the edited event whose photos are in it.
    """
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(event_of):
        if number >= 0:
            rows_of[number].append(row)
    ids = _matched(rows_of, photos, before, held)
    spans = {
        number: (_at(min(photos[row].at for row in rows)), _at(max(photos[row].at for row in rows)))
        for number, rows in rows_of.items()
    }
    known = Event.objects.in_bulk(list(ids.values()))
    Event.objects.bulk_create(
        Event(id=ids[number], owner_id=owner_id, start_at=spans[number][0], end_at=spans[number][1])
        for number in rows_of
        if ids[number] not in known
    )
    longer = []
    for number in rows_of:
        event = known.get(ids[number])
        if event is not None and (event.start_at, event.end_at) != spans[number]:
            event.start_at, event.end_at = spans[number]
            longer.append(event)
    Event.objects.bulk_update(longer, ["start_at", "end_at"], batch_size=500)
    moments = _moments(rows_of, photos, moment_of, before, ids)
    changed: list[EventAsset] = []
    touched: set[UUID | None] = {event.pk for event in longer}
    for row, photo in enumerate(photos):
        number = event_of[row]
        event_id, moment_id = ids.get(number), moments.get(row)
        old = before.get(photo.asset_id)
        if (
            old
            and not old.is_due
            and old.event_id == event_id
            and old.moment_id == moment_id
            and old.seen_at == photo.seen_at
        ):
            continue
        if old is None or old.is_due or old.event_id != event_id or old.seen_at != photo.seen_at:
            touched |= {event_id, old.event_id if old else None}
        changed.append(
            EventAsset(
                asset_id=photo.asset_id, owner_id=owner_id, event_id=event_id, moment_id=moment_id,
                seen_at=photo.seen_at,
            )
        )  # fmt: skip
    EventAsset.objects.bulk_create(
        changed,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["event", "moment", "seen_at", "is_due"],
    )
    _remove_empty(owner_id, {old.event_id for old in before.values() if old.event_id} | set(ids.values()))
    return {event_id for event_id in touched if event_id is not None}


def remember_seen(owner_id: UUID, photos: Sequence[tuple[UUID, datetime]]) -> set[UUID]:
    """Photos that belong to no event (no date of their own, a screenshot): they were looked at.

    Return the events that some of them were in until now; where a user put one, it stays.
    """
    EventAsset.objects.bulk_create(
        [EventAsset(asset_id=asset_id, owner_id=owner_id, seen_at=seen_at) for asset_id, seen_at in sorted(photos)],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["seen_at", "is_due"],
    )
    ids = [asset_id for asset_id, _ in photos]
    wrong = EventAsset.objects.filter(owner_id=owner_id, asset_id__in=ids, event__isnull=False, is_pinned=False)
    left = set(wrong.values_list("event_id", flat=True))
    wrong.update(event=None, moment=None)
    _remove_empty(owner_id, left)
    return left


def remove_lost(owner_id: UUID) -> None:
    """Events whose photos were all deleted for good go with what they say of them, in the caller's transaction and
    lock; not while an act on events can still be taken back, which may have emptied one.
    """
    if not Change.objects.filter(owner_id=owner_id, action=ACTION, undone_at__isnull=True).exists():
        Event.objects.filter(owner_id=owner_id, members__isnull=True).delete()


def make_due(rows: QuerySet[EventAsset]) -> int:
    """Have these photos looked at again by the next run, in the caller's transaction; return how many."""
    # Locked in the order of ids, as a run locks them: nobody waits in a circle.
    ids = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return EventAsset.objects.filter(pk__in=ids).update(is_due=True)


def _matched(
    rows_of: Mapping[int, Sequence[int]],
    photos: Sequence[Seen],
    before: Mapping[UUID, EventAsset],
    held: Mapping[int, UUID],
) -> dict[int, UUID]:
    """Number -> event: the held one, else the one of before that shares most photos, else a new one."""
    ids = {number: event_id for number, event_id in held.items() if number in rows_of}
    taken = set(ids.values()) | set(held.values())
    shared: Counter[tuple[int, UUID]] = Counter()
    for number, rows in rows_of.items():
        for row in rows:
            old = before.get(photos[row].asset_id)
            if old is not None and old.event_id is not None and number not in ids:
                shared[number, old.event_id] += 1
    for (number, event_id), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0][0], one[0][1])):
        if number not in ids and event_id not in taken:
            ids[number] = event_id
            taken.add(event_id)
    for number in rows_of:
        ids.setdefault(number, new_id())
    return ids


def _moments(
    rows_of: Mapping[int, Sequence[int]],
    photos: Sequence[Seen],
    moment_of: Sequence[int],
    before: Mapping[UUID, EventAsset],
    ids: Mapping[int, UUID],
) -> dict[int, UUID]:
    """Row -> moment. One that a user named stays whole; of the others, one that shares most photos is kept."""
    old_of = {old.moment_id for old in before.values() if old.moment_id}
    old_moments = Moment.objects.in_bulk(list(old_of))
    members: dict[int | UUID, list[int]] = defaultdict(list)
    event_of: dict[int | UUID, UUID] = {}
    for number, rows in rows_of.items():
        named = [_named_moment(before.get(photos[row].asset_id), old_moments, ids[number]) for row in rows]
        for row, kept in zip(rows, keep_named([moment_of[row] for row in rows], named), strict=True):
            members[kept].append(row)
            event_of[kept] = ids[number]
    found: dict[int | UUID, UUID] = {kept: kept for kept in members if isinstance(kept, UUID)}
    taken = set(found.values())
    shared: Counter[tuple[int, UUID]] = Counter()
    for key, rows in members.items():
        for row in rows if isinstance(key, int) else ():
            old = before.get(photos[row].asset_id)
            if old is not None and old.moment_id is not None and old.moment_id in old_moments:
                shared[key, old.moment_id] += 1  # type: ignore[index]
    for (key, moment_id), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0][0], one[0][1])):
        if key not in found and moment_id not in taken and old_moments[moment_id].event_id == event_of[key]:
            found[key] = moment_id
            taken.add(moment_id)
    fresh, moved = [], []
    for key, rows in members.items():
        start, end = _at(min(photos[row].at for row in rows)), _at(max(photos[row].at for row in rows))
        if key not in found:
            found[key] = new_id()
            fresh.append(Moment(id=found[key], event_id=event_of[key], start_at=start, end_at=end))
            continue
        moment = old_moments[found[key]]
        if (moment.start_at, moment.end_at) != (start, end):
            moment.start_at, moment.end_at = start, end
            moved.append(moment)
    Moment.objects.bulk_create(fresh)
    Moment.objects.bulk_update(moved, ["start_at", "end_at"], batch_size=500)
    return {row: found[key] for key, rows in members.items() for row in rows}


def _named_moment(old: EventAsset | None, moments: Mapping[UUID, Moment], event_id: UUID) -> UUID | None:
    moment = moments.get(old.moment_id) if old is not None and old.moment_id is not None else None
    return moment.pk if moment is not None and moment.title and moment.event_id == event_id else None


def _remove_empty(owner_id: UUID, event_ids: set[UUID]) -> None:
    """Events and moments that hold no photo any more go; what a user made of one stays."""
    mine = Event.objects.filter(id__in=event_ids, owner_id=owner_id)
    mine.filter(is_edited=False, is_dismissed=False, members__isnull=True).delete()
    Moment.objects.filter(event_id__in=event_ids, members__isnull=True).delete()


def _at(seconds: float) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)
