"""EfficientNet-Lite2: 1,000 kinds of things, and the feature for likeness."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.images import Picture, planes, shrink
from photonest_ai.runtime.sessions import open_session

SIZE_PX = 260
CROP = SIZE_PX / (SIZE_PX + 32)
"""The centre crop the net was trained with, as a share of the short side."""


class Seen(NamedTuple):
    """What one run gives."""

    probabilities: np.ndarray
    """float32 [1000]."""
    feature: np.ndarray
    """float32 [1280], the layer before: what the picture looks like, before it is named."""


class Lite2:
    """Two views a picture: the centre, and the whole frame squashed; their mean is better than either alone."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "model.onnx")

    def seen(self, picture: Picture) -> Seen:
        """Both answers of the net, each the mean of the two views."""
        views = [
            self._session.run(["probs", "feat"], {"image": view})
            for view in (self._centre(picture), self._whole(picture))
        ]
        probabilities, feature = (np.asarray((views[0][i][0] + views[1][i][0]) / 2) for i in range(2))
        return Seen(probabilities, feature)

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
