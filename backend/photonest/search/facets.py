"""What the found photos have in common, counted, each with the words that narrow the search to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractYear

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset, AssetKind
from photonest.events.models import Event, EventAsset
from photonest.people.models import Face
from photonest.search import columns
from photonest.search.columns import OwnerColumns, Table, years_of
from photonest.search.finding import Found, answer, read
from photonest.search.parse import show
from photonest.search.positions import Ids, as_array
from photonest.search.query import parts
from photonest.search.query.parts import Part, Query
from photonest.tags.models import AssetTag, TagKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 12
"""Of one group, the most frequent ones."""
FEW = 20_000
"""Photos that are named one by one to what counts, rather than found anew in every statement."""
COUNTED = frozenset({"local_at", "kind", "city", "country", "camera_model"})
"""Columns that are counted in memory in a large library."""
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


@dataclass(frozen=True)
class _Photos:
    """`seen`: the photos for statements; `ids` where they are known, `table` and `rows` where they stand in memory."""

    viewer: User
    seen: QuerySet[Asset]
    ids: Ids | None = None
    table: Table | None = None
    rows: NDArray[np.int64] | None = None

    def among(self, model: type[Model]) -> Q | RawSQL:
        """A condition for rows of `model` that belong to one of these photos."""
        if self.ids is None or len(self.ids) > FEW:
            return Q(asset__in=self.seen)
        named = f'"{model._meta.db_table}".asset_id = ANY(%s::uuid[])'  # noqa: SLF001  # Django's documented name
        return RawSQL(named, (as_array(self.ids),), output_field=BooleanField())  # noqa: S611  # no text of a user

    def counts(self, column: str) -> list[tuple[str, int]]:
        """Every value of a column of words with the number of its photos, most first; without the empty one."""
        if self.table is None:
            rows = self.seen.exclude(**{column: ""}).values_list(column).annotate(count=Count("*"))
            return list(rows.order_by("-count", column))
        import numpy as np

        values, codes = self.table.columns[column]
        found = np.bincount(values[self.rows].astype(np.int64), minlength=len(codes)).tolist()
        told = [(word, found[code]) for word, code in codes.items() if word and found[code]]
        return sorted(told, key=lambda one: (-one[1], one[0]))

    @cached_property
    def tags(self) -> dict[bool, list[tuple[str, int]]]:
        """Kinds of pictures (True), and things (False), with the number of their photos, most first."""
        rows = AssetTag.objects.filter(
            self.among(AssetTag), owner_id=self.viewer.pk, is_shown=True, kind__in=(TagKind.KIND, *THINGS)
        )
        is_kind = ExpressionWrapper(Q(kind=TagKind.KIND), output_field=BooleanField())
        counted = rows.annotate(is_kind=is_kind).values_list("is_kind", "tag__name")
        found: dict[bool, list[tuple[str, int]]] = {True: [], False: []}
        for of_kind, name, count in counted.annotate(count=Count("asset_id", distinct=True)):
            found[of_kind].append((name, count))
        return {of_kind: sorted(told, key=lambda one: (-one[1], one[0])) for of_kind, told in found.items()}

    def years(self) -> list[tuple[int, int]]:
        """Newest first."""
        if self.table is None:
            years = self.seen.annotate(year=ExtractYear("local_day")).values_list("year").annotate(count=Count("*"))
            return list(years.order_by("-year"))
        import numpy as np

        found = np.unique(years_of(self.table.columns["local_at"].values[self.rows]), return_counts=True)
        return list(zip(*(part[::-1].tolist() for part in found), strict=True))


def _photos(viewer: User, found: Found) -> _Photos | None:
    ids = found.scope.ids if found.listing is None else found.listing.ids
    if ids is None:
        return _Photos(viewer, found.photos.order_by())
    if not len(ids):
        return None
    # A list that names no table, because what counts uses these photos inside other statements.
    named = RawSQL("SELECT unnest(%s::uuid[])", (as_array(ids),))  # no text of a user
    seen = access.visible_assets(viewer).filter(pk__in=named).order_by()
    if not columns.belongs_in_memory(viewer):
        return _Photos(viewer, seen)
    with columns.shelf.take(viewer.pk, lambda: OwnerColumns(viewer)) as mine:
        mine.refresh()
        table = mine.read(COUNTED)
    rows = table.positions.find(ids)
    rows = rows[rows >= 0]
    return _Photos(viewer, seen, table.ids[rows], table, rows)


Counted = Iterator[tuple[str, int, Part]]


def _people(viewer: User, photos: _Photos) -> Counted:
    if not viewer.faces_enabled:
        return
    faces = Face.objects.filter(photos.among(Face), owner_id=viewer.pk, is_ignored=False, person__is_hidden=False)
    rows = faces.exclude(person__name="").values("person_id", "person__name")
    counted = rows.annotate(count=Count("asset_id", distinct=True)).order_by("-count", "person__name")[:MOST]
    for row in counted:
        named = parts.Named(str(row["person_id"]), row["person__name"])
        yield named.name, row["count"], parts.People(any=(named,))


def _events(viewer: User, photos: _Photos) -> Counted:
    members = EventAsset.objects.filter(photos.among(EventAsset), owner_id=viewer.pk, event__is_dismissed=False)
    rows = members.values("event_id").annotate(count=Count("*")).order_by("-count", "event_id")[:MOST]
    counts = {row["event_id"]: row["count"] for row in rows}
    known = Event.objects.in_bulk(list(counts))
    for event_id, count in counts.items():
        if event_id in known and known[event_id].name:
            named = parts.Named(str(event_id), known[event_id].name)
            yield named.name, count, parts.Event(any=(named,))


def _years(_: User, photos: _Photos) -> Counted:
    for year, count in photos.years():
        yield str(year), count, parts.When(any=(_year(year),))


def _year(year: int) -> parts.Interval:
    return parts.Interval(datetime(year, 1, 1), datetime(year + 1, 1, 1))  # noqa: DTZ001  # a wall clock


def _places(_: User, photos: _Photos) -> Counted:
    for level in ("country", "city"):
        for name, count in photos.counts(level)[:MOST]:
            yield name, count, parts.Place(any=(parts.PlaceName(level, name),))


def _kinds(_: User, photos: _Photos) -> Counted:
    types = {AssetKind.IMAGE: "photo", AssetKind.VIDEO: "video"}
    for kind, count in photos.counts("kind"):
        name = types[AssetKind(kind)]
        yield name, count, parts.Kind(any=(name,))
    for name, count in [one for one in photos.tags[True] if one[0] in parts.KINDS][:MOST]:
        yield name, count, parts.Kind(any=(name,))


def _cameras(_: User, photos: _Photos) -> Counted:
    for name, count in photos.counts("camera_model")[:MOST]:
        yield name, count, parts.Camera(any=(parts.CameraName("model", name),))


def _tags(_: User, photos: _Photos) -> Counted:
    for name, count in photos.tags[False][:MOST]:
        yield name, count, parts.Tag(any=(name,))


_GROUPS: dict[Group, Callable[[User, _Photos], Counted]] = {
    "people": _people,
    "events": _events,
    "years": _years,
    "places": _places,
    "kinds": _kinds,
    "cameras": _cameras,
    "tags": _tags,
}
