"""How near found boundaries lie to the true ones: F1 with a tolerance in photos, WindowDiff; and one life as found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.event_world import Life
from photonest.events.clocks import clock_offsets
from photonest.events.home import homes
from photonest.events.shots import Shots, shots


@dataclass(frozen=True)
class Tally:
    """Boundaries right, found, and true; sums over lives are added up."""

    right: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


def changes(labels: np.ndarray) -> np.ndarray:
    """Positions after which the label changes."""
    return np.flatnonzero(labels[1:] != labels[:-1])


def compared(found: np.ndarray, true: np.ndarray, tolerance: int) -> Tally:
    """Boundaries (ascending positions) matched one to one within `tolerance` photos, as many as possible."""
    right, place = 0, 0
    for boundary in true.tolist():
        while place < len(found) and found[place] < boundary - tolerance:
            place += 1
        if place < len(found) and found[place] <= boundary + tolerance:
            right += 1
            place += 1
    return Tally(right, len(found), len(true))


def window_diff(found: np.ndarray, true: np.ndarray, count: int) -> float:
    """Share of windows (half a mean segment wide) that hold another number of boundaries; 0 is perfect."""
    width = max(2, round(count / (2 * (len(true) + 1))))
    if count <= width:
        return 0.0
    here = [np.zeros(count, int), np.zeros(count, int)]
    for line, cuts in zip(here, (found, true), strict=True):
        line[cuts] = 1
    sums = [np.concatenate([[0], np.cumsum(line)]) for line in here]
    inside = [total[width:] - total[:-width] for total in sums]
    return float(np.mean(inside[0] != inside[1]))


def corrected(life: Life, *, uses_pairs: bool = True) -> np.ndarray:
    """The clocks of a life put right by its near-duplicates, as the product does it."""
    if not uses_pairs:
        return life.at
    pairs = [(life.camera[a], float(life.at[a]), life.camera[b], float(life.at[b])) for a, b in life.pairs]
    trusted = {name: 1.0 if name.startswith("phone") else 0.0 for name in set(life.camera)}
    offsets = clock_offsets(pairs, trusted=trusted)
    return life.at + np.array([offsets.get(name, (0.0, 0))[0] for name in life.camera])


def seen(life: Life, *, hidden: Sequence[str] = (), uses_pairs: bool = True) -> Shots:
    """What the product would know of a life; `hidden` signals (place, people, picture) left out."""
    at = corrected(life, uses_pairs=uses_pairs)
    unknown = np.full(len(at), np.nan)
    has_place = "place" not in hidden
    return shots(
        at,
        key=np.arange(len(at)),
        latitude=life.latitude if has_place else unknown,
        longitude=life.longitude if has_place else unknown,
        people=life.people if "people" not in hidden else None,
        picture=life.picture if "picture" not in hidden else None,
        away_km=homes(at, life.latitude, life.longitude).away_km(at, life.latitude, life.longitude)
        if has_place
        else None,
    )


def in_true_order(life: Life) -> np.ndarray:
    return np.lexsort((np.arange(len(life.at)), life.true_at))
