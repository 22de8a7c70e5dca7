"""Time zone of a place, offset of a zone at a time, country of a zone: offline, loaded when first asked."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from timezonefinder import TimezoneFinder

_lock = threading.Lock()


@cache
def _finder() -> TimezoneFinder:
    # 15 MB resident with the polygons left on disk, 42 MB with them in memory; 0.15 ms a point instead of 0.01.
    from timezonefinder import TimezoneFinder

    return TimezoneFinder(in_memory=False)


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA zone of a point, `Etc/GMT±n` on the open sea. Degrees; None outside the globe."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return _zone_at(round(latitude, 5), round(longitude, 5))


@lru_cache(maxsize=512)
def _zone_at(latitude: float, longitude: float) -> str | None:
    with _lock:  # the finder reads its files through shared handles
        return _finder().timezone_at(lat=latitude, lng=longitude)


def load_zone(name: str | None) -> tzinfo | None:
    """The rules of a zone, or None if there is none of that name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_minutes(zone: tzinfo, wall: datetime) -> int:
    """Minutes east of Greenwich that `zone` shows at the naive local time `wall`.

    In the hour that happens twice the first one counts; local mean times of the 19th century are rounded.
    """
    offset = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    return round(offset.total_seconds() / 60)


def fixed_zone(minutes: int) -> tzinfo:
    """The zone that always is `minutes` east of Greenwich."""
    return timezone(timedelta(minutes=minutes))


def is_sea(zone: str | None) -> bool:
    """Whether a zone found by `zone_at` is one of the artificial ones of the open sea."""
    return zone is not None and zone.startswith("Etc/")


def country_at(latitude: float, longitude: float) -> str | None:
    """ISO 3166 code of the country whose time zone holds the point; None at sea. Zones follow borders closely."""
    return country_of_zone(zone_at(latitude, longitude))


def country_of_zone(zone: str | None) -> str | None:
    """ISO 3166 code of the one country that a zone lies in (tzdata's zone.tab); None for sea and unknown zones."""
    return _countries().get(zone) if zone else None


@cache
def _countries() -> dict[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}
