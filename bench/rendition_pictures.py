"""Seeded 12-megapixel JPEGs of three entropy classes: soft skies, ordinary scenes, noisy evenings."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

CLASSES = {"smooth": 0.5, "mid": 4.5, "noisy": 10.0}
"""Name -> strength of the grain. At quality 90 and 4:2:0 they weigh about 2.2, 3 and 4 MB."""

JPEG_QUALITY = 90


def picture(seed: int, grain: float, width: int, height: int) -> npt.NDArray[np.uint8]:
    """Forms of all sizes (1/f), hard edges and lines, and grain as cameras leave it: soft, mostly in brightness."""
    rng = np.random.default_rng(seed)
    coarse = np.zeros((height // 4, width // 4, 3), np.float32)
    for octave in range(1, 7):
        coarse += 110 * 0.62**octave * _field(rng, octave, width // 4, height // 4)
    total = 128 + cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for octave in (7, 8):
        total += 110 * 0.62**octave * _field(rng, octave, width, height)
    for _ in range(160):
        colour = tuple(float(value) for value in rng.integers(0, 255, 3))
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        if rng.random() < 0.5:
            size = int(rng.integers(10, 260)) * width // 4000
            cv2.circle(total, (x, y), max(2, size), colour, int(rng.choice([-1, 2, 6])), cv2.LINE_AA)
        else:
            end = int(rng.integers(0, width)), int(rng.integers(0, height))
            cv2.line(total, (x, y), end, colour, int(rng.integers(1, 10)), cv2.LINE_AA)
    brightness = cv2.GaussianBlur(rng.standard_normal((height, width), dtype=np.float32), (0, 0), 1.0)
    colour_grain = cv2.GaussianBlur(rng.standard_normal((height, width, 3), dtype=np.float32), (0, 0), 1.6)
    total += grain * (3.2 * brightness[..., None] + 1.6 * colour_grain)
    return np.clip(total, 0, 255).astype(np.uint8)


def _field(rng: np.random.Generator, octave: int, width: int, height: int) -> npt.NDArray[np.float32]:
    cells = 2**octave * 3
    field = rng.standard_normal((cells * 3 // 4, cells, 3), dtype=np.float32)
    return np.asarray(cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def make_pictures(folder: Path, *, each: int, width: int = 4000, height: int = 3000) -> dict[str, list[Path]]:
    """`each` files of every class in `folder`; those that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    made: dict[str, list[Path]] = {}
    for number, (name, grain) in enumerate(CLASSES.items()):
        for index in range(each):
            path = folder / f"{name}-{width}x{height}-{index}.jpg"
            if not path.exists():
                rgb = picture(1000 * number + index, grain, width, height)
                path.write_bytes(simplejpeg.encode_jpeg(rgb, JPEG_QUALITY, "RGB", "420"))
            made.setdefault(name, []).append(path)
    return made
