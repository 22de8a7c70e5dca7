"""CenterNet (MobileNetV3) tfjs → ONNX: heat maps of 80 classes before the sigmoid, and box sides.

The sigmoid of 1.3 million cells costs 3 ms; the adapter takes it of the few peaks that count.
"""

from __future__ import annotations

from pathlib import Path

from photonest_ai.weights.convert import expectations, tfjs
from photonest_ai.weights.convert.expectations import Probe

SIZE_PX = 512
HEAT = "tower_0/CenternetHead/centernet_cls_output/BiasAdd"
FACTS = {
    "size_px": SIZE_PX,
    "classes": 80,
    "stride_px": 4,
    "input": "RGB 0..255",
    "shown_from": 0.40,
    "kept_from": 0.10,
}


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/model.onnx``: ``image`` [n,3,h,w] → ``heat`` [n,80,h/4,w/4], ``box`` [n,4,h/4,w/4].

    The original takes 512×512 only; nothing in it depends on that, and sides that are multiples of 32 do as well.
    """
    outputs = {HEAT: "heat", "tower_0/wh": "box"}
    writer = tfjs.convert(members[0], members[1], outputs, "centernet", always_doubles=True)
    writer.save(
        target / "model.onnx",
        {"image": ["n", 3, "height", "width"]},
        {"heat": ["n", 80, "rows", "columns"], "box": ["n", 4, "rows", "columns"]},
    )


def probe() -> Probe:
    """What the conversion is checked on."""
    return Probe("centernet", {"image": expectations.images(8, SIZE_PX, SIZE_PX)}, ["heat", "box"], tolerance=1e-3)


def verify(folder: Path) -> str:
    """Compare with stored numbers, tolerance 1e-3 (other processors add in another order)."""
    return expectations.check(folder / "model.onnx", probe())
