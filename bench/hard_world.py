"""A seeded library for the benchmark of hard constraints: photos with everything a query can demand, and odd cases.

Every photo is a plain `Photo` first; the rows of the database are made from it. What a query should find is worked out
from these values alone (`hard_truth.py`), never from the database.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

PLACES = [
    ("Vienna", "Vienna", "Austria", 48.2082, 16.3738), ("Salzburg", "Salzburg", "Austria", 47.8095, 13.0550),
    ("Rome", "Lazio", "Italy", 41.9028, 12.4964), ("Kyoto", "Kyoto", "Japan", 35.0116, 135.7681),
    ("Tromsø", "Troms", "Norway", 69.6492, 18.9553), ("Suva", "Central", "Fiji", -18.1248, 178.4501),
    ("Apia", "Tuamasaga", "Samoa", -13.8507, -171.7514), ("Vienna", "Virginia", "United States", 38.9012, -77.2653),
    ("", "", "Norway", 74.3, 19.0),
]  # fmt: skip
PEOPLE = ["Anna", "Bob", "Tom", "Mia", "Max", "Lena", "Paris", "Helga"]
CAMERAS = [
    ("Fujifilm", "X100V", "23mm f/2"),
    ("Google", "Pixel 8", ""),
    ("Canon", "EOS R6", "RF50mm F1.8 STM"),
    ("", "", ""),
]
THINGS = ["dog", "beach", "car", "mountain", "cake", "waterfall"]
LOOKS = {
    "kind": ["selfie", "screenshot", "portrait", "group", "panorama", "document"],
    "colour": ["red", "blue", "green"],
    "light": ["night", "sunset", "low light"],
    "mood": ["joyful", "calm", "gloomy"],
}
SENTENCES = ["", "Happy Birthday to you", "at the lake house", "birthday of Helga, happy", "Rechnung Nr. 12/2021"]
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
EVENTS = ["Anna's wedding", "Iceland trip", "Grandma's 80th"]


@dataclass
class Photo:
    """`tags`: (kind, name, is shown); `faces`: (index into PEOPLE or None, is ignored)."""

    id: UUID
    columns: dict[str, Any]
    names: list[str]
    tags: list[tuple[str, str, bool]] = field(default_factory=list)
    faces: list[tuple[int | None, bool]] = field(default_factory=list)
    event: int | None = None
    stack: int | None = None

    @property
    def is_visible(self) -> bool:
        told = self.columns
        return told["trashed_at"] is None and told["motion_of"] is None and not told["is_behind"]


@dataclass
class World:
    owner_id: UUID
    photos: list[Photo]
    people: list[UUID]
    events: list[UUID]


def make_world(owner_id: UUID, count: int, *, seed: int) -> World:
    from photonest.core.ids import new_id

    rng = random.Random(seed)
    ids = [new_id(at_ms=1_600_000_000_000 + 1000 * number + seed) for number in range(count)]
    photos = [_photo(rng, number, ids) for number in range(count)]
    for number in range(0, count - 3, 50):  # a stack in fifty: its cover and one behind
        cover, behind = photos[number], photos[number + 1]
        if cover.is_visible and behind.is_visible:
            cover.stack = behind.stack = number
            behind.columns["is_behind"] = True
    return World(owner_id, photos, [new_id() for _ in PEOPLE], [new_id() for _ in EVENTS])


def _photo(rng: random.Random, number: int, ids: Sequence[UUID]) -> Photo:
    at = datetime(2008, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(18 * 365 * 86_400))
    if rng.random() < 0.1:  # the edges of days, months and years
        at = at.replace(hour=rng.choice([0, 23]), minute=rng.choice([0, 59]), second=rng.choice([0, 59]))
        at = at.replace(month=rng.choice([1, 12]), day=rng.choice([1, 31])) if rng.random() < 0.5 else at
    place = rng.choice(PLACES) if rng.random() < 0.75 else None
    make, model, lens = rng.choice(CAMERAS)
    is_video = rng.random() < 0.1
    persons = rng.choice([None, 0, 0, 1, 1, 2, 3, 6])
    prefix = rng.choice(["IMG_", "img_", "DSC", "100%_", "PXL_2023"])
    filename = f"{prefix}{number:06d}.{'mp4' if is_video else 'jpg'}"
    columns: dict[str, Any] = {
        "filename": filename,
        "size_bytes": rng.randrange(10_000, 60_000_000),
        "kind": "video" if is_video else "image",
        "format": "mp4" if is_video else rng.choice(["jpeg"] * 18 + ["dng", "nef"]),
        "frame_count": 1 if is_video or rng.random() < 0.97 else 12,
        "width_px": rng.choice([None, 640, 4032, 8000]),
        "height_px": 3024,
        "duration_s": rng.choice([5.0, 119.9, 120.0, 120.1, 600.0]) if is_video else None,
        "local_at": at,
        "added_at": datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(700 * 86_400)),
        "latitude": None,
        "longitude": None,
        "city": "",
        "region": "",
        "country": "",
        "camera_make": make,
        "camera_model": model,
        "lens": lens,
        "f_number": rng.choice([None, 1.8, 1.78, 2.0, 8.0]),
        "focal_length_mm": rng.choice([None, 23.0, 49.9, 50.0, 51.0]),
        "iso": rng.choice([None, 100, 3200]),
        "rating": rng.choice([None, None, -1, 0, 1, 3, 4, 5]),
        "is_favourite": rng.random() < 0.1,
        "sharpness": rng.choice([None, 0.0, 0.1, 0.249, 0.25, 0.4, 0.6, 0.9]),
        "is_monochrome": rng.choice([None, False, False, True]),
        "person_count": persons,
        "face_count": rng.choice([None, 0, 1, 2]),
        "title": rng.choice(["", "", "A day"]),
        "description": rng.choice(SENTENCES),
        "extra": {"digital_source_type": GENERATED} if rng.random() < 0.02 else {"software": "x"},
        "trashed_at": at if rng.random() < 0.03 else None,
        "motion_of": ids[number - 1] if number and not number % 97 else None,
        "motion_length": 1000 if rng.random() < 0.03 else None,
        "is_behind": False,
        "taken_source": rng.choice(["exif", "exif", "user"]),
    }
    if place is not None:
        columns["latitude"] = place[3] + rng.gauss(0, 0.2)
        columns["longitude"] = (place[4] + rng.gauss(0, 0.4) + 180) % 360 - 180
        columns["city"], columns["region"], columns["country"] = place[:3]
    photo = Photo(ids[number], columns, [filename])
    if rng.random() < 0.1:
        photo.names.append(f"copy of {number}.jpg")
    things = rng.sample(THINGS, rng.randrange(3))
    photo.tags = [(rng.choice(["label", "object"]), name, rng.random() < 0.7) for name in things]
    photo.tags += [("user", "holiday", True)] if rng.random() < 0.05 else []
    for kind, names in LOOKS.items():
        if rng.random() < 0.3:
            photo.tags.append((kind, rng.choice(names), rng.random() < 0.8))
    for _ in range(rng.choice([0, 0, 1, 2, 3])):
        who = rng.randrange(len(PEOPLE)) if rng.random() < 0.7 else None
        photo.faces.append((who, rng.random() < 0.1))
    photo.event = rng.randrange(len(EVENTS)) if rng.random() < 0.05 else None
    return photo


# --- into the database ---------------------------------------------------------------------------


def write_world(world: World) -> None:
    """Everything by COPY."""
    from photonest.assets.models import AssetName, Stack, StackKind
    from photonest.events.models import Event, EventAsset
    from photonest.people.models import Face, Person
    from photonest.search.models import AssetWords
    from photonest.search.words import Field, vector_text
    from photonest.tags.models import AssetTag, Tag

    owner = world.owner_id
    Person.objects.bulk_create(
        Person(id=person_id, owner_id=owner, name=name) for person_id, name in zip(world.people, PEOPLE, strict=True)
    )
    start = datetime(2020, 1, 1, tzinfo=UTC)
    Event.objects.bulk_create(
        Event(id=event_id, owner_id=owner, title=title, start_at=start, end_at=start)
        for event_id, title in zip(world.events, EVENTS, strict=True)
    )
    stacks = {photo.stack for photo in world.photos if photo.stack is not None}
    stack_ids = {number: Stack.objects.create(owner_id=owner, kind=StackKind.BURST).pk for number in sorted(stacks)}
    names = sorted({name for photo in world.photos for _, name, _ in photo.tags})
    Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
    tag_ids = dict(Tag.objects.values_list("name", "id"))
    _copy_assets(world, stack_ids)
    _copy(
        AssetName, ({"asset": p.id, "filename": n, "folder": "", "stem_key": n} for p in world.photos for n in p.names)
    )
    words = (
        (p.id, vector_text([(Field.SAID, p.columns["title"]), (Field.SAID, p.columns["description"]),
                            *((Field.PLACE, p.columns[level]) for level in ("city", "region", "country")),
                            *((Field.NAME, name) for name in p.names),
                            (Field.CAMERA, f"{p.columns['camera_make']} {p.columns['camera_model']}"),
                            (Field.CAMERA, p.columns["lens"])]))
        for p in world.photos
    )  # fmt: skip
    _copy(AssetWords, ({"asset": asset_id, "owner": owner, "words": text} for asset_id, text in words))
    _copy(
        AssetTag,
        (
            {"asset": p.id, "owner": owner, "tag": tag_ids[name], "kind": kind, "is_shown": shown, "score": 0.6,
             "source": "user" if kind == "user" else f"{kind}@1", "count": 1}
            for p in world.photos for kind, name, shown in p.tags
        ),
    )  # fmt: skip
    _copy(
        Face,
        (
            {"asset": p.id, "owner": owner, "left": 0.1, "top": 0.1, "width": 0.1, "height": 0.1, "points": "[]",
             "score": 0.9, "quality": 0.9, "source": "m@1", "is_ignored": ignored,
             "person": None if who is None else world.people[who], "assigned_by": "" if who is None else "user"}
            for p in world.photos for who, ignored in p.faces
        ),
    )  # fmt: skip
    _copy(
        EventAsset,
        (
            {"asset": p.id, "owner": owner, "event": world.events[p.event], "seen_at": p.columns["local_at"]}
            for p in world.photos if p.event is not None
        ),
    )  # fmt: skip


def _copy_assets(world: World, stack_ids: dict[int, UUID]) -> None:
    from photonest.assets.models import Asset

    def rows() -> Iterable[dict[str, Any]]:
        for photo in world.photos:
            told = photo.columns
            digest = hashlib.sha256(photo.id.bytes + world.owner_id.bytes).digest()
            yield told | {
                "id": photo.id, "owner": world.owner_id, "sha256": digest, "mime": "image/jpeg", "state": "ready",
                "taken_at": told["local_at"], "local_day": told["local_at"].date(), "notes": "[]",
                "extra": json.dumps(told["extra"]), "renditions_version": 1,
                "stack": None if photo.stack is None else stack_ids[photo.stack],
            }  # fmt: skip

    # The video part of a live photo may come before its picture.
    _copy(Asset, sorted(rows(), key=lambda row: row["motion_of"] is not None))


def _copy(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    from django.db import connection

    from photonest.core.ids import new_id

    automatic = {"AutoField", "BigAutoField", "SmallAutoField"}
    columns = [one for one in model._meta.concrete_fields if one.get_internal_type() not in automatic]  # noqa: SLF001
    names = ", ".join(f'"{column.column}"' for column in columns)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:  # noqa: SLF001
        for row in rows:
            told = {"id": new_id() if "id" not in row else None, "created_at": now} | row
            copy.write_row([told.get(column.name, column.get_default()) for column in columns])


def a_day(rng: random.Random) -> date:
    return date(2008, 1, 1) + timedelta(days=rng.randrange(18 * 365))
