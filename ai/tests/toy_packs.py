"""Small packs made here with the signatures of real ones: one that knows colours, one with random weights.

The tokenizer is a real byte-pair one: OpenAI's form of merge list, over a handful of words.
"""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from photonest_ai.runtime.bpe import from_merges

SIZE = 32
CONTEXT = 16
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
PROTOTYPES = {
    "red": (220, 30, 30), "green": (30, 150, 50), "blue": (30, 60, 200), "yellow": (245, 220, 40), "black": (8, 8, 8),
    "white": (250, 250, 250), "pink": (240, 130, 180), "brown": (120, 75, 40),
    "teal": (0, 120, 120), "maroon": (85, 0, 75),
}  # fmt: skip
WORDS = (*PROTOTYPES, "photo", "picture", "wall", "car", "dog", "of", "the", "and", "with", "in", "a")
DIM = 24


def merges() -> list[str]:
    """A list from which each of `WORDS` becomes one token: each word is split by what is there, then joined up."""
    pairs: list[tuple[str, str]] = []
    for word in WORDS:
        parts = [*word[:-1], word[-1] + "</w>"]
        while found := [pair for pair in pairs if pair in itertools.pairwise(parts)]:
            at = list(itertools.pairwise(parts)).index(found[0])
            parts[at : at + 2] = ["".join(found[0])]
        while len(parts) > 1:
            pairs.append((parts[0], parts[1]))
            parts[:2] = [parts[0] + parts[1]]
    return ["#version: 0.2", *(" ".join(pair) for pair in pairs)]


def colour_pack(folder: Path, *, version: str = "1", **changes: object) -> Path:
    """Pictures by their mean colour, texts by the colour words in them: both sides truly agree."""
    rng = np.random.default_rng(5)
    directions = np.linalg.qr(rng.normal(size=(DIM, DIM)))[0].astype(np.float32)
    prototypes = np.array(list(PROTOTYPES.values()), np.float32) / 255
    sharp = np.float32(60)
    floats = {
        "std": np.array(STD, np.float32)[None],
        "mean": np.array(MEAN, np.float32)[None],
        "to_colours": (2 * sharp * prototypes.T).astype(np.float32),
        "offsets": (-sharp * (prototypes**2).sum(axis=1))[None].astype(np.float32),
        "directions": directions[: len(PROTOTYPES)],
        "base": (0.15 * directions[-1])[None],
    }
    nodes = [
        helper.make_node("GlobalAveragePool", ["pixel_values"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Mul", ["flat", "std"], ["scaled"]),
        helper.make_node("Add", ["scaled", "mean"], ["rgb"]),
        helper.make_node("MatMul", ["rgb", "to_colours"], ["near"]),
        helper.make_node("Add", ["near", "offsets"], ["nearer"]),
        helper.make_node("Softmax", ["nearer"], ["colours"], axis=1),
        helper.make_node("MatMul", ["colours", "directions"], ["seen"]),
        helper.make_node("Add", ["seen", "base"], ["image_embeds"]),
    ]
    visual = _model(
        nodes, floats, [("pixel_values", TensorProto.FLOAT, ["n", 3, SIZE, SIZE])], ("image_embeds", ["n", DIM])
    )
    tokenizer = from_merges(merges())
    table = (0.06 * rng.normal(size=(tokenizer.get_vocab_size(), DIM))).astype(np.float32)
    for number, name in enumerate(PROTOTYPES):
        (token,) = tokenizer.encode(name, add_special_tokens=False).ids
        table[token] = directions[number]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["attention_mask"], ["weights"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["weights", "last"], ["wide"]),
        helper.make_node("Mul", ["tokens", "wide"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "first"], ["text_embeds"], keepdims=0),
    ]
    constants = {"table": table, "last": np.array([2]), "first": np.array([1])}
    inputs = [(name, TensorProto.INT64, ["n", CONTEXT]) for name in ("input_ids", "attention_mask")]
    textual = _model(nodes, constants, inputs, ("text_embeds", ["n", DIM]))
    return write_pack(folder, "toy-colours", visual, textual, version=version, **{"dim": DIM, **changes})


def random_pack(folder: Path, *, seed: int = 1, batch: str | int = "n", **changes: object) -> Path:
    """Random weights; the textual side gives a vector a token, as some exports do, and takes 32-bit ids."""
    rng = np.random.default_rng(seed)
    dim = 20
    constants = {
        "filters": rng.normal(size=(12, 3, 8, 8)).astype(np.float32),
        "to_vector": rng.normal(size=(12, dim)).astype(np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["image", "filters"], ["patches"], strides=[8, 8]),
        helper.make_node("Relu", ["patches"], ["kept"]),
        helper.make_node("GlobalAveragePool", ["kept"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "to_vector"], ["embedding"]),
    ]
    visual = _model(
        nodes, constants, [("image", TensorProto.FLOAT, [batch, 3, SIZE, SIZE])], ("embedding", [batch, dim])
    )
    size = from_merges(merges()).get_vocab_size()
    constants = {
        "table": rng.normal(size=(size, dim)).astype(np.float32),
        "places": rng.normal(size=(1, CONTEXT, dim)).astype(np.float32),
        "mix": rng.normal(size=(CONTEXT, CONTEXT)).astype(np.float32) * np.tri(CONTEXT, dtype=np.float32),
    }
    nodes = [
        helper.make_node("Gather", ["table", "text"], ["words"]),
        helper.make_node("Add", ["words", "places"], ["placed"]),
        helper.make_node("MatMul", ["mix", "placed"], ["last_hidden_state"]),
    ]
    textual = _model(
        nodes, constants, [("text", TensorProto.INT32, [batch, CONTEXT])], ("last_hidden_state", [batch, CONTEXT, dim])
    )
    return write_pack(folder, "toy-random", visual, textual, dim=dim, pooling="eos", **changes)


def write_pack(
    folder: Path,
    name: str,
    visual: bytes,
    textual: bytes,
    *,
    dim: int,
    version: str = "1",
    pooling: str = "pooled",
    has_hashes: bool = True,
    **lines: object,
) -> Path:
    """The folder as an operator has it. ``lines``: fields of ``pack.toml`` that differ, written as TOML."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"visual.onnx": visual, "textual.onnx": textual, "bpe.txt": "\n".join(merges()).encode()}
    for file, content in files.items():
        (folder / file).write_bytes(content)
    top = {"id": f'"{name}"', "version": f'"{version}"', "dim": dim, "licence": '"MIT"', "notice": '"made for tests"'}
    image = {"size": SIZE, "resize": '"crop"', "mean": list(MEAN), "std": list(STD)}
    text = {"tokenizer": '"bpe.txt"', "context": CONTEXT, "prompt": '"a photo of {}"', "pooling": f'"{pooling}"'}
    for field, value in lines.items():
        place, _, field_name = field.partition("__")
        {"image": image, "text": text}.get(place, top)[field_name or place] = value
    parts = [*_lines(top), "[image]", *_lines(image), "[text]", *_lines(text)]
    if has_hashes:
        parts += [
            "[files]",
            *(f'"{file}" = "{hashlib.sha256(content).hexdigest()}"' for file, content in files.items()),
        ]
    (folder / "pack.toml").write_text("\n".join(parts))
    return folder


def _lines(table: dict[str, object]) -> list[str]:
    return [f"{name} = {value}" for name, value in table.items()]


def _model(
    nodes: list[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    inputs: list[tuple[str, int, list[object]]],
    output: tuple[str, list[object]],
) -> bytes:
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in inputs],
        [helper.make_tensor_value_info(output[0], TensorProto.FLOAT, output[1])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
