"""Decides whether a position found in a file can be true, and makes it from the ways files write it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """WGS 84 degrees, north and east positive; altitude in metres above sea level."""

    latitude: float
    longitude: float
    altitude_m: float | None = None


LOWEST_M, HIGHEST_M = -11_000.0, 100_000.0
"""From the Challenger Deep to the edge of space: outside it is a broken number, not a height."""


def make_position(latitude: float | None, longitude: float | None, altitude_m: float | None = None) -> Position | None:
    """A position, or None if it cannot be one.

    Refused: missing or not finite numbers, |latitude| > 90, |longitude| > 180, and exactly 0, 0, which is what
    cameras without a fix write (the true place is open sea in the Gulf of Guinea).
    """
    if latitude is None or longitude is None or not math.isfinite(latitude) or not math.isfinite(longitude):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (abs(latitude) < 1e-6 and abs(longitude) < 1e-6):
        return None
    if altitude_m is not None and not (math.isfinite(altitude_m) and LOWEST_M <= altitude_m <= HIGHEST_M):
        altitude_m = None
    # Seven decimals are about a centimetre; more is noise of the binary fraction.
    return Position(round(latitude, 7), round(longitude, 7), None if altitude_m is None else round(altitude_m, 2))


def from_degrees(parts: list[float | None], reference: str) -> float | None:
    """Degrees, minutes, seconds (minutes and seconds may be missing) and N, S, E or W as signed degrees."""
    if not parts or parts[0] is None or len(parts) > 3:
        return None
    if any(part is None for part in parts[:2]):
        return None
    # A zero denominator in the seconds alone loses half a minute at most; cameras write 0/0 there.
    degrees, minutes, seconds = (*(part or 0.0 for part in parts), 0.0, 0.0)[:3]
    if minutes < 0 or seconds < 0 or minutes >= 60.0001 or seconds >= 60.0001:
        return None
    value = abs(degrees) + minutes / 60 + seconds / 3600
    return -value if degrees < 0 or reference.strip().upper()[:1] in ("S", "W") else value


_XMP_COORDINATE = re.compile(
    r"([+-]?\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s*([NSEW]?)", re.ASCII
)


def from_xmp_text(text: str) -> float | None:
    """`48,12.5N`, `48,12,30N` (XMP part 2, GPSCoordinate) or plain signed degrees."""
    match = _XMP_COORDINATE.fullmatch(text.strip()[:64].upper())
    if match is None:
        return None
    parts = [float(part) for part in match.groups()[:3] if part is not None]
    return from_degrees(list(parts), match[4])


_ISO6709 = re.compile(r"([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?(?:CRS[^/]*)?/?", re.ASCII)


def from_iso6709(text: str) -> Position | None:
    """`+48.2082+016.3738+171.000/`, as videos of phones write it."""
    match = _ISO6709.fullmatch(text.strip()[:80])
    if match is None:
        return None
    return make_position(float(match[1]), float(match[2]), float(match[3]) if match[3] else None)


def to_xmp_text(degrees: float, positive: str, negative: str) -> str:
    """Degrees and decimal minutes with the hemisphere, as XMP wants it: `48,12.492N` (six decimals: 2 mm)."""
    whole = int(abs(degrees))
    minutes = round((abs(degrees) - whole) * 60, 6)
    if minutes >= 60:
        whole, minutes = whole + 1, 0.0
    return f"{whole},{minutes:.6f}{positive if degrees >= 0 else negative}"
