"""What a face looks like, seven classes; says nothing about what someone feels. No accuracy is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.sessions import open_session

SIZE_PX = 64
CLASSES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")


class Emotion:
    """Grey crops of 64×64."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "model.onnx")

    def expression(self, grey: np.ndarray) -> dict[str, float]:
        """uint8 [64,64] → class -> probability."""
        image = (grey.astype(np.float32) / np.float32(255))[None, None]
        found = self._session.run(["probs"], {"image": image})[0][0]
        return {name: min(max(float(p), 0.0), 1.0) for name, p in zip(CLASSES, found, strict=True)}
