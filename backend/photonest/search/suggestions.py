"""Words that would find something in the viewer's own photos: people, events, places, tags, cameras, kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal
from uuid import UUID

from django.db.models import Count

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import AssetKind
from photonest.events.models import EventAsset
from photonest.people.models import Face
from photonest.search.counting import Counted
from photonest.search.shelf import Shelf
from photonest.search.words import fold
from photonest.tags.models import AssetTag, Tag, TagKind

LIMIT = 10
PLACES = ("city", "region", "country")
NO_IDEAS = frozenset({TagKind.COLOUR, TagKind.LIGHT, TagKind.MOOD})
KEPT_OWNERS = 16
KEPT_S = 3600.0
MOST_WORDS = 4
"""Of the text so far, that the suggestion may go on with: "beach with new yo" goes on to New York."""

Kind = Literal["person", "event", "tag", "place", "camera", "kind"]
_FIRST: tuple[Kind, ...] = ("person", "event")
"""Names somebody gave come before what machines say, however few photos they have."""


@dataclass(frozen=True)
class Suggestion:
    text: str
    kind: Kind
    count: int
    """How many photos carry it."""
    is_look: bool = False
    """A colour, light or mood: offered to who types it, but no idea for who does not know what to look for."""
    words: str = ""
    """The whole search text with it."""
    asks: str = ""
    """What asks for it, where its own words ask for more: "Saturday in Vienna" alone is every Saturday there."""


def suggest(viewer: User, typed: str = "", *, limit: int = LIMIT) -> list[Suggestion]:
    """What the text may go on to: names that begin with all of it, or with its last words.

    Accents and case do not matter. Most frequent first; the most frequent of all when nothing is typed. Only tags
    that are shown count: what a person cannot see on a photo is not offered.
    """
    with _shelf.take(viewer.pk, Counted[list[Suggestion]]) as words:
        known = words.get(partial(_in_order, viewer))
    known = _still_named(viewer, known)
    best: dict[str, Suggestion] = {}
    for before, start in _beginnings(typed):
        for one in known:
            if _is_offered(one, start) and fold(one.text) not in best:
                best[fold(one.text)] = replace(one, words=f"{before} {one.asks or one.text}".strip())
                if len(best) == limit:
                    return list(best.values())
    return list(best.values())


def _still_named(viewer: User, known: list[Suggestion]) -> list[Suggestion]:
    """Without people and events that have this name no more: erased, hidden or renamed since they were counted."""
    people = access.own_people(viewer).filter(is_hidden=False).values_list("name", flat=True)
    events = access.own_events(viewer).order_by()
    titles = {own or machine for own, machine in events.values_list("title", "auto_title")}
    titles.update(events.exclude(moments__title="").values_list("moments__title", flat=True))
    names: dict[Kind, set[str]] = {"person": set(people), "event": titles}
    return [one for one in known if one.kind not in names or one.text in names[one.kind]]


def _beginnings(typed: str) -> Iterator[tuple[str, str]]:
    """What stays and what is gone on with, folded; the longest first."""
    words = typed.split()
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        yield " ".join(words[:-count]), fold(" ".join(words[-count:]))
    if not words:
        yield "", ""


def _is_offered(one: Suggestion, start: str) -> bool:
    if not start:
        return one.kind not in {"camera", "kind"} and not one.is_look and not (one.kind == "event" and one.asks)
    return _begins(one.text, start)


def _in_order(viewer: User) -> list[Suggestion]:
    """All words of the viewer's photos: names somebody gave, then the most frequent."""
    return sorted(_count(viewer), key=lambda one: (one.kind not in _FIRST or bool(one.asks), -one.count, one.text))


def _count(viewer: User) -> Iterator[Suggestion]:
    yield from _count_people(viewer)
    yield from _count_events(viewer)
    yield from _count_tags(viewer)
    yield from _count_texts(viewer)


def _count_people(viewer: User) -> Iterator[Suggestion]:
    visible = access.visible_assets(viewer).order_by()
    people = access.own_people(viewer).filter(is_hidden=False).exclude(name="")
    faces = Face.objects.filter(owner_id=viewer.pk, person__in=people, is_ignored=False, asset__in=visible)
    rows = faces.order_by().values_list("person__name").annotate(count=Count("asset_id", distinct=True))
    for name, count in rows:
        yield Suggestion(name, "person", count)


def _count_events(viewer: User) -> Iterator[Suggestion]:
    """Events and moments by the names that the viewer gave, then events by the machine's titles."""
    visible = access.visible_assets(viewer).order_by()
    members = EventAsset.objects.filter(owner_id=viewer.pk, event__is_dismissed=False, asset__in=visible).order_by()
    machine: Counter[str] = Counter()
    rows = members.values_list("event__title", "event__auto_title").annotate(count=Count("*"))
    own: Counter[str] = Counter()
    for title, auto_title, count in rows:
        if title:
            own[title] += count
        elif auto_title:
            machine[auto_title] += count
    moments = members.filter(moment__isnull=False).exclude(moment__title="")
    for title, count in moments.values_list("moment__title").annotate(count=Count("*")):
        own[title] += count
    for title, count in own.items():
        yield Suggestion(title, "event", count)
    for title, count in machine.items():
        if title not in own:
            yield Suggestion(title, "event", count, asks=f'event:"{title}"')


def _count_tags(viewer: User) -> Iterator[Suggestion]:
    visible = access.visible_assets(viewer).order_by()
    tags: dict[int, int] = {}
    kinds: dict[int, str] = {}
    # By kind, because counting distinct photos takes three times as long: of "dog" as label and as object the more
    # frequent one counts.
    rows = AssetTag.objects.filter(owner_id=viewer.pk, is_shown=True, asset__in=visible).order_by()
    for tag_id, kind, count in (
        rows.values("tag_id", "kind").annotate(count=Count("*")).values_list("tag_id", "kind", "count")
    ):
        if kind in NO_IDEAS or kind == TagKind.KIND:
            kinds[tag_id] = kind
        tags[tag_id] = max(count, tags.get(tag_id, 0))
    names = dict(Tag.objects.filter(id__in=tags).values_list("id", "name"))
    for tag_id, count in tags.items():
        look = kinds.get(tag_id)
        name = names[tag_id]
        asks = f'tag:"{name}"' if "/" in name else ""  # a path is one tag, not words
        yield Suggestion(name, "kind" if look == TagKind.KIND else "tag", count, look in NO_IDEAS, asks=asks)


def _count_texts(viewer: User) -> Iterator[Suggestion]:
    visible = access.visible_assets(viewer).order_by()
    texts: dict[Kind, Counter[str]] = {"place": Counter(), "camera": Counter(), "kind": Counter()}
    groups = visible.values(*PLACES, "camera_model", "kind").annotate(count=Count("*"))
    for *places, camera, kind, count in groups.values_list(*PLACES, "camera_model", "kind", "count"):
        for place in set(places):
            texts["place"][place] += count
        texts["camera"][camera] += count
        texts["kind"]["videos" if kind == AssetKind.VIDEO else ""] += count
    for group, counts in texts.items():
        for text, count in counts.items():
            if text:
                yield Suggestion(text, group, count)


def _begins(name: str, start: str) -> bool:
    """A name of several words, or a path, is found by the beginning of any of them."""
    folded = fold(name)
    return folded.startswith(start) or f" {start}" in folded or f"/{start}" in folded


_shelf: Shelf[UUID, Counted[list[Suggestion]]] = Shelf(size=KEPT_OWNERS, idle_s=KEPT_S)
