"""Do two small pictures show the very same shot? One is laid over the other, and then every part must agree.

A copy that was resized, compressed again, slightly cropped or recoloured agrees in all its parts once it is laid over
the original. Two shots of one scene agree in most parts and not where something moved.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]

SURE_FROM = 0.86
"""Likeness of the least agreeing part from which two photos are one shot (bench/duplicates.py)."""
SIDE_PX = 192
WINDOW_PX = 17
COARSE_STEPS = (0.25, 0.5, 1.0)
MOST_STRETCH = 1.4
LEAST_SHARED = 0.6
FLAT = 3.0
"""Standard deviation of grey levels below which a window says nothing."""
LEAST_TEXTURE = 0.04


def grey_of(encoded: bytes) -> Grey | None:
    """A tile's grey levels, its long side at `SIDE_PX`; None for bytes that are no picture."""
    found = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if found is None else _fit(np.asarray(found, np.float32))


def likeness(one: Grey, other: Grey) -> float:
    """0…1: how surely the two are one shot, by the part that agrees least. 0 where they cannot be laid over."""
    # The larger frame is what a crop was taken from; laid the other way round its edges would be missing.
    best = 0.0
    for fixed, moved in ((one, other), (other, one)):
        warp = _overlay(fixed, moved)
        if warp is not None:
            best = max(best, _agreement(fixed, moved, warp))
        if best > 0.9:
            break
    return best


def _fit(grey: Grey) -> Grey:
    scale = SIDE_PX / max(grey.shape)
    size = (max(8, round(grey.shape[1] * scale)), max(8, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR))


def _overlay(fixed: Grey, moved: Grey) -> NDArray[np.float32] | None:
    """The affine map from `fixed` into `moved`, from coarse to fine; None where none is found that keeps the shape."""
    height, width = fixed.shape
    warp = np.array([[moved.shape[1] / width, 0, 0], [0, moved.shape[0] / height, 0]], np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    before = 1.0
    for step in COARSE_STEPS:
        warp[:, 2] *= step / before
        before = step
        small = [cv2.resize(side, None, fx=step, fy=step, interpolation=cv2.INTER_AREA) for side in (fixed, moved)]
        try:
            warp = np.asarray(
                cv2.findTransformECC(small[0], small[1], warp, cv2.MOTION_AFFINE, criteria)[1], np.float32
            )
        except cv2.error:  # they have nothing in common
            return None
    stretch = np.linalg.svd(warp[:, :2] * (width / moved.shape[1]), compute_uv=False)
    if not 1 / MOST_STRETCH <= stretch[1] <= stretch[0] <= MOST_STRETCH:
        return None
    return np.asarray(warp, np.float32)


def _agreement(fixed: Grey, moved: Grey, warp: NDArray[np.float32]) -> float:
    height, width = fixed.shape
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(moved, warp, (width, height), flags=flags)
    inside = cv2.warpAffine(np.ones_like(moved), warp, (width, height), flags=flags) > 0.99
    inside = cv2.erode(inside.astype(np.uint8), np.ones((WINDOW_PX, WINDOW_PX), np.uint8)) > 0
    if inside.mean() < LEAST_SHARED * (1 - WINDOW_PX / height) * (1 - WINDOW_PX / width):
        return 0.0
    a, b = (cv2.GaussianBlur(np.asarray(side, np.float32), (0, 0), 0.8) for side in (fixed, laid))
    window = (WINDOW_PX, WINDOW_PX)
    mean_a, mean_b = cv2.blur(a, window), cv2.blur(b, window)
    var_a = np.maximum(cv2.blur(a * a, window) - mean_a**2, 0)
    var_b = np.maximum(cv2.blur(b * b, window) - mean_b**2, 0)
    both = cv2.blur(a * b, window) - mean_a * mean_b
    # What is flat in one and not in the other disagrees, too: the stronger texture decides where to look.
    telling = inside & (np.maximum(var_a, var_b) > FLAT**2)
    if telling.mean() < LEAST_TEXTURE:
        return 0.0
    agreed = both[telling] / np.sqrt(np.maximum(var_a, FLAT**2 / 4) * np.maximum(var_b, FLAT**2 / 4))[telling]
    return float(np.clip(np.quantile(agreed, 0.08), 0, 1))
