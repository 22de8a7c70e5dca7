"""Pixels as the models want them: sizes made once and shared, no copy that is not needed."""

from __future__ import annotations

from functools import cached_property

import numpy as np

FACE_SIDE_PX = 640
MINIATURE_PX = 96


class Picture:
    """RGB pixels, uint8 [height,width,3], read-only, with the smaller sizes that several models share."""

    def __init__(self, rgb: np.ndarray) -> None:
        self.rgb = rgb
        self.height, self.width = rgb.shape[:2]

    @cached_property
    def half(self) -> np.ndarray:
        """The picture at half size if its long side is ≥ 1280 px, else as it is: every net works on ≤ 640 px."""
        if max(self.width, self.height) < 1280 or min(self.width, self.height) < 2:
            return self.rgb
        return shrink(self.rgb, self.width // 2, self.height // 2)

    @cached_property
    def small(self) -> np.ndarray:
        """Long side at most 640 px: for faces and for sharpness."""
        return fit(self.half, FACE_SIDE_PX)

    @cached_property
    def miniature(self) -> np.ndarray:
        """Long side at most 96 px: for colours, light and how they lie."""
        return fit(self.small, MINIATURE_PX)


def shrink(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    """Resize so that nothing aliases: by whole halves first (exact and cheap), then by area; linear to enlarge."""
    import cv2

    while rgb.shape[1] >= 2 * width and rgb.shape[0] >= 2 * height:
        half = (rgb.shape[1] // 2, rgb.shape[0] // 2)
        rgb = np.asarray(cv2.resize(rgb, half, interpolation=cv2.INTER_AREA))
    if (width, height) == (rgb.shape[1], rgb.shape[0]):
        return rgb
    smaller = width <= rgb.shape[1] and height <= rgb.shape[0]
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR))


def fit(rgb: np.ndarray, long_side: int) -> np.ndarray:
    """The picture with its long side at most ``long_side``, aspect kept, each side at least 1."""
    height, width = rgb.shape[:2]
    scale = long_side / max(width, height)
    if scale >= 1:
        return rgb
    return shrink(rgb, max(1, round(width * scale)), max(1, round(height * scale)))


def planes(rgb: np.ndarray, *, mean: float = 0.0, scale: float = 1.0, swap: bool = False) -> np.ndarray:
    """[h,w,3] uint8 → [1,3,h,w] float32, ``(pixel − mean) · scale``; ``swap`` turns RGB into BGR."""
    import cv2

    return np.asarray(cv2.dnn.blobFromImage(rgb, scale, mean=(mean, mean, mean), swapRB=swap, ddepth=cv2.CV_32F))
