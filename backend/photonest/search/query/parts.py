"""What a search text was understood as: a `Query` of parts, every one a value with a chip; pure.

**All parts of a query must hold together.** Inside a part, `any` lists alternatives: "Anna and Bob" is two `People`,
"Anna or Bob" is one. `negated` turns a part round: none of its alternatives may hold. Parts that are not `is_hard`
only rank (`Meaning`, `Mood`, and an `Event` that names a kind and not one of the user's events), unless negated.

| part | holds for an asset when |
|---|---|
| `People` | one of the persons is on it |
| `Amount` | the number `field` lies between `low` and `high` |
| `When` | its capture clock (`local_at`) lies in one of the half-open intervals |
| `Yearly` | the same for "every May": month, day and hour, whatever the year |
| `TimeOfDay`, `Weekdays` | the hour or the weekday of the capture clock fits |
| `Added` | it was added in one of the intervals, on the clock of the user's zone |
| `Place`, `Near`, `Area` | it has that city, region or country; lies in the circle; lies in the box |
| `Kind` | it is a photo, video, selfie, screenshot … |
| `Is` | the flag is true: favourite, blurry, monochrome, no-location … |
| `Tag`, `Look` | it carries the tag, shown (any kind of tag / a colour or a light) |
| `Camera`, `Lens` | one of the names stands in its column |
| `Event`, `Album` | it belongs to one of them |
| `By` | one of them added it |
| `File`, `Phrase` | a file name begins so; the words stand one after another in a text of it |
| `Origin` | taken with a camera, or made by a program |
| `Like` | it resembles the asset, and is not it nor a copy of it |
| `Order` | nothing: it sorts and cuts |

Two queries are equal when they ask the same, however they were typed: spans, chips and notes do not count, and
neither does the order of parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import ClassVar, Literal, TypeVar

from photonest.search.query.basics import (
    FLAGS,
    KINDS,
    SORTS,
    Alternative,
    AmountField,
    CameraName,
    DidYouMean,
    Interval,
    Named,
    PlaceLevel,
    PlaceName,
    Span,
    YearRange,
    ordered,
)  # fmt: skip
from photonest.search.words import FILLER, tokens

__all__ = [
    "FLAGS", "KINDS", "SORTS", "Added", "Album", "Alternative", "Amount", "AmountField", "Area", "By", "Camera",
    "CameraName", "DidYouMean", "Event", "File", "Interval", "Is", "Kind", "Lens", "Like", "Look", "Meaning", "Mood",
    "Named", "Near", "Order", "Origin", "Part", "People", "Phrase", "Place", "PlaceLevel", "PlaceName", "Query",
    "Span", "Tag", "TimeOfDay", "Weekdays", "When", "YearRange", "Yearly", "ordered",
]  # fmt: skip
MAX_WORDS = 12
"""Content words that are looked up one by one; a longer text is ranked by its meaning anyway."""
P = TypeVar("P", bound="Part")


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


@dataclass(frozen=True)
class Query:
    """What was understood."""

    parts: tuple[Part, ...] = ()
    """In one order for all equal queries; `in_order_of_text` for the page."""
    text: str = field(default="", compare=False)
    did_you_mean: tuple[DidYouMean, ...] = field(default=(), compare=False)
    language: str = field(default="en", compare=False)
    """Whose words were understood."""

    @classmethod
    def of(cls, parts: Iterable[Part], **told: object) -> Query:
        """Each part once, in the order that makes equal queries equal."""
        ordered = sorted(dict.fromkeys(parts), key=lambda part: (_RANK[type(part)], part.negated, _value_key(part)))
        return cls(parts=tuple(ordered), **told)  # type: ignore[arg-type]

    def each(self, kind: type[P]) -> tuple[P, ...]:
        """The parts of one class that apply."""
        return tuple(part for part in self.parts if isinstance(part, kind) and part.applies)

    @property
    def hard(self) -> tuple[Part, ...]:
        """What must hold (or, negated, must not), without orders."""
        return tuple(
            part
            for part in self.parts
            if part.applies and not isinstance(part, Order) and (part.is_hard or part.negated)
        )

    @property
    def soft(self) -> tuple[Part, ...]:
        """What only ranks."""
        return tuple(part for part in self.parts if part.applies and not part.is_hard and not part.negated)

    @property
    def in_order_of_text(self) -> tuple[Part, ...]:
        return tuple(sorted(self.parts, key=lambda part: part.spans[:1]))

    @property
    def meaning(self) -> str:
        return next((part.text for part in self.each(Meaning) if not part.negated), "")

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """Those that must stand."""
        return tuple(part.words for part in self.each(Phrase) if not part.negated)

    @property
    def words(self) -> tuple[str, ...]:
        """Folded content words of the meaning, each once."""
        found = dict.fromkeys(token for token in tokens(self.meaning) if token not in FILLER)
        return tuple(found)[:MAX_WORDS]

    @property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """The same for names and places: what was typed without a space stays together (``IMG_0412``)."""
        typed = (tuple(tokens(chunk)) for chunk in self.meaning.split())
        return tuple(dict.fromkeys(term for term in typed if not FILLER.issuperset(term)))[:MAX_WORDS]

    @property
    def sort(self) -> str:
        """One of `SORTS`; "" when the text does not say."""
        return next((part.by for part in self.each(Order) if part.by), "")

    @property
    def limit(self) -> int | None:
        return next((part.limit for part in self.each(Order) if part.limit is not None), None)

    @property
    def is_empty(self) -> bool:
        """Nothing was asked."""
        return not any(part.applies for part in self.parts)


_ORDER: tuple[type[Part], ...] = (
    People, Amount, When, Yearly, TimeOfDay, Weekdays, Added, Place, Near, Area, Kind, Is,
    Origin, Tag, Look, Camera, Lens, Event, Album, By, File, Phrase, Like, Mood, Meaning,
    Order,
)  # fmt: skip
_RANK = {kind: place for place, kind in enumerate(_ORDER)}


def _value_key(part: Part) -> str:
    """Any fixed order of the values will do."""
    return repr([getattr(part, one.name) for one in fields(part) if one.compare])
