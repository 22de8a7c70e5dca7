"""SFace: an aligned face → a unit vector of 128 numbers. Run only for people who agreed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.images import planes
from photonest_ai.runtime.sessions import open_session

DIM = 128
SIZE_PX = 112


class SFace:
    """RGB crops of 112×112; the normalisation is inside the graph."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "model.onnx")

    def embed(self, crop: np.ndarray) -> np.ndarray:
        """uint8 [112,112,3] RGB → float32 [128], L2 norm 1."""
        vector = self._session.run(None, {"data": planes(crop)})[0][0]
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
