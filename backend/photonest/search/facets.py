"""What the found photos have in common, counted, each with the words that narrow the search to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractYear

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetKind
from photonest.events.models import Event, EventAsset
from photonest.people.models import Face
from photonest.search.finding import Found, answer, read
from photonest.search.parse import show
from photonest.search.positions import as_uuids
from photonest.search.query import parts
from photonest.search.query.parts import Part, Query
from photonest.tags.models import AssetTag, TagKind

MOST = 12
"""Of one group, the most frequent ones."""
FEW = 5_000
"""Photos that are named one by one to what counts, rather than found anew in every statement."""
THINGS = (TagKind.LABEL, TagKind.OBJECT, TagKind.USER, TagKind.SCENE, TagKind.ACTION)


Group = Literal["people", "events", "years", "places", "kinds", "cameras", "tags"]


@dataclass(frozen=True)
class Facet:
    group: Group
    name: str
    count: int
    text: str
    """What to add to the search text."""


def facets(viewer: User, text: str, *, like: UUID | None = None) -> list[Facet]:
    """Facets of everything that a search finds, the most frequent of each group first. Raises `QueryError`."""
    photos = _photos(viewer, answer(viewer, read(viewer, text, like=like), like=like))
    if photos is None:
        return []
    return [
        Facet(group, name, count, show(Query.of([part])))
        for group, counted in _GROUPS.items()
        for name, count, part in counted(viewer, photos)
    ]


def _photos(viewer: User, found: Found) -> QuerySet[Asset] | None:
    ids = found.scope.ids if found.listing is None else found.listing.ids
    if ids is None or (found.listing is None and len(ids) > FEW):
        return found.photos.order_by()
    if not len(ids):
        return None
    # A list that names no table, because what counts uses these photos inside other statements.
    few = RawSQL("SELECT unnest(%s::uuid[])", (as_uuids(ids),))  # no text of a user
    return access.visible_assets(viewer).filter(pk__in=few).order_by()


Counted = Iterator[tuple[str, int, Part]]


def _people(viewer: User, photos: QuerySet[Asset]) -> Counted:
    if not viewer.faces_enabled:
        return
    faces = Face.objects.filter(owner_id=viewer.pk, is_ignored=False, asset__in=photos, person__is_hidden=False)
    rows = faces.exclude(person__name="").values("person_id", "person__name")
    counted = rows.annotate(count=Count("asset_id", distinct=True)).order_by("-count", "person__name")[:MOST]
    for row in counted:
        named = parts.Named(str(row["person_id"]), row["person__name"])
        yield named.name, row["count"], parts.People(any=(named,))


def _events(viewer: User, photos: QuerySet[Asset]) -> Counted:
    members = EventAsset.objects.filter(owner_id=viewer.pk, asset__in=photos, event__is_dismissed=False)
    rows = members.values("event_id").annotate(count=Count("*")).order_by("-count", "event_id")[:MOST]
    counts = {row["event_id"]: row["count"] for row in rows}
    known = Event.objects.in_bulk(list(counts))
    for event_id, count in counts.items():
        if event_id in known and known[event_id].name:
            named = parts.Named(str(event_id), known[event_id].name)
            yield named.name, count, parts.Event(any=(named,))


def _years(_: User, photos: QuerySet[Asset]) -> Counted:
    rows = photos.annotate(year=ExtractYear("local_day")).values_list("year").annotate(count=Count("*"))
    for year, count in rows.order_by("-year"):
        yield str(year), count, parts.When(any=(_year(year),))


def _year(year: int) -> parts.Interval:
    return parts.Interval(datetime(year, 1, 1), datetime(year + 1, 1, 1))  # noqa: DTZ001  # a wall clock


def _places(_: User, photos: QuerySet[Asset]) -> Counted:
    for level in ("country", "city"):
        rows = photos.exclude(**{level: ""}).values_list(level).annotate(count=Count("*"))
        for name, count in rows.order_by("-count", level)[:MOST]:
            yield name, count, parts.Place(any=(parts.PlaceName(level, name),))


def _kinds(viewer: User, photos: QuerySet[Asset]) -> Counted:
    types = {AssetKind.IMAGE: "photo", AssetKind.VIDEO: "video"}
    for kind, count in photos.values_list("kind").annotate(count=Count("*")).order_by("-count"):
        name = types[AssetKind(kind)]
        yield name, count, parts.Kind(any=(name,))
    for name, count in _tag_counts(viewer, photos, (TagKind.KIND,)):
        if name in parts.KINDS:
            yield name, count, parts.Kind(any=(name,))


def _cameras(_: User, photos: QuerySet[Asset]) -> Counted:
    rows = photos.exclude(camera_model="").values_list("camera_model").annotate(count=Count("*"))
    for name, count in rows.order_by("-count", "camera_model")[:MOST]:
        yield name, count, parts.Camera(any=(parts.CameraName("model", name),))


def _tags(viewer: User, photos: QuerySet[Asset]) -> Counted:
    for name, count in _tag_counts(viewer, photos, THINGS):
        yield name, count, parts.Tag(any=(name,))


def _tag_counts(viewer: User, photos: QuerySet[Asset], kinds: tuple[TagKind, ...]) -> list[tuple[str, int]]:
    rows = AssetTag.objects.filter(owner_id=viewer.pk, asset__in=photos, is_shown=True, kind__in=kinds)
    counted = rows.values_list("tag__name").annotate(count=Count("asset_id", distinct=True))
    return list(counted.order_by("-count", "tag__name")[:MOST])


_GROUPS: dict[Group, Callable[[User, QuerySet[Asset]], Counted]] = {
    "people": _people,
    "events": _events,
    "years": _years,
    "places": _places,
    "kinds": _kinds,
    "cameras": _cameras,
    "tags": _tags,
}
