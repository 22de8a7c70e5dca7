"""Moments that the user named stay whole, however an event is cut into moments again; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

Named = TypeVar("Named", bound=Hashable)


def keep_named(numbers: Sequence[int], named: Sequence[Named | None]) -> list[int | Named]:
    """For each photo the moment it belongs to: a named one, or else its number.

    `numbers`: how the photos were cut anew; `named`: the named moment each was in, if any. A photo of a named moment
    stays in it; the others that were cut into one piece with it join it, so that a photo added later is in it, too.
    """
    inside: dict[int, Counter[Named]] = defaultdict(Counter)
    for number, moment in zip(numbers, named, strict=True):
        if moment is not None:
            inside[number][moment] += 1
    joined = {number: found.most_common(1)[0][0] for number, found in inside.items()}
    return [
        moment if moment is not None else joined.get(number, number)
        for number, moment in zip(numbers, named, strict=True)
    ]
