"""Reads about people and their faces, always of one owner. Whoever shows them asks `access` first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from photonest.assets.models import Asset
from photonest.people.models import Face, Person


def people_of(owner_id: UUID, *, with_hidden: bool = False, only_named: bool = False) -> QuerySet[Person]:
    """The people of an owner; unnamed groups too unless `only_named`. No order."""
    people = Person.objects.filter(owner_id=owner_id)
    if not with_hidden:
        people = people.filter(is_hidden=False)
    return people.exclude(name="") if only_named else people


def counted_faces(owner_id: UUID) -> QuerySet[Face]:
    """Faces that count: not ignored, of photos that lists show."""
    return Face.objects.filter(
        owner_id=owner_id, is_ignored=False, asset__trashed_at__isnull=True, asset__motion_of__isnull=True
    )


@dataclass(frozen=True)
class PersonSet:
    """Which people must, may and must not be in a picture. Empty parts ask nothing."""

    all_of: Collection[UUID] = ()
    any_of: Collection[UUID] = ()
    none_of: Collection[UUID] = ()
    is_only: bool = False
    """Nobody but those of `all_of` and `any_of`, known or unknown; at least one of them."""


def shows(wanted: PersonSet, *, owner_id: UUID) -> Q:
    """A condition for a queryset of assets. Exact: a face counts if it was assigned and is not ignored."""
    condition = Q()
    for person in wanted.all_of:
        condition &= Q(_has_face(owner_id, person_id=person))
    if wanted.any_of:
        condition &= Q(_has_face(owner_id, person_id__in=list(wanted.any_of)))
    if wanted.none_of:
        condition &= ~Q(_has_face(owner_id, person_id__in=list(wanted.none_of)))
    if wanted.is_only:
        allowed = [*wanted.all_of, *wanted.any_of]
        condition &= Q(_has_face(owner_id, person_id__in=allowed))
        others = _faces(owner_id).filter(Q(person__isnull=True) | ~Q(person_id__in=allowed))
        condition &= ~Q(Exists(others))
    return condition


def asset_ids_with(wanted: PersonSet, *, owner_id: UUID) -> QuerySet[Any, UUID]:
    """Ids of the assets that show exactly this set, the trash and video parts included: filter by `access` too."""
    return Asset.objects.filter(shows(wanted, owner_id=owner_id), owner_id=owner_id).values_list("id", flat=True)


def _faces(owner_id: UUID) -> QuerySet[Face]:
    return Face.objects.filter(owner_id=owner_id, asset_id=OuterRef("pk"), is_ignored=False)


def _has_face(owner_id: UUID, **which: Any) -> Exists:
    return Exists(_faces(owner_id).filter(**which))
