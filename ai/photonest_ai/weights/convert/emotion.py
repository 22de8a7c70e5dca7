"""The mood model tfjs → ONNX: what a face looks like, seven classes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from photonest_ai.weights.convert import expectations, tfjs
from photonest_ai.weights.convert.expectations import Probe

SIZE_PX = 64
FACTS = {
    "size_px": SIZE_PX,
    "input": "grey 0..1",
    "classes": ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"],
}


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/model.onnx``: ``image`` [n,1,64,64] → ``probs`` [n,7]."""
    writer = tfjs.convert(members[0], members[1], {"Identity": "probs"}, "emotion")
    writer.save(target / "model.onnx", {"image": ["n", 1, SIZE_PX, SIZE_PX]}, {"probs": ["n", 7]})


def probe() -> Probe:
    """What the conversion is checked on."""
    images = expectations.images(8, SIZE_PX, SIZE_PX, channels=1) / np.float32(255)
    return Probe("emotion", {"image": images}, ["probs"], tolerance=1e-3)


def verify(folder: Path) -> str:
    """Compare with stored numbers, tolerance 1e-3 (other processors add in another order)."""
    return expectations.check(folder / "model.onnx", probe())
