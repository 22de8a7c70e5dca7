"""Events: their list, one with its moments, and what a user changes about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from photonest import access
from photonest.accounts.models import User
from photonest.api.assets import TileOut
from photonest.api.authentication import viewer
from photonest.assets import timeline
from photonest.core.errors import BadInput, NotFound
from photonest.events import queries
from photonest.events.models import Event, Kind
from photonest.events.services import Edited
from photonest.pipelines import event_edits
from photonest.pipelines.event_choice import best_of_event

router = Router(tags=["events"])

MAX_LIMIT = 500
MAX_TITLE = 200


class ReasonOut(Schema):
    kind: str
    text: str


class EventOut(Schema):
    id: UUID
    name: str
    """The user's title, or else the machine's."""
    title: str
    """The user's own; empty while nobody named it."""
    start_at: str
    """Wall clock, without a zone."""
    end_at: str
    place: str
    """City, region or country, whichever is known."""
    country: str
    photo_count: int
    cover: TileOut | None
    kind: Kind
    """The likeliest."""
    kind_probability: float
    kinds: dict[str, float]
    reasons: list[ReasonOut]
    is_edited: bool


class EventsOut(Schema):
    events: list[EventOut]
    total: int


class MomentOut(Schema):
    id: UUID | None
    """null: photos of no moment."""
    title: str
    start_at: str
    end_at: str
    photos: list[TileOut]


class NeighbourOut(Schema):
    id: UUID
    name: str
    start_at: str
    end_at: str


class EventDetailOut(EventOut):
    moments: list[MomentOut]
    earlier: NeighbourOut | None
    """The event before this one in time: what it may be merged with."""
    later: NeighbourOut | None
    best: list[UUID]
    """Photos that would make a good album of it, in the order of time."""


class EventEdit(Schema):
    title: Annotated[str, Field(max_length=MAX_TITLE)] | None = None
    cover: UUID | None = None
    """A photo of the event."""


class MomentEdit(Schema):
    title: Annotated[str, Field(max_length=MAX_TITLE)]
    """Empty takes the name away."""


class MergeIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=100)]


class SplitIn(Schema):
    asset_id: UUID
    """The first photo of the new event."""


class MoveIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=5000)]
    to: UUID | None = None
    """An event; null makes a new one."""


class EventChanged(Schema):
    event: EventOut
    undo: UUID


class EventDismissed(Schema):
    undo: UUID


@router.get("", response=EventsOut)
def list_events(
    request: HttpRequest,
    kind: Kind | None = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 60,
) -> EventsOut:
    """My events, newest first; with `kind` those that are probably of that kind."""
    user = viewer(request)
    found = queries.with_photos(access.own_events(user))
    if kind is not None:
        found = found.filter(**{f"kinds__{kind.value}__gte": queries.PROBABLE})
    page = queries.with_counts(found)[offset : offset + limit]
    return EventsOut(events=_events_out(user, page), total=found.count())


@router.post("/merge", response=EventChanged)
def merge_events(request: HttpRequest, payload: MergeIn) -> EventChanged:
    """Make one event of several. 400 events_not_mergeable for fewer than two of mine."""
    user = viewer(request)
    events = list(access.own_events(user).filter(pk__in=payload.ids))
    return _changed(user, event_edits.merge(user.pk, events))


@router.post("/move", response=EventChanged)
def move_to_event(request: HttpRequest, payload: MoveIn) -> EventChanged:
    """Put photos into an event, or make one of them; there they stay. Foreign and unknown ids are left out."""
    user = viewer(request)
    to = access.require_event(user, payload.to) if payload.to is not None else None
    assets = list(access.reachable_assets(user).filter(pk__in=payload.ids))
    return _changed(user, event_edits.move(user.pk, assets, to=to))


@router.get("/{event_id}", response=EventDetailOut)
def show_event(request: HttpRequest, event_id: UUID) -> EventDetailOut:
    """One event: its photos by moments, its neighbours in time, and a choice of its best photos."""
    user = viewer(request)
    event = access.require_event(user, event_id)
    known = queries.with_counts(access.own_events(user).filter(pk=event.pk)).first()
    event.photo_count = known.photo_count if known else 0  # type: ignore[attr-defined]
    earlier, later = queries.neighbours_of(event)
    return EventDetailOut(
        **_event_out(event, _covers(user, [event])).model_dump(),
        moments=_moments(user, event),
        earlier=_neighbour(earlier),
        later=_neighbour(later),
        best=best_of_event(user, event),
    )


@router.patch("/{event_id}", response=EventChanged)
def change_event(request: HttpRequest, event_id: UUID, payload: EventEdit) -> EventChanged:
    """Name an event (an empty title gives the machine's back) or choose its cover, one of the two."""
    user = viewer(request)
    event = access.require_event(user, event_id)
    if payload.cover is not None:
        return _changed(user, event_edits.choose_cover(event, asset_id=payload.cover))
    if "title" in payload.model_fields_set:
        return _changed(user, event_edits.rename(event, title=payload.title or ""))
    raise BadInput("Say what to change: a title or a cover.")


@router.patch("/{event_id}/moments/{moment_id}", response=EventChanged)
def name_moment(request: HttpRequest, event_id: UUID, moment_id: UUID, payload: MomentEdit) -> EventChanged:
    """Name a part of an event, or take its name away. A named moment stays whole and is found by its name."""
    user = viewer(request)
    event = access.require_event(user, event_id)
    moment = event.moments.filter(pk=moment_id).first()
    if moment is None:
        raise NotFound
    return _changed(user, event_edits.rename_moment(moment, title=payload.title))


@router.delete("/{event_id}", response=EventDismissed)
def dismiss_event(request: HttpRequest, event_id: UUID) -> EventDismissed:
    """This is no event. Its photos stay where they are."""
    return EventDismissed(undo=event_edits.dismiss(access.require_event(viewer(request), event_id)).undo_id)


@router.post("/{event_id}/split", response=EventChanged)
def split_event(request: HttpRequest, event_id: UUID, payload: SplitIn) -> EventChanged:
    """Make an event of this photo and all later ones. 400 no_split_here for the first photo or one of no such event."""
    user = viewer(request)
    return _changed(user, event_edits.split(access.require_event(user, event_id), asset_id=payload.asset_id))


def _changed(user: User, done: Edited) -> EventChanged:
    (out,) = _events_out(user, queries.with_counts(Event.objects.filter(pk=done.event.pk)))
    return EventChanged(event=out, undo=done.undo_id)


def _events_out(user: User, events: QuerySet[Event]) -> list[EventOut]:
    found = list(events)
    covers = _covers(user, found)
    return [_event_out(event, covers) for event in found]


def _covers(user: User, events: Sequence[Event]) -> dict[UUID, dict[str, Any]]:
    """Event -> its cover as a grid draws it; another photo of it where the cover lies in the trash."""
    wanted = {event.pk: event.cover_id for event in events if event.cover_id}
    tiles = {tile["id"]: tile for tile in timeline.tiles(access.reachable_assets(user), list(wanted.values()))}
    covers = {event_id: tiles[cover] for event_id, cover in wanted.items() if cover in tiles}
    missing = [event.pk for event in events if event.pk not in covers]
    if missing:
        others = queries.first_photos(missing, access.visible_assets(user))
        tiles = {tile["id"]: tile for tile in timeline.tiles(access.visible_assets(user), list(others.values()))}
        covers |= {event_id: tiles[asset_id] for event_id, asset_id in others.items() if asset_id in tiles}
    return covers


def _event_out(event: Event, covers: dict[UUID, dict[str, Any]]) -> EventOut:
    kinds = {name: float(chance) for name, chance in event.kinds.items()} or {Kind.EVERYDAY.value: 1.0}
    best = max(kinds, key=lambda name: (kinds[name], name))
    cover = covers.get(event.pk)
    return EventOut(
        id=event.pk,
        name=event.name,
        title=event.title,
        start_at=_clock(event.start_at),
        end_at=_clock(event.end_at),
        place=event.city or event.region or event.country,
        country=event.country,
        photo_count=getattr(event, "photo_count", 0),
        cover=TileOut(**cover) if cover else None,
        kind=Kind(best),
        kind_probability=kinds[best],
        kinds=kinds,
        reasons=[ReasonOut(**reason) for reason in event.reasons],
        is_edited=event.is_edited,
    )


def _moments(user: User, event: Event) -> list[MomentOut]:
    """The photos of an event by moments, in the order of time."""
    members = queries.photos_by_moment(event, access.visible_assets(user))
    tiles = timeline.tiles(
        access.visible_assets(user), [asset_id for _, asset_ids in members for asset_id in asset_ids]
    )
    by_id = {tile["id"]: TileOut(**tile) for tile in tiles}
    found = []
    for moment, asset_ids in members:
        photos = [by_id[asset_id] for asset_id in asset_ids if asset_id in by_id]
        if photos:
            found.append(
                MomentOut(
                    id=moment.pk if moment else None,
                    title=moment.title if moment else "",
                    start_at=photos[0].local_at,
                    end_at=photos[-1].local_at,
                    photos=photos,
                )
            )
    return found


def _neighbour(event: Event | None) -> NeighbourOut | None:
    if event is None:
        return None
    return NeighbourOut(id=event.pk, name=event.name, start_at=_clock(event.start_at), end_at=_clock(event.end_at))


def _clock(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds")
