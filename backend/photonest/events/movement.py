"""What the positions of an event say: nights away, length of the way, what it climbs; pure. Rows in order of time."""

from __future__ import annotations

import numpy as np

from photonest.events.evidence import AWAY_KM, NIGHT_HOUR
from photonest.events.shots import Floats, distance_km

STEP_S = 600.0
"""The way is measured from position to position of every ten minutes: GPS jitter within a burst is no walk."""
LONGEST_STEP_KM = 6.0
"""Somebody who moved further between two such positions did not walk."""
LONGEST_PAUSE_S = 3 * 3600.0
JITTER_KM = 0.12


def nights_away(at: Floats, away_km: Floats) -> int:
    """Nights (four in the morning) between photos that were all taken away from home."""
    known = np.flatnonzero(~np.isnan(away_km))
    if len(known) < 2:
        return 0
    night = np.floor((at[known] - NIGHT_HOUR * 3600) / 86_400).astype(np.int64)
    away = away_km[known] > AWAY_KM
    both = away[:-1] & away[1:]
    # Three days without a photo away from home are still three nights away.
    return int(np.diff(night)[both].sum())


def walked_km(at: Floats, latitude: Floats, longitude: Floats) -> float:
    """Length of what may have been walked, in km."""
    rows = _steps(at, ~np.isnan(latitude))
    if len(rows) < 2:
        return 0.0
    apart = distance_km(latitude[rows[:-1]], longitude[rows[:-1]], latitude[rows[1:]], longitude[rows[1:]])
    pause = np.diff(at[rows])
    is_walk = (apart > JITTER_KM) & (apart < LONGEST_STEP_KM) & (pause < LONGEST_PAUSE_S) & (apart * 3600 < 7 * pause)
    return float(apart[is_walk].sum())


def climbed_m(altitude_m: Floats) -> float:
    """Metres between the lowest and the highest position, the odd wrong one left out."""
    known = altitude_m[~np.isnan(altitude_m)]
    if len(known) < 6:
        return 0.0
    low, high = np.percentile(known, [5, 95])
    return float(high - low) if 0 <= high - low < 4000 else 0.0


def _steps(at: Floats, is_known: np.ndarray) -> np.ndarray:
    """The first known row of every ten minutes."""
    known = np.flatnonzero(is_known)
    if not len(known):
        return known
    _, first = np.unique(np.floor(at[known] / STEP_S), return_index=True)
    return np.asarray(known[first])
