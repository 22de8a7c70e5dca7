"""Recognition vectors of people who never were, with the statistics measured on real ones (design record, MODELS.md 5).

Two faces of one person lie 0.324 ± 0.102 apart, of two people 0.930 ± 0.093. Everybody has three looks (ages, glasses,
angles) that are nearer to themselves than to each other. Children are harder: their looks lie further apart, as
children grow (92 % of pairs of one child below 0.682, as measured), and siblings are nearer to each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIM = 128
SAME, DIFFERENT = 0.676, 0.070
"""Mean likeness within and between people."""
CHILD_SAME = 0.50
LOOKS = 3
LOOK, CHILD_LOOK = 0.15, 0.25
"""How much more alike two faces of one look are."""
SIBLINGS = 0.26
"""Mean likeness of two siblings."""

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class World:
    vectors: Floats
    who: Ints
    is_child: NDArray[np.bool_]
    """For each face."""


def make_world(*, faces: int, people: int, seed: int, child_share: float = 0.3) -> World:
    """Faces of `people` people in random order; a few are in very many photos, most in a handful, as in real albums."""
    rng = np.random.default_rng(seed)
    weight = 1.0 / np.arange(1, people + 1) ** 0.8
    who = rng.permutation(np.concatenate([np.repeat(np.arange(people), 2), _drawn(rng, weight, faces - 2 * people)]))
    children = rng.random(people) < child_share
    family = np.arange(people) // 3
    common, own, shared = _directions(rng, 1), _directions(rng, people), _directions(rng, int(family.max()) + 1)
    kinship = np.where(children, SIBLINGS - DIFFERENT, 0.0)
    look = np.where(children, CHILD_LOOK, LOOK)
    within = np.where(children, CHILD_SAME, SAME) - look / LOOKS
    centres = (
        DIFFERENT**0.5 * common
        + kinship[:, None] ** 0.5 * shared[family]
        + (within - DIFFERENT - kinship)[:, None] ** 0.5 * own
    )
    # Some pictures are worse than others: that spreads the distances within a person to the measured ± 0.102.
    spread = np.clip(rng.normal(1.0, 0.22, len(who)), 0.5, 1.8)
    looks = _directions(rng, people * LOOKS)[who * LOOKS + rng.integers(0, LOOKS, len(who))]
    rest = spread * (1 - within - look)[who] ** 0.5
    vectors = centres[who] + look[who, None] ** 0.5 * looks + rest[:, None] * _directions(rng, len(who))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return World(vectors.astype(np.float32), who.astype(np.intp), children[who])


def statistics(world: World, *, sample: int = 4_000, seed: int = 1) -> dict[str, dict[str, float]]:
    """Mean and deviation of the distances, to be held against the measured ones."""
    rows = np.random.default_rng(seed).permutation(len(world.who))[:sample]
    distance = 1.0 - world.vectors[rows] @ world.vectors[rows].T
    upper = np.triu(np.ones(distance.shape, np.bool_), 1)
    same = (world.who[rows][:, None] == world.who[rows]) & upper
    child = world.is_child[rows][:, None] & world.is_child[rows]
    parts = {
        "same person, adults": same & ~child,
        "same person, children": same & child,
        "different people": upper & ~same,
    }
    return {
        name: {
            "mean": float(distance[part].mean()),
            "sd": float(distance[part].std()),
            "share below 0.623": float((distance[part] < 0.623).mean()),
            "share below 0.682": float((distance[part] < 0.682).mean()),
        }
        for name, part in parts.items()
    }


def pairwise(labels: Ints, who: Ints, *, free: int = -1) -> dict[str, float]:
    """Precision, recall and F1 over all pairs of faces; a face without a group is alone."""
    alone = labels == free
    labels = np.where(alone, labels.max(initial=0) + 1 + np.arange(len(labels)), labels)
    _, groups = np.unique(labels, return_inverse=True)
    both = np.bincount(groups.astype(np.int64) * (int(who.max()) + 1) + who)
    together, found, true = (_pairs(counts) for counts in (both, np.bincount(groups), np.bincount(who)))
    precision, recall = together / max(found, 1.0), together / max(true, 1.0)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    return {"precision": precision, "recall": recall, "f1": f1}


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts.astype(np.float64) * (counts - 1) / 2).sum())


def _drawn(rng: np.random.Generator, weight: NDArray[np.float64], count: int) -> Ints:
    return rng.choice(len(weight), size=max(0, count), p=weight / weight.sum()).astype(np.intp)


def _directions(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    drawn = rng.normal(size=(count, DIM))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))
