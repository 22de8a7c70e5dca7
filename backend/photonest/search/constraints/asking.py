"""Who asks, and from which photo: what a condition needs besides its part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from photonest import access
from photonest.accounts.models import User
from photonest.assets.models import Asset
from photonest.search.query.parts import Named


@dataclass(frozen=True)
class Asker:
    """`excluded`: text of a negated meaning -> names of the tags that say it, read before (`meaning.tags_saying`)."""

    viewer: User
    zone: str = "UTC"
    """Of the clock that tells when something was added."""
    like: UUID | None = None
    """The photo that "more like this" was asked from."""
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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


def here_or_behind(condition: Q, asker: Asker) -> Q:
    """It holds for the photo itself or for one behind it on its stack: the stack is found by what is said of any."""
    behind = access.assets_behind(asker.viewer).filter(condition)
    if not behind.exists():
        return condition
    found = Asset.objects.filter(owner_id=asker.viewer.pk, stack__in=behind.values("stack_id"))
    # As a list of ids: a condition on `stack_id` turned round would lose every photo that stands in no stack.
    return condition | Q(pk__in=found.values("pk"))


def ids_of(names: Iterable[Named]) -> list[UUID]:
    """Ids that are none are left out: they belong to nothing."""
    found = []
    for named in names:
        try:
            found.append(UUID(named.id))
        except ValueError:
            continue
    return found
