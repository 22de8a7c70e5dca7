"""EfficientNet-Lite2: 1,000 kinds of things, and the feature for likeness."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.images import Picture, planes, shrink
from photonest_ai.runtime.sessions import open_session

SIZE_PX = 260
CROP = SIZE_PX / (SIZE_PX + 32)
"""The centre crop the net was trained with, as a share of the short side."""


class Lite2:
    """Two views a picture: the centre, and the whole frame squashed; their mean is better than either alone."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "model.onnx")

    def probabilities(self, picture: Picture) -> np.ndarray:
        """float32 [1000], mean of the two views."""
        views = [
            self._session.run(["probs"], {"image": view})[0][0]
            for view in (self._centre(picture), self._whole(picture))
        ]
        return np.asarray((views[0] + views[1]) / 2)

    @staticmethod
    def _centre(picture: Picture) -> np.ndarray:
        rgb = picture.half
        height, width = rgb.shape[:2]
        side = max(1, round(min(height, width) * CROP))
        top, left = (height - side) // 2, (width - side) // 2
        return _input(rgb[top : top + side, left : left + side])

    @staticmethod
    def _whole(picture: Picture) -> np.ndarray:
        return _input(picture.half)


def _input(rgb: np.ndarray) -> np.ndarray:
    return planes(shrink(rgb, SIZE_PX, SIZE_PX), mean=127, scale=1 / 128)
