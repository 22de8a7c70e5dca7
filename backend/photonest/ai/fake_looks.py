"""What the fake AI says of a picture as a whole: its colour, light and shape; and a vector for likeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonest.ai.half_vectors import encode_vector
from photonest_contracts.inference import Look, LookKind, Vector

if TYPE_CHECKING:
    from photonest.ai.fake_pixels import Pixels

LOOKS_SOURCE = "fake-looks@1"
LIKENESS_SPACE = "fake-likeness@1"
PAINTS: dict[str, tuple[int, int, int]] = {
    "red": (220, 30, 30), "green": (30, 150, 40), "blue": (30, 70, 210), "yellow": (240, 220, 60),
    "black": (10, 10, 10), "white": (245, 245, 245), "grey": (128, 128, 128),
}  # fmt: skip
WORDS: dict[str, LookKind] = {
    **dict.fromkeys(PAINTS, LookKind.COLOUR),
    "bright": LookKind.LIGHT,
    "low light": LookKind.LIGHT,
    "panorama": LookKind.KIND,
    "gloomy": LookKind.MOOD,
    "walking a dog": LookKind.ACTION,
}
PANORAMA_RATIO = 2.2
GRID = 4


def find_looks(pixels: Pixels, *, has_dog: bool = False, has_face: bool = False) -> tuple[Look, ...]:
    """The nearest paint of the mean colour, ``bright`` or ``low light`` and gloomy, a panorama by its shape, a walk."""
    mean = pixels.reshape(-1, 3).mean(0)
    paint = min(PAINTS, key=lambda name: sum((a - b) ** 2 for a, b in zip(mean, PAINTS[name], strict=True)))
    brightness = float(mean.mean()) / 255
    scores = {paint: 0.9, "bright": brightness, "low light": 1 - brightness, "gloomy": 0.9 * (1 - brightness)}
    found = {name: score for name, score in scores.items() if score >= 0.7}
    if pixels.shape[1] >= PANORAMA_RATIO * pixels.shape[0]:
        found["panorama"] = 1.0
    if has_dog and has_face:
        found["walking a dog"] = 0.7
    looks = (Look(kind=WORDS[n], name=n, score=round(s, 4), source=LOOKS_SOURCE) for n, s in found.items())
    return tuple(sorted(looks, key=lambda look: (-look.score, look.kind, look.name)))


def likeness_vector(pixels: Pixels) -> Vector:
    """The colours of a 4×4 grid, less their mean: alike pictures are near, whatever their size."""
    import numpy as np

    rows = np.array_split(pixels.astype(np.float64), min(GRID, pixels.shape[0]), axis=0)
    cells = [part.mean((0, 1)) for row in rows for part in np.array_split(row, min(GRID, pixels.shape[1]), axis=1)]
    grid = np.resize(np.array(cells), (GRID * GRID, 3)).ravel() - 127.5
    norm = float(np.linalg.norm(grid))
    return encode_vector((grid / norm if norm else grid).tolist(), space=LIKENESS_SPACE)
