"""Of bench eyes: how often the number of things is right, and what is said of people's doings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from PIL import Image

from bench import eyes_pictures

CUT_OUTS = ("cup", "motorcycle", "horse", "cat")
MOST = 5
SIDES = (0.30, 0.20)
"""Sides of a cut-out as shares of the ground's."""
SHOWN_FROM = 0.40
ACTION_FROM = 0.50
PLACES = ((0.05, 0.08), (0.62, 0.10), (0.34, 0.52), (0.02, 0.62), (0.68, 0.64))
"""Left and top of the cut-outs; they do not overlap."""


def judge(
    truth: eyes_pictures.Truth,
    own: Mapping[str, np.ndarray],
    seen: Mapping[str, Any],
    look: Callable[[np.ndarray], Any],
) -> dict[str, dict[str, Any]]:
    """Groups of the report. `seen`: answers about the real pictures; `look` asks for those that are made here."""
    real = [
        (number, _counted(seen[key], thing))
        for key, there in truth.counts.items()
        if key in seen
        for thing, number in there.items()
    ]
    made = [(number, _counted(look(rgb), thing)) for thing, number, rgb in pasted(own)]
    return {
        "counts": _figures(real),
        "counts_of_several": _figures([pair for pair in real if pair[0] > 1]),
        "counts_pasted": _figures(made),
        "actions": _actions(truth, {key: seen[key] for key in truth.known if key in seen}),
    }


def pasted(own: Mapping[str, np.ndarray]) -> Iterator[tuple[str, int, np.ndarray]]:
    """Kind, number and picture: one to five copies of a picture on another, in two sizes."""
    grounds = [Image.fromarray(own[key]).resize((960, 720)) for key in eyes_pictures.GROUNDS]
    for kind, thing in enumerate(CUT_OUTS):
        cut_out = Image.fromarray(own[eyes_pictures.INSETS[thing]])
        for side in SIDES:
            small = cut_out.copy()
            small.thumbnail((round(960 * side), round(720 * side)))
            for number in range(1, MOST + 1):
                below = grounds[(kind + number) % len(grounds)].copy()
                for left, top in PLACES[:number]:
                    below.paste(small, (round(960 * left), round(720 * top)))
                yield thing, number, np.asarray(below)


def _counted(seen: Any, thing: str) -> int | None:
    """None where the thing itself is not shown: it is not counted then."""
    found = (one.count for one in seen.objects if one.name == thing and one.score >= SHOWN_FROM and one.box)
    return next(found, None)


def _figures(pairs: list[tuple[int, int | None]]) -> dict[str, Any]:
    """Of the things that are shown: how many numbers are right, and within one."""
    told = [(number, said) for number, said in pairs if said is not None]
    return {
        "things": len(pairs),
        "shown": len(told),
        "exact": round(float(np.mean([number == said for number, said in told])), 3) if told else None,
        "within_one": round(float(np.mean([abs(number - said) <= 1 for number, said in told])), 3) if told else None,
        "bias": round(float(np.mean([said - number for number, said in told])), 2) if told else None,
    }


def _actions(truth: eyes_pictures.Truth, seen: Mapping[str, Any]) -> dict[str, Any]:
    said = {
        (key, look.name)
        for key, answer in seen.items()
        for look in answer.looks
        if look.kind == "action" and look.score >= ACTION_FROM
    }
    there = {(key, name) for key, names in truth.actions.items() if key in seen for name in names}
    return {
        "pictures": len(seen),
        "there": len(there),
        "right": len(said & there),
        "wrong": sorted(f"{key} {name}" for key, name in said - there),
    }
