"""What belongs on one stack: two formats of one shot, the shots of one burst; pure, for any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from uuid import UUID

from photonest.assets.burst_names import burst_name
from photonest.assets.filenames import stem_key
from photonest.assets.formats import FORMATS, Kind
from photonest.assets.models import StackKind

SAME_SHOT = timedelta(seconds=2)
"""What the clocks of RAW and JPEG of one shot may differ: writers round, and some stamp when the file is closed."""
BURST_GAP = timedelta(seconds=0.9)
LONGEST_BURST = timedelta(seconds=60)
"""Names of bursts are trusted this far apart; a recycled name is years away."""
LARGEST_GROUP = 500

_NEAR_BITS = 18
_NEAR_BITS_TOGETHER = 44
_SAME_PICTURE_BITS = 12
_JPEG = frozenset({"jpeg"})
_HEIC = frozenset({"heic", "avif"})
_RAW = frozenset(name for name, format_ in FORMATS.items() if format_.kind is Kind.RAW)


@dataclass(frozen=True, slots=True)
class Shot:
    """What the rules need to know of one picture."""

    id: UUID
    names: tuple[tuple[str, str], ...]
    """Folder and file name, all under which it came."""
    format: str
    at: datetime | None = None
    """The wall clock of the camera; None unless the camera told it: file times prove nothing."""
    camera: str = ""
    dhash: int | None = None
    phash: int | None = None
    burst_identifier: str = ""
    is_burst_cover: bool = False
    sharpness: float = 0.0
    is_new: bool = True

    @property
    def is_raw(self) -> bool:
        return self.format in _RAW


@dataclass(frozen=True, slots=True)
class Group:
    kind: StackKind
    members: tuple[UUID, ...]
    cover: UUID


def groups(shots: Sequence[Shot]) -> list[Group]:
    """Every group of two or more among `shots`. RAW and JPEG of the shots of one burst are one group."""
    links: list[tuple[Shot, Shot, StackKind]] = [
        *((one, other, StackKind.RAW_JPEG) for one, other in _format_pairs(shots)),
        *((one, other, StackKind.BURST) for one, other in _named_bursts(shots)),
        *((one, other, StackKind.BURST) for one, other in _quick_bursts(shots)),
    ]
    parent: dict[UUID, UUID] = {}

    def root(of: UUID) -> UUID:
        while parent.setdefault(of, of) != of:
            parent[of] = of = parent[parent[of]]
        return of

    for one, other, _ in links:
        parent[root(one.id)] = root(other.id)
    members: dict[UUID, list[Shot]] = {}
    for shot in shots:
        if shot.id in parent:
            members.setdefault(root(shot.id), []).append(shot)
    bursts = {root(one.id) for one, _, kind in links if kind is StackKind.BURST}
    found = []
    for key, together in members.items():
        kind = StackKind.BURST if key in bursts else StackKind.RAW_JPEG
        if 2 <= len(together) <= LARGEST_GROUP:
            found.append(Group(kind, tuple(shot.id for shot in together), _cover(together).id))
    return found


def _cover(shots: Sequence[Shot]) -> Shot:
    """The one the phone chose; else no RAW, HEIC before the JPEG made of it, the sharpest, the first."""
    named = [shot for shot in shots if shot.is_burst_cover or any(_is_cover(name) for _, name in shot.names)]
    return min(
        named or shots,
        key=lambda shot: (
            shot.is_raw,
            -round(shot.sharpness, 2),
            shot.format not in _HEIC,
            shot.at.timestamp() if shot.at else 0.0,
            min(shot.names),
        ),
    )


def _is_cover(filename: str) -> bool:
    name = burst_name(filename)
    return name is not None and name.is_cover


def _format_pairs(shots: Sequence[Shot]) -> Iterator[tuple[Shot, Shot]]:
    by_name: dict[tuple[str, str], list[Shot]] = {}
    for shot in shots:
        for folder, filename in shot.names:
            if key := stem_key(filename):
                by_name.setdefault((folder, key), []).append(shot)
    for beside in by_name.values():
        for one, other in combinations(beside[:50], 2):
            if one.id != other.id and _are_two_formats(one.format, other.format) and _is_same_shot(one, other):
                yield one, other


def _are_two_formats(one: str, other: str) -> bool:
    pair = {one, other}
    return len(pair) == 2 and any(
        bool(pair & first) and bool(pair & second) for first, second in ((_RAW, _JPEG), (_RAW, _HEIC), (_HEIC, _JPEG))
    )


def _is_same_shot(one: Shot, other: Shot) -> bool:
    """Their clocks agree; where one has none, their pictures do."""
    if one.at is not None and other.at is not None:
        return abs(one.at - other.at) <= SAME_SHOT
    bits = _bits(one, other)
    return bits is not None and min(bits) <= _SAME_PICTURE_BITS


def _named_bursts(shots: Sequence[Shot]) -> Iterator[tuple[Shot, Shot]]:
    """Neighbours in time of the shots that carry the name, or Apple's identifier, of one burst."""
    named: dict[tuple[str, str], list[Shot]] = {}
    for shot in shots:
        if shot.burst_identifier:
            named.setdefault(("", shot.burst_identifier), []).append(shot)
        for folder, filename in shot.names:
            if name := burst_name(filename):
                named.setdefault((folder, name.key), []).append(shot)
    for together in named.values():
        for one, other in _neighbours(together):
            if one.at is None or other.at is None or other.at - one.at <= LONGEST_BURST:
                yield one, other


def _quick_bursts(shots: Sequence[Shot]) -> Iterator[tuple[Shot, Shot]]:
    """Shots of one camera at most 0.9 s apart that look alike. Each is compared with the few before it."""
    by_camera: dict[str, list[Shot]] = {}
    for shot in shots:
        if shot.at is not None and shot.camera:
            by_camera.setdefault(shot.camera, []).append(shot)
    for taken in by_camera.values():
        taken.sort(key=_by_time)
        for at, other in enumerate(taken):
            for one in reversed(taken[max(0, at - 6) : at]):
                if one.at is None or other.at is None or other.at - one.at > BURST_GAP:
                    break
                # RAW and JPEG of one shot look alike, too.
                if not _are_two_formats(one.format, other.format) and _look_alike(one, other):
                    yield one, other


def _look_alike(one: Shot, other: Shot) -> bool:
    bits = _bits(one, other)
    return bits is not None and (min(bits) <= _NEAR_BITS or sum(bits) <= _NEAR_BITS_TOGETHER)


def _bits(one: Shot, other: Shot) -> tuple[int, int] | None:
    """In how many of 64 bits the two hashes differ; None where there is no picture to compare."""
    if one.dhash is None or other.dhash is None or one.phash is None or other.phash is None:
        return None
    mask = (1 << 64) - 1
    return ((one.dhash ^ other.dhash) & mask).bit_count(), ((one.phash ^ other.phash) & mask).bit_count()


def _neighbours(shots: Iterable[Shot]) -> Iterator[tuple[Shot, Shot]]:
    ordered = sorted({shot.id: shot for shot in shots}.values(), key=_by_time)
    return pairwise(ordered)


def _by_time(shot: Shot) -> tuple[float, tuple[tuple[str, str], ...]]:
    return (shot.at.timestamp() if shot.at else 0.0, shot.names)
