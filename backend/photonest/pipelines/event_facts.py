"""Saying what events are: facts from every slice, then place, cover, kinds with reasons and a title."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count

from photonest.events.best import Candidate, score
from photonest.events.home import Homes
from photonest.events.kinds import EventFacts, Guess, KnownPerson, guess
from photonest.events.models import Event, EventAsset, EventRun
from photonest.events.movement import climbed_m, nights_away, walked_km
from photonest.events.titles import Where, title_of
from photonest.people.models import Face
from photonest.tags.models import AssetTag

MOST_REASONS = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "asset_id", "seen_at", "asset__latitude", "asset__longitude", "asset__altitude_m", "asset__city", "asset__region",
    "asset__country", "asset__country_code", "asset__face_count", "asset__sharpness", "asset__exposure",
    "asset__is_favourite", "asset__rating", "asset__kind", "asset__is_behind",
)  # fmt: skip


def homes_of(owner_id: UUID) -> Homes:
    """Where the owner lived when, as the last run found it."""
    kept = EventRun.objects.filter(owner_id=owner_id).values_list("homes", flat=True).first() or []
    return Homes(tuple((int(number), float(latitude), float(longitude)) for number, latitude, longitude in kept))


def describe(owner_id: UUID, event_ids: Collection[UUID], homes: Homes | None = None) -> None:
    """Fill in what the machine says of these events, in the caller's transaction; what a user said stays."""
    events = Event.objects.filter(owner_id=owner_id, pk__in=event_ids).in_bulk()
    if not events:
        return
    homes = homes_of(owner_id) if homes is None else homes
    rows: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    shown = EventAsset.objects.filter(
        event_id__in=list(events), asset__trashed_at__isnull=True, asset__motion_of__isnull=True
    )
    for row in shown.order_by("seen_at", "asset_id").values("event_id", *_COLUMNS):
        rows[row["event_id"]].append(row)
    tags = _tags(list(events))
    people = _people(owner_id, list(events))
    for event_id, event in events.items():
        members = rows.get(event_id, [])
        if members:
            _describe(event, members, tags.get(event_id, {}), people.get(event_id, []), homes)
    Event.objects.bulk_update(
        events.values(),
        [
            "auto_title", "kinds", "reasons", "city", "region", "country", "country_code", "latitude", "longitude",
            "cover", "is_cover_chosen",
        ],
        batch_size=500,
    )  # fmt: skip


def _describe(
    event: Event,
    members: Sequence[dict[str, Any]],
    tags: dict[str, int],
    people: Sequence[tuple[str, date | None, int]],
    homes: Homes,
) -> None:
    count = len(members)
    at = np.asarray([(row["seen_at"] - _EPOCH).total_seconds() for row in members])
    latitude, longitude, altitude = (
        np.asarray([np.nan if row[name] is None else row[name] for row in members], float)
        for name in ("asset__latitude", "asset__longitude", "asset__altitude_m")
    )
    away = homes.away_km(at, latitude, longitude)
    known_away = away[~np.isnan(away)]
    placed = [row for row in members if row["asset__city"] or row["asset__country"]]
    faces = [row["asset__face_count"] for row in members if row["asset__face_count"] is not None]
    codes = Counter(row["asset__country_code"] for row in placed if row["asset__country_code"])
    facts = EventFacts(
        start=event.start_at.replace(tzinfo=None),
        end=event.end_at.replace(tzinfo=None),
        photo_count=count,
        tags={name: carriers / count for name, carriers in tags.items()},
        away_km=float(np.median(known_away)) if len(known_away) else None,
        nights_away=nights_away(at, away),
        walked_km=walked_km(at, latitude, longitude),
        climbed_m=climbed_m(altitude),
        faces_per_photo=sum(faces) / len(faces) if faces else None,
        people=[KnownPerson(name, birth, carriers / count) for name, birth, carriers in people],
        country=codes.most_common(1)[0][0] if codes else "",
    )
    found = guess(facts)
    where = Where(_shares(placed, "asset__city"), _shares(placed, "asset__region"), _shares(placed, "asset__country"))
    event.auto_title = title_of(facts, found, where)[:200]
    event.kinds, event.reasons = found.kinds, _reasons(found)
    _place(event, placed, latitude, longitude)
    _cover(event, members)


def _reasons(found: Guess) -> list[dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for reason in found.reasons:
        told.setdefault(reason.text, {"kind": reason.kind, "text": reason.text})
    return list(told.values())[:MOST_REASONS]


def _shares(placed: Sequence[dict[str, Any]], column: str) -> dict[str, float]:
    counts = Counter(row[column] for row in placed if row[column])
    return {name: count / len(placed) for name, count in counts.items()}


def _place(event: Event, placed: Sequence[dict[str, Any]], latitude: Any, longitude: Any) -> None:
    """The place that most photos name, and the middle of their positions."""
    places = Counter(
        (row["asset__city"], row["asset__region"], row["asset__country"], row["asset__country_code"]) for row in placed
    )
    best = max(places.items(), key=lambda one: (one[1], one[0]))[0] if places else ("", "", "", "")
    event.city, event.region, event.country, event.country_code = best
    known = ~np.isnan(latitude)
    event.latitude = float(np.median(latitude[known])) if known.any() else None
    event.longitude = float(np.median(longitude[known])) if known.any() else None


def _cover(event: Event, members: Sequence[dict[str, Any]]) -> None:
    """The chosen cover while it is there; else the photo that stands best for the event."""
    ids = {row["asset_id"] for row in members}
    if event.is_cover_chosen and event.cover_id in ids:
        return
    event.is_cover_chosen = False
    best = max(
        (row for row in members if not row["asset__is_behind"]),
        key=lambda row: (
            score(
                Candidate(
                    row["asset_id"],
                    0.0,
                    sharpness=row["asset__sharpness"],
                    exposure=row["asset__exposure"],
                    face_count=row["asset__face_count"],
                    is_favourite=row["asset__is_favourite"],
                    rating=row["asset__rating"],
                    is_video=row["asset__kind"] == "video",
                )
            ),
            row["asset_id"].int,
        ),
        default=members[0],
    )
    event.cover_id = best["asset_id"]


def _tags(event_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Event -> tag -> number of photos that surely carry it."""
    rows = (
        AssetTag.objects.filter(asset__in_event__event_id__in=event_ids, asset__trashed_at__isnull=True, is_shown=True)
        .values_list("asset__in_event__event_id", "tag__name")
        .annotate(carriers=Count("asset_id", distinct=True))
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for event_id, name, carriers in rows:
        found[event_id][name] = carriers
    return found


def _people(owner_id: UUID, event_ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, date | None, int]]]:
    """Event -> named people who are not hidden, with birth date and number of photos."""
    rows = (
        Face.objects.filter(
            owner_id=owner_id, asset__in_event__event_id__in=event_ids, asset__trashed_at__isnull=True,
            is_ignored=False, person__is_hidden=False,
        )
        .exclude(person__name="")
        .values_list("asset__in_event__event_id", "person__name", "person__birth_date")
        .annotate(carriers=Count("asset_id", distinct=True))
    )  # fmt: skip
    found: dict[UUID, list[tuple[str, date | None, int]]] = defaultdict(list)
    for event_id, name, birth, carriers in rows:
        found[event_id].append((name, birth, carriers))
    return found
