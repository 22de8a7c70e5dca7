"""Composed queries for the benchmark of hard constraints: one to four parts, of every kind, some of them denied."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from bench.hard_world import CAMERAS, EVENTS, LOOKS, PEOPLE, PLACES, THINGS, World, a_day


def make_queries(world: World, count: int, *, seed: int = 3) -> list[Any]:
    """`count` queries; each kind of part occurs, alone and composed, for itself and denied."""
    from photonest.search.query.parts import Query

    rng = random.Random(seed)
    queries: list[Any] = []
    while len(queries) < count:
        size = 1 if len(queries) < 2 * len(_MAKERS) else rng.choice([2, 2, 3, 4])
        makers = [_MAKERS[len(queries) % len(_MAKERS)], *rng.sample(_MAKERS, size - 1)]
        parts = [make(rng, world) for make in makers]
        if len(queries) >= len(_MAKERS):
            parts = [part if part.kind == "either" else _maybe_denied(rng, part) for part in parts]
        # A mood or a meaning that is not denied ranks, and is measured elsewhere.
        parts = [replace(part, negated=True) if not part.is_hard else part for part in parts]
        queries.append(Query.of(parts))
    return queries


def _maybe_denied(rng: random.Random, part: Any) -> Any:
    return replace(part, negated=rng.random() < 0.35)


def _either(rng: random.Random, world: World) -> Any:
    """Two or three alternatives of one or two parts; a mood or a meaning is asked by its tags here."""
    from photonest.search.query.parts import Either

    makers = [make for make in _MAKERS if make is not _either]
    rows = [
        [_maybe_denied(rng, make(rng, world)) for make in rng.sample(makers, rng.choice([1, 1, 2]))]
        for _ in range(rng.choice([2, 2, 3]))
    ]
    return Either.of(rows)


def _named(rng: random.Random, ids: list[Any], names: list[str]) -> Any:
    from photonest.search.query.parts import Named

    number = rng.randrange(len(ids))
    return Named(str(ids[number]), names[number])


def _people(rng: random.Random, world: World) -> Any:
    from photonest.search.query.parts import People

    return People(any=tuple({_named(rng, world.people, PEOPLE) for _ in range(rng.choice([1, 1, 2]))}))


def _amount(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Amount

    return rng.choice(
        [
            Amount(field="persons", low=0, high=0), Amount(field="persons", low=1, high=1),
            Amount(field="persons", low=5, includes_low=False), Amount(field="persons", low=2, high=3),
            Amount(field="unnamed", low=1), Amount(field="rating", low=4), Amount(field="rating", low=3, high=3),
            Amount(field="rating", high=0), Amount(field="duration", low=120, includes_low=False),
            Amount(field="duration", high=120, includes_high=False), Amount(field="focal", low=50, high=50),
            Amount(field="aperture", low=1.8, high=1.8), Amount(field="iso", low=1600),
            Amount(field="size", low=20_000_000), Amount(field="megapixels", low=10, high=20),
        ]
    )  # fmt: skip


def _interval(rng: random.Random) -> Any:
    from photonest.search.query.parts import Interval

    start = datetime.combine(a_day(rng), time())
    end = start + timedelta(days=rng.choice([1, 7, 31, 92, 365, 3650]))
    kind = rng.random()
    return Interval(None if kind < 0.1 else start, None if kind > 0.9 else end)


def _when(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import When

    return When(any=tuple(sorted({_interval(rng) for _ in range(rng.choice([1, 1, 2]))}, key=str)))


def _added(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Added, Interval

    start = datetime(2024, 1, 1) + timedelta(days=rng.randrange(690))  # noqa: DTZ001  # a wall clock
    return Added(any=(Interval(start, start + timedelta(days=rng.choice([1, 7, 90]))),))


def _yearly(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Yearly, YearRange

    ranges = [YearRange(50100, 60100), YearRange(122400, 122700), YearRange(123118, 10104), YearRange(120100, 30100)]
    return Yearly(any=(rng.choice(ranges),))


def _time(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import TimeOfDay

    return TimeOfDay(any=(rng.choice([(1020, 1320), (1260, 300), (0, 60), (300, 301)]),))


def _weekdays(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Weekdays

    return Weekdays(any=tuple(sorted(rng.sample(range(1, 8), rng.choice([1, 2])))))


def _place(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Place, PlaceName

    city, region, country, *_rest = rng.choice(PLACES[:-1])
    level, name = rng.choice([("city", city), ("region", region), ("country", country)])
    return Place(any=(PlaceName(level, name),))


def _near(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Near

    *_names, latitude, longitude = rng.choice(PLACES)
    return Near(latitude=latitude, longitude=longitude, km=rng.choice([1.0, 10.0, 50.0, 1300.0]))


def _area(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Area

    boxes = [(47.0, 12.0, 49.0, 17.0), (-25.0, 170.0, -10.0, -165.0), (60.0, -180.0, 90.0, 180.0)]
    south, west, north, east = rng.choice(boxes)
    return Area(south=south, west=west, north=north, east=east)


def _kind(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Kind

    names = ["photo", "video", "raw", "animation", "live", "burst", *LOOKS["kind"]]
    return Kind(any=tuple(sorted(rng.sample(names, rng.choice([1, 1, 2])))))


def _is(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Is

    flags = ["favourite", "blurry", "sharp", "monochrome", "no-location", "located", "rated", "no-album", "shared"]
    return Is(flag=rng.choice(flags))


def _tag(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Tag

    return Tag(any=tuple(sorted(rng.sample([*THINGS, "holiday"], rng.choice([1, 2])))))


def _look(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Look

    aspect = rng.choice(["colour", "light"])
    return Look(aspect=aspect, any=(rng.choice(LOOKS[aspect]),))  # type: ignore[arg-type]


def _mood(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Mood

    return Mood(any=(rng.choice(LOOKS["mood"]),), negated=True)


def _meaning(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Meaning

    return Meaning(text=rng.choice(THINGS), negated=True)


def _origin(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Origin

    return Origin(origin=rng.choice(["captured", "generated"]))


def _camera(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Camera, CameraName

    make, model, _lens_name = rng.choice(CAMERAS[:-1])
    return Camera(any=(rng.choice([CameraName("make", make), CameraName("model", model)]),))


def _lens(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Lens

    return Lens(any=(rng.choice(["23mm f/2", "RF50mm F1.8 STM"]),))


def _event(rng: random.Random, world: World) -> Any:
    from photonest.search.query.parts import Event

    return Event(any=(_named(rng, world.events, EVENTS),))


def _file(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import File

    return File(any=(rng.choice(["img_00", "dsc0", "copy of 1", "100%_", "100", "pxl_2023", "img"]),))


def _phrase(rng: random.Random, _: World) -> Any:
    from photonest.search.query.parts import Phrase

    phrases = [
        ("happy", "birthday"),
        ("lake", "house"),
        ("birthday", "happy"),
        ("a", "day"),
        ("tromso",),
        ("nr", "12"),
        ("pixel", "8"),
        ("viennese",),
    ]
    return Phrase(words=rng.choice(phrases))


_MAKERS: list[Callable[[random.Random, World], Any]] = [
    _people, _amount, _when, _added, _yearly, _time, _weekdays, _place, _near, _area, _kind, _is, _tag, _look, _mood,
    _meaning, _origin, _camera, _lens, _event, _file, _phrase,
    _either, _either,
]  # fmt: skip
