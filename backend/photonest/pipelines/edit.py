"""Changing what a user says about photos, one or many, and keeping what they are found by up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from photonest.assets import services
from photonest.assets.corrections import Corrected, PlaceEdit, correct
from photonest.assets.models import Asset, Change
from photonest.assets.row_undo import restore_rows
from photonest.assets.services import UNSET, Unset
from photonest.assets.time_edits import TimeEdit
from photonest.tags.own_tags import TagsChanged, change_tags, restore
from photonest.tags.tag_library import delete_tag, rename_tag


def edit_asset(
    asset: Asset,
    *,
    description: str | Unset = UNSET,
    rating: int | Unset | None = UNSET,
    is_favourite: bool | Unset = UNSET,
) -> Asset:
    """Change what is given; a new description is searchable in the same moment. Raises `InTrash`, `BadInput`."""
    from photonest.pipelines.outside import asking as outside
    from photonest.search.services import index_words

    with transaction.atomic():
        edited = services.edit(asset, description=description, rating=rating, is_favourite=is_favourite)
        if description is not UNSET:
            index_words(edited)
            outside.enqueue_for(edited, is_analysed=True)  # the words that are compared outside, where allowed
    return edited


def correct_assets(
    assets: QuerySet[Asset],
    owner_id: UUID,
    *,
    place: PlaceEdit | None = None,
    when: TimeEdit | None = None,
    dry_run: bool = False,
) -> Corrected:
    """Set time and place of many photos as one act; words, timeline and groups follow. Raises `BadInput`."""
    from photonest.pipelines.follow_up import facts_changed

    with transaction.atomic():
        done = correct(assets, owner_id, place=place, when=when, dry_run=dry_run)
        if done.ids:
            facts_changed(done.ids, is_place=place is not None)
    return done


def tag_assets(
    assets: QuerySet[Asset], owner_id: UUID, *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> TagsChanged:
    """Give and take off tags of many photos as one act, those in the trash left out. Raises `BadInput`."""
    from photonest.pipelines.follow_up import tags_changed

    with transaction.atomic():
        # In the order of ids, and locked, so that an analysis that ends now sees what was taken off.
        ids = list(
            assets.filter(trashed_at__isnull=True, motion_of__isnull=True)
            .order_by("id")
            .select_for_update(of=("self",), no_key=True)
            .values_list("id", flat=True)
        )
        done = change_tags(ids, owner_id, add=add, remove=remove)
        if done.ids:
            tags_changed(done.ids)
    return done


def rename_own_tag(owner_id: UUID, name: str, to: str) -> TagsChanged:
    """Rename, move or merge one of the owner's tags on all photos. Raises `NotFound`, `BadInput`."""
    return _library_act(lambda: rename_tag(owner_id, name, to))


def delete_own_tag(owner_id: UUID, name: str) -> TagsChanged:
    """Take one of the owner's tags, and those under it, off all photos. Raises `NotFound`."""
    return _library_act(lambda: delete_tag(owner_id, name))


def _library_act(act: Callable[[], TagsChanged]) -> TagsChanged:
    from photonest.pipelines.follow_up import tags_changed

    with transaction.atomic():
        done = act()
        if done.ids:
            tags_changed(done.ids)
    return done


def take_back_correction(change: Change) -> int:
    """Undo `correct_assets`, in the caller's transaction; return how many photos changed."""
    from photonest.pipelines.follow_up import facts_changed

    restored = restore_rows(change)
    facts_changed([asset_id for asset_id, _ in restored], is_place="city" in change.before["columns"])
    return sum(1 for _, is_motion in restored if not is_motion)


def take_back_tags(change: Change) -> int:
    """Undo `tag_assets`, in the caller's transaction; return how many photos changed."""
    from photonest.pipelines.follow_up import tags_changed

    ids = restore(change)
    tags_changed(ids)
    return len(ids)
