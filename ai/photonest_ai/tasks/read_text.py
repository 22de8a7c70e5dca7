"""The words in a picture: a quick look whether there are any, then every line, in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photonest_ai.models.registry import Models
from photonest_ai.models.text_finder import Region
from photonest_ai.runtime.images import Picture, fit
from photonest_contracts.inference import ReadLine

GLANCE_PX = 640
"""Long side at which it is looked whether there is any text at all."""
LONGEST_PX = 1600
SURE_FROM = 0.5
"""Mean certainty of a line's letters from which it is told."""
TURN_BELOW = 0.7
"""A line less sure than this, or said to stand on its head, is read the other way round, too; the surer one counts."""
TALL = 1.5
"""A region so much taller than wide holds a line that was turned by a quarter."""
MOST_LINES = 400


@dataclass(frozen=True)
class _Line:
    region: Region
    text: str
    score: float


def read_text(models: Models, picture: Picture) -> tuple[ReadLine, ...]:
    """Lines that could be read, top to bottom. Empty where nothing looks like text."""
    finder = models.text_finder
    long_side = max(picture.width, picture.height)
    if long_side > GLANCE_PX * 1.5 and not finder.regions(fit(picture.rgb, GLANCE_PX)):
        return ()
    rgb = fit(picture.rgb, LONGEST_PX)
    regions = sorted(finder.regions(rgb), key=lambda region: -region.score)[:MOST_LINES]
    if not regions:
        return ()
    height, width = rgb.shape[:2]
    lines = _read(models, rgb, regions)
    return tuple(
        ReadLine(
            text=line.text,
            score=min(line.score, 1.0),
            box=tuple((float(x), float(y)) for x, y in np.clip(line.region.corners / (width, height), 0, 1)),
        )
        for line in in_reading_order(lines)
    )


def _read(models: Models, rgb: np.ndarray, regions: list[Region]) -> list[_Line]:
    strips = [strip(rgb, region.corners) for region in regions]
    found = models.text_reader.read(strips)
    heads = models.text_turn.on_their_head(strips)
    unsure = [at for at, (_, score) in enumerate(found) if score < TURN_BELOW or heads[at] > 0.5]
    better = _read_turned(models, strips, found, unsure)
    if better > len(strips) / 3:  # the page lies upside down, and lines that seemed sure were not
        _read_turned(models, strips, found, [at for at in range(len(strips)) if at not in set(unsure)])
    return [
        _Line(region, text.strip(), score)
        for region, (text, score) in zip(regions, found, strict=True)
        if score >= SURE_FROM and text.strip()
    ]


def _read_turned(models: Models, strips: list[np.ndarray], found: list[tuple[str, float]], which: list[int]) -> int:
    """Read these strips the other way round and keep the surer reading; return how many were better so."""
    turned = models.text_reader.read([np.ascontiguousarray(strips[at][::-1, ::-1]) for at in which])
    better = 0
    for at, again in zip(which, turned, strict=True):
        if again[1] > found[at][1]:
            found[at], better = again, better + 1
    return better


def strip(rgb: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The region laid flat."""
    import cv2

    width = max(1, round(float(max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[2] - corners[3])))))
    height = max(1, round(float(max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2])))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    view = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), target)
    flat = cv2.warpPerspective(rgb, view, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(np.rot90(flat)) if height >= TALL * width else np.asarray(flat)


def in_reading_order(lines: list[_Line]) -> list[_Line]:
    """Rows from the top, in a row from the left. What shares half its height with a row belongs to it."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda one: _span(one)[0]):
        top, bottom = _span(line)
        for row in rows[-4:]:
            first_top, first_bottom = _span(row[0])
            shared = min(bottom, first_bottom) - max(top, first_top)
            if shared >= 0.5 * min(bottom - top, first_bottom - first_top):
                row.append(line)
                break
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: float(one.region.corners[:, 0].min()))]


def _span(line: _Line) -> tuple[float, float]:
    heights = line.region.corners[:, 1]
    return float(heights.min()), float(heights.max())
