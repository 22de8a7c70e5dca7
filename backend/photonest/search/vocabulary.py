"""Reads what a viewer's words may mean out of the database, and what time it is for them.

People, events and own tags are read each time: they are few, and who has just named somebody searches for the name.
What has to be counted over all photos (places, cameras, words of the models) is remembered for a minute where
counting takes long, and then counted again beside the answer. A vocabulary that says the same as the last one is the
last one, with its index of names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from django.db import connection
from django.db.models import Avg, Count

from photonest import access
from photonest.accounts.models import User, WeekStart
from photonest.events.models import Event, Moment
from photonest.search.counting import Counted
from photonest.search.parse import Query, parse
from photonest.search.query.clock import Clock, DayOrder
from photonest.search.query.names import KnownEvent, KnownPerson, KnownPlace, SavedPlace, Vocabulary
from photonest.search.query.parts import CameraName
from photonest.search.shelf import Shelf

KEPT_OWNERS = 16
IDLE_S = 3600.0
LIKELY = 0.3
"""From this probability on a kind counts as one that the event is."""
HOME = ("home", "hause", "zuhause", "daheim", "maison", "casa", "البيت", "المنزل")
_WEEK_STARTS = {WeekStart.MONDAY: 1, WeekStart.SATURDAY: 6, WeekStart.SUNDAY: 7}
_MONTH_FIRST = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Detroit", "America/Anchorage", "America/Boise", "America/Indiana/", "America/Kentucky/",
    "Pacific/Honolulu", "US/",
)  # fmt: skip
"""Time zones of people who write 7/4/2021 for the fourth of July."""


def vocabulary_of(viewer: User) -> Vocabulary:
    """The names of everything the viewer may see."""
    with _shelf.take(viewer.pk, _Remembered) as remembered:
        return remembered.of(viewer)


@dataclass(frozen=True)
class TextReader:
    """`parse` with the names and the clock of one viewer, as they were when one search began."""

    vocabulary: Vocabulary
    clock: Clock

    def __call__(self, text: str) -> Query:
        return parse(text, vocabulary=self.vocabulary, clock=self.clock)


def reader_of(viewer: User) -> TextReader:
    """One for each search: reading all names takes several statements."""
    return TextReader(vocabulary_of(viewer), clock_of(viewer))


def clock_of(viewer: User) -> Clock:
    """Now, by the viewer's settings."""
    return Clock(
        now=datetime.now(UTC),
        zone=viewer.time_zone or "UTC",
        week_start=_WEEK_STARTS.get(WeekStart(viewer.week_start), 1),
        hemisphere="south" if viewer.hemisphere == "south" else "north",
        day_order=_day_order(viewer.time_zone),
    )


def _day_order(zone: str) -> DayOrder:
    return "mdy" if zone.startswith(_MONTH_FIRST) else "dmy"


@dataclass(frozen=True)
class _Counted:
    """What all photos of a viewer together say."""

    places: tuple[KnownPlace, ...] = ()
    cameras: tuple[CameraName, ...] = ()
    lenses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


class _Remembered:
    """The vocabulary of one viewer."""

    def __init__(self) -> None:
        self._counted = Counted[_Counted]()
        self._last = Vocabulary()

    def of(self, viewer: User) -> Vocabulary:
        made = replace(
            Vocabulary(**vars(self._counted.get(partial(_count, viewer)))),
            people=_people(viewer),
            events=_events(viewer),
            saved=_saved(viewer),
            are_faces_on=viewer.faces_enabled,
        )
        if made != self._last:
            self._last = made
        return self._last


def _people(viewer: User) -> tuple[KnownPerson, ...]:
    """Everybody with a name; nobody has one while faces are off."""
    people = access.own_people(viewer).exclude(name="").order_by("pk")
    return tuple(
        KnownPerson(
            id=str(person.pk),
            name=person.name,
            nicknames=tuple(str(name) for name in person.nicknames if name),
            birth_date=person.birth_date,
            is_self=person.is_self,
            is_hidden=person.is_hidden,
        )
        for person in people
    )


def _events(viewer: User) -> tuple[KnownEvent, ...]:
    """Those with a name: the user's, or the machine's, which is made of places and dates that are understood anyway.

    Moments that the user named are events of their own here.
    """
    known = Event.objects.filter(owner_id=viewer.pk, is_dismissed=False).exclude(title="", auto_title="")
    rows = known.order_by("pk").values_list("pk", "title", "auto_title", "start_at", "kinds")
    events = tuple(
        KnownEvent(
            id=str(pk),
            titles=(title,) if title else (),
            called=called,
            kinds=tuple(kind for kind, share in kinds.items() if share >= LIKELY),
            day=start_at.date(),
        )
        for pk, title, called, start_at, kinds in rows
    )
    named = Moment.objects.filter(event__owner_id=viewer.pk, event__is_dismissed=False).exclude(title="")
    moments = named.order_by("pk").values_list("pk", "title", "start_at")
    return events + tuple(KnownEvent(id=str(pk), titles=(title,), day=at.date()) for pk, title, at in moments)


def _saved(viewer: User) -> tuple[SavedPlace, ...]:
    if viewer.home_latitude is None or viewer.home_longitude is None:
        return ()
    return tuple(SavedPlace(name, viewer.home_latitude, viewer.home_longitude) for name in HOME)


def _count(viewer: User) -> _Counted:
    visible = access.visible_assets(viewer).order_by()
    groups = list(
        visible.exclude(city="", region="", country="")
        .values_list("city", "region", "country")
        .annotate(latitude=Avg("latitude"), longitude=Avg("longitude"), count=Count("*"))
    )
    cameras: dict[CameraName, None] = {}
    lenses: dict[str, None] = {}
    for make, model, lens in visible.values_list("camera_make", "camera_model", "lens").distinct():
        if make:
            cameras[CameraName("make", make)] = None
        if model:
            cameras[CameraName("model", model)] = None
        if lens:
            lenses[lens] = None
    words, own = _words(viewer.pk)
    return _Counted(
        places=tuple(_places(groups)),
        cameras=tuple(sorted(cameras)),
        lenses=tuple(sorted(lenses)),
        tags=tuple(sorted(own)),
        words=words,
    )


def _places(groups: list[tuple[str, str, str, float | None, float | None, int]]) -> Iterator[KnownPlace]:
    """Every city, region and country once, in the middle of its photos."""
    sums: dict[tuple[str, str, str, str], list[tuple[float, float, int]]] = {}
    for city, region, country, latitude, longitude, count in groups:
        here = (latitude, longitude, count) if latitude is not None and longitude is not None else None
        for key in (("city", city, region, country), ("region", region, "", country), ("country", country, "", "")):
            if key[1]:
                found = sums.setdefault(key, [])
                if here is not None:
                    found.append(here)
    for (level, name, region, country), points in sorted(sums.items()):
        total = sum(count for *_, count in points)
        yield KnownPlace(
            level=level,  # type: ignore[arg-type]
            name=name,
            region=region,
            country=country,
            latitude=sum(latitude * count for latitude, _, count in points) / total if total else None,
            longitude=sum(longitude * count for _, longitude, count in points) / total if total else None,
        )


def _words(owner_id: UUID) -> tuple[frozenset[str], set[str]]:
    """Names of the tags that photos of the owner carry, and those among them that people gave."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.name, EXISTS (SELECT 1 FROM tags_assettag a WHERE a.owner_id = %(owner)s AND a.tag_id = t.id"
            " AND a.source = 'user') FROM tags_tag t"
            " WHERE EXISTS (SELECT 1 FROM tags_assettag a WHERE a.owner_id = %(owner)s AND a.tag_id = t.id)",
            {"owner": owner_id},
        )
        rows = cursor.fetchall()
    return frozenset(name.casefold() for name, _ in rows), {name for name, is_own in rows if is_own}


_shelf: Shelf[UUID, _Remembered] = Shelf(size=KEPT_OWNERS, idle_s=IDLE_S)
