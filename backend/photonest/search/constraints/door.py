"""From a part to its condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from photonest.assets.models import Asset
from photonest.search.constraints import belonging, clocks, faces, looks, numbers, places, texts
from photonest.search.constraints.asking import NOTHING, Asker, any_of
from photonest.search.query import parts
from photonest.search.query.parts import Part

_CONDITIONS: dict[type[Part], Callable[[Any, Asker], Q]] = {
    parts.People: faces.people,
    parts.Amount: numbers.amount,
    parts.When: clocks.when,
    parts.Yearly: clocks.yearly,
    parts.TimeOfDay: clocks.time_of_day,
    parts.Weekdays: clocks.weekdays,
    parts.Added: clocks.added,
    parts.Place: places.place,
    parts.Near: places.near,
    parts.Area: places.area,
    parts.Kind: looks.kind,
    parts.Is: looks.flag,
    parts.Tag: looks.tag,
    parts.Look: looks.look,
    parts.Count: looks.count,
    parts.Action: looks.action,
    parts.Mood: looks.mood,
    parts.Meaning: looks.meaning,
    parts.Origin: looks.origin,
    parts.Camera: texts.camera,
    parts.Lens: texts.lens,
    parts.File: texts.file,
    parts.Phrase: texts.phrase,
    parts.Event: belonging.event,
    parts.Album: belonging.album,
    parts.By: belonging.by,
    parts.Like: belonging.like,
}


def constrain(assets: QuerySet[Asset], hard: Iterable[Part], asker: Asker) -> QuerySet[Asset]:
    """Those of `assets` for which every one of `hard` holds."""
    for part in hard:
        assets = assets.filter(condition_of(part, asker))
    return assets


def condition_of(part: Part, asker: Asker) -> Q:
    """What must hold; of a negated part: what must not, where what is not known does not count against a photo."""
    if isinstance(part, parts.Either):
        condition = any_of(_all_of(held, asker) for held in part.any)
    else:
        condition = _CONDITIONS[type(part)](part, asker)
    return ~condition if part.negated else condition


def _all_of(held: Iterable[Part], asker: Asker) -> Q:
    """An alternative with something that cannot be asked (a name while faces are off) holds for nothing."""
    found = Q()
    for part in held:
        if not part.applies:
            return NOTHING
        found &= condition_of(part, asker)
    return found
