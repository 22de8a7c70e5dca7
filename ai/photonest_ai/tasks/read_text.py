"""The words in a picture: a quick look whether there are any, then every line, in the order of reading."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from photonest_ai.models.registry import Models
from photonest_ai.models.text_finder import Region
from photonest_ai.runtime.images import Picture, fit
from photonest_ai.tasks.kinds import page_of
from photonest_contracts.inference import ReadLine

GLANCE_PX = 640
"""Long side at which it is looked whether there is any text at all."""
PAGE_FROM = 0.45
"""Share of the places with thin strokes from which an even, pale picture is a page whose print a glance cannot see:
letters of 9 px on a page of 1440 px are read without a miss, and are grey lines at 640."""
LONGEST_PX = 1600
SURE_FROM = 0.5
"""Mean certainty of a line's letters from which it is told."""
TURN_BELOW = 0.7
"""A line less sure than this, or said to stand on its head, is read the other way round, too; the surer one counts."""
TALL = 1.5
"""A region so much taller than wide holds a line that was turned by a quarter."""
MOST_LINES = 400
SMALL_PX = 20
"""Lines lower than this may be too small to be read. Where `UNSURE_SHARE` of all lines, and `UNSURE_LINES`, are so and
less sure than `CLEAR_FROM`, more pixels help: half of the lines with letters of 7 px are, hardly any of 9 px."""
CLEAR_FROM = 0.985
UNSURE_SHARE, UNSURE_LINES = 0.2, 3


@dataclass(frozen=True)
class _Line:
    region: Region
    text: str
    score: float


class Reading(NamedTuple):
    """What was read, and whether some of it was too small to be read surely."""

    lines: tuple[ReadLine, ...]
    is_small: bool


def read_text(models: Models, picture: Picture) -> tuple[ReadLine, ...]:
    """Lines that could be read, top to bottom. Empty where nothing looks like text."""
    return read(models, picture).lines


def read(models: Models, picture: Picture, *, is_sure: bool = False) -> Reading:
    """The same, and whether more pixels would help. `is_sure`: there is text in it, a band of a larger picture."""
    finder = models.text_finder
    if not is_sure and not _looks_written(models, picture):
        return Reading((), is_small=False)
    rgb = fit(picture.rgb, _longest(picture) if is_sure else LONGEST_PX)
    regions = sorted(finder.regions(rgb), key=lambda region: -region.score)[:MOST_LINES]
    if not regions:
        return Reading((), is_small=False)
    height, width = rgb.shape[:2]
    lines, scores = _read(models, rgb, regions)
    unsure = sum(_height(one) < SMALL_PX and score < CLEAR_FROM for one, score in zip(regions, scores, strict=True))
    told = tuple(
        ReadLine(
            text=line.text,
            score=min(line.score, 1.0),
            box=tuple((float(x), float(y)) for x, y in np.clip(line.region.corners / (width, height), 0, 1)),
        )
        for line in in_reading_order(lines)
    )
    return Reading(told, is_small=unsure >= max(UNSURE_LINES, UNSURE_SHARE * len(regions)))


def _looks_written(models: Models, picture: Picture) -> bool:
    """A glance: lines at a small size, or a page full of something too fine to be told there."""
    if max(picture.width, picture.height) <= GLANCE_PX * 1.5:
        return True
    if models.text_finder.regions(fit(picture.rgb, GLANCE_PX)):
        return True
    page = page_of(picture)
    return page.inked >= PAGE_FROM and page.even >= 0.6 and page.colourless >= 0.75 and page.ground >= 0.5


def _longest(picture: Picture) -> int:
    """Long side of a band: as many pixels as the largest whole picture has."""
    ratio = max(picture.width, picture.height) / min(picture.width, picture.height)
    return round(LONGEST_PX * math.sqrt(ratio))


def _height(region: Region) -> float:
    along, down = region.corners[1] - region.corners[0], region.corners[2] - region.corners[1]
    return float(min(np.hypot(*along), np.hypot(*down)))


def _read(models: Models, rgb: np.ndarray, regions: list[Region]) -> tuple[list[_Line], list[float]]:
    """The lines that are sure enough, and how sure each region is."""
    strips = [strip(rgb, region.corners) for region in regions]
    found = models.text_reader.read(strips)
    heads = models.text_turn.on_their_head(strips)
    unsure = [at for at, (_, score) in enumerate(found) if score < TURN_BELOW or heads[at] > 0.5]
    better = _read_turned(models, strips, found, unsure)
    if better > len(strips) / 3:  # the page lies upside down, and lines that seemed sure were not
        _read_turned(models, strips, found, [at for at in range(len(strips)) if at not in set(unsure)])
    lines = [
        _Line(region, text.strip(), score)
        for region, (text, score) in zip(regions, found, strict=True)
        if score >= SURE_FROM and text.strip()
    ]
    return lines, [score for _, score in found]


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
