"""What a hard part means, worked out photo by photo from plain values: the benchmark's own reading of the language."""

from __future__ import annotations

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt
from typing import Any
from zoneinfo import ZoneInfo

from bench.hard_world import Photo, World

ZONE = "Europe/Vienna"


def holds(part: Any, photo: Photo, world: World) -> bool:
    """Does `part` let this photo through?"""
    return _TESTS[type(part).__name__](part, photo, world) != part.negated


def _people(part: Any, photo: Photo, world: World) -> bool:
    wanted = {named.id for named in part.any}
    return any(who is not None and not ignored and str(world.people[who]) in wanted for who, ignored in photo.faces)


def _amount(part: Any, photo: Photo, _: World) -> bool:
    told = photo.columns
    value = {
        "persons": told["person_count"] if told["person_count"] is not None else told["face_count"],
        "unnamed": sum(who is None and not ignored for who, ignored in photo.faces),
        "rating": told["rating"],
        "duration": told["duration_s"],
        "focal": told["focal_length_mm"],
        "aperture": told["f_number"],
        "iso": told["iso"],
        "size": told["size_bytes"],
        "megapixels": None if told["width_px"] is None else told["width_px"] * told["height_px"] / 1e6,
    }[part.field]
    if value is None:
        return False
    slack = {"focal": 0.5, "aperture": 0.05}.get(part.field, 0.0) if part.low == part.high else 0.0
    if part.low is not None and not (value > part.low - slack or (part.includes_low and value >= part.low - slack)):
        return False
    return part.high is None or value < part.high + slack or (part.includes_high and value <= part.high + slack)


def _when(part: Any, photo: Photo, _: World) -> bool:
    wall_clock = photo.columns["local_at"].replace(tzinfo=None)
    return any(wall_clock in interval for interval in part.any)


def _added(part: Any, photo: Photo, _: World) -> bool:
    if "added" not in photo.__dict__:
        photo.__dict__["added"] = photo.columns["added_at"].astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    return any(photo.__dict__["added"] in interval for interval in part.any)


def _yearly(part: Any, photo: Photo, _: World) -> bool:
    return any(photo.columns["local_at"] in stretch for stretch in part.any)


def _time_of_day(part: Any, photo: Photo, _: World) -> bool:
    minute = photo.columns["local_at"].hour * 60 + photo.columns["local_at"].minute
    return any(start <= minute < end if start < end else minute >= start or minute < end for start, end in part.any)


def _weekdays(part: Any, photo: Photo, _: World) -> bool:
    return photo.columns["local_at"].isoweekday() in part.any


def _place(part: Any, photo: Photo, _: World) -> bool:
    return any(photo.columns[name.level] == name.name for name in part.any)


def _near(part: Any, photo: Photo, _: World) -> bool:
    told = photo.columns
    if told["latitude"] is None:
        return False
    up, along = radians(told["latitude"] - part.latitude), radians(told["longitude"] - part.longitude)
    arc = sin(up / 2) ** 2 + cos(radians(told["latitude"])) * cos(radians(part.latitude)) * sin(along / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(arc))) <= part.km


def _area(part: Any, photo: Photo, _: World) -> bool:
    told = photo.columns
    if told["latitude"] is None or not part.south <= told["latitude"] <= part.north:
        return False
    if part.west <= part.east:
        return part.west <= told["longitude"] <= part.east
    return told["longitude"] >= part.west or told["longitude"] <= part.east


def _kind(part: Any, photo: Photo, world: World) -> bool:
    told = photo.columns
    return any(
        {
            "photo": told["kind"] == "image",
            "video": told["kind"] == "video",
            "raw": told["format"] in {"dng", "nef"} or _has_raw_behind(photo, world),
            "animation": told["kind"] == "image" and told["frame_count"] > 1,
            "live": told["motion_length"] is not None or photo.id in _with_motion_part(world),
            "burst": photo.stack is not None,
        }.get(name, _has_tag(photo, [name], {"kind"}))
        for name in part.any
    )


def _with_motion_part(world: World) -> set[Any]:
    if "motion" not in world.__dict__:
        world.__dict__["motion"] = {photo.columns["motion_of"] for photo in world.photos}
    return world.__dict__["motion"]


def _has_raw_behind(photo: Photo, world: World) -> bool:
    if "raw" not in world.__dict__:
        world.__dict__["raw"] = {
            one.stack
            for one in world.photos
            if one.stack is not None and one.columns["format"] in {"dng", "nef"} and one.columns["trashed_at"] is None
        }
    return photo.stack is not None and photo.stack in world.__dict__["raw"]


def _is(part: Any, photo: Photo, _: World) -> bool:
    told = photo.columns
    is_located = told["latitude"] is not None or told["city"] != "" or told["country"] != ""
    return {
        "favourite": told["is_favourite"],
        "blurry": told["sharpness"] is not None and told["sharpness"] < 0.25,
        "sharp": told["sharpness"] is not None and told["sharpness"] >= 0.6,
        "monochrome": told["is_monochrome"] is True,
        "no-location": not is_located,
        "located": is_located,
        "rated": told["rating"] is not None and told["rating"] >= 1,
        "no-album": True,
        "shared": False,
    }[part.flag]


def _has_tag(photo: Photo, names: Any, kinds: set[str] | None = None) -> bool:
    return any(shown and name in names and (kinds is None or kind in kinds) for kind, name, shown in photo.tags)


def _on_stack(photo: Photo, world: World) -> list[Photo]:
    """The photo and those behind it: a stack is found by the tags, names and texts of any of them."""
    if "behind" not in world.__dict__:
        behind: dict[int, list[Photo]] = {}
        for one in world.photos:
            told = one.columns
            if one.stack is not None and told["is_behind"] and told["trashed_at"] is None and told["motion_of"] is None:
                behind.setdefault(one.stack, []).append(one)
        world.__dict__["behind"] = behind
    return [photo, *(world.__dict__["behind"].get(photo.stack, ()) if photo.stack is not None else ())]


def _tag(part: Any, photo: Photo, world: World) -> bool:
    return any(_has_tag(one, part.any) for one in _on_stack(photo, world))


def _look(part: Any, photo: Photo, _: World) -> bool:
    return _has_tag(photo, part.any, {part.aspect})


def _mood(part: Any, photo: Photo, _: World) -> bool:
    return _has_tag(photo, part.any, {"mood"})


def _meaning(part: Any, photo: Photo, _: World) -> bool:
    return _has_tag(photo, [part.text])


def _origin(part: Any, photo: Photo, _: World) -> bool:
    return ("digital_source_type" in photo.columns["extra"]) == (part.origin == "generated")


def _camera(part: Any, photo: Photo, _: World) -> bool:
    return any(photo.columns[f"camera_{name.column}"] == name.name for name in part.any)


def _lens(part: Any, photo: Photo, _: World) -> bool:
    return photo.columns["lens"] in part.any


def _event(part: Any, photo: Photo, world: World) -> bool:
    return photo.event is not None and str(world.events[photo.event]) in {named.id for named in part.any}


def _file(part: Any, photo: Photo, world: World) -> bool:
    names = [name.lower() for one in _on_stack(photo, world) for name in one.names]
    return any(name.startswith(beginning) for name in names for beginning in part.any)


def _phrase(part: Any, photo: Photo, world: World) -> bool:
    return any(f" {' '.join(part.words)}" in text for one in _on_stack(photo, world) for text in _texts(one))


def _texts(photo: Photo) -> list[str]:
    """Each text as its words with a blank before each; the last word of a phrase may be the beginning of one."""
    from photonest.search.words import tokens

    if "texts" not in photo.__dict__:
        told = photo.columns
        texts = [told["title"], told["description"], told["city"], told["region"], told["country"], *photo.names]
        texts += [f"{told['camera_make']} {told['camera_model']}", told["lens"]]
        photo.__dict__["texts"] = [f" {' '.join(tokens(text))}" for text in texts if text]
    return photo.__dict__["texts"]


def _either(part: Any, photo: Photo, world: World) -> bool:
    return any(all(holds(one, photo, world) for one in parts) for parts in part.any)


_TESTS: dict[str, Callable[[Any, Photo, World], bool]] = {
    "People": _people, "Amount": _amount, "When": _when, "Added": _added, "Yearly": _yearly,
    "TimeOfDay": _time_of_day, "Weekdays": _weekdays, "Place": _place, "Near": _near, "Area": _area, "Kind": _kind,
    "Is": _is, "Tag": _tag, "Look": _look, "Mood": _mood, "Meaning": _meaning, "Origin": _origin, "Camera": _camera,
    "Lens": _lens, "Event": _event, "File": _file, "Phrase": _phrase,
    "Either": _either,
}  # fmt: skip
