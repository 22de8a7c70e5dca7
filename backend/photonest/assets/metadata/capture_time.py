"""Decides when a photo was taken, from every clock that left a trace, and says which one was believed.

Order (FEATURES.md IN9), best first: a sidecar (that is where people put corrections), EXIF DateTimeOriginal and
CreateDate, the video container, embedded XMP, IPTC, the GPS clock, the file name, EXIF ModifyDate, the file time.
Zone: an offset tag, else the place, else two clocks compared, else the user's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from photonest.assets.metadata.clock_readings import Precision, rounded_offset
from photonest.assets.metadata.timezones import fixed_zone, load_zone, offset_minutes

TimeSource = Literal["exif", "xmp", "sidecar", "file_name", "file_time", "video"]
ZoneSource = Literal["offset_tag", "gps", "file_name", "user"]

EARLIEST = datetime(1826, 1, 1)  # noqa: DTZ001  a wall clock has no zone
"""The oldest photograph that is kept is of 1826 or 1827; scans carry such dates."""

CLOCK_AHEAD = timedelta(days=1)
"""How far a camera may be ahead of the server: zones and clocks set wrong by hours."""

_EMPTY_CLOCKS = (
    datetime(1904, 1, 1),  # noqa: DTZ001  QuickTime's zero
    datetime(1970, 1, 1),  # noqa: DTZ001  Unix's zero
    datetime(1980, 1, 1),  # noqa: DTZ001  FAT's zero, in zip files too
    datetime(1601, 1, 1),  # noqa: DTZ001  Windows' zero
)
_JUST_STARTED = timedelta(hours=1)
"""A clock without battery counts on from its zero."""
CAMERA_CLOCKS = frozenset({"exif", "xmp"})
"""Sources of a time that a camera told itself, to the second."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One trace of a clock. `moment` is naive local time, or aware.

    An aware moment with an offset other than zero, or with `is_zone_told`, tells local time and zone; other aware
    moments tell the instant only (satellites, MP4 headers, a bare "Z").
    """

    source: TimeSource
    field: str
    moment: datetime
    precision: Precision = "second"
    is_zone_told: bool = False


@dataclass(frozen=True, slots=True)
class CaptureTime:
    """When: `local` is the naive wall clock of the place, `utc` the aware instant, minutes east of Greenwich."""

    local: datetime
    utc: datetime
    offset_minutes: int
    source: TimeSource
    field: str
    zone_source: ZoneSource
    precision: Precision = "second"


def choose_time(
    candidates: Iterable[Candidate],
    *,
    place_zone: str | None,
    user_zone: str,
    now: datetime,
    notes: list[str],
) -> CaptureTime | None:
    """The first believable candidate with its zone resolved; None if there is none.

    `place_zone` is the IANA zone of the GPS position, `now` aware. Sentences about what was not believed are
    added to `notes`.
    """
    believable = [candidate for candidate in candidates if _is_believable(candidate, now, notes)]
    if not believable:
        return None
    best = _same_by_camera(believable)
    place = load_zone(place_zone)
    user = load_zone(user_zone)
    if user is None:
        notes.append(f"The time zone “{user_zone[:60]}” is not known; UTC was used.")
        user = UTC
    offset: int
    zone_source: ZoneSource
    told = _told_offset(best)
    if best.moment.tzinfo is None:
        told = _told_by_twin(best, believable)
    if best.moment.tzinfo is not None and told is None:
        compared = _compared_with_name(best, believable)
        if compared == 0:  # a camera that writes local time where UTC belongs
            best = replace(best, moment=best.moment.replace(tzinfo=None))
        elif place is None and compared is not None:
            return _finished(
                best, best.moment.replace(tzinfo=None) + timedelta(minutes=compared), compared, "file_name"
            )
    if best.moment.tzinfo is None or told is not None:
        wall = best.moment.replace(tzinfo=None)
        if told is not None:
            offset, zone_source = told, "offset_tag"
        elif place is not None:
            offset, zone_source = offset_minutes(place, wall), "gps"
        elif (compared := _compared_with_instant(best, believable)) is not None:
            offset, zone_source = compared, "gps"
        else:
            offset, zone_source = offset_minutes(user, wall), "user"
        return _finished(best, wall, offset, zone_source)
    zone, zone_source = (place, "gps") if place is not None else (user, "user")
    wall = best.moment.astimezone(zone).replace(tzinfo=None)
    return _finished(best, wall, offset_minutes_at(zone, best.moment), zone_source)


def offset_minutes_at(zone: object, instant: datetime) -> int:
    """Minutes east of Greenwich that a zone shows at an aware instant."""
    local = instant.astimezone(zone)  # type: ignore[arg-type]
    return round((local.utcoffset() or timedelta()).total_seconds() / 60)


def _finished(best: Candidate, wall: datetime, offset: int, zone_source: ZoneSource) -> CaptureTime:
    utc = wall.replace(tzinfo=fixed_zone(offset)).astimezone(UTC)
    return CaptureTime(wall, utc, offset, best.source, best.field, zone_source, best.precision)


def _told_offset(candidate: Candidate) -> int | None:
    offset = candidate.moment.utcoffset()
    if offset is None or not (candidate.is_zone_told or offset):
        return None
    return round(offset.total_seconds() / 60)


def _is_believable(candidate: Candidate, now: datetime, notes: list[str]) -> bool:
    wall = candidate.moment.replace(tzinfo=None)
    if candidate.precision == "second" and any(zero <= wall < zero + _JUST_STARTED for zero in _EMPTY_CLOCKS):
        notes.append(f"{candidate.field} ({wall:%Y-%m-%d}) is what an unset clock shows and was not used.")
        return False
    if wall < EARLIEST:
        notes.append(f"{candidate.field} ({wall.year}) lies before photography and was not used.")
        return False
    instant = candidate.moment if candidate.moment.tzinfo is not None else wall.replace(tzinfo=UTC)
    if instant > now + CLOCK_AHEAD:
        notes.append(f"{candidate.field} ({wall:%Y-%m-%d}) lies in the future and was not used.")
        return False
    return True


def _same_by_camera(believable: list[Candidate]) -> Candidate:
    """The best candidate; a sidecar that only repeats the camera's clock gives way to it, which knows more."""
    best = believable[0]
    if best.source != "sidecar" or _told_offset(best) is not None:
        return best
    wall = best.moment.replace(tzinfo=None)
    for other in believable:
        if other.source == "exif" and abs(other.moment.replace(tzinfo=None) - wall) < timedelta(seconds=1):
            return other
    return best


def _told_by_twin(best: Candidate, believable: list[Candidate]) -> int | None:
    """The offset that another candidate tells for the very same wall clock."""
    for other in believable:
        told = _told_offset(other)
        if told is not None and abs(other.moment.replace(tzinfo=None) - best.moment) < timedelta(seconds=1):
            return told
    return None


def _compared_with_name(best: Candidate, believable: list[Candidate]) -> int | None:
    """Offset between the local time of the file name and an instant of the video container."""
    if best.source != "video":
        return None
    for other in believable:
        if other.source == "file_name" and other.moment.tzinfo is None and other.precision == "second":
            return rounded_offset(other.moment, best.moment.astimezone(UTC))
    return None


def _compared_with_instant(best: Candidate, believable: list[Candidate]) -> int | None:
    """Offset between the camera's clock and the GPS clock of the same picture."""
    if best.source != "exif":
        return None
    for other in believable:
        if other.field == "GPS time":
            return rounded_offset(best.moment, other.moment.astimezone(UTC))
    return None
