"""Vectors as they travel: base64 of little-endian half floats."""

from __future__ import annotations

import base64

import numpy as np

from photonest_contracts.inference import Vector


def to_message(space: str, vector: np.ndarray) -> Vector:
    """Pack a float vector [dim]."""
    halfs = np.ascontiguousarray(vector, "<f2").tobytes()
    return Vector(space=space, dim=len(vector), halfs=base64.b64encode(halfs).decode("ascii"))
