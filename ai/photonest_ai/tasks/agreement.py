"""Two models look at the same things: what the detector and the labels say of an object becomes one score.

Independent witnesses: what speaks against each is multiplied (noisy or). `things.json` says which labels name an
object, and how surely. A cat in close-up that the detector barely sees (peak 0.2) is a cat for the labels (tabby 0.5,
tiger cat 0.3); a sofa seen by both is surer than by either.

Where the labels are sure of another animal, the detector's word counts less: it takes a cat's close-up for a dog
(skimage's "chelsea": dog 0.48, labels 0.84 cat).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

import numpy as np

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.runtime.catalogue import table_bytes
from photonest_contracts.inference import Label

JUDGED = ("bird", "cat", "dog", "elephant", "bear", "zebra")
SURE = 0.40
"""Sum of label probabilities from which another animal is believed."""
ABSENT = 0.05
DISCOUNT = 0.6
"""0.48 becomes 0.29: below what is shown, still there for the ranking."""
TRUST = 0.85
"""How far the labels' word for an object goes into the common score."""
SEEN_FROM = 0.03
"""Sum of label probabilities from which an object counts as seen although the detector does not see it."""


@functools.cache
def labels_of_objects() -> Mapping[str, Mapping[int, float]]:
    """Object -> label class -> how surely that label is this object."""
    tags = read_tags()
    by_name = {tag.name: tag.label for tag in tags if tag.label is not None}
    found: dict[str, dict[int, float]] = {}
    for thing, rows in json.loads(table_bytes("things.json"))["objects"].items():
        if "*" in rows:
            under = [t.label for t in tags if t.label is not None and rows["*"] in (*t.synonyms, *t.parents)]
            found[thing] = dict.fromkeys(under, rows["sure"])
        else:
            found[thing] = {by_name[name]: sure for name, sure in rows.items()}
    return found


@functools.cache
def _weights() -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """The same as arrays: classes and weights."""
    return {
        thing: (np.array(list(rows), np.int64), np.array(list(rows.values()), np.float32))
        for thing, rows in labels_of_objects().items()
    }


@functools.cache
def _label_names() -> frozenset[str]:
    return frozenset(tag.name for tag in read_tags() if tag.label is not None)


def named(probabilities: np.ndarray) -> dict[str, float]:
    """Object -> sum of the probabilities of its labels, each by how surely it is this object, over mere chance.

    Chance is what a net that knows nothing would give them: 118 breeds of dog have 0.1 of everything, and 0.05 to 0.13
    was seen on photographs of forests.
    """
    found = {}
    for thing, (classes, sure) in _weights().items():
        chance = float(sure.sum()) / len(probabilities)
        found[thing] = max(0.0, (float(probabilities[classes] @ sure) - chance) / (1 - chance))
    return found


def agreed(objects: tuple[Label, ...], probabilities: np.ndarray, *, source: str) -> tuple[Label, ...]:
    """The objects, best first, with what the labels say added. ``source`` is said of those that only they see."""
    mass = named(probabilities)
    label_names = _label_names()
    found = []
    for thing in objects:
        score = thing.score
        others = max((mass[animal] for animal in JUDGED if animal != thing.name), default=0.0)
        if thing.name in JUDGED and mass[thing.name] < ABSENT and others >= SURE:
            score *= DISCOUNT
        found.append(thing.model_copy(update={"score": _both(score, mass.get(thing.name, 0.0))}))
    seen = {thing.name for thing in objects}
    for name, sum_ in mass.items():
        if sum_ >= SEEN_FROM and name not in seen and name not in label_names:
            found.append(Label(name=name, score=_both(0.0, sum_), source=source))
    return tuple(sorted(found, key=lambda label: (-label.score, label.name)))


def _both(peak: float, mass: float) -> float:
    return 1 - (1 - peak) * (1 - TRUST * min(mass, 1.0))
