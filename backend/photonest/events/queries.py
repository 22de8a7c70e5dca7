"""Reads about events: which there are, what they are called, and which photos are theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from photonest.assets.models import Asset
from photonest.events.models import Event, EventAsset, Moment

PROBABLE = 0.5
"""From this probability on an event counts as being of a kind."""


def events_of(owner_id: UUID) -> QuerySet[Event]:
    """The events of an owner, those that were dismissed left out, newest first."""
    return Event.objects.filter(owner_id=owner_id, is_dismissed=False).order_by("-start_at", "-id")


def with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    """`events` with `photo_count`, the number of their photos that lists show; counted for the rows of a page only."""
    numbers = _shown().order_by().values("event").annotate(number=Count("*")).values("number")
    return events.annotate(photo_count=Coalesce(Subquery(numbers, output_field=IntegerField()), 0))


def with_photos(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those that have a photo to show."""
    return events.filter(Exists(_shown()))


def _shown() -> QuerySet[EventAsset]:
    return EventAsset.objects.filter(
        event=OuterRef("pk"), asset__trashed_at__isnull=True, asset__motion_of__isnull=True, asset__is_behind=False
    )


@dataclass(frozen=True)
class EventName:
    """What an event can be called in a search."""

    id: UUID
    name: str
    is_own: bool
    """The user's own title; otherwise what the machine guessed."""
    kinds: dict[str, float]
    start_at: datetime
    end_at: datetime


def names_of(owner_id: UUID) -> list[EventName]:
    """Names of all events of an owner, newest first."""
    rows = events_of(owner_id).values_list("id", "title", "auto_title", "kinds", "start_at", "end_at")
    return [
        EventName(event_id, title or auto_title, bool(title), kinds, start_at, end_at)
        for event_id, title, auto_title, kinds, start_at, end_at in rows
    ]


def members_of(event_ids: Collection[UUID]) -> QuerySet[EventAsset]:
    """Memberships of these events, or of moments of such ids; ``.values("asset_id")`` is a subquery of their photos."""
    return EventAsset.objects.filter(Q(event_id__in=event_ids) | Q(moment_id__in=event_ids), event__is_dismissed=False)


def members_of_kind(owner_id: UUID, kind: str, *, at_least: float = PROBABLE) -> QuerySet[EventAsset]:
    """Memberships of the owner's events that are of this kind with at least this probability."""
    return EventAsset.objects.filter(
        owner_id=owner_id, event__is_dismissed=False, **{f"event__kinds__{kind}__gte": at_least}
    )


def event_of(asset: Asset) -> Event | None:
    """The event a photo belongs to."""
    return events_of(asset.owner_id).filter(members__asset=asset).first()


def neighbours_of(event: Event) -> tuple[Event | None, Event | None]:
    """The events before and after this one in time that have photos to show."""
    others = with_photos(events_of(event.owner_id).exclude(pk=event.pk))
    earlier = others.filter(Q(start_at__lt=event.start_at) | Q(start_at=event.start_at, pk__lt=event.pk)).order_by(
        "-start_at", "-pk"
    )
    later = others.filter(Q(start_at__gt=event.start_at) | Q(start_at=event.start_at, pk__gt=event.pk)).order_by(
        "start_at", "pk"
    )
    return earlier.first(), later.first()


def first_photos(event_ids: Collection[UUID], among: QuerySet[Asset]) -> dict[UUID, UUID]:
    """Event -> its first photo that is among these assets."""
    rows = (
        EventAsset.objects.filter(event_id__in=event_ids, asset__in=among)
        .order_by("event_id", "seen_at", "asset_id")
        .distinct("event_id")
        .values_list("event_id", "asset_id")
    )
    return {event_id: asset_id for event_id, asset_id in rows if event_id in event_ids}


def photos_by_moment(event: Event, among: QuerySet[Asset]) -> list[tuple[Moment | None, list[UUID]]]:
    """The event's photos that are among these assets, by moments, all in the order of time."""
    moments = Moment.objects.filter(event=event).in_bulk()
    rows = (
        EventAsset.objects.filter(event=event, asset__in=among)
        .order_by("seen_at", "asset_id")
        .values_list("asset_id", "moment_id")
    )
    found: dict[UUID | None, list[UUID]] = {}
    for asset_id, moment_id in rows:
        found.setdefault(moment_id if moment_id in moments else None, []).append(asset_id)
    return [(moments[moment_id] if moment_id else None, asset_ids) for moment_id, asset_ids in found.items()]
