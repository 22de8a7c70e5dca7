"""Stacks: photos that stand as one, put together and taken apart by hand."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.authentication import viewer
from photonest.assets import stacks
from photonest.assets.services import Acted

router = Router(tags=["stacks"])

Ids = Annotated[list[UUID], Field(max_length=1000)]


class StackIn(Schema):
    ids: Ids
    cover: UUID | None = None
    """Which one is seen; the first taken when not given."""


class StackIds(Schema):
    ids: Ids


class Stacked(Schema):
    changed: int
    undo: UUID | None


@router.post("", response=Stacked)
def put_on_stack(request: HttpRequest, payload: StackIn) -> Stacked:
    """Put photos, and the stacks they are in, on one stack. 400 not_stackable for fewer than two."""
    user = viewer(request)
    return _out(stacks.stack(access.owned_among(user, payload.ids), user.pk, cover_id=payload.cover))


@router.post("/unstack", response=Stacked)
def unstack(request: HttpRequest, payload: StackIds) -> Stacked:
    """Take the stacks apart that any of these photos is in. Nothing stacks them by itself again."""
    user = viewer(request)
    return _out(stacks.unstack(access.owned_among(user, payload.ids), user.pk))


@router.post("/take_out/{asset_id}", response=Stacked)
def take_out(request: HttpRequest, asset_id: UUID) -> Stacked:
    """Take one photo out of its stack; the others stay together. 400 not_stacked when it is in none."""
    return _out(stacks.take_out(access.require_asset(viewer(request), asset_id)))


@router.post("/cover/{asset_id}", response=Stacked)
def choose_cover(request: HttpRequest, asset_id: UUID) -> Stacked:
    """Let this photo be the one of its stack that is seen. 400 not_stacked when it is in none."""
    return _out(stacks.choose_cover(access.require_asset(viewer(request), asset_id)))


def _out(acted: Acted) -> Stacked:
    return Stacked(changed=acted.changed, undo=acted.undo_id)
