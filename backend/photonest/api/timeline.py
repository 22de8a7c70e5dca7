"""The timeline: its index, its segments, and their thumbhashes."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from photonest import access
from photonest.accounts.models import User
from photonest.api.authentication import viewer
from photonest.api.hot_bytes import as_json, bytes_response, hot_response
from photonest.assets import timeline
from photonest.assets.models import Asset
from photonest.assets.timeline import View

router = Router(tags=["timeline"])

Key = Annotated[str, Path(max_length=80)]
Version = Annotated[str, Query(max_length=64, description="Version of the index; only distinguishes addresses.")]
DayOut = tuple[str, int, float, str | None]


class SegmentOut(Schema):
    key: str
    count: int
    first_day: str
    """Newest local day."""
    last_day: str
    days: list[DayOut]
    """[local day, count, sum of aspect ratios, place or null], newest first."""


class IndexOut(Schema):
    version: str
    total: int
    segments: list[SegmentOut]


class ColumnsOut(Schema):
    ids: list[str]
    local_at: list[str]
    ratios: list[float]
    colours: list[str]
    kinds: Annotated[str, Field(pattern="^[ivma]*$")]
    favourites: list[int]
    durations: dict[str, float]
    states: dict[str, str]
    stacks: dict[str, int]
    """How many photos stand for one, where it is a stack."""
    filenames: list[str]


class ThumbhashesOut(Schema):
    thumbhashes: list[str | None]


@router.get("", response=IndexOut)
def timeline_index(request: HttpRequest, view: View = View.LIBRARY) -> HttpResponse:
    """Days with their counts, cut into segments, newest first."""
    user = viewer(request)
    assets = _assets(user, view)
    version = timeline.fingerprint(assets, view)
    kept = _kept_indexes.get((user.pk, view))
    if kept is None or kept[0] != version:
        found = timeline.index(assets, view)
        kept = found.version, as_json(_index_out(found))
        _kept_indexes[user.pk, view] = kept
        while len(_kept_indexes) > KEPT_INDEXES:
            _kept_indexes.pop(next(iter(_kept_indexes)), None)
    return bytes_response(request, kept[1])


KEPT_INDEXES = 32
"""Indexes kept as bytes; one of 100,000 photos has about 230 kB."""

_kept_indexes: dict[tuple[UUID, View], tuple[str, bytes]] = {}
"""By viewer and view: version and JSON. Asked for its version in the database before every use."""


def _index_out(found: timeline.Index) -> dict[str, Any]:
    segments = [
        {
            "key": segment.key,
            "count": segment.count,
            "first_day": segment.days[0].day,
            "last_day": segment.days[-1].day,
            "days": [(day.day, day.count, round(day.ratio_sum, 2), day.place) for day in segment.days],
        }
        for segment in found.segments
    ]
    return {"version": found.version, "total": found.total, "segments": segments}


@router.get("/segments/{key}", response=ColumnsOut)
def timeline_segment(request: HttpRequest, key: Key, view: View = View.LIBRARY, v: Version = "") -> HttpResponse:  # noqa: ARG001
    """One segment, a list a column, newest first."""
    return hot_response(request, timeline.columns(_assets(viewer(request), view), view, key))


@router.get("/segments/{key}/thumbhashes", response=ThumbhashesOut)
def timeline_thumbhashes(request: HttpRequest, key: Key, view: View = View.LIBRARY, v: Version = "") -> HttpResponse:  # noqa: ARG001
    """The thumbhashes of one segment in its order; null where there is none yet."""
    rows = timeline.segment_values(_assets(viewer(request), view), view, key, "thumbhash")
    return hot_response(request, {"thumbhashes": [b64encode(row[0]).decode() if row[0] else None for row in rows]})


def _assets(user: User, view: View) -> QuerySet[Asset]:
    if view is View.TRASH:
        return access.trashed_assets(user)
    # A favourite behind a cover is still a favourite.
    return access.reachable_assets(user) if view is View.FAVOURITES else access.visible_assets(user)
