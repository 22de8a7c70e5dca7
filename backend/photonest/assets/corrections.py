"""Correcting when and where photos were taken, one or 10,000 at once: looked at first, done as one, undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from photonest.assets.facts import OWN, PLACE_COLUMNS, TIME_COLUMNS
from photonest.assets.id_lists import id_in, motion_of_in
from photonest.assets.metadata.positions import make_position
from photonest.assets.models import Asset
from photonest.assets.place_table import chosen_place
from photonest.assets.row_undo import write_rows
from photonest.assets.time_edits import Clock, TimeEdit, edited
from photonest.core.errors import BadInput

Row = dict[str, Any]
"""Columns of one asset by name: model objects would make 10,000 photos take twice as long."""

SAMPLES = 8
"""Photos shown before and after in a preview."""


@dataclass(frozen=True)
class PlaceEdit:
    """A position in degrees; both None take the place away."""

    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Facts:
    """When and where, as a preview shows it."""

    local_at: datetime
    utc_offset_minutes: int | None
    latitude: float | None
    longitude: float | None
    city: str
    region: str
    country: str


@dataclass(frozen=True)
class Sample:
    asset_id: UUID
    filename: str
    before: Facts
    after: Facts


@dataclass(frozen=True)
class Corrected:
    changed: int
    """Live photos count as one."""
    unchanged: int
    samples: tuple[Sample, ...] = ()
    """The oldest and the newest of what changes, with some between."""
    days_before: tuple[datetime, datetime] | None = None
    """Oldest and newest wall clock of what changes."""
    days_after: tuple[datetime, datetime] | None = None
    undo_id: UUID | None = None
    ids: tuple[UUID, ...] = field(default=(), repr=False)
    """All rows that changed, video parts of live photos included."""


def correct(
    assets: QuerySet[Asset],
    owner_id: UUID,
    *,
    place: PlaceEdit | None = None,
    when: TimeEdit | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
) -> Corrected:
    """Set place, time or both of `assets`; those in the trash are left out. With `dry_run` nothing is written.

    What is set here wins over every later reading of the file. Raises `BadInput`; then nothing was changed.
    """
    names = [*(PLACE_COLUMNS if place is not None else ()), *(TIME_COLUMNS if when is not None else ())]
    if not names or (when is not None and when.is_empty and place is None):
        raise BadInput("Say what to change: a place, a day, a time, a shift or a time zone.")
    place_values = _place_values(place) if place is not None else {}
    with transaction.atomic():
        rows = _rows(assets)
        before: dict[UUID, list[Any]] = {}
        after: dict[UUID, list[Any]] = {}
        changed: list[tuple[Row, Row]] = []
        for row in rows:
            new = row | place_values
            if when is not None:
                new |= _new_time(new, when, now or timezone.now())
            if new != row:
                before[row["id"]], after[row["id"]] = ([each[name] for name in names] for each in (row, new))
                changed.append((row, new))
        shown = [pair for pair in changed if pair[0]["motion_of_id"] is None]
        total = sum(1 for row in rows if row["motion_of_id"] is None)
        undo_id = None
        if changed and not dry_run:
            undo_id = write_rows(owner_id, "correct", names, before=before, after=after).pk
    return Corrected(
        changed=len(shown),
        unchanged=total - len(shown),
        samples=_samples(shown),
        days_before=_span([row["local_at"] for row, _ in shown]),
        days_after=_span([new["local_at"] for _, new in shown]),
        undo_id=undo_id,
        ids=tuple(after) if undo_id is not None else (),
    )


_READ = ("id", "filename", "motion_of_id", *PLACE_COLUMNS, *TIME_COLUMNS)


def _rows(assets: QuerySet[Asset]) -> list[Row]:
    """The assets and the video parts of live photos among them, locked in the order of their ids."""
    ids = list(assets.filter(trashed_at__isnull=True).values_list("id", flat=True))
    both = Asset.objects.filter(Q(id_in(ids)) | Q(motion_of_in(ids)), trashed_at__isnull=True)
    return list(both.order_by("id").select_for_update(of=("self",), no_key=True).values(*_READ))


def _place_values(edit: PlaceEdit) -> dict[str, Any]:
    if edit.latitude is None and edit.longitude is None:
        nowhere = dict.fromkeys(("city", "region", "country", "country_code"), "")
        return {"latitude": None, "longitude": None, "altitude_m": None, **nowhere, "place_source": OWN}
    position = make_position(edit.latitude, edit.longitude, None)
    if position is None:
        raise BadInput("That is no position on the globe: latitude -90 to 90, longitude -180 to 180.")
    found = chosen_place(position.latitude, position.longitude)
    return {
        "latitude": position.latitude,
        "longitude": position.longitude,
        "altitude_m": None,  # the old height would belong to the old place
        "city": found.city if found else "",
        "region": found.region if found else "",
        "country": found.country if found else "",
        "country_code": found.country_code if found else "",
        "place_source": OWN,
    }


def _new_time(row: Row, edit: TimeEdit, now: datetime) -> Row:
    before = Clock(row["local_at"], row["taken_at"], row["utc_offset_minutes"])
    after = edited(before, edit, now=now)
    if after == before:
        return {}
    return {
        "local_at": after.local_at,
        "taken_at": after.taken_at,
        "utc_offset_minutes": after.offset_minutes,
        "local_day": after.local_at.date(),
        "taken_source": OWN,
        "zone_source": "chosen" if edit.time_zone is not None else row["zone_source"],
    }


def _samples(changed: Sequence[tuple[Row, Row]]) -> tuple[Sample, ...]:
    ordered = sorted(changed, key=lambda pair: (pair[0]["local_at"], pair[0]["id"]))
    last = len(ordered) - 1
    picked = sorted({round(at * last / (SAMPLES - 1)) for at in range(SAMPLES)}) if ordered else []
    return tuple(
        Sample(ordered[at][0]["id"], ordered[at][0]["filename"], _facts(ordered[at][0]), _facts(ordered[at][1]))
        for at in picked
    )


def _facts(row: Row) -> Facts:
    return Facts(**{field.name: row[field.name] for field in fields(Facts)})


def _span(times: Sequence[datetime]) -> tuple[datetime, datetime] | None:
    return (min(times), max(times)) if times else None
