"""Joins what belongs together: "Anna or Bob" is one part, "Paris and Rome" are alternatives, too; pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from photonest.search.query import parts as p
from photonest.search.query.calendar import union
from photonest.search.query.index import NameIndex
from photonest.search.query.parts import Part
from photonest.search.query.scan import Item

OR_BETWEEN_KINDS = "read as “and”: “or” joins only things of one kind"
_SETS = (
    p.People, p.When, p.Yearly, p.TimeOfDay, p.Weekdays, p.Added, p.Place, p.Kind, p.Look, p.Camera, p.Lens, p.Album,
    p.Event, p.Mood, p.By,
)  # fmt: skip
"""Parts whose alternatives can be joined."""


def join(items: list[Item], index: NameIndex) -> list[Part]:
    """The parts of all items, with those that are coordinated made one."""
    joined: list[Item] = []
    for item in items:
        before = joined[-1] if joined else None
        made = _joined(before, item, index) if before is not None and item.link else None
        if before is not None and made is not None:
            before.parts = [made]
            continue
        if item.link == "or" and before is not None and not item.negated and item.parts[0].is_hard:
            item.parts = [replace(item.parts[0], note=item.parts[0].note or OR_BETWEEN_KINDS), *item.parts[1:]]
        joined.append(item)
    return [part for item in joined for part in item.parts]


def _joined(before: Item, item: Item, index: NameIndex) -> Part | None:
    if item.negated or before.negated or len(item.parts) != 1 or len(before.parts) != 1:
        return None
    first, second = before.parts[0], item.parts[0]
    if type(first) is not type(second) or not isinstance(first, _SETS):
        return None
    if isinstance(first, p.People) and item.link != "or":
        return None
    if (
        isinstance(first, p.Place)
        and isinstance(second, p.Place)
        and item.link == ","
        and _lies_in(first, second, index)
    ):
        return None
    if isinstance(first, p.Look) and isinstance(second, p.Look) and first.aspect != second.aspect:
        return None
    if isinstance(first, p.Event) and isinstance(second, p.Event) and not (first.any and second.any):
        return None
    return _with_all(first, second)


def _with_all(first: Any, second: Any) -> Part:
    together = (*first.any, *second.any)
    values = union(together) if isinstance(first, p.When | p.Added) else p.ordered(together)
    changes: dict[str, Any] = {
        "any": values,
        "spans": (*first.spans, *second.spans),
        "alternatives": (),
        "applies": first.applies or second.applies,
        "note": first.note or second.note,
    }
    if isinstance(first, p.When) and isinstance(second, p.When):
        changes["words"] = ""
    made: Part = replace(first, **changes)
    return made


def _lies_in(first: p.Place, second: p.Place, index: NameIndex) -> bool:
    """ "Paris, France" is one place and not two."""
    wider = {name.name for name in second.any if name.level != "city"}
    known = [index.places[name] for name in first.any if name in index.places]
    return any(place.region in wider or place.country in wider for place in known)


def one_order(parts: list[Part]) -> list[Part]:
    """ "Oldest first" and "only ten" are one order; of two that contradict each other the first counts."""
    orders = [part for part in parts if isinstance(part, p.Order)]
    if len(orders) < 2:
        return parts
    whole = replace(
        orders[0],
        by=next((order.by for order in orders if order.by), ""),
        limit=next((order.limit for order in orders if order.limit is not None), None),
        spans=tuple(span for order in orders for span in order.spans),
    )
    return [*(part for part in parts if not isinstance(part, p.Order)), whole]
