"""What finding events needs to know of a library, read from every slice that knows something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import numpy.typing as npt

from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.events.clocks import LARGEST_S, clock_offsets
from photonest.events.home import Homes, homes
from photonest.events.models import CameraClock, EventAsset
from photonest.events.shots import Flags, Floats, Ints
from photonest.people.models import Face
from photonest.pipelines.lived import NOT_LIVED, WITHOUT_DATE
from photonest.search.models import Embedding, SpaceState
from photonest.tags.models import AssetTag

LIKENESS_SPACE = "lite2-feat@"
"""The space that is made for comparing pictures; without it the one that is searched has to do."""
ALIKE_BITS = 6
"""Hashes of two cameras that differ in at most so many bits may be of the same scene."""
PLAIN_BITS = 12
"""A hash with fewer set or unset bits is of a plain picture, which is like many others."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Library:
    """The dated photos of an owner in the order of their clocks put right, a column each."""

    ids: list[UUID]
    seen_at: list[datetime]
    at: Floats
    latitude: Floats
    longitude: Floats
    away_km: Floats
    held: Ints
    """Number of the edited event, -1: none. Photos that a user put somewhere are pinned and count as none."""
    is_due: Flags
    homes: Homes
    clocks: dict[str, tuple[float, int]]
    undated: list[tuple[UUID, datetime]]
    """Photos of no event that were not looked at yet."""


def read_library(owner: User, *, with_clocks: bool) -> Library:
    """Read it; `with_clocks`: find anew how far each camera's clock was off, else take what was found last time."""
    assets = Asset.objects.filter(owner=owner, trashed_at__isnull=True, motion_of__isnull=True)
    rows = list(
        assets.order_by("local_at", "id").values_list(
            "id", "local_at", "latitude", "longitude", "camera_make", "camera_model", "taken_source", "phash"
        )
    )
    members = {
        row[0]: row[1:]
        for row in EventAsset.objects.filter(owner=owner).values_list(
            "asset_id", "seen_at", "event_id", "event__is_edited", "event__is_dismissed", "is_pinned", "is_due"
        )
    }
    not_lived = set(
        AssetTag.objects.filter(owner=owner, kind="kind", tag__name__in=NOT_LIVED, is_shown=True).values_list(
            "asset_id", flat=True
        )
    )
    undated, dated = [], []
    for row in rows:
        if row[6] in WITHOUT_DATE or row[0] in not_lived:
            known = members.get(row[0])
            if known is None or known[0] != row[1] or known[5]:
                undated.append((row[0], row[1]))
        else:
            dated.append(row)
    at = np.asarray([(row[1] - _EPOCH).total_seconds() for row in dated], float)
    latitude, longitude = (
        np.asarray([np.nan if row[place] is None else row[place] for row in dated], float) for place in (2, 3)
    )
    cameras = [f"{row[4]} {row[5]}".strip() for row in dated]
    if with_clocks:
        clocks = _clocks(cameras, at, latitude, [row[7] for row in dated])
    else:
        kept = CameraClock.objects.filter(owner=owner).values_list("camera", "offset_s", "pair_count")
        clocks = {camera: (offset, pairs) for camera, offset, pairs in kept}
    at += np.asarray([clocks.get(camera, (0.0, 0))[0] for camera in cameras], float)
    order = np.argsort(at, kind="stable")
    at, latitude, longitude = at[order], latitude[order], longitude[order]
    dated = [dated[row] for row in order.tolist()]
    numbers: dict[UUID, int] = {}
    held, is_due = np.full(len(dated), -1, np.int64), np.ones(len(dated), bool)
    for place, row in enumerate(dated):
        member = members.get(row[0])
        if member is None:
            continue
        seen_at, event_id, is_edited, is_dismissed, is_pinned, was_changed = member
        is_due[place] = was_changed or seen_at != row[1]
        if (is_edited or is_dismissed) and not is_pinned:
            held[place] = numbers.setdefault(event_id, len(numbers))
    said = (owner.home_latitude, owner.home_longitude)
    lived = homes(at, latitude, longitude, otherwise=None if said[0] is None or said[1] is None else (said[0], said[1]))
    return Library(
        ids=[row[0] for row in dated],
        seen_at=[row[1] for row in dated],
        at=at,
        latitude=latitude,
        longitude=longitude,
        away_km=lived.away_km(at, latitude, longitude),
        held=held,
        is_due=is_due,
        homes=lived,
        clocks=clocks,
        undated=undated,
    )


def people_of(owner_id: UUID, asset_ids: Sequence[UUID]) -> list[frozenset[int]]:
    """The grouped people of each photo, as numbers."""
    faces = Face.objects.filter(owner_id=owner_id, person__isnull=False, is_ignored=False, asset_id__in=list(asset_ids))
    numbers: dict[UUID, int] = {}
    found: dict[UUID, set[int]] = {}
    for asset_id, person_id in faces.values_list("asset_id", "person_id"):
        found.setdefault(asset_id, set()).add(numbers.setdefault(person_id, len(numbers)))
    return [frozenset(found.get(asset_id, ())) for asset_id in asset_ids]


def looks_of(owner_id: UUID, asset_ids: Sequence[UUID]) -> npt.NDArray[np.float32]:
    """A vector a photo that is alike for pictures that look alike; zeros where there is none."""
    here = Embedding.objects.filter(owner_id=owner_id, asset_id__in=list(asset_ids))
    space = here.filter(space__name__startswith=LIKENESS_SPACE).values_list("space_id", flat=True).first()
    rows = here.filter(space_id=space) if space is not None else here.filter(space__state=SpaceState.ACTIVE)
    vectors = {asset_id: np.asarray(vector, np.float32) for asset_id, vector in rows.values_list("asset_id", "vector")}
    if not vectors:
        return np.zeros((len(asset_ids), 1), np.float32)
    size = len(next(iter(vectors.values())))
    table = np.zeros((len(asset_ids), size), np.float32)
    for place, asset_id in enumerate(asset_ids):
        vector = vectors.get(asset_id)
        if vector is not None and len(vector) == size:
            table[place] = vector
    return table


def _clocks(
    cameras: Sequence[str], at: Floats, latitude: Floats, hashes: Sequence[int | None]
) -> dict[str, tuple[float, int]]:
    """How far each camera's clock was off, from pictures of two cameras that look alike."""
    names = sorted({camera for camera in cameras if camera})
    if len(names) < 2:
        return {}
    of_camera: dict[str, npt.NDArray[np.int64]] = {}
    for name in names:
        of_camera[name] = np.asarray([row for row, camera in enumerate(cameras) if camera == name], np.int64)
    bits = np.asarray([0 if value is None else value & (2**64 - 1) for value in hashes], np.uint64)
    telling = np.minimum(np.bitwise_count(bits), 64 - np.bitwise_count(bits)) >= PLAIN_BITS
    trusted = {name: float(np.mean(~np.isnan(latitude[rows]))) for name, rows in of_camera.items()}
    pairs = []
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            few, many = sorted((of_camera[name], of_camera[other]), key=len)
            few, many = few[telling[few]], many[telling[many]]
            many_at = at[many]
            for row in few.tolist():
                low, high = np.searchsorted(many_at, (at[row] - LARGEST_S, at[row] + LARGEST_S))
                near = many[low:high]
                alike = near[np.bitwise_count(bits[near] ^ bits[row]) <= ALIKE_BITS]
                pairs += [(cameras[row], float(at[row]), cameras[one], float(at[one])) for one in alike[:20].tolist()]
    return clock_offsets(pairs, trusted=trusted)
