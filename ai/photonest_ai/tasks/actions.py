"""What somebody in the picture does, as far as it shows: from where people and things stand, labels and scenes.

Rules written by hand (`actions.json`, each with its reason); nothing here is learned, and a still picture shows no
motion. So a score has a cap for each rule, and what needs motion or a look at limbs (running, laughing, hugging) is not
even tried. A rule is as sure as its weakest witness: person, thing, where one is to the other, scene.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from photonest_ai.runtime.catalogue import table_bytes
from photonest_ai.tasks.light import rising
from photonest_ai.tasks.scenes import belief

MOST_BOXES = 8
"""Of one class; in a crowd the surest ones stand for all."""
SCENE_FROM, SCENE_WITHIN = 0.30, 0.15
"""From which score a scene is half believed, and how far around."""
LABEL_SURE = 0.5
"""Sum of label probabilities that counts as seen for sure; the net spreads its belief."""


@dataclass(frozen=True)
class Spot:
    """One instance, in shares of the picture."""

    score: float
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def x(self) -> float:
        return self.left + self.width / 2

    @property
    def y(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Seen:
    """What the rules look at: instances by name of thing, label -> probability, scene -> score."""

    spots: Mapping[str, Sequence[Spot]] = field(default_factory=dict)
    labels: Mapping[str, float] = field(default_factory=dict)
    scenes: Mapping[str, float] = field(default_factory=dict)
    ratio: float = 1.0
    """Width by height of the picture."""


def scores(seen: Seen) -> dict[str, float]:
    """Action -> 0…1, those that anything speaks for."""
    found = {}
    for action in action_table():
        score = max((_rule(rule, seen) for rule in action["rules"]), default=0.0)
        if score > 0:
            found[action["name"]] = score
    return found


@functools.cache
def action_table() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(table_bytes("actions.json"))["actions"])


def _rule(rule: Mapping[str, Any], seen: Seen) -> float:
    witnesses = [_labels(rule["labels"], seen, rule.get("sure", LABEL_SURE))] if "labels" in rule else []
    if "how" in rule:
        witnesses.append(_placed(rule, seen))
    if not witnesses or min(witnesses) <= 0:
        return 0.0
    if "scenes" in rule:
        witnesses.append(_scene(rule["scenes"], seen))
    against = [belief(spot.score) for other in rule.get("without", ()) for spot in seen.spots.get(other, ())]
    witnesses.append(1 - max(against, default=0.0))
    if "not_labels" in rule:
        witnesses.append(1 - _labels(rule["not_labels"], seen))
    if "not_scenes" in rule:
        witnesses.append(1 - _scene(rule["not_scenes"], seen))
    if rule.get("needs_help"):
        witnesses.append(_helped(rule, seen))
    return float(rule["most"] * max(0.0, min(witnesses)))


def _labels(weights: Mapping[str, float], seen: Seen, sure: float = LABEL_SURE) -> float:
    return min(1.0, sum(weight * seen.labels.get(name, 0.0) for name, weight in weights.items()) / sure)


def _scene(names: Sequence[str], seen: Seen) -> float:
    best = max(seen.scenes.get(name, 0.0) for name in names)
    return rising(best, SCENE_FROM, SCENE_WITHIN)


def _helped(rule: Mapping[str, Any], seen: Seen) -> float:
    return min(1.0, sum(seen.labels.get(name, 0.0) for name in rule.get("labels_help", ())) / LABEL_SURE)


def _placed(rule: Mapping[str, Any], seen: Seen) -> float:
    """The surest person, or pair of a person and a thing, that stands as the rule says."""
    people = seen.spots.get("person", ())[:MOST_BOXES]
    fits = HOW[rule["how"]]
    if "things" not in rule:
        return max((min(belief(person.score), fits(person, person, rule, seen)) for person in people), default=0.0)
    best = 0.0
    for name in rule["things"]:
        for thing in seen.spots.get(name, ())[:MOST_BOXES]:
            for person in people:
                sure = min(belief(person.score), belief(thing.score))
                if sure > best:
                    best = max(best, min(sure, fits(person, thing, rule, seen)))
    return best


# --- where a person is to a thing, 0…1 ------------------------------------------------------------


def _anybody(*_: Any) -> float:
    return 1.0


def _on(person: Spot, thing: Spot, rule: Mapping[str, Any], _: Seen) -> float:
    """Sits on it: in the middle, higher than it, the feet within it. Who stands beside it reaches the ground."""
    low, high = rule["heights"]
    size = person.height / thing.height
    if not low <= size <= high or not _is_over(person, thing, 0.0):
        return 0.0
    rises = rising(thing.top + 0.10 * thing.height - person.top, 0.0, 0.10 * thing.height)
    feet = (thing.bottom - person.bottom) / thing.height
    """0 on the ground, 1 at its upper edge."""
    hangs = rising(feet, 0.04, 0.05) * rising(0.95 - feet, 0.05, 0.10)
    return rises * hangs


def _over(person: Spot, thing: Spot, *_: Any) -> float:
    """Stands or lies on a board or on skis: the thing at the lower half of the person or shortly below."""
    reach = 0.25 * person.height
    if not _is_over(person, thing, 0.3) or not person.y - reach <= thing.y <= person.bottom + reach:
        return 0.0
    return rising(1.3 * person.height - thing.height, 0.0, 0.3 * person.height)


def _touching(person: Spot, thing: Spot, *_: Any) -> float:
    """The two overlap, or nearly."""
    near = _grown(thing, 0.15)
    return rising(_shared(near, person), 0.15, 0.12)


def _held(person: Spot, thing: Spot, *_: Any) -> float:
    """Small, and in the upper two thirds of the person."""
    is_small = rising(0.30 - thing.width * thing.height / (person.width * person.height), 0.0, 0.10)
    is_high = rising(person.top + 0.72 * person.height - thing.y, 0.0, 0.08 * person.height)
    return is_small * is_high * rising(_shared(thing, person), 0.6, 0.2)


def _wearing(person: Spot, thing: Spot, *_: Any) -> float:
    return _held(person, thing)


def _below(person: Spot, thing: Spot, *_: Any) -> float:
    """The thing flies: wholly above the person's head, high in the picture."""
    return rising(person.top - thing.bottom, 0.06, 0.06) * rising(0.6 - thing.y, 0.0, 0.1)


def _seated(person: Spot, thing: Spot, _: Any, seen: Seen) -> float:
    """In the place of the seat, and less than 2.4 times as high as wide: who stands is slimmer."""
    slim = person.height / (person.width * seen.ratio)
    is_inside = rising(_shared(person, _grown(thing, 0.1)), 0.35, 0.15)
    is_lower = rising(person.bottom - thing.y, 0.05 * thing.height, 0.15 * thing.height)
    return is_inside * is_lower * rising(2.4 - slim, 0.0, 0.4) * rising(3 * thing.height - person.height, 0.0, 0.3)


def _at(person: Spot, thing: Spot, rule: Mapping[str, Any], seen: Seen) -> float:
    """Behind or beside a table on which something stands; the person's head is above the table's edge."""
    laid = max(
        (
            min(belief(spot.score), rising(_shared(spot, _grown(thing, 0.1)), 0.5, 0.2))
            for name in rule["also"]
            for spot in seen.spots.get(name, ())[:MOST_BOXES]
        ),
        default=0.0,
    )
    is_near = rising(_shared(person, _grown(thing, 0.15)), 0.08, 0.06)
    return min(laid, is_near * rising(thing.y - person.top, 0.0, 0.1 * thing.height))


def _ball(person: Spot, thing: Spot, rule: Mapping[str, Any], seen: Seen) -> float:
    """A ball no higher than the middle of a person, much smaller, not far away; or one that labels call a football."""
    is_small = rising(0.35 * person.height - thing.height, 0.0, 0.1 * person.height)
    is_low = rising(thing.y - person.y, -0.05 * person.height, 0.15 * person.height)
    away = max(person.left - thing.right, thing.left - person.right, 0.0)
    is_near = rising(2.5 * person.height - away, 0.0, 0.5 * person.height)
    return is_small * is_near * max(is_low, _helped(rule, seen))


def _beside(person: Spot, thing: Spot, _: Any, seen: Seen) -> float:
    """On the same ground: both end at the same height, the person upright and taller, the two close."""
    slim = person.height / (person.width * seen.ratio)
    is_level = rising(0.22 * person.height - abs(person.bottom - thing.bottom), 0.0, 0.1 * person.height)
    is_lower = rising(0.75 * person.height - thing.height, 0.0, 0.1 * person.height)
    away = max(person.left - thing.right, thing.left - person.right, 0.0) * seen.ratio
    return is_level * is_lower * rising(slim, 1.6, 0.3) * rising(1.2 * person.height - away, 0.0, 0.3 * person.height)


def _aboard(person: Spot, thing: Spot, *_: Any) -> float:
    """Within the boat's box, or sitting in it and rising above."""
    is_smaller = rising(1.6 * thing.height - person.height, 0.0, 0.2 * thing.height)
    is_low = rising(thing.bottom + 0.02 - person.bottom, -0.02, 0.05)
    return is_smaller * is_low * rising(_shared(person, thing), 0.35, 0.15) * float(_is_over(person, thing, 0.0))


def _standing(person: Spot, _: Spot, __: Any, seen: Seen) -> float:
    """Seen from head to foot, and not filling the picture."""
    slim = person.height / (person.width * seen.ratio)
    return rising(slim, 1.9, 0.3) * rising(0.6 - person.height, 0.0, 0.1) * rising(person.height, 0.06, 0.03)


HOW: Mapping[str, Callable[[Spot, Spot, Mapping[str, Any], Seen], float]] = {
    "anybody": _anybody, "anywhere": _anybody, "on": _on, "over": _over, "touching": _touching, "held": _held,
    "wearing": _wearing, "below": _below, "seated": _seated, "at": _at, "ball": _ball, "beside": _beside,
    "aboard": _aboard, "standing": _standing,
}  # fmt: skip


def _is_over(person: Spot, thing: Spot, beyond: float) -> bool:
    """The middle of the person lies within the thing's sides, widened by a share of it."""
    slack = beyond * max(thing.width, person.width)
    return thing.left - slack <= person.x <= thing.right + slack


def _grown(spot: Spot, share: float) -> Spot:
    wide, high = share * spot.width, share * spot.height
    return Spot(spot.score, spot.left - wide, spot.top - high, spot.width + 2 * wide, spot.height + 2 * high)


def _shared(inner: Spot, outer: Spot) -> float:
    """Which part of `inner` lies in `outer`."""
    width = min(inner.right, outer.right) - max(inner.left, outer.left)
    height = min(inner.bottom, outer.bottom) - max(inner.top, outer.top)
    return width * height / (inner.width * inner.height) if width > 0 and height > 0 else 0.0
