"""Joins what belongs together: "Anna or Bob" is one part, "Paris and Rome" are alternatives, too; pure.

"or" joins the things on its two sides. Of one kind they become one part with alternatives; of different kinds an
`Either`. Brackets hold several things together, and so does repetition: "Anna in Rome or Bob in Paris".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, product
from math import prod
from typing import TypeGuard

from photonest.search.query import parts as p
from photonest.search.query.index import NameIndex
from photonest.search.query.loose import OR, decides, joinable
from photonest.search.query.parts import Either, Event, Meaning, Part
from photonest.search.query.scan import Item

READ_AS_AND = "read as “and”: “or” cannot join this"
BY_TAGS = "beside “or” words are looked for among tags only"
MOST_ALTERNATIVES = 40
Alternatives = list[tuple[Part, ...]]


@dataclass
class Unit:
    """One thing, or several in brackets."""

    items: list[Item]
    signature: tuple[type[Part], ...] = ()
    """Kinds of things of each alternative, where "or" joined rows of them."""

    @property
    def link(self) -> str:
        return self.items[0].link

    @property
    def item(self) -> Item | None:
        return self.items[0] if len(self.items) == 1 else None

    @property
    def is_operator(self) -> bool:
        return any(item.is_operator for item in self.items)

    @property
    def sort(self) -> type[Part] | None:
        return self.item.sort if self.item else None

    @property
    def is_plain(self) -> bool:
        """A single part that may be anything but an exclusion."""
        return self.item is not None and len(self.item.parts) == 1 and not self.item.negated


def join(items: Iterable[Item], index: NameIndex) -> list[Item]:
    """The items with those that are coordinated made one."""
    units: list[Unit] = []
    for group, members in groupby(items, key=lambda item: item.group):
        inside = [Unit([item]) for item in members]
        if not group:
            units += inside
            continue
        link, inside[0].items[0].link = inside[0].link, ""
        held = [item for unit in _joined(inside, index) for item in unit.items]
        held[0].link = link
        units.append(Unit(held))
    return [item for unit in _joined(units, index) for item in unit.items]


def _joined(units: list[Unit], index: NameIndex) -> list[Unit]:
    _spread_or(units)
    units = _precedence(units)
    done: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        at += 1
        if not done or not unit.link:
            done.append(unit)
            continue
        if unit.link in OR or (unit.link == "/" and _are_alike(done[-1], unit)):
            at = _or(done, units, at - 1, index)
        elif not _and(done[-1], unit, index):
            done.append(unit)
    return done


def _spread_or(units: list[Unit]) -> None:
    """ "Anna, Bob or Tom" is any of the three."""
    for at in range(len(units) - 1, 1, -1):
        here, before = units[at], units[at - 1]
        if here.link == "or" and before.link == "," and _are_alike(here, before) and _are_alike(before, units[at - 2]):
            before.items[0].link = "or"


def _are_alike(one: Unit, other: Unit) -> bool:
    return one.is_plain and other.is_plain and one.sort is other.sort


def _precedence(units: list[Unit]) -> list[Unit]:
    """Between names of people "and" binds more closely than "or"; elsewhere "and" means one of the two anyway."""
    done: list[Unit] = []
    at = 0
    while at < len(units):
        end = at + 1
        while end < len(units) and units[end].link in {"and", "or", ","} and _are_people(units[end], units[at]):
            end += 1
        links = {unit.link for unit in units[at + 1 : end]}
        if "or" in links and len(links) > 1:
            groups: list[list[Unit]] = [[units[at]]]
            for unit in units[at + 1 : end]:
                if unit.link == "or":
                    groups.append([])
                groups[-1].append(unit)
            every = [tuple(part for unit in group for part in _single(unit)) for group in groups]
            done.append(_choice(every, [item for unit in units[at:end] for item in unit.items]))
        else:
            done += units[at:end]
        at = end
    return done


def _are_people(one: Unit, other: Unit) -> bool:
    return one.sort is p.People and _are_alike(one, other)


def _single(unit: Unit) -> tuple[Part, ...]:
    return (unit.items[0].parts[0],)


def _or(done: list[Unit], units: list[Unit], at: int, index: NameIndex) -> int:
    """Joins ``units[at]`` to what came before; returns where to go on."""
    unit, before = units[at], done[-1]
    rows = _rows(done, units, at)
    if rows and _size(rows[0]) + _size(rows[1]) <= MOST_ALTERNATIVES:
        left, right = rows
        every = _alternatives(left) + _alternatives(right)
        made = _choice(every, [item for one in (*left, *right) for item in one.items])
        made.signature = tuple(one.sort for one in right if one.sort)
        del done[len(done) - len(left) :]
        done.append(made)
        return at + len(right)
    last = before.items[-1]
    both_exclude = last.negated and unit.items[0].negated
    only_ranks = unit.link == "or" and not any(map(decides, (*before.items, *unit.items)))
    if only_ranks and _and(before, unit, index):
        return at + 1
    if (unit.link == "or" and (both_exclude or last.is_negation)) or only_ranks or not (_can(before) and _can(unit)):
        if unit.items[0].parts[0].is_hard and not unit.items[0].negated:
            _note(unit.items[0])
        done.append(unit)
        return at + 1
    if _size([before]) + _size([unit]) > MOST_ALTERNATIVES:
        _note(unit.items[0])
        done.append(unit)
    else:
        every = _alternatives([before]) + _alternatives([unit])
        done[-1] = _choice(every, [*before.items, *unit.items])
    return at + 1


def _note(item: Item) -> None:
    item.parts = [replace(item.parts[0], note=item.parts[0].note or READ_AS_AND), *item.parts[1:]]


def _can(unit: Unit) -> bool:
    return all(joinable(part) for item in unit.items for part in item.parts)


def _rows(done: list[Unit], units: list[Unit], at: int) -> tuple[list[Unit], list[Unit]] | None:
    """Two or more things on the left that repeat on the right: a name and a place, or a name and a place."""
    if units[at].link != "or":
        return None
    right = [units[at]]
    while at + len(right) < len(units) and not (units[at + len(right)].link or units[at + len(right)].is_operator):
        right.append(units[at + len(right)])
    signature = done[-1].signature
    if signature and _sorts(right[: len(signature)]) == signature:
        return [done[-1]], right[: len(signature)]
    left = [done[-1]]
    while len(left) < len(done) and not left[0].link:
        left.insert(0, done[-1 - len(left)])
    for size in range(min(len(left), len(right)), 1, -1):
        sorts = _sorts(right[:size])
        if None not in sorts and _sorts(left[-size:]) == sorts and all(map(_can, (*left[-size:], *right[:size]))):
            return left[-size:], right[:size]
    return None


def _sorts(units: list[Unit]) -> tuple[type[Part] | None, ...]:
    return tuple(unit.sort for unit in units)


def _size(units: list[Unit]) -> int:
    """How many alternatives there would be: choices in brackets multiply."""
    return prod(len(_of_item(item)) for unit in units for item in unit.items)


def _alternatives(units: list[Unit]) -> Alternatives:
    """Each a row of parts that must hold together."""
    choices = [_of_item(item) for unit in units for item in unit.items]
    return [tuple(part for row in rows for part in row) for rows in product(*choices)]


def _of_item(item: Item) -> Alternatives:
    if len(item.parts) == 1 and isinstance(item.parts[0], Either):
        return list(item.parts[0].any)
    if any(isinstance(part, Event) and not part.is_hard for part in item.parts):
        return [(part,) for part in item.parts]  # a wedding, or what looks like one
    kept = tuple(part for part in item.parts if not isinstance(part, Meaning) or len(item.parts) == 1)
    return [kept]


def _choice(alternatives: Alternatives, items: list[Item]) -> Unit:
    every = [part for parts in alternatives for part in parts]
    asked = [tuple(part for part in parts if part.applies) for parts in alternatives]
    is_open = any(isinstance(part, Meaning) for part in every)
    note = next((part.note for part in every if part.note), BY_TAGS if is_open else "")
    spans = tuple(sorted({span for item in items for part in item.parts for span in part.spans}))
    told = {"spans": spans, "note": note, "applies": any(asked), "alternatives": ()}
    made = Either.of(alternatives, **told)
    parts = [replace(part, spans=spans) for part in made.parts] if _is_no_choice(made) else [made]
    first = items[0]
    return Unit([Item(first.start, items[-1].end, parts, made.negated, first.link, first.group)])


def _is_no_choice(made: Part) -> TypeGuard[Either]:
    return isinstance(made, Either) and len(made.any) == 1


def _and(before: Unit, unit: Unit, index: NameIndex) -> bool:
    """ "Paris and Rome" are alternatives: no photo is in both."""
    if not (before.is_plain and unit.is_plain) or before.item is None or unit.item is None:
        return False
    first, second = before.item.parts[0], unit.item.parts[0]
    if isinstance(first, p.People | p.Tag | p.File) or not p.can_merge(first, second):
        return False
    if unit.link == "," and _lies_in(first, second, index):
        return False
    before.item.parts = [p.merged(first, second)]
    before.item.end = unit.item.end
    return True


def _lies_in(first: Part, second: Part, index: NameIndex) -> bool:
    """ "Paris, France" is one place and not two."""
    if not isinstance(first, p.Place) or not isinstance(second, p.Place):
        return False
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
