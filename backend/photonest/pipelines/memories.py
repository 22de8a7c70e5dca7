"""Reading what may be remembered today, out of photos, events and people; never what was hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Mod, RowNumber
from django.utils import timezone

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetState
from photonest.assets.queries import is_generated
from photonest.events.hiding import as_rule, hidden_of
from photonest.events.memories import (
    AROUND_DAYS,
    TRIP_AROUND_DAYS,
    Hidden,
    Memory,
    PersonBefore,
    Remembered,
    TripBefore,
    around,
    memories_of,
)
from photonest.people.models import Face, Person
from photonest.pipelines.lived import NOT_LIVED, WITHOUT_DATE
from photonest.tags.models import AssetTag

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_OF_A_PERSON = 400
MOST_TRIPS = 20
_COLUMNS = (
    "id", "local_at", "local_day", "sharpness", "exposure", "face_count", "is_favourite", "rating", "kind", "phash",
    "city", "country",
)  # fmt: skip


def today_of(viewer: User, *, now: datetime | None = None) -> date:
    """The date where the viewer is."""
    now = now or timezone.now()
    return now.astimezone(ZoneInfo(viewer.time_zone or "UTC")).date()


def memories_for(viewer: User, day: date) -> list[Memory]:
    """Memories of a day."""
    hidden, hidden_people = as_rule(hidden_of(viewer.pk))
    assets = rememberable(viewer, hidden_people)
    days = assets.order_by("local_at").values_list("local_day", flat=True)
    oldest, newest = days.first(), days.last()
    if oldest is None or newest is None:
        return []
    years = range(max(oldest.year - 1, date.min.year), min(newest.year + 2, day.year))
    near = _photos(assets.filter(_within(around(day, year, AROUND_DAYS) for year in years)), hidden) if years else []
    month: Sequence[Remembered] = ()
    if not near and years:
        month = _photos(assets.filter(_within(_month(day, year) for year in years)), hidden)
    return memories_of(
        day,
        near=near,
        month=month,
        trips=_trips(viewer, assets, hidden, [around(day, year, TRIP_AROUND_DAYS) for year in years]),
        people=_people(viewer, day, assets, hidden, hidden_people),
    )


def rememberable(viewer: User, hidden_people: Iterable[UUID] = ()) -> QuerySet[Asset]:
    """Photos with a date of their own that somebody lived: no screenshots, no documents, nothing a machine made.

    And nothing rejected, and nobody who is hidden.
    """
    tag = AssetTag.objects.filter(asset=OuterRef("pk"), kind="kind", tag__name__in=NOT_LIVED, is_shown=True)
    unwanted = Face.objects.filter(asset=OuterRef("pk"), is_ignored=False).filter(
        Q(person__is_hidden=True) | Q(person_id__in=list(hidden_people))
    )
    return (
        access.visible_assets(viewer)
        .filter(state=AssetState.READY)
        .exclude(taken_source__in=WITHOUT_DATE)
        .exclude(rating__lt=0)
        .exclude(Exists(tag))
        .exclude(Exists(unwanted))
        .exclude(is_generated())
    )


def _within(spans: Iterable[tuple[date, date]]) -> Q:
    """Local days in any of these spans, by the index of the timeline."""
    found = Q(pk__in=[])
    for first, last in spans:
        start = datetime(first.year, first.month, first.day, tzinfo=UTC)
        end = datetime(last.year, last.month, last.day, 23, 59, 59, 999_999, tzinfo=UTC)
        found |= Q(local_at__gte=start, local_at__lte=end)
    return found


def _month(day: date, year: int) -> tuple[date, date]:
    first = date(year, day.month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _photos(assets: QuerySet[Asset], hidden: Hidden) -> list[Remembered]:
    rows = assets.order_by("local_at", "id").values(*_COLUMNS)
    return [_remembered(row) for row in rows if not hidden.hides(row["local_day"], row["city"], row["country"])]


def _remembered(row: dict[str, Any], group: int = 0) -> Remembered:
    return Remembered(
        row["id"],
        (row["local_at"] - _EPOCH).total_seconds(),
        group,
        sharpness=row["sharpness"],
        exposure=row["exposure"],
        face_count=row["face_count"],
        is_favourite=row["is_favourite"],
        rating=row["rating"],
        is_video=row["kind"] == "video",
        phash=row["phash"],
        day=row["local_day"],
        city=row["city"],
        country=row["country"],
    )


def _trips(
    viewer: User, assets: QuerySet[Asset], hidden: Hidden, spans: Sequence[tuple[date, date]]
) -> list[TripBefore]:
    began = Q(pk__in=[])
    for first, last in spans:
        began |= Q(start_at__date__gte=first, start_at__date__lte=last)
    events = access.own_events(viewer).filter(began, kinds__trip__gte=0.5).in_bulk()
    chosen = sorted(events.values(), key=lambda event: (event.start_at, event.pk), reverse=True)[:MOST_TRIPS]
    photos: dict[UUID, list[Remembered]] = {event.pk: [] for event in chosen}
    rows = assets.filter(in_event__event__in=chosen).order_by("local_at", "id").values("in_event__event_id", *_COLUMNS)
    for row in rows:
        if not hidden.hides(row["local_day"], row["city"], row["country"]):
            photos[row["in_event__event_id"]].append(_remembered(row))
    return [
        TripBefore(event.pk, event.name, event.start_at.date(), photos[event.pk])
        for event in chosen
        if photos[event.pk]
    ]


def _people(
    viewer: User, day: date, assets: QuerySet[Asset], hidden: Hidden, hidden_people: Iterable[UUID]
) -> list[PersonBefore]:
    """Some named people whom the viewer sees, others every day, with their photos of all years."""
    named = access.own_people(viewer).filter(is_hidden=False).exclude(name="").exclude(pk__in=list(hidden_people))
    people: list[Person] = list(named.order_by("id")[:200])
    chosen = [people[(day.toordinal() * 2 + step) % len(people)] for step in range(min(6, len(people)))]
    found = []
    for person in chosen:
        shows = Face.objects.filter(asset=OuterRef("pk"), person=person, is_ignored=False)
        photos = assets.filter(Exists(shows))
        # Evenly over the years, not only the newest.
        step = max(1, photos.count() // MOST_OF_A_PERSON)
        if step > 1:
            place = Window(RowNumber(), order_by=[F("local_at"), F("id")])
            photos = photos.annotate(turn=Mod(place, step)).filter(turn=0)
        found.append(PersonBefore(person.pk, person.name, _photos(photos, hidden)))
    return found
