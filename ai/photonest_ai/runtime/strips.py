"""Strips with one line of text each, as PP-OCR's nets want them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

HEIGHT_PX = 48
LEAST_WIDTH_PX = 320
WIDEST_PX = 3200
"""A strip of 66 times its height; longer ones are squeezed."""


def batch_of(strips: Sequence[np.ndarray], *, least: int = LEAST_WIDTH_PX, most: int = WIDEST_PX) -> np.ndarray:
    """float32 [n,3,48,w], BGR, -1…1, padded with zeros at the right; longer than `most` is squeezed."""
    import cv2

    widths = [min(most, max(1, -(-HEIGHT_PX * strip.shape[1] // strip.shape[0]))) for strip in strips]
    batch = np.zeros((len(strips), 3, HEIGHT_PX, max(least, *widths)), np.float32)
    for row, strip, width in zip(batch, strips, widths, strict=True):
        fitted = cv2.resize(strip, (width, HEIGHT_PX))
        row[:, :, :width] = fitted[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
    return batch
