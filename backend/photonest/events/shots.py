"""What finding events looks at: one column a fact, photos in the order of their clocks; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EARTH_RADIUS_KM = 6371.0088
NEAR_S = 45 * 60.0
"""How long a position speaks for a photo without one."""
SAME_PLACE_KM = 2.0
STAYED_S = 6 * 3600.0
"""Between two positions this near and no further apart in time, nobody left."""


@dataclass(frozen=True)
class Shots:
    """`n` photos. What is not known is NaN, an empty set or a row of zeros, and says nothing."""

    at: Floats
    """Seconds of the wall clock."""
    key: Ints
    """Different for every photo; orders those of the same second."""
    latitude: Floats
    longitude: Floats
    people: Sequence[frozenset[int]]
    picture: npt.NDArray[np.float32]
    """A row of any length that is alike for pictures that look alike; zeros where there is none."""
    away_km: Floats
    """Distance from home at that time."""
    held: Ints
    """Number of the edited event a photo belongs to, -1 for none."""

    def __len__(self) -> int:
        return len(self.at)

    def take(self, rows: Ints) -> Shots:
        """The shots of these rows, in that order."""
        return Shots(
            self.at[rows], self.key[rows], self.latitude[rows], self.longitude[rows],
            [self.people[row] for row in rows.tolist()], self.picture[rows], self.away_km[rows], self.held[rows],
        )  # fmt: skip


def shots(
    at: Sequence[float] | Floats,
    *,
    key: Sequence[int] | Ints | None = None,
    latitude: Sequence[float] | Floats | None = None,
    longitude: Sequence[float] | Floats | None = None,
    people: Sequence[frozenset[int]] | None = None,
    picture: npt.NDArray[np.float32] | None = None,
    away_km: Sequence[float] | Floats | None = None,
    held: Sequence[int] | Ints | None = None,
) -> Shots:
    """Shots of what is known; the rest is unknown."""
    count = len(at)
    unknown = np.full(count, np.nan)
    return Shots(
        np.asarray(at, float),
        np.arange(count) if key is None else np.asarray(key, np.int64),
        unknown if latitude is None else np.asarray(latitude, float),
        unknown if longitude is None else np.asarray(longitude, float),
        [frozenset()] * count if people is None else people,
        np.zeros((count, 1), np.float32) if picture is None else picture,
        unknown if away_km is None else np.asarray(away_km, float),
        np.full(count, -1, np.int64) if held is None else np.asarray(held, np.int64),
    )


def in_order(found: Shots) -> Ints:
    """Rows by time, and by key within the same second."""
    return np.lexsort((found.key, found.at))


def distance_km(latitude_a: Floats, longitude_a: Floats, latitude_b: Floats, longitude_b: Floats) -> Floats:
    """Great-circle distance of points in degrees; NaN where one is unknown."""
    lat_a, lat_b = np.radians(latitude_a), np.radians(latitude_b)
    half = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin(np.radians(longitude_b - longitude_a) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def with_positions(found: Shots) -> Shots:
    """`found` (in order), where photos without a position have that of a neighbour in time that can speak for them."""
    known = ~np.isnan(found.latitude)
    if known.all() or not known.any():
        return found
    rows = np.arange(len(found))
    before = np.maximum.accumulate(np.where(known, rows, -1))
    after = np.minimum.accumulate(np.where(known, rows, len(found))[::-1])[::-1]
    has_before, has_after = before >= 0, after < len(found)
    before, after = np.maximum(before, 0), np.minimum(after, len(found) - 1)
    since = np.where(has_before, found.at - found.at[before], np.inf)
    until = np.where(has_after, found.at[after] - found.at, np.inf)
    apart = distance_km(found.latitude[before], found.longitude[before], found.latitude[after], found.longitude[after])
    stayed = has_before & has_after & (apart <= SAME_PLACE_KM) & (since + until <= STAYED_S)
    nearest = np.where(since <= until, before, after)
    takes = ~known & (stayed | (np.minimum(since, until) <= NEAR_S))
    source = np.where(takes, nearest, rows)
    return replace(
        found,
        latitude=found.latitude[source],
        longitude=found.longitude[source],
        away_km=np.where(takes, found.away_km[source], found.away_km),
    )
