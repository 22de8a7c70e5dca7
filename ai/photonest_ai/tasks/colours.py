"""The colours of a picture by name, as shares of its pixels.

Every pixel of a 96 px miniature is put down to one of eleven basic colour words (Berlin and Kay 1969) by hue, lightness
and chroma in CIELAB. What counts as "much of it" is decided by the share from which a colour is shown.
"""

from __future__ import annotations

import functools

import numpy as np

from photonest_ai.runtime.images import Picture, fit

MINIATURE_PX = 96
NAMES = ("black", "white", "grey", "brown", "red", "orange", "yellow", "green", "blue", "purple", "pink")
GREY_CHROMA = 9.0
"""Chroma below which a pixel has no colour worth a name; a little more where it is dark or very light."""
HUES = ((15.0, "pink"), (48.0, "red"), (74.0, "orange"), (103.0, "yellow"), (185.0, "green"), (289.0, "blue"),
        (326.0, "purple"), (350.0, "pink"), (360.0, "pink"))  # fmt: skip
"""Upper end of each sector of CIELAB hue, degrees, for a vivid colour of medium lightness."""


def shares(picture: Picture) -> dict[str, float]:
    """Colour word -> share of the pixels; all eleven, summing to 1."""
    names = _names_of(fit(picture.small, MINIATURE_PX))
    counts = np.bincount(names.ravel(), minlength=len(NAMES))
    return {name: float(count) / names.size for name, count in zip(NAMES, counts, strict=True)}


def _names_of(rgb: np.ndarray) -> np.ndarray:
    """Index into `NAMES` of every pixel, by a table over 32 steps of each channel."""
    red, green, blue = (rgb[..., i] >> 3 for i in range(3))
    return np.asarray(_table()[red, green, blue])


@functools.cache
def _table() -> np.ndarray:
    """uint8 [32,32,32]: the name of the middle of each cell."""
    import cv2

    steps = (np.arange(32, dtype=np.float32) * 8 + 4) / 255
    cube = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(1, -1, 3)
    lab = cv2.cvtColor(np.ascontiguousarray(cube), cv2.COLOR_RGB2LAB)[0]
    return np.array([NAMES.index(name_of(*map(float, one))) for one in lab], np.uint8).reshape(32, 32, 32)


def name_of(lightness: float, a: float, b: float) -> str:
    """The word for one CIELAB colour (lightness 0…100)."""
    chroma = float(np.hypot(a, b))
    hue = float(np.degrees(np.arctan2(b, a))) % 360
    is_warm = 15 <= hue < 100
    if lightness < 14 or (lightness < 22 and chroma < 14):
        return "black"
    if chroma < GREY_CHROMA + (3.0 if lightness > 85 else 0.0):
        return "white" if lightness > 84 else "black" if lightness < 22 else "grey"
    if is_warm and ((lightness < 62 and hue >= 48 and chroma < 62) or (lightness < 52 and chroma < 42)):
        return "brown"
    if hue < 48 and lightness > 62 and chroma < 60:  # a light red is pink
        return "pink"
    if hue >= 350 or hue < 15:
        return "pink" if lightness > 45 else "purple" if hue >= 350 else "red"
    return next(name for end, name in HUES if hue < end)
