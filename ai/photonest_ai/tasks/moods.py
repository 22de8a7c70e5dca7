"""What a picture looks like to somebody who sees it: joyful, calm, cosy …; never what somebody in it feels.

Rules that add hints from light, colour, scene and things; each hint lies between 0 and 1 and each mood between 0 and 1.
Expressions count only where they were asked for, which takes the owner's yes, and only as "a face that looks happy".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from photonest_ai.tasks.light import Light, rising
from photonest_contracts.inference import DetectedFace

FESTIVE = ("cake", "balloon", "candle", "christmas stocking", "jack-o'-lantern", "party hat", "wine glass", "red wine")
COSY = ("couch", "studio couch", "bed", "candle", "cat", "teddy bear", "cup", "espresso", "coffee mug", "quilt",
        "table lamp", "fire screen", "book", "lampshade")  # fmt: skip
ROMANTIC = ("candle", "wine glass", "gondola", "groom", "vase", "daisy")
PLAYFUL = ("frisbee", "kite", "teddy bear", "swing", "carousel", "balloon", "cake", "ice cream", "donut")
DULL = {"grey": 1.0, "black": 1.0, "black and white": 0.6}
BUSY = ("sports ball", "surfboard", "skis", "snowboard", "skateboard", "tennis racket", "baseball bat", "motorcycle",
        "racer", "ballplayer", "electric guitar", "stage", "drum")  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What the rules look at. ``things``: name -> 0…1; ``scenes``, ``lit``: the looks of those kinds."""

    light: Light
    lit: Mapping[str, float]
    colours: Mapping[str, float]
    scenes: Mapping[str, float]
    things: Mapping[str, float]
    people: int
    vividness: float
    """Mean saturation, weighted by lightness."""
    texture: float
    is_page: float
    """How much it is a document or screenshot: those have no mood."""


def scores(seen: Seen, faces: Sequence[DetectedFace] = ()) -> dict[str, float]:
    """Mood -> 0…1."""

    def most(names: Sequence[str]) -> float:
        return max((seen.things.get(name, 0.0) for name in names), default=0.0)

    scene = seen.scenes.get
    warm = sum(seen.colours.get(name, 0.0) for name in ("brown", "red", "orange", "yellow"))
    cool = sum(seen.colours.get(name, 0.0) for name in ("blue", "teal", "green"))
    dull = (
        seen.colours.get("grey", 0.0) + seen.colours.get("black", 0.0) + 0.6 * seen.colours.get("black and white", 0.0)
    )
    is_even = rising(-seen.texture, -9, 4)
    is_bright, is_vivid = rising(seen.light.mean, 0.45, 0.10), rising(seen.vividness, 0.33, 0.08)
    is_pale = rising(seen.light.mean, 0.55, 0.08)
    indoors, outdoors = scene("indoors", 0.5), scene("outdoors", 0.5)
    nature = max(
        scene(name, 0.0) for name in ("sea", "beach", "lake", "water", "meadow", "mountain", "sky", "snow", "forest")
    )
    many, few = rising(seen.people, 2.5, 1.5), rising(-seen.people, -1.5, 1.0)
    happy = _happy(faces)
    found = {
        "joyful": _sum(-1.9, (4.4, happy), (1.2, is_bright * is_vivid), (1.3, most(PLAYFUL)), (0.9, many * is_vivid)),
        "calm": _sum(-3.0, (2.4, nature * outdoors), (1.3, few), (1.0, is_even), (0.9, rising(cool, 0.4, 0.15)),
                     (1.0, seen.lit.get("sunset", 0.0)), (-2.0, scene("street", 0.0)), (-1.5, is_vivid * (1 - nature))),
        "cosy": _sum(-3.6, (1.6, indoors), (2.2, most(COSY)), (1.8, rising(warm, 0.4, 0.12)),
                     (0.6, rising(-seen.light.mean, -0.45, 0.1)), (-1.5, many)),
        "gloomy": _sum(-2.7, (2.4, rising(dull, 0.72, 0.12)), (1.4, rising(-seen.light.mean, -0.36, 0.1)),
                       (1.2, rising(-seen.vividness, -0.16, 0.06)), (0.8, outdoors), (-2.5, happy),
                       (-1.5, is_bright), (-2.0, seen.lit.get("sunset", 0.0)),
                       (-1.2, rising(seen.light.glaring, 0.25, 0.1))),
        "energetic": _sum(-2.6, (2.6, most(BUSY)), (1.8, scene("sport", 0.0)), (1.8, scene("concert", 0.0)),
                          (1.4, many), (1.0, is_vivid), (0.6, rising(seen.texture, 14, 4)), (-1.0, nature)),
        "romantic": _sum(-2.4, (2.0, most(ROMANTIC)), (2.2, seen.lit.get("sunset", 0.0)), (1.2, seen.people == 2),
                         (0.9, scene("flowers", 0.0)), (-1.5, many)),
        "festive": _sum(-2.3, (3.4, most(FESTIVE)), (1.2, many), (0.6, is_vivid)),
        "dreamy": _sum(-3.3, (2.4, rising(-seen.light.contrast, -0.13, 0.04)), (1.4, is_pale),
                       (1.0, is_even), (0.8, outdoors), (0.8, scene("flowers", 0.0))),
        "dramatic": _sum(-2.5, (2.0, rising(seen.light.contrast, 0.28, 0.04)), (1.8, seen.lit.get("sunset", 0.0)),
                         (1.2, seen.lit.get("backlit", 0.0)), (1.4, rising(seen.light.dark, 0.45, 0.12)),
                         (1.0, scene("mountain", 0.0)), (-1.0, indoors)),
    }  # fmt: skip
    found["gloomy"] *= 1 - 0.7 * found["calm"]  # a dark evening by the sea is no sad one
    return {mood: score * (1 - seen.is_page) for mood, score in found.items()}


def _sum(start: float, *hints: tuple[float, float]) -> float:
    return rising(start + sum(weight * float(hint) for weight, hint in hints), 0.0, 2.0)


def _happy(faces: Sequence[DetectedFace]) -> float:
    """How many of the faces look happy; 0 where expressions were not asked for."""
    looks = [face.expression.get("happy", 0.0) for face in faces if face.expression is not None]
    return sum(looks) / len(looks) if looks else 0.0
