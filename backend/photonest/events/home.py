"""Where somebody lived when: the place of most days, half a year around; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photonest.events.shots import Floats, distance_km

CELL_DEG = 0.1
"""About ten kilometres."""
SPAN_S = 90 * 86_400
"""A quarter of a year: home is looked for in each of them and its neighbours."""
FEWEST_DAYS = 4


@dataclass(frozen=True)
class Homes:
    """Home by quarter, ascending: ``(number of the quarter, latitude, longitude)``."""

    quarters: Sequence[tuple[int, float, float]] = ()

    def away_km(self, at: Floats, latitude: Floats, longitude: Floats) -> Floats:
        """Distance of each photo from the home of its time; NaN where either is unknown."""
        if not self.quarters:
            return np.full(len(at), np.nan)
        numbers = np.asarray([quarter[0] for quarter in self.quarters])
        where = np.asarray([quarter[1:] for quarter in self.quarters])
        # A quarter without a home has that of the last one that had.
        place = np.clip(np.searchsorted(numbers, np.floor(at / SPAN_S), side="right") - 1, 0, None)
        return distance_km(latitude, longitude, where[place, 0], where[place, 1])


def homes(at: Floats, latitude: Floats, longitude: Floats, *, otherwise: tuple[float, float] | None = None) -> Homes:
    """Homes by the days spent in each cell. `at`: seconds of the wall clock; `otherwise`: where nothing is found."""
    known = np.flatnonzero(~np.isnan(latitude))
    found: list[tuple[int, float, float]] = []
    if len(known):
        day = np.floor(at[known] / 86_400).astype(np.int64)
        cell = np.stack([np.round(latitude[known] / CELL_DEG), np.round(longitude[known] / CELL_DEG)], axis=1)
        _, number = np.unique(cell, axis=0, return_inverse=True)
        number = number.reshape(-1)
        visits = np.unique(np.stack([day, number], axis=1), axis=0)
        in_all = np.bincount(visits[:, 1])
        quarter = np.floor(at[known] / SPAN_S).astype(np.int64)
        days_in_quarter = SPAN_S // 86_400
        for here in np.unique(quarter).tolist():
            low, high = (here - 1) * days_in_quarter, (here + 2) * days_in_quarter
            near = visits[np.searchsorted(visits[:, 0], low) : np.searchsorted(visits[:, 0], high)]
            days = np.bincount(near[:, 1])
            home = int(np.argmax(days))
            if days[home] < FEWEST_DAYS:  # a thin half year: the place of all years
                home = int(np.argmax(in_all))
                if in_all[home] < FEWEST_DAYS:
                    continue
            of_home = known[number == home]
            found.append((here, float(np.median(latitude[of_home])), float(np.median(longitude[of_home]))))
    if not found and otherwise is not None:
        found = [(0, *otherwise)]
    return Homes(tuple(found))
