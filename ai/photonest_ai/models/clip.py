"""A CLIP pack: a picture or a sentence → a unit vector of one space. Which net, says its `pack.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from photonest_ai.errors import PackInvalid
from photonest_ai.runtime.bpe import read_tokenizer
from photonest_ai.runtime.packs import ImageSide, Pack, TextSide
from photonest_ai.runtime.sessions import open_session

WORD_INPUTS = ("input_ids", "text", "tokens", "ids")
MASK_INPUTS = ("attention_mask", "mask")
LONGEST = 8
"""Long over short side up to which a picture is scaled whole before it is cropped."""
VECTOR_OUTPUTS = ("image_embeds", "text_embeds", "embedding", "embeddings", "pooler_output")


class ClipPack:
    """Both sides of a pack. ``run`` of its sessions may be called from several threads at once."""

    def __init__(self, folder: Path, pack: Pack) -> None:
        self.pack = pack
        self.name = pack.space
        self._visual = open_session(folder / pack.image.file)
        self._textual = open_session(folder / pack.text.file)
        self._picture_input = _only_picture_input(self._visual)
        self._words_input, self._mask_input = _word_inputs(self._textual)
        self._visual_output = _output(self._visual, pack.image.output)
        self._textual_output = _output(self._textual, pack.text.output)
        self._tokenizer = read_tokenizer(folder / pack.text.tokenizer)
        self._tokenizer.no_padding()
        self.takes_batches = all(_has_open_batch(net) for net in (self._visual, self._textual))
        own_marks = sum(mark is not None for mark in (pack.text.bos_id, pack.text.eos_id))
        self._tokenizer.enable_truncation(pack.text.context - own_marks)

    def embed_images(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """uint8 [height,width,3] RGB pictures → float32 [n, dim], each of L2 norm 1."""
        if len(pictures) > 1 and not self.takes_batches:
            return np.concatenate([self.embed_images([picture]) for picture in pictures])
        batch = np.concatenate([preprocess(picture, self.pack.image) for picture in pictures])
        found = self._visual.run([self._visual_output], {self._picture_input: batch})[0]
        return self._unit(np.asarray(found, np.float32), len(batch))

    def embed_texts(self, texts: Sequence[str]) -> np.ndarray:
        """Sentences → float32 [n, dim], each of L2 norm 1. The prompt of the pack is put around each."""
        if len(texts) > 1 and not self.takes_batches:
            return np.concatenate([self.embed_texts([text]) for text in texts])
        ids, mask = self.token_ids(texts)
        feed: dict[str, np.ndarray] = {self._words_input[0]: ids.astype(self._words_input[1])}
        if self._mask_input is not None:
            feed[self._mask_input[0]] = mask.astype(self._mask_input[1])
        found = np.asarray(self._textual.run([self._textual_output], feed)[0], np.float32)
        if found.ndim == 3:
            found = pooled(found, mask, self.pack.text.pooling)
        return self._unit(found, len(ids))

    def token_ids(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """int64 [n, context] token ids with the pack's marks and padding, and 1 where no padding is."""
        side = self.pack.text
        ids = np.full((len(texts), side.context), side.pad_id, np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            found = self._encode(framed(text, side))
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        return ids, mask

    def _encode(self, text: str) -> list[int]:
        side = self.pack.text
        if side.bos_id is None and side.eos_id is None:
            return list(self._tokenizer.encode(text).ids)[: side.context]
        ids = list(self._tokenizer.encode(text, add_special_tokens=False).ids)
        front = [] if side.bos_id is None else [side.bos_id]
        back = [] if side.eos_id is None else [side.eos_id]
        return [*front, *ids[: side.context - len(front) - len(back)], *back]

    def _unit(self, found: np.ndarray, count: int) -> np.ndarray:
        if found.shape != (count, self.pack.dim):
            raise PackInvalid(
                f"{self.name} gives {list(found.shape)} numbers for {count}; its dim says {self.pack.dim}."
            )
        if not np.isfinite(found).all():
            raise PackInvalid(f"{self.name} gives numbers that are none (NaN or infinite).")
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12), np.float32)


def preprocess(rgb: np.ndarray, side: ImageSide) -> np.ndarray:
    """[h,w,3] uint8 → [1,3,size,size] float32, as the pack's net was trained: resize, crop or squash, mean and std.

    By Pillow, whose filters widen when a picture shrinks; OpenCV's do not, and CLIP's vectors notice.
    """
    from PIL import Image

    picture = Image.fromarray(_without_far_ends(rgb) if side.resize == "crop" else rgb)
    how = Image.Resampling.BICUBIC if side.interpolation == "bicubic" else Image.Resampling.BILINEAR
    size = side.size_px
    if side.resize == "squash":
        picture = picture.resize((size, size), how)
    else:
        width, height = picture.size
        short = min(width, height)
        wide = (size, int(size * height / short)) if width <= height else (int(size * width / short), size)
        picture = picture.resize(wide, how)
        left, top = (picture.width - size) // 2, (picture.height - size) // 2
        picture = picture.crop((left, top, left + size, top + size))
    numbers = np.asarray(picture, np.float32) / np.float32(255)
    scaled = (numbers - np.array(side.mean, np.float32)) / np.array(side.std, np.float32)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], np.float32)


def _without_far_ends(rgb: np.ndarray) -> np.ndarray:
    """A very long picture without what the crop never sees: scaled whole, a strip of 1×900 would be 200,000 px long."""
    height, width = rgb.shape[:2]
    most = LONGEST * min(height, width)
    top, left = max(0, (height - most) // 2), max(0, (width - most) // 2)
    return rgb[top : top + most, left : left + most] if max(height, width) > most else rgb


def framed(text: str, side: TextSide) -> str:
    """The text in the pack's prompt, in lower case where the net knows no other."""
    words = side.prompt.replace("{}", text.strip() or "photo")
    return words.lower() if side.is_lower_case else words


def pooled(tokens: np.ndarray, mask: np.ndarray, pooling: str) -> np.ndarray:
    """One vector out of the token vectors [n, context, dim]."""
    if pooling == "first":
        return np.asarray(tokens[:, 0])
    if pooling == "mean":
        return np.asarray((tokens * mask[..., None]).sum(axis=1) / np.maximum(mask.sum(axis=1)[:, None], 1))
    if pooling == "eos":
        return np.asarray(tokens[np.arange(len(tokens)), np.maximum(mask.sum(axis=1) - 1, 0)])
    raise PackInvalid("The textual net gives a vector a token; text.pooling must be eos, first or mean.")


def _has_open_batch(session: Any) -> bool:
    """Whether the first axis of every input takes any number."""
    return all(not isinstance(i.shape[0], int) for i in session.get_inputs())


def _only_picture_input(session: Any) -> str:
    inputs = session.get_inputs()
    if len(inputs) != 1 or inputs[0].type != "tensor(float)" or len(inputs[0].shape) != 4:
        raise PackInvalid("The visual net must take one float input [n, 3, height, width].")
    return str(inputs[0].name)


def _word_inputs(session: Any) -> tuple[tuple[str, type], tuple[str, type] | None]:
    kinds: dict[str, type] = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
    inputs = {i.name: kinds[i.type] for i in session.get_inputs() if i.type in kinds}
    words = next((name for name in WORD_INPUTS if name in inputs), None)
    mask = next((name for name in MASK_INPUTS if name in inputs), None)
    words = words or next((name for name in inputs if name != mask), None)
    unknown = [i.name for i in session.get_inputs() if i.name not in {words, mask}]
    if words is None or unknown:
        raise PackInvalid(
            "The textual net must take token ids, and at most an attention mask besides"
            + (f"; it also wants {', '.join(unknown)}." if unknown else ".")
        )
    return (words, inputs[words]), None if mask is None else (mask, inputs[mask])


def _output(session: Any, named: str) -> str:
    outputs = session.get_outputs()
    names = [o.name for o in outputs]
    if named:
        if named not in names:
            raise PackInvalid(f"There is no output {named!r}; the net has {', '.join(names)}.")
        return named
    vectors = [o.name for o in outputs if len(o.shape) == 2]
    known = [name for name in VECTOR_OUTPUTS if name in vectors]
    return str((known or vectors or names)[0])
