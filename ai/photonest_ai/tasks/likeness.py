"""A vector for comparing two pictures: the label net's feature, made short without losing what it tells apart.

Square roots (the feature is a histogram of what was seen where; its large entries should not decide alone), less their
mean, then 1,280 numbers onto 384 along random signs, which keeps angles (Johnson and Lindenstrauss 1984). On 89
pictures with three altered copies each (cropped, mirrored and darkened, turned by 4° at a third of the size) the copy's
nearest picture is its own 95 % of the time, as with the whole feature's square roots (raw feature: 93 %), and two
pictures of different things come out near 0 instead of near 0.5.
"""

from __future__ import annotations

import functools
import hashlib

import numpy as np

SPACE = "lite2-feat@1"
FEATURE_DIM, DIM = 1280, 384


def likeness_vector(feature: np.ndarray) -> np.ndarray:
    """float32 [1280] → float32 [384], L2 norm 1, or all zero for a feature without any difference."""
    roots = np.sqrt(np.maximum(feature, 0.0), dtype=np.float32)
    vector = (roots - roots.mean()) @ _signs()
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


@functools.cache
def _signs() -> np.ndarray:
    """float32 [1280,384] of ±1, the same on every machine and with every version of NumPy."""
    bits = np.frombuffer(hashlib.shake_256(SPACE.encode()).digest(FEATURE_DIM * DIM // 8), np.uint8)
    return np.unpackbits(bits).reshape(FEATURE_DIM, DIM).astype(np.float32) * 2 - 1
