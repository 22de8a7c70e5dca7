"""Keeping one of several copies: it takes over what was said about the others, and those go to the trash. One undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from photonest.accounts.models import User
from photonest.assets.id_lists import id_in
from photonest.assets.models import Asset, Change
from photonest.assets.services import MAX_DESCRIPTION, Acted, move_to_trash
from photonest.assets.stack_state import lock_with_stacks
from photonest.assets.undo import UndoGone, undo
from photonest.core.errors import BadInput
from photonest.search.services import index_words
from photonest.tags.models import AssetTag, TagKind
from photonest.tags.own_tags import USER
from photonest.tags.services import rejected_tags

SAID = ("is_favourite", "rating", "is_rating_own", "title", "description", "is_description_own")


class NothingToKeep(BadInput):
    """Say which photo to keep and which others to put in the trash; one cannot be both."""

    code = "nothing_to_keep"


def keep_one(owner: User, kept: Asset, others: QuerySet[Asset]) -> Acted:
    """Keep `kept`, put `others` in the trash. Raises `NothingToKeep`.

    A favourite, a rating, words and the user's own tags of any of them become those of the kept one.
    """
    with transaction.atomic():
        ids = set(others.filter(trashed_at__isnull=True, motion_of__isnull=True).values_list("id", flat=True))
        if not ids or kept.pk in ids or kept.trashed_at is not None:
            raise NothingToKeep
        lock_with_stacks([kept.pk, *ids])
        kept = Asset.objects.get(pk=kept.pk)
        copies = list(Asset.objects.filter(id_in(ids)).order_by("added_at", "id"))
        before = {name: getattr(kept, name) for name in SAID}
        after = _merged(kept, copies)
        Asset.objects.filter(pk=kept.pk).update(**after)
        tags = _take_over_tags(kept, ids)
        trashed = move_to_trash(Asset.objects.filter(id_in(ids)), owner.pk)
        index_words(Asset.objects.get(pk=kept.pk))
        change = Change.objects.create(
            owner_id=owner.pk,
            action="keep_one",
            before={
                "kept": kept.pk.hex,
                "before": before,
                "after": after,
                "tags": tags,
                "trash": trashed.undo_id.hex if trashed.undo_id else None,
            },
        )
    return Acted(trashed.changed, change.pk)


def take_back(change: Change) -> int:
    """Undo `keep_one`, in the caller's transaction. What was changed again on the kept photo since stays."""
    held = change.before
    count = 0
    if held["trash"]:
        try:
            count = undo(change.owner_id, UUID(hex=held["trash"]))
        except UndoGone:  # they were put back by another way
            count = 0
    kept = Asset.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=UUID(hex=held["kept"]), owner_id=change.owner_id
    ).first()  # fmt: skip
    if kept is None:
        return count
    back = {name: held["before"][name] for name in SAID if getattr(kept, name) == held["after"][name]}
    Asset.objects.filter(pk=kept.pk).update(**back)
    AssetTag.objects.filter(pk__in=held["tags"], asset=kept).delete()
    index_words(Asset.objects.get(pk=kept.pk))
    return count


def _merged(kept: Asset, copies: Sequence[Asset]) -> dict[str, Any]:
    everyone = [kept, *copies]
    ratings = [asset.rating for asset in copies if asset.rating is not None]
    texts = dict.fromkeys(text for asset in everyone if (text := asset.description.strip()))
    rating = kept.rating if kept.rating is not None else max(ratings, default=None)
    description = "\n\n".join(texts)[:MAX_DESCRIPTION]
    return {
        "is_favourite": any(asset.is_favourite for asset in everyone),
        "rating": rating,
        "is_rating_own": kept.is_rating_own or rating != kept.rating,
        "title": next((asset.title for asset in everyone if asset.title), ""),
        "description": description,
        "is_description_own": kept.is_description_own or description != kept.description,
    }


def _take_over_tags(kept: Asset, ids: Collection[UUID]) -> list[int]:
    """Give `kept` the user's own tags of the others, but for those taken off it; return the rows that are new.

    They are its owner's word now: as a keyword of its file, the next reading of that would take it away.
    """
    has = set(AssetTag.objects.filter(asset=kept, kind=TagKind.USER).values_list("tag_id", flat=True))
    rows = AssetTag.objects.filter(asset_id__in=ids, kind=TagKind.USER).values_list("tag_id", flat=True)
    made = AssetTag.objects.bulk_create(
        AssetTag(
            asset=kept, owner_id=kept.owner_id, tag_id=tag_id, kind=TagKind.USER, source=USER, score=1.0, is_shown=True
        )
        for tag_id in sorted(set(rows) - has - rejected_tags(kept.pk))
    )
    return [row.pk for row in made]
