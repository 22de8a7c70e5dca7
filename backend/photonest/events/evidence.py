"""What speaks for a boundary between two photos that follow one another: time, place, people, picture; pure.

Every column is 0 where it says nothing, so that a signal that is missing changes no decision.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photonest.events.shots import Floats, Shots, distance_km

SCALES_S = (600.0, 3600.0, 6 * 3600.0, 86_400.0)
"""Scales of the likeness of two times, exp(-|Δt| / K): ten minutes, an hour, six hours, a day."""
REACH = 5
"""Photos on either side that the novelty at a place looks at."""
AROUND = 10
"""Gaps on either side that say what an ordinary gap is here."""
AWAY_KM, HOME_KM = 50.0, 15.0
FAST_KMH = 60.0
NIGHT_HOUR = 4

TIME = (
    "gap",
    "gap_over_1h",
    "gap_over_6h",
    "gap_z",
    "novelty_10min",
    "novelty_1h",
    "novelty_6h",
    "novelty_1d",
    "night",
    "day",
)
PLACE = ("distance", "moved", "fast", "same_place", "left_or_came_home", "away", "away_gap", "away_night", "same_gap")
PEOPLE = ("people_change", "people_same")
PICTURE = ("picture_change", "picture_step")
COLUMNS = (*TIME, *PLACE, *PEOPLE, *PICTURE)
AGAINST = ("same_place", "away", "away_gap", "away_night", "same_gap", "people_same")
"""Columns that can only speak against a boundary; all others can only speak for one."""
SIGNALS = {"time": TIME, "place": PLACE, "people": PEOPLE, "picture": PICTURE}


def evidence(found: Shots) -> Floats:
    """One row for each pair of neighbours, one column for each of `COLUMNS`. `found`: in order, with positions."""
    count = max(len(found) - 1, 0)
    table = np.zeros((count, len(COLUMNS)))
    if not count:
        return table
    columns = {**_time(found), **_place(found), **_people(found), **_picture(found)}
    for number, name in enumerate(COLUMNS):
        table[:, number] = np.nan_to_num(columns[name], nan=0.0, posinf=0.0, neginf=0.0)
    return table


def without(table: Floats, signals: Sequence[str]) -> Floats:
    """`table` as it would be if these signals did not exist."""
    silent = {name for signal in signals for name in SIGNALS[signal]}
    kept = table.copy()
    kept[:, [number for number, name in enumerate(COLUMNS) if name in silent]] = 0.0
    return kept


def _time(found: Shots) -> dict[str, Floats]:
    gaps = np.diff(found.at)
    log_gap = np.log1p(gaps / 60)
    mean, deviation = _around(log_gap)
    before, after = found.at[:-1], found.at[1:]
    shift = NIGHT_HOUR * 3600.0
    nights = np.floor((after - shift) / 86_400) - np.floor((before - shift) / 86_400)
    columns = {
        "gap": log_gap,
        "gap_over_1h": np.maximum(log_gap - np.log1p(60), 0),
        "gap_over_6h": np.maximum(log_gap - np.log1p(360), 0),
        "gap_z": np.clip((log_gap - mean) / (deviation + 0.5), -4, 6),
        "night": np.minimum(nights, 1.0),
        "day": (gaps > 20 * 3600).astype(float),
    }
    names = ("novelty_10min", "novelty_1h", "novelty_6h", "novelty_1d")
    return columns | {name: _novelty(found.at, scale) for name, scale in zip(names, SCALES_S, strict=True)}


def _around(values: Floats) -> tuple[Floats, Floats]:
    """Mean and deviation of the `AROUND` values on either side, the value itself left out."""
    padded = np.concatenate([np.zeros(AROUND + 1), values, np.zeros(AROUND)])
    here = np.concatenate([np.zeros(AROUND + 1), np.ones_like(values), np.zeros(AROUND)])
    total, squares, number = np.cumsum(padded), np.cumsum(padded**2), np.cumsum(here)
    width = 2 * AROUND + 1
    span = slice(width, None), slice(None, -width)
    others = np.maximum(number[span[0]] - number[span[1]] - 1, 1)
    mean = (total[span[0]] - total[span[1]] - values) / others
    variance = (squares[span[0]] - squares[span[1]] - values**2) / others - mean**2
    return mean, np.sqrt(np.maximum(variance, 0))


def _novelty(at: Floats, scale: float) -> Floats:
    """Checkerboard novelty: how alike the times are on each side, minus how alike they are across."""
    count = len(at) - 1
    left = [np.concatenate([np.full(step, -np.inf), at])[:count] for step in range(REACH)]
    right = [np.concatenate([at[1:], np.full(REACH, np.inf)])[step : step + count] for step in range(REACH)]
    within, pairs = np.zeros(count), np.zeros(count)
    for side in (left, right):
        for a in range(REACH):
            for b in range(a):
                known = np.isfinite(side[a]) & np.isfinite(side[b])
                gap = np.abs(np.where(known, side[a], 0) - np.where(known, side[b], 0))
                within += np.where(known, np.exp(-gap / scale), 0)
                pairs += known
    across, crossing = np.zeros(count), np.zeros(count)
    for one in left:
        for other in right:
            known = np.isfinite(one) & np.isfinite(other)
            gap = np.where(known, other, 0) - np.where(known, one, 0)
            across += np.where(known, np.exp(-gap / scale), 0)
            crossing += known
    # A lone photo is wholly like itself.
    return np.where(pairs > 0, within / np.maximum(pairs, 1), 1.0) - across / np.maximum(crossing, 1)


def _place(found: Shots) -> dict[str, Floats]:
    apart = distance_km(found.latitude[:-1], found.longitude[:-1], found.latitude[1:], found.longitude[1:])
    known = ~np.isnan(apart)
    apart = np.where(known, apart, 0.0)
    gaps = np.diff(found.at)
    log_gap = np.log1p(gaps / 60)
    away_before, away_after = found.away_km[:-1], found.away_km[1:]
    with np.errstate(invalid="ignore"):
        is_away = (away_before > AWAY_KM) & (away_after > AWAY_KM)
        turned = ((away_before > AWAY_KM) & (away_after < HOME_KM)) | ((away_before < HOME_KM) & (away_after > AWAY_KM))
    shift = NIGHT_HOUR * 3600.0
    nights = np.floor((found.at[1:] - shift) / 86_400) - np.floor((found.at[:-1] - shift) / 86_400)
    same = known & (apart < 0.3)
    return {
        "distance": np.log1p(apart),
        "moved": (known & (apart > 1)).astype(float),
        "fast": (known & (apart > 1) & (apart > FAST_KMH * gaps / 3600)).astype(float),
        "same_place": same.astype(float),
        "left_or_came_home": turned.astype(float),
        "away": is_away.astype(float),
        "away_gap": is_away * log_gap,
        "away_night": is_away * np.minimum(nights, 3.0),
        "same_gap": same * log_gap,
    }


def _people(found: Shots) -> dict[str, Floats]:
    """How much the people of the last photos differ from those of the next ones."""
    count = len(found) - 1
    change, same = np.zeros(count), np.zeros(count)
    rows = [row for row, who in enumerate(found.people) if who]
    if not rows:
        return {"people_change": change, "people_same": same}
    reach = 3
    for row in range(count):
        first, last = max(0, row - reach + 1), min(count, row + reach)
        before = frozenset[int]().union(*found.people[first : row + 1])
        if not before:
            continue
        after = frozenset[int]().union(*found.people[row + 1 : last + 1])
        if after:
            jaccard = len(before & after) / len(before | after)
            change[row], same[row] = 1 - jaccard, jaccard
    return {"people_change": change, "people_same": same}


def _picture(found: Shots) -> dict[str, Floats]:
    """How much the last pictures differ from the next ones, and the two neighbours from each other."""
    rows = found.picture.astype(np.float32)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    reach = 4
    total = np.concatenate([np.zeros((1, unit.shape[1]), np.float32), np.cumsum(unit, axis=0, dtype=np.float64)])
    here = np.arange(len(found) - 1)
    before = total[here + 1] - total[np.maximum(here + 1 - reach, 0)]
    after = total[np.minimum(here + 1 + reach, len(found))] - total[here + 1]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    likeness = np.divide((before * after).sum(1), lengths, out=np.ones(len(here)), where=lengths > 1e-9)
    known = (length[:-1, 0] > 0) & (length[1:, 0] > 0)
    step = np.where(known, 1 - (unit[:-1] * unit[1:]).sum(1), 0.0)
    return {"picture_change": 1 - likeness, "picture_step": step}
