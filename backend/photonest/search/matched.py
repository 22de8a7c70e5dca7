"""Which hard part held for which photo, in words that name what was matched: the person, the event, the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.events.queries import members_of
from photonest.people.models import Face
from photonest.search.constraints import Asker, condition_of
from photonest.search.constraints.asking import ids_of
from photonest.search.constraints.places import EARTH_KM
from photonest.search.query import parts
from photonest.search.query.parts import Part, Query
from photonest.search.softly import counted
from photonest.tags.models import AssetTag

Reasons = dict[UUID, list[str]]


def matched(assets: Sequence[Asset], query: Query, asker: Asker, *, viewer: User) -> dict[UUID, list[str]]:
    """Asset id -> a reason for each part that held. Where only "not" was asked, that is the reason."""
    found: Reasons = {asset.pk: [] for asset in assets}
    hard = query.hard
    for part in hard:
        if isinstance(part, parts.Either):
            _tell_either(found, assets, part, asker, viewer)
        elif not part.negated:
            _tell(found, assets, part, asker, viewer)
    _add(found, _moods(assets, query, viewer))
    for number in query.each(parts.Count):
        if not number.negated:
            _tell(found, assets, number, asker, viewer)
    denied = [part for part in hard if part.negated]
    for asset in assets:
        if not found[asset.pk] and denied and not query.soft:
            found[asset.pk] = [_denied(part) for part in denied]
    return found


def told(assets: Sequence[Asset], wanted: Sequence[Part], asker: Asker, *, viewer: User) -> Reasons:
    """Asset id -> a reason for each of these parts that is told of it."""
    found: Reasons = {asset.pk: [] for asset in assets}
    for part in wanted:
        _tell(found, assets, part, asker, viewer)
    return found


def _tell(found: Reasons, assets: Sequence[Asset], part: Part, asker: Asker, viewer: User) -> None:
    """Of a part that held for all of `assets`."""
    if isinstance(part, parts.People):
        _add(found, _people(assets, part, viewer))
    elif isinstance(part, parts.Event):
        _add(found, _events(assets, part, viewer))
    elif isinstance(part, parts.Tag | parts.Look):
        _add(found, _tags(assets, part, viewer))
    elif isinstance(part, parts.Count):
        _add(found, _counts(assets, part, viewer))
    elif type(part) in _OWN:
        tell = _OWN[type(part)]
        _add(found, ((asset.pk, words) for asset in assets if (words := tell(asset, part, asker))))


def _tell_either(found: Reasons, assets: Sequence[Asset], either: parts.Either, asker: Asker, viewer: User) -> None:
    """Only of the alternatives that a photo fulfils, which the database says once more."""
    for alternative in either.any:
        held = parts.Either(any=(alternative,))
        rows = access.visible_assets(viewer).filter(pk__in=[asset.pk for asset in assets])
        ids = set(rows.filter(condition_of(held, asker)).values_list("pk", flat=True))
        those = [asset for asset in assets if asset.pk in ids]
        for part in alternative:
            if part.negated:
                _add(found, ((asset.pk, _denied(part)) for asset in those))
            elif isinstance(part, parts.Meaning | parts.Mood | parts.Action):
                names = asker.excluded.get(part.text, ()) if isinstance(part, parts.Meaning) else part.any
                _add(found, _tags(those, parts.Tag(any=names), viewer) if names else ())
            else:
                _tell(found, those, part, asker, viewer)


def _add(found: Reasons, more: Iterable[tuple[UUID, str]]) -> None:
    for asset_id, words in more:
        found[asset_id].append(words)


def _denied(part: Part) -> str:
    chip = part.chip or part.name
    return chip if chip.startswith(("not ", "no ", "without ")) else f"not {chip}"


# --- what other tables say -----------------------------------------------------------------------


def _people(assets: Sequence[Asset], part: parts.People, viewer: User) -> Iterable[tuple[UUID, str]]:
    rows = Face.objects.filter(
        owner_id=viewer.pk, asset__in=assets, person_id__in=ids_of(part.any), is_ignored=False
    ).values_list("asset_id", "person__name")
    return ((asset_id, f"person: {name}") for asset_id, name in dict.fromkeys(rows))


def _events(assets: Sequence[Asset], part: parts.Event, viewer: User) -> Iterable[tuple[UUID, str]]:
    ids = ids_of(part.any)
    rows = members_of(ids).filter(owner_id=viewer.pk, asset__in=assets).select_related("event", "moment")
    for row in rows:
        if row.moment is not None and row.moment_id in ids:
            yield row.asset_id, f"moment: {row.moment.title}"
        elif row.event is not None:
            yield row.asset_id, f"event: {row.event.name}"


def _tags(assets: Sequence[Asset], part: parts.Tag | parts.Look, viewer: User) -> Iterable[tuple[UUID, str]]:
    names = [form for name in part.any for form in (name, name.lower())]
    rows = AssetTag.objects.filter(owner_id=viewer.pk, asset__in=assets, tag__name__in=names, is_shown=True)
    word = "tag"
    if isinstance(part, parts.Look):
        rows, word = rows.filter(kind=part.aspect), part.aspect
    return _once(rows.values_list("asset_id", "tag__name", "score", "source"), word)


def _moods(assets: Sequence[Asset], query: Query, viewer: User) -> Iterable[tuple[UUID, str]]:
    names = [name for part in query.each(parts.Mood) if not part.negated for name in part.any]
    if not names:
        return ()
    rows = AssetTag.objects.filter(
        owner_id=viewer.pk, asset__in=assets, kind="mood", tag__name__in=names, is_shown=True
    )
    return _once(rows.values_list("asset_id", "tag__name", "score", "source"), "mood")


def _counts(assets: Sequence[Asset], part: parts.Count, viewer: User) -> Iterable[tuple[UUID, str]]:
    rows = counted(viewer, part).filter(asset__in=assets).values_list("asset_id", "count")
    return ((asset_id, f"count: {part.thing} ×{number}") for asset_id, number in rows)


def _once(rows: Iterable[tuple[UUID, str, float, str]], word: str) -> Iterable[tuple[UUID, str]]:
    """Each name once a photo, with its best score; what a person said has none."""
    best: dict[tuple[UUID, str], tuple[float, str]] = {}
    for asset_id, name, score, source in rows:
        best[asset_id, name] = max(best.get((asset_id, name), (0.0, "")), (score, source))
    for (asset_id, name), (score, source) in best.items():
        yield asset_id, f"{word}: {name}" if source == "user" else f"{word}: {name} {score:.2f}"


# --- what the photo's own row says ---------------------------------------------------------------


def _date(asset: Asset, *_: Any) -> str:
    return f"date: {_day(asset.local_at)}"


def _time(asset: Asset, *_: Any) -> str:
    return f"time: {asset.local_at:%H:%M}"


def _weekday(asset: Asset, *_: Any) -> str:
    return f"date: {asset.local_at:%A}, {_day(asset.local_at)}"


def _added(asset: Asset, _: Part, asker: Asker) -> str:
    return f"added: {_day(asset.added_at.astimezone(ZoneInfo(asker.zone)))}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _place(asset: Asset, part: parts.Place, _: Asker) -> str:
    names = dict.fromkeys(name.name for name in part.any if getattr(asset, name.level) == name.name)
    return f"place: {', '.join(names)}" if names else ""


def _near(asset: Asset, part: parts.Near, _: Asker) -> str:
    if asset.latitude is None or asset.longitude is None:
        return ""
    up, along = radians(asset.latitude - part.latitude), radians(asset.longitude - part.longitude)
    arc = sin(up / 2) ** 2 + cos(radians(asset.latitude)) * cos(radians(part.latitude)) * sin(along / 2) ** 2
    km = 2 * EARTH_KM * asin(sqrt(min(1.0, arc)))
    return f"place: {km:.1f} km from {part.where}" if part.where else f"place: {km:.1f} km away"


def _area(asset: Asset, part: parts.Area, _: Asker) -> str:
    return f"place: {part.where or asset.city or asset.country or 'in this area'}"


def _kind(_: Asset, part: parts.Kind, __: Asker) -> str:
    return f"{part.name}: {' or '.join(part.any)}"


def _is(_: Asset, part: parts.Is, __: Asker) -> str:
    return f"is: {part.flag.replace('-', ' ')}"


def _amount(asset: Asset, part: parts.Amount, _: Asker) -> str:
    persons = asset.person_count if asset.person_count is not None else asset.face_count
    return {
        "persons": f"people: {persons}",
        "rating": f"rating: {asset.rating}",
        "duration": f"length: {asset.duration_s or 0:.0f} s",
        "focal": f"lens: {asset.focal_length_mm or 0:g} mm",
        "aperture": f"aperture: f/{asset.f_number or 0:g}",
        "iso": f"ISO: {asset.iso}",
        "size": f"size: {asset.size_bytes / 1e6:.1f} MB",
        "megapixels": f"size: {(asset.width_px or 0) * (asset.height_px or 0) / 1e6:.1f} megapixels",
    }.get(part.field, part.chip or part.name)


def _camera(asset: Asset, *_: Any) -> str:
    return f"camera: {asset.camera_make} {asset.camera_model}".rstrip()


def _lens(asset: Asset, *_: Any) -> str:
    return f"camera: {asset.lens}"


def _file(asset: Asset, part: parts.File, _: Asker) -> str:
    names = [asset.filename, *(name.filename for name in asset.names.all())]
    begins = [name for name in names if name.casefold().startswith(part.any)]
    return f"name: {begins[0]}" if begins else f"name: {asset.filename}"


def _origin(_: Asset, part: parts.Origin, __: Asker) -> str:
    return f"origin: {part.origin}"


def _by(*_: Any) -> str:
    return "added by: you"


_OWN: Mapping[type[Part], Callable[[Asset, Any, Asker], str]] = {
    parts.When: _date,
    parts.Yearly: _date,
    parts.TimeOfDay: _time,
    parts.Weekdays: _weekday,
    parts.Added: _added,
    parts.Place: _place,
    parts.Near: _near,
    parts.Area: _area,
    parts.Kind: _kind,
    parts.Is: _is,
    parts.Amount: _amount,
    parts.Camera: _camera,
    parts.Lens: _lens,
    parts.File: _file,
    parts.Origin: _origin,
    parts.By: _by,
}
