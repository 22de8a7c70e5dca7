"""Near duplicates: sets of copies side by side, and what their owner says about them. Nothing is deleted by itself."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from photonest import access
from photonest.accounts.models import User
from photonest.api.authentication import viewer
from photonest.assets import copies
from photonest.assets.models import Asset, AssetName, AssetState
from photonest.assets.services import Acted
from photonest.assets.timeline import colour
from photonest.pipelines.copies import keep_one

router = Router(tags=["duplicates"])

AT_ONCE = 20


class CopyOut(Schema):
    id: UUID
    filename: str
    folders: list[str]
    format: str
    size_bytes: int
    width_px: int | None
    height_px: int | None
    ratio: float
    colour: str
    thumbhash: str | None
    local_at: str
    taken_source: str
    place: str
    camera: str
    is_favourite: bool
    rating: int | None
    description: str
    added_at: datetime
    stack_size: int
    """How many it stands for as the cover of a stack; the others are left alone. 1 where it is alone."""
    version: int
    """Of its tile and preview, for their addresses."""


class CopyGroupOut(Schema):
    key: UUID
    likeness: float
    suggested: UUID
    """Which one we would keep."""
    members: list[CopyOut]
    """The suggested one first."""


class DuplicatesOut(Schema):
    total: int
    """Sets of copies still to be looked at."""
    groups: list[CopyGroupOut]
    waiting: int
    """Photos not compared yet."""


class KeepIn(Schema):
    keep: UUID
    trash: Annotated[list[UUID], Field(min_length=1, max_length=copies.LARGEST_GROUP)]


class DifferentIn(Schema):
    ids: Annotated[list[UUID], Field(min_length=2, max_length=copies.LARGEST_GROUP)]


class Settled(Schema):
    changed: int
    undo: UUID | None


@router.get("", response=DuplicatesOut)
def duplicates(
    request: HttpRequest, start: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=100)] = AT_ONCE
) -> DuplicatesOut:
    """Sets of copies, those found last first, `limit` of them from the `start`th on."""
    user = viewer(request)
    found = copies.groups(user.pk)
    waiting = access.reachable_assets(user).filter(compared_version=0).exclude(state=AssetState.FAILED).count()
    return DuplicatesOut(total=len(found), groups=_groups_out(user, found[start : start + limit]), waiting=waiting)


@router.post("/keep", response=Settled)
def keep(request: HttpRequest, payload: KeepIn) -> Settled:
    """Keep one, put the others in the trash; it takes over their favourite, rating, words and tags. One undo."""
    user = viewer(request)
    kept = access.require_asset(user, payload.keep)
    return _settled(keep_one(user, kept, access.owned_among(user, payload.trash)))


@router.post("/different", response=Settled)
def different(request: HttpRequest, payload: DifferentIn) -> Settled:
    """These are no copies of one another; they are never shown as such again."""
    user = viewer(request)
    ids = set(access.owned_among(user, payload.ids).values_list("id", flat=True))
    return _settled(copies.dismiss(user.pk, ids))


def _groups_out(user: User, groups: Sequence[copies.CopyGroup]) -> list[CopyGroupOut]:
    shown = {group.key: group.members[: copies.LARGEST_GROUP] for group in groups}
    assets = access.reachable_assets(user).in_bulk([asset_id for members in shown.values() for asset_id in members])
    folders: dict[UUID, list[str]] = {}
    names = AssetName.objects.filter(asset__in=assets).order_by("folder").values_list("asset_id", "folder")
    for asset_id, folder in names:
        folders.setdefault(asset_id, []).append(folder)
    found = []
    for group in groups:
        members = [assets[asset_id] for asset_id in shown[group.key] if asset_id in assets]
        if len(members) < 2:
            continue
        best = copies.best_of(members)
        members.sort(key=lambda one: (one.pk != best.pk, -(one.width_px or 0) * (one.height_px or 0), one.pk))
        found.append(
            CopyGroupOut(
                key=group.key,
                likeness=round(group.likeness, 3),
                suggested=best.pk,
                members=[_copy_out(asset, folders.get(asset.pk, [])) for asset in members],
            )
        )
    return found


def _copy_out(asset: Asset, folders: list[str]) -> CopyOut:
    return CopyOut(
        id=asset.pk,
        filename=asset.filename,
        folders=list(dict.fromkeys(folder for folder in folders if folder)),
        format=asset.format,
        size_bytes=asset.size_bytes,
        width_px=asset.width_px,
        height_px=asset.height_px,
        ratio=round(asset.ratio, 3),
        colour=colour(asset.colour_rgb),
        thumbhash=b64encode(asset.thumbhash).decode() if asset.thumbhash else None,
        local_at=asset.local_at.replace(tzinfo=None).isoformat(timespec="seconds"),
        taken_source=asset.taken_source,
        place=asset.city or asset.country,
        camera=f"{asset.camera_make} {asset.camera_model}".strip(),
        is_favourite=asset.is_favourite,
        rating=asset.rating,
        description=asset.description,
        added_at=asset.added_at,
        stack_size=asset.stack_size,
        version=asset.renditions_version,
    )


def _settled(acted: Acted) -> Settled:
    return Settled(changed=acted.changed, undo=acted.undo_id)
