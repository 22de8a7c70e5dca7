"""Correcting time and place of many photos: looked at first (`dry_run`), done in one request, undone as one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.authentication import viewer
from photonest.assets.corrections import Corrected, Facts, PlaceEdit
from photonest.assets.time_edits import Keeps, TimeEdit
from photonest.core.errors import BadInput
from photonest.pipelines.edit import correct_assets

router = Router(tags=["assets"])

MOST_SECONDS = 366 * 200 * 86_400


class PlaceIn(Schema):
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Both null: the place is taken away."""


class TimeIn(Schema):
    day: date | None = None
    """The photos get this day and keep their time of day."""
    clock: time | None = None
    """The photos get this time of day and keep their day."""
    shift_seconds: Annotated[int, Field(ge=-MOST_SECONDS, le=MOST_SECONDS)] | None = None
    time_zone: Annotated[str, Field(max_length=60)] | None = None
    """IANA name, as ``Europe/Lisbon``."""
    zone_keeps: Keeps = Keeps.CLOCK
    """``clock``: the clock was right, its zone was not; ``moment``: the camera was left at home time."""


class CorrectionIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=10_000)]
    place: PlaceIn | None = None
    time: TimeIn | None = None
    dry_run: bool = False
    """Only tell what would change."""


class FactsOut(Schema):
    local_at: str
    utc_offset_minutes: int | None
    latitude: float | None
    longitude: float | None
    city: str
    region: str
    country: str


class SampleOut(Schema):
    id: UUID
    filename: str
    before: FactsOut
    after: FactsOut


class SpanOut(Schema):
    first: str
    last: str
    """Wall clocks of the oldest and the newest photo."""


class CorrectionOut(Schema):
    changed: int
    unchanged: int
    samples: list[SampleOut]
    before: SpanOut | None
    after: SpanOut | None
    undo: UUID | None


@router.post("/assets/corrections", response=CorrectionOut)
def correct_time_and_place(request: HttpRequest, payload: CorrectionIn) -> CorrectionOut:
    """Set time, place or both of up to 10,000 assets: one transaction, one undo. Foreign and unknown ids are left out.

    What is set here wins over every later reading of the file.
    """
    user = viewer(request)
    done = correct_assets(
        access.owned_among(user, payload.ids),
        user.pk,
        place=_place(payload.place),
        when=_time(payload.time),
        dry_run=payload.dry_run,
    )
    return _out(done)


def _place(given: PlaceIn | None) -> PlaceEdit | None:
    if given is None:
        return None
    if (given.latitude is None) != (given.longitude is None):
        raise BadInput("A position has a latitude and a longitude.")
    return PlaceEdit(given.latitude, given.longitude)


def _time(given: TimeIn | None) -> TimeEdit | None:
    if given is None:
        return None
    return TimeEdit(
        day=given.day,
        clock=given.clock.replace(tzinfo=None) if given.clock is not None else None,
        shift=timedelta(seconds=given.shift_seconds) if given.shift_seconds is not None else None,
        time_zone=given.time_zone,
        zone_keeps=given.zone_keeps,
    )


def _out(done: Corrected) -> CorrectionOut:
    return CorrectionOut(
        changed=done.changed,
        unchanged=done.unchanged,
        samples=[
            SampleOut(id=one.asset_id, filename=one.filename, before=_facts(one.before), after=_facts(one.after))
            for one in done.samples
        ],
        before=_span(done.days_before),
        after=_span(done.days_after),
        undo=done.undo_id,
    )


def _facts(facts: Facts) -> FactsOut:
    told: dict[str, Any] = {name: getattr(facts, name) for name in FactsOut.model_fields if name != "local_at"}
    return FactsOut(local_at=_wall(facts.local_at), **told)


def _span(span: tuple[datetime, datetime] | None) -> SpanOut | None:
    return SpanOut(first=_wall(span[0]), last=_wall(span[1])) if span else None


def _wall(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds")
