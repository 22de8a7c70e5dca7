"""CenterNet: 80 everyday kinds of things with boxes, people among them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.catalogue import table_bytes
from photonest_ai.runtime.images import Picture, planes, shrink
from photonest_ai.runtime.sessions import open_session

STEP_PX = 32
"""The sides of the input are multiples of it; a cell of the heat map is 4 px."""
COARSE_PX, FINE_PX = 320, 576
"""Root of the number of pixels of the two runs. The net was made for 512×512, a picture squashed; in its own
proportions at two sizes it finds more: over 89 pictures of 26 kinds the mean average precision rose from 0.71 to 0.79,
and where the threshold lets one in ten absent kinds pass, 0.69 of the present ones pass instead of 0.50. Large things
are found at the small size, small ones at the large size.
"""
LONGEST_RATIO = 3.0
"""A longer picture is squashed to this."""
KEPT_FROM = 0.10
"""Low, for the ranking: mAP of 26 kinds over 89 photographs 0.73 from 0.15, 0.77 from 0.10; five rows a photo."""
COUNTED_FROM = 0.30
"""An instance is counted from this peak (precision 0.83, design record MODELS.md 4.3)."""
OVERLAP_MAX = 0.4


@dataclass(frozen=True)
class Thing:
    """All instances of one class in one picture; the box (left, top, width, height as shares) is the best one's."""

    name: str
    score: float
    box: tuple[float, float, float, float]
    count: int
    spots: tuple[tuple[float, float, float, float, float], ...] = ()
    """Every instance that is counted, the best first: its peak and its box."""


class CenterNet:
    """Two runs on the picture, small and large; the score of a class is the mean of its best peaks."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self.classes: list[str] = [row["name"] for row in json.loads(table_bytes("objects.json"))["objects"]]
        self._session = open_session(folder / "model.onnx")

    def things(self, picture: Picture) -> list[Thing]:
        """Classes with a score ≥ `KEPT_FROM`, best first."""
        return decode([self._run(picture, COARSE_PX), self._run(picture, FINE_PX)], self.classes)

    def _run(self, picture: Picture, root_px: int) -> Maps:
        width, height = input_size(picture.width, picture.height, root_px)
        heat, sides = self._session.run(["heat", "box"], {"image": planes(shrink(picture.half, width, height))})
        return Maps(heat[0], sides[0])


def input_size(width: int, height: int, root_px: int) -> tuple[int, int]:
    """Sides with about ``root_px``² pixels in the picture's proportions, multiples of `STEP_PX`."""
    ratio = min(max(width / height, 1 / LONGEST_RATIO), LONGEST_RATIO)
    sides = (root_px * ratio**0.5, root_px / ratio**0.5)
    return max(1, round(sides[0] / STEP_PX)) * STEP_PX, max(1, round(sides[1] / STEP_PX)) * STEP_PX


class Maps(NamedTuple):
    """What one run gives."""

    heat: np.ndarray
    """[classes,rows,columns], logits."""
    sides: np.ndarray
    """[4,rows,columns], px of the input to left, top, right, bottom."""


def decode(runs: Sequence[Maps], classes: list[str], kept_from: float = KEPT_FROM) -> list[Thing]:
    """The things of several runs over one picture. Box and count come from the run that sees the class best.

    A peak is the maximum of its 3×3 neighbourhood; overlapping peaks of one class (IoU > 0.4) count once.
    """
    best = np.array([_share(run.heat.reshape(len(run.heat), -1).max(axis=1)) for run in runs])
    score = best.mean(axis=0)
    found = []
    for index in np.flatnonzero(score >= kept_from):
        run = runs[int(best[:, index].argmax())]
        spots = _spots_of(run, int(index))
        found.append(Thing(classes[index], float(score[index]), spots[0][1:], len(spots), spots))
    return sorted(found, key=lambda thing: (-thing.score, thing.name))


def _spots_of(run: Maps, index: int) -> tuple[tuple[float, float, float, float, float], ...]:
    """Peak and box of every instance of a class that is counted, and of the best one in any case."""
    heat = run.heat[index]
    rows, columns = heat.shape
    peaks = _peaks(heat, min(_logit(COUNTED_FROM), float(heat.max())))
    boxes = np.array([_box(run.sides[:, y, x], y, x, columns, rows) for _, y, x in peaks])
    found = []
    for kept in _distinct(boxes):
        left, top, right, bottom = (float(v) for v in np.clip(boxes[kept], 0, 1))
        logit, y, x = peaks[kept]
        if right <= left or bottom <= top:  # a degenerate side: keep the tag, the cell is its box
            left, top, right, bottom = x / columns, y / rows, (x + 1) / columns, (y + 1) / rows
        found.append((1 / (1 + math.exp(-logit)), left, top, right - left, bottom - top))
    return tuple(found)


def _share(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _peaks(plane: np.ndarray, logit: float) -> list[tuple[float, int, int]]:
    """(logit, row, column) of local maxima, best first."""
    rows, columns = np.nonzero(plane >= logit)
    found = []
    for y, x in zip(rows.tolist(), columns.tolist(), strict=True):
        score = float(plane[y, x])
        if score >= float(plane[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].max()):
            found.append((score, y, x))
    return sorted(found, key=lambda peak: (-peak[0], peak[1], peak[2]))


def _box(sides: np.ndarray, y: int, x: int, columns: int, rows: int) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(s) / 4 for s in sides)
    return (x - left) / columns, (y - top) / rows, (x + right) / columns, (y + bottom) / rows


def _distinct(boxes: np.ndarray) -> list[int]:
    """Which boxes remain when each drops later ones it overlaps too much."""
    kept: list[int] = []
    for number, box in enumerate(boxes):
        if all(overlap(box, boxes[other]) <= OVERLAP_MAX for other in kept):
            kept.append(number)
    return kept


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two boxes (left, top, right, bottom)."""
    width = min(float(a[2]), float(b[2])) - max(float(a[0]), float(b[0]))
    height = min(float(a[3]), float(b[3])) - max(float(a[1]), float(b[1]))
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    union = float((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])) - both
    return both / max(union, 1e-12)
