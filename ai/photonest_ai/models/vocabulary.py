"""Everything the models have a word for, and how near a query is to each of these words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.catalogue import table_bytes

TAU = 0.35
"""Similarity from which a tag counts as meant; swept on COCO photographs (design record, MODELS.md 4.2)."""
LABEL_SHOWN_FROM = 0.15
OBJECT_SHOWN_FROM = 0.35
"""Scores from which a tag is shown: below, noise was seen (labels); precision 0.90 (objects). MODELS.md 4.4."""


@dataclass(frozen=True)
class Tag:
    """One word of the vocabulary. ``label`` / ``object``: class index in that model, ``None``: unknown to it."""

    name: str
    synonyms: tuple[str, ...]
    parents: tuple[str, ...]
    label: int | None
    object: int | None


def read_tags() -> list[Tag]:
    """The committed tables as one list: labels in class order, then objects that no label names already."""
    labels = json.loads(table_bytes("labels.json"))["labels"]
    objects = json.loads(table_bytes("objects.json"))["objects"]
    object_index = {row["name"]: i for i, row in enumerate(objects)}
    tags = []
    for i, row in enumerate(labels):
        twin = object_index.pop(row["name"], None)
        extra = objects[twin] if twin is not None else {"synonyms": [], "parents": []}
        synonyms = tuple(dict.fromkeys([*row["synonyms"], *extra["synonyms"]]))
        parents = tuple(dict.fromkeys([*row["parents"], *extra["parents"]]))
        tags.append(Tag(row["name"], synonyms, parents, i, twin))
    for name, i in object_index.items():
        tags.append(Tag(name, tuple(objects[i]["synonyms"]), tuple(objects[i]["parents"]), None, i))
    return tags


class Vocabulary:
    """Tags and their vectors. ``rows`` [m,384]: one or more vectors a tag; the nearest counts."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self.tags = read_tags()
        with np.load(folder / "vectors.npz", allow_pickle=False) as data:
            self.label_vectors = data["label_vectors"].astype(np.float32)
            self._rows = data["rows"].astype(np.float32)
            self._tag_of_row = data["tag_of_row"].astype(np.int64)
        if len(self.label_vectors) != sum(t.label is not None for t in self.tags):
            raise ValueError("vectors and label table do not belong together")

    def similarities(self, vector: np.ndarray) -> np.ndarray:
        """Best similarity of each tag to a unit vector, float32 [tags]."""
        best = np.full(len(self.tags), -1.0, np.float32)
        np.maximum.at(best, self._tag_of_row, self._rows @ vector)
        return best

    def concepts(self, vector: np.ndarray) -> list[tuple[str, float]]:
        """Tags with similarity ≥ `TAU`, best first; equal ones by name."""
        similarities = self.similarities(vector)
        found = [(self.tags[i].name, float(similarities[i])) for i in np.flatnonzero(similarities >= TAU)]
        return sorted(((n, min(max(s, -1.0), 1.0)) for n, s in found), key=lambda pair: (-pair[1], pair[0]))
