"""EfficientNet-Lite2 .pth → ONNX: probabilities of 1,000 classes and the 1,280-number feature before them.

Stages and padding follow the TensorFlow original (SAME: the odd pixel at bottom and right, so the size is fixed at
260). Batch norm (eps 1e-3) is folded into the convolutions. Input: RGB, (pixel − 127) / 128, NCHW.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from photonest_ai.weights.convert import expectations, torch_legacy
from photonest_ai.weights.convert.expectations import Probe
from photonest_ai.weights.convert.onnx_writing import GraphWriter

SIZE_PX = 260
DEPTH_FACTOR = 1.2
BATCH_NORM_EPS = 1e-3
STAGES = ((1, 3, 1, 1), (2, 3, 2, 6), (2, 5, 2, 6), (3, 3, 2, 6), (3, 5, 1, 6), (4, 5, 2, 6), (1, 3, 1, 6))
"""Repeats at depth 1.0, kernel, stride, expansion; channel counts come from the tensors."""

FACTS = {"size_px": SIZE_PX, "classes": 1000, "feature_dim": 1280, "mean": 127, "scale": 128}


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/model.onnx``: input ``image`` [n,3,260,260] → ``probs`` [n,1000], ``feat`` [n,1280]."""
    writer = build(torch_legacy.load(members[0]), SIZE_PX, DEPTH_FACTOR)
    image: list[int | str] = ["n", 3, SIZE_PX, SIZE_PX]
    writer.save(target / "model.onnx", {"image": image}, {"probs": ["n", 1000], "feat": ["n", 1280]})


def build(state: dict[str, np.ndarray], size_px: int, depth_factor: float) -> GraphWriter:
    """The whole network as a graph; ``state`` is the torch state dict."""
    writer = GraphWriter("efficientnet-lite")
    layers = _Layers(writer, state, size_px)
    value = writer.relu6(layers.conv("image", "_conv_stem", "_bn0", kernel=3, stride=2))
    index = 0
    for stage, (repeats, kernel, stride, expansion) in enumerate(STAGES):
        ends = stage in (0, len(STAGES) - 1)
        for repeat in range(repeats if ends else math.ceil(repeats * depth_factor)):
            value = layers.block(value, f"_blocks.{index}", kernel, stride if repeat == 0 else 1, expansion)
            index += 1
    value = writer.relu6(layers.conv(value, "_conv_head", "_bn1", kernel=1, stride=1))
    feat = writer.node("Flatten", [writer.node("GlobalAveragePool", [value])], "feat")
    weight, bias = writer.constant("fc.weight", state["_fc.weight"]), writer.constant("fc.bias", state["_fc.bias"])
    writer.node("Softmax", [writer.node("Gemm", [feat, weight, bias], transB=1)], "probs", axis=1)
    return writer


class _Layers:
    """Convolutions with folded batch norm, keeping track of the side of the picture for the padding."""

    def __init__(self, writer: GraphWriter, state: dict[str, np.ndarray], side: int) -> None:
        self.writer, self.state, self.side = writer, state, side

    def conv(self, value: str, conv: str, norm: str, *, kernel: int, stride: int, depthwise: bool = False) -> str:
        weight, bias = self._folded(conv, norm)
        out = math.ceil(self.side / stride)
        total = max((out - 1) * stride + kernel - self.side, 0)
        self.side = out
        before, after = total // 2, total - total // 2
        return self.writer.node(
            "Conv",
            [value, self.writer.constant(f"{conv}.w", weight), self.writer.constant(f"{conv}.b", bias)],
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[before, before, after, after],
            group=weight.shape[0] if depthwise else 1,
        )

    def block(self, value: str, name: str, kernel: int, stride: int, expansion: int) -> str:
        """Inverted bottleneck; the shortcut is taken when neither size nor channels change."""
        start = value
        if expansion != 1:
            value = self.writer.relu6(self.conv(value, f"{name}._expand_conv", f"{name}._bn0", kernel=1, stride=1))
        depthwise = f"{name}._depthwise_conv"
        value = self.writer.relu6(
            self.conv(value, depthwise, f"{name}._bn1", kernel=kernel, stride=stride, depthwise=True)
        )
        value = self.conv(value, f"{name}._project_conv", f"{name}._bn2", kernel=1, stride=1)
        first = f"{name}._expand_conv" if expansion != 1 else depthwise
        into = self.state[f"{first}.weight"].shape[1 if expansion != 1 else 0]
        if stride == 1 and into == self.state[f"{name}._project_conv.weight"].shape[0]:
            value = self.writer.node("Add", [value, start])
        return value

    def _folded(self, conv: str, norm: str) -> tuple[np.ndarray, np.ndarray]:
        """Convolution and batch norm as one: w·g/√(v+eps), b − m·g/√(v+eps)."""
        scale = self.state[f"{norm}.weight"] / np.sqrt(self.state[f"{norm}.running_var"] + np.float32(BATCH_NORM_EPS))
        weight = self.state[f"{conv}.weight"] * scale[:, None, None, None]
        bias = self.state[f"{norm}.bias"] - self.state[f"{norm}.running_mean"] * scale
        return weight.astype(np.float32), bias.astype(np.float32)


def probe() -> Probe:
    """What the conversion is checked on."""
    images = (expectations.images(8, SIZE_PX, SIZE_PX) - np.float32(127)) / np.float32(128)
    return Probe("lite2", {"image": images}, ["probs", "feat"], tolerance=1e-3)


def verify(folder: Path) -> str:
    """Compare with stored numbers, tolerance 1e-3 (other processors add in another order)."""
    return expectations.check(folder / "model.onnx", probe())
