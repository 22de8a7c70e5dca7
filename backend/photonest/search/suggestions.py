"""Words that would find something: tags, places and cameras that occur in the viewer's own photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Count
from django.db.models.functions import Lower

from photonest import access
from photonest.accounts.models import User
from photonest.search.words import fold
from photonest.tags.models import AssetTag

LIMIT = 10
PLACES = ("city", "region", "country")


@dataclass(frozen=True)
class Suggestion:
    text: str
    kind: Literal["tag", "place", "camera"]
    count: int
    """How many photos carry it."""


def suggest(viewer: User, typed: str = "", *, limit: int = LIMIT) -> list[Suggestion]:
    """Words that begin with `typed` (accents and case do not matter), most frequent first; all when it is empty.

    Only tags that are shown count: what a person cannot see on a photo is not offered.
    """
    start = fold(typed).strip()
    visible = access.visible_assets(viewer).order_by()
    found = [
        Suggestion(name, "tag", count)
        for name, count in AssetTag.objects.filter(owner_id=viewer.pk, is_shown=True, asset__in=visible)
        .values("tag__name")
        .annotate(count=Count("asset_id", distinct=True))
        .values_list("tag__name", "count")
        if _begins(name, start)
    ]
    for field in PLACES:
        found += [
            Suggestion(name, "place", count)
            for name, count in visible.exclude(**{field: ""})
            .values(field)
            .annotate(count=Count("id"))
            .values_list(field, "count")
            if _begins(name, start)
        ]
    if start:
        found += [
            Suggestion(name, "camera", count)
            for name, count in visible.exclude(camera_model="")
            .annotate(folded=Lower("camera_model"))
            .values("camera_model")
            .annotate(count=Count("id"))
            .values_list("camera_model", "count")
            if _begins(name, start)
        ]
    best: dict[str, Suggestion] = {}
    for suggestion in sorted(found, key=lambda one: (-one.count, one.text)):
        best.setdefault(fold(suggestion.text), suggestion)
    return list(best.values())[:limit]


def _begins(name: str, start: str) -> bool:
    """A name of several words is found by the beginning of any of them."""
    folded = fold(name)
    return folded.startswith(start) or f" {start}" in folded
