"""Where a picture seems to have been taken: what the labels and objects say of it, and how its colours lie.

Every thing says with some weight where it is found (`scenes.json`, written by hand: no labelled set of scenes comes in
a package). The labels of one picture share one probability, so their weights are added; objects, labels and colours are
independent witnesses, so what speaks against each of them is multiplied (noisy or). Where a head was learned for a
scene (`scene_heads.py`), its word and that of the rules count half each.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.runtime.catalogue import table_bytes
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks import scene_heads
from photonest_ai.tasks.light import rising
from photonest_contracts.inference import Label

LABELS_COUNT = 1.5
"""The net spreads what it does not know over many labels; those of one scene together are worth more than their sum."""
OBJECT_FROM, OBJECT_SURE = 0.18, 0.45
"""Peaks of the detector between which an object goes from not believed to believed."""


@dataclass(frozen=True)
class Layout:
    """How the colours lie; shares of the part named, 0…1."""

    sky: float
    """Of the upper third: smooth, and blue or very light."""
    green_below: float
    """Of the lower half: leaf and grass green."""
    green: float
    """Of the whole."""
    white_below: float
    """Of the lower half: white or faintly blue, as snow is."""
    texture: float
    """Mean step between neighbouring pixels of luma."""


def layout_of(picture: Picture) -> Layout:
    import cv2

    small = picture.miniature
    height = small.shape[0]
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    hue, saturation, value = (hsv[..., i].astype(np.int16) for i in range(3))
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.int16)
    step = np.zeros(luma.shape, np.int16)
    step[:, 1:] = np.abs(np.diff(luma, axis=1))
    is_blue = (hue >= 92) & (hue <= 125) & (saturation >= 35) & (value >= 90)
    is_pale = (value >= 185) & (saturation <= 45)
    is_smooth = cv2.blur(step.astype(np.float32), (5, 5)) < 6
    is_green = (hue >= 32) & (hue <= 85) & (saturation >= 55) & (value >= 30)
    is_snow = (value >= 165) & (saturation <= 60) & ((hue >= 85) | (saturation <= 18))
    top, low = slice(0, max(1, height // 3)), slice(height // 2, None)
    return Layout(
        sky=float(((is_blue | (0.6 * is_pale > 0.5)) & is_smooth)[top].mean()),
        green_below=float(is_green[low].mean()),
        green=float(is_green.mean()),
        white_below=float((is_snow & ~is_blue)[low].mean()),
        texture=float(step.mean()),
    )


class SceneTable:
    """`scenes.json` with names turned into class indices."""

    def __init__(self) -> None:
        table = json.loads(table_bytes("scenes.json"))
        tags = read_tags()
        by_name = {tag.name: tag for tag in tags}
        under = {
            group: [t.label for t in tags if t.label is not None and {*t.synonyms, *t.parents} & set(words)]
            for group, words in table["broader"].items()
        }

        def classes(name: str) -> list[int]:
            if name in under:
                return under[name]
            label = by_name[name].label
            return [] if label is None else [label]

        def weights(rows: Mapping[str, float]) -> np.ndarray:
            found = np.zeros(sum(t.label is not None for t in tags), np.float32)
            for name, weight in rows.items():
                for index in classes(name):
                    found[index] = max(float(found[index]), weight)
            return found

        self.scenes = tuple(table["scenes"])
        self.labels = np.array([weights(table["scenes"][name]["labels"]) for name in self.scenes])
        self.objects: list[dict[str, float]] = [table["scenes"][name]["objects"] for name in self.scenes]
        self.sides = {
            side: (weights(dict.fromkeys(table[side]["labels"], 1.0)), frozenset(table[side]["objects"]))
            for side in ("indoor", "outdoor")
        }


@functools.cache
def scene_table() -> SceneTable:
    return SceneTable()


def belief(peak: float) -> float:
    """How far an object of this peak is believed, 0…1."""
    return min(1.0, max(0.0, (peak - OBJECT_FROM) / (OBJECT_SURE - OBJECT_FROM)))


def scores(
    probabilities: np.ndarray | None,
    objects: Sequence[Label],
    layout: Layout,
    light: Mapping[str, float],
    feature: np.ndarray | None = None,
) -> dict[str, float]:
    """Scene -> 0…1. Without labels or objects the others speak alone; ``feature`` is that of the label net."""
    found = _by_rules(probabilities, objects, layout, light)
    if feature is not None:
        for name, share in scene_heads.scores(feature).items():
            found[name] = (found[name] + share) / 2 if name in found else share
        found["indoors"] = 1 - found["outdoors"]
    return found


def _by_rules(
    probabilities: np.ndarray | None, objects: Sequence[Label], layout: Layout, light: Mapping[str, float]
) -> dict[str, float]:
    table = scene_table()
    seen = {thing.name: belief(thing.score) for thing in objects}
    by_labels = np.zeros(len(table.scenes)) if probabilities is None else LABELS_COUNT * table.labels @ probabilities
    found: dict[str, float] = {}
    for i, name in enumerate(table.scenes):
        doubt = 1 - min(float(by_labels[i]), 0.98)
        for thing, weight in table.objects[i].items():
            doubt *= 1 - weight * seen.get(thing, 0.0)
        found[name] = 1 - doubt
    outdoors = _outdoors(table, probabilities, seen, layout)
    found["indoors"], found["outdoors"] = 1 - outdoors, outdoors
    _add_pixels(found, layout, light, outdoors)
    return found


def _outdoors(table: SceneTable, probabilities: np.ndarray | None, seen: Mapping[str, float], layout: Layout) -> float:
    """0 surely indoors … ½ nobody knows … 1 surely outdoors."""
    balance = 0.0
    for side, sign in (("indoor", -1.0), ("outdoor", 1.0)):
        labels, things = table.sides[side]
        if probabilities is not None:
            balance += sign * min(1.0, 1.4 * float(labels @ probabilities))
        balance += sign * 0.9 * max((seen.get(thing, 0.0) for thing in things), default=0.0)
    balance += 0.9 * rising(layout.sky, 0.55, 0.15) + 0.7 * rising(layout.green_below, 0.45, 0.12)
    return rising(balance, 0.25, 0.75)


def _add_pixels(found: dict[str, float], layout: Layout, light: Mapping[str, float], outdoors: float) -> None:
    """What colours add to the scenes that have some."""

    def add(name: str, evidence: float) -> None:
        found[name] = 1 - (1 - found.get(name, 0.0)) * (1 - evidence)

    add("sky", 0.9 * rising(layout.sky, 0.6, 0.15) * outdoors)
    green = rising(layout.green, 0.40, 0.10) * (1 - found.get("food", 0.0))
    add("plants", 0.75 * green)
    add("meadow", 0.6 * green * rising(layout.green_below, 0.65, 0.12) * outdoors * (1 - found["flowers"]))
    add("forest", 0.6 * green * rising(layout.texture, 13, 3) * outdoors * (1 - found["flowers"]))
    if "snow" in found:
        ground = rising(layout.white_below, 0.5, 0.12)
        found["snow"] = found["snow"] * (0.35 + 0.65 * rising(layout.white_below, 0.22, 0.10))
        add("snow", 0.55 * ground * max(found["mountain"], outdoors - 0.4))
    add("night sky", light["night"] * (1 - found["city"]) * rising(-layout.texture, -8, 3))
