"""What a user does with events: name, merge, split, move photos, dismiss, choose a cover; each with its undo.

Every function must be called inside a transaction that holds `lock_events`, and returns the events it touched: whoever
calls describes them anew (`pipelines/event_edits.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Min

from photonest.assets.metadata.text_cleaning import clean_line
from photonest.assets.models import Asset, Change
from photonest.core.errors import BadInput
from photonest.events.cluster import find
from photonest.events.errors import EventsNotMergeable, NoSplitHere, NotInEvent
from photonest.events.models import Event, EventAsset, Moment
from photonest.events.shots import shots

ACTION = "event"
"""Name of these acts among the undoable ones (setting PHOTONEST_UNDO)."""
_ROW = (
    "title", "auto_title", "kinds", "reasons", "city", "region", "country", "country_code", "latitude", "longitude",
    "is_cover_chosen", "is_edited", "is_dismissed",
)  # fmt: skip


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
    _stretch(kept)
    return Edited(kept, {kept.pk}, change.pk)


def split(event: Event, *, asset_id: UUID) -> Edited:
    """Make a new event of this photo and all later ones of the event. Raises `NoSplitHere`."""
    members = _in_order(event)
    place = next((place for place, member in enumerate(members) if member.asset_id == asset_id), 0)
    if place == 0:
        raise NoSplitHere
    change = remember("split", [event])
    later = [member.asset_id for member in members[place:]]
    fresh = Event.objects.create(owner_id=event.owner_id, start_at=event.start_at, end_at=event.end_at, is_edited=True)
    _made(change, [fresh])
    EventAsset.objects.filter(asset_id__in=later).update(event=fresh, moment=None)
    if event.cover_id in later:
        event.cover, event.is_cover_chosen = None, False
    event.is_edited = True
    event.save(update_fields=["is_edited", "cover", "is_cover_chosen"])
    for one in (event, fresh):
        _stretch(one)
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
        _made(change, [to])
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
        _stretch(one)
        cut_into_moments(one)
    to.refresh_from_db()
    return Edited(to, touched, change.pk)


def dismiss(event: Event) -> Edited:
    """This is no event; its photos stay where they are. The row stays, so that it is not found again."""
    change = remember("dismiss", [event], members=False)
    event.is_dismissed = True
    event.save(update_fields=["is_dismissed"])
    return Edited(event, set(), change.pk)


# --- undo -----------------------------------------------------------------------------------------


def remember(act: str, events: Sequence[Event], *, members: bool = True, also: Sequence[UUID] = ()) -> Change:
    """Write down these events, their moments and which photos they hold, before an act; `also`: photos of no event.

    Without `members` the act changes nothing but the events' own rows.
    """
    ids = [event.pk for event in events] if members else []
    inside = EventAsset.objects.filter(event_id__in=ids)
    rows = {row.asset_id: row for row in (*inside, *EventAsset.objects.filter(asset_id__in=also))}
    return Change.objects.create(
        owner_id=events[0].owner_id if events else Asset.objects.get(pk=also[0]).owner_id,
        action=ACTION,
        before={
            "act": act,
            "made": [],
            "events": [_event_row(event) for event in events],
            "moments": [
                [
                    moment.pk.hex,
                    moment.event_id.hex,
                    moment.start_at.isoformat(),
                    moment.end_at.isoformat(),
                    moment.title,
                ]
                for moment in Moment.objects.filter(event_id__in=ids)
            ],
            "members": [
                [row.asset_id.hex, _hex(row.event_id), _hex(row.moment_id), row.is_pinned] for row in rows.values()
            ],
        },
    )


def take_back(change: Change) -> tuple[int, set[UUID]]:
    """Undo an act, in the caller's transaction: rows, moments and members as they were, as far as they still exist.

    Return how many events changed, and which have to be described anew.
    """
    before = change.before
    ids = {UUID(hex=row["id"]) for row in before["events"]}
    made = [UUID(hex=text) for text in before["made"]]
    covers = set(Asset.objects.filter(owner_id=change.owner_id, pk__in=[
        UUID(hex=row["cover"]) for row in before["events"] if row["cover"]
    ]).values_list("pk", flat=True))  # fmt: skip
    for row in before["events"]:
        cover = UUID(hex=row["cover"]) if row["cover"] else None
        Event.objects.update_or_create(
            id=UUID(hex=row["id"]),
            defaults={
                "owner_id": change.owner_id,
                "start_at": datetime.fromisoformat(row["start_at"]),
                "end_at": datetime.fromisoformat(row["end_at"]),
                "cover_id": cover if cover in covers else None,
                **{name: row[name] for name in _ROW},
            },
        )
    for moment_id, event_id, start, end, title in before["moments"]:
        Moment.objects.update_or_create(
            id=UUID(hex=moment_id),
            defaults={
                "event_id": UUID(hex=event_id), "start_at": datetime.fromisoformat(start),
                "end_at": datetime.fromisoformat(end), "title": title,
            },
        )  # fmt: skip
    mine = EventAsset.objects.filter(owner_id=change.owner_id).in_bulk([UUID(hex=row[0]) for row in before["members"]])
    # A photo that was seen for the first time by the act itself had no row before: it leaves the event it was put in.
    EventAsset.objects.filter(owner_id=change.owner_id, event_id__in=made).update(
        event=None, moment=None, is_pinned=False
    )
    back = []
    for asset_id, event_id, moment_id, is_pinned in before["members"]:
        member = mine.get(UUID(hex=asset_id))
        if member is None:
            continue  # deleted for good meanwhile
        member.event_id = UUID(hex=event_id) if event_id else None
        member.moment_id = UUID(hex=moment_id) if moment_id else None
        member.is_pinned = is_pinned
        back.append(member)
    EventAsset.objects.bulk_update(back, ["event", "moment", "is_pinned"], batch_size=1000)
    Event.objects.filter(owner_id=change.owner_id, id__in=made).delete()
    if before["members"]:
        Moment.objects.filter(event_id__in=ids, members__isnull=True).delete()
    return max(len(ids), len(made)), ids


def _made(change: Change, events: Sequence[Event]) -> None:
    change.before["made"] = [event.pk.hex for event in events]
    change.save(update_fields=["before"])


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk.hex,
        "start_at": event.start_at.isoformat(),
        "end_at": event.end_at.isoformat(),
        "cover": _hex(event.cover_id),
        **{name: getattr(event, name) for name in _ROW},
    }


def _hex(value: UUID | None) -> str | None:
    return value.hex if value is not None else None


# --- order and moments ----------------------------------------------------------------------------


def cut_into_moments(event: Event) -> None:
    """Cut the photos of an edited event into moments anew, by time and place alone."""
    members = _in_order(event)
    Moment.objects.filter(event=event).delete()
    if not members:
        return
    found = find(
        shots(
            [member.seen_at.timestamp() for member in members],
            latitude=[_number(member.asset.latitude) for member in members],
            longitude=[_number(member.asset.longitude) for member in members],
            held=[0] * len(members),
        )
    )
    made: dict[int, Moment] = {}
    for member, number in zip(members, found.moment.tolist(), strict=True):
        moment = made.get(number)
        if moment is None:
            moment = made[number] = Moment(event=event, start_at=member.seen_at, end_at=member.seen_at)
        moment.end_at = max(moment.end_at, member.seen_at)
        member.moment = moment
    Moment.objects.bulk_create(made.values())
    EventAsset.objects.bulk_update(members, ["moment"], batch_size=1000)


def _in_order(event: Event) -> list[EventAsset]:
    return list(EventAsset.objects.filter(event=event).select_related("asset").order_by("seen_at", "asset_id"))


def _stretch(event: Event) -> None:
    """Let the event last from its first to its last photo; those that were put there by hand count only if all were."""
    members = EventAsset.objects.filter(event=event)
    own = members.filter(is_pinned=False)
    span = (own if own.exists() else members).aggregate(first=Min("seen_at"), last=Max("seen_at"))
    if span["first"] is None:
        return
    event.start_at, event.end_at = span["first"], span["last"]
    event.save(update_fields=["start_at", "end_at"])


def _are_neighbours(events: Sequence[Event]) -> bool:
    """Whether nothing of another event lies between these."""
    span = [min(event.start_at for event in events), max(event.end_at for event in events)]
    others = EventAsset.objects.filter(
        owner_id=events[0].owner_id, event__isnull=False, is_pinned=False, seen_at__range=span
    )
    return not others.exclude(event_id__in=[event.pk for event in events]).exists()


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
