"""What every pack must keep before it may be used: eight facts, tried on pictures that are drawn here."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from photonest_ai.errors import PackInvalid
from photonest_ai.models.clip import ClipPack

COLOURS = {
    "red": (220, 30, 30),
    "green": (30, 150, 50),
    "blue": (30, 60, 200),
    "yellow": (245, 220, 40),
    "black": (8, 8, 8),
    "white": (250, 250, 250),
}
AGREEING = 4
"""Of the six cards, how many must be nearest to their own word; guessing reaches four in 0.9 % of tries."""
TEXTS = ("a dog", "two people on a beach at sunset", "")
CLOSE = 2e-3
"""Cosine distance between a vector made alone and one made in a batch."""


def check(pack: ClipPack, *, needs_agreement: bool = True) -> list[str]:
    """Do the eight checks; returns a line each. Raises `PackInvalid` with the first that fails."""
    lines = []
    for what, fact in CHECKS.items():
        if fact is _agreement and not needs_agreement:
            lines.append(f"not checked: {what}")
            continue
        try:
            problem = fact(pack)
        except PackInvalid:
            raise
        except Exception as error:  # noqa: BLE001  onnxruntime raises its own, undocumented kinds
            problem = f"{type(error).__name__}: {error}"
        if problem:
            raise PackInvalid(f"The pack {pack.name} fails a check ({what}): {problem}")
        lines.append(f"checked: {what}")
    return lines


def card(colour: str, height: int = 240, width: int = 320) -> np.ndarray:
    """A picture of one colour with a soft shade, as a wall in daylight has."""
    shade = np.linspace(0.92, 1.0, width)[None, :, None]
    return np.asarray(np.clip(np.array(COLOURS[colour]) * shade, 0, 255).repeat(height, axis=0), np.uint8)


def _pictures() -> list[np.ndarray]:
    noise = np.random.default_rng(7).integers(0, 256, (180, 260, 3))
    return [card("red"), np.asarray(noise, np.uint8), card("blue", 100, 400)]


def _pictures_have_vectors(pack: ClipPack) -> str:
    found = pack.embed_images(_pictures()[:1])
    return "" if found.shape == (1, pack.pack.dim) else f"it gives {found.shape}"


def _texts_have_vectors(pack: ClipPack) -> str:
    found = pack.embed_texts(TEXTS[:1])
    return "" if found.shape == (1, pack.pack.dim) else f"it gives {found.shape}"


def _norm_is_one(pack: ClipPack) -> str:
    found = np.concatenate([pack.embed_images(_pictures()[:1]), pack.embed_texts(TEXTS[:1])])
    norms = np.linalg.norm(found, axis=1)
    return "" if np.allclose(norms, 1.0, atol=1e-4) else f"the lengths are {norms.round(4).tolist()}"


def _same_again(pack: ClipPack) -> str:
    first, second = pack.embed_images(_pictures()[:1]), pack.embed_images(_pictures()[:1])
    return "" if np.allclose(first, second, atol=1e-5) else "the same picture gives another vector the second time"


def _different_apart(pack: ClipPack) -> str:
    pictures, texts = pack.embed_images([card("red")]), pack.embed_texts(["a red car", "an old map"])
    other = pack.embed_images([_pictures()[1]])
    if float((pictures[0] * other[0]).sum()) > 1 - 1e-6:
        return "two different pictures have one vector"
    return "two different texts have one vector" if float((texts[0] * texts[1]).sum()) > 1 - 1e-6 else ""


def _batches_equal_singles(pack: ClipPack) -> str:
    alone = np.concatenate([pack.embed_images([picture]) for picture in _pictures()])
    texts = np.concatenate([pack.embed_texts([text]) for text in TEXTS])
    if not pack.takes_batches:
        return ""  # both are then made one at a time, always
    together, words = pack.embed_images(_pictures()), pack.embed_texts(TEXTS)
    worst = float(max((1 - (alone * together).sum(axis=1)).max(), (1 - (texts * words).sum(axis=1)).max()))
    return "" if worst <= CLOSE else f"a vector made in a batch is {worst:.4f} away from the one made alone"


def _odd_shapes_survive(pack: ClipPack) -> str:
    for height, width in ((1, 1), (1, 900), (900, 1), (8, 400)):
        pack.embed_images([np.full((height, width, 3), 90, np.uint8)])
    return ""


def _agreement(pack: ClipPack) -> str:
    pictures = np.concatenate([pack.embed_images([card(name)]) for name in COLOURS])
    texts = np.concatenate([pack.embed_texts([f"a {name} wall"]) for name in COLOURS])
    right = int((np.argmax(pictures @ texts.T, axis=1) == np.arange(len(COLOURS))).sum())
    if right >= AGREEING:
        return ""
    return (
        f"of {len(COLOURS)} plain colours {right} are nearest to their own word, {AGREEING} must be. Words and "
        "pictures of this pack do not belong together, or pack.toml is wrong (mean, std, resize, prompt, pooling)."
    )


CHECKS: dict[str, Callable[[ClipPack], str]] = {
    "a picture gets a vector of the announced length": _pictures_have_vectors,
    "a text gets a vector of the announced length": _texts_have_vectors,
    "vectors have length 1": _norm_is_one,
    "the same picture gives the same vector": _same_again,
    "different pictures and different texts have different vectors": _different_apart,
    "a batch gives what single ones give": _batches_equal_singles,
    "pictures of odd shapes are taken": _odd_shapes_survive,
    "words and pictures agree about plain colours": _agreement,
}
