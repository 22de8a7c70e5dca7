"""ThumbHash: a picture in about 25 bytes, shown before any tile has arrived.

Format: the public ThumbHash description (Evan Wallace, 2023), encoding of opaque pictures only: ours are flat.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from photonest.assets.pixels.picture import Rgb

MAX_SIDE_PX = 100


def thumbhash(rgb: Rgb) -> bytes:
    """The hash of a picture of at most 100 x 100 pixels. 5 to 25 bytes. Raises `ValueError` for a larger one."""
    height, width = rgb.shape[:2]
    if max(height, width) > MAX_SIDE_PX:
        raise ValueError(f"{width} x {height} is larger than {MAX_SIDE_PX} x {MAX_SIDE_PX}")
    red, green, blue = np.moveaxis(rgb.astype(np.float64) / 255.0, -1, 0)
    luma = (red + green + blue) / 3
    yellow_blue = (red + green) / 2 - blue
    red_green = red - green

    longest = max(width, height)
    luma_x = max(1, _round(7 * width / longest))
    luma_y = max(1, _round(7 * height / longest))
    l_dc, l_ac, l_scale = _channel(luma, max(3, luma_x), max(3, luma_y))
    p_dc, p_ac, p_scale = _channel(yellow_blue, 3, 3)
    q_dc, q_ac, q_scale = _channel(red_green, 3, 3)

    landscape = width > height
    head = (
        _round(63 * l_dc)
        | _round(31.5 + 31.5 * p_dc) << 6
        | _round(31.5 + 31.5 * q_dc) << 12
        | _round(31 * l_scale) << 18
    )
    tail = (luma_y if landscape else luma_x) | _round(63 * p_scale) << 3 | _round(63 * q_scale) << 9 | landscape << 15
    out = bytearray(head.to_bytes(3, "little") + tail.to_bytes(2, "little"))
    nibbles = [_round(15 * value) for value in (*l_ac, *p_ac, *q_ac)]
    nibbles += [0] * (len(nibbles) % 2)
    out += bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))
    return bytes(out)


def _channel(values: npt.NDArray[np.float64], nx: int, ny: int) -> tuple[float, list[float], float]:
    """Mean, the cosine terms below the diagonal scaled to 0…1, and their scale."""
    height, width = values.shape
    columns = np.cos(np.pi / width * np.outer(np.arange(nx), np.arange(width) + 0.5))
    rows = np.cos(np.pi / height * np.outer(np.arange(ny), np.arange(height) + 0.5))
    terms = rows @ values @ columns.T / (width * height)
    ac = [terms[y, x] for y in range(ny) for x in range(nx) if (x or y) and x * ny < nx * (ny - y)]
    scale = max(abs(term) for term in ac)
    if scale > 0:
        ac = [0.5 + 0.5 / scale * term for term in ac]
    return float(terms[0, 0]), [float(term) for term in ac], float(scale)


def _round(value: float) -> int:
    """Half upwards, as the description rounds (Python rounds halves to even)."""
    return math.floor(value + 0.5)
