"""The pictures of bench eyes: those that packages ship, pictures made of them, and others if they are there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from bench.harness import ROOT

TRUTH = ROOT / "bench" / "eyes_truth.json"
HELD_OUT = ROOT / "bench" / "eyes_held_out.json"
"""Of photographs that no number of the search was chosen on; the heads for scenes were learned from them afterwards."""
LONG_SIDE_PX = 2016
"""As the ingest hands pictures over."""
FOLDERS = {"skimage": ("skimage", "data"), "sklearn": ("sklearn", "datasets/images")}
INSETS = {
    "cat": "skimage:chelsea.png", "cup": "skimage:coffee.png", "motorcycle": "skimage:motorcycle_left.png",
    "person": "skimage:astronaut.png", "horse": "skimage:horse.png",
}  # fmt: skip
GROUNDS = ("skimage:grass.png", "skimage:gravel.png", "skimage:brick.png", "sklearn:china.jpg", "sklearn:flower.jpg")
SHARES = (0.62, 0.36)
"""Sides of an inset as shares of the ground's."""


@dataclass
class Truth:
    """What is asked, and the keys of the pictures that answer it."""

    names: dict[str, set[str]]
    plain: dict[str, set[str]]
    paraphrases: dict[str, list[str]]
    fresh_paraphrases: dict[str, list[str]]
    absent: list[str]
    fresh_absent: list[str]
    known: set[str] = field(default_factory=set)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """Picture -> how many of each thing are really on it, of those things that the detector shows there."""
    actions: dict[str, list[str]] = field(default_factory=dict)
    """Picture -> what somebody does there; on all others nobody does any of the known actions."""


def read_truth(path: Path = TRUTH) -> Truth:
    raw = json.loads(path.read_text("utf-8"))
    return Truth(
        names={name: set(keys) for name, keys in raw["names"].items()},
        plain={query: set(keys) for query, keys in raw["plain"].items()},
        paraphrases=raw["paraphrases"],
        fresh_paraphrases=raw.get("fresh_paraphrases", {}),
        absent=raw["absent"],
        fresh_absent=raw.get("fresh_absent", []),
        known=set(raw["pictures"]),
        counts=raw.get("counts", {}),
        actions=raw.get("actions", {}),
    )


def of_packages(truth: Truth) -> Iterator[tuple[str, np.ndarray]]:
    """Key and pixels of what scikit-image and scikit-learn ship."""
    for key in sorted(truth.known):
        package, _, name = key.partition(":")
        if name:
            yield key, read(package_folder(package) / name)


def package_folder(package: str) -> Path:
    module, folder = FOLDERS[package]
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / folder


def of_folder(folder: Path, truth: Truth) -> Iterator[tuple[str, np.ndarray]]:
    """Key and pixels of the pictures in a folder that somebody has looked at; others are passed over."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    had: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            key = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            if key in truth.known and key not in had:
                had.add(key)
                try:
                    yield key, read(path)
                except OSError:
                    continue  # a format that Pillow does not open; the product has decoders of its own


def insets(pictures: Mapping[str, np.ndarray]) -> Iterator[tuple[str, str, np.ndarray]]:
    """Key, kind of thing and pixels: one picture pasted into another, in two sizes and changing places."""
    number = 0
    for name, source in INSETS.items():
        for ground in GROUNDS:
            for share in SHARES:
                number += 1
                yield f"inset:{name}-{number}", name, _pasted(pictures[source], pictures[ground], share, number)


def _pasted(inset: np.ndarray, ground: np.ndarray, share: float, number: int) -> np.ndarray:
    below = Image.fromarray(ground).resize((960, 720))
    above = Image.fromarray(inset)
    above.thumbnail((round(960 * share), round(720 * share)))
    free = (960 - above.width, 720 - above.height)
    below.paste(above, (free[0] * (number * 37 % 100) // 100, free[1] * (number * 61 % 100) // 100))
    return np.asarray(below)


def read(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX))
        return np.asarray(upright)
