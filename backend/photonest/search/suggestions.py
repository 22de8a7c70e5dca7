"""Words that would find something: tags, places and cameras that occur in the viewer's own photos."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Count

from photonest import access
from photonest.accounts.models import User
from photonest.search.shelf import Shelf
from photonest.search.words import fold
from photonest.tags.models import AssetTag, Tag, TagKind

LIMIT = 10
PLACES = ("city", "region", "country")
NO_IDEAS = frozenset({TagKind.COLOUR, TagKind.LIGHT, TagKind.MOOD})
KEPT_OWNERS = 16
KEPT_S = 60.0
DEAR_S = 0.1
"""Counting takes milliseconds in a small library and is done each time; what took longer is remembered a while."""

Kind = Literal["tag", "place", "camera"]


@dataclass(frozen=True)
class Suggestion:
    text: str
    kind: Kind
    count: int
    """How many photos carry it."""
    is_look: bool = False
    """A colour, light or mood: offered to who types it, but no idea for who does not know what to look for."""


def suggest(viewer: User, typed: str = "", *, limit: int = LIMIT) -> list[Suggestion]:
    """Words that begin with `typed` (accents and case do not matter), most frequent first; all when it is empty.

    Only tags that are shown count: what a person cannot see on a photo is not offered.
    """
    start = fold(typed).strip()
    with _shelf.take(viewer.pk, _Words) as words:
        known = words.of(viewer)
    found = [one for one in known if (start or not (one.kind == "camera" or one.is_look)) and _begins(one.text, start)]
    best: dict[str, Suggestion] = {}
    for suggestion in found:
        best.setdefault(fold(suggestion.text), suggestion)
        if len(best) == limit:
            break
    return list(best.values())


class _Words:
    """All words of one viewer's photos, most frequent first."""

    def __init__(self) -> None:
        self._known: list[Suggestion] = []
        self._good_until = 0.0

    def of(self, viewer: User) -> list[Suggestion]:
        began = time.monotonic()
        if began >= self._good_until:
            self._known = sorted(_count(viewer), key=lambda one: (-one.count, one.text))
            now = time.monotonic()
            self._good_until = now + KEPT_S if now - began > DEAR_S else now
        return self._known


def _count(viewer: User) -> list[Suggestion]:
    visible = access.visible_assets(viewer).order_by()
    tags: dict[int, int] = {}
    looks: set[int] = set()
    # By kind, because counting distinct photos takes three times as long: of "dog" as label and as object the more
    # frequent one counts.
    rows = AssetTag.objects.filter(owner_id=viewer.pk, is_shown=True, asset__in=visible).order_by()
    groups_of_tags = rows.values("tag_id", "kind").annotate(count=Count("*")).values_list("tag_id", "kind", "count")
    for tag_id, kind, count in groups_of_tags:
        if kind in NO_IDEAS:
            looks.add(tag_id)
        tags[tag_id] = max(count, tags.get(tag_id, 0))
    names = dict(Tag.objects.filter(id__in=tags).values_list("id", "name"))
    texts: dict[Kind, Counter[str]] = {"place": Counter(), "camera": Counter()}
    groups = visible.values(*PLACES, "camera_model").annotate(count=Count("*"))
    for *places, camera, count in groups.values_list(*PLACES, "camera_model", "count"):
        for place in set(places):
            texts["place"][place] += count
        texts["camera"][camera] += count
    return [Suggestion(names[tag_id], "tag", count, tag_id in looks) for tag_id, count in tags.items()] + [
        Suggestion(text, kind, count) for kind, counts in texts.items() for text, count in counts.items() if text
    ]


def _begins(name: str, start: str) -> bool:
    """A name of several words is found by the beginning of any of them."""
    folded = fold(name)
    return folded.startswith(start) or f" {start}" in folded


_shelf: Shelf[UUID, _Words] = Shelf(size=KEPT_OWNERS, idle_s=KEPT_S)
