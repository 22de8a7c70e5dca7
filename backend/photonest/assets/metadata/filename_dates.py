"""Reads the capture time that phones, messengers and programs write into file names.

Names read: Android and Samsung (`IMG_20230715_143025.jpg`, `20230715_143025.jpg`), Pixel (`PXL_…`, UTC), WhatsApp,
Signal, Telegram, DJI, screenshots of all systems, bursts, Windows Phone, ISO 8601, and milliseconds since 1970.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from photonest.assets.metadata.text_cleaning import clean_line

_YEAR = r"(?P<year>19[7-9]\d|20\d\d)"
_TIME_AFTER = (
    r"(?:(?:[-_., T]|\s(?:at|um|à|alle|a\slas|om|kl\.?|às|в)\s|_at_)\s?"
    r"(?P<hour>\d{1,2})(?P<gap>[-_.:h \u2236\ua789])(?P<minute>\d{2})(?:(?:(?P=gap)|[.m:])(?P<second>\d{2})"
    r"(?:[-_.](?P<fraction>\d{3})(?!\d))?)?(?!\d)(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?(?P<utc>Z\b)?)?"
)
_COMPACT_TIME = (
    r"[-_ T]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})"
    r"(?:[-_.]?(?P<fraction>\d{3})(?!\d))?(?!\d)(?P<utc>Z\b)?"
)

_DASHED_DAY = rf"(?<!\d){_YEAR}(?P<dash>[-_. ])(?P<month>\d{{2}})(?P=dash)(?P<day>\d{{2}})"
_DASHED = re.compile(rf"{_DASHED_DAY}(?!\d){_TIME_AFTER}", re.ASCII)
_DASHED_COMPACT = re.compile(rf"{_DASHED_DAY}{_COMPACT_TIME}", re.ASCII)
_COMPACT = re.compile(rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}}){_COMPACT_TIME}", re.ASCII)
_COMPACT_DASHED = re.compile(
    rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}}){_TIME_AFTER.removesuffix('?')}", re.ASCII
)
_DAY_ONLY = re.compile(rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?!\d)", re.ASCII)
# Telegram's desktop export is the one common writer that puts the day first.
_DAY_FIRST = re.compile(
    rf"@(?P<day>\d{{2}})-(?P<month>\d{{2}})-{_YEAR}_(?P<hour>\d{{2}})-(?P<minute>\d{{2}})-(?P<second>\d{{2}})(?!\d)"
)
_PATTERNS = (_DAY_FIRST, _COMPACT, _DASHED_COMPACT, _COMPACT_DASHED, _DASHED, _DAY_ONLY)

# Milliseconds: the whole name but for letters in front and a copy number behind (2001 to 2033); anything looser
# takes the picture ids of social networks for dates. Seconds: only after iOS's own prefix.
_MILLISECONDS = re.compile(r"[A-Za-z_\- ]{0,24}(1\d{12})(?:[-_ ]\(?\d{1,3}\)?|\(\d{1,3}\))?", re.ASCII)
_SECONDS = re.compile(r"RPReplay_Final(1\d{9})(?!\d)", re.IGNORECASE)

_EXTENSION = re.compile(r"\.(?=\w{0,4}[A-Za-z])\w{1,5}$")

_UTC_PREFIX = re.compile(r"PXL_", re.IGNORECASE)
"""Pixel cameras name files by UTC."""


@dataclass(frozen=True, slots=True)
class NameDate:
    """`moment` is naive local time, or aware (UTC) if the name tells UTC; `precision` "day" means noon is a guess."""

    moment: datetime
    precision: Literal["second", "minute", "day"]


def date_in_name(filename: str) -> NameDate | None:
    """The time in a file name (without its folder), or None. Pure; any text is fine."""
    # macOS puts a narrow space before AM and PM.
    stem = _EXTENSION.sub("", clean_line(filename, 255)).replace("\u202f", " ")
    epoch = _MILLISECONDS.fullmatch(stem)
    if epoch is not None:
        return NameDate(_EPOCH + timedelta(milliseconds=int(epoch[1])), "second")
    epoch = _SECONDS.search(stem)
    if epoch is not None:
        return NameDate(_EPOCH + timedelta(seconds=int(epoch[1])), "second")
    for pattern in _PATTERNS:
        for match in pattern.finditer(stem):
            found = _moment(match.groupdict(), is_utc=_UTC_PREFIX.match(stem) is not None)
            if found is not None:
                return found
    return None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(parts: dict[str, str | None], *, is_utc: bool) -> NameDate | None:
    hour = parts.get("hour")
    clock = int(hour) if hour else 12
    half = (parts.get("half") or "").upper()
    if half:
        if not 1 <= clock <= 12:
            return None
        clock = clock % 12 + (12 if half == "P" else 0)
    try:
        moment = datetime(  # noqa: DTZ001  a wall clock has no zone
            int(parts["year"] or 0),
            int(parts["month"] or 0),
            int(parts["day"] or 0),
            clock,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            int((parts.get("fraction") or "0").ljust(6, "0")),
        )
    except ValueError:
        return None
    if hour is None:
        return NameDate(moment, "day")
    if is_utc or parts.get("utc"):
        moment = moment.replace(tzinfo=UTC)
    return NameDate(moment, "second" if parts.get("second") else "minute")
