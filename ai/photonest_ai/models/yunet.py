"""YuNet: faces with five points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.images import Picture, planes
from photonest_ai.runtime.sessions import open_session

MULTIPLE_PX = 32
STRIDES = (8, 16, 32)
SCORE_FROM = 0.6
OVERLAP_MAX = 0.3
CANDIDATES = 5000


@dataclass(frozen=True)
class Face:
    """In shares of the picture: ``box`` left, top, width, height; ``points`` float [5,2] (right eye of the person,
    left eye, nose, right and left mouth corner). They may lie a little outside 0…1.
    """

    box: tuple[float, float, float, float]
    points: np.ndarray
    score: float


class YuNet:
    """The picture with its long side at 640 px, padded to a multiple of 32 at the right and bottom."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self._session = open_session(folder / "model.onnx")
        self._outputs = [f"{kind}_{s}" for kind in ("cls", "obj", "bbox", "kps") for s in STRIDES]

    def faces(self, picture: Picture) -> list[Face]:
        """Faces with score ≥ 0.6, best first."""
        small = picture.small
        height, width = small.shape[:2]
        padded = np.zeros((_up(height), _up(width), 3), np.uint8)
        padded[:height, :width] = small
        found = self._session.run(self._outputs, {"input": planes(padded, swap=True)})
        rows = decode(dict(zip(self._outputs, found, strict=True)), padded.shape[1])
        return [
            Face(
                box=(float(r[0]) / width, float(r[1]) / height, float(r[2]) / width, float(r[3]) / height),
                points=r[4:14].reshape(5, 2) / (width, height),
                score=min(float(r[14]), 1.0),
            )
            for r in rows
        ]


def _up(value: int) -> int:
    return -(-value // MULTIPLE_PX) * MULTIPLE_PX


def decode(outputs: dict[str, np.ndarray], width: int, score_from: float = SCORE_FROM) -> np.ndarray:
    """Raw outputs → rows x, y, w, h, ten point coordinates, score, in pixels of the input, best first.

    Each cell gives centre = (cell + offset)·stride, size = exp(log size)·stride, score = √(class · objectness).
    """
    found = []
    for stride in STRIDES:
        cls, obj, bbox, kps = (outputs[f"{kind}_{stride}"][0] for kind in ("cls", "obj", "bbox", "kps"))
        score = np.sqrt(np.clip(cls[:, 0], 0, 1) * np.clip(obj[:, 0], 0, 1))
        kept = np.flatnonzero(score >= score_from)
        columns = width // stride
        cell = np.stack([kept % columns, kept // columns], axis=1).astype(np.float32)
        size = np.exp(bbox[kept, 2:4]) * stride
        corner = (cell + bbox[kept, :2]) * stride - size / 2
        points = (kps[kept].reshape(-1, 5, 2) + cell[:, None]) * stride
        found.append(np.hstack([corner, size, points.reshape(-1, 10), score[kept, None]]))
    rows = np.concatenate(found)
    rows = rows[np.argsort(-rows[:, 14], kind="stable")][:CANDIDATES]
    return _without_doubles(rows)


def _without_doubles(rows: np.ndarray) -> np.ndarray:
    """Rows (best first) without those that overlap a better one by more than `OVERLAP_MAX`."""
    corners = np.hstack([rows[:, :2], rows[:, :2] + rows[:, 2:4]])
    area = rows[:, 2] * rows[:, 3]
    kept = []
    left = np.arange(len(rows))
    while left.size:
        first, left = left[0], left[1:]
        kept.append(int(first))
        both = np.minimum(corners[left, 2:], corners[first, 2:]) - np.maximum(corners[left, :2], corners[first, :2])
        shared = np.clip(both, 0, None).prod(axis=1)
        left = left[shared / np.maximum(area[left] + area[first] - shared, 1e-9) <= OVERLAP_MAX]
    return rows[kept]
