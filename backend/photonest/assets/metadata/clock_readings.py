"""Parses the ways files write a date and time: EXIF, XMP (ISO 8601, also cut short), IPTC, zone offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Precision = Literal["second", "minute", "day", "month", "year"]

HIGHEST_OFFSET_MINUTES = 14 * 60
"""Kiribati is 14 hours ahead of UTC, nobody is further; -12 is the other end."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`wall` is naive. `offset_minutes` is None if no zone was written; `is_utc` marks a bare "Z"."""

    wall: datetime
    offset_minutes: int | None = None
    is_utc: bool = False
    precision: Precision = "second"


_CLOCK = re.compile(
    r"(\d{4})(?:[:/.\-]\s?(\d{1,2})(?:[:/.\-]\s?(\d{1,2})"
    r"(?:[T\s]\s{0,2}(\d{1,2}):\s?(\d{1,2})(?::\s?(\d{1,2})(?:[.,:](\d{1,9}))?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_WHOLE_CLOCK = re.compile(
    r"(\d{4})[:/.\-](\d{2})[:/.\-](\d{2})[T\s](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?!\d)()", re.ASCII
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?", re.ASCII)


def parse_clock(text: str) -> Reading | None:
    """A date with or without time and zone, or None if it is none (month 13, year 0, words).

    Read: `2023:07:15 14:30:25`, `2023-07-15T14:30:25.123+02:00`, `2023-07-15`, `2023-07`, `2023`. A missing time
    becomes noon, a missing day or month the first; `precision` tells.
    """
    text = text.strip("\0 \t\r\n")[:64]
    # A whole clock with something unreadable behind it (a zone of ":04:00") is still a clock; less than that is not.
    match = _CLOCK.fullmatch(text) or _WHOLE_CLOCK.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    precision: Precision = "second"
    if second is None:
        precision = "minute" if hour is not None else "day" if day else "month" if month else "year"
    # 60 is a leap second, and what sloppy writers make of rounding.
    seconds = min(int(second or 0), 59) if int(second or 0) <= 60 else 99
    try:
        wall = datetime(  # noqa: DTZ001  a wall clock has no zone
            int(year),
            int(month or 1),
            int(day or 1),
            12 if hour is None else int(hour),
            int(minute or 0),
            seconds,
            int((fraction or "0")[:6].ljust(6, "0")),
        )
    except ValueError:
        return None
    is_utc = zone is not None and zone.upper() in ("Z", "UTC")
    return Reading(wall, parse_offset(zone or ""), is_utc, precision)


def parse_offset(text: str) -> int | None:
    """`+02:00`, `-0330`, `+02` or `Z` as minutes east of Greenwich; None for anything else or out of range."""
    text = text.strip("\0 ")
    if text.upper() in ("Z", "UTC"):
        return 0
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if int(match[3] or 0) > 59:
        return None
    minutes = -minutes if match[1] == "-" else minutes
    return minutes if -12 * 60 <= minutes <= HIGHEST_OFFSET_MINUTES else None


def offset_text(minutes: int) -> str:
    """Minutes east of Greenwich as `+02:00`."""
    whole = abs(minutes)
    return f"{'-' if minutes < 0 else '+'}{whole // 60:02d}:{whole % 60:02d}"


def rounded_offset(wall: datetime, utc: datetime) -> int | None:
    """The zone offset that two clocks of the same moment show, if it is a quarter of an hour and plausible.

    Takeout and GPS clocks: multiples of 15 minutes, at most 14 hours (FEATURES.md, appendix A); the clocks may
    disagree by 90 s (a GPS fix is often a little older than the picture).
    """
    difference = wall - utc.replace(tzinfo=None)
    quarters = round(difference / timedelta(minutes=15))
    if abs(difference - quarters * timedelta(minutes=15)) > timedelta(seconds=90):
        return None
    minutes = quarters * 15
    return minutes if -12 * 60 <= minutes <= HIGHEST_OFFSET_MINUTES else None
