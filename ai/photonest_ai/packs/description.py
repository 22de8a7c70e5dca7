"""`pack.toml`: written out from a checked pack, and made up for the layout that hubs commonly use.

That layout has two folders, ``visual/`` and ``textual/``, each with a ``model.onnx``, and the settings of OpenCLIP
beside them (``config.json``, ``visual/preprocess_cfg.json``, ``textual/tokenizer.json``).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from photonest_ai.errors import PackInvalid
from photonest_ai.runtime.files import file_sha256
from photonest_ai.runtime.packs import PACK_FILE, Pack, parse_pack

TWO_FOLDERS = {
    "config": "config.json",
    "preprocess": "visual/preprocess_cfg.json",
    "visual": "visual/model.onnx",
    "textual": "textual/model.onnx",
    "tokenizer": "textual/tokenizer.json",
    "tokenizer_config": "textual/tokenizer_config.json",
}
UNSTATED = "not stated in the pack; look it up at its source before you use it"


def complete(folder: Path, *, source: str, name: str, are_hashes_required: bool) -> Pack:
    """The pack that lies in `folder`, with the hashes of its files filled in where it may lack them.

    ``name``: what a pack without a description of its own is called. Raises `PackInvalid`.
    """
    raw = _described(folder) if (folder / PACK_FILE).is_file() else _two_folders(folder, name)
    if "files" not in raw:
        if are_hashes_required and (folder / PACK_FILE).is_file():
            raise PackInvalid(f"{PACK_FILE} lists no SHA-256 of its files; a pack from a hub must.")
        raw["files"] = {file: file_sha256(folder / file) for file in _named_files(raw) if (folder / file).is_file()}
    pack = parse_pack({**raw, "source": source})
    for file, sha in pack.files.items():
        if not (folder / file).is_file():
            raise PackInvalid(f"The pack lacks {file}.")
        if file_sha256(folder / file) != sha:
            raise PackInvalid(f"{file} is not the file that {PACK_FILE} describes: its SHA-256 differs.")
    return pack


def _described(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / PACK_FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise PackInvalid(f"{PACK_FILE} cannot be read: {problem}.") from problem


def _named_files(raw: Mapping[str, Any]) -> list[str]:
    image, text = raw.get("image"), raw.get("text")
    if not isinstance(image, dict) or not isinstance(text, dict):
        raise PackInvalid(f"{PACK_FILE}: image and text must be tables.")
    return [
        str(image.get("file", "visual.onnx")),
        str(text.get("file", "textual.onnx")),
        str(text.get("tokenizer", "tokenizer.json")),
    ]


def _two_folders(folder: Path, name: str) -> dict[str, Any]:
    """What OpenCLIP's own settings say, in our words."""
    try:
        config = json.loads((folder / TWO_FOLDERS["config"]).read_text("utf-8"))
        preprocess = json.loads((folder / TWO_FOLDERS["preprocess"]).read_text("utf-8"))
        size = preprocess["size"]
        words = config.get("text_cfg", {})
        cleaning = words.get("tokenizer_kwargs", {}).get("clean")
        return {
            "id": re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-")[:48],
            "version": "1",
            "dim": int(config["embed_dim"]),
            "licence": UNSTATED,
            "image": {
                "file": TWO_FOLDERS["visual"],
                "size": int(size[0] if isinstance(size, list) else size),
                "resize": "squash" if preprocess.get("resize_mode") == "squash" else "crop",
                "interpolation": preprocess.get("interpolation", "bicubic"),
                "mean": [float(v) for v in preprocess["mean"]],
                "std": [float(v) for v in preprocess["std"]],
            },
            "text": {
                "file": TWO_FOLDERS["textual"],
                "tokenizer": TWO_FOLDERS["tokenizer"],
                "context": int(words.get("context_length", 77)),
                "lower_case": cleaning == "canonicalize",
                "prompt": "a photo of {}",
                "pad_id": _pad_id(folder),
            },
        }
    except FileNotFoundError as problem:
        raise PackInvalid(
            f"Neither {PACK_FILE} nor the two-folder layout is there: {Path(str(problem.filename)).name} is missing."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, IndexError) as problem:
        raise PackInvalid(
            f"The settings of the pack cannot be read ({type(problem).__name__}: {problem})."
        ) from problem


def _pad_id(folder: Path) -> int:
    """Number of the token that fills a short text up."""
    from photonest_ai.runtime.bpe import read_tokenizer

    named = json.loads((folder / TWO_FOLDERS["tokenizer_config"]).read_text("utf-8")).get("pad_token", "<pad>")
    token = named.get("content", "") if isinstance(named, dict) else str(named)
    found = read_tokenizer(folder / TWO_FOLDERS["tokenizer"]).token_to_id(token)
    return 0 if found is None else int(found)


def to_toml(pack: Pack) -> str:
    """The description as a file; `parse_pack` reads the same pack back."""
    image, text = pack.image, pack.text
    lines = [
        f"id = {_quoted(pack.id)}",
        f"version = {_quoted(pack.version)}",
        f"dim = {pack.dim}",
        f"licence = {_quoted(pack.licence)}",
        f"source = {_quoted(pack.source)}",
        f"notice = {_quoted(pack.notice)}",
        "",
        "[image]",
        f"file = {_quoted(image.file)}",
        f"size = {image.size_px}",
        f"resize = {_quoted(image.resize)}",
        f"interpolation = {_quoted(image.interpolation)}",
        f"mean = {list(image.mean)}",
        f"std = {list(image.std)}",
        f"output = {_quoted(image.output)}",
        "",
        "[text]",
        f"file = {_quoted(text.file)}",
        f"tokenizer = {_quoted(text.tokenizer)}",
        f"context = {text.context}",
        f"lower_case = {str(text.is_lower_case).lower()}",
        f"prompt = {_quoted(text.prompt)}",
        *([] if text.bos_id is None else [f"bos_id = {text.bos_id}"]),
        *([] if text.eos_id is None else [f"eos_id = {text.eos_id}"]),
        f"pad_id = {text.pad_id}",
        f"pooling = {_quoted(text.pooling)}",
        f"output = {_quoted(text.output)}",
        "",
        "[files]",
        *(f"{_quoted(name)} = {_quoted(sha)}" for name, sha in sorted(pack.files.items())),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON strings are TOML strings but for DEL
