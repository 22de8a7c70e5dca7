"""The colours of a picture by name, as shares of its pixels.

Every pixel of a 96 px miniature is put down to one of eleven basic colour words (Berlin and Kay 1969) by hue, lightness
and chroma in CIELAB. What counts as "much of it" is decided by the share from which a colour is shown.
"""

from __future__ import annotations

import functools

import numpy as np

from photonest_ai.runtime.images import Picture

NAMES = ("black", "white", "grey", "brown", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink")
GREY_CHROMA = 9.0
"""Chroma below which a pixel has no colour worth a name; more where it is very light, and for the yellow that stone and
haze have."""
HUES = ((14, "red"), (39, "orange"), (68, "yellow"), (160, "green"), (192, "teal"), (258, "blue"), (292, "purple"),
        (342, "pink"), (361, "red"))  # fmt: skip
"""Upper end of each sector of HSV hue, degrees, for a vivid colour."""


def shares(picture: Picture) -> dict[str, float]:
    """Colour word -> share of the pixels; all eleven, summing to 1."""
    names = _names_of(picture.miniature)
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
    cube = np.ascontiguousarray(np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(1, -1, 3))
    lab, hsv = cv2.cvtColor(cube, cv2.COLOR_RGB2LAB)[0], cv2.cvtColor(cube, cv2.COLOR_RGB2HSV)[0]
    names = [
        NAMES.index(name_of(float(light), float(np.hypot(a, b)), float(hue)))
        for (light, a, b), (hue, _, _) in zip(lab, hsv, strict=True)
    ]
    return np.array(names, np.uint8).reshape(32, 32, 32)


def name_of(lightness: float, chroma: float, hue: float) -> str:
    """The word for a colour: CIELAB lightness (0…100) and chroma, HSV hue in degrees."""
    if lightness < 12 or (lightness < 22 and chroma < 14):
        return "black"
    if chroma < GREY_CHROMA + (3.0 if lightness > 85 else 0.0) + (6.0 if 48 <= hue < 72 else 0.0):
        return "white" if lightness > 84 else "black" if lightness < 22 else "grey"
    if 14 <= hue < 50 and (lightness < 45 or (lightness < 66 and chroma < 50)):
        return "brown"
    if (hue < 14 or hue >= 342) and lightness < 45 and chroma < 38:
        return "brown" if hue < 14 else "purple"
    if (hue < 20 or hue >= 342) and lightness > 60 and chroma < 62:  # a light red is pink
        return "pink"
    return next(name for end, name in HUES if hue < end)
