"""The timeline: an index of days, cut into segments of at most 1,000 assets, and the columns of one segment.

A segment is named by what it covers, not by its position, so that a photo added today leaves the names of older
segments alone: ``d20240601-20240704`` is whole days; ``r20240704-1720051200000000-<id>`` is a run of up to 1,000
assets of one day that has more, beginning (oldest first) at that moment and id.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest, Least, RowNumber, TruncDate

from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset, AssetKind, AssetState
from photonest.core.errors import NotFound

SEGMENT_SIZE = 1000


class View(StrEnum):
    LIBRARY = "library"
    FAVOURITES = "favourites"
    VIDEOS = "videos"
    RECENT = "recent"
    """By the time they were added."""
    TRASH = "trash"
    """By the time they were thrown away."""


class SegmentUnknown(NotFound):
    """This part of the timeline does not exist. Load the timeline again."""

    code, permanent = "segment_unknown", False


def moment_field(view: View) -> str:
    """The column that orders a view."""
    return {View.RECENT: "added_at", View.TRASH: "trashed_at"}.get(view, "local_at")


def narrow(assets: QuerySet[Asset], view: View) -> QuerySet[Asset]:
    """`assets` (visible ones, or the trash for `View.TRASH`) cut down to what the view shows."""
    if view is View.FAVOURITES:
        return assets.filter(is_favourite=True)
    if view is View.VIDEOS:
        return assets.filter(kind=AssetKind.VIDEO)
    return assets


@dataclass(frozen=True)
class Day:
    day: date
    count: int
    ratio_sum: float
    place: str | None
    """The city that most photos of the day name."""


@dataclass(frozen=True)
class Segment:
    key: str
    days: tuple[Day, ...]
    """Newest first. The parts of a day with more than 1,000 assets share its place and its mean ratio."""

    @property
    def count(self) -> int:
        return sum(day.count for day in self.days)


@dataclass(frozen=True)
class Index:
    version: str
    """Changes with every change of anything a segment shows."""
    segments: tuple[Segment, ...]
    """Newest first."""

    @property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)


def fingerprint(assets: QuerySet[Asset], view: View) -> str:
    """The version that `index` would give now, without building it: one cheap aggregate."""
    found = narrow(assets, view).order_by().aggregate(count=Count("*"), changes=Sum(ROW_CHANGE))
    return _version(view, found["count"], int(found["changes"] or 0))


def index(assets: QuerySet[Asset], view: View) -> Index:
    """The index of a view; one aggregate, and one more query only where a day has over 1,000 assets."""
    moment = moment_field(view)
    assets = narrow(assets, view)
    days, version = _days(assets, view)
    crowded = [day.day for day in days if day.count > SEGMENT_SIZE]
    starts = _run_starts(assets, moment, crowded) if crowded else {}
    segments = tuple(_cut(days, starts))
    return Index(version=version, segments=segments)


_TILE_RATIO = Least(Greatest(F("ratio"), 0.4), 3.2)
"""What a tile's shape can be on the screen (web: `tileRatio`); one 65,535 x 1 strip must not stretch its whole day."""

ROW_CHANGE = RawSQL("assets_asset.xmin::text::bigint", (), output_field=BigIntegerField())
"""The transaction that last wrote the row. Between two states of a view with equally many rows the sum only grows,
because every changed or new row carries a newer transaction; so (count, sum) names a state."""


def _version(view: View, count: int, changes: int) -> str:
    return blake2b(f"{view}|{count}|{changes}".encode(), digest_size=9).hexdigest()


def _days(assets: QuerySet[Asset], view: View) -> tuple[list[Day], str]:
    """Days newest first, and the version of what was counted, both from one snapshot."""
    moment = moment_field(view)
    rows = (
        assets.order_by()
        .annotate(
            day=F("local_day") if moment == "local_at" else TruncDate(moment, tzinfo=UTC),
            change=ROW_CHANGE,
        )
        .values_list("day", "city")
        .annotate(count=Count("*"), ratios=Sum(_TILE_RATIO), changes=Sum("change"))
    )
    merged: dict[date, list[Any]] = {}
    total = changes = 0
    for day, city, count, ratios, changed in rows:
        total += count
        changes += int(changed)
        entry = merged.setdefault(day, [0, 0.0, None, 0])
        entry[0] += count
        entry[1] += ratios
        if city and (count, city) > (entry[3], entry[2] or ""):
            entry[2], entry[3] = city, count
    days = [Day(day, entry[0], entry[1], entry[2]) for day, entry in merged.items()]
    days.sort(key=lambda day: day.day, reverse=True)
    return days, _version(view, total, changes)


def _run_starts(assets: QuerySet[Asset], moment: str, days: list[date]) -> dict[date, list[tuple[datetime, UUID]]]:
    """Moment and id at which each run of 1,000 begins in crowded days, oldest first."""
    day = F("local_day") if moment == "local_at" else TruncDate(moment, tzinfo=UTC)
    numbered = (
        assets.order_by()
        .annotate(
            day=day,
            number=Window(RowNumber(), partition_by=[day], order_by=[F(moment).asc(), F("id").asc()]),
        )
        .filter(day__in=days)
        .annotate(part=F("number") % SEGMENT_SIZE)
        .filter(part=1)
        .values_list("day", moment, "id")
    )
    starts: dict[date, list[tuple[datetime, UUID]]] = {}
    for found, at, asset_id in numbered:
        starts.setdefault(found, []).append((at, asset_id))
    for runs in starts.values():
        runs.sort()
    return starts


def _cut(days: list[Day], starts: dict[date, list[tuple[datetime, UUID]]]) -> Iterator[Segment]:
    """Whole days packed oldest first inside each year, crowded days in runs; yielded newest first."""
    segments: list[Segment] = []
    pack: list[Day] = []

    def close() -> None:
        if pack:
            key = f"d{_compact(pack[0].day)}-{_compact(pack[-1].day)}"
            segments.append(Segment(key, tuple(reversed(pack))))
            pack.clear()

    for day in reversed(days):
        if day.day in starts:
            close()
            segments.extend(_runs(day, starts[day.day]))
            continue
        # A year begins a new segment, so that an old photo added later renames segments of its own year only.
        if pack and (pack[-1].day.year != day.day.year or sum(d.count for d in pack) + day.count > SEGMENT_SIZE):
            close()
        pack.append(day)
    close()
    return reversed(segments)


def _runs(day: Day, starts: list[tuple[datetime, UUID]]) -> Iterator[Segment]:
    left = day.count
    mean_ratio = day.ratio_sum / day.count
    for at, asset_id in starts:
        count = min(SEGMENT_SIZE, left)
        left -= count
        part = Day(day.day, count, mean_ratio * count, day.place)
        yield Segment(f"r{_compact(day.day)}-{_micros(at)}-{asset_id.hex}", (part,))


_DAYS_KEY = re.compile(r"d(\d{8})-(\d{8})")
_RUN_KEY = re.compile(r"r(\d{8})-(-?\d{1,18})-([0-9a-f]{32})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def segment_rows(assets: QuerySet[Asset], view: View, key: str) -> QuerySet[Asset]:
    """The assets of a segment, at most 1,000. Days: newest first; a run: oldest first (see `segment_values`).

    Raises `SegmentUnknown` for a key that no index ever gave.
    """
    moment = moment_field(view)
    assets = narrow(assets, view)
    try:
        if found := _DAYS_KEY.fullmatch(key):
            first, last = _day(found[1]), _day(found[2])
            return assets.filter(_between(moment, first, last)).order_by(f"-{moment}", "-id")[:SEGMENT_SIZE]
        if found := _RUN_KEY.fullmatch(key):
            day = _day(found[1])
            start = _EPOCH + timedelta(microseconds=int(found[2]))
            after = Q(**{f"{moment}__gt": start}) | Q(**{moment: start, "id__gte": UUID(found[3])})
            # The plain bound is what the index uses; the pair condition only sorts out equal moments.
            lower = Q(**{f"{moment}__gte": start})
            return assets.filter(_between(moment, day, day), lower, after).order_by(moment, "id")[:SEGMENT_SIZE]
    except (ValueError, OverflowError):
        raise SegmentUnknown from None
    raise SegmentUnknown


def segment_values(assets: QuerySet[Asset], view: View, key: str, *fields: str) -> list[tuple[Any, ...]]:
    """Values of `fields` for each asset of a segment, newest first."""
    rows = list(segment_rows(assets, view, key).values_list(*fields))
    if key.startswith("r"):
        rows.reverse()
    return rows


def columns(assets: QuerySet[Asset], view: View, key: str) -> dict[str, Any]:
    """One segment, columnar, newest first: a list a column, and sparse columns by index."""
    rows = segment_values(
        assets, view, key,
        "id", "local_at", "ratio", "colour_rgb", "kind", "frame_count", "motion_length", "motion_part__id",
        "is_favourite", "duration_s", "state", "renditions_version", "filename",
        "stack_size",
    )  # fmt: skip
    favourites: list[int] = []
    durations: dict[str, float] = {}
    states: dict[str, str] = {}
    stacks: dict[str, int] = {}
    kinds = []
    for number, row in enumerate(rows):
        kind, frames, motion_length, motion_id, is_favourite, duration_s, state, renditions = row[4:12]
        kinds.append(kind_letter(kind, frames, has_motion=motion_length is not None or motion_id is not None))
        if is_favourite:
            favourites.append(number)
        if duration_s is not None:
            durations[str(number)] = round(duration_s, 2)
        if row[13] > 1:
            stacks[str(number)] = row[13]
        if state != AssetState.READY and not renditions:  # with a tile there is something to show, whatever comes later
            states[str(number)] = state
    return {
        "ids": [row[0] for row in rows],
        "local_at": [row[1].replace(tzinfo=None).isoformat(timespec="seconds") for row in rows],
        "ratios": [round(row[2], 3) for row in rows],
        "colours": [colour(row[3]) for row in rows],
        "kinds": "".join(kinds),
        "favourites": favourites,
        "durations": durations,
        "states": states,
        "stacks": stacks,
        "filenames": [row[12] for row in rows],
    }


def tiles(assets: QuerySet[Asset], ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Those of `ids` that are among `assets`, in that order, each as a grid draws it."""
    rows = assets.filter(id_in(ids)).values_list(
        "id", "filename", "ratio", "colour_rgb", "kind", "frame_count", "motion_length", "motion_part__id",
        "thumbhash", "local_at",
    )  # fmt: skip
    found = {
        row[0]: {
            "id": row[0],
            "filename": row[1],
            "ratio": round(row[2], 3),
            "colour": colour(row[3]),
            "kind": kind_letter(row[4], row[5], has_motion=row[6] is not None or row[7] is not None),
            "thumbhash": b64encode(row[8]).decode() if row[8] else None,
            "local_at": row[9].replace(tzinfo=None).isoformat(timespec="seconds"),
        }
        for row in rows
    }
    return [found[asset_id] for asset_id in dict.fromkeys(ids) if asset_id in found]


def kind_letter(kind: str, frame_count: int, *, has_motion: bool) -> str:
    """``v`` video, ``m`` live or motion photo, ``a`` animated, ``i`` image."""
    if kind == AssetKind.VIDEO:
        return "v"
    if has_motion:
        return "m"
    return "a" if frame_count > 1 else "i"


def colour(rgb: int) -> str:
    """``#rrggbb``."""
    return f"#{rgb & 0xFFFFFF:06x}"


def _between(moment: str, first: date, last: date) -> Q:
    start = datetime.combine(first, time.min, tzinfo=UTC)
    end = datetime.combine(last, time.max, tzinfo=UTC)  # the last microsecond; a next day need not exist (9999)
    return Q(**{f"{moment}__gte": start, f"{moment}__lte": end})


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime does not pad years below 1000


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
