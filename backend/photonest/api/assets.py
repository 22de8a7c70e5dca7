"""Assets: one in detail, edits, actions on many with undo, the trash, and states while uploads are processed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.asset_detail import AssetOut, asset_out
from photonest.api.authentication import viewer
from photonest.assets import services, trash
from photonest.assets.services import UNSET, Acted
from photonest.assets.timeline import tiles
from photonest.assets.undo import undo
from photonest.core.errors import BadInput
from photonest.pipelines.edit import edit_asset

router = Router(tags=["assets"])


class Action(StrEnum):
    FAVOURITE = "favourite"
    UNFAVOURITE = "unfavourite"
    RATE = "rate"
    TRASH = "trash"
    RESTORE = "restore"
    DELETE_FOREVER = "delete_forever"


Rating = Annotated[int, Field(ge=services.LOWEST_RATING, le=services.HIGHEST_RATING)]


class AssetEdit(Schema):
    description: Annotated[str, Field(max_length=services.MAX_DESCRIPTION)] | None = None
    rating: Rating | None = None
    """-1 rejected, 0 to 5 stars; null removes the rating."""
    is_favourite: bool | None = None


class TileOut(Schema):
    """What a grid needs to draw one photo."""

    id: UUID
    filename: str
    ratio: float
    colour: str
    kind: Annotated[str, Field(pattern="^[ivma]$")]
    thumbhash: str | None
    local_at: str


class TilesIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=1000)]


class TilesOut(Schema):
    photos: list[TileOut]


class ActionIn(Schema):
    action: Action
    ids: Annotated[list[UUID], Field(max_length=20_000)]
    rating: Rating | None = None
    with_stacks: bool = False
    """`trash` takes also what stands behind those of `ids` that are the covers of stacks."""


class ActionOut(Schema):
    changed: int
    undo: UUID | None


class Changed(Schema):
    changed: int


class Deleted(Schema):
    deleted: int


class StatesIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=1000)]


class StatesOut(Schema):
    states: dict[str, str]


@router.post("/assets/actions", response=ActionOut)
def act(request: HttpRequest, payload: ActionIn) -> ActionOut:
    """Do one thing to up to 20,000 assets: one transaction, one undo. Foreign and unknown ids are left out."""
    user = viewer(request)
    assets = access.owned_among(user, payload.ids)
    if payload.with_stacks and payload.action is Action.TRASH:
        assets = services.with_whole_stacks(assets)
    done = Acted(0, None)
    match payload.action:
        case Action.FAVOURITE | Action.UNFAVOURITE:
            done = services.set_favourite(assets, user.pk, is_favourite=payload.action is Action.FAVOURITE)
        case Action.RATE:
            if "rating" not in payload.model_fields_set:
                raise BadInput("Say which rating: -1 to 5, or null to remove it.")
            done = services.rate(assets, user.pk, rating=payload.rating)
        case Action.TRASH:
            done = services.move_to_trash(assets, user.pk)
        case Action.RESTORE:
            done = services.restore(assets, user.pk)
        case Action.DELETE_FOREVER:
            done = Acted(trash.delete_forever(assets), None)
    return ActionOut(changed=done.changed, undo=done.undo_id)


@router.post("/assets/states", response=StatesOut)
def asset_states(request: HttpRequest, payload: StatesIn) -> StatesOut:
    """How far the processing of up to 1,000 assets is; foreign and unknown ids are left out."""
    rows = access.owned_among(viewer(request), payload.ids).values_list("id", "state")
    return StatesOut(states={str(asset_id): state for asset_id, state in rows})


@router.post("/assets/tiles", response=TilesOut)
def asset_tiles(request: HttpRequest, payload: TilesIn) -> dict[str, Any]:
    """Up to 1,000 of the asker's photos as a grid draws them, in the order asked; what is not there is left out."""
    return {"photos": tiles(access.visible_assets(viewer(request)), payload.ids)}


@router.get("/assets/{asset_id}", response=AssetOut)
def show_asset(request: HttpRequest, asset_id: UUID) -> AssetOut:
    """Everything known about one asset, in the trash or not."""
    user = viewer(request)
    return asset_out(access.require_asset(user, asset_id), user)


@router.patch("/assets/{asset_id}", response=AssetOut)
def change_asset(request: HttpRequest, asset_id: UUID, payload: AssetEdit) -> AssetOut:
    """Change what is given. 409 in_trash for something thrown away."""
    user = viewer(request)
    asset = access.require_asset(user, asset_id)
    given = payload.model_fields_set
    edited = edit_asset(
        asset,
        description=(payload.description or "") if "description" in given else UNSET,
        rating=payload.rating if "rating" in given else UNSET,
        is_favourite=bool(payload.is_favourite) if "is_favourite" in given else UNSET,
    )
    return asset_out(edited, user)


@router.post("/undo/{change_id}", response=Changed)
def undo_change(request: HttpRequest, change_id: UUID) -> Changed:
    """Take one action back, within a day. 404 when it is too old, already undone or not yours."""
    return Changed(changed=undo(viewer(request).pk, change_id))


@router.post("/trash/empty", response=Deleted)
def empty_trash(request: HttpRequest) -> Deleted:
    """Delete everything in the trash for good."""
    user = viewer(request)
    return Deleted(deleted=trash.delete_forever(access.owned_assets(user).filter(trashed_at__isnull=False)))
