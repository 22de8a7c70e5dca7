"""What kind of picture it is, as far as pixels, faces and shape can tell; what the file says is for others to add.

Portrait, group and panorama are geometry: how large the largest face is, how many people there are, how long the
picture. A document is strokes of ink spread over a light or even ground; a screenshot is mostly flat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from photonest_ai.runtime.images import Picture, fit
from photonest_ai.tasks.light import rising
from photonest_contracts.inference import DetectedFace, Label

PAPER_PX = 384
TILES = 8
PERSON_FROM = 0.35
FACE_FROM = 0.75
"""Score from which a face counts here; below, patterns are taken for faces now and then."""
PRINTED = ("web site", "menu", "crossword puzzle", "envelope", "book jacket", "comic book", "packet", "rule")
"""Labels of things that carry print."""


@dataclass(frozen=True)
class Page:
    """How much the picture is like paper or a screen; shares 0…1."""

    inked: float
    """Tiles in which thin strokes take between a fiftieth and a third of the place."""
    ground: float
    """Lightness of the ground between the strokes."""
    even: float
    """Pixels within a narrow band around the commonest lightness of their tile's ground."""
    flat: float
    """Pixels exactly like their neighbours."""
    colourless: float
    """Pixels without much colour."""


def page_of(picture: Picture) -> Page:
    import cv2

    small = fit(picture.small, PAPER_PX)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    size = max(3, round(max(luma.shape) / 40)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    ground = cv2.morphologyEx(luma, cv2.MORPH_CLOSE, kernel)
    strokes = (cv2.subtract(ground, luma) > 40).astype(np.float32)
    height, width = luma.shape
    tiles = cv2.resize(strokes, (min(TILES, width), min(TILES, height)), interpolation=cv2.INTER_AREA)
    red, green, blue = cv2.split(small)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    step = cv2.absdiff(luma[:, 1:], luma[:, :-1]) if width > 1 else np.zeros((height, 1), np.uint8)
    paper = float(np.median(ground))
    even = cv2.absdiff(ground, np.full_like(ground, int(paper)))
    return Page(
        inked=float(((tiles >= 0.02) & (tiles <= 0.34)).mean()),
        ground=paper / 255,
        even=float((even <= 28).mean()),
        flat=float((step == 0).mean()),
        colourless=float((spread <= 40).mean()),
    )


def people_of(objects: Sequence[Label], faces: Sequence[DetectedFace]) -> int:
    """How many people are seen: as many as the detector of objects or of faces counts, whichever is more."""
    bodies = [thing.count for thing in objects if thing.name == "person" and thing.score >= PERSON_FROM]
    return max([sum(face.score >= FACE_FROM for face in faces), *bodies])


def scores(
    picture: Picture, labels: Mapping[str, float], objects: Sequence[Label], faces: Sequence[DetectedFace]
) -> dict[str, float]:
    """Kind -> 0…1. ``labels``: name -> probability."""
    page = page_of(picture)
    printed = min(1.0, sum(labels.get(name, 0.0) for name in PRINTED))
    sure = [face for face in faces if face.score >= FACE_FROM]
    heights = sorted((face.box[3] * picture.height / min(picture.width, picture.height) for face in sure), reverse=True)
    largest = heights[0] if heights else 0.0
    is_alone = 1.0 if len(heights) < 2 or heights[1] < 0.5 * largest else 0.25
    people = people_of(objects, sure)
    paper = rising(page.inked, 0.45, 0.12) * rising(page.even, 0.45, 0.10) * rising(page.colourless, 0.7, 0.12)
    paper *= rising(page.ground, 0.48, 0.06)
    screen = rising(page.flat, 0.72, 0.07) * (0.3 + 0.5 * rising(page.inked, 0.3, 0.1)) + 0.5 * labels.get(
        "web site", 0.0
    )
    return {
        "document": min(1.0, paper * (0.85 if largest < 0.1 else 0.3) + 0.25 * printed),
        "screenshot": min(0.95, screen),
        "panorama": rising(picture.width / picture.height, 2.15, 0.15) if picture.height >= 200 else 0.0,
        "portrait": rising(largest, 0.17, 0.05) * is_alone if largest else 0.0,
        "group": 1 - 0.35 ** max(0, people - 2) if people >= 3 else 0.0,
        "selfie": 0.5 * rising(largest, 0.36, 0.06) if largest else 0.0,
    }
