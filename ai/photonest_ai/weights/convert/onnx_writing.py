"""Writing an ONNX graph node by node: names, constants, file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class GraphWriter:
    """Collects nodes and constants. Every method that adds a node returns the name of its output."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        """A named constant; the same name twice is the same constant."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, kind: str, inputs: list[str], output: str | None = None, **attributes: Any) -> str:
        """Append ``output = kind(inputs)``."""
        self._count += 1
        output = output or f"t{self._count}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def relu6(self, value: str) -> str:
        """Clip to 0…6; the bounds are constants, as opset 11 and later want them."""
        low = self.constant("clip_low", np.array(0, np.float32))
        high = self.constant("clip_high", np.array(6, np.float32))
        return self.node("Clip", [value, low, high])

    def save(
        self, path: Path, inputs: dict[str, list[int | str]], outputs: dict[str, list[int | str]], opset: int = 17
    ) -> None:
        """Drop what no output needs, check, write. Shapes may name symbolic axes.

        Raises ``ValueError`` when the graph is not valid.
        """

        def described(shapes: dict[str, list[int | str]]) -> list[onnx.ValueInfoProto]:
            return [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()]

        nodes, names = self._needed(set(outputs))
        constants = [tensor for name, tensor in self.constants.items() if name in names]
        graph = helper.make_graph(nodes, self.name, described(inputs), described(outputs), constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="photonest")
        model.ir_version = 8
        try:
            onnx.checker.check_model(model)
        except onnx.checker.ValidationError as error:
            raise ValueError(f"the converted graph is not valid: {error}") from error
        onnx.save(model, str(path))

    def _needed(self, names: set[str]) -> tuple[list[onnx.NodeProto], set[str]]:
        """Nodes that lead to these names, in order, and every name they use."""
        kept = []
        for node in reversed(self.nodes):
            if names & set(node.output):
                kept.append(node)
                names = names | set(node.input)
        return kept[::-1], names
