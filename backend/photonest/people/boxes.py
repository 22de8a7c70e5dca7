"""Boxes of faces as shares of the upright picture: which of two lists are the same faces; pure."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

SAME_FROM = 0.4
"""Overlap from which two boxes are the same face; programs mark faces with and without hair and chin."""


def overlap(one: Box, other: Box) -> float:
    """Shared area over the area of both together, 0…1."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


def lies_around(outer: Box, inner: Box) -> bool:
    """Whether the middle of `inner` is in `outer` and the two are not of quite another size."""
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    is_in = outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]
    return is_in and 0.15 <= (inner[2] * inner[3]) / max(outer[2] * outer[3], 1e-9) <= 6.0


def match(ones: Sequence[Box], others: Sequence[Box], *, is_loose: bool = False) -> list[tuple[int, int]]:
    """Pairs (place in `ones`, place in `others`), best overlap first, each face once.

    Loose: boxes of another program, which may mark the whole head, count when one lies around the other.
    """
    scored = []
    for here, one in enumerate(ones):
        for there, other in enumerate(others):
            share = overlap(one, other)
            if share >= SAME_FROM or (is_loose and share > 0 and lies_around(one, other) and lies_around(other, one)):
                scored.append((-share, here, there))
    pairs: list[tuple[int, int]] = []
    used_here, used_there = set(), set()
    for _, here, there in sorted(scored):
        if here not in used_here and there not in used_there:
            pairs.append((here, there))
            used_here.add(here)
            used_there.add(there)
    return pairs
