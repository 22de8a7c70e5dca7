"""Scenes by heads learned on the feature of the label net: one line and a logistic each (`bench/scene_fit.py`).

The labels name what stands in the middle of a picture; the feature under them also knows the forest around it. Over 133
photographs that each head had not seen, the mean average precision rose from 0.65 (rules alone) to 0.82 (both).
"""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Mapping

import numpy as np

from photonest_ai.runtime.catalogue import table_bytes

FEATURES = 1280


@functools.cache
def _heads() -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Names, weights [n,1280] and biases [n]."""
    rows = json.loads(table_bytes("scene_heads.json"))["heads"]
    weights = [np.frombuffer(base64.b64decode(row["weights"]), np.float16, FEATURES) for row in rows.values()]
    return tuple(rows), np.array(weights, np.float32), np.array([row["bias"] for row in rows.values()], np.float32)


def scores(feature: np.ndarray) -> Mapping[str, float]:
    """Scene -> 0…1 for a feature [1280], of any length above 0."""
    names, weights, biases = _heads()
    logits = weights @ (feature / max(float(np.linalg.norm(feature)), 1e-12)) + biases
    return dict(zip(names, (1 / (1 + np.exp(-logits))).tolist(), strict=True))
