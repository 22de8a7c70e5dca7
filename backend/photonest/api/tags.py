"""The user's own tags: which there are, and giving and taking them off, on one or 10,000 photos."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from photonest import access
from photonest.api.assets import ActionOut
from photonest.api.authentication import viewer
from photonest.api.hot_bytes import hot_response
from photonest.pipelines.edit import delete_own_tag, rename_own_tag, tag_assets
from photonest.tags import queries
from photonest.tags.own_tags import MOST_NAMES

router = Router(tags=["tags"])

TagName = Annotated[str, Field(min_length=1, max_length=300)]
"""A path, widest part first: ``Places/Lisbon``."""


class OwnTagOut(Schema):
    name: str
    count: int


class OwnTagsOut(Schema):
    tags: list[OwnTagOut]


class TagChangeIn(Schema):
    ids: Annotated[list[UUID], Field(max_length=10_000)]
    add: Annotated[list[TagName], Field(max_length=MOST_NAMES)] = []
    """Also accepts a guess of that name."""
    remove: Annotated[list[TagName], Field(max_length=MOST_NAMES)] = []
    """Takes off own tags and guesses of that name; no model and no file brings them back."""


class TagRenameIn(Schema):
    name: TagName
    to: TagName
    """The new path; one that is a tag already makes the two one."""


class TagDeleteIn(Schema):
    name: TagName


@router.get("", response=OwnTagsOut)
def list_own_tags(request: HttpRequest) -> HttpResponse:
    """The asker's own tags by name, with how many photos carry each."""
    user = viewer(request)
    found = queries.counted(access.visible_assets(user), user.pk)
    return hot_response(request, {"tags": [{"name": tag.name, "count": tag.count} for tag in found]})


@router.post("/changes", response=ActionOut)
def change_tags(request: HttpRequest, payload: TagChangeIn) -> ActionOut:
    """Give and take off tags of up to 10,000 assets: one transaction, one undo. Foreign and unknown ids are left out.

    `changed` counts the photos on which something changed.
    """
    user = viewer(request)
    done = tag_assets(access.owned_among(user, payload.ids), user.pk, add=payload.add, remove=payload.remove)
    return ActionOut(changed=len(done.ids), undo=done.undo_id)


@router.post("/rename", response=ActionOut)
def rename_tag(request: HttpRequest, payload: TagRenameIn) -> ActionOut:
    """Rename one of the asker's own tags on all photos, and every tag under it: one transaction, one undo.

    A new path moves it (`Lisbon` to `Places/Lisbon`); one that is a tag already merges the two. 404 for no such tag.
    """
    done = rename_own_tag(viewer(request).pk, payload.name, payload.to)
    return ActionOut(changed=len(done.ids), undo=done.undo_id)


@router.post("/delete", response=ActionOut)
def delete_tag(request: HttpRequest, payload: TagDeleteIn) -> ActionOut:
    """Take one of the asker's own tags, and every tag under it, off all photos: one transaction, one undo.

    Guesses of that name stay. 404 for no such tag.
    """
    done = delete_own_tag(viewer(request).pk, payload.name)
    return ActionOut(changed=len(done.ids), undo=done.undo_id)
