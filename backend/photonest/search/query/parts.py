"""What a search text was understood as: a `Query` of parts, every one a value with a chip; pure.

**All parts of a query must hold together.** Inside a part, `any` lists alternatives: "Anna and Bob" is two `People`,
"Anna or Bob" is one. `negated` turns a part round: none of its alternatives may hold. Parts that are not `is_hard`
only rank (`Meaning`, `Mood`, `Action`, `Count`, and an `Event` that names a kind and not one of the user's events),
unless negated.

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
| `Either` | all parts of one of its alternatives hold: "Anna or in Rome" |
| `Action` | somebody on it does it, as far as that shows |
| `Count` | so many of a thing were counted in it; those with nearly as many follow |
| `Order` | nothing: it sorts and cuts |

Two queries are equal when they ask the same, however they were typed: spans, chips and notes do not count, and
neither does the order of parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

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
    union,
)  # fmt: skip
from photonest.search.query.kinds_of_parts import (
    Action,
    Added,
    Album,
    Amount,
    Area,
    By,
    Camera,
    Count,
    Event,
    File,
    Is,
    Kind,
    Lens,
    Like,
    Look,
    Meaning,
    Mood,
    Near,
    Order,
    Origin,
    Part,
    People,
    Phrase,
    Place,
    Tag,
    TimeOfDay,
    Weekdays,
    When,
    Yearly,
)  # fmt: skip
from photonest.search.words import FILLER, tokens

__all__ = [
    "FLAGS", "KINDS", "SORTS", "Action", "Added", "Album", "Alternative", "Amount", "AmountField", "Area", "By",
    "Camera", "CameraName", "Count", "DidYouMean", "Either", "Event", "File", "Interval", "Is", "Kind", "Lens",
    "Like", "Look", "Meaning", "Mood", "Named", "Near", "Order", "Origin", "Part", "People", "Phrase", "Place",
    "PlaceLevel", "PlaceName", "Query", "Span", "Tag", "TimeOfDay", "Weekdays", "When", "YearRange", "Yearly",
    "ordered", "union",
]  # fmt: skip
MAX_WORDS = 12
"""Content words that are looked up one by one; a longer text is ranked by its meaning anyway."""
P = TypeVar("P", bound="Part")


@dataclass(frozen=True, kw_only=True)
class Either(Part):
    """All parts of at least one alternative hold; soft parts among them are asked by their tags, as when negated.

    Made by `Either.of`, which has one form for all that mean the same. Never negated: "not (a or b)" is two parts.
    """

    kind = "either"
    any: tuple[tuple[Part, ...], ...]

    @classmethod
    def of(cls, rows: Iterable[Iterable[Part]], **told: Any) -> Part:
        """Alternatives of one kind are one: "Anna or in Rome or Bob" has two. A single one is no choice."""
        found: dict[tuple[Part, ...], None] = {}
        for parts in rows:
            found[tuple(sorted(dict.fromkeys(map(canonical, parts)), key=sort_key))] = None
        every = _merged(found)
        if len(every) == 1 and len(every[0]) == 1:
            return replace(every[0][0], **told)
        return cls(any=tuple(sorted(every, key=lambda parts: [sort_key(part) for part in parts])), **told)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Of all alternatives."""
        return tuple(part for parts in self.any for part in parts)


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
        flat = [one for part in parts for one in _of_no_choice(part)]
        every = sorted(dict.fromkeys(map(canonical, flat)), key=sort_key)
        return cls(parts=tuple(every), **told)  # type: ignore[arg-type]

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
    Origin, Tag, Look, Camera, Lens, Event, Album, By, File, Phrase, Like, Either, Mood, Action, Count,
    Meaning,
    Order,
)  # fmt: skip
_RANK = {kind: place for place, kind in enumerate(_ORDER)}
SETS = (
    People, When, Yearly, TimeOfDay, Weekdays, Added, Place, Kind, Look, Tag, Camera, Lens, Album, Event, Mood, Action,
    By, File,
)  # fmt: skip
"""Parts with alternatives of their own: two of them joined by "or" are one."""


def sort_key(part: Part) -> tuple[int, bool, str]:
    """Any fixed order of the values will do, as long as it does not depend on how they were typed."""
    return _RANK[type(part)], part.negated, repr(_value(part))


def _value(one: Any) -> Any:
    if isinstance(one, tuple):
        return [_value(each) for each in one]
    if isinstance(one, Part):
        return [type(one).__name__, *(_value(getattr(one, each.name)) for each in fields(one) if each.compare)]
    return one.id if isinstance(one, Named) else one


def canonical(part: Part) -> Part:
    """Alternatives in the one order that makes equal parts equal; times that touch joined."""
    if isinstance(part, When | Added):
        return replace(part, any=union(part.any)) if len(part.any) > 1 else part
    if isinstance(part, SETS) and len(part.any) > 1:
        values: Any = ordered(part.any)
        return replace(part, any=values)
    return part


def _of_no_choice(part: Part) -> tuple[Part, ...]:
    """A single alternative is no choice: its parts simply must hold."""
    return part.any[0] if isinstance(part, Either) and len(part.any) == 1 else (part,)


def can_merge(first: Part, second: Part) -> bool:
    """Whether "first or second" is a part of their kind."""
    if type(first) is not type(second) or not isinstance(first, SETS) or first.negated or second.negated:
        return False
    if isinstance(first, When) and isinstance(second, When) and (first.lacking or second.lacking):
        return False
    if isinstance(first, Look) and isinstance(second, Look):
        return first.aspect == second.aspect
    if isinstance(first, Event) and isinstance(second, Event):
        return bool(first.any and second.any)
    return first.applies == second.applies


def merged(first: Any, second: Any) -> Any:
    """One part for "first or second", of two that `can_merge`."""
    changes: dict[str, Any] = {
        "any": (*first.any, *second.any),
        "spans": (*first.spans, *second.spans),
        "alternatives": (),
        "note": first.note or second.note,
    }
    if isinstance(first, When):
        changes["words"] = ""
    if isinstance(first, Place):
        changes["is_by_name"] = first.is_by_name and second.is_by_name
    return canonical(replace(first, **changes))


def _merged(alternatives: Iterable[tuple[Part, ...]]) -> list[tuple[Part, ...]]:
    """Of one part each and of one kind: together."""
    found: list[tuple[Part, ...]] = []
    for parts in alternatives:
        for at, other in enumerate(found):
            if len(parts) == len(other) == 1 and can_merge(other[0], parts[0]):
                found[at] = (merged(other[0], parts[0]),)
                break
        else:
            found.append(parts)
    return found
