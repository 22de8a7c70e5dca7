"""Who asks, and from which photo: what a condition needs besides its part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from photonest import access
from photonest.accounts.models import User
from photonest.search.query.parts import Named, Part


@dataclass(frozen=True)
class Asker:
    """`excluded`: text of a negated meaning -> names of the tags that say it, read before (`meaning.tags_saying`)."""

    viewer: User
    zone: str = "UTC"
    """Of the clock that tells when something was added."""
    like: UUID | None = None
    """The photo that "more like this" was asked from."""
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    covers: dict[Part, tuple[UUID, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Of a part: covers of stacks behind which it holds (`here_or_behind`)."""


NOTHING = Q(pk__in=())
"""Holds for no asset; Django then asks the database nothing."""


def any_of(conditions: Iterable[Q]) -> Q:
    """At least one holds; none when there are none."""
    found = None
    for condition in conditions:
        found = condition if found is None else found | condition
    return NOTHING if found is None else found


def has(model: type[Model], condition: Q | None = None, **fields: object) -> Q:
    """The asset has a row of `model` with these values."""
    rows = model._default_manager.filter(**fields)  # noqa: SLF001  # Django's documented name
    return Q(Has(rows.filter(condition) if condition is not None else rows))


class Has(Exists):
    """The asset has one of `rows`, rows of a model with an `asset`."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows.filter(asset_id=OuterRef("pk")))
        self.rows = rows


def here_or_behind(condition: Q, part: Part, asker: Asker) -> Q:
    """It holds for the photo itself or for one behind it on its stack: the stack is found by what is said of any.

    The covers are looked up once a search: they are few, and asking for them inside each statement took longer.
    """
    covers = asker.covers.get(part)
    if covers is None:
        behind = access.assets_behind(asker.viewer).filter(condition)
        found = access.visible_assets(asker.viewer).filter(stack__in=behind.order_by().values("stack_id"))
        covers = asker.covers[part] = tuple(found.order_by().values_list("pk", flat=True))
    if not covers:
        return condition
    # As ids of assets: a condition on `stack_id` turned round would lose every photo that stands in no stack.
    return condition | Q(pk__in=TheseIds(covers))


class TheseIds(RawSQL):
    """Ids that are known, as one array."""

    def __init__(self, ids: tuple[UUID, ...]) -> None:
        super().__init__("SELECT unnest(%s::uuid[])", (list(ids),), output_field=UUIDField())
        self.ids = ids


def ids_of(names: Iterable[Named]) -> list[UUID]:
    """Ids that are none are left out: they belong to nothing."""
    found = []
    for named in names:
        try:
            found.append(UUID(named.id))
        except ValueError:
            continue
    return found
