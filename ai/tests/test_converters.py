"""Converters on inputs small enough to compute by hand."""

from __future__ import annotations

import base64
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper

from photonest_ai.weights.convert import expectations, places, tfjs, yunet
from photonest_ai.weights.convert.efficientnet_lite2 import _Layers
from photonest_ai.weights.convert.expectations import Probe
from photonest_ai.weights.convert.onnx_writing import GraphWriter
from photonest_ai.weights.convert.sface import fold_constants, without_prelu


def run(path: Path, value: np.ndarray, name: str = "image") -> list[np.ndarray]:
    return list(ort.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {name: value}))


# -- tfjs ---------------------------------------------------------------------------------------------------------


def texts(*values: str) -> dict[str, Any]:
    return {"list": {"s": [base64.b64encode(v.encode()).decode() for v in values]}}


def node(name: str, op: str, *inputs: str, **attributes: Any) -> dict[str, Any]:
    return {"name": name, "op": op, "input": list(inputs), "attr": attributes}


SAME = {"s": base64.b64encode(b"SAME").decode()}
STRIDE_2 = {"list": {"i": ["1", "2", "2", "1"]}}


def tiny_model(folder: Path, *, extra_byte: bool = False) -> tuple[Path, Path, dict[str, np.ndarray]]:
    """conv 3×3 stride 2 (SAME) → hard swish → mean → softmax, in the tfjs format."""
    rng = np.random.default_rng(3)
    weights = {
        "w": rng.normal(size=(3, 3, 3, 4)).astype(np.float16),
        "b": rng.normal(size=4).astype(np.float32),
        "three": np.array(3, np.float32),
        "sixth": np.array(1 / 6, np.float16),
        "axes": np.array([1, 2], np.int32),
    }
    manifest = []
    for name, value in weights.items():
        row: dict[str, Any] = {
            "name": name,
            "shape": list(value.shape),
            "dtype": "int32" if name == "axes" else "float32",
        }
        if value.dtype == np.float16:
            row["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
        manifest.append(row)
    nodes = [
        node("image", "Placeholder"),
        *(node(name, "Const") for name in weights),
        node("conv", "_FusedConv2D", "image", "w", "b", fused_ops=texts("BiasAdd"), strides=STRIDE_2, padding=SAME),
        node("plus", "AddV2", "conv", "three"),
        node("clip", "Relu6", "plus"),
        node("sixth_of", "Mul", "conv", "sixth"),
        node("swish", "Mul", "sixth_of", "clip"),
        node("mean", "Mean", "swish", "axes"),
        node("soft", "Softmax", "mean"),
        node("out", "Identity", "soft:0"),
    ]
    document = {"modelTopology": {"node": nodes}, "weightsManifest": [{"weights": manifest}]}
    (folder / "m.json").write_text(json.dumps(document))
    raw = b"".join(v.astype(v.dtype.newbyteorder("<")).tobytes() for v in weights.values())
    (folder / "m.bin").write_bytes(raw + (b"\x00" if extra_byte else b""))
    return folder / "m.json", folder / "m.bin", weights


def by_hand(image: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    """The same in NumPy, TensorFlow's SAME padding: the odd pixel at the end."""
    side = image.shape[0]
    out = -(-side // 2)
    total = max((out - 1) * 2 + 3 - side, 0)
    padded = np.pad(image, ((total // 2, total - total // 2),) * 2 + ((0, 0),))
    conv = np.zeros((out, out, 4))
    for y in range(out):
        for x in range(out):
            patch = padded[2 * y : 2 * y + 3, 2 * x : 2 * x + 3]
            conv[y, x] = np.tensordot(patch, weights["w"].astype(np.float64), 3) + weights["b"]
    swish = conv * np.clip(conv + 3, 0, 6) / 6
    mean = swish.mean(axis=(0, 1))
    return np.asarray(np.exp(mean) / np.exp(mean).sum())


@pytest.mark.parametrize("side", [8, 9])
def test_a_tfjs_net_computes_the_same_in_onnx(tmp_path: Path, side: int) -> None:
    model, raw, weights = tiny_model(tmp_path)
    writer = tfjs.convert(model, raw, {"out": "probs"}, "tiny")
    writer.save(tmp_path / "m.onnx", {"image": ["n", 3, side, side]}, {"probs": ["n", 4]})
    image = np.random.default_rng(1).normal(size=(side, side, 3)).astype(np.float32)
    found = run(tmp_path / "m.onnx", image.transpose(2, 0, 1)[None])[0][0]
    np.testing.assert_allclose(found, by_hand(image, weights), atol=1e-4)


def test_the_hard_swish_becomes_two_operators(tmp_path: Path) -> None:
    model, raw, _ = tiny_model(tmp_path)
    tfjs.convert(model, raw, {"out": "probs"}, "tiny").save(
        tmp_path / "m.onnx", {"image": ["n", 3, 8, 8]}, {"probs": ["n", 4]}
    )
    kinds = [n.op_type for n in onnx.load(str(tmp_path / "m.onnx")).graph.node]
    assert kinds.count("HardSigmoid") == 1
    assert "Clip" not in kinds
    assert "Add" not in kinds


def test_weights_that_do_not_fit_their_manifest_are_refused(tmp_path: Path) -> None:
    model, raw, _ = tiny_model(tmp_path, extra_byte=True)
    with pytest.raises(ValueError, match="longer than its manifest"):
        tfjs.convert(model, raw, {"out": "probs"}, "tiny")
    raw.write_bytes(raw.read_bytes()[:-2])
    with pytest.raises(ValueError, match="shorter than its manifest"):
        tfjs.convert(model, raw, {"out": "probs"}, "tiny")


def test_quantised_weights_are_scaled_back() -> None:
    packing = {"dtype": "uint8", "scale": 0.5, "min": -1.0, "original_dtype": "float32"}
    row = {"name": "w", "shape": [3], "dtype": "float32", "quantization": packing}
    found = tfjs.read_weights([{"weights": [row]}], bytes([0, 2, 255]))["w"]
    np.testing.assert_allclose(found, [-1.0, 0.0, 126.5])


def test_an_unknown_operator_is_named() -> None:
    walk = tfjs._Walk(GraphWriter("x"), {"a": node("a", "FancyOp")}, {})
    with pytest.raises(ValueError, match="FancyOp"):
        walk.value("a")


# -- SFace ---------------------------------------------------------------------------------------------------------


def test_folded_constants_give_the_same_numbers_and_take_batches(tmp_path: Path) -> None:
    quantised = numpy_helper.from_array(np.arange(-6, 6, dtype=np.int8).reshape(3, 4), "wq")
    scale = numpy_helper.from_array(np.array(0.25, np.float32), "scale")
    zero = numpy_helper.from_array(np.array(0, np.int8), "zero")
    nodes = [
        helper.make_node("DequantizeLinear", ["wq", "scale", "zero"], ["w"]),
        helper.make_node("MatMul", ["data", "w"], ["out"]),
    ]
    inputs = [
        helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, 3]),
        helper.make_tensor_value_info("wq", TensorProto.INT8, [3, 4]),  # listed as an input, as in the shipped file
    ]
    output = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 4])
    graph = helper.make_graph(nodes, "g", inputs, [output], [quantised, scale, zero])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    folded = fold_constants(model, input_name="data")
    onnx.save(folded, str(tmp_path / "f.onnx"))
    data = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    expected = data @ (np.arange(-6, 6).reshape(3, 4) * 0.25)
    np.testing.assert_allclose(run(tmp_path / "f.onnx", data, "data")[0], expected, atol=1e-5)
    assert [n.op_type for n in folded.graph.node] == ["MatMul"]
    assert [i.name for i in folded.graph.input] == ["data"]


def test_prelu_becomes_scalings_by_channel_with_the_same_numbers(tmp_path: Path) -> None:
    slopes = np.array([-0.4, 0.0, 0.25, 1.2], np.float32)
    slope = numpy_helper.from_array(slopes.reshape(4, 1, 1), "slope")
    shape = ["n", 4, 5, 7]
    graph = helper.make_graph(
        [helper.make_node("PRelu", ["data", "slope"], ["out"])], "g",
        [helper.make_tensor_value_info("data", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, shape)], [slope],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    changed = without_prelu(model)
    onnx.save(changed, str(tmp_path / "p.onnx"))
    data = np.random.default_rng(1).normal(size=(2, 4, 5, 7)).astype(np.float32)
    expected = np.where(data > 0, data, data * slopes.reshape(4, 1, 1))
    np.testing.assert_allclose(run(tmp_path / "p.onnx", data, "data")[0], expected, atol=1e-6)
    assert "PRelu" not in {node.op_type for node in changed.graph.node}


# -- EfficientNet --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "stride", "expected"), [(260, 2, [0, 0, 1, 1]), (65, 2, [1, 1, 1, 1]), (33, 1, [1, 1, 1, 1])]
)
def test_padding_puts_the_odd_pixel_at_the_end(side: int, stride: int, expected: list[int]) -> None:
    ones = np.ones(2, np.float32)
    state = {"n.weight": ones, "n.bias": ones, "n.running_mean": ones, "n.running_var": ones}
    writer = GraphWriter("x")
    _Layers(writer, state | {"c.weight": np.ones((2, 3, 3, 3), np.float32)}, side).conv(
        "image", "c", "n", kernel=3, stride=stride
    )
    assert list(next(a.ints for a in writer.nodes[0].attribute if a.name == "pads")) == expected


def test_batch_norm_is_folded_into_the_convolution(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    state = {
        f"n.{k}": rng.uniform(0.5, 2, 4).astype(np.float32) for k in ("weight", "bias", "running_mean", "running_var")
    }
    state["c.weight"] = rng.normal(size=(4, 3, 1, 1)).astype(np.float32)
    writer = GraphWriter("x")
    writer.node("Identity", [_Layers(writer, state, 5).conv("image", "c", "n", kernel=1, stride=1)], "out")
    writer.save(tmp_path / "m.onnx", {"image": ["n", 3, 5, 5]}, {"out": ["n", 4, 5, 5]})
    image = rng.normal(size=(1, 3, 5, 5)).astype(np.float32)
    plain = np.einsum("oi,nihw->nohw", state["c.weight"][:, :, 0, 0], image)
    shape = (1, 4, 1, 1)
    expected = (plain - state["n.running_mean"].reshape(shape)) / np.sqrt(state["n.running_var"].reshape(shape) + 1e-3)
    expected = expected * state["n.weight"].reshape(shape) + state["n.bias"].reshape(shape)
    np.testing.assert_allclose(run(tmp_path / "m.onnx", image)[0], expected, rtol=1e-4, atol=1e-4)


# -- checks --------------------------------------------------------------------------------------------------------


def matrix_model(path: Path, matrix: np.ndarray) -> None:
    writer = GraphWriter("m")
    writer.node("MatMul", ["image", writer.constant("w", matrix)], "out")
    writer.save(path, {"image": ["n", 4]}, {"out": ["n", 4]})


def test_one_wrong_weight_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations, "files", lambda _: tmp_path)
    (tmp_path / "expected").mkdir()
    probe = Probe("m", {"image": np.random.default_rng(0).normal(size=(8, 4)).astype(np.float32)}, ["out"], 1e-3)
    matrix = np.eye(4, dtype=np.float32)
    matrix_model(tmp_path / "right.onnx", matrix)
    expectations.record(tmp_path / "right.onnx", probe, tmp_path / "expected")
    assert "8 fixed inputs" in expectations.check(tmp_path / "right.onnx", probe)
    matrix[2, 1] = 0.02
    matrix_model(tmp_path / "wrong.onnx", matrix)
    with pytest.raises(ValueError, match="off by"):
        expectations.check(tmp_path / "wrong.onnx", probe)


def test_the_fixed_pictures_differ_from_one_another_and_never_change() -> None:
    found = expectations.images(3, 16, 24)
    assert found.shape == (3, 3, 16, 24)
    assert found.min() >= 0
    assert found.max() <= 255
    assert len({image.tobytes() for image in found}) == 3
    assert int(found.sum()) == int(expectations.images(3, 16, 24).sum()) == 435952


def test_yunet_names_an_output_for_each_stride() -> None:
    assert len(yunet.OUTPUTS) == 12


# -- places --------------------------------------------------------------------------------------------------------


def city(name: str, lat: float, lon: float, *, country: str, admin: str) -> dict[str, object]:
    place = {"name": name, "latitude": lat, "longitude": lon, "population": 1000}
    return place | {"countrycode": country, "admin1code": admin}


def test_places_are_sorted_by_latitude_and_names_survive_any_script() -> None:
    cities = [
        city("Tōkyō", 35.69, 139.69, country="JP", admin="40"),
        city("Ushuaia", -54.8, -68.3, country="AR", admin="23"),
        city("Łódź", 51.75, 19.46, country="PL", admin="74"),
    ]
    found = places.table(
        cities, {"JP": "Japan", "AR": "Argentina", "PL": "Poland"}, {"JP.40": "Tokyo", "PL.74": "Lodz"}
    )
    assert found["lat"].tolist() == sorted(found["lat"].tolist())
    raw, cuts = found["names"].tobytes(), found["name_offsets"]
    assert [raw[a:b].decode() for a, b in pairwise(cuts)] == ["Ushuaia", "Tōkyō", "Łódź"]
    assert [str(found["country_codes"][i]) for i in found["country"]] == ["AR", "JP", "PL"]
    assert [str(found["admin1_names"][i]) for i in found["admin1"]] == ["", "Tokyo", "Lodz"]


def test_a_place_of_no_known_country_is_left_out() -> None:
    nowhere, bonn = city("Atlantis", 0, 0, country="??", admin="1"), city("Bonn", 50.7, 7.1, country="DE", admin="07")
    found = places.table([nowhere, bonn], {"DE": "Germany"}, {})
    assert len(found["lat"]) == 1
