"""Reads about events: which there are, what they are called, and which photos are theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from photonest.assets.models import Asset
from photonest.events.models import Event, EventAsset

PROBABLE = 0.5
"""From this probability on an event counts as being of a kind."""


def events_of(owner_id: UUID) -> QuerySet[Event]:
    """The events of an owner, those that were dismissed left out, newest first."""
    return Event.objects.filter(owner_id=owner_id, is_dismissed=False).order_by("-start_at", "-id")


def counted(events: QuerySet[Event]) -> QuerySet[Event]:
    """`events` with `photo_count`, the number of their photos outside the trash; those without any left out."""
    is_shown = Q(members__asset__trashed_at__isnull=True, members__asset__motion_of__isnull=True)
    return events.annotate(photo_count=Count("members", filter=is_shown)).filter(photo_count__gt=0)


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
    """Memberships of these events; ``.values("asset_id")`` is a subquery of their photos."""
    return EventAsset.objects.filter(event_id__in=event_ids, event__is_dismissed=False)


def members_of_kind(owner_id: UUID, kind: str, *, at_least: float = PROBABLE) -> QuerySet[EventAsset]:
    """Memberships of the owner's events that are of this kind with at least this probability."""
    return EventAsset.objects.filter(
        owner_id=owner_id, event__is_dismissed=False, **{f"event__kinds__{kind}__gte": at_least}
    )


def event_of(asset: Asset) -> Event | None:
    """The event a photo belongs to."""
    return events_of(asset.owner_id).filter(members__asset=asset).first()
