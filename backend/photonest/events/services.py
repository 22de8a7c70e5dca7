"""What a user does with events: name, merge, split, move photos, dismiss, choose a cover; each with its undo.

Every function must be called inside a transaction that holds `lock_events`, and returns the events it touched: whoever
calls describes them anew (`pipelines/event_edits.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from photonest.assets.metadata.text_cleaning import clean_line
from photonest.assets.models import Asset
from photonest.core.errors import BadInput
from photonest.events.errors import EventsNotMergeable, NoSplitHere, NotInEvent
from photonest.events.models import Event, EventAsset, Moment
from photonest.events.moments import cut_into_moments, in_order, stretch
from photonest.events.undo import made_by, remember


@dataclass(frozen=True)
class Edited:
    event: Event
    touched: set[UUID]
    undo_id: UUID


def rename(event: Event, *, title: str) -> Edited:
    """Give the event the user's own name; an empty one gives the machine's back."""
    change = remember("rename", [event], members=False)
    event.title = clean_line(title, 200)
    event.is_edited = True
    event.save(update_fields=["title", "is_edited"])
    return Edited(event, set(), change.pk)


def rename_moment(moment: Moment, *, title: str) -> Edited:
    """Give a moment the user's own name, or take it away; a named one stays whole when events are found again."""
    title = clean_line(title, 200)
    change = remember("name moment", [moment.event], members=False, named=(moment, title))
    moment.title = title
    moment.save(update_fields=["title"])
    moment.event.is_edited = True
    moment.event.save(update_fields=["is_edited"])
    return Edited(moment.event, set(), change.pk)


def choose_cover(event: Event, *, asset_id: UUID) -> Edited:
    """Let this photo of the event stand for it. Raises `NotInEvent`."""
    if not EventAsset.objects.filter(event=event, asset_id=asset_id).exists():
        raise NotInEvent
    change = remember("cover", [event], members=False)
    event.cover_id, event.is_cover_chosen = asset_id, True
    event.save(update_fields=["cover", "is_cover_chosen"])
    return Edited(event, set(), change.pk)


def merge(events: Sequence[Event]) -> Edited:
    """Make one event of several: the one with a title of the user's, or else the largest, takes the photos of all.

    Raises `EventsNotMergeable`.
    """
    events = list({event.pk: event for event in events}.values())
    if len(events) < 2:
        raise EventsNotMergeable
    change = remember("merge", events)
    sizes = {event.pk: EventAsset.objects.filter(event=event).count() for event in events}
    kept = max(events, key=lambda event: (bool(event.title), sizes[event.pk], event.pk.int))
    others = [event.pk for event in events if event.pk != kept.pk]
    # Between events that are not neighbours lie other photos: only what is pinned stays together across them.
    if not _are_neighbours(events):
        EventAsset.objects.filter(event_id__in=others).update(is_pinned=True)
    Moment.objects.filter(event_id__in=others).update(event=kept)
    EventAsset.objects.filter(event_id__in=others).update(event=kept)
    Event.objects.filter(pk__in=others).delete()
    kept.is_edited = True
    kept.save(update_fields=["is_edited"])
    stretch(kept)
    return Edited(kept, {kept.pk}, change.pk)


def split(event: Event, *, asset_id: UUID) -> Edited:
    """Make a new event of this photo and all later ones of the event. Raises `NoSplitHere`."""
    members = in_order(event)
    place = next((place for place, member in enumerate(members) if member.asset_id == asset_id), 0)
    if place == 0:
        raise NoSplitHere
    change = remember("split", [event])
    later = [member.asset_id for member in members[place:]]
    fresh = Event.objects.create(owner_id=event.owner_id, start_at=event.start_at, end_at=event.end_at, is_edited=True)
    made_by(change, [fresh])
    EventAsset.objects.filter(asset_id__in=later).update(event=fresh)
    if event.cover_id in later:
        event.cover, event.is_cover_chosen = None, False
    event.is_edited = True
    event.save(update_fields=["is_edited", "cover", "is_cover_chosen"])
    for one in (fresh, event):  # names of moments are read before the old ones go
        stretch(one)
        cut_into_moments(one)
    return Edited(fresh, {event.pk, fresh.pk}, change.pk)


def move(assets: Sequence[Asset], *, to: Event | None, owner_id: UUID) -> Edited:
    """Put photos into another event, or make a new one of them; there they stay, wherever their time lies."""
    if not assets:
        raise BadInput("Choose the photos to move. Nothing was changed.")
    ids = [asset.pk for asset in assets]
    rows = EventAsset.objects.filter(asset_id__in=ids).select_related("event")
    sources = {row.event_id: row.event for row in rows if row.event is not None}
    involved = [*sources.values(), *([to] if to is not None and to.pk not in sources else [])]
    change = remember("move", involved, also=ids)
    if to is None:
        to = Event.objects.create(
            owner_id=owner_id,
            start_at=min(asset.local_at for asset in assets),
            end_at=max(asset.local_at for asset in assets),
            is_edited=True,
        )
        made_by(change, [to])
    EventAsset.objects.bulk_create(
        [
            EventAsset(asset=asset, owner_id=owner_id, event=to, moment=None, seen_at=asset.local_at, is_pinned=True)
            for asset in assets
        ],
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["event", "moment", "is_pinned"],
    )
    touched = {to.pk}
    Event.objects.filter(pk=to.pk).update(is_edited=True)
    to.is_edited = True
    for source in sources.values():
        if source.pk == to.pk:
            continue
        touched.add(source.pk)
        if source.cover_id in ids:
            source.cover, source.is_cover_chosen = None, False
        source.is_edited = True
        source.save(update_fields=["is_edited", "cover", "is_cover_chosen"])
    for one in Event.objects.filter(pk__in=touched):
        stretch(one)
        cut_into_moments(one)
    to.refresh_from_db()
    return Edited(to, touched, change.pk)


def dismiss(event: Event) -> Edited:
    """This is no event; its photos stay where they are. The row stays, so that it is not found again."""
    change = remember("dismiss", [event], members=False)
    event.is_dismissed = True
    event.save(update_fields=["is_dismissed"])
    return Edited(event, set(), change.pk)


def _are_neighbours(events: Sequence[Event]) -> bool:
    """Whether nothing of another event lies between these."""
    span = [min(event.start_at for event in events), max(event.end_at for event in events)]
    others = EventAsset.objects.filter(
        owner_id=events[0].owner_id, event__isnull=False, is_pinned=False, seen_at__range=span
    )
    return not others.exclude(event_id__in=[event.pk for event in events]).exists()
