"""Saved searches of the asker."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from photonest.api.authentication import viewer
from photonest.search import saved
from photonest.search.models import SavedSearch

router = Router(tags=["search"])

Name = Annotated[str, Field(max_length=1000)]
Text = Annotated[str, Field(max_length=1000)]
Sort = Annotated[str, Field(max_length=16)]


class SavedOut(Schema):
    id: UUID
    name: str
    q: str
    sort: str


class SavedList(Schema):
    searches: list[SavedOut]


class SavedIn(Schema):
    name: Name
    q: Text
    sort: Sort = ""


class SavedChange(Schema):
    name: Name | None = None
    q: Text | None = None
    sort: Sort | None = None


@router.get("", response=SavedList)
def saved_searches(request: HttpRequest) -> SavedList:
    """My saved searches, by name. Their text is read anew each time, so "last week" stays last week."""
    return SavedList(searches=[_out(search) for search in saved.saved_searches(viewer(request))])


@router.post("", response={201: SavedOut})
def save_search(request: HttpRequest, payload: SavedIn) -> Status[SavedOut]:
    """Keep a search under a name. 409 search_name_taken."""
    search = saved.save_search(viewer(request), payload.name, text=payload.q, sort=payload.sort)
    return Status(201, _out(search))


@router.patch("/{saved_id}", response=SavedOut)
def change_saved_search(request: HttpRequest, saved_id: UUID, payload: SavedChange) -> SavedOut:
    """Change its name, text or order; only what is given."""
    return _out(saved.change_search(viewer(request), saved_id, name=payload.name, text=payload.q, sort=payload.sort))


@router.delete("/{saved_id}", response={204: None})
def forget_saved_search(request: HttpRequest, saved_id: UUID) -> Status[None]:
    """Remove it; the photos stay where they are."""
    saved.forget_search(viewer(request), saved_id)
    return Status(204, None)


def _out(search: SavedSearch) -> SavedOut:
    return SavedOut(id=search.pk, name=search.name, q=search.text, sort=search.sort)
