"""YuNet as shipped, with symbolic picture sides: any multiple of 32 runs, nothing is padded up to 640×640.

Run by onnxruntime it costs as much as by OpenCV, without the 330 MB that OpenCV's network engine keeps.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx

from photonest_ai.weights.convert import expectations
from photonest_ai.weights.convert.expectations import Probe

STRIDES = (8, 16, 32)
OUTPUTS = [f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in STRIDES]
FACTS = {"input": "BGR 0..255", "multiple_px": 32, "score_from": 0.6, "overlap_max": 0.3}


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/model.onnx``: ``input`` [1,3,32·a,32·b] → cls, obj, bbox, kps at strides 8, 16, 32."""
    model = onnx.load(str(members[0]))
    for axis, name in ((2, "height"), (3, "width")):
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[1].dim_param = f"cells_{output.name.rsplit('_', 1)[1]}"
    del model.graph.value_info[:]  # inner shapes of 640×640 are no longer true
    onnx.save(model, str(target / "model.onnx"))


def probe() -> Probe:
    """Not square, so that a swap of height and width would show."""
    images = expectations.images(8, 160, 256)
    return Probe("yunet", {"input": np.ascontiguousarray(images)}, OUTPUTS, tolerance=1e-3)


def verify(folder: Path) -> str:
    """Compare with stored numbers, tolerance 1e-3 (other processors add in another order)."""
    return expectations.check(folder / "model.onnx", probe())
