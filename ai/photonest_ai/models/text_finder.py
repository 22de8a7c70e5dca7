"""PP-OCRv6 text detection: where lines of text are (Liao and others 2020, "differentiable binarization")."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.images import planes, shrink
from photonest_ai.runtime.sessions import open_session

MULTIPLE_PX = 32
INK_FROM = 0.3
"""Heat from which a pixel belongs to a line."""
LINE_FROM = 0.5
"""Mean heat of a line that counts."""
GROWN_BY = 1.6
"""The net marks the core of a line; grown by area · 1.6 / outline it holds the whole letters."""
LEAST_PX = 3
MOST_LINES = 1000


@dataclass(frozen=True)
class Region:
    """A line: four corners clockwise from the top left of its reading direction, in pixels of the picture given."""

    corners: np.ndarray
    """float32 [4,2]."""
    score: float


class TextFinder:
    """Any size; sides are brought to multiples of 32."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "PP-OCRv6_det_small.onnx")

    def regions(self, rgb: np.ndarray) -> list[Region]:
        """Lines of text, unordered."""
        import cv2

        height, width = rgb.shape[:2]
        size = (_round(width), _round(height))
        fitted = shrink(rgb, *size) if size[0] <= width and size[1] <= height else cv2.resize(rgb, size)
        (heat,) = self._session.run(None, {"x": planes(fitted, mean=127.5, scale=1 / 127.5, swap=True)})
        return decode(heat[0, 0], width / size[0], height / size[1])


def _round(side: int) -> int:
    return max(MULTIPLE_PX, round(side / MULTIPLE_PX) * MULTIPLE_PX)


def decode(heat: np.ndarray, scale_x: float = 1.0, scale_y: float = 1.0) -> list[Region]:
    """Heat map float32 [h,w] → lines, in pixels times the scales."""
    import cv2

    ink = cv2.dilate((heat > INK_FROM).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines[:MOST_LINES]:
        centre, (across, along), angle = cv2.minAreaRect(outline)
        if min(across, along) < LEAST_PX:
            continue
        core = cv2.boxPoints((centre, (across, along), angle))
        score = _mean_heat(heat, core)
        if score < LINE_FROM:
            continue
        grown = across * along * GROWN_BY / (2 * (across + along))
        corners = cv2.boxPoints((centre, (across + 2 * grown, along + 2 * grown), angle))
        found.append(Region(_in_order(corners) * np.array([scale_x, scale_y], np.float32), score))
    return found


def _mean_heat(heat: np.ndarray, corners: np.ndarray) -> float:
    import cv2

    height, width = heat.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    inside = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(inside, [np.asarray(corners - (left, top), np.int32)], 1)
    return float(cv2.mean(heat[top : bottom + 1, left : right + 1], inside)[0])


def _in_order(corners: np.ndarray) -> np.ndarray:
    """Clockwise from the top left, as a reader of upright lines would name them."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
