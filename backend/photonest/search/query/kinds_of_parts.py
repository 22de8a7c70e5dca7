"""Every kind of part a query has, `parts` says what each means; plain values, pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from photonest.search.query.basics import (
    Alternative,
    AmountField,
    CameraName,
    Interval,
    Named,
    PlaceName,
    Span,
    YearRange,
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that was understood. What `compare`s is the value, the rest is for the page."""

    kind: ClassVar[str] = ""
    hard: ClassVar[bool] = True

    negated: bool = False
    spans: tuple[Span, ...] = field(default=(), compare=False)
    chip: str = field(default="", compare=False)
    note: str = field(default="", compare=False)
    """A sentence about what this part cannot do: "needs faces switched on"."""
    applies: bool = field(default=True, compare=False)
    """False: shown, but nothing is filtered or ranked by it; `note` says why."""
    alternatives: tuple[Alternative, ...] = field(default=(), compare=False)

    @property
    def is_hard(self) -> bool:
        return self.hard

    @property
    def name(self) -> str:
        """The kind, for the chip and for `understood`."""
        return self.kind

    @property
    def span(self) -> Span:
        """From the first to the last of its words."""
        return (self.spans[0][0], self.spans[-1][1]) if self.spans else (0, 0)


@dataclass(frozen=True, kw_only=True)
class People(Part):
    kind = "person"
    any: tuple[Named, ...]


@dataclass(frozen=True, kw_only=True)
class Amount(Part):
    """A number between two bounds; None is open."""

    kind = "amount"
    field: AmountField
    low: float | None = None
    high: float | None = None
    includes_low: bool = True
    includes_high: bool = True

    @property
    def name(self) -> str:
        return self.field


@dataclass(frozen=True, kw_only=True)
class When(Part):
    kind = "date"
    any: tuple[Interval, ...]
    """In order, without overlap."""
    lacking: str = ""
    """Day, month and year of a date that does not exist: "30.2.2024". Then there is no interval."""
    words: str = field(default="", compare=False)
    """A short English phrase that reads as the same intervals, where their list would be long ("easter")."""


@dataclass(frozen=True, kw_only=True)
class Added(Part):
    """When it came into the library."""

    kind = "added"
    any: tuple[Interval, ...]


@dataclass(frozen=True, kw_only=True)
class Yearly(Part):
    kind = "yearly"
    any: tuple[YearRange, ...]


@dataclass(frozen=True, kw_only=True)
class TimeOfDay(Part):
    """Minutes since midnight, end excluded; with `end` <= `start` it runs over midnight."""

    kind = "time"
    any: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Weekdays(Part):
    """1 = Monday … 7 = Sunday."""

    kind = "weekday"
    any: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Place(Part):
    kind = "place"
    any: tuple[PlaceName, ...]
    is_by_name: bool = field(default=False, compare=False)
    """All places of these names are meant, whether city, region or country."""


@dataclass(frozen=True, kw_only=True)
class Near(Part):
    """Within `km` of a point."""

    kind = "near"
    latitude: float
    longitude: float
    km: float
    where: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Area(Part):
    """A box in degrees; `west` > `east` runs over the date line."""

    kind = "area"
    south: float
    west: float
    north: float
    east: float
    where: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Kind(Part):
    kind = "kind"
    any: tuple[str, ...]

    @property
    def name(self) -> str:
        return "type" if {"photo", "video"}.issuperset(self.any) else "kind"


@dataclass(frozen=True, kw_only=True)
class Is(Part):
    kind = "is"
    flag: str


@dataclass(frozen=True, kw_only=True)
class Tag(Part):
    """Tags by name, whoever gave them."""

    kind = "tag"
    any: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Look(Part):
    """A tag of the kind colour or light."""

    kind = "look"
    aspect: Literal["colour", "light"]
    any: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.aspect


@dataclass(frozen=True, kw_only=True)
class Camera(Part):
    kind = "camera"
    any: tuple[CameraName, ...]


@dataclass(frozen=True, kw_only=True)
class Lens(Part):
    kind = "lens"
    any: tuple[str, ...]
    """As in the column."""


@dataclass(frozen=True, kw_only=True)
class Event(Part):
    """One of the user's events (`any`), or some event of a kind, perhaps somebody's.

    The owner of "Lena's birthday" need not be on the picture.
    """

    kind = "event"
    any: tuple[Named, ...] = ()
    what: str = ""
    """A kind of event: birthday, wedding, trip …"""
    owner: tuple[Named, ...] = ()

    @property
    def is_hard(self) -> bool:
        return bool(self.any)


@dataclass(frozen=True, kw_only=True)
class Album(Part):
    kind = "album"
    any: tuple[Named, ...]


@dataclass(frozen=True, kw_only=True)
class By(Part):
    kind = "by"
    any: tuple[Named, ...]


@dataclass(frozen=True, kw_only=True)
class File(Part):
    """Beginnings of file names, folded to small letters."""

    kind = "file"
    any: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Phrase(Part):
    """Folded words that must stand directly after one another in a name, caption, place, camera or text seen."""

    kind = "phrase"
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Origin(Part):
    kind = "origin"
    origin: Literal["captured", "generated"]


@dataclass(frozen=True, kw_only=True)
class Mood(Part):
    kind = "mood"
    hard = False
    any: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Action(Part):
    """What somebody does, by the names of the tags; in English the meaning says it."""

    kind = "action"
    hard = False
    any: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Count(Part):
    """So many of one thing, as far as the object model counts; people have a hard `Amount`."""

    kind = "count"
    hard = False
    thing: str
    """Name of its tag."""
    low: int
    high: int | None = None
    """None: that many or more."""


@dataclass(frozen=True, kw_only=True)
class Like(Part):
    """More like an asset; "" is the one the question was asked from."""

    kind = "like"
    asset_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Meaning(Part):
    """What is left for the model, as typed. At most one that is not negated."""

    kind = "meaning"
    hard = False
    text: str


@dataclass(frozen=True, kw_only=True)
class Order(Part):
    kind = "order"
    by: str = ""
    """One of `SORTS`, "" as ranked."""
    limit: int | None = None
