"""SFace int8 (block-quantised) → fp32 ONNX: everything that hangs on constants alone is computed once and kept.

As shipped a face costs 82 ms because every weight is de-quantised on each run, and OpenCV 5 refuses the file;
afterwards it costs about 32 ms. Two thirds of those are PReLU, for which onnxruntime leaves its fast layout: as two
scalings by channel it stays there, and a face costs a third (19.5 and 7.0 ms on a faster machine). Vectors are the same
(cosine 1.0).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from photonest_ai.weights.convert import expectations
from photonest_ai.weights.convert.expectations import Probe

FACTS = {"size_px": 112, "dim": 128, "input": "RGB 0..255", "same_person_below": 0.55, "ask_between": [0.60, 0.68]}


def convert(members: list[Path], target: Path) -> None:
    """Write ``target/model.onnx``: ``data`` [n,3,112,112] → [n,128]."""
    folded = fold_constants(onnx.load(str(members[0])), input_name="data")
    onnx.save(without_prelu(folded), str(target / "model.onnx"))


def fold_constants(model: onnx.ModelProto, *, input_name: str) -> onnx.ModelProto:
    """The same graph with one input, a symbolic batch axis, and every constant expression replaced by its value."""
    graph = model.graph
    inputs = [value for value in graph.input if value.name == input_name]
    known = {tensor.name for tensor in graph.initializer}
    constant, rest = [], []
    for node in graph.node:
        if all(name in known for name in node.input):
            constant.append(node)
            known |= set(node.output)
        else:
            rest.append(node)
    used = {name for node in rest for name in node.input}
    wanted = [name for node in constant for name in node.output if name in used]
    tensors = [tensor for tensor in graph.initializer if tensor.name in used]
    tensors += [numpy_helper.from_array(v, n) for n, v in _evaluated(constant, wanted, model).items()]
    for value in (*inputs, *graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "n"
    folded = helper.make_graph(rest, graph.name, inputs, list(graph.output), tensors)
    result = helper.make_model(folded, opset_imports=list(model.opset_import), producer_name="photonest")
    result.ir_version = model.ir_version
    return result


def _evaluated(nodes: list[onnx.NodeProto], wanted: list[str], model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Values of constant expressions, computed by onnxruntime."""
    if not wanted:
        return {}
    import onnxruntime as ort

    outputs = [onnx.ValueInfoProto(name=name) for name in wanted]
    graph = helper.make_graph(nodes, "constants", [], outputs, list(model.graph.initializer))
    piece = helper.make_model(graph, opset_imports=list(model.opset_import))
    piece.ir_version = model.ir_version
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(piece.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return dict(zip(wanted, session.run(wanted, {}), strict=True))


def without_prelu(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph with ``PRelu(x)`` as ``a·x + (1 − a)·Relu(x)``: convolutions of one pixel, each channel alone."""
    graph = model.graph
    known = {tensor.name: tensor for tensor in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if node.op_type != "PRelu":
            nodes.append(node)
            continue
        (value, slope), out = node.input, node.output[0]
        below = numpy_helper.to_array(known[slope]).astype(np.float32).reshape(-1, 1, 1, 1)
        graph.initializer.append(numpy_helper.from_array(below, f"{out}.below"))
        graph.initializer.append(numpy_helper.from_array(1 - below, f"{out}.above"))
        alone: dict[str, Any] = {"kernel_shape": [1, 1], "group": len(below)}
        nodes += [
            helper.make_node("Relu", [value], [f"{out}.positive"]),
            helper.make_node("Conv", [f"{out}.positive", f"{out}.above"], [f"{out}.rest"], **alone),
            helper.make_node("Conv", [value, f"{out}.below"], [f"{out}.scaled"], **alone),
            helper.make_node("Add", [f"{out}.rest", f"{out}.scaled"], [out]),
        ]
    used = {name for node in nodes for name in node.input}
    tensors = [tensor for tensor in graph.initializer if tensor.name in used]
    result = helper.make_model(
        helper.make_graph(nodes, graph.name, list(graph.input), list(graph.output), tensors),
        opset_imports=list(model.opset_import), producer_name="photonest",
    )  # fmt: skip
    result.ir_version = model.ir_version
    return result


def probe() -> Probe:
    """What the conversion is checked on."""
    return Probe("sface", {"data": expectations.images(8, 112, 112)}, ["fc1"], tolerance=1e-3)


def verify(folder: Path) -> str:
    """Compare with stored numbers of the shipped int8 graph, tolerance 1e-3 (order of additions)."""
    return expectations.check(folder / "model.onnx", probe())
