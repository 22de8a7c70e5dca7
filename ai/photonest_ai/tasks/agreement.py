"""Two models look at the same animal: where the labels are sure of another one, the detector's word counts less.

The detector knows ten animals and takes a cat's close-up for a dog (skimage's "chelsea": dog 0.48, labels 0.84 cat).
Only animals that the labels know by many classes are judged; "horse" has a single label and is left alone.
"""

from __future__ import annotations

import functools

import numpy as np

from photonest_ai.models.vocabulary import read_tags
from photonest_contracts.inference import Label

JUDGED = ("bird", "cat", "dog", "elephant", "bear", "zebra")
SURE = 0.40
"""Sum of label probabilities from which another animal is believed."""
ABSENT = 0.05
DISCOUNT = 0.6
"""0.48 becomes 0.29: below what is shown, still there for the ranking."""


@functools.cache
def classes_of(animal: str) -> tuple[int, ...]:
    """Label classes that are this animal."""
    return tuple(t.label for t in read_tags() if t.label is not None and animal in (*t.synonyms, *t.parents))


def agreed(objects: tuple[Label, ...], probabilities: np.ndarray) -> tuple[Label, ...]:
    """The objects, best first, with the animals discounted that the labels contradict."""
    mass = {animal: float(probabilities[list(classes_of(animal))].sum()) for animal in JUDGED}
    changed = []
    for thing in objects:
        others = max((mass[a] for a in JUDGED if a != thing.name), default=0.0)
        if thing.name in JUDGED and mass[thing.name] < ABSENT and others >= SURE:
            changed.append(thing.model_copy(update={"score": thing.score * DISCOUNT}))
        else:
            changed.append(thing)
    return tuple(sorted(changed, key=lambda label: (-label.score, label.name)))
