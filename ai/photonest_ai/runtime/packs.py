"""CLIP packs on disk: one folder each with two nets, a tokenizer and `pack.toml`, which says how to feed them.

``packs/<id>/<version>/`` in the models folder. `weights/packs.py` puts them there; this only reads.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photonest_ai.errors import PackInvalid

PACK_FILE = "pack.toml"
FOLDER = "packs"
MAX_DIM = 4000
"""Of a half-float vector in PostgreSQL."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,47}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}")
SHA256 = re.compile(r"[0-9a-f]{64}")
INSIDE = re.compile(r"(?!.*\.\.)[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+){0,2}")
"""Names of files of a pack: plain, inside its folder."""


@dataclass(frozen=True)
class ImageSide:
    """How a picture becomes the input of the visual net."""

    file: str
    size_px: int
    resize: str
    """``crop``: short side to `size_px`, then the centre; ``squash``: both sides to `size_px`."""
    interpolation: str
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    output: str
    """Name of the net's output; empty: the first one that is a vector."""


@dataclass(frozen=True)
class TextSide:
    """How words become the input of the textual net."""

    file: str
    tokenizer: str
    context: int
    is_lower_case: bool
    prompt: str
    """``a photo of {}``; ``{}`` alone where queries go in as they are."""
    bos_id: int | None
    eos_id: int | None
    """``None``: the tokenizer writes its own marks."""
    pad_id: int
    pooling: str
    """``pooled``: the net gives one vector; ``eos``, ``first``, ``mean``: of its token vectors."""
    output: str


@dataclass(frozen=True)
class Pack:
    """What `pack.toml` says. ``files``: relative name -> SHA-256."""

    id: str
    version: str
    dim: int
    licence: str
    source: str
    notice: str
    image: ImageSide
    text: TextSide
    files: Mapping[str, str]

    @property
    def space(self) -> str:
        """``id@version``, the name of its space."""
        return f"{self.id}@{self.version}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the sorted lines ``hash  name``: one number for the whole pack, `pack.toml` itself left out."""
        lines = "".join(f"{sha}  {name}\n" for name, sha in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


def folder_of_packs(models: Path) -> Path:
    return models / FOLDER


def pack_folder(models: Path, space: str) -> Path:
    """Where the pack of ``id@version`` lies. Raises `PackInvalid` for a name that leads elsewhere."""
    name, _, version = space.partition("@")
    if not NAME.fullmatch(name) or not VERSION.fullmatch(version) or ".." in space:
        raise PackInvalid(
            f"{space!r} is not the name of a space: it must read name@version, in plain lower-case letters."
        )
    return folder_of_packs(models) / name / version


def installed_packs(models: Path) -> list[tuple[Path, Pack | PackInvalid]]:
    """Every pack folder with what its `pack.toml` says, or why it cannot be used; by name."""
    found: list[tuple[Path, Pack | PackInvalid]] = []
    for file in sorted(folder_of_packs(models).glob(f"[!.]*/[!.]*/{PACK_FILE}")):
        try:
            found.append((file.parent, read_pack(file.parent)))
        except PackInvalid as problem:
            found.append((file.parent, problem))
    return found


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`, all its files there. Raises `PackInvalid` with a sentence."""
    try:
        raw = tomllib.loads((folder / PACK_FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise PackInvalid(f"{folder} has no {PACK_FILE}.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise PackInvalid(f"{PACK_FILE} cannot be read: {problem}.") from problem
    pack = parse_pack(raw)
    missing = [name for name in pack.files if not (folder / name).is_file()]
    if missing:
        raise PackInvalid(f"The pack lacks {', '.join(missing)}.")
    return pack


def parse_pack(raw: Mapping[str, Any]) -> Pack:
    """Check every field of a `pack.toml`. Raises `PackInvalid` that names the first wrong one."""
    fields = _Fields(raw)
    image, text = fields.table("image"), fields.table("text")
    pack = Pack(
        id=fields.text("id", NAME),
        version=fields.text("version", VERSION),
        dim=fields.number("dim", 1, MAX_DIM),
        licence=fields.words("licence", required=True),
        source=fields.words("source"),
        notice=fields.words("notice"),
        image=ImageSide(
            file=image.text("file", INSIDE, default="visual.onnx"),
            size_px=image.number("size", 16, 1024),
            resize=image.one_of("resize", ("crop", "squash"), default="crop"),
            interpolation=image.one_of("interpolation", ("bicubic", "bilinear"), default="bicubic"),
            mean=image.three("mean", low=-10.0),
            std=image.three("std", low=1e-4),
            output=image.words("output"),
        ),
        text=TextSide(
            file=text.text("file", INSIDE, default="textual.onnx"),
            tokenizer=text.text("tokenizer", INSIDE, default="tokenizer.json"),
            context=text.number("context", 4, 4096),
            is_lower_case=text.flag("lower_case", default=False),
            prompt=text.words("prompt") or "{}",
            bos_id=text.optional_number("bos_id"),
            eos_id=text.optional_number("eos_id"),
            pad_id=text.number("pad_id", 0, 10_000_000, default=0),
            pooling=text.one_of("pooling", ("pooled", "eos", "first", "mean"), default="pooled"),
            output=text.words("output"),
        ),
        files=fields.hashes("files"),
    )
    if pack.text.prompt.count("{}") != 1:
        raise PackInvalid(f"{PACK_FILE}: text.prompt must contain {{}} once.")
    for name in (pack.image.file, pack.text.file, pack.text.tokenizer):
        if name not in pack.files:
            raise PackInvalid(f"{PACK_FILE}: files lists no SHA-256 of {name}.")
    return pack


class _Fields:
    """Reads a TOML table field by field; each complaint names the field."""

    def __init__(self, raw: Mapping[str, Any], where: str = "") -> None:
        self._raw, self._where = raw, where

    def _wrong(self, name: str, what: str) -> PackInvalid:
        return PackInvalid(f"{PACK_FILE}: {self._where}{name} {what}.")

    def table(self, name: str) -> _Fields:
        found = self._raw.get(name)
        if not isinstance(found, dict):
            raise self._wrong(name, "is missing or no table")
        return _Fields(found, f"{name}.")

    def text(self, name: str, pattern: re.Pattern[str], *, default: str = "") -> str:
        found = self._raw.get(name, default)
        found = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
        if not isinstance(found, str) or not pattern.fullmatch(found):
            raise self._wrong(name, "is missing or not a plain name")
        return found

    def words(self, name: str, *, required: bool = False) -> str:
        found = self._raw.get(name, "")
        if not isinstance(found, str) or len(found) > 2000 or (required and not found.strip()):
            raise self._wrong(name, "must be a text")
        return found.strip() if name != "prompt" else found

    def number(self, name: str, low: int, high: int, *, default: int | None = None) -> int:
        found = self._raw.get(name, default)
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            raise self._wrong(name, f"must be a whole number from {low} to {high}")
        return found

    def optional_number(self, name: str) -> int | None:
        return None if name not in self._raw else self.number(name, 0, 10_000_000)

    def flag(self, name: str, *, default: bool) -> bool:
        found = self._raw.get(name, default)
        if not isinstance(found, bool):
            raise self._wrong(name, "must be true or false")
        return found

    def one_of(self, name: str, allowed: tuple[str, ...], *, default: str) -> str:
        found = self._raw.get(name, default)
        if found not in allowed:
            raise self._wrong(name, f"must be one of {', '.join(allowed)}")
        return str(found)

    def three(self, name: str, *, low: float) -> tuple[float, float, float]:
        found = self._raw.get(name)
        if not isinstance(found, list) or len(found) != 3 or not all(isinstance(v, (int, float)) for v in found):
            raise self._wrong(name, "must be three numbers")
        first, second, third = (float(v) for v in found)
        if not all(low <= v <= 10.0 for v in (first, second, third)):
            raise self._wrong(name, f"must lie between {low} and 10")
        return first, second, third

    def hashes(self, name: str) -> dict[str, str]:
        found = self._raw.get(name)
        if not isinstance(found, dict) or not found:
            raise self._wrong(name, "must list the SHA-256 of each file")
        for file, sha in found.items():
            if not INSIDE.fullmatch(file) or not isinstance(sha, str) or not SHA256.fullmatch(sha):
                raise self._wrong(name, f"has no plain name or no SHA-256 for {file!r}")
        return dict(found)
