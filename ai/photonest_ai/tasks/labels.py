"""What is in a picture: labels with their probability, and the photo's vector in the default space."""

from __future__ import annotations

import numpy as np

from photonest_ai.models.registry import Models
from photonest_contracts.inference import Label

KEPT_FROM = 0.02
VECTOR_LABELS = 10


def labels(models: Models, found: np.ndarray) -> tuple[Label, ...]:
    """Labels with p ≥ 0.02, likeliest first. Names come from the committed table, so no vector file is needed."""
    names, source = models.label_names, models.lite2.name
    order = [int(i) for i in np.argsort(-found, kind="stable") if found[i] >= KEPT_FROM]
    return tuple(Label(name=names[i], score=min(float(found[i]), 1.0), source=source) for i in order)


def photo_vector(models: Models, found: np.ndarray) -> np.ndarray:
    """float32 [384], L2 norm 1."""
    best = np.argsort(-found, kind="stable")[:VECTOR_LABELS]
    vector = found[best] @ models.vocabulary.label_vectors[best]
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
