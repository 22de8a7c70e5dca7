"""What a picture as a whole looks like: scene, colours, light, kind and mood, each with a score.

Rules over what the other tasks found and over a miniature of 96 px; nothing here is learned. A score is a degree of
belief and no measured probability; from which one a word is shown stands in `looks.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks import colours, light, scenes
from photonest_contracts.inference import Label, Look, LookKind, Quality

VERSION = "looks@1"
KEPT_FROM = 0.10
"""Below, a look says nothing: 70 words would be 70 rows a photo."""
BLACK_AND_WHITE_CONTRAST = 0.06
"""A grey card is no black-and-white photograph."""
RENAMED = {"orange": "orange colour"}
"""The fruit has the word."""


def looks(
    picture: Picture, quality: Quality, *, probabilities: np.ndarray | None = None, objects: Sequence[Label] = ()
) -> tuple[Look, ...]:
    """Best first. What labels and objects were not asked for is judged by pixels alone."""
    measured = light.light_of(picture)
    lit = light.scores(measured)
    lit["blurry"] = light.rising(-quality.sharpness, -0.12, 0.06) * light.rising(measured.contrast, 0.05, 0.02)
    layout = scenes.layout_of(picture)
    placed = scenes.scores(probabilities, objects, layout, lit)
    painted = _colours(picture, quality, measured)
    lit["sunset"] = _sunset(measured, placed)
    found = [
        *_looks(LookKind.SCENE, placed),
        *_looks(LookKind.COLOUR, painted),
        *_looks(LookKind.LIGHT, lit),
    ]
    return tuple(sorted(found, key=lambda look: (-look.score, look.kind, look.name)))


def _looks(kind: LookKind, scores: Mapping[str, float]) -> list[Look]:
    return [
        Look(kind=kind, name=name, score=round(min(score, 1.0), 4), source=VERSION)
        for name, score in scores.items()
        if score >= KEPT_FROM
    ]


def _colours(picture: Picture, quality: Quality, measured: light.Light) -> dict[str, float]:
    if quality.is_monochrome and measured.contrast >= BLACK_AND_WHITE_CONTRAST:
        return {"black and white": 1.0}
    return {RENAMED.get(name, name): share for name, share in colours.shares(picture).items()}


def _sunset(measured: light.Light, placed: Mapping[str, float]) -> float:
    """A warm glow above a dark ground, outdoors."""
    glow = light.rising(measured.glow, 0.30, 0.10)
    return glow * light.rising(measured.dark, 0.15, 0.08) * light.rising(placed["outdoors"], 0.5, 0.15)


def words_of_looks() -> frozenset[str]:
    """Every name a look can have."""
    return frozenset(tag.name for tag in read_tags() if tag.looks)
