"""PP-OCRv6 text recognition: a strip with one line of text → its letters (Latin, Chinese, Japanese and signs)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.sessions import open_session
from photonest_ai.runtime.strips import batch_of

AT_ONCE = 6
BLANK = 0


class TextReader:
    """Strips of any size, RGB."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "PP-OCRv6_rec_small.onnx")
        signs = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._signs = np.array(["", *signs, " "], dtype=object)

    def read(self, strips: Sequence[np.ndarray]) -> list[tuple[str, float]]:
        """Text and mean certainty of each strip, in the order given; similar lengths are read together."""
        found: list[tuple[str, float]] = [("", 0.0)] * len(strips)
        order = sorted(range(len(strips)), key=lambda at: strips[at].shape[1] / strips[at].shape[0])
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            (steps,) = self._session.run(None, {"x": batch_of([strips[at] for at in some])})
            for at, row in zip(some, steps, strict=True):
                found[at] = spell(row, self._signs)
        return found


def spell(steps: np.ndarray, signs: np.ndarray) -> tuple[str, float]:
    """Probabilities [time, sign] → text and mean certainty: repeats and blanks left out (Graves and others 2006)."""
    best = steps.argmax(axis=1)
    kept = best != BLANK
    kept[1:] &= best[1:] != best[:-1]
    if not kept.any():
        return "", 0.0
    return "".join(signs[best[kept]]), float(steps.max(axis=1)[kept].mean())
