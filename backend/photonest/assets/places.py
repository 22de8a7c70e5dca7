"""Names the place of a position, offline, from a table of towns; knows nothing of photos.

Table `places.npz` (GeoNames, CC BY 4.0): lat, lon float32[n] degrees; population int32[n]; country uint16[n] into
country_codes and country_names; admin1 uint32[n] into admin1_names; names uint8 (UTF-8) cut by name_offsets
uint32[n+1].
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from photonest.assets.metadata.timezones import country_at

EARTH_RADIUS_KM = 6371.0088

MAX_CITY_KM = 50.0
"""Beyond that a name misleads: 50 km is an hour's drive, and the widest gap between towns of settled land."""

MAX_COUNTRY_KM = 400.0
"""How far off the nearest town may be for its country to be named where no time zone tells it (deserts, ice)."""

PEOPLE_PER_KM2 = 10_000.0
"""Density that turns a population into the radius of a town: see `Places.nearest`."""

_CELL_DEG = 0.5
_COLUMNS = int(360 / _CELL_DEG)
_ROWS = int(180 / _CELL_DEG)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. `city` and `region` may be "" (far from any town), then `distance_km` is to the nearest one."""

    city: str
    region: str
    country_code: str
    country: str
    distance_km: float


class Places:
    """The table, sorted by cells of half a degree so that a lookup touches a few hundred rows."""

    def __init__(
        self,
        arrays: dict[str, npt.NDArray[Any]],
        *,
        country_of: Callable[[float, float], str | None] | None = country_at,
    ) -> None:
        """`country_of` tells the country of a point from a map, or None at sea; None: go by the towns alone."""
        rows = self._rows(arrays["lat"])
        cells = rows * _COLUMNS + self._columns(arrays["lon"])
        order = np.argsort(cells, kind="stable")
        self._cells = cells[order]
        self._lat: Floats = arrays["lat"][order].astype(np.float32)
        self._lon: Floats = arrays["lon"][order].astype(np.float32)
        people = np.maximum(arrays["population"][order], 0).astype(np.float32)
        self._radius_km: Floats = np.sqrt(people / np.float32(PEOPLE_PER_KM2 * math.pi))
        self._country = arrays["country"][order].astype(np.uint16)
        self._admin1 = arrays["admin1"][order].astype(np.uint32)
        offsets = arrays["name_offsets"]
        self._name_start = offsets[:-1][order].astype(np.uint32)
        self._name_end = offsets[1:][order].astype(np.uint32)
        self._names = arrays["names"].tobytes()
        self._codes = [str(code) for code in arrays["country_codes"]]
        self._countries = [str(name) for name in arrays["country_names"]]
        self._regions = arrays["admin1_names"]
        self._index_of_code = {code: index for index, code in enumerate(self._codes)}
        self._country_of = country_of

    @classmethod
    def load(cls, path: Path) -> Places:
        """Reads the table (about 0.1 s, 12 MB resident for 235,000 places). Raises `OSError` or `ValueError`."""
        with np.load(path, allow_pickle=False) as archive:
            return cls({name: archive[name] for name in archive.files})

    def __len__(self) -> int:
        return len(self._lat)

    def nearest(self, latitude: float, longitude: float) -> Place | None:
        """The place of a point in degrees, or None (open sea, or no position at all).

        A town counts as a disc that would hold its people at `PEOPLE_PER_KM2`; the town whose edge is nearest wins
        (distance minus radius). So a point in Vienna is in Vienna although the centre of a district of 5,000 is
        nearer, and a village 2 km outside a city is still itself. Only towns of the country that the point lies in
        (by time-zone borders) are asked, if there is one within `MAX_CITY_KM`. Without a town that near only the
        country is named; at sea nothing, unless a town's edge is that near.
        """
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        country = self._country_of(latitude, longitude) if self._country_of is not None else None
        near = self._within(latitude, longitude, MAX_CITY_KM)
        if len(near):
            return self._best(near, latitude, longitude, country)
        if country is not None:
            return self._country_only(country, latitude, longitude)
        if self._country_of is not None:  # the map says sea
            return None
        far = self._within(latitude, longitude, MAX_COUNTRY_KM)
        if not len(far):
            return None
        distances = self._distances(far, latitude, longitude)
        closest = int(np.argmin(distances))
        index = int(self._country[far[closest]])
        return Place("", "", self._codes[index], self._countries[index], round(float(distances[closest]), 1))

    def town_at(self, latitude: float, longitude: float) -> Place | None:
        """The town whose own point this is (within 100 m), or None."""
        near = self._within(latitude, longitude, 0.1)
        if not len(near):
            return None
        distances = self._distances(near, latitude, longitude)
        best = int(np.argmin(distances))
        return self._place(int(near[best]), float(distances[best]))

    def town(self, row: int) -> tuple[Place, float, float]:
        """The town of a row of the table with its latitude and longitude."""
        return self._place(row, 0.0), float(self._lat[row]), float(self._lon[row])

    def largest_in(self, south: float, west: float, north: float, east: float, *, limit: int) -> list[int]:
        """Rows of the largest towns of a box in degrees; `west` > `east` runs over the date line."""
        across = (
            (self._lon >= west) & (self._lon <= east) if west <= east else (self._lon >= west) | (self._lon <= east)
        )
        rows = np.flatnonzero((self._lat >= south) & (self._lat <= north) & across)
        best = rows[np.argsort(-self._radius_km[rows], kind="stable")[:limit]]
        return [int(row) for row in best]

    def names(self) -> list[str]:
        """The name of every row."""
        return [
            self._names[start:end].decode("utf-8", "replace")
            for start, end in zip(self._name_start.tolist(), self._name_end.tolist(), strict=True)
        ]

    def sizes(self) -> Floats:
        """The radius of every row's town in km: larger means more people."""
        return self._radius_km

    def _best(self, near: npt.NDArray[np.intp], latitude: float, longitude: float, country: str | None) -> Place:
        wanted = self._index_of_code.get(country) if country is not None else None
        if wanted is not None:
            same = near[self._country[near] == wanted]
            near = same if len(same) else near
        distances = self._distances(near, latitude, longitude)
        best = int(np.argmin(distances - self._radius_km[near]))
        return self._place(int(near[best]), float(distances[best]))

    def _place(self, row: int, distance_km: float) -> Place:
        index = int(self._country[row])
        return Place(
            city=self._names[self._name_start[row] : self._name_end[row]].decode("utf-8", "replace"),
            region=str(self._regions[self._admin1[row]]) if len(self._regions) else "",
            country_code=self._codes[index],
            country=self._countries[index],
            distance_km=round(distance_km, 1),
        )

    def _country_only(self, code: str, latitude: float, longitude: float) -> Place | None:
        index = self._index_of_code.get(code)
        if index is None:
            return None
        far = self._within(latitude, longitude, MAX_COUNTRY_KM)
        distance = float(self._distances(far, latitude, longitude).min()) if len(far) else MAX_COUNTRY_KM
        return Place("", "", code, self._countries[index], round(distance, 1))

    def _within(self, latitude: float, longitude: float, radius_km: float) -> npt.NDArray[np.intp]:
        """Row numbers of the places within `radius_km` of a point, by the cells that touch that circle."""
        degrees = math.degrees(radius_km / EARTH_RADIUS_KM)
        low, high = max(latitude - degrees, -90.0), min(latitude + degrees, 90.0)
        # Near a pole the circle holds every longitude.
        reach = 180.0
        if low > -89 and high < 89:
            sine = math.sin(radius_km / EARTH_RADIUS_KM) / math.cos(math.radians(latitude))
            reach = math.degrees(math.asin(sine)) if sine < 1 else 180.0
        first_row, last_row = self._row(low), self._row(high)
        parts = []
        for west, east in _spans(longitude - reach, longitude + reach):
            first, last = self._column(west), self._column(east)
            for row in range(first_row, last_row + 1):
                start, stop = np.searchsorted(self._cells, (row * _COLUMNS + first, row * _COLUMNS + last + 1))
                if stop > start:
                    parts.append(np.arange(start, stop))
        if not parts:
            return np.empty(0, dtype=np.intp)
        rows = np.unique(np.concatenate(parts)).astype(np.intp)
        found: npt.NDArray[np.intp] = rows[self._distances(rows, latitude, longitude) <= radius_km]
        return found

    def _distances(self, rows: npt.NDArray[np.intp], latitude: float, longitude: float) -> npt.NDArray[np.float64]:
        """Great-circle distances in km (haversine, float64)."""
        lat = np.radians(self._lat[rows].astype(np.float64))
        lon = np.radians(self._lon[rows].astype(np.float64))
        lat0, lon0 = math.radians(latitude), math.radians(longitude)
        half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * math.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
        distances: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return distances

    @staticmethod
    def _rows(latitudes: Floats) -> npt.NDArray[np.int32]:
        return np.clip((latitudes.astype(np.float64) + 90) / _CELL_DEG, 0, _ROWS - 1).astype(np.int32)

    @staticmethod
    def _columns(longitudes: Floats) -> npt.NDArray[np.int32]:
        return np.clip((longitudes.astype(np.float64) + 180) / _CELL_DEG, 0, _COLUMNS - 1).astype(np.int32)

    @staticmethod
    def _row(latitude: float) -> int:
        return min(max(int((latitude + 90) / _CELL_DEG), 0), _ROWS - 1)

    @staticmethod
    def _column(longitude: float) -> int:
        return min(max(int((longitude + 180) / _CELL_DEG), 0), _COLUMNS - 1)


def _spans(west: float, east: float) -> list[tuple[float, float]]:
    """One span of longitudes, or two where it crosses the date line."""
    if east - west >= 360:
        return [(-180.0, 180.0)]
    if west < -180:
        return [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]
