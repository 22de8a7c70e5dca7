"""Choosing the best of many photos: sharp, well exposed, loved, with faces, and no two nearly alike; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

NEAR_BITS = 10
"""Perceptual hashes that differ in fewer bits are of nearly the same picture."""


@dataclass(frozen=True)
class Candidate:
    asset_id: UUID
    at: float
    """Seconds."""
    group: int = 0
    """Its moment, or its year: the choice takes some of each."""
    sharpness: float | None = None
    exposure: float | None = None
    face_count: int | None = None
    is_favourite: bool = False
    rating: int | None = None
    is_video: bool = False
    phash: int | None = None


def score(photo: Candidate) -> float:
    """How well a photo stands for others; what a person said counts most."""
    found = 0.5 * (0.5 if photo.sharpness is None else min(max(photo.sharpness, 0.0), 1.0))
    found += 0.3 * (0.5 if photo.exposure is None else min(max(photo.exposure, 0.0), 1.0))
    faces = photo.face_count or 0
    found += 0.25 if 1 <= faces <= 6 else 0.1 if faces > 6 else 0.0
    found += 1.0 if photo.is_favourite else 0.0
    found += 0.2 * (photo.rating or 0) if photo.rating is None or photo.rating >= 0 else -2.0
    return found - (0.3 if photo.is_video else 0.0)


def best_of(photos: Sequence[Candidate], count: int) -> list[Candidate]:
    """Up to `count` of them in the order of time: the best of each group in turn, nothing nearly alike twice."""
    groups: dict[int, list[Candidate]] = {}
    for photo in sorted(photos, key=lambda one: (-score(one), one.at, one.asset_id)):
        groups.setdefault(photo.group, []).append(photo)
    chosen: list[Candidate] = []
    queues = [groups[number] for number in sorted(groups, key=lambda number: (-len(groups[number]), number))]
    while len(chosen) < count and any(queues):
        for queue in queues:
            while queue:
                photo = queue.pop(0)
                if not any(are_alike(photo, other) for other in chosen):
                    chosen.append(photo)
                    break
            if len(chosen) >= count:
                break
    return sorted(chosen, key=lambda one: (one.at, one.asset_id))


def are_alike(one: Candidate, other: Candidate) -> bool:
    """Whether two pictures look nearly the same."""
    if one.phash is None or other.phash is None:
        return abs(one.at - other.at) < 2
    return ((one.phash ^ other.phash) & (2**64 - 1)).bit_count() < NEAR_BITS
