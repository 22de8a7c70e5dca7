"""Which photos of past years to show on a day: on this day, this week, trips, people over the years; pure.

Nothing nearly alike twice, the best first chosen, and no photo in two memories of one day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from photonest.events.best import Candidate, best_of
from photonest.events.titles import MONTHS

AROUND_DAYS = 3
FEWEST = {"day": 1, "week": 2, "month": 4, "trip": 6, "person": 4}
"""Fewer photos than this are no memory of that kind."""
MOST_PHOTOS = 24
MOST_OF_A_KIND = 6
FEWEST_YEARS = 3
"""Somebody is shown "over the years" from this many years on."""
TRIP_AROUND_DAYS = 10


class MemoryKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TRIP = "trip"
    PERSON = "person"


@dataclass(frozen=True)
class Remembered(Candidate):
    """A photo that may be shown as a memory."""

    day: date = date.min
    city: str = ""
    country: str = ""


@dataclass(frozen=True)
class TripBefore:
    event_id: UUID
    name: str
    first: date
    photos: Sequence[Remembered]


@dataclass(frozen=True)
class PersonBefore:
    person_id: UUID
    name: str
    photos: Sequence[Remembered]


@dataclass(frozen=True)
class Memory:
    key: str
    """Stays the same while the memory is the same: ``day-2019``, ``trip-…``."""
    kind: MemoryKind
    title: str
    subtitle: str
    photos: tuple[Remembered, ...]
    """In the order of time."""
    photo_count: int
    """Of how many these are the best."""
    year: int | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    """``event`` or ``person``: an id."""

    @property
    def days(self) -> list[date]:
        return sorted({photo.day for photo in self.photos})

    @property
    def places(self) -> list[tuple[str, str]]:
        """City and country, the most frequent first."""
        counts = Counter((photo.city, photo.country) for photo in self.photos if photo.city or photo.country)
        return [place for place, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def around(today: date, year: int, days: int) -> tuple[date, date]:
    """The days around this day of another year; 29 February stands for the 28th where there is none."""
    try:
        middle = today.replace(year=year)
    except ValueError:
        middle = date(year, 2, 28)
    return middle - timedelta(days=min(days, (middle - date.min).days)), middle + timedelta(
        days=min(days, (date.max - middle).days)
    )


def memories_of(
    today: date,
    *,
    near: Sequence[Remembered],
    month: Sequence[Remembered] = (),
    trips: Sequence[TripBefore] = (),
    people: Sequence[PersonBefore] = (),
) -> list[Memory]:
    """Memories for `today`. `near`: photos of past years within three days of this one; `month`: of this month."""
    used: set[UUID] = set()
    by_day = _by_day(today, near, used)
    of_trips = _trips(today, trips, used)
    by_month = [] if by_day else _by_month(today, month, used)
    return [*by_day, *of_trips, *by_month, *_people(today, people, used)]


def _by_day(today: date, near: Sequence[Remembered], used: set[UUID]) -> list[Memory]:
    """A memory a year: of the day itself where it has photos, else of the days around it."""
    years: dict[int, list[Remembered]] = defaultdict(list)
    for photo in near:
        year = _year_of(today, photo.day)
        if year is not None and year < today.year:
            years[year].append(photo)
    found = []
    for year in sorted(years, reverse=True):
        middle, _ = around(today, year, 0)
        exact = [photo for photo in years[year] if photo.day == middle]
        kind = MemoryKind.DAY if exact else MemoryKind.WEEK
        photos = exact or years[year]
        title = _ago(today.year - year, exactly=bool(exact))
        memory = _memory(f"{kind}-{year}", kind, title, photos, used, year=year)
        if memory is not None:
            found.append(memory)
    return found[:MOST_OF_A_KIND]


def _by_month(today: date, month: Sequence[Remembered], used: set[UUID]) -> list[Memory]:
    """Where the days around hold nothing: this month of past years."""
    years: dict[int, list[Remembered]] = defaultdict(list)
    for photo in month:
        if photo.day.month == today.month and photo.day.year < today.year:
            years[photo.day.year].append(photo)
    found = []
    for year in sorted(years, reverse=True):
        title = f"{MONTHS[today.month - 1]} {year}"
        memory = _memory(f"month-{year}", MemoryKind.MONTH, title, years[year], used, year=year)
        if memory is not None:
            found.append(memory)
    return found[:MOST_OF_A_KIND]


def _trips(today: date, trips: Sequence[TripBefore], used: set[UUID]) -> list[Memory]:
    """Trips that began around this day in another year."""
    found = []
    for trip in sorted(trips, key=lambda one: (one.first, one.event_id), reverse=True):
        if trip.first.year >= today.year or _distance(today, trip.first) > TRIP_AROUND_DAYS:
            continue
        memory = _memory(
            f"trip-{trip.event_id}", MemoryKind.TRIP, trip.name, trip.photos, used, year=trip.first.year,
            about={"event": str(trip.event_id)},
        )  # fmt: skip
        if memory is not None:
            found.append(memory)
    return found[:MOST_OF_A_KIND]


def _people(today: date, people: Sequence[PersonBefore], used: set[UUID]) -> list[Memory]:
    """One or two people over the years, others every day: somebody with photos in several years."""
    fitting = [person for person in people if len({photo.day.year for photo in person.photos}) >= FEWEST_YEARS]
    fitting.sort(key=lambda person: person.person_id)
    found: list[Memory] = []
    for step in range(min(2, len(fitting))):
        person = fitting[(today.toordinal() * 2 + step) % len(fitting)]
        by_year = [_in_group(photo, photo.day.year) for photo in person.photos]
        memory = _memory(
            f"person-{person.person_id}", MemoryKind.PERSON, f"{person.name} over the years", by_year, used,
            about={"person": str(person.person_id)},
        )  # fmt: skip
        if memory is not None and all(memory.key != other.key for other in found):
            found.append(memory)
    return found


def _memory(
    key: str,
    kind: MemoryKind,
    title: str,
    photos: Sequence[Remembered],
    used: set[UUID],
    *,
    year: int | None = None,
    about: Mapping[str, str] | None = None,
) -> Memory | None:
    free = [photo for photo in photos if photo.asset_id not in used]
    chosen = [photo for photo in best_of(free, MOST_PHOTOS) if isinstance(photo, Remembered)]
    if len(chosen) < FEWEST[kind]:
        return None
    used.update(photo.asset_id for photo in free)
    return Memory(key, kind, title, _subtitle(kind, chosen), tuple(chosen), len(free), year, about or {})


def _subtitle(kind: MemoryKind, photos: Sequence[Remembered]) -> str:
    """Where, and which years or days: ``Lisbon · 4 July 2019``."""
    counts = Counter(photo.city or photo.country for photo in photos)
    place = max(counts.items(), key=lambda one: (one[1], one[0]))[0]
    first, last = photos[0].day, photos[-1].day
    if kind is MemoryKind.PERSON:
        when = f"{first.year} to {last.year}"
    elif first == last:
        when = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    elif (first.year, first.month) == (last.year, last.month):
        when = f"{first.day} to {last.day} {MONTHS[first.month - 1]} {first.year}"
    else:
        when = f"{first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]} {last.year}"
    return when if kind is MemoryKind.PERSON else " · ".join(part for part in (place, when) if part)


def _in_group(photo: Remembered, group: int) -> Remembered:
    return replace(photo, group=group)


def _ago(years: int, *, exactly: bool) -> str:
    if years == 1:
        return "A year ago today" if exactly else "This week a year ago"
    return f"{years} years ago today" if exactly else f"This week {years} years ago"


def _year_of(today: date, day: date) -> int | None:
    """The year whose "this day" `day` lies around: 1 January 2020 belongs to 30 December 2019."""
    for year in (day.year, day.year - 1, day.year + 1):
        if not date.min.year <= year <= date.max.year:
            continue
        first, last = around(today, year, AROUND_DAYS)
        if first <= day <= last:
            return year
    return None


def _distance(today: date, day: date) -> int:
    """Days between two dates if the year did not count."""
    return min(
        abs((around(today, year, 0)[0] - day).days)
        for year in (day.year - 1, day.year, day.year + 1)
        if date.min.year <= year <= date.max.year
    )


@dataclass(frozen=True)
class Hidden:
    """What a user wants no memories of."""

    days: Collection[date] = ()
    yearly: Collection[tuple[int, int]] = ()
    """Month and day."""
    places: Collection[tuple[str, str]] = ()
    """City and country."""

    def hides(self, day: date, city: str, country: str) -> bool:
        return day in self.days or (day.month, day.day) in self.yearly or (city, country) in self.places
