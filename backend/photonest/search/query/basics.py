"""The plain values that parts of a query are made of; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Span = tuple[int, int]
"""Where in the text, end excluded."""
_BEGINNING = datetime(1, 1, 1)  # noqa: DTZ001 a wall clock


@dataclass(frozen=True)
class Alternative:
    """Another reading of the same words: `text` replaces them in the query."""

    chip: str
    text: str


@dataclass(frozen=True)
class Named:
    """Something of the user's that has an id and a name."""

    id: str
    name: str = field(default="", compare=False)


def ordered(values: Iterable[T]) -> tuple[T, ...]:
    """Alternatives, each once: they have no order of their own."""
    once: list[Any] = list(dict.fromkeys(values))
    once.sort(key=lambda one: one.id if isinstance(one, Named) else one)
    return tuple(once)


AmountField = Literal["persons", "unnamed", "rating", "duration", "focal", "aperture", "iso", "size", "megapixels"]
"""People counted in the picture, faces without a name, stars, seconds, mm, f-number, ISO, bytes, millions."""


@dataclass(frozen=True, order=True)
class Interval:
    """Half open, on a wall clock without zone. None: from the beginning, to the end of time."""

    start: datetime | None
    end: datetime | None

    def __contains__(self, moment: datetime) -> bool:
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """In order, those that touch joined."""
    found: list[Interval] = []
    for one in sorted(intervals, key=lambda item: item.start or _BEGINNING):
        before = found[-1] if found else None
        if before is not None and (before.end is None or (one.start or _BEGINNING) <= before.end):
            end = None if before.end is None or one.end is None else max(before.end, one.end)
            found[-1] = Interval(before.start, end)
        else:
            found.append(one)
    return tuple(found)


@dataclass(frozen=True, order=True)
class YearRange:
    """A stretch of every year as month·10000 + day·100 + hour, end excluded: May is 50100…60100.

    With `end` <= `start` it runs over New Year.
    """

    start: int
    end: int

    def __contains__(self, moment: datetime) -> bool:
        key = moment.month * 10_000 + moment.day * 100 + moment.hour
        if self.start < self.end:
            return self.start <= key < self.end
        return key >= self.start or key < self.end


PlaceLevel = Literal["city", "region", "country"]


@dataclass(frozen=True, order=True)
class PlaceName:
    """`name` as it stands in the column `level` of the asset."""

    level: PlaceLevel
    name: str


KINDS = (
    "photo", "video", "selfie", "screenshot", "portrait", "group", "panorama", "document", "raw", "live", "burst",
    "animation", "poster", "video-made",
)  # fmt: skip
"""`photo`: any picture. `group`: a group picture. `poster`, `video-made`: generated here."""


FLAGS = (
    "favourite", "blurry", "sharp", "monochrome", "no-location", "located", "no-album", "shared", "rated", "named",
    "edited", "no-tag",
)  # fmt: skip
"""`shared`: somebody else's, shown to the viewer."""


@dataclass(frozen=True, order=True)
class CameraName:
    """`name` as it stands in the column; one that no photo has finds nothing."""

    column: Literal["make", "model"]
    name: str


SORTS = ("relevance", "newest", "oldest", "added", "quality", "rating", "longest", "largest", "random")


@dataclass(frozen=True)
class DidYouMean:
    """A word that is nearly a name; nothing was corrected."""

    word: str
    name: str
    text: str
    """The whole search with the name in the word's place."""
