"""What a picture as a whole looks like: scene, colours, light, kind, mood and action, each with a score.

Rules over what the other tasks found and over a miniature of 96 px, and for some scenes a learned head. A score is a
degree of belief and no measured probability; from which one a word is shown stands in `looks.json`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from photonest_ai.models.vocabulary import read_tags
from photonest_ai.runtime.images import Picture
from photonest_ai.tasks import actions, colours, kinds, light, moods, scenes
from photonest_contracts.inference import DetectedFace, Label, Look, LookKind, Quality

VERSION = "looks@3"
KEPT_FROM = 0.10
"""Below, a look says nothing: 70 words would be 70 rows a photo."""
MOOD_KEPT_FROM = 0.30
ACTION_KEPT_FROM = 0.45
"""Little below what is shown: a search for an action takes what is written down for an answer."""
KEPT_LABEL = 0.02
BLACK_AND_WHITE_CONTRAST = 0.06
"""A grey card is no black-and-white photograph."""
RENAMED = {"orange": "orange colour"}
"""The fruit has the word."""


@dataclass(frozen=True)
class Found:
    """What the other tasks found; what was not asked for is empty, and the rest speaks alone."""

    probabilities: np.ndarray | None = None
    feature: np.ndarray | None = None
    """Of the label net, float32 [1280]."""
    objects: Sequence[Label] = ()
    faces: Sequence[DetectedFace] = ()
    spots: Mapping[str, Sequence[actions.Spot]] = field(default_factory=dict)
    """Every instance of each object; `objects` has one row a class."""


NOTHING = Found()


def looks(picture: Picture, quality: Quality, found: Found = NOTHING) -> tuple[Look, ...]:
    """Best first; about 4 ms for a 2016×1512 picture."""
    measured = light.light_of(picture)
    lit = light.scores(measured)
    lit["blurry"] = light.rising(-quality.sharpness, -0.12, 0.06) * light.rising(measured.contrast, 0.05, 0.02)
    layout = scenes.layout_of(picture)
    placed = scenes.scores(found.probabilities, found.objects, layout, lit, found.feature)
    shares = colours.shares(picture)
    painted = _colours(shares, quality, measured)
    lit["sunset"] = _sunset(measured, placed)
    labels = _names(found.probabilities)
    kind = kinds.scores(picture, labels, found.objects, found.faces)
    mood = moods.scores(
        moods.Seen(
            light=measured,
            lit=lit,
            colours=shares if "black and white" not in painted else painted,
            scenes=placed,
            things=labels | {thing.name: scenes.belief(thing.score) for thing in found.objects},
            people=kinds.people_of(found.objects, found.faces),
            vividness=measured.vividness,
            texture=layout.texture,
            is_page=max(kind["document"], kind["screenshot"]),
        ),
        found.faces,
    )
    ratio = picture.width / picture.height
    doing = actions.scores(actions.Seen(found.spots, labels, placed, ratio))
    said = (
        *_looks(LookKind.SCENE, placed),
        *_looks(LookKind.COLOUR, painted),
        *_looks(LookKind.LIGHT, lit),
        *_looks(LookKind.KIND, kind),
        *_looks(LookKind.MOOD, mood, kept_from=MOOD_KEPT_FROM),
        *_looks(LookKind.ACTION, doing, kept_from=ACTION_KEPT_FROM),
    )
    return tuple(sorted(said, key=lambda look: (-look.score, look.kind, look.name)))


@functools.cache
def _label_names() -> tuple[str, ...]:
    return tuple(tag.name for tag in read_tags() if tag.label is not None)


def _names(probabilities: np.ndarray | None) -> dict[str, float]:
    """Label -> probability, without the unlikely ones."""
    if probabilities is None:
        return {}
    names = _label_names()
    return {names[i]: float(probabilities[i]) for i in np.flatnonzero(probabilities >= KEPT_LABEL)}


def _looks(kind: LookKind, scores: Mapping[str, float], kept_from: float = KEPT_FROM) -> list[Look]:
    return [
        Look(kind=kind, name=name, score=round(min(score, 1.0), 4), source=VERSION)
        for name, score in scores.items()
        if score >= kept_from
    ]


def _colours(shares: Mapping[str, float], quality: Quality, measured: light.Light) -> dict[str, float]:
    if quality.is_monochrome and measured.contrast >= BLACK_AND_WHITE_CONTRAST:
        return {"black and white": 1.0}
    return {RENAMED.get(name, name): share for name, share in shares.items()}


def _sunset(measured: light.Light, placed: Mapping[str, float]) -> float:
    """A warm glow above a dark ground, outdoors."""
    glow = light.rising(measured.glow, 0.28, 0.08)
    return glow * light.rising(measured.dark, 0.15, 0.08) * light.rising(placed["outdoors"], 0.5, 0.15)
