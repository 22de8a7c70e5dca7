"""Everything the models have a word for, and how near a query is to each of these words."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from photonest_ai.runtime.cards import Card
from photonest_ai.runtime.catalogue import table_bytes

TAU = 0.40
"""Similarity from which a tag counts as meant; swept on COCO photographs (design record, MODELS.md 4.2)."""
FRAME_SIMILARITY = 0.25
"""How near a tag may be to "a photo of a" alone; what is over (photocopier, polaroid camera) is taken off."""
LABEL_SHOWN_FROM = 0.15
OBJECT_SHOWN_FROM = 0.40
"""Scores from which a tag is shown. Labels: below, noise was seen. Objects: precision 0.94 on COCO (design record,
MODELS.md 4.3); over 81 other photographs judged by eye 0.88 of what was shown is right, from 0.35 it was 0.83.
"""


@dataclass(frozen=True)
class Tag:
    """One word of the vocabulary. ``label`` / ``object``: class index in that model, ``None``: unknown to it."""

    name: str
    synonyms: tuple[str, ...]
    everyday: tuple[str, ...]
    """What people call it when they search; not part of the photo vectors."""
    parents: tuple[str, ...]
    false_friends: tuple[str, ...]
    """Queries that look near but mean something else (``dog`` for a hot dog)."""
    label: int | None
    object: int | None
    looks: tuple[str, ...] = ()
    """The kinds of look (scene, colour, …) this word can be; shown from `look_shown_from`."""
    look_shown_from: float = 1.0
    has_vector: bool = True
    """False: only its own names ask for it. Verbs are near too much: "eating" is near every food."""


@functools.cache
def read_tags() -> tuple[Tag, ...]:
    """The committed tables as one list: labels in class order, then objects that no label names already, then the
    words for looks, then those for actions.
    """
    labels = json.loads(table_bytes("labels.json"))["labels"]
    objects = json.loads(table_bytes("objects.json"))["objects"]
    everyday = json.loads(table_bytes("everyday.json"))
    looks = json.loads(table_bytes("looks.json"))["looks"]
    object_index = {row["name"]: i for i, row in enumerate(objects)}

    def tag(row: dict[str, Any], extra: dict[str, Any], label: int | None, thing: int | None) -> Tag:
        return Tag(
            name=row["name"],
            synonyms=tuple(dict.fromkeys([*row["synonyms"], *extra["synonyms"]])),
            everyday=tuple(everyday["words"].get(row["name"], ())),
            parents=tuple(dict.fromkeys([*row["parents"], *extra["parents"]])),
            false_friends=tuple(everyday["false_friends"].get(row["name"], ())),
            label=label,
            object=thing,
        )

    nothing: dict[str, Any] = {"synonyms": [], "parents": []}
    tags = []
    for i, row in enumerate(labels):
        twin = object_index.pop(row["name"], None)
        tags.append(tag(row, nothing if twin is None else objects[twin], i, twin))
    tags += [tag(objects[i], nothing, None, i) for i in object_index.values()]
    for row in looks:
        word = tag(row, nothing, None, None)
        tags.append(replace(word, looks=(row["kind"],), look_shown_from=row["shown_from"]))
    for row in json.loads(table_bytes("actions.json"))["actions"]:
        word = tag(row, nothing, None, None)
        tags.append(replace(word, looks=("action",), look_shown_from=row["shown_from"], has_vector=False))
    return tuple(tags)


class Vocabulary:
    """Tags and their vectors. ``rows`` [m,384]: one or more vectors a tag; the nearest counts."""

    def __init__(self, folder: Path, card: Card) -> None:
        self.name = f"{card.id}@{card.version}"
        self.tags = read_tags()
        with np.load(folder / "vectors.npz", allow_pickle=False) as data:
            self.label_vectors = data["label_vectors"].astype(np.float32)
            self._rows = data["rows"].astype(np.float32)
            self._tag_of_row = data["tag_of_row"].astype(np.int64)
            frame = data["frame"].astype(np.float32)
        if len(self.label_vectors) != sum(t.label is not None for t in self.tags):
            raise ValueError("vectors and label table do not belong together")

        self._excess = np.maximum(0.0, self._rows @ frame - FRAME_SIMILARITY)

    def similarities(self, vector: np.ndarray) -> np.ndarray:
        """Best similarity of each tag to a framed query's unit vector, float32 [tags], less what the frame gives."""
        best = np.full(len(self.tags), -1.0, np.float32)
        np.maximum.at(best, self._tag_of_row, self._rows @ vector - self._excess)
        return best
