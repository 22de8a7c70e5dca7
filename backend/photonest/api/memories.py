"""Memories of a day, and what a user wants none of."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.assets import TileOut
from photonest.api.authentication import viewer
from photonest.assets import timeline
from photonest.events import hiding
from photonest.events.memories import MemoryKind
from photonest.events.models import HiddenWhat, MemoryHidden
from photonest.pipelines.memories import memories_for, today_of

router = Router(tags=["memories"])


class MemoryPlace(Schema):
    city: str
    country: str


class MemoryOut(Schema):
    key: str
    """Stays the same while the memory is the same."""
    kind: MemoryKind
    title: str
    subtitle: str
    year: int | None
    photo_count: int
    """Of how many photos these are the best."""
    photos: list[TileOut]
    event: UUID | None
    person: UUID | None
    days: list[date]
    """Days of the photos: what "hide this day" may hide."""
    places: list[MemoryPlace]
    """Places of the photos, the most frequent first."""


class MemoriesOut(Schema):
    day: date
    memories: list[MemoryOut]


class HiddenIn(Schema):
    what: HiddenWhat
    value: Annotated[str, Field(min_length=1, max_length=300)]
    """A person's id, ``city|country``, a day (``2021-07-04``) or a day of every year (``07-04``)."""
    label: Annotated[str, Field(max_length=300)] = ""
    """How the list of hidden things names it."""


class HiddenOut(Schema):
    id: UUID
    what: HiddenWhat
    value: str
    label: str


class HiddenListOut(Schema):
    hidden: list[HiddenOut]


@router.get("", response=MemoriesOut)
def show_memories(
    request: HttpRequest,
    day: Annotated[date | None, Query(description="Another day than today, which is today in my time zone.")] = None,
) -> MemoriesOut:
    """Photos of past years around this day, trips, and people over the years. No screenshots, no documents."""
    user = viewer(request)
    day = day or today_of(user)
    memories = memories_for(user, day)
    shown = {
        tile["id"]: TileOut(**tile)
        for tile in timeline.tiles(access.visible_assets(user), [p.asset_id for m in memories for p in m.photos])
    }
    return MemoriesOut(
        day=day,
        memories=[
            MemoryOut(
                key=memory.key,
                kind=memory.kind,
                title=memory.title,
                subtitle=memory.subtitle,
                year=memory.year,
                photo_count=memory.photo_count,
                photos=[shown[photo.asset_id] for photo in memory.photos if photo.asset_id in shown],
                event=UUID(memory.about["event"]) if "event" in memory.about else None,
                person=UUID(memory.about["person"]) if "person" in memory.about else None,
                days=memory.days,
                places=[MemoryPlace(city=city, country=country) for city, country in memory.places],
            )
            for memory in memories
        ],
    )


@router.get("/hidden", response=HiddenListOut)
def list_hidden_memories(request: HttpRequest) -> HiddenListOut:
    """People, places and days of which I want no memories."""
    return HiddenListOut(hidden=[_out(row) for row in hiding.hidden_of(viewer(request).pk)])


@router.post("/hidden", response=HiddenOut)
def hide_memories(request: HttpRequest, payload: HiddenIn) -> HiddenOut:
    """Show no memories of a person, a place or a day any more; the photos stay where they are."""
    user = viewer(request)
    if payload.what is HiddenWhat.PERSON:
        access.require_person(user, hiding.person_id(payload.value))
    return _out(hiding.hide(user.pk, what=payload.what, value=payload.value, label=payload.label))


@router.delete("/hidden/{hidden_id}", response=HiddenListOut)
def show_memories_again(request: HttpRequest, hidden_id: UUID) -> HiddenListOut:
    """Show memories of it again. 404 not_hidden."""
    user = viewer(request)
    hiding.show_again(user.pk, hidden_id)
    return HiddenListOut(hidden=[_out(row) for row in hiding.hidden_of(user.pk)])


def _out(row: MemoryHidden) -> HiddenOut:
    return HiddenOut(id=row.pk, what=HiddenWhat(row.what), value=row.value, label=row.label)
