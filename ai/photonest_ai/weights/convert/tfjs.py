"""tfjs graph model (``model.json`` + ``.bin``) → ONNX without TensorFlow, for the operators that small image nets use.

Walks back from the wanted outputs. Layout changes from NHWC to NCHW: convolution weights are transposed, channel
vectors become [C,1,1], ``Mean`` over the picture keeps its axes (so the ``Reshape`` around a squeeze-excite block
falls away), ``ConcatV2`` joins channels.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from photonest_ai.weights.convert.onnx_writing import GraphWriter

BINARY = {"Add": "Add", "AddV2": "Add", "Mul": "Mul", "Sub": "Sub"}
UNARY = {"Relu": "Relu", "Sigmoid": "Sigmoid"}
TYPES: dict[str, np.dtype[Any]] = {
    "float32": np.dtype("<f4"),
    "float16": np.dtype("<f2"),
    "int32": np.dtype("<i4"),
    "uint8": np.dtype("u1"),
    "uint16": np.dtype("<u2"),
}


def read_weights(manifest: list[dict[str, Any]], raw: bytes) -> dict[str, np.ndarray]:
    """Constants by name. Quantised tensors come back as float32. Raises ``ValueError`` when sizes do not add up."""
    found: dict[str, np.ndarray] = {}
    offset = 0
    for row in [w for group in manifest for w in group["weights"]]:
        packing = row.get("quantization", {})
        stored = TYPES[packing.get("dtype", row["dtype"])]
        count = int(np.prod(row["shape"], dtype=np.int64))
        if offset + count * stored.itemsize > len(raw):
            raise ValueError("the weight file is shorter than its manifest")
        value = np.frombuffer(raw, stored, count, offset).reshape(row["shape"])
        offset += count * stored.itemsize
        if packing.get("dtype", "").startswith("uint"):
            value = value * np.float32(packing["scale"]) + np.float32(packing["min"])
        found[row["name"]] = value.astype(np.float32) if row["dtype"] == "float32" else value
    if offset != len(raw):
        raise ValueError("the weight file is longer than its manifest")
    return found


def convert(
    model_json: Path, weights: Path, outputs: dict[str, str], name: str, *, always_doubles: bool = False
) -> GraphWriter:
    """Graph with one input ``image`` (NCHW float32) and the tfjs nodes ``outputs`` under new names.

    ``always_doubles``: every resize doubles both sides, so that pictures of other sizes than the original may come in.
    """
    model = json.loads(model_json.read_bytes())
    constants = read_weights(model["weightsManifest"], weights.read_bytes())
    nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
    walk = _Walk(GraphWriter(name), nodes, constants, always_doubles=always_doubles)
    for needed in _in_order(list(outputs), nodes):
        walk.value(needed)
    for wanted, new in outputs.items():
        walk.writer.node("Identity", [walk.value(wanted)], new)
    return walk.writer


def _inputs(node: dict[str, Any]) -> list[str]:
    """Names of the values a node takes; control inputs (``^name``) left out."""
    return [i.removesuffix(":0") for i in node.get("input", ()) if not i.startswith("^")]


def _in_order(outputs: list[str], nodes: dict[str, dict[str, Any]]) -> list[str]:
    """Every computed node that the outputs need, inputs first; without recursion, nets are deep."""
    order: list[str] = []
    seen: set[str] = set()
    stack = [(name, False) for name in outputs]
    while stack:
        name, ready = stack.pop()
        if ready:
            order.append(name)
        elif name not in seen and nodes[name]["op"] != "Const":
            seen.add(name)
            stack.append((name, True))
            stack.extend((i, False) for i in _inputs(nodes[name]))
    return order


class _Walk:
    """Converts a node after its inputs, each once."""

    def __init__(
        self,
        writer: GraphWriter,
        nodes: dict[str, dict[str, Any]],
        constants: dict[str, np.ndarray],
        *,
        always_doubles: bool = False,
    ) -> None:
        self._always_doubles = always_doubles
        self.writer, self.nodes, self.constants = writer, nodes, constants
        self._done: dict[str, str] = {}

    def value(self, name: str) -> str:
        """ONNX name of a tfjs value."""
        if name not in self._done:
            self._done[name] = self._convert(self.nodes[name])
        return self._done[name]

    def _convert(self, node: dict[str, Any]) -> str:  # noqa: PLR0912  # one line an operator
        kind: str = node["op"]
        inputs = _inputs(node)
        if kind == "Placeholder":
            return "image"
        if kind in ("Identity", "Reshape"):
            return self.value(inputs[0])
        if (gated := self._hard_gate(node)) is not None:
            return gated
        if kind in BINARY:
            return self.writer.node(BINARY[kind], [self._operand(inputs[0]), self._operand(inputs[1])])
        if kind in UNARY:
            return self.writer.node(UNARY[kind], [self.value(inputs[0])])
        if kind == "Relu6":
            return self.writer.relu6(self.value(inputs[0]))
        if "Conv2" in kind:
            return self._convolution(node, inputs, depthwise="Depthwise" in kind)
        if kind == "Mean":
            axes = sorted(int(a) for a in np.atleast_1d(self.constants[inputs[1]]))
            if axes != [1, 2]:
                raise ValueError(f"Mean over axes {axes} is not supported")
            return self.writer.node("ReduceMean", [self.value(inputs[0])], axes=[2, 3], keepdims=1)
        if kind == "ConcatV2":
            return self.writer.node("Concat", [self.value(i) for i in inputs[:-1]], axis=1)
        if kind == "MaxPool":
            window = _numbers(node, "ksize")[1:3]
            return self.writer.node(
                "MaxPool",
                [self.value(inputs[0])],
                kernel_shape=window,
                strides=_numbers(node, "strides")[1:3],
                auto_pad=_padding(node),
            )
        if kind == "ResizeBilinear":
            return self._resize(node, inputs)
        if kind == "Softmax":
            return self.writer.node("Softmax", [self.writer.node("Flatten", [self.value(inputs[0])])], axis=1)
        raise ValueError(f"tfjs operator {kind} is not supported")

    def _hard_gate(self, node: dict[str, Any]) -> str | None:
        """relu6(x + 3) / 6, or the same times x, which MobileNetV3 is full of: one or two operators instead of four."""
        sixfold = self._other_than(node, "Mul", 1 / 6)
        if sixfold is not None and (x := self._shifted_clip_of(sixfold)) is not None:
            return self.writer.node("HardSigmoid", [self.value(x)], alpha=1 / 6, beta=0.5)
        if BINARY.get(node["op"]) == "Mul":
            first, second = _inputs(node)
            for gate, sixth in ((first, second), (second, first)):
                x = self._shifted_clip_of(gate)
                if x is not None and sixth in self.nodes and self._other_than(self.nodes[sixth], "Mul", 1 / 6) == x:
                    value = self.value(x)
                    return self.writer.node(
                        "Mul", [value, self.writer.node("HardSigmoid", [value], alpha=1 / 6, beta=0.5)]
                    )
        return None

    def _shifted_clip_of(self, name: str) -> str | None:
        """``x`` if the node is relu6(x + 3)."""
        if name not in self.nodes or self.nodes[name]["op"] != "Relu6":
            return None
        return self._other_than(self.nodes[_inputs(self.nodes[name])[0]], "Add", 3.0)

    def _other_than(self, node: dict[str, Any], kind: str, number: float) -> str | None:
        """The value that ``node`` adds to or multiplies with this one number, if that is what it does."""
        if BINARY.get(node["op"]) != kind:
            return None
        first, second = _inputs(node)
        for scalar, other in ((first, second), (second, first)):
            value = self.constants.get(scalar)
            if value is not None and value.size == 1 and abs(float(value.ravel()[0]) - number) < 1e-3:
                return other
        return None

    def _operand(self, name: str) -> str:
        """A value, or a constant: scalar as it is, channel vector as [C,1,1]."""
        if name not in self.constants:
            return self.value(name)
        value = self.constants[name]
        if value.ndim == 1 and value.size > 1:
            value = value.reshape(-1, 1, 1)
        elif value.ndim > 1:
            raise ValueError(f"constant {name} of rank {value.ndim} in element-wise arithmetic")
        return self.writer.constant(name, value.astype(np.float32))

    def _convolution(self, node: dict[str, Any], inputs: list[str], *, depthwise: bool) -> str:
        weight = self.constants[inputs[1]]
        if depthwise:  # HWCM -> (C*M)1HW
            weight = weight.transpose(2, 3, 0, 1).reshape(-1, 1, *weight.shape[:2])
        else:  # HWIO -> OIHW
            weight = weight.transpose(3, 2, 0, 1)
        fused = _texts(node, "fused_ops")
        operands = [self.value(inputs[0]), self.writer.constant(inputs[1], weight)]
        if "BiasAdd" in fused:
            operands.append(self.writer.constant(inputs[2], self.constants[inputs[2]]))
        value = self.writer.node(
            "Conv",
            operands,
            kernel_shape=list(weight.shape[2:]),
            strides=_numbers(node, "strides")[1:3],
            dilations=(_numbers(node, "dilations") or [1, 1, 1, 1])[1:3],
            group=self.constants[inputs[1]].shape[2] if depthwise else 1,
            auto_pad=_padding(node),
        )
        for kind in fused:
            if kind == "Relu":
                value = self.writer.node("Relu", [value])
            elif kind == "Relu6":
                value = self.writer.relu6(value)
            elif kind != "BiasAdd":
                raise ValueError(f"fused tfjs operator {kind} is not supported")
        return value

    def _resize(self, node: dict[str, Any], inputs: list[str]) -> str:
        """Bilinear to a constant size, or to twice the size; ``asymmetric`` is what both flags being false means."""
        if any(node["attr"].get(flag, {}).get("b") for flag in ("align_corners", "half_pixel_centers")):
            raise ValueError("ResizeBilinear with aligned corners is not supported")
        source = self.value(inputs[0])
        if self._always_doubles:
            scales = self.writer.constant("twice", np.array([1, 1, 2, 2], np.float32))
            return self.writer.node(
                "Resize", [source, "", scales], mode="linear", coordinate_transformation_mode="asymmetric"
            )
        size = self.constants[inputs[1]].astype(np.int64)
        shape = self.writer.node("Shape", [source], end=2)
        sizes = self.writer.node("Concat", [shape, self.writer.constant(f"{node['name']}.size", size)], axis=0)
        return self.writer.node(
            "Resize", [source, "", "", sizes], mode="linear", coordinate_transformation_mode="asymmetric"
        )


def _numbers(node: dict[str, Any], name: str) -> list[int]:
    return [int(i) for i in node["attr"].get(name, {}).get("list", {}).get("i", [])]


def _texts(node: dict[str, Any], name: str) -> list[str]:
    return [base64.b64decode(s).decode() for s in node["attr"].get(name, {}).get("list", {}).get("s", [])]


def _padding(node: dict[str, Any]) -> str:
    """TensorFlow SAME puts the odd pixel at the end: ONNX ``SAME_UPPER``."""
    text = base64.b64decode(node["attr"]["padding"]["s"]).decode()
    if text not in ("SAME", "VALID"):
        raise ValueError(f"padding {text} is not supported")
    return "SAME_UPPER" if text == "SAME" else "VALID"
