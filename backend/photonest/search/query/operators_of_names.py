"""Operators whose value is a word: people, places, kinds, tags, cameras, files; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from photonest.search.query import parts as p
from photonest.search.query.names import SavedPlace, Vocabulary
from photonest.search.query.operators import READERS, Operator
from photonest.search.query.parts import Part
from photonest.search.query.rules import NEAR_KM
from photonest.search.words import fold, tokens


def _people(op: Operator) -> list[Part]:
    me = op.vocabulary.index.me
    known = [me if me and fold(value) == "me" else op.vocabulary.index.exactly(value, "person") for value in op.values]
    return [_of_names(p.People, op, known, NOBODY)]


def _of_names(part: Callable[..., Part], op: Operator, known: Iterable[Iterable[Any]], note: str) -> Part:
    """An unknown name keeps its place among the others, and says so."""
    found: list[Any] = []
    unknown: list[str] = []
    for value, named in zip(op.values, map(list, known), strict=True):
        unknown += [] if named else [value]
        found += named or [p.Named(f"?{fold(value)}", value)]
    return part(any=p.ordered(found), note=note.format(name=unknown[0]) if unknown else "")


NOBODY = "nobody here is called {name}"
NOTHING = "nothing here is called {name}"


def _named(part: Callable[..., Part], sort: str) -> Callable[[Operator], list[Part]]:
    def read(op: Operator) -> list[Part]:
        known = [op.vocabulary.index.exactly(value, *sort.split()) for value in op.values]
        return [_of_names(part, op, known, NOTHING)]

    return read


def _event(op: Operator) -> list[Part]:
    """An event's title, or a kind of event: ``event:birthday``."""
    found = op.each("event") or op.each("called")
    if found:
        return [p.Event(any=p.ordered(found))]
    kind, _, owner = op.values[0].partition("@")
    try:
        what = op.slot_value("occasion", kind)
    except ValueError:
        return _named(p.Event, "event")(op)
    owners = op.vocabulary.index.exactly(owner, "person") if owner else []
    return [p.Event(what=what, owner=p.ordered(owners))]


def _place(op: Operator) -> list[Part]:
    saved = op.each("saved")
    if saved:
        return [_circle(saved[0], NEAR_KM)]
    named = {value: op.vocabulary.index.exactly(value, "place") for value in op.values}
    known = [named[value] or _of_level(op, value) for value in op.values]
    places = [one or [p.PlaceName("city", value)] for value, one in zip(op.values, known, strict=True)]
    return [
        p.Place(
            any=p.ordered(name for names in places for name in names),
            is_by_name=all(named.values()),
            note=_unknown(op, known),
        )
    ]


def _of_level(op: Operator, value: str) -> list[p.PlaceName]:
    """``place:"Vienna (region)"``: not the city."""
    told = re.fullmatch(r"(?s)(.+) \((city|region|country)\)", value)
    if told is None:
        return []
    name, level = told.groups()
    known = [one for one in op.vocabulary.index.exactly(name, "place") if one.level == level]
    exact = p.PlaceName(level, name)  # type: ignore[arg-type]
    return [exact if exact in known else next((one for one in known if fold(one.name) == fold(name)), exact)]


def _near(op: Operator) -> list[Part]:
    """``near:Salzburg,10km`` or ``near:47.8,13.04,10km``."""
    values = list(op.values)
    km = NEAR_KM
    if len(values) > 1 and (size := re.fullmatch(r"([\d.]+)\s*(km|mi|m)", fold(values[-1]))):
        km = round(float(size.group(1)) * {"km": 1, "mi": 1.609344, "m": 0.001}[size.group(2)], 3)
        values.pop()
    if len(values) == 2:
        latitude, longitude = float(values[0]), float(values[1])
        if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 < km <= 20_000):
            raise ValueError(op.value)
        return [p.Near(latitude=latitude, longitude=longitude, km=km)]
    for one in op.vocabulary.index.exactly(values[0], "saved", "place"):
        where = one if isinstance(one, SavedPlace) else op.vocabulary.index.places[one]
        if where.latitude is not None and where.longitude is not None and 0 < km <= 20_000:
            return [_circle(where, km)]
    raise ValueError(op.value)


def _circle(where: Any, km: float) -> p.Near:
    return p.Near(latitude=where.latitude, longitude=where.longitude, km=km, where=where.name)


def _area(op: Operator) -> list[Part]:
    """``area:south,west,north,east`` in degrees."""
    south, west, north, east = (float(value) for value in op.values)
    if not (-90 <= south <= north <= 90 and abs(west) <= 180 and abs(east) <= 180):
        raise ValueError(op.value)
    return [p.Area(south=south, west=west, north=north, east=east)]


def _kind(op: Operator) -> list[Part]:
    return [p.Kind(any=p.ordered(_kind_named(op, value) for value in op.values))]


def _kind_named(op: Operator, value: str) -> str:
    if fold(value) in p.KINDS:
        return fold(value)
    for slot in ("kind", "type", "made", "one"):
        try:
            return op.slot_value(slot, value)
        except ValueError:
            continue
    raise ValueError(value)


def _is(op: Operator) -> list[Part]:
    """``is:favourite``; ``is:video`` and ``is:selfie`` are understood, too."""
    found: list[Part] = []
    for value in op.values:
        if fold(value) in p.FLAGS:
            found.append(p.Is(flag=fold(value)))
            continue
        try:
            found.append(p.Is(flag=op.slot_value("flag", value)))
        except ValueError:
            found.append(p.Kind(any=(_kind_named(op, value),)))
    return found


def _tag(op: Operator) -> list[Part]:
    """A tag as it is known; “blurry” and the like are no tags but measured."""
    return [p.Tag(any=p.ordered(tag_word(value, op.vocabulary) or value.casefold() for value in op.values))]


def tag_word(text: str, vocabulary: Vocabulary) -> str | None:
    """The word of the vocabulary for `text`, which may stand in the plural."""
    own = vocabulary.index.exactly(text, "tag")
    if own:
        return str(own[0])
    words = " ".join(text.casefold().split())
    forms = [words, words.removesuffix("s"), words.removesuffix("es"), f"{words}s"]
    if words.endswith("ies"):
        forms.append(f"{words[:-3]}y")
    return next((form for form in forms if form in vocabulary.words), None)


def _look(aspect: Any) -> Callable[[Operator], list[Part]]:
    def read(op: Operator) -> list[Part]:
        names = p.ordered(_known_or(op, aspect, value) for value in op.values)
        return [p.Look(aspect=aspect, any=names)]

    return read


def _known_or(op: Operator, slot: str, value: str) -> str:
    try:
        return op.slot_value(slot, value)
    except ValueError:
        return value.casefold()


def _mood(op: Operator) -> list[Part]:
    return [p.Mood(any=p.ordered(_known_or(op, "mood", value) for value in op.values))]


def _action(op: Operator) -> list[Part]:
    return [p.Action(any=p.ordered(op.slot_value("action", value) for value in op.values))]


def _camera(op: Operator) -> list[Part]:
    known = [_cameras(op, value) for value in op.values]
    every = [one or [p.CameraName("model", value)] for value, one in zip(op.values, known, strict=True)]
    return [p.Camera(any=p.ordered(name for names in every for name in names), note=_unknown(op, known))]


def _cameras(op: Operator, value: str) -> list[p.CameraName]:
    named: list[p.CameraName] = op.vocabulary.index.exactly(value, "camera")
    exact = [one for one in named if fold(one.name) == fold(value)]
    return exact or named or [one for one in op.vocabulary.cameras if _holds(one.name, [value])]


def _lens(op: Operator) -> list[Part]:
    known = [_lenses(op, value) for value in op.values]
    every = [one or [value] for value, one in zip(op.values, known, strict=True)]
    return [p.Lens(any=p.ordered(name for names in every for name in names), note=_unknown(op, known))]


def _lenses(op: Operator, value: str) -> list[str]:
    exact = [one for one in op.vocabulary.lenses if fold(one) == fold(value)]
    return exact or [one for one in op.vocabulary.lenses if _holds(one, [value])]


def _unknown(op: Operator, known: list[Any]) -> str:
    return next((NOTHING.format(name=value) for value, one in zip(op.values, known, strict=True) if not one), "")


def _holds(name: str, values: list[str]) -> bool:
    here = " ".join(tokens(name))
    return any(f" {' '.join(tokens(value))}" in f" {here}" for value in values if tokens(value))


def _file(op: Operator) -> list[Part]:
    names = tuple(sorted({fold(value).strip().rstrip("*").rstrip() for value in op.values} - {""}))
    if not names:
        raise ValueError(op.value)
    return [p.File(any=names)]


def _origin(op: Operator) -> list[Part]:
    value = fold(op.values[0])
    if value in {"captured", "camera", "real"}:
        return [p.Origin(origin="captured")]
    if value in {"generated", "ai", "made"}:
        return [p.Origin(origin="generated")]
    raise ValueError(op.value)


def _like(op: Operator) -> list[Part]:
    asset_id = fold(op.values[0]).strip() if op.values else ""
    return [p.Like(asset_id="" if asset_id == "this" else asset_id)]


def _mean(op: Operator) -> list[Part]:
    text = " ".join(", ".join(op.values).split())
    return [p.Meaning(text=text)] if tokens(text) else []


def _sort(op: Operator) -> list[Part]:
    value = fold(op.values[0])
    if value in p.SORTS:
        return [p.Order(by=value)]
    return [p.Order(by="newest" if value == "date" else op.slot_value("most", value))]


READERS.update(
    {
        "person": _people,
        "people": _people,
        "with": _people,
        "place": _place,
        "in": _place,
        "at": _place,
        "near": _near,
        "area": _area,
        "type": _kind,
        "kind": _kind,
        "is": _is,
        "tag": _tag,
        "colour": _look("colour"),
        "color": _look("colour"),
        "light": _look("light"),
        "camera": _camera,
        "lens": _lens,
        "mood": _mood,
        "action": _action,
        "event": _event,
        "album": _named(p.Album, "album"),
        "by": _named(p.By, "user person"),
        "file": _file,
        "origin": _origin,
        "like": _like,
        "mean": _mean,
        "sort": _sort,
    }
)
