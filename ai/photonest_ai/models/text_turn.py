"""PP-OCR's line classifier: does a line of text stand on its head?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.sessions import open_session
from photonest_ai.runtime.strips import batch_of

WIDTH_PX = 192
AT_ONCE = 16


class TextTurn:
    """Strips of any size, RGB; of a long line the beginning says enough."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "ch_ppocr_mobile_v2.0_cls_mobile.onnx")

    def on_their_head(self, strips: Sequence[np.ndarray]) -> list[float]:
        """Probability for each strip."""
        found: list[float] = []
        for start in range(0, len(strips), AT_ONCE):
            batch = batch_of(strips[start : start + AT_ONCE], least=WIDTH_PX, most=WIDTH_PX)
            (sides,) = self._session.run(None, {"x": batch})
            found += [float(row[1]) for row in sides]
        return found
