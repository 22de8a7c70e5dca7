"""Cuts photos into events, and events into moments: evidence → boundaries by dynamic programming; pure.

The cost of a segmentation is what speaks for a boundary wherever none is drawn, plus how much the photos of each
segment are scattered, plus a penalty for each segment. What a user said is a constraint: photos of one edited event
are never cut apart, photos of two never lie in one segment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photonest.events.evidence import evidence
from photonest.events.shots import Flags, Floats, Ints, Shots, in_order, with_positions
from photonest.events.weights import EVENT, MOMENT, Weights

NEVER = 1e9
CANDIDATE_FROM = -5.0
"""Log-odds below which a boundary is not even considered."""
MOST_CANDIDATES = 80
"""A segment spans at most so many candidates; the longest event of the training timelines has 40."""
APART_S = 72 * 3600.0
"""After so long without a photo something else begins; what lies on either side is looked at alone."""
FEWEST_PHOTOS = 5
"""Fewer photos than this are no event of their own."""


@dataclass(frozen=True)
class Found:
    """For each photo, in the order given: its event (numbered by time, -1: none) and its moment within all."""

    event: Ints
    moment: Ints


def find(given: Shots, *, fewest: int = FEWEST_PHOTOS) -> Found:
    """Events and moments of `given`, in any order. The same photos give the same events, however they are ordered."""
    event, moment = np.full(len(given), -1, np.int64), np.full(len(given), -1, np.int64)
    if not len(given):
        return Found(event, moment)
    order = in_order(given)
    found = given.take(order)
    numbers, parts = np.empty(len(order), np.int64), np.empty(len(order), np.int64)
    events = moments = 0
    for first, last in blocks(found.at, found.held):
        rows = np.arange(first, last)
        segments, inner = _in_block(with_positions(found.take(rows)))
        part = _numbered(segments, found.held[rows], fewest)
        numbers[rows] = np.where(part >= 0, part + events, -1)
        parts[rows] = np.where(part >= 0, inner + moments, -1)
        events += int(part.max(initial=-1)) + 1
        moments += int(inner[-1]) + 1
    event[order], moment[order] = numbers, parts
    return Found(event, moment)


def blocks(at: Floats, held: Ints) -> list[tuple[int, int]]:
    """Stretches ``first, behind the last`` of photos in order that can be looked at alone.

    Between two of them lie `APART_S` without a photo, unless an edited event spans that gap.
    """
    if not len(at):
        return []
    open_until = np.full(len(at), -1, np.int64)
    for event in np.unique(held[held >= 0]).tolist():
        rows = np.flatnonzero(held == event)
        open_until[rows[0]] = max(open_until[rows[0]], rows[-1])
    reach = np.maximum.accumulate(open_until)
    ends = np.flatnonzero((np.diff(at) > APART_S) & (reach[:-1] <= np.arange(len(at) - 1))) + 1
    return list(zip([0, *ends.tolist()], [*ends.tolist(), len(at)], strict=True))


def _in_block(found: Shots) -> tuple[Ints, Ints]:
    """Segment and moment of each photo of a block, numbered from 0."""
    table = evidence(found)
    cuts = boundaries(found, table, EVENT)
    inner = boundaries(found, table, MOMENT, walls=cuts)
    return np.concatenate([[0], np.cumsum(cuts)]), np.concatenate([[0], np.cumsum(inner)])


def boundaries(found: Shots, table: Floats, weights: Weights, *, walls: Flags | None = None) -> Flags:
    """Where `found` (in order) is cut: for each pair of neighbours, whether a boundary lies between them.

    `walls` are boundaries that stand already.
    """
    odds = table @ weights.of_columns + weights.intercept
    odds = _constrained(odds, found.held) if walls is None else np.where(walls, NEVER, odds)
    cuts = np.zeros(len(odds), bool)
    candidates = np.flatnonzero(odds > CANDIDATE_FROM)
    if not len(candidates):
        return cuts
    # Certain boundaries split the work: no segment crosses one, so each stretch is solved alone.
    sure = odds[candidates] >= weights.sure_from
    cuts[candidates[sure]] = True
    start = 0
    for stop in [*np.flatnonzero(sure).tolist(), len(candidates)]:
        stretch = candidates[start:stop]
        if len(stretch):
            first = 0 if start == 0 else int(candidates[start - 1]) + 1
            last = len(found) - 1 if stop == len(candidates) else int(candidates[stop])
            cuts[_best_cuts(found, odds, stretch, (first, last), weights)] = True
        start = stop + 1
    return cuts


def _best_cuts(found: Shots, odds: Floats, stretch: Ints, span: tuple[int, int], weights: Weights) -> Ints:
    """Those of the candidates `stretch` between the first and last photo of `span` that cost least."""
    first, last = span
    begins = np.concatenate([[first], stretch + 1])
    ends = np.concatenate([stretch, [last]])
    # kept[k]: odds of all candidates before the k-th, which is what not cutting there costs.
    kept = np.concatenate([[0.0], np.cumsum(np.clip(odds[stretch], -NEVER, NEVER))])
    scatter = _Scatter(found, first, last)
    count = len(ends)
    best, came = np.zeros(count + 1), np.zeros(count + 1, np.int64)
    for end in range(count):
        low = max(0, end + 1 - MOST_CANDIDATES)
        starts = np.arange(low, end + 1)
        cost = best[starts] + (kept[end] - kept[starts]) + scatter.cost(begins[starts], int(ends[end]), weights)
        cost += weights.per_segment
        chosen = int(np.argmin(cost))
        best[end + 1], came[end + 1] = cost[chosen], starts[chosen]
    cuts = []
    place = count
    while place > 0:
        place = int(came[place])
        if place > 0:
            cuts.append(int(stretch[place - 1]))
    return np.asarray(cuts, np.int64)


class _Scatter:
    """How far the photos of a segment lie apart, by sums up to each photo, in one step for many segments."""

    def __init__(self, found: Shots, first: int, last: int) -> None:
        rows = slice(first, last + 1)
        latitude, longitude = found.latitude[rows], found.longitude[rows]
        known = ~np.isnan(latitude)
        x = np.where(known, latitude * 111.2, 0.0)
        y = np.where(known, longitude * 111.2 * np.cos(np.radians(np.where(known, latitude, 0.0))), 0.0)
        self._first, self._at = first, found.at
        self._number = np.concatenate([[0], np.cumsum(known)])
        self._sums = [np.concatenate([[0.0], np.cumsum(column)]) for column in (x, y)]
        self._squares = np.concatenate([[0.0], np.cumsum(x**2 + y**2)])
        away = np.where(np.isnan(found.away_km[rows]), 0.0, found.away_km[rows]) > 50
        self._away = np.concatenate([[0], np.cumsum(away)])

    def cost(self, begins: Ints, end: int, weights: Weights) -> Floats:
        low, high = begins - self._first, end - self._first + 1
        number = np.maximum(self._number[high] - self._number[low], 1)
        mean = sum(((sums[high] - sums[low]) / number) ** 2 for sums in self._sums)
        variance = np.maximum((self._squares[high] - self._squares[low]) / number - mean, 0)
        hours = (self._at[end] - self._at[begins]) / 3600
        at_home = 1 - (self._away[high] - self._away[low]) / np.maximum(high - low, 1)
        long = np.log(np.maximum(hours / weights.long_hours, 1.0))
        return np.asarray(
            weights.scatter * np.log1p(np.sqrt(variance)) * at_home + weights.duration * long * (0.1 + 0.9 * at_home)
        )


def _constrained(odds: Floats, held: Ints) -> Floats:
    """`odds` that can never cut an edited event and always cut between two."""
    rows = np.flatnonzero(held >= 0)
    if len(rows) < 2:
        return odds
    odds = odds.copy()
    for before, after in zip(rows[:-1].tolist(), rows[1:].tolist(), strict=True):
        between = odds[before:after]
        if held[before] == held[after]:
            between[:] = -NEVER
        else:
            between[int(np.argmax(between))] = NEVER
    return odds


def _numbered(segment: Ints, held: Ints, fewest: int) -> Ints:
    """Segments that are events, numbered by time; -1 where there are too few photos and nobody said it is one."""
    counts = np.bincount(segment)
    has_held = np.zeros(len(counts), bool)
    has_held[segment[held >= 0]] = True
    is_event = (counts >= fewest) | has_held
    number = np.where(is_event, np.cumsum(is_event) - 1, -1)
    return np.asarray(number[segment], np.int64)
