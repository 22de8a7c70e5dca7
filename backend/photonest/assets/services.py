"""What a user does with assets: favourites, ratings, descriptions, the trash and back, on one or on 20,000."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from photonest.assets.id_lists import id_in, motion_of_in
from photonest.assets.models import Asset, Change
from photonest.assets.stack_state import lock_with_stacks, settle_stacks_of
from photonest.assets.undo import remember
from photonest.core.errors import BadInput, Conflict

MAX_DESCRIPTION = 20_000
LOWEST_RATING, HIGHEST_RATING = -1, 5


class InTrash(Conflict):
    """This photo lies in the trash. Restore it first."""

    code = "in_trash"


class Unset(Enum):
    """Says that a value was not given, where ``None`` means "remove it"."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True)
class Acted:
    changed: int
    undo_id: UUID | None


def edit(
    asset: Asset,
    *,
    description: str | Unset = UNSET,
    rating: int | Unset | None = UNSET,
    is_favourite: bool | Unset = UNSET,
) -> Asset:
    """Change what is given on one asset. Raises `InTrash`, `BadInput`."""
    with transaction.atomic():
        locked = Asset.objects.select_for_update(of=("self",), no_key=True).get(pk=asset.pk)
        if locked.trashed_at is not None:
            raise InTrash
        changed: dict[str, Any] = {}
        if not isinstance(description, Unset):
            changed |= {"description": _clean_description(description), "is_description_own": True}
        if not isinstance(rating, Unset):
            changed |= {"rating": _checked_rating(rating), "is_rating_own": True}
        if not isinstance(is_favourite, Unset):
            changed["is_favourite"] = is_favourite
        for name, value in changed.items():
            setattr(locked, name, value)
        if changed:
            locked.save(update_fields=list(changed))
    return locked


def set_favourite(assets: QuerySet[Asset], owner_id: UUID, *, is_favourite: bool) -> Acted:
    """Make `assets` favourites or not, those in the trash left out; one transaction, one undo."""
    action = "favourite" if is_favourite else "unfavourite"
    return _set(assets.filter(trashed_at__isnull=True), owner_id, action, "is_favourite", is_favourite)


def rate(assets: QuerySet[Asset], owner_id: UUID, *, rating: int | None) -> Acted:
    """Rate `assets` -1 (rejected) to 5, ``None`` removes the rating; those in the trash are left out.

    Raises `BadInput`.
    """
    return _set(assets.filter(trashed_at__isnull=True), owner_id, "rate", "rating", _checked_rating(rating))


def move_to_trash(assets: QuerySet[Asset], owner_id: UUID, *, now: datetime | None = None) -> Acted:
    """Throw `assets` away, the video parts of live photos with them. Nothing else about them changes."""
    with_parts = _with_motion_parts(assets).filter(trashed_at__isnull=True)
    return _set(with_parts, owner_id, "trash", "trashed_at", now or timezone.now())


def with_whole_stacks(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """`assets` and what stands behind those of them that are seen as the covers of stacks."""
    covers = list(assets.filter(stack__isnull=False, is_behind=False).values_list("id", "stack_id"))
    stacks = {stack_id for _, stack_id in covers}
    behind = Asset.objects.filter(stack_id__in=stacks, is_behind=True).values_list("id", flat=True)
    return Asset.objects.filter(id_in([*assets.values_list("id", flat=True), *behind]))


def restore(assets: QuerySet[Asset], owner_id: UUID) -> Acted:
    """Take `assets` out of the trash, with all they had."""
    return _set(_with_motion_parts(assets).filter(trashed_at__isnull=False), owner_id, "restore", "trashed_at", None)


def _set(assets: QuerySet[Asset], owner_id: UUID, action: str, field: str, value: Any) -> Acted:
    """Lock, remember the old values and write the new one; only rows that really change count."""
    differs = ~Q(**{field: value}) if value is not None else Q(**{f"{field}__isnull": False})
    if value is not None and field == "rating":
        differs |= Q(rating__isnull=True)
    with transaction.atomic():
        if field == "trashed_at":
            lock_with_stacks(list(assets.values_list("id", flat=True)))
        # Always in the order of ids, so that two acts on the same photos never wait for one another in a circle.
        before = list(
            assets.filter(differs)
            .order_by("id")
            .select_for_update(of=("self",), no_key=True)
            .values_list("id", field, "motion_of_id")
        )
        if not before:
            return Acted(0, None)
        ids = [row[0] for row in before]
        own = {"is_rating_own": True} if field == "rating" else {}
        Asset.objects.filter(id_in(ids)).update(**{field: value}, **own)
        if field == "trashed_at":
            settle_stacks_of(ids)
        change: Change = remember(owner_id, action, field=field, after=value, before=[row[:2] for row in before])
    # A live photo is one thing to its owner.
    return Acted(sum(1 for row in before if row[2] is None), change.pk)


def _with_motion_parts(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    ids = list(assets.values_list("id", flat=True))
    parts = Asset.objects.filter(motion_of_in(ids)).values_list("id", flat=True)
    return Asset.objects.filter(id_in([*ids, *parts]))


def _checked_rating(rating: int | None) -> int | None:
    if rating is not None and not LOWEST_RATING <= rating <= HIGHEST_RATING:
        raise BadInput(f"A rating lies between {LOWEST_RATING} and {HIGHEST_RATING}.")
    return rating


def _clean_description(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    if len(text) > MAX_DESCRIPTION:
        raise BadInput(f"A description has at most {MAX_DESCRIPTION:,} characters.")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
