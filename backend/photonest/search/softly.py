"""Soft parts that are not meaning: moods and kinds of event. They rank; they never decide alone beside a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, F, Max, Q, QuerySet, Value, When

from photonest.accounts.models import User
from photonest.events.models import Event, EventAsset
from photonest.people.models import Face, Person
from photonest.search.constraints.asking import ids_of
from photonest.search.query import parts
from photonest.tags.models import AssetTag

ASKED_FROM = 0.3
"""Probability from which an event may be of the kind."""
MOST = 5_000
"""Photos whose number is remembered; behind them all count as not counted."""
EXACT = 0.9999
"""Thirds add up to a little less than one."""
STRANGERS = 0.5
"""What an event of the right kind counts where its owner is somebody else's or unknown."""
BIRTHDAY_WITHIN = timedelta(days=3)


def by_mood(viewer: User, moods: Sequence[parts.Mood]) -> dict[UUID, float]:
    """Photo -> score of its surest shown mood of those asked for."""
    names = sorted({name for part in moods for name in part.any})
    if not names:
        return {}
    rows = AssetTag.objects.filter(owner_id=viewer.pk, kind="mood", is_shown=True, tag__name__in=names)
    return dict(rows.values("asset_id").annotate(best=Max("score")).values_list("asset_id", "best"))


def by_count(viewer: User, counts: Sequence[parts.Count]) -> dict[UUID, float]:
    """Photo -> how near it comes to the numbers asked for, 1 exactly; the mean where several things were counted."""
    found: dict[UUID, float] = {}
    for part in counts:
        too_many = [] if part.high is None else [When(count__gt=part.high, then=F("count") - Value(part.high))]
        away = Case(When(count__lt=part.low, then=Value(part.low) - F("count")), *too_many, default=Value(0))
        rows = counted(viewer, part).annotate(away=away).order_by("away", "asset_id")
        for asset_id, number in rows.values_list("asset_id", "count")[:MOST]:
            found[asset_id] = found.get(asset_id, 0.0) + nearness(part, number) / len(counts)
    return {asset_id: 1.0 if value > EXACT else value for asset_id, value in found.items()}


def counted(viewer: User, part: parts.Count) -> QuerySet[AssetTag]:
    """Rows that say how many of the thing a photo shows: the detector's, where the thing is sure enough to be shown."""
    return AssetTag.objects.filter(
        owner_id=viewer.pk, kind="object", tag__name=part.thing, is_shown=True, box__isnull=False
    )


def nearness(part: parts.Count, number: int) -> float:
    """1 for a number asked for, ⅔ for two where three were asked for, ½ for two or for eight instead of four."""
    if number < part.low:
        return number / part.low
    return 1.0 if part.high is None or number <= part.high else part.high / number


def by_event_kind(viewer: User, events: Sequence[parts.Event]) -> dict[UUID, float]:
    """Photo -> probability that its event is of a kind asked for, less where the event is not its owner's."""
    found: dict[UUID, float] = {}
    for part in events:
        likely = _likely(viewer, part)
        members = EventAsset.objects.filter(event_id__in=likely).values_list("asset_id", "event_id")
        for asset_id, event_id in members:
            found[asset_id] = max(found.get(asset_id, 0.0), likely[event_id])
    return found


def _likely(viewer: User, part: parts.Event) -> dict[UUID, float]:
    """Event -> probability."""
    of_viewer = Event.objects.filter(owner_id=viewer.pk)
    titled = Q(title__icontains=part.what) if part.what else Q(pk__in=())
    rows = of_viewer.filter(titled | Q(**{f"kinds__{part.what}__gte": ASKED_FROM})).values("id", "title", "kinds")
    likely = {
        row["id"]: 1.0 if part.what.casefold() in row["title"].casefold() else float(row["kinds"].get(part.what, 0.0))
        for row in rows
    }
    if not part.owner:
        return likely
    own = _of_owners(viewer, part, list(likely))
    return {event_id: value if event_id in own else STRANGERS * value for event_id, value in likely.items()}


def _of_owners(viewer: User, part: parts.Event, events: Sequence[UUID]) -> set[UUID]:
    """Events that are theirs by title, by a face, or by the day of birth."""
    owners = Person.objects.filter(owner_id=viewer.pk, pk__in=ids_of(part.owner))
    among = Event.objects.filter(owner_id=viewer.pk, pk__in=events)
    seen = Face.objects.filter(owner_id=viewer.pk, person__in=owners, is_ignored=False).values("asset_id")
    found = set(EventAsset.objects.filter(event__in=among, asset_id__in=seen).values_list("event_id", flat=True))
    for owner in owners:
        found |= set(among.filter(title__icontains=owner.name).values_list("id", flat=True)) if owner.name else set()
        if part.what == "birthday" and owner.birth_date is not None:
            starts = among.values_list("id", "start_at")
            found |= {event_id for event_id, start in starts if is_near_birthday(owner.birth_date, start.date())}
    return found


def is_near_birthday(born: date, day: date) -> bool:
    """Parties are held on the weekend before or after."""
    around = (_anniversary(born, year) for year in (day.year - 1, day.year, day.year + 1))
    return any(abs(day - birthday) <= BIRTHDAY_WITHIN for birthday in around)


def _anniversary(born: date, year: int) -> date:
    is_leap_day = (born.month, born.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else born.replace(year=year)
