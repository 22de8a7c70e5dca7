"""The automatic caption, a template and no model: who and what, the scene, where, when; pure.

``Dog and two people, beach, Lisbon, 4 July 2024``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MAX_THINGS = 3
MAX_TOPICS = 2
MAX_NAMES = 4
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_IRREGULAR = {
    "person": "people", "mouse": "mice", "sheep": "sheep", "knife": "knives", "skis": "skis", "scissors": "scissors",
    "bus": "buses", "couch": "couches", "bench": "benches", "toothbrush": "toothbrushes", "sandwich": "sandwiches",
    "wine glass": "wine glasses",
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """Something found in a place of the picture, and how often."""

    name: str
    count: int = 1


def caption(
    *,
    things: Sequence[Thing] = (),
    topics: Sequence[str] = (),
    people: Sequence[str] = (),
    person_count: int = 0,
    place: str = "",
    local_at: datetime | None = None,
) -> str:
    """One line, or "" when only the date is known. `things` and `topics` come best first; `people` are names.

    `person_count` counts everybody, named or not. No topic says again what was
    said: after a dog no hunting dog, after an Egyptian cat no tiger cat.
    """
    who = _who(people, person_count)
    named = [_counted(thing) for thing in things if thing.name != "person"][: MAX_THINGS - bool(who)]
    subject = _listed([*named, *who] if not people else [*who, *named])
    said = {word for thing in things for word in thing.name.split()} | {"person", "people"}
    said |= set(place.casefold().split())
    fresh: list[str] = []
    for topic in topics:
        words = set(topic.casefold().split())
        if not said & words:
            fresh.append(topic)
            said |= words
    parts = [subject, *fresh[:MAX_TOPICS], place]
    told = [part for part in parts if part]
    if not told:
        return ""
    if local_at is not None:
        told.append(f"{local_at.day} {local_at:%B} {local_at.year}")
    text = ", ".join(told)
    return text[0].upper() + text[1:]


def _who(people: Sequence[str], person_count: int) -> list[str]:
    shown = list(people[:MAX_NAMES])
    others = max(person_count, len(people)) - len(shown)
    if others > 0:
        shown.append(_number(others, "other" if shown else "person", "others" if shown else "people"))
    return shown


def _counted(thing: Thing) -> str:
    return thing.name if thing.count <= 1 else _number(thing.count, thing.name, plural(thing.name))


def _number(count: int, one: str, many: str) -> str:
    if count == 1:
        return f"one {one}"
    return f"{_WORDS[count]} {many}" if count < len(_WORDS) else f"{count} {many}"


def plural(name: str) -> str:
    """``dog`` → dogs; for the names of things that the object model knows."""
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    if name.endswith(("s", "x", "ch", "sh")):
        return f"{name}es"
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}s"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
