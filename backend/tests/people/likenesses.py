"""Vectors with the statistics of recognition vectors, made from a seed: same person 0.32 apart, others 0.93."""

from __future__ import annotations

import numpy as np

WITHIN = 0.676
"""Mean likeness of two faces of one person (design record, MODELS.md 5)."""
BETWEEN = 0.07


def likenesses(*, people: int, faces: int, noise: float = 0.0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """float32 [faces, 128] of norm 1, and who each is. `noise` makes faces less like their person."""
    rng = np.random.default_rng(seed)

    def directions(count: int) -> np.ndarray:
        drawn = rng.normal(size=(count, 128))
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    who = np.concatenate([np.arange(people), rng.integers(0, people, max(0, faces - people))])[:faces]
    centres = BETWEEN**0.5 * directions(1) + (WITHIN - BETWEEN) ** 0.5 * directions(people)
    vectors = centres[who] + (1 - WITHIN) ** 0.5 * directions(faces) + noise * directions(faces)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), who
