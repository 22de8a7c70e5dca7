"""How far the clocks of several cameras were apart, from pictures that two of them took of the same thing; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

FEWEST_OCCASIONS = 3
"""Pairs from so many different times must agree: two bursts of dark pictures make many pairs, but one occasion."""
OCCASION_S = 300.0
TOLERANCE_S = 45.0
"""Two photos of one moment are rarely taken in the same second."""
SHARE = 0.4
"""Of the pairs of two cameras, so many must agree."""
IGNORED_S = 20.0
"""A clock this good is left alone."""
LARGEST_S = 26 * 3600.0
"""Time zones, summer time, noon for midnight: nothing honest is further off; a reset clock is another matter."""


def clock_offsets(
    pairs: Sequence[tuple[str, float, str, float]], *, trusted: Mapping[str, float]
) -> dict[str, tuple[float, int]]:
    """Camera -> (seconds to add to its clock, pairs that agree), for every camera that is off.

    `pairs`: camera and clock of one photo, camera and clock of the other. `trusted`: how far each camera's clock can
    be trusted (phones set theirs by the network); of two, the one that is trusted less is corrected.
    """
    apart: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for camera, at, other, other_at in pairs:
        if camera == other or abs(at - other_at) > LARGEST_S:
            continue
        first, second = (camera, other) if (camera < other) else (other, camera)
        apart[first, second].append((at - other_at, at) if camera == first else (other_at - at, other_at))
    links = []
    for (first, second), gaps in apart.items():
        shift, support, occasions = _mode(np.asarray(gaps))
        if occasions >= FEWEST_OCCASIONS and support >= SHARE * len(gaps):
            links.append((support, first, second, shift))
    links.sort(key=lambda link: (-link[0], link[1], link[2]))
    return _settled(links, trusted)


def _mode(gaps: npt.NDArray[np.float64]) -> tuple[float, int, int]:
    """The gap that most pairs (gap, time) lie near, how many do, and on how many occasions."""
    ordered = gaps[np.argsort(gaps[:, 0], kind="stable")]
    upper = np.searchsorted(ordered[:, 0], ordered[:, 0] + 2 * TOLERANCE_S, side="right")
    best = int(np.argmax(upper - np.arange(len(ordered))))
    agreeing = ordered[best : upper[best]]
    occasions = len(np.unique(np.floor(agreeing[:, 1] / OCCASION_S)))
    return float(np.median(agreeing[:, 0])), len(agreeing), occasions


def _settled(
    links: Sequence[tuple[int, str, str, float]], trusted: Mapping[str, float]
) -> dict[str, tuple[float, int]]:
    """Offsets along the links, the best supported first, from the most trusted camera of each connected group."""
    neighbours: dict[str, list[tuple[str, float, int]]] = defaultdict(list)
    group: dict[str, str] = {}

    def root(camera: str) -> str:
        while group.setdefault(camera, camera) != camera:
            camera = group[camera]
        return camera

    for support, first, second, shift in links:
        if root(first) != root(second):
            group[root(first)] = root(second)
            # first's clock - second's clock = shift
            neighbours[first].append((second, shift, support))
            neighbours[second].append((first, -shift, support))
    offsets: dict[str, tuple[float, int]] = {}
    settled: set[str] = set()
    for start in sorted(neighbours, key=lambda camera: (-trusted.get(camera, 0.0), camera)):
        if start in settled:
            continue
        settled.add(start)
        waiting = [(start, 0.0)]
        while waiting:
            camera, offset = waiting.pop()
            for other, shift, support in neighbours[camera]:
                if other not in settled:
                    settled.add(other)
                    # true = camera + offset; camera - other = shift
                    other_offset = offset + shift
                    waiting.append((other, other_offset))
                    if abs(other_offset) > IGNORED_S:
                        offsets[other] = (round(other_offset, 1), support)
    return offsets
